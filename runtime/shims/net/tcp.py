"""TCP connections and servers (CopperMoon specification, sections 21.1 and 21.2)."""

import socket
from typing import Any

from cmc.runtime.core.arguments import MISSING
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes, to_bytes
from cmc.runtime.declare import Bytes, HostObject, lua_function, lua_method
from cmc.runtime.shims.kinds import U16, Unsigned
from cmc.runtime.shims.net.addresses import HostOrPort, address_text, listening_place, look_up, naming
from cmc.runtime.shims.net.channel import CHUNK, Channel, connect_to, listen_at, with_tls

CONNECT_SECONDS = 30.0
"""How long an address may take to answer, if the program does not say."""

_MAX_LINE = 64 << 20
_LINE_BYTES = 8192


@lua_function("net.tcp.connect", suspends=True)
def connect_tcp(host: str, port: U16, options: Table | None = None) -> "TcpConnection":
    """Connects to a host.

    Options: `timeout` in milliseconds for getting the connection (30000), `tls` for a connection with TLS, whose
    certificate must be valid for the host.
    """
    seconds, tls = CONNECT_SECONDS, False
    if options is not None:
        timeout = options["timeout"]
        if type(timeout) in (int, float) and timeout > 0:
            seconds = timeout / 1000
        tls = options["tls"] is True
    with naming("Connect error"):
        channel = connect_to(look_up(host, port, socket.SOCK_STREAM), seconds)
        return TcpConnection(with_tls(channel, host, seconds) if tls else channel)


@lua_function("net.tcp.listen", suspends=True)
def listen_tcp(host: HostOrPort = None, port: Any = MISSING) -> "TcpServer":
    """Takes connections at a host's address, or with nil, or a port as the only argument, at all of the machine's.

    Port 0 is any that is free.
    """
    return TcpServer(listen_at(*listening_place(host, port, "net.tcp.listen")))


class TcpConnection(HostObject, path="net.TcpConnection"):
    """A TCP connection. What one method has read ahead, the others find."""

    __slots__ = ("_ahead", "_channel")

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._channel = channel
        self._ahead = bytearray()

    @lua_method("net.TcpConnection:read", suspends=True)
    def read(self, n: Unsigned = 4096) -> str:
        """At most `n` bytes, as many as there are; waits for at least one. Empty at the end of the stream."""
        if n == 0:
            return ""
        return self._take(n) if self._ahead else from_bytes(self._receive(n))

    @lua_method("net.TcpConnection:read_line", suspends=True)
    def read_line(self, max: Unsigned = _MAX_LINE) -> str:
        """A line with its end; what is left at the end of the stream, then empty strings.

        A line of more than `max` bytes (64 MiB) is an error.
        """
        start = 0
        while (end := self._ahead.find(b"\n", start)) < 0 and len(self._ahead) <= max:
            start = len(self._ahead)
            data = self._receive(_LINE_BYTES)
            if not data:
                break
            self._ahead += data
        size = end + 1 if end >= 0 else len(self._ahead)
        if size > max:
            raise LuaError("Read error: the line is too long")
        return self._take(size)

    @lua_method("net.TcpConnection:read_all", suspends=True)
    def read_all(self) -> str:
        """Everything up to the end of the stream."""
        while data := self._receive(CHUNK):
            self._ahead += data
        return self._take(len(self._ahead))

    def _take(self, size: int) -> str:
        """The first bytes of what has been read ahead."""
        data = bytes(self._ahead[:size])
        del self._ahead[:size]
        return from_bytes(data)

    def _receive(self, size: int) -> bytes:
        with naming("Read error"):
            return self._channel.receive(size)

    @lua_method("net.TcpConnection:write", suspends=True)
    def write(self, data: Bytes) -> int:
        """Sends some of the data, as much as can be sent at once; returns how many bytes."""
        with naming("Write error"):
            return self._channel.send(to_bytes(data))

    @lua_method("net.TcpConnection:write_all", suspends=True)
    def write_all(self, data: Bytes) -> None:
        """Sends all of the data."""
        with naming("Write error"):
            self._channel.send_all(to_bytes(data))

    @lua_method("net.TcpConnection:flush")
    def flush(self) -> None:
        """Nothing: what is written is not kept back."""

    @lua_method("net.TcpConnection:close")
    def close(self) -> None:
        """Closes the connection; what is read afterwards is empty."""
        self._ahead.clear()
        with naming("Close error"):
            self._channel.close()

    @lua_method("net.TcpConnection:set_timeout")
    def set_timeout(self, ms: Unsigned | None = None) -> None:
        """Sets how long reading and writing may wait, in milliseconds; nil for ever."""
        self._channel.set_timeout(ms)

    @lua_method("net.TcpConnection:peer_addr")
    def peer_addr(self) -> str:
        """Address and port of the other side, as `127.0.0.1:80` or `[::1]:80`."""
        return address_text(self._channel.peer)

    @lua_method("net.TcpConnection:local_addr")
    def local_addr(self) -> str:
        """Address and port of this side, as `127.0.0.1:50000` or `[::1]:50000`."""
        return address_text(self._channel.local)


class TcpServer(HostObject, path="net.TcpServer"):
    """Takes TCP connections."""

    __slots__ = ("_channel",)

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._channel = channel

    @lua_method("net.TcpServer:accept", suspends=True)
    def accept(self) -> TcpConnection:
        """Waits for the next connection."""
        with naming("Accept error"):
            return TcpConnection(accept_from(self._channel))

    @lua_method("net.TcpServer:local_addr")
    def local_addr(self) -> str:
        """Address and port, as `127.0.0.1:8080`."""
        return address_text(self._channel.local)

    @lua_method("net.TcpServer:set_nonblocking")
    def set_nonblocking(self, nonblocking: bool) -> None:
        """Whether `accept` raises an error instead of waiting."""
        self._channel.timeout = 0.0 if nonblocking else None

    @lua_method("net.TcpServer:close")
    def close(self) -> None:
        """Takes no more connections."""
        with naming("Close error"):
            self._channel.close()


def accept_from(server: Channel) -> Channel:
    """The next connection of a server.

    Raises:
        OSError: there is none in time, or the server is closed.
    """
    sock, address = server.attempt(server.sock.accept)
    channel = Channel(sock)
    channel.peer = address
    return channel
