"""Connections to a Redis server, on redis-py. Only `connect` imports this module: redis-py is optional.

A command takes a connection for as long as it runs. What belongs to a connection belongs to the job that made it: the
database that a job selects is its own, and between `MULTI` or `WATCH` and the end of the transaction the job keeps its
connection. Only what the job selects that opened the client holds for the client as a whole.
"""

import asyncio
import math
from collections.abc import AsyncGenerator, Sequence
from typing import Any
from weakref import ref

from redis.asyncio.connection import Connection, SSLConnection, UnixDomainSocketConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ReadOnlyError, RedisError, ResponseError

from cmc.runtime.bridge import Job
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.text import to_bytes
from cmc.runtime.shims.redis.settings import Settings
from cmc.runtime.shims.sql.lifetime import at_end_of_loop
from cmc.runtime.shims.sql.waiting import Waiters

_IDLE_SECONDS = 0.05

IDEMPOTENT = frozenset(
    (
        "GET", "MGET", "STRLEN", "EXISTS", "TTL", "PTTL", "KEYS", "TYPE", "HGET", "HMGET", "HGETALL", "HEXISTS",
        "HKEYS",
        "HVALS", "HLEN", "LRANGE", "LLEN", "LINDEX", "SMEMBERS", "SISMEMBER", "SCARD", "ZRANGE", "ZRANK", "ZSCORE",
        "ZCARD", "PING", "DBSIZE", "INFO", "SCAN", "HSCAN", "SSCAN", "ZSCAN", "SETEX", "MSET", "HMSET", "ECHO", "TIME",
        "GETRANGE", "ZCOUNT", "ZRANGEBYSCORE", "ZREVRANGE", "SINTER", "SUNION", "SDIFF",
    )
)  # fmt: skip
_BLOCKING = frozenset(
    (
        "BLPOP",
        "BRPOP",
        "BLMOVE",
        "BRPOPLPUSH",
        "BLMPOP",
        "BZPOPMIN",
        "BZPOPMAX",
        "BZMPOP",
        "XREAD",
        "XREADGROUP",
        "WAIT",
    )
)


class Session:
    """What one job does with a client: the database it has selected, and the connection it has for itself."""

    __slots__ = ("connection", "database", "is_queueing")

    def __init__(self) -> None:
        self.database: int | None = None
        self.connection: Any = None
        self.is_queueing = False


