"""A connection to MySQL or MariaDB, on aiomysql. Only `connect` in the package imports this module: it is optional."""

import asyncio
import struct
from collections import OrderedDict
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from typing import Any, TypeVar

import aiomysql
from pymysql.constants import COMMAND, SERVER_STATUS
from pymysql.err import MySQLError

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.text import to_bytes
from cmc.runtime.shims.mysql.protocol import (
    COM_CLOSE,
    COM_EXECUTE,
    COM_PREPARE,
    COM_RESET,
    Column,
    Packet,
    ServerError,
    column_of,
    encoded_values,
    length_at,
    row_of,
)
from cmc.runtime.shims.sql.connection import Connection, ConnectionLost, Result
from cmc.runtime.shims.sql.reasons import reason_of
from cmc.runtime.shims.sql.statements import LONG, Statement

T = TypeVar("T")

_CACHED_STATEMENTS = 256
_KILL_SECONDS = 5.0
_NOT_PREPARABLE, _REPREPARE, _TOO_MANY_STATEMENTS = 1295, 1615, 1461
_MORE_RESULTS = SERVER_STATUS.SERVER_MORE_RESULTS_EXISTS


class _Driver(aiomysql.Connection):  # type: ignore[misc]
    """A connection of aiomysql whose packets keep the SQLSTATE of errors."""

    async def _read_packet(self, packet_type: Any = Packet) -> Any:
        return await super()._read_packet(packet_type)


