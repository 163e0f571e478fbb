"""WebSockets of an application: `app:ws(path, function(ws, req) … end)`.

The methods of the socket are those of the `net` library's connections (CopperMoon specification, section 21.3).
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from cmc.runtime.bridge import run, wait
from cmc.runtime.core.errors import LuaError, error_text, error_value
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes, has_escaped, to_bytes
from cmc.runtime.core.traceback import traceback_of_error
from cmc.runtime.declare import Bytes, HostObject, lua_method

if TYPE_CHECKING:
    from cmc.runtime.shims.honeymoon.request import Request

MAX_MESSAGE = 64 << 20
HEARTBEAT_SECONDS = 30.0

_TYPES = {WSMsgType.TEXT: "text", WSMsgType.BINARY: "binary"}


class WebSocket(HostObject, path="honeymoon.WebSocket"):
    """A client's WebSocket. Pings are answered without the program."""

    __slots__ = ("_is_over", "_socket", "_timeout")

    def __init__(self, socket: web.WebSocketResponse) -> None:
        super().__init__()
        self._socket = socket
        self._timeout: float | None = None
        self._is_over = False

    @lua_method("honeymoon.WebSocket:send", suspends=True)
    def send(self, data: Bytes, type: str = "text") -> None:
        """Sends a message of type `text` or `binary`."""
        try:
            if type == "text":
                if has_escaped(data):
                    raise LuaError("Invalid UTF-8: a text message must be UTF-8")
                wait(self._socket.send_str(data))
            elif type == "binary":
                wait(self._socket.send_bytes(to_bytes(data)))
            else:
                raise LuaError(f"Invalid message type '{type}': expected 'text' or 'binary'")
        except (ConnectionError, RuntimeError) as error:
            raise LuaError(f"WebSocket send error: {error}") from error

    @lua_method("honeymoon.WebSocket:recv", suspends=True)
    def recv(self) -> Table | None:
        """The next message: `type` (`text` or `binary`) and `data`; at the end `type = "close"`, then nil."""
        if self._is_over:
            return None
        try:
            message = wait(self._socket.receive(self._timeout))
        except TimeoutError:
            raise LuaError("WebSocket recv timeout") from None
        if message.type in _TYPES:
            data = message.data if isinstance(message.data, str) else from_bytes(message.data)
            return Table({"type": _TYPES[message.type], "data": data})
        self._is_over = True
        if message.type is WSMsgType.ERROR:
            raise LuaError(f"WebSocket recv error: {message.data}")
        code = self._socket.close_code or 1005
        reason = str(message.extra or "") if message.type is WSMsgType.CLOSE else ""
        return Table({"type": "close", "code": int(code), "reason": reason, "data": reason})

    @lua_method("honeymoon.WebSocket:ping", suspends=True)
    def ping(self, data: Bytes = "") -> None:
        """Sends a ping of up to 125 bytes."""
        payload = to_bytes(data)
        if len(payload) > 125:
            raise LuaError("WebSocket ping error: Control frame too big (payload must be 125 bytes or less)")
        wait(self._socket.ping(payload))

    @lua_method("honeymoon.WebSocket:close", suspends=True)
    def close(self, code: int = 1000, reason: str = "") -> None:
        """Closes the connection."""
        wait(self._socket.close(code=code, message=to_bytes(reason)))

    @lua_method("honeymoon.WebSocket:set_timeout")
    def set_timeout(self, milliseconds: int | None = None) -> None:
        """Sets how long `recv` waits; without an argument, for ever."""
        self._timeout = None if milliseconds is None else milliseconds / 1000


async def answer_socket(
    incoming: web.BaseRequest, request: "Request", handler: Callable[..., Any]
) -> web.StreamResponse:
    """Accepts a WebSocket and runs its handler as a job."""
    socket = web.WebSocketResponse(max_msg_size=MAX_MESSAGE, heartbeat=HEARTBEAT_SECONDS)
    try:
        await socket.prepare(incoming)
    except web.HTTPException as error:
        return web.Response(status=error.status, text=error.reason)
    try:
        await run(_handle, handler, WebSocket(socket), request)
    finally:
        await socket.close()
    return socket


def _handle(handler: Callable[..., Any], socket: WebSocket, request: "Request") -> None:
    try:
        handler(socket, request)
    except Exception as error:
        sys.stdout.flush()
        sys.stderr.write(f"WebSocket handler error: {error_text(error_value(error))}\n{traceback_of_error(error)}\n")
        sys.stderr.flush()
        wait(socket._socket.close(code=1011, message=b"Internal Server Error"))
