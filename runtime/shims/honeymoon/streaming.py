"""Bodies that handlers write while they go to the client: `res:stream` and `res:sse`."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cmc.runtime.bridge import wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import to_bytes
from cmc.runtime.declare import Bytes, HostObject, lua_method
from cmc.runtime.shims import json as json_library
from cmc.runtime.stdlib.base import to_string

if TYPE_CHECKING:
    from cmc.runtime.shims.honeymoon.response import Response


class BodyWriter(HostObject, path="honeymoon.BodyWriter"):
    """The body of a response that is being sent."""

    __slots__ = ("_stream",)

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self._stream = stream

    @lua_method("honeymoon.BodyWriter:write", suspends=True)
    def write(self, text: Bytes) -> bool:
        """Sends a piece; waits while the client is slow. False if the client has gone."""
        return bool(wait(self._stream.write(to_bytes(text)))) if text else True


class EventWriter(HostObject, path="honeymoon.EventWriter"):
    """Server-sent events (HTML specification, section 9.2)."""

    __slots__ = ("_stream",)

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self._stream = stream

    @lua_method("honeymoon.EventWriter:send", suspends=True)
    def send(self, data: Any, event: str | None = None, id: str | None = None) -> bool:
        """Sends an event; tables go as JSON. False if the client has gone."""
        text = json_library.encode(data) if isinstance(data, Table) else to_string(data)
        lines = [f"event: {_one_line(event)}"] if event is not None else []
        lines += [f"id: {_one_line(id)}"] if id is not None else []
        lines += [f"data: {line}" for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
        return self._write("\n".join(lines) + "\n\n")

    @lua_method("honeymoon.EventWriter:comment", suspends=True)
    def comment(self, text: str = "") -> bool:
        """Sends a comment, which keeps the connection open. False if the client has gone."""
        return self._write(f": {_one_line(text)}\n\n")

    @lua_method("honeymoon.EventWriter:retry", suspends=True)
    def retry(self, milliseconds: int) -> bool:
        """Tells the client how long to wait before it connects again."""
        return self._write(f"retry: {milliseconds}\n\n")

    def _write(self, text: str) -> bool:
        return bool(wait(self._stream.write(to_bytes(text))))


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ").replace("\0", "")


def stream_body(response: "Response", writer: Callable[..., Any]) -> None:
    """Sends headers, then what `writer` writes."""
    stream = _begin(response)
    writer(BodyWriter(stream))


def stream_events(response: "Response", writer: Callable[..., Any]) -> None:
    """Sends the headers of an event stream, then the events of `writer`."""
    response.set("Content-Type", "text/event-stream; charset=utf-8").set("Cache-Control", "no-store")
    response.set("X-Accel-Buffering", "no")
    stream = _begin(response)
    writer(EventWriter(stream))


def _begin(response: "Response") -> Any:
    from cmc.runtime.shims.honeymoon.server import Stream

    if response.sent():
        raise LuaError("the response has been sent already")
    while response.before_send:
        response.before_send.pop(0)(response)
    response.mark_sent()
    response.opened_stream = Stream(response)
    wait(response.opened_stream.begin())
    return response.opened_stream
