"""A connection to PostgreSQL, on asyncpg. Only `connect` in the package imports this module: asyncpg is optional."""

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import asyncpg
from asyncpg.protocol.protocol import BUILTIN_TYPE_OID_MAP

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.text import from_bytes
from cmc.runtime.shims.postgresql.values import BINDERS, BYTEA, NATIVE, as_text
from cmc.runtime.shims.sql.connection import Connection, ConnectionLost, Result
from cmc.runtime.shims.sql.limit import Limit
from cmc.runtime.shims.sql.reasons import reason_of
from cmc.runtime.shims.sql.statements import LONG, Statement

_CACHED_STATEMENTS = 256
_NOTHING = re.compile(r"(?:[\s;]|--[^\n]*|/\*.*?\*/)*", re.DOTALL)
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
        self._limit = Limit(timeout)
        self._protocol = driver._protocol
        self._statements: OrderedDict[str, _Prepared] = OrderedDict()
        self._sequences: dict[str, list[str]] = {}
        types: dict[int, str] = BUILTIN_TYPE_OID_MAP
        for oid, name in types.items():
            if oid not in NATIVE:
                _use_text(driver, oid, name)
        settings: Any = driver._protocol.get_settings()
        settings.add_python_codec(BYTEA, "bytea", "pg_catalog", [], "scalar", bytes, from_bytes, "binary")

    async def run(self, statement: Statement, values: tuple[Any, ...]) -> Result:
        prepared = self._statements.get(statement.text)
        if prepared is None:
            prepared = await self._prepared(statement)
        else:
            self._statements.move_to_end(statement.text)
        try:
            return await self._fetch(prepared, values)
        except (asyncpg.InvalidCachedStatementError, asyncpg.UndefinedColumnError) as error:
            # The columns of a table have changed since.
            self._statements.clear()
            if self.in_transaction:
                raise LuaError(message_of(error)) from error
        except _ERRORS as error:
            raise self._translated(error) from error
        try:
            return await self._fetch(await self._prepared(statement), values)
        except _ERRORS as error:
            raise self._translated(error) from error

    async def _fetch(self, prepared: "_Prepared", values: tuple[Any, ...]) -> Result:
        if prepared.binders:
            values = tuple([bind(value) for bind, value in zip(prepared.binders, values, strict=True)])
        try:
            with self._limit:
                rows, status, _ = await self._protocol.bind_execute(prepared.state, values, "", 0, True, None)
        finally:
            self._note_transaction()
        count, changes = _outcome(status)
        if prepared.gives_id:
            return Result(count=count, changes=changes, last_id=rows[-1][0] if rows else 0)
        return Result(prepared.names, rows, count, changes)

    async def _prepared(self, statement: Statement) -> "_Prepared":
        """A statement that is not prepared yet."""
        cache = self._statements
        sql = statement.text
        try:
            with self._limit:
                prepared = await self._prepare(statement)
        except _ERRORS as error:
            raise self._translated(error) from error
        finally:
            self._note_transaction()
        if len(sql) >= LONG:
            return prepared
        cache[sql] = prepared
        if len(cache) > _CACHED_STATEMENTS:
            cache.popitem(last=False)
        return prepared

    async def _prepare(self, statement: Statement) -> "_Prepared":
        """Prepares a statement; one that inserts rows into a table that numbers them also returns the number."""
        if statement.returning and statement.table:
            column = await self._driver.fetchval(_KEY, statement.table)
            if column is not None:
                sql = f"{statement.returning}\nRETURNING {column}"
                return _Prepared(await self._driver.prepare(sql), gives_id=True)
        return _Prepared(await self._driver.prepare(statement.text))

    async def script(self, sql: str) -> Result:
        if _NOTHING.fullmatch(sql):
            return Result()  # asyncpg expects every text to do something
        try:
            with self._limit:
                status = await self._driver.execute(sql)
        except _ERRORS as error:
            raise self._translated(error) from error
        finally:
            self._note_transaction()
        if sql == "COMMIT" and status == "ROLLBACK":
            raise LuaError("the transaction was rolled back, as a statement in it had failed")
        count, changes = _outcome((status or "").encode())
        return Result(count=count, changes=changes)

    def _note_transaction(self) -> None:
        if not self._driver.is_closed():
            self.in_transaction = self._driver.is_in_transaction()

    def schema_has_changed(self) -> None:
        self._statements.clear()
        self._sequences.clear()

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
                with self._limit:
                    rows = await self._driver.fetch(_SEQUENCES, table)
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
                with self._limit:
                    return int(await self._driver.fetchval(query))
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
            return LuaError(f"the statement has not ended within {self._limit.seconds:g} seconds")
        if self._driver.is_closed() or isinstance(error, _ENDS):
            self._driver.terminate()
            return ConnectionLost(f"error communicating with the server: {message_of(error)}")
        return LuaError(message_of(error))

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
    """A prepared statement: names of its columns, and how values for its placeholders are made.

    Attributes:
        gives_id: whether its rows are the ids of those that it has inserted, for which nobody has asked.
    """

    __slots__ = ("binders", "gives_id", "names", "state", "statement")

    def __init__(self, statement: Any, *, gives_id: bool = False) -> None:
        self.statement = statement
        self.state = statement._state
        self.gives_id = gives_id
        self.names = tuple([attribute.name for attribute in statement.get_attributes()])
        self.binders: list[Callable[[Any], Any]] = [
            BINDERS.get(parameter.oid, as_text) for parameter in statement.get_parameters()
        ]


@lru_cache(maxsize=256)
def _outcome(status: bytes | None) -> tuple[int, bool]:
    """The count of a status of the server, and whether so many rows were changed: `INSERT 0 3`, `CREATE TABLE`."""
    words = (status or b"").decode().split()
    count = int(words[-1]) if words and words[-1].isdecimal() else 0
    return count, bool(words) and words[0] in _CHANGING


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


_SEQUENCES = """
SELECT pg_get_serial_sequence($1, attname) FROM pg_attribute
WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped
    AND pg_get_serial_sequence($1, attname) IS NOT NULL
ORDER BY attnum
"""

_KEY = """
SELECT quote_ident(a.attname) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)
WHERE c.oid = to_regclass($1) AND c.relkind IN ('r', 'p') AND NOT c.relhasrules AND NOT c.relrowsecurity
    AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid IN (20, 21, 23)
    AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%')
    AND has_column_privilege(c.oid, a.attnum, 'SELECT')
ORDER BY i.indrelid IS NULL, a.attnum LIMIT 1
"""
"""The column that numbers the rows of a table, if everybody who may insert rows may see what they have become."""

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
