"""Subscribers: messages as they come (Redis client specification, section 4)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cmc.runtime.bridge import wait
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.table import Table
from cmc.runtime.declare import HostObject, lua_method
from cmc.runtime.shims.redis.values import Value

if TYPE_CHECKING:
    from cmc.runtime.shims.redis.channel import Channel


class Subscriber(HostObject, path="redis.Subscriber"):
    """A connection of its own that receives messages."""

    __slots__ = ("_channel",)

    def __init__(self, channel: "Channel") -> None:
        super().__init__()
        self._channel = channel

    def __del__(self) -> None:
        channel = getattr(self, "_channel", None)
        if channel is not None:
            channel.abandon()

    @lua_method("redis.Subscriber:subscribe", suspends=True)
    def subscribe(self, *channels: Value) -> None:
        """Has messages of channels come."""
        if channels:
            wait(self._channel.subscribe("SUBSCRIBE", tuple(channels)))

    @lua_method("redis.Subscriber:psubscribe", suspends=True)
    def psubscribe(self, *patterns: Value) -> None:
        """Has messages of all channels come whose names match patterns."""
        if patterns:
            wait(self._channel.subscribe("PSUBSCRIBE", tuple(patterns)))

    @lua_method("redis.Subscriber:unsubscribe", suspends=True)
    def unsubscribe(self, *channels: Value) -> None:
        """Ends subscriptions; without names, all of them."""
        wait(self._channel.subscribe("UNSUBSCRIBE", tuple(channels)))

    @lua_method("redis.Subscriber:punsubscribe", suspends=True)
    def punsubscribe(self, *patterns: Value) -> None:
        """Ends subscriptions to patterns; without names, all of them."""
        wait(self._channel.subscribe("PUNSUBSCRIBE", tuple(patterns)))

    @lua_method("redis.Subscriber:receive", suspends=True)
    def receive(self, timeout: float | None = None) -> Table | None:
        """The next message as `{channel, payload, pattern}`, nil after `timeout` seconds; 0 only looks."""
        message = wait(self._channel.receive(timeout))
        if message is None:
            return None
        table = Table(channel=message.channel, payload=message.payload)
        if message.pattern is not None:
            table["pattern"] = message.pattern
        return table

    @lua_method("redis.Subscriber:listen", suspends=True)
    def listen(self, callback: Callable[..., Any]) -> None:
        """Calls a function with every message, until it returns false."""
        while first_of(callback(self.receive())) is not False:
            pass

    @lua_method("redis.Subscriber:close", suspends=True)
    def close(self) -> None:
        """Ends the connection."""
        wait(self._channel.close())
