"""The database handle of `sqlite`.

Statements are short and run where they are called. A transaction belongs to the job (request) that began it: statements
of other jobs on the same handle wait until it has ended, they never become part of it.
"""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from types import TracebackType
from typing import Annotated, Any

from cmc.runtime.bridge import Turns, current_job
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes, has_escaped, to_bytes
from cmc.runtime.declare import HostObject, Kind, lua_method
from cmc.runtime.lua_form import to_text
from cmc.runtime.shims.sqlite.statements import error_message, first_word, placeholder_names, split_script, wrong_count

BUSY_SECONDS = 5.0
"""How long a statement waits for others: connections of other processes, or transactions of other requests."""


def connect(path: str) -> sqlite3.Connection:
    """A connection with the settings that programs rely on.

    Raises:
        LuaError: the database cannot be opened.
    """
    try:
        connection = sqlite3.connect(
            path,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            cached_statements=256,
            uri=path.startswith("file:"),
            check_same_thread=False,
        )
        connection.execute("PRAGMA foreign_keys = ON")
        with suppress(sqlite3.OperationalError):
            # A read-only or locked file stays in the mode that it is in; readers and writers then wait for each other.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA recursive_triggers = ON")
    except (sqlite3.Error, ValueError) as error:
        raise LuaError(f"SQLite error: {error}: {path}") from error
    return connection


def _sql_text(value: Any, number: int, name: str) -> str:
    """The check of the SQL argument of the methods that take values: unlike elsewhere, numbers are no texts."""
    if type(value) is not str:
        raise LuaError("First argument must be SQL string")
    return to_text(value, number, name)


Sql = Annotated[str, Kind("string", "type({x}) is str and {x}.isascii()", _sql_text)]


class _Session:
    """What a job last did with a handle. `is_guarded` says that the job's end takes care of an open transaction."""

    __slots__ = ("changes", "is_guarded", "last_insert_id")

    def __init__(self, last_insert_id: int, changes: int) -> None:
        self.last_insert_id = last_insert_id
        self.changes = changes
        self.is_guarded = False


