"""The database handle that `postgresql` and `mysql` share (CopperMoon database specification, section 1)."""

from abc import abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import lru_cache
from types import TracebackType
from typing import Annotated, Any, ClassVar

from cmc.runtime.bridge import Job, current_job, wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.declare import HostObject, Kind, lua_method
from cmc.runtime.lua_form import to_text
from cmc.runtime.shims.sql.connection import Result
from cmc.runtime.shims.sql.pool import Pool
from cmc.runtime.shims.sql.rows import maker_of
from cmc.runtime.shims.sql.session import Session
from cmc.runtime.shims.sql.statements import Statement


def _sql_text(value: Any, number: int, name: str) -> str:
    """The check of the SQL argument of the methods that take values: unlike elsewhere, numbers are no texts."""
    if type(value) is not str:
        raise LuaError("First argument must be SQL string")
    return to_text(value, number, name)


Sql = Annotated[str, Kind("string", "type({x}) is str and {x}.isascii()", _sql_text)]

_command = lru_cache(maxsize=64)(Statement)
"""Statements of transaction control, of which nothing has to be found out."""

_PLAIN = frozenset((str, int, float, bool, type(None)))


class ServerDatabase(HostObject, path="sql.Database"):
    """A handle: statements go to connections of its pool, what they leave behind belongs to the running request."""

    __slots__ = ("_last", "_pool", "_savepoints")

    engine: ClassVar[str]
    begin_text = "BEGIN"

    def __init__(self, pool: Pool) -> None:
        super().__init__()
        self._pool = pool
        self._last = Session()
        self._savepoints = 0

    def __del__(self) -> None:
        pool = getattr(self, "_pool", None)
        if pool is not None and not pool.is_closed:
            pool.abandon()

    # Statements

    @lua_method("sql.Database:exec", suspends=True, only_reads=True)
    def exec(self, sql: str) -> int:
        """Runs all statements of a text without values; returns the rows that the last one affected."""
        job = current_job()
        return wait(self._pool.run(self._session(job), job, self._statement(sql), (), sql)).count

    @lua_method("sql.Database:execute", suspends=True, only_reads=True)
    def execute(self, sql: Sql, *params: Any) -> int:
        """Runs a statement with values for its placeholders; returns the rows that it affected."""
        return self.run(sql, params).count

    @lua_method("sql.Database:query", suspends=True, only_reads=True)
    def query(self, sql: Sql, *params: Any) -> Table:
        """All rows of a statement."""
        result = self.run(sql, params)
        return maker_of(result.names)(result.rows)

    @lua_method("sql.Database:query_row", suspends=True, only_reads=True)
    def query_row(self, sql: Sql, *params: Any) -> Table | None:
        """The first row of a statement, None if there is none."""
        result = self.run(sql, params)
        row: Table | None = maker_of(result.names)(result.rows[:1])[1]
        return row

    @lua_method("sql.Database:last_insert_id", suspends=True)
    def last_insert_id(self) -> int:
        """The id of the row that this request last inserted; 0 if there is none."""
        session = self._session(current_job())
        if session.inserted is None and session.resolving is None:
            return session.last_insert_id
        return wait(self._pool.last_insert_id(session))

    @lua_method("sql.Database:last_insert_rowid", suspends=True)
    def last_insert_rowid(self) -> int:
        """The same as `last_insert_id`, by another name."""
        return self.last_insert_id()

    @lua_method("sql.Database:changes")
    def changes(self) -> int:
        """How many rows this request's last INSERT, UPDATE or DELETE affected."""
        return self._session(current_job()).changes

    # Transactions

    @lua_method("sql.Database:begin", suspends=True)
    def begin(self) -> None:
        """Begins a transaction; it is rolled back if the request ends without `commit`."""
        self._command(self.begin_text)

    @lua_method("sql.Database:commit", suspends=True)
    def commit(self) -> None:
        """Makes the changes of the transaction last."""
        try:
            self._command("COMMIT")
        finally:
            self._session(current_job()).is_lost = False

    @lua_method("sql.Database:rollback", suspends=True)
    def rollback(self) -> None:
        """Undoes the changes of the transaction."""
        session = self._session(current_job())
        if session.is_lost:
            session.is_lost = False  # the server has undone everything when it lost the connection
        else:
            self._command("ROLLBACK")

    @lua_method("sql.Database:transaction", suspends=True, idioms=("context manager",))
    def run_transaction(self, body: Callable[..., Any]) -> bool:
        """Runs a function in a transaction; an error undoes the changes and goes on. Transactions may be nested."""
        with self.transaction():
            body()
        return True

    def transaction(self) -> AbstractContextManager[None]:
        """A transaction around a `with` block."""
        return _Transaction(self)

    @property
    def in_transaction(self) -> bool:
        """Whether this request has a transaction open."""
        return self._session(current_job()).in_transaction

    # Schema and server

    @lua_method("sql.Database:ping", suspends=True)
    def ping(self) -> bool:
        """Whether the server answers."""
        try:
            self.run("SELECT 1", ())
        except LuaError:
            return False
        return True

    @lua_method("sql.Database:close", suspends=True)
    def close(self) -> None:
        """Closes all connections of the handle; transactions that are open are rolled back."""
        if not self._pool.is_closed:
            wait(self._pool.close())

    # What statements have in common

    def run(self, sql: str, params: tuple[Any, ...]) -> Result:
        """Runs one statement for the running request.

        Raises:
            LuaError: a value cannot be bound, or the server refuses the statement.
        """
        statement = self._statement(sql)
        for value in params:
            if type(value) not in _PLAIN:
                params = tuple([self._value(value) for value in params])
                break
        if len(params) != statement.placeholders:
            raise LuaError(self._wrong_count(statement.placeholders, len(params)))
        job = current_job()
        return wait(self._pool.run(self._session(job), job, statement, params))

    @abstractmethod
    def _scan(self, sql: str) -> Statement:
        """What is known about a text, which may raise ValueError."""

    @abstractmethod
    def _wrong_count(self, needed: int, got: int) -> str:
        """The message for a wrong number of values."""

    def _statement(self, sql: str) -> Statement:
        try:
            return self._scan(sql)
        except ValueError as error:
            raise LuaError(f"DriverError {{ {error} }}") from error

    def _value(self, value: Any) -> Any:
        """A value as it can be bound."""
        from cmc.runtime.shims.buffer import Buffer

        if type(value) in _PLAIN:
            return value
        if isinstance(value, Buffer):
            return bytes(value.content)
        raise LuaError(f"Unsupported value type for {self.engine}")

    def _command(self, text: str) -> None:
        job = current_job()
        wait(self._pool.run(self._session(job), job, _command(text), (), text))

    def _session(self, job: Job) -> Session:
        """The session of a job that runs; before it has done anything, ids and counts are the last ones at all."""
        pool = self._pool
        session: Session | None = job.local.get(pool)
        if session is None:
            session = job.local[pool] = Session(self._last.last_insert_id, self._last.changes)
            # The job knows the pool only, so that a handle that the program has lost goes away before the job does.
            job.at_end(lambda: _finish(pool, job.local.pop(pool)))
        self._last = session
        return session


