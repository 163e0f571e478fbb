"""The database handle of `sqlite`.

Statements are short and run where they are called. A transaction belongs to the job (request) that began it: statements
of other jobs on the same handle wait until it has ended, they never become part of it.
"""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Annotated, Any

from cmc.runtime.bridge import Turns, current_job
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.declare import HostObject, Kind, lua_method
from cmc.runtime.lua_form import to_text
from cmc.runtime.shims.sqlite.connection import BUSY_SECONDS, Patience
from cmc.runtime.shims.sqlite.rows import Fetch, all_rows, bound, first_row, has_undecoded, replaced_text, some_row
from cmc.runtime.shims.sqlite.statements import Facts, error_message, facts_of, split_script
from cmc.runtime.shims.sqlite.transactions import Transaction


def _sql_text(value: Any, number: int, name: str) -> str:
    """The check of the SQL argument of the methods that take values: unlike elsewhere, numbers are no texts."""
    if type(value) is not str:
        raise LuaError("First argument must be SQL string")
    return to_text(value, number, name)


Sql = Annotated[str, Kind("string", "type({x}) is str and {x}.isascii()", _sql_text)]


Started = tuple[sqlite3.Connection, sqlite3.Cursor]


class _Session:
    """What a job last did with a handle. `is_guarded` says that the job's end takes care of an open transaction."""

    __slots__ = ("changes", "is_guarded", "last_insert_id")

    def __init__(self, last_insert_id: int, changes: int) -> None:
        self.last_insert_id = last_insert_id
        self.changes = changes
        self.is_guarded = False