class MysqlConnection(Connection):
    """A connection with a cache of prepared statements.

    Args:
        driver: the connection, made with `arguments`.
        timeout: seconds after which a statement is given up; None for never.
    """

    def __init__(self, driver: Any, arguments: Mapping[str, Any], timeout: float | None) -> None:
        super().__init__()
        self._driver = driver
        self._arguments = arguments
        self._timeout = timeout
        self._statements: OrderedDict[str, tuple[int, int]] = OrderedDict()

    async def run(self, statement: Statement, values: tuple[Any, ...]) -> Result:
        return await self._guarded(self._run(statement, values))

    async def script(self, sql: str) -> Result:
        return await self._guarded(self._script(sql))

    async def _guarded(self, action: Coroutine[Any, Any, T]) -> T:
        """Awaits an action, with its time limit, and with errors as ours."""
        try:
            async with asyncio.timeout(self._timeout):
                return await action
        except ServerError as error:
            raise LuaError(f"MySqlError {{ {error} }}") from error
        except TimeoutError as error:
            # The answer may still come; nobody could tell it from the next one.
            self.abort()
            await self._end_on_server()
            raise LuaError(f"the statement has not ended within {self._timeout:g} seconds") from error
        except (MySQLError, OSError) as error:
            self.abort()
            raise ConnectionLost(f"CodecError {{ IO error: `{_text_of(error)}' }}") from error
        except LuaError:
            raise
        except BaseException:
            self.abort()  # somewhere in the middle of an answer
            raise

    async def _end_on_server(self) -> None:
        """Ends the connection on the server too, which would not notice before it has finished the statement."""
        with suppress(ServerError, MySQLError, OSError, TimeoutError):  # it may have ended by itself, or be unreachable
            async with asyncio.timeout(_KILL_SECONDS):
                other = await _open(self._arguments, _KILL_SECONDS)
                try:
                    await other.query(f"KILL {self._driver.thread_id()}")
                finally:
                    other.close()

    # Prepared statements

    async def _run(self, statement: Statement, values: tuple[Any, ...]) -> Result:
        sql = statement.text
        try:
            number, needed = await self._prepared(sql)
        except ServerError as error:
            if error.number != _NOT_PREPARABLE or values:
                raise
            return await self._script(sql)
        if needed != len(values):
            raise LuaError(f"DriverError {{ Statement takes {needed} parameters but {len(values)} was supplied }}")
        try:
            return await self._execute(number, values)
        except ServerError as error:
            if error.number != _REPREPARE:
                raise
            self._forget(sql)
            number, _ = await self._prepared(sql)
            return await self._execute(number, values)
        finally:
            if len(sql) >= LONG and sql in self._statements:
                self._forget(sql)

    async def _prepared(self, sql: str) -> tuple[int, int]:
        """Number and count of placeholders of a statement, which is prepared if it is not yet."""
        cache = self._statements
        known = cache.get(sql)
        if known is not None:
            cache.move_to_end(sql)
            return known
        try:
            known = await self._prepare(sql)
        except ServerError as error:
            if error.number != _TOO_MANY_STATEMENTS or not cache:
                raise
            for other in list(cache):
                self._forget(other)
            known = await self._prepare(sql)
        cache[sql] = known
        if len(cache) > _CACHED_STATEMENTS:
            self._forget(next(iter(cache)))
        return known

    async def _prepare(self, sql: str) -> tuple[int, int]:
        driver = self._driver
        await driver._execute_command(COM_PREPARE, to_bytes(sql))
        data = (await driver._read_packet()).get_all_data()
        number, columns, placeholders = struct.unpack_from("<IHH", data, 1)
        for count in (placeholders, columns):
            if count:
                for _ in range(count + 1):  # the last packet marks the end
                    await driver._read_packet()
        return number, placeholders

    def _forget(self, sql: str) -> None:
        """Gives a prepared statement back to the server, which does not answer."""
        number, _ = self._statements.pop(sql)
        if self._driver.closed:
            return
        self._driver._write_bytes(struct.pack("<IBI", 5, COM_CLOSE, number))

    async def _execute(self, number: int, values: tuple[Any, ...]) -> Result:
        body = struct.pack("<IBI", number, 0, 1) + encoded_values(values)
        await self._driver._execute_command(COM_EXECUTE, body)
        result = await self._read_result()
        while self._driver.server_status & _MORE_RESULTS:
            # A procedure gives several results; the first one is what the caller sees.
            await self._read_result()
        return result

    async def _read_result(self) -> Result:
        driver = self._driver
        data = (await driver._read_packet()).get_all_data()
        if data[0] == 0:
            return self._ok(data)
        count, _ = length_at(data, 0)
        columns: list[Column] = [column_of((await driver._read_packet()).get_all_data()) for _ in range(count)]
        await driver._read_packet()
        rows: list[list[Any]] = []
        while True:
            data = (await driver._read_packet()).get_all_data()
            if data[0] == 0xFE and len(data) < 9:
                driver.server_status = int.from_bytes(data[3:5], "little")
                return Result([column.name for column in columns], rows)
            rows.append(row_of(data, columns))

    def _ok(self, data: bytes) -> Result:
        changed, position = length_at(data, 1)
        last_id, position = length_at(data, position)
        self._driver.server_status = int.from_bytes(data[position : position + 2], "little")
        return Result(count=changed, changes=True, last_id=last_id)

    # Texts

    async def _script(self, sql: str) -> Result:
        driver = self._driver
        await driver._execute_command(COMMAND.COM_QUERY, to_bytes(sql))
        await driver._read_query_result()
        results = [driver._result]
        while results[-1].has_next:
            await driver._read_query_result()
            results.append(driver._result)
        has_rows = results[-1].rows is not None
        ids = [result.insert_id for result in results if result.insert_id]
        count = 0 if has_rows else int(results[-1].affected_rows or 0)
        return Result(count=count, changes=not has_rows, last_id=ids[-1] if ids else 0)

    async def last_id(self, table: str) -> int:
        result = await self._guarded(self._run(_LAST_ID, ()))
        return int(result.rows[0][0])

    # State

    @property
    def in_transaction(self) -> bool:
        return bool(self._driver.server_status & SERVER_STATUS.SERVER_STATUS_IN_TRANS)

    @property
    def is_closed(self) -> bool:
        driver = self._driver
        return bool(driver.closed or driver._reader.eof_received or driver._reader.exception() is not None)

    async def reset(self) -> None:
        await self._guarded(self._reset())

    async def _reset(self) -> None:
        await self._driver._execute_command(COM_RESET, b"")
        self._ok((await self._driver._read_packet()).get_all_data())
        self._statements.clear()
        # The server goes back to its own character set.
        await self._script("SET NAMES utf8mb4")

    async def close(self) -> None:
        if not self._driver.closed:
            try:
                async with asyncio.timeout(2):
                    await self._driver.ensure_closed()
            except (MySQLError, OSError, TimeoutError):
                self.abort()

    def abort(self) -> None:
        if not self._driver.closed:
            self._driver.close()


_LAST_ID = Statement("SELECT LAST_INSERT_ID()")


def _text_of(error: BaseException) -> str:
    return str(error.args[-1]) if error.args else type(error).__name__


async def connect(arguments: Mapping[str, Any], connect_timeout: float | None, timeout: float | None) -> Connection:
    """A connection made with the arguments of aiomysql.

    Raises:
        LuaError: there is no connection to be had.
    """
    try:
        async with asyncio.timeout(connect_timeout):
            driver = await _open(arguments, connect_timeout)
    except ServerError as error:
        raise LuaError(f"MySQL error: MySqlError {{ {error} }}") from error
    except RuntimeError as error:  # a way to log in that needs the package cryptography
        raise LuaError(f"MySQL error: DriverError {{ {error} }}") from error
    except (MySQLError, OSError, TimeoutError) as error:
        place = arguments.get("unix_socket") or f"{arguments['host']}:{arguments['port']}"
        reason = reason_of(error, connect_timeout)
        raise LuaError(f"MySQL error: DriverError {{ Could not connect to address `{place}': {reason} }}") from error
    return MysqlConnection(driver, arguments, timeout)


async def _open(arguments: Mapping[str, Any], timeout: float | None) -> Any:
    driver = _Driver(**arguments, connect_timeout=timeout, autocommit=True, charset="utf8mb4")
    await driver._connect()
    return driver
