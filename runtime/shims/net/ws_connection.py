"""The connection of a WebSocket (CopperMoon specification, section 21.3; RFC 6455).

The package websockets knows the protocol; here are its messages on their way to programs and back.
"""

from collections import deque
from typing import TYPE_CHECKING, Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes, to_bytes
from cmc.runtime.declare import Bytes, HostObject, lua_method
from cmc.runtime.lua_form import utf8_problem
from cmc.runtime.shims.kinds import U16, Unsigned
from cmc.runtime.shims.net.addresses import address_text, describe
from cmc.runtime.shims.net.channel import Channel

if TYPE_CHECKING:
    from websockets.protocol import Protocol

MAX_SIZE = (64 << 20, 16 << 20)
"""Bytes that a message and a frame may have."""

_RECEIVE_BYTES = 1 << 16
_MAX_CONTROL = 125
_INVALID_DATA = 1007
"""The code that a connection is closed with after text that is no UTF-8."""


class WsConnection(HostObject, path="net.WsConnection"):
    """One end of a WebSocket."""

    __slots__ = ("_channel", "_events", "_has_ended", "_kind", "_parts", "_protocol")

    def __init__(self, channel: Channel, protocol: "Protocol") -> None:
        super().__init__()
        self._channel = channel
        self._protocol = protocol
        self._events: deque[Table] = deque()
        self._has_ended = False
        self._kind = ""
        self._parts: list[bytes] = []

    @lua_method("net.WsConnection:send", suspends=True)
    def send(self, data: Bytes, type: str = "text") -> None:
        """Sends a message of the type `text` or `binary`.

        Types of other events that `recv` returns are taken and nothing is sent, so that what comes in can be sent back.
        """
        if type in ("ping", "pong", "close"):
            return
        if type not in ("text", "binary"):
            raise LuaError(f"Invalid message type '{type}': expected 'text' or 'binary'")
        problem = utf8_problem(data) if type == "text" else ""
        if problem:
            raise LuaError(f"Invalid UTF-8: error converting Lua string to &str ({problem})")
        if not self._is_open():
            raise _closed("send")
        send = self._protocol.send_text if type == "text" else self._protocol.send_binary
        send(to_bytes(data))
        self._flush("send")

    @lua_method("net.WsConnection:recv", suspends=True)
    def recv(self) -> Table | None:
        """Waits for the next event, None once the connection is closed.

        Its `type` is `text`, `binary`, `ping` or `pong` with `data`, or `close` with `code`, `reason` and the same as
        `data`. Pings are answered without the program.
        """
        while not self._events:
            if self._has_ended:
                return None
            self._receive()
        return self._events.popleft()

    def _receive(self) -> None:
        try:
            data = self._channel.receive(_RECEIVE_BYTES)
        except BlockingIOError as error:
            raise LuaError("WebSocket recv timeout") from error
        except OSError as error:
            self._has_ended = True
            raise LuaError(f"WebSocket recv error: IO error: {describe(error)}") from error
        if data:
            self._protocol.receive_data(data)
        else:
            self._protocol.receive_eof()
        self.take_events()

    def take_events(self) -> None:
        """Passes on what the protocol has read, to the program and to the other side.

        Raises:
            LuaError: the connection is broken.
        """
        for frame in self._protocol.events_received():
            self._take(frame)
        problem = self._protocol.parser_exc
        if problem is None and not self._has_ended:
            self._flush("recv")
            return
        self._flush("recv", fails=False)
        if self._has_ended:
            self._channel.close()  # both sides have said goodbye
        self._has_ended = True
        if problem is not None:
            lost = isinstance(problem, EOFError)
            text = "Connection reset without closing handshake" if lost else str(problem)
            raise LuaError(f"WebSocket recv error: WebSocket protocol error: {text}") from problem

    def _take(self, frame: Any) -> None:
        """Makes an event of a frame, or of several that make up a message."""
        from websockets.frames import Close, Frame, Opcode

        if not isinstance(frame, Frame):
            return  # the handshake
        if frame.opcode is Opcode.CLOSE:
            close = Close.parse(frame.data)
            reason = close.reason
            self._events.append(Table(type="close", code=int(close.code), reason=reason, data=reason))
            self._has_ended = True
            return
        if frame.opcode in (Opcode.PING, Opcode.PONG):
            self._events.append(Table(type=frame.opcode.name.lower(), data=from_bytes(bytes(frame.data))))
            return
        if frame.opcode is not Opcode.CONT:
            self._kind = frame.opcode.name.lower()
        self._parts.append(bytes(frame.data))
        if not frame.fin:
            return
        text = from_bytes(b"".join(self._parts))
        self._parts.clear()
        problem = utf8_problem(text) if self._kind == "text" else ""
        if problem:
            self._protocol.fail(_INVALID_DATA)
            self._has_ended = True
            self._flush("recv", fails=False)
            raise LuaError(f"WebSocket recv error: UTF-8 encoding error: {problem}")
        self._events.append(Table(type=self._kind, data=text))

    @lua_method("net.WsConnection:ping", suspends=True)
    def ping(self, data: Bytes = "") -> None:
        """Asks the other side for a sign of life, with at most 125 bytes that it sends back."""
        self._control("ping", data)

    @lua_method("net.WsConnection:pong", suspends=True)
    def pong(self, data: Bytes = "") -> None:
        """Gives a sign of life, with at most 125 bytes."""
        self._control("pong", data)

    def _control(self, name: str, data: str) -> None:
        content = to_bytes(data)
        if len(content) > _MAX_CONTROL:
            raise LuaError(
                f"WebSocket {name} error: WebSocket protocol error: "
                "Control frame too big (payload must be 125 bytes or less)"
            )
        if not self._is_open():
            raise _closed(name)
        send = self._protocol.send_ping if name == "ping" else self._protocol.send_pong
        send(content)
        self._flush(name)

    @lua_method("net.WsConnection:close", suspends=True)
    def close(self, code: U16 = 1000, reason: str = "") -> None:
        """Begins to close the connection; `recv` then returns what is still under way, at last None."""
        from websockets.exceptions import ProtocolError

        if not self._is_open():
            return
        try:
            self._protocol.send_close(code, reason)
        except ProtocolError as error:
            raise LuaError(f"WebSocket close error: WebSocket protocol error: {error}") from error
        self._flush("close")

    @lua_method("net.WsConnection:set_timeout")
    def set_timeout(self, ms: Unsigned | None = None) -> None:
        """Sets how long sending and receiving may wait, in milliseconds; nil for ever."""
        self._channel.set_timeout(ms)

    @lua_method("net.WsConnection:peer_addr")
    def peer_addr(self) -> str:
        """Address and port of the other side."""
        return address_text(self._channel.peer)

    @lua_method("net.WsConnection:local_addr")
    def local_addr(self) -> str:
        """Address and port of this side."""
        return address_text(self._channel.local)

    def _is_open(self) -> bool:
        return self._protocol.state.name == "OPEN"

    def _flush(self, what: str, *, fails: bool = True) -> None:
        """Sends what the protocol has to say. With `fails` off, the other side may be gone already."""
        try:
            flush(self._channel, self._protocol)
        except OSError as error:
            if fails:
                raise LuaError(f"WebSocket {what} error: IO error: {describe(error)}") from error


def flush(channel: Channel, protocol: "Protocol") -> None:
    """Sends what the protocol has to say.

    Raises:
        OSError: that cannot be sent.
    """
    pieces = protocol.data_to_send()
    data = b"".join(pieces)
    if data:
        channel.send_all(data)
    if b"" in pieces:
        channel.finish_sending()


def _closed(what: str) -> LuaError:
    return LuaError(f"WebSocket {what} error: WebSocket protocol error: Sending after closing is not allowed")
