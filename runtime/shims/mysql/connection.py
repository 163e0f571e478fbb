"""A connection to MySQL or MariaDB, on aiomysql. Only `connect` in the package imports this module: it is optional."""

import asyncio
import struct
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import aiomysql
from pymysql.constants import COMMAND, CR, SERVER_STATUS
from pymysql.err import MySQLError, OperationalError

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.text import to_bytes
from cmc.runtime.shims.mysql.answers import Answers
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
    raise_for_error,
    row_of,
)
from cmc.runtime.shims.sql.connection import Connection, ConnectionLost, Result
from cmc.runtime.shims.sql.limit import Limit
from cmc.runtime.shims.sql.reasons import reason_of
from cmc.runtime.shims.sql.statements import LONG, Statement

_CACHED_STATEMENTS = 256
_LOCAL_FILE = 0xFB
_KILL_SECONDS = 5.0
_NOT_PREPARABLE, _REPREPARE, _TOO_MANY_STATEMENTS = 1295, 1615, 1461
_IN_TRANSACTION = SERVER_STATUS.SERVER_STATUS_IN_TRANS
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
        self._answers = Answers(driver._reader)
        self._arguments = arguments
        self._limit = Limit(timeout)
        self._statements: OrderedDict[str, tuple[int, int]] = OrderedDict()

    async def run(self, statement: Statement, values: tuple[Any, ...]) -> Result:
        try:
            with self._limit:
                result = await self._run(statement, values)
        except BaseException as error:
            raise await self._translated(error) from error
        finally:
            self._note_transaction()
        if statement.changes_rows and result.names:  # those of RETURNING
            result.count, result.changes = len(result.rows), True
        return result

    async def script(self, sql: str) -> Result:
        try:
            with self._limit:
                return await self._script(sql)
        except BaseException as error:
            raise await self._translated(error) from error
        finally:
            self._note_transaction()

    async def _translated(self, error: BaseException) -> BaseException:
        """An error as ours; the connection is given up unless the error is an answer of the server."""
        if isinstance(error, ServerError):
            return LuaError(f"MySqlError {{ {error} }}")
        if isinstance(error, LuaError):
            return error
        self.abort()  # somewhere in the middle of an answer, which nobody could tell from the next one
        if isinstance(error, TimeoutError) and error.errno is None:
            await self._end_on_server()
            return LuaError(f"the statement has not ended within {self._limit.seconds:g} seconds")
        if isinstance(error, MySQLError | OSError):
            return ConnectionLost(f"CodecError {{ IO error: `{_text_of(error)}' }}")
        return error

    def _note_transaction(self) -> None:
        self.in_transaction = bool(self._driver.server_status & _IN_TRANSACTION)

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
        await self._driver._execute_command(COM_PREPARE, to_bytes(sql))
        number, columns, placeholders = struct.unpack_from("<IHH", await self._packet(), 1)
        for count in (placeholders, columns):
            if count:
                for _ in range(count + 1):  # the last packet marks the end
                    await self._packet()
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
        result = await self._read_result(row_of)
        while self._driver.server_status & _MORE_RESULTS:
            # A procedure gives several results; the first one is what the caller sees.
            await self._read_result(None)
        return result

    async def _script(self, sql: str) -> Result:
        await self._driver._execute_command(COMMAND.COM_QUERY, to_bytes(sql))
        result = await self._read_result(None)
        last_id = result.last_id
        while self._driver.server_status & _MORE_RESULTS:
            result = await self._read_result(None)
            last_id = result.last_id or last_id
        return Result(count=result.count, changes=result.changes, last_id=last_id or 0)

    # Answers

    async def _read_result(self, read_row: Callable[[bytes, list[Column]], list[Any]] | None) -> Result:
        """The next result; its rows are left out if nobody reads them."""
        data = await self._packet()
        if data[0] == 0:
            return self._ok(data)
        if data[0] == _LOCAL_FILE:
            # Not offered when connecting; a server that asks for files is up to something.
            raise OperationalError(CR.CR_UNKNOWN_ERROR, "the server asks for a file of the client")
        count, _ = length_at(data, 0)
        columns: list[Column] = [column_of(await self._packet()) for _ in range(count)]
        await self._packet()
        rows: list[list[Any]] = []
        packet = self._answers.packet
        while True:
            data = await packet()
            if data[0] == 0xFF or (data[0] == 0xFE and len(data) < 9):
                raise_for_error(data)
                self._driver.server_status = int.from_bytes(data[3:5], "little")
                return Result(tuple([column.name for column in columns]), rows)
            if read_row is not None:
                rows.append(read_row(data, columns))

    async def _packet(self) -> bytes:
        """The next packet.

        Raises:
            ServerError: the server reports an error with it.
        """
        data = await self._answers.packet()
        raise_for_error(data)
        return data

    def _ok(self, data: bytes) -> Result:
        changed, position = length_at(data, 1)
        last_id, position = length_at(data, position)
        self._driver.server_status = int.from_bytes(data[position : position + 2], "little")
        return Result(count=changed, changes=True, last_id=last_id)

    async def last_id(self, table: str) -> int:
        result = await self.run(_LAST_ID, ())
        return int(result.rows[0][0])

    # State

    def schema_has_changed(self) -> None:
        """The server prepares statements again when it has to."""

    @property
    def is_closed(self) -> bool:
        driver = self._driver
        return bool(driver.closed or driver._reader.eof_received or driver._reader.exception() is not None)

    async def reset(self) -> None:
        try:
            with self._limit:
                await self._driver._execute_command(COM_RESET, b"")
                self._ok(await self._packet())
        except BaseException as error:
            raise await self._translated(error) from error
        self._statements.clear()
        # The server goes back to its own character set.
        await self.script("SET NAMES utf8mb4")

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