class Link:
    """The connections of one client."""

    def __init__(self, settings: Settings, owner: Job) -> None:
        self.settings = settings
        self.is_closed = False
        self._owner = ref(owner)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end_of_loop: AsyncGenerator[None, None] | None = None
        self._forget_all()

    def _forget_all(self) -> None:
        self._free: list[tuple[Any, float]] = []
        self._all: set[Any] = set()
        self._waiting = Waiters()

    # Commands

    async def run(self, session: Session, job: Job, command: tuple[bytes, ...]) -> Any:
        """Sends a command and returns the server's reply.

        Raises:
            LuaError: the server refuses the command, or does not answer.
        """
        name = command[0].decode("latin-1").upper()
        if name == "SELECT" and not session.is_queueing:
            return await self._select(session, job, command)
        if name == "AUTH" and not session.is_queueing:
            return await self._authenticate(session, command)
        (reply,) = await self._send(session, [command], name in IDEMPOTENT, seconds_for(name, self.settings.timeout))
        if isinstance(reply, ResponseError):
            if name in ("EXEC", "DISCARD"):
                await self._leave_transaction(session)
            raise LuaError(f"Redis error: {message_of(reply)}")
        if name in ("MULTI", "WATCH"):
            session.is_queueing = session.is_queueing or name == "MULTI"
        elif name in ("EXEC", "DISCARD") or (name == "UNWATCH" and not session.is_queueing):
            await self._leave_transaction(session)
        return reply

    async def batch(self, session: Session, commands: Sequence[tuple[bytes, ...]]) -> list[Any]:
        """Sends several commands at once and returns the replies; those that failed are `ResponseError`s."""
        return await self._send(session, commands, False, self.settings.timeout)

    async def _send(
        self, session: Session, commands: Sequence[tuple[bytes, ...]], is_idempotent: bool, timeout: float | None
    ) -> list[Any]:
        keeps = commands[0][0].upper() in (b"MULTI", b"WATCH") and len(commands) == 1
        is_retry = False
        while True:
            is_own = session.connection is not None
            connection = session.connection if is_own else await self._take(session)
            try:
                async with asyncio.timeout(timeout):
                    await connection.send_packed_command(connection.pack_commands(commands))
                    replies = [await _reply(connection) for _ in commands]
            except BaseException as error:
                # What comes from this connection later would be taken for the answer to another command.
                await self._drop(session, connection)
                if isinstance(error, TimeoutError):
                    raise LuaError(f"Redis error: no answer within {timeout:g} seconds") from error
                if not isinstance(error, RedisError | OSError):
                    raise
                if is_own or is_retry or not is_idempotent:
                    raise LuaError(f"Redis error: {message_of(error)}") from error
                is_retry = True
                continue
            if any(isinstance(reply, ReadOnlyError) for reply in replies) and not is_own:
                # The server is no master any more, and has changed nothing; who is it now?
                await self._drop(session, connection)
                await self._drop_idle()
                if not is_retry:
                    is_retry = True
                    continue
                return replies
            if keeps:
                session.connection = connection
            elif not is_own:
                self._give_back(connection)
            return replies

    async def _select(self, session: Session, job: Job, command: tuple[bytes, ...]) -> Any:
        """Selects a database, for this job or for the whole client."""
        before = session.database, self.settings.database
        try:
            database = int(command[1])
        except (ValueError, IndexError):
            raise LuaError("Redis error: ERR invalid DB index") from None
        if database < 0:
            raise LuaError("Redis error: ERR DB index is out of range")
        if self._owner() is job:
            self.settings.database = database
            session.database = None
        else:
            session.database = database
        try:
            if session.connection is not None:
                await self._use_database(session, session.connection)
            else:
                self._give_back(await self._take(session))
        except BaseException:
            session.database, self.settings.database = before
            raise
        return b"OK"

    async def _authenticate(self, session: Session, command: tuple[bytes, ...]) -> Any:
        """Logs in; connections that are made from now on do the same."""
        (reply,) = await self._send(session, [command], False, self.settings.timeout)
        if isinstance(reply, ResponseError):
            raise LuaError(f"Redis error: {message_of(reply)}")
        arguments = self.settings.arguments
        *user, password = [part.decode() for part in command[1:]]
        arguments["password"] = password
        arguments["username"] = user[0] if user else None
        await self._drop_idle()
        return reply

    async def _leave_transaction(self, session: Session) -> None:
        connection, session.connection = session.connection, None
        session.is_queueing = False
        if connection is not None:
            self._give_back(connection)

    # Connections

    async def _take(self, session: Session) -> Any:
        """A connection that works and is set to the session's database."""
        await self._enter_loop()
        has_waited = False
        limit = self.settings.pool_timeout
        end = math.inf if limit is None else asyncio.get_running_loop().time() + limit
        while True:
            if self.is_closed:
                raise LuaError("Redis error: the client is closed")
            if self._waiting and not has_waited:
                # Those who have come before are served before.
                await self._wait_for_one(end, in_front=False)
                has_waited = True
            elif self._free:
                connection, used_at = self._free.pop()
                if await self._is_usable(connection, used_at):
                    break
                self._all.discard(connection)
                await connection.disconnect(nowait=True)
            elif len(self._all) < self.settings.pool:
                connection = self.make_connection()
                self._all.add(connection)
                try:
                    await self.open(connection)
                except BaseException:
                    self._all.discard(connection)
                    self._waiting.wake()
                    raise
                break
            else:
                await self._wait_for_one(end, in_front=has_waited)
                has_waited = True
        try:
            await self._use_database(session, connection)
        except BaseException:
            await self._drop(session, connection)
            raise
        return connection

    async def _is_usable(self, connection: Any, used_at: float) -> bool:
        """Whether a connection has not been closed by the server, as far as one can know."""
        if not connection.is_connected:
            return False
        if asyncio.get_running_loop().time() - used_at < _IDLE_SECONDS:
            return True
        has_data = getattr(connection, "can_read", None) or connection.can_read_destructive
        try:
            return not await has_data()
        except (RedisError, OSError):
            return False

    async def _use_database(self, session: Session, connection: Any) -> None:
        wanted = self.settings.database if session.database is None else session.database
        if connection.db == wanted:
            return
        try:
            await connection.send_command("SELECT", wanted)
            reply = await _reply(connection)
        except (RedisError, OSError) as error:
            raise LuaError(f"Redis error: {message_of(error)}") from error
        if isinstance(reply, ResponseError):
            raise LuaError(f"Redis error: {message_of(reply)}")
        connection.db = wanted

    def make_connection(self) -> Any:
        """A connection that is not connected yet."""
        kind = {"unix": UnixDomainSocketConnection, "rediss": SSLConnection}.get(self.settings.scheme, Connection)
        return self.connection_of(kind, {})

    def connection_of(self, kind: Any, place: dict[str, Any]) -> Any:
        """A connection of a kind, to another place than that of the settings if one is given."""
        return kind(
            **self.settings.arguments,
            **place,
            db=self.settings.database,
            protocol=2,
            socket_timeout=None,
            socket_connect_timeout=self.settings.connect_timeout,
            retry=Retry(NoBackoff(), 0),
        )

    async def open(self, connection: Any) -> None:
        """Connects.

        Raises:
            LuaError: there is no connection to be had.
        """
        try:
            async with asyncio.timeout(self.settings.connect_timeout):
                await connection.connect()
        except (RedisError, OSError) as error:
            await connection.disconnect(nowait=True)
            text = message_of(error) or f"no answer within {self.settings.connect_timeout:g} seconds"
            raise LuaError(f"Redis error: cannot connect to {self.settings.place}: {text}") from error

    async def _wait_for_one(self, end: float, *, in_front: bool) -> None:
        try:
            await self._waiting.wait(end, in_front=in_front)
        except TimeoutError:
            raise LuaError(
                f"Redis error: no connection has become free in {self.settings.pool_timeout:g} seconds"
            ) from None

    def _give_back(self, connection: Any) -> None:
        if connection in self._all and self._loop is not None:
            self._free.append((connection, self._loop.time()))
            self._waiting.wake()

    async def _drop(self, session: Session, connection: Any) -> None:
        if session.connection is connection:
            session.connection = None
            session.is_queueing = False
        self._all.discard(connection)
        self._waiting.wake()
        await connection.disconnect(nowait=True)

    async def _drop_idle(self) -> None:
        """Ends the connections that nobody uses."""
        idle, self._free = self._free, []
        for connection, _ in idle:
            self._all.discard(connection)
            await connection.disconnect(nowait=True)

    # Beginning and end

    async def _enter_loop(self) -> None:
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._forget_all()
            self._loop = loop
            self._end_of_loop = await at_end_of_loop(self._disconnect_all)

    async def finish(self, session: Session) -> None:
        """At the end of a job: what it has begun and not ended is given up."""
        if session.connection is not None:
            await self._drop(session, session.connection)

    async def close(self) -> None:
        """Ends all connections; commands after that are errors."""
        self.is_closed = True
        self._waiting.wake_all()
        await self._disconnect_all()

    def abandon(self) -> None:
        """Lets go of the connections of a client that the program has lost; they end with their objects."""
        self.is_closed = True
        self._forget_all()

    async def _disconnect_all(self) -> None:
        connections, self._all = self._all, set()
        self._forget_all()
        if self._loop is asyncio.get_running_loop():
            for connection in connections:
                await connection.disconnect(nowait=True)


def message_of(error: BaseException) -> str:
    """What the server says of an error, with the code that redis-py takes off: `ERR no such key`."""
    text, code = str(error), getattr(error, "status_code", None)
    return f"{code} {text}" if code and not text.startswith(str(code)) else text


async def _reply(connection: Any) -> Any:
    """The next reply; an error that the server reports is a value here."""
    try:
        return await connection.read_response()
    except ResponseError as error:
        return error


def seconds_for(name: str, timeout: float | None) -> float | None:
    """How long the answer to a command may take: those that wait on purpose have no limit but their own."""
    return None if name in _BLOCKING else timeout


def packed(*parts: str) -> tuple[bytes, ...]:
    """A command of Lua strings as it is sent."""
    return tuple([to_bytes(part) for part in parts])