class Database(HostObject, path="sqlite.Database"):
    """An open database."""

    __slots__ = ("_connection", "_last", "_savepoints", "_turns")

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection: sqlite3.Connection | None = connection
        self._last = _Session(0, 0)
        self._turns = Turns()
        self._savepoints = 0

    # Statements

    @lua_method("sqlite.Database:exec", suspends=True)
    def exec(self, sql: str) -> int:
        """Runs all statements of a text without values; returns the rows that the last change affected."""
        for statement in split_script(sql):
            self._change(statement, ())
        return self._session().changes

    @lua_method("sqlite.Database:execute", suspends=True)
    def execute(self, sql: Sql, *params: Any) -> int:
        """Runs a statement with values for its placeholders; returns the rows that the last change affected."""
        self._change(sql, params)
        return self._session().changes

    @lua_method("sqlite.Database:query", suspends=True)
    def query(self, sql: Sql, *params: Any) -> Table:
        """All rows of a statement."""
        names, rows = self._run(sql, params)
        return Table(enumerate([_row(names, row) for row in rows], 1))

    @lua_method("sqlite.Database:query_row", suspends=True)
    def query_row(self, sql: Sql, *params: Any) -> Table | None:
        """The first row of a statement, None if there is none."""
        names, rows = self._run(sql, params, only_first=True)
        return _row(names, rows[0]) if rows else None

    @lua_method("sqlite.Database:last_insert_id")
    def last_insert_id(self) -> int:
        """The id of the row that this request last inserted; 0 if there is none."""
        return self._session().last_insert_id

    @lua_method("sqlite.Database:last_insert_rowid")
    def last_insert_rowid(self) -> int:
        """The same as `last_insert_id`, by the name that other engines have too."""
        return self.last_insert_id()

    @lua_method("sqlite.Database:changes")
    def changes(self) -> int:
        """How many rows this request's last INSERT, UPDATE or DELETE affected."""
        return self._session().changes

    # Transactions

    @lua_method("sqlite.Database:begin", suspends=True)
    def begin(self) -> None:
        """Begins a transaction; it is rolled back if the request ends without `commit`."""
        self._run("BEGIN", ())

    @lua_method("sqlite.Database:commit", suspends=True)
    def commit(self) -> None:
        """Makes the changes of the transaction last."""
        self._run("COMMIT", ())

    @lua_method("sqlite.Database:rollback", suspends=True)
    def rollback(self) -> None:
        """Undoes the changes of the transaction."""
        self._run("ROLLBACK", ())

    @lua_method("sqlite.Database:transaction", suspends=True, idioms=("context manager",))
    def run_transaction(self, body: Callable[..., Any]) -> bool:
        """Runs a function in a transaction; an error undoes the changes and goes on. Transactions may be nested."""
        with self.transaction():
            body()
        return True

    def transaction(self) -> AbstractContextManager[None]:
        """A transaction around a `with` block."""
        return _Transaction(self)

    # Schema

    @lua_method("sqlite.Database:table_exists", suspends=True)
    def table_exists(self, name: str) -> bool:
        """Whether there is a table of that name; views do not count."""
        _, rows = self._run("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,))
        return bool(rows)

    @lua_method("sqlite.Database:table_info", suspends=True)
    def table_info(self, name: str) -> Table:
        """The columns of a table: `cid`, `name`, `type`, `notnull`, `default`, `pk`."""
        sql = 'SELECT cid, name, type, "notnull", dflt_value AS "default", pk FROM pragma_table_info(?)'
        columns = self.query(sql, name)
        for column in columns.values():
            column["notnull"] = column["notnull"] != 0
            column["pk"] = column["pk"] != 0
        return columns

    @lua_method("sqlite.Database:close")
    def close(self) -> None:
        """Closes the database; a transaction that is open is rolled back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
            self._turns.release()

    # What statements have in common

    def _change(self, sql: str, params: tuple[Any, ...]) -> None:
        """Runs a statement that must give no rows."""
        _, rows = self._run(sql, params)
        if rows:
            raise LuaError("Execute returned results - did you mean to call query?")

    def _run(self, sql: str, params: tuple[Any, ...], *, only_first: bool = False) -> tuple[list[str], list[Any]]:
        """Runs one statement and notes what it did; returns the names of the columns and the rows."""
        if self._turns.owner is not None and not self._turns.pass_by(BUSY_SECONDS):
            raise LuaError("database is locked")
        connection = self._connection
        if connection is None:
            raise LuaError("database is closed")
        values = _bound(sql, params)
        try:
            names: list[str] = []
            rows: list[Any] = []
            cursor = connection.execute(sql, values)
            if cursor.description is not None:
                names = [column[0] for column in cursor.description]
                cursor, rows = _fetch(connection, cursor, sql, values, only_first)
        except sqlite3.Error as error:
            raise LuaError(error_message(error, sql)) from error
        finally:
            self._note_transaction(connection)
        self._note_changes(connection, cursor, sql)
        return names, rows

    def _note_changes(self, connection: sqlite3.Connection, cursor: sqlite3.Cursor, sql: str) -> None:
        """Keeps for the job how many rows a statement has changed, and the id of the last row that it has inserted."""
        count = cursor.rowcount
        if count < 0:
            # Python counts the rows of INSERT, UPDATE, DELETE and REPLACE, but only where a statement begins so.
            if cursor.description is not None or first_word(sql) != "WITH":
                return
            count = connection.execute("SELECT changes()").fetchone()[0]
        session = self._session()
        session.changes = count
        if count and cursor.lastrowid is not None and first_word(sql) in ("INSERT", "REPLACE", "WITH"):
            session.last_insert_id = cursor.lastrowid

    def _note_transaction(self, connection: sqlite3.Connection) -> None:
        """Gives the handle to the running job while a transaction is open, whichever statement began or ended it."""
        turns = self._turns
        if not connection.in_transaction:
            if turns.owner is not None:
                turns.release()
        elif turns.owner is None:
            turns.take()
            session = self._session()
            if not session.is_guarded:
                session.is_guarded = True
                current_job().at_end(self._abandon)

    def _abandon(self) -> None:
        """At the end of a job: rolls back the transaction that it left open."""
        if self._connection is not None and self._turns.owner is current_job():
            self._run("ROLLBACK", ())

    def _session(self) -> _Session:
        """What the running job did last with this handle; before it has done anything, what was done last at all."""
        local = current_job().local
        session: _Session | None = local.get(self)
        if session is None:
            session = local[self] = _Session(self._last.last_insert_id, self._last.changes)
        self._last = session
        return session


class _Transaction(AbstractContextManager[None]):
    """A transaction, or a savepoint where the job has a transaction already."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.savepoint = ""

    def __enter__(self) -> None:
        database = self.database
        if database._turns.owner is current_job():
            database._savepoints += 1
            self.savepoint = f"cmc_{database._savepoints}"
            database._run(f"SAVEPOINT {self.savepoint}", ())
        else:
            database._run("BEGIN", ())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is not None:
            self._undo()
            return
        try:
            self.database._run(f"RELEASE {self.savepoint}" if self.savepoint else "COMMIT", ())
        except LuaError:
            self._undo()
            raise

    def _undo(self) -> None:
        # The body may have ended the transaction itself; the error that is under way says more than this one would.
        with suppress(LuaError):
            if self.savepoint:
                self.database._run(f"ROLLBACK TO {self.savepoint}", ())
                self.database._run(f"RELEASE {self.savepoint}", ())
            elif self.database._turns.owner is current_job():
                self.database._run("ROLLBACK", ())


# Values


def _fetch(
    connection: sqlite3.Connection, cursor: sqlite3.Cursor, sql: str, values: Any, only_first: bool
) -> tuple[sqlite3.Cursor, list[Any]]:
    """The rows of a statement, with the cursor that gave them."""
    try:
        return cursor, _rows_of(cursor, only_first)
    except sqlite3.OperationalError as error:
        if "Could not decode" not in str(error) or cursor.rowcount >= 0:
            raise
    # Somebody has stored bytes as text that are none. The statement changes nothing, so it can be run once more.
    connection.text_factory = _lossy_text
    cursor = connection.execute(sql, values)
    return cursor, _rows_of(cursor, only_first)


def _rows_of(cursor: sqlite3.Cursor, only_first: bool) -> list[Any]:
    if not only_first:
        return cursor.fetchall()
    row = cursor.fetchone()
    if cursor.rowcount >= 0:
        cursor.fetchall()  # what changes rows and returns them has to be run to its end
    cursor.close()
    return [] if row is None else [row]


def _lossy_text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _row(names: list[str], values: tuple[Any, ...]) -> Table:
    """A row as a table: NULL is absent, a blob is a byte string; of columns with the same name the last one counts."""
    table = Table(zip(names, values, strict=True))
    if None in values or bytes in map(type, values):
        for name, value in list(table.items()):
            if value is None:
                del table[name]
            elif type(value) is bytes:
                table[name] = from_bytes(value)
    return table


def _bound(sql: str, params: tuple[Any, ...]) -> Any:
    """The values for a statement's placeholders as Python's sqlite3 takes them."""
    names = placeholder_names(sql)
    values = tuple([value if type(value) in _PLAIN else _value(value) for value in params])
    if not names:
        return values
    if len(names) != len(values):
        raise LuaError(wrong_count(len(values), len(names)))
    return dict(zip(names, values, strict=True))


_PLAIN = frozenset((int, float, bool, type(None)))


def _value(value: Any) -> str | bytes:
    """A string for a placeholder: text, or a blob if it is none."""
    if type(value) is not str:
        raise LuaError("Unsupported value type for SQLite")
    return to_bytes(value) if has_escaped(value) else value
