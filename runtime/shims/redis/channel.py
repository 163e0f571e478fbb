"""The connection of a subscriber: what it has subscribed to, and the messages that come."""

import asyncio
import math
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError, ResponseError

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.text import from_bytes
from cmc.runtime.shims.redis.link import Link, packed
from cmc.runtime.shims.sql.lifetime import at_end_of_loop


@dataclass(frozen=True, slots=True)
class Message:
    """A message; `pattern` is the pattern that its channel matches, if it came by one."""

    channel: str
    payload: str
    pattern: str | None


class Channel:
    """A connection that receives messages. A task reads them, so that a limit of time never cuts one in two."""

    def __init__(self, connection: Any, timeout: float | None) -> None:
        self._connection = connection
        self._timeout = timeout
        self._messages: deque[Message] = deque()
        self._confirmed = 0
        self._error: str | None = None
        self._changed = asyncio.Event()
        self._names: set[tuple[str, str]] = set()
        self._reader = asyncio.create_task(self._read())
        self._end_of_loop: AsyncGenerator[None, None] | None = None

    @classmethod
    async def open(cls, link: Link) -> "Channel":
        """A channel with the settings of a client.

        Raises:
            LuaError: there is no connection to be had.
        """
        connection = link.make_connection()
        await link.open(connection)
        channel = cls(connection, link.settings.timeout)
        channel._end_of_loop = await at_end_of_loop(channel.close)
        return channel

    async def subscribe(self, kind: str, names: tuple[str, ...]) -> None:
        """Sends `SUBSCRIBE` and its like, and waits until the server has confirmed it for every name."""
        is_end = kind.endswith("UNSUBSCRIBE")
        group = "P" if kind.startswith("P") else ""
        if is_end and not names:
            names = tuple(name for each, name in self._names if each == group)
            if not names:
                return
        wanted = self._confirmed + len(names)
        try:
            await self._connection.send_command(*packed(kind, *names))
        except (RedisError, OSError) as error:
            self._error = str(error)
        async with asyncio.timeout(self._timeout):
            while self._confirmed < wanted and self._error is None:
                await self._wait()
        self._check()
        for name in names:
            (self._names.discard if is_end else self._names.add)((group, name))

    async def receive(self, timeout: float | None) -> Message | None:
        """The next message, None after a number of seconds."""
        if timeout is None and not self._names and not self._messages:
            raise LuaError("receive without a time limit needs a subscription: it would wait forever")
        loop = asyncio.get_running_loop()
        end = math.inf if timeout is None else loop.time() + timeout
        await asyncio.sleep(0)
        while not self._messages:
            self._check()
            rest = end - loop.time()
            if rest <= 0:
                return None
            try:
                async with asyncio.timeout(None if rest == math.inf else rest):
                    await self._wait()
            except TimeoutError:
                continue
        return self._messages.popleft()

    async def close(self) -> None:
        """Ends the connection."""
        self._error = self._error or "the subscriber is closed"
        self._messages.clear()
        self._reader.cancel()
        await self._connection.disconnect(nowait=True)

    def abandon(self) -> None:
        """Lets go of the connection of a subscriber that the program has lost."""
        if not self._reader.done() and not self._reader.get_loop().is_closed():
            self._reader.cancel()

    def _check(self) -> None:
        if self._error is not None:
            raise LuaError(f"Redis error: {self._error}")

    async def _wait(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    async def _read(self) -> None:
        """Takes everything that comes."""
        try:
            while True:
                try:
                    self._take(await self._connection.read_response())
                except ResponseError as error:
                    self._error = str(error)
                self._changed.set()
        except (RedisError, OSError) as error:
            self._error = str(error) or "the connection was lost"
            self._changed.set()

    def _take(self, reply: Any) -> None:
        kind, *parts = reply
        texts = [from_bytes(part) if type(part) is bytes else part for part in parts]
        if kind == b"message":
            self._messages.append(Message(texts[0], texts[1], None))
        elif kind == b"pmessage":
            self._messages.append(Message(texts[1], texts[2], texts[0]))
        else:
            self._confirmed += 1