class Database(HostObject, path="sqlite.Database"):
    """An open database."""

    __slots__ = ("_busy_seconds", "_connection", "_holder", "_last", "_savepoints", "_turns")

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection: sqlite3.Connection | None = connection
        self._busy_seconds = BUSY_SECONDS
        self._last = _Session(0, 0)
        self._turns = Turns()
        self._holder: _Session | None = None
        self._savepoints = 0

    # Statements

    @lua_method("sqlite.Database:exec", suspends=True, only_reads=True)
    def exec(self, sql: str) -> int:
        """Runs all statements of a text without values; returns the rows that the last change affected.

        Without any statement the result is 0.
        """
        session = self._session()
        changes = 0
        for statement in split_script(sql):
            changes = self._change(session, statement, ())
        return changes

    @lua_method("sqlite.Database:execute", suspends=True, only_reads=True)
    def execute(self, sql: Sql, *params: Any) -> int:
        """Runs a statement with values for its placeholders; returns the rows that the last change affected."""
        return self._change(self._session(), sql, params)

    @lua_method("sqlite.Database:query", suspends=True, only_reads=True)
    def query(self, sql: Sql, *params: Any) -> Table:
        """All rows of a statement, an array of tables from column names to values. NULL is an absent field."""
        rows = self._select(all_rows, sql, params)
        return Table() if rows is None else rows

    @lua_method("sqlite.Database:query_row", suspends=True, only_reads=True)
    def query_row(self, sql: Sql, *params: Any) -> Table | None:
        """The first row of a statement, None if there is none."""
        return self._select(first_row, sql, params)

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
        self.command("BEGIN")

    @lua_method("sqlite.Database:commit", suspends=True)
    def commit(self) -> None:
        """Makes the changes of the transaction last."""
        self.command("COMMIT")

    @lua_method("sqlite.Database:rollback", suspends=True)
    def rollback(self) -> None:
        """Undoes the changes of the transaction."""
        self.command("ROLLBACK")

    @lua_method("sqlite.Database:transaction", suspends=True, idioms=("context manager",))
    def run_transaction(self, body: Callable[..., Any]) -> bool:
        """Runs a function in a transaction; an error undoes the changes and goes on. Transactions may be nested."""
        with self.transaction():
            body()
        return True

    def transaction(self) -> AbstractContextManager[None]:
        """A transaction around a `with` block."""
        return Transaction(self)

    @property
    def in_transaction(self) -> bool:
        """Whether the running request has a transaction open."""
        return self._turns.owner is current_job()

    def next_savepoint(self) -> str:
        """A name for a savepoint."""
        self._savepoints += 1
        return f"cmc_{self._savepoints}"

    # Schema and engine

    @lua_method("sqlite.Database:table_exists", suspends=True)
    def table_exists(self, name: str) -> bool:
        """Whether there is a table of that name; views do not count."""
        return self.query_row("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", name) is not None

    @lua_method("sqlite.Database:table_info", suspends=True)
    def table_info(self, name: str) -> Table:
        """The columns of a table: `cid`, `name`, `type`, `notnull`, `default`, `pk`."""
        sql = 'SELECT cid, name, type, "notnull", dflt_value AS "default", pk FROM pragma_table_info(?)'
        columns = self.query(sql, name)
        for column in columns.values():
            column["notnull"] = column["notnull"] != 0
            column["pk"] = column["pk"] != 0
        return columns

    @lua_method("sqlite.Database:index_list", suspends=True)
    def index_list(self, name: str) -> Table:
        """The indexes of a table: `name`, `unique`."""
        indexes = self.query('SELECT name, "unique" FROM pragma_index_list(?) ORDER BY name', name)
        for index in indexes.values():
            index["unique"] = index["unique"] != 0
        return indexes

    @lua_method("sqlite.Database:ping", suspends=True)
    def ping(self) -> bool:
        """Whether statements can be run."""
        try:
            return self.query_row("SELECT 1") is not None
        except LuaError:
            return False

    @lua_method("sqlite.Database:server_version")
    def server_version(self) -> str:
        """The version of SQLite."""
        return sqlite3.sqlite_version

    @lua_method("sqlite.Database:close")
    def close(self) -> None:
        """Closes the database; a transaction that is open is rolled back. Later calls raise `database is closed`."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
            self._release()

    # What statements have in common

    def command(self, sql: str) -> None:
        """Runs a statement without values and results.

        Raises:
            LuaError: it has failed.
        """
        self._change(self._session(), sql, ())

    def _change(self, session: _Session, sql: str, params: tuple[Any, ...]) -> int:
        """Runs a statement that must give no rows; returns how many the last change affected, 0 for no statement."""
        facts = facts_of(sql)
        started = connection, cursor = self._start(session, facts, sql, params)
        if cursor.description is None:
            count = cursor.rowcount
            if count >= 0:
                session.changes = count
                if count and facts.inserts:
                    session.last_insert_id = cursor.lastrowid or 0
                return count
            if facts.is_special:
                self._note(session, facts, connection, cursor)
        elif self._finish(session, facts, sql, params, started, some_row) is not None:
            raise LuaError("Execute returned results - did you mean to call query?")
        return session.changes if facts.verb else 0

    def _select(self, fetch: Fetch, sql: str, params: tuple[Any, ...]) -> Table | None:
        """The result of `fetch` for a statement; None if it is none that gives rows."""
        session = self._session()
        facts = facts_of(sql)
        started = connection, cursor = self._start(session, facts, sql, params)
        if cursor.description is None:
            self._note(session, facts, connection, cursor)
            return None
        return self._finish(session, facts, sql, params, started, fetch)

    def _start(self, session: _Session, facts: Facts, sql: str, params: tuple[Any, ...]) -> Started:
        """Executes a statement in the turn of the running job, when the database is free."""
        if facts.busy_timeout is not None:
            sql, params = self._busy_timeout(facts.busy_timeout)
        patience: Patience | None = None
        while True:
            # A job that has not begun the transaction waits for its end.
            holder = self._holder
            if holder is not None and holder is not session and not self._turns.pass_by(self._busy_seconds):
                raise LuaError("database is locked")
            connection = self._connection
            if connection is None:
                raise LuaError("database is closed")
            try:
                return connection, connection.execute(sql, facts.named(params) if facts.adapts else params)
            except (sqlite3.Error, sqlite3.Warning, UnicodeEncodeError) as error:
                self._note_transaction(session, connection)
                values = bound(params)
                if values != params:
                    params = values
                    continue
                patience = patience or Patience(self._busy_seconds)
                if not patience.wait_after(error):
                    raise LuaError(error_message(error, sql, connection)) from error

    def _finish(
        self, session: _Session, facts: Facts, sql: str, params: tuple[Any, ...], started: Started, fetch: Fetch
    ) -> Table | None:
        """Takes the rows of a statement that has been started."""
        connection, cursor = started
        try:
            return fetch(cursor)
        except sqlite3.Error as error:
            if has_undecoded(error) and connection.text_factory is not replaced_text and cursor.rowcount < 0:
                # It has changed nothing, so it can be run once more.
                connection.text_factory = replaced_text
                return self._finish(session, facts, sql, params, self._start(session, facts, sql, params), fetch)
            self._note_transaction(session, connection)
            raise LuaError(error_message(error, sql, connection)) from error
        finally:
            if cursor.rowcount >= 0:
                self._note(session, facts, connection, cursor)

    def _busy_timeout(self, milliseconds: int) -> tuple[str, tuple[int]]:
        """What to run for `PRAGMA busy_timeout`; SQLite itself never waits. A negative number asks for the time."""
        if milliseconds >= 0:
            self._busy_seconds = milliseconds / 1000
        return "SELECT ? AS timeout", (round(self._busy_seconds * 1000),)

    def _note(self, session: _Session, facts: Facts, connection: sqlite3.Connection, cursor: sqlite3.Cursor) -> None:
        """Keeps for the job what a statement has done: rows that it changed, the last one inserted, the transaction."""
        count = cursor.rowcount
        if facts.controls:
            self._note_transaction(session, connection)
        if count < 0 and facts.verb == "WITH" and cursor.description is None:
            # Python counts the rows only where a statement begins with INSERT, UPDATE, DELETE or REPLACE.
            count = connection.execute("SELECT changes()").fetchone()[0]
        if count >= 0:
            session.changes = count
            if count and cursor.lastrowid is not None and (facts.inserts or facts.verb == "WITH"):
                session.last_insert_id = cursor.lastrowid

    def _note_transaction(self, session: _Session, connection: sqlite3.Connection) -> None:
        """Gives the handle to the running job while a transaction is open, whichever statement began or ended it."""
        if not connection.in_transaction:
            self._release()
        elif self._holder is None:
            self._turns.take()
            self._holder = session
            if not session.is_guarded:
                session.is_guarded = True
                current_job().at_end(self._abandon)

    def _release(self) -> None:
        if self._holder is not None:
            self._holder = None
            self._turns.release()

    def _abandon(self) -> None:
        """At the end of a job: rolls back the transaction that it left open."""
        if self._connection is not None and self.in_transaction:
            self.command("ROLLBACK")

    def _session(self) -> _Session:
        """What the running job did last with this handle; before it has done anything, what was done last at all."""
        local = current_job().local
        session: _Session | None = local.get(self)
        if session is None:
            session = local[self] = _Session(self._last.last_insert_id, self._last.changes)
        self._last = session
        return session