def _finish(pool: Pool, session: Session) -> None:
    """At the end of a job: its connection is free for others."""
    connection = session.connection
    if connection is not None and (connection.in_transaction or connection.keeps_state):
        wait(pool.finish(session))
    else:
        pool.leave(session)


class _Transaction(AbstractContextManager[None]):
    """A transaction, or a savepoint where the request has a transaction already."""

    def __init__(self, database: ServerDatabase) -> None:
        self.database = database
        self.savepoint = ""

    def __enter__(self) -> None:
        database = self.database
        if database.in_transaction:
            database._savepoints += 1
            self.savepoint = f"cmc_{database._savepoints}"
            database._command(f"SAVEPOINT {self.savepoint}")
        else:
            database.begin()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is not None:
            self._undo()
            return
        try:
            if self.savepoint:
                self.database._command(f"RELEASE SAVEPOINT {self.savepoint}")
            else:
                self.database.commit()
        except LuaError:
            self._undo()
            raise

    def _undo(self) -> None:
        # The body may have ended the transaction itself; the error that is under way says more than this one would.
        with suppress(LuaError):
            if self.savepoint:
                self.database._command(f"ROLLBACK TO SAVEPOINT {self.savepoint}")
                self.database._command(f"RELEASE SAVEPOINT {self.savepoint}")
            elif self.database.in_transaction or self.database._session(current_job()).is_lost:
                self.database.rollback()
