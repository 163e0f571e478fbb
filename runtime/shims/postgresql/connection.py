"""A connection to PostgreSQL, on asyncpg. Only `connect` in the package imports this module: asyncpg is optional."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import asyncpg
from asyncpg.protocol.protocol import BUILTIN_TYPE_OID_MAP

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.text import from_bytes
from cmc.runtime.shims.postgresql.values import BINDERS, BYTEA, NATIVE, as_text
from cmc.runtime.shims.sql.connection import Connection, ConnectionLost, Result
from cmc.runtime.shims.sql.reasons import reason_of
from cmc.runtime.shims.sql.statements import LONG, Statement

_CACHED_STATEMENTS = 256
_CHANGING = frozenset(("INSERT", "UPDATE", "DELETE", "MERGE", "COPY"))


class _Driver(asyncpg.Connection):  # type: ignore[misc]
    """A connection of asyncpg that leaves all types to the server's text form but those that Lua has itself.

    asyncpg offers this for single types only, by a query for each of them on every connection.
    """

    async def _introspect_types(self, typeoids: Any, timeout: Any) -> Any:
        """Called with types that asyncpg does not know: enumerations, arrays, composite types, those of extensions."""
        for oid in typeoids:
            _use_text(self, oid, str(oid))
        return [], SimpleNamespace(name="none")


def _use_text(driver: Any, oid: int, name: str) -> None:
    driver._protocol.get_settings().add_python_codec(oid, name, "pg_catalog", [], "scalar", str, str, "text")


class PostgresqlConnection(Connection):
    """A connection with a cache of prepared statements.

    Args:
        timeout: seconds after which a statement is given up; None for never.
    """

    def __init__(self, driver: Any, timeout: float | None) -> None:
        super().__init__()
        self._driver = driver
        self._timeout = timeout
        self._in_transaction = False
        self._statements: OrderedDict[str, _Prepared] = OrderedDict()
        self._sequences: dict[str, list[str]] = {}
        types: dict[int, str] = BUILTIN_TYPE_OID_MAP
        for oid, name in types.items():
            if oid not in NATIVE:
                _use_text(driver, oid, name)
        settings: Any = driver._protocol.get_settings()
        settings.add_python_codec(BYTEA, "bytea", "pg_catalog", [], "scalar", bytes, from_bytes, "binary")

    async def run(self, statement: Statement, values: tuple[Any, ...]) -> Result:
        prepared = await self._prepared(statement.text)
        try:
            return await self._fetch(prepared, values)
        except asyncpg.InvalidCachedStatementError as error:
            # The columns of a table have changed since.
            self._statements.clear()
            if self.in_transaction:
                raise LuaError(message_of(error)) from error
        return await self._fetch(await self._prepared(statement.text), values)

    async def _fetch(self, prepared: "_Prepared", values: tuple[Any, ...]) -> Result:
        if prepared.binders:
            values = tuple([bind(value) for bind, value in zip(prepared.binders, values, strict=True)])
        try:
            rows = await prepared.statement.fetch(*values, timeout=self._timeout)
        except asyncpg.InvalidCachedStatementError:
            raise
        except _ERRORS as error:
            raise self._translated(error) from error
        return _result(prepared.names, rows, prepared.statement.get_statusmsg())

    async def _prepared(self, sql: str) -> "_Prepared":
        cache = self._statements
        prepared = cache.get(sql)
        if prepared is not None:
            cache.move_to_end(sql)
            return prepared
        try:
            statement = await self._driver.prepare(sql, timeout=self._timeout)
        except _ERRORS as error:
            raise self._translated(error) from error
        prepared = _Prepared(statement)
        if len(sql) >= LONG:
            return prepared
        cache[sql] = prepared
        if len(cache) > _CACHED_STATEMENTS:
            cache.popitem(last=False)
        return prepared

    async def script(self, sql: str) -> Result:
        try:
            status = await self._driver.execute(sql, timeout=self._timeout)
        except _ERRORS as error:
            raise self._translated(error) from error
        if sql == "COMMIT" and status == "ROLLBACK":
            raise LuaError("the transaction was rolled back, as a statement in it had failed")
        return _result([], [], status)

    async def last_id(self, table: str) -> int:
        names = await self._sequences_of(table) if table else []
        for query in [f"SELECT currval({_quoted(name)})" for name in names] + ["SELECT lastval()"]:
            value = await self._sequence_value(query)
            if value is not None:
                return value
        return 0

    async def _sequences_of(self, table: str) -> list[str]:
        """The sequences that fill columns of a table, as SQL writes their names."""
        names = self._sequences.get(table)
        if names is None:
            try:
                rows = await self._driver.fetch(_SEQUENCES, table, timeout=self._timeout)
            except _ERRORS as error:
                raise self._translated(error) from error
            names = self._sequences[table] = [row[0] for row in rows]
        return names

    async def _sequence_value(self, query: str) -> int | None:
        """What a sequence gave to this session last, None if it gave nothing; a failure must not end a transaction."""
        in_transaction = self.in_transaction
        try:
            if in_transaction:
                await self._driver.execute("SAVEPOINT cmc_id")
            try:
                return int(await self._driver.fetchval(query, timeout=self._timeout))
            except (asyncpg.ObjectNotInPrerequisiteStateError, asyncpg.UndefinedTableError):
                if in_transaction:
                    await self._driver.execute("ROLLBACK TO SAVEPOINT cmc_id")
                return None
            finally:
                if in_transaction and not self._driver.is_closed():
                    await self._driver.execute("RELEASE SAVEPOINT cmc_id")
        except _ERRORS as error:
            raise self._translated(error) from error

    def _translated(self, error: BaseException) -> BaseException:
        """An error of the driver as ours."""
        if isinstance(error, TimeoutError):
            return LuaError(f"the statement has not ended within {self._timeout:g} seconds")
        if self._driver.is_closed() or isinstance(error, _ENDS):
            self._driver.terminate()
            return ConnectionLost(f"error communicating with the server: {message_of(error)}")
        return LuaError(message_of(error))

    @property
    def in_transaction(self) -> bool:
        if not self._driver.is_closed():
            self._in_transaction = bool(self._driver.is_in_transaction())
        return self._in_transaction

    @property
    def is_closed(self) -> bool:
        return bool(self._driver.is_closed())

    async def reset(self) -> None:
        await self.script(
            "CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; UNLISTEN *; SELECT pg_advisory_unlock_all();"
            "DISCARD TEMP; DISCARD SEQUENCES"
        )
        self._statements.clear()

    async def close(self) -> None:
        try:
            await self._driver.close(timeout=2)
        except _ERRORS:
            self._driver.terminate()

    def abort(self) -> None:
        self._driver.terminate()


class _Prepared:
    """A prepared statement: names of its columns, and how values for its placeholders are made."""

    __slots__ = ("binders", "names", "statement")

    def __init__(self, statement: Any) -> None:
        self.statement = statement
        self.names = [attribute.name for attribute in statement.get_attributes()]
        self.binders: list[Callable[[Any], Any]] = [
            BINDERS.get(parameter.oid, as_text) for parameter in statement.get_parameters()
        ]


def _result(names: list[str], rows: list[Any], status: str | None) -> Result:
    """A result, with the count out of the server's status: `INSERT 0 3`, `UPDATE 5`, `CREATE TABLE`."""
    words = (status or "").split()
    count = int(words[-1]) if words and words[-1].isdecimal() else 0
    return Result(names, rows, count, bool(words) and words[0] in _CHANGING)


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


