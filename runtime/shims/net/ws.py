"""WebSockets for clients and servers (CopperMoon specification, section 21.3).

The package that knows the protocol is imported with the first connection (`handshakes.py`).
"""

from typing import Any

from cmc.runtime.core.arguments import MISSING
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.numbers import format_number
from cmc.runtime.core.table import Table, entries
from cmc.runtime.declare import HostObject, lua_function, lua_method
from cmc.runtime.shims.net.addresses import HostOrPort, address_text, describe, listening_place, naming
from cmc.runtime.shims.net.channel import Channel, listen_at
from cmc.runtime.shims.net.tcp import CONNECT_SECONDS, accept_from
from cmc.runtime.shims.net.ws_connection import WsConnection

_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


@lua_function("net.ws.connect", suspends=True)
def connect_ws(url: str, opts: Table | None = None) -> WsConnection:
    """Opens a WebSocket at a `ws://` or `wss://` address.

    Options: `headers`, a table of names and values that are sent with the request, and `timeout` in milliseconds, for
    getting the connection (30000) as for sending and receiving later (for ever).
    """
    from cmc.runtime.shims.net.handshakes import open_websocket

    headers, milliseconds = _options(opts)
    seconds = CONNECT_SECONDS if milliseconds is None else milliseconds / 1000
    try:
        connection = open_websocket(url, headers, seconds)
    except OSError as error:
        raise LuaError(f"WebSocket connect error: IO error: {describe(error)}") from error
    connection.set_timeout(milliseconds)
    return connection


def _options(opts: Table | None) -> tuple[list[tuple[str, str]], int | None]:
    """The headers and the timeout in milliseconds, None if there is none."""
    headers: list[tuple[str, str]] = []
    if opts is None:
        return headers, None
    given = opts["headers"]
    for name, value in entries(given) if isinstance(given, Table) else ():
        text = format_number(value) if type(value) in (int, float) else value
        if type(name) is str and type(text) is str:
            if not name or not _TOKEN.issuperset(name):
                raise LuaError("Request build error: invalid HTTP header name")
            if not text.isprintable() or not text.isascii():
                raise LuaError("Request build error: failed to parse header value")
            headers.append((name, text))
    timeout = opts["timeout"]
    return headers, int(timeout) if type(timeout) in (int, float) and timeout >= 1 else None


@lua_function("net.ws.listen", suspends=True)
def listen_ws(host: HostOrPort = None, port: Any = MISSING) -> "WsServer":
    """Takes WebSockets at a host's address, or with nil, or a port as the only argument, at all of the machine's.

    Port 0 is any that is free.
    """
    return WsServer(listen_at(*listening_place(host, port, "net.ws.listen")))


class WsServer(HostObject, path="net.WsServer"):
    """Takes WebSockets, with any path and from any origin."""

    __slots__ = ("_channel",)

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._channel = channel

    @lua_method("net.WsServer:accept", suspends=True)
    def accept(self) -> WsConnection:
        """Waits for the next connection and its handshake."""
        from cmc.runtime.shims.net.handshakes import accept_websocket

        with naming("Accept error"):
            channel = accept_from(self._channel)
        with naming("WebSocket accept error: IO error"):
            return accept_websocket(channel)

    @lua_method("net.WsServer:local_addr")
    def local_addr(self) -> str:
        """Address and port, as `127.0.0.1:9001`."""
        return address_text(self._channel.local)

    @lua_method("net.WsServer:set_nonblocking")
    def set_nonblocking(self, nonblocking: bool) -> None:
        """Whether `accept` raises an error instead of waiting for a connection."""
        self._channel.timeout = 0.0 if nonblocking else None

    @lua_method("net.WsServer:close")
    def close(self) -> None:
        """Takes no more connections."""
        with naming("Close error"):
            self._channel.close()
