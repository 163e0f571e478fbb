"""The client that programs have in hand, and pipelines (Redis client specification, sections 2 and 3)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from cmc.runtime.bridge import current_job, wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.declare import HostObject, Kind, lua_method
from cmc.runtime.shims.redis.containers import Commands
from cmc.runtime.shims.redis.subscriber import Subscriber
from cmc.runtime.shims.redis.values import Convert, Value, lua_reply
from cmc.runtime.stdlib.library import register

if TYPE_CHECKING:
    from cmc.runtime.shims.redis.link import Link, Session

_NOT_HERE = frozenset(
    (
        "SUBSCRIBE",
        "PSUBSCRIBE",
        "SSUBSCRIBE",
        "UNSUBSCRIBE",
        "PUNSUBSCRIBE",
        "MONITOR",
        "QUIT",
        "RESET",
        "HELLO",
        "SYNC",
    )
)
"""What would change the way that a connection is spoken to."""


def _to_part(value: Any, number: int, name: str) -> str:
    if value is None:
        raise LuaError(f"argument #{number - 1} of a command is nil")
    return str(Value.__metadata__[0].convert(value, number, name))  # type: ignore[attr-defined]


_Part = Annotated[str, Kind("string", "type({x}) is str", _to_part)]


class Client(Commands, HostObject, path="redis.Client"):
    """A client: commands go to the connections of its link."""

    __slots__ = ("_link",)

    def __init__(self, link: "Link") -> None:
        super().__init__()
        self._link = link

    def __del__(self) -> None:
        link = getattr(self, "_link", None)
        if link is not None and not link.is_closed:
            link.abandon()

    def call(self, convert: Convert, *parts: str) -> Any:
        """Sends a command and waits for the reply."""
        return convert(wait(self._link.run(self._session(), current_job(), _packed(parts))))

    @lua_method("redis.Client:command", suspends=True)
    def command(self, name: _Part, *args: _Part) -> Any:
        """Any command of the server, with strings, numbers and booleans."""
        if name.upper() in _NOT_HERE:
            raise LuaError(f"Redis error: {name} is not possible here; messages come to a subscriber")
        return self.call(lua_reply, name, *args)

    @lua_method("redis.Client:select", suspends=True)
    def select(self, index: int) -> str:
        """Selects a database by its number."""
        return self.call(lua_reply, "SELECT", str(index))  # type: ignore[no-any-return]

    @lua_method("redis.Client:auth", suspends=True)
    def auth(self, user: Value, password: Value | None = None) -> str:
        """Logs in with a password, or with user and password."""
        parts = [user] if password is None else [user, password]
        return self.call(lua_reply, "AUTH", *parts)  # type: ignore[no-any-return]

    @lua_method("redis.Client:scan", suspends=True)
    def scan(self, pattern: Value | None = None, count: int = 100) -> Callable[..., Any]:
        """An iterator over the keys that match a pattern, `count` or so of them in one command."""
        cursor = "0"
        found: list[str] = []
        is_begun = False

        def following(*_: Any) -> str | None:
            nonlocal cursor, is_begun
            while not found:
                if is_begun and cursor == "0":
                    return None
                is_begun = True
                match = [] if pattern is None else ["MATCH", pattern]
                reply = self.call(lua_reply, "SCAN", cursor, *match, "COUNT", str(count))
                cursor = reply[1]
                found.extend(reversed([reply[2][position] for position in range(1, len(reply[2]) + 1)]))
            return found.pop()

        return register(following)

    @lua_method("redis.Client:pipeline", suspends=True)
    def pipeline(self, body: Callable[..., Any]) -> Table:
        """Sends the commands that a function gives to its argument, all at once; their results in an array.

        A command that fails has the table `{err = message}` as its result.
        """
        commands = Pipeline.collect(body)
        replies = self._batch([parts for _, parts in commands])
        results = [
            lua_reply(reply) if isinstance(reply, Exception) else convert(reply)
            for (convert, _), reply in zip(commands, replies, strict=True)
        ]
        return _results(results)

    @lua_method("redis.Client:multi", suspends=True)
    def multi(self, body: Callable[..., Any]) -> Table:
        """Does the same in a transaction of the server (MULTI, EXEC)."""
        commands = Pipeline.collect(body)
        replies = self._batch([_packed(("MULTI",)), *[parts for _, parts in commands], _packed(("EXEC",))])
        outcome = replies[-1]
        if isinstance(outcome, Exception):
            refused = next((reply for reply in replies[:-1] if isinstance(reply, Exception)), outcome)
            raise LuaError(f"Redis error: {lua_reply(refused)['err']}")
        results = [
            lua_reply(reply) if isinstance(reply, Exception) else convert(reply)
            for (convert, _), reply in zip(commands, outcome, strict=True)
        ]
        return _results(results)

    @lua_method("redis.Client:subscriber", suspends=True)
    def subscriber(self) -> Subscriber:
        """A connection of its own for messages."""
        return Subscriber(wait(_channel(self._link)))

    @lua_method("redis.Client:close", suspends=True)
    def close(self) -> None:
        """Ends the connections."""
        if not self._link.is_closed:
            wait(self._link.close())

    def _batch(self, commands: list[tuple[bytes, ...]]) -> list[Any]:
        return wait(self._link.batch(self._session(), commands)) if commands else []

    def _session(self) -> "Session":
        """What the running job does with this client."""
        from cmc.runtime.shims.redis.link import Session

        job, link = current_job(), self._link
        session: Session | None = job.local.get(link)
        if session is None:
            session = job.local[link] = Session()
            job.at_end(lambda: _finish(link, job.local.pop(link)))
        return session


class Pipeline(Commands, HostObject, path="redis.Pipeline"):
    """Takes commands and keeps them."""

    __slots__ = ("_commands",)

    def __init__(self) -> None:
        super().__init__()
        self._commands: list[tuple[Convert, tuple[bytes, ...]]] = []

    def call(self, convert: Convert, *parts: str) -> Any:
        """Keeps a command."""
        self._commands.append((convert, _packed(parts)))

    @lua_method("redis.Pipeline:command")
    def command(self, name: _Part, *args: _Part) -> None:
        """Any command of the server."""
        if name.upper() in _NOT_HERE | {"MULTI", "EXEC", "DISCARD", "WATCH", "SELECT", "AUTH"}:
            raise LuaError(f"Redis error: {name} is not possible in a pipeline")
        self.call(lua_reply, name, *args)

    @classmethod
    def collect(cls, body: Callable[..., Any]) -> list[tuple[Convert, tuple[bytes, ...]]]:
        """The commands that a function gives to a pipeline."""
        pipeline = cls()
        body(pipeline)
        return pipeline._commands


def _packed(parts: tuple[str, ...]) -> tuple[bytes, ...]:
    from cmc.runtime.shims.redis.link import packed

    return packed(*parts)


def _results(values: list[Any]) -> Table:
    """Results as an array, with `n` if something in it is nil."""
    table = Table((position, value) for position, value in enumerate(values, 1) if value is not None)
    if len(table) < len(values):
        table["n"] = len(values)
    return table


async def _channel(link: "Link") -> Any:
    from cmc.runtime.shims.redis.channel import Channel

    return await Channel.open(link)


def _finish(link: "Link", session: "Session") -> None:
    if session.connection is not None:
        wait(link.finish(session))