_SEQUENCES = """
SELECT pg_get_serial_sequence($1, attname) FROM pg_attribute
WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped
    AND pg_get_serial_sequence($1, attname) IS NOT NULL
ORDER BY attnum
"""

_ENDS = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.InternalClientError,
)
"""Errors after which a connection is of no use: among them that the driver finds itself out of step."""

_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError, UnicodeError, *_ENDS)


def message_of(error: BaseException) -> str:
    """The text of an error: the server's message with SQLSTATE, detail and hint."""
    if not isinstance(error, asyncpg.PostgresError):
        return str(error) or type(error).__name__
    text = f"{error.args[0] if error.args else error} (SQLSTATE {error.sqlstate})"
    for title, note in (("DETAIL", error.detail), ("HINT", error.hint)):
        if note:
            text += f" {title}: {note}"
    return text


async def connect(arguments: Mapping[str, Any], connect_timeout: float | None, timeout: float | None) -> Connection:
    """A connection made with the arguments of asyncpg.

    Raises:
        LuaError: there is no connection to be had.
    """
    try:
        driver = await asyncpg.connect(
            **arguments,
            timeout=connect_timeout,
            connection_class=_Driver,
        )
    except TimeoutError as error:
        text = f"error connecting to server: no answer within {connect_timeout:g} seconds"
        raise LuaError(f"PostgreSQL error: {text}") from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
        raise LuaError(f"PostgreSQL error: {message_of(error)}") from error
    except (OSError, ValueError) as error:
        raise LuaError(f"PostgreSQL error: error connecting to server: {reason_of(error, connect_timeout)}") from error
    return PostgresqlConnection(driver, timeout)
