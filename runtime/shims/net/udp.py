"""UDP sockets (CopperMoon specification, section 21.2)."""

import socket
from typing import Any

from cmc.runtime.core.arguments import MISSING
from cmc.runtime.core.text import from_bytes, to_bytes
from cmc.runtime.declare import Bytes, HostObject, lua_function, lua_method
from cmc.runtime.shims.kinds import U16, Unsigned
from cmc.runtime.shims.net.addresses import HostOrPort, address_text, listening_place, look_up, naming
from cmc.runtime.shims.net.channel import CHUNK, Channel, first_bound


@lua_function("net.udp.bind", suspends=True)
def bind_udp(host: HostOrPort = None, port: Any = MISSING) -> "UdpConnection":
    """A socket at a host's address, or with nil, or a port as the only argument, at all of the machine's.

    Port 0 is any that is free.
    """
    place = listening_place(host, port, "net.udp.bind")
    with naming("Bind error"):
        return UdpConnection(first_bound(*place, socket.SOCK_DGRAM))


class UdpConnection(HostObject, path="net.UdpConnection"):
    """A UDP socket."""

    __slots__ = ("_channel",)

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._channel = channel

    @lua_method("net.UdpConnection:send", suspends=True)
    def send(self, data: Bytes, host: str, port: U16) -> int:
        """Sends a datagram to a host; returns its size in bytes."""
        with naming("Send error"):
            address = self._address(host, port)
            content = to_bytes(data)
            return self._channel.attempt(lambda: self._channel.sock.sendto(content, address), writes=True)

    @lua_method("net.UdpConnection:recv", suspends=True)
    def recv(self, n: Unsigned = 65535) -> tuple[str, str, int]:
        """Waits for a datagram; returns its first `n` bytes, and address and port of the sender."""
        size = min(n, CHUNK)
        with naming("Recv error"):
            data, address = self._channel.attempt(lambda: self._channel.sock.recvfrom(size))
        return from_bytes(data), address[0], address[1]

    @lua_method("net.UdpConnection:connect", suspends=True)
    def connect(self, host: str, port: U16) -> None:
        """Sets where `send_connected` sends to; from then on only datagrams from there are received."""
        with naming("Connect error"):
            self._channel.sock.connect(self._address(host, port))

    @lua_method("net.UdpConnection:send_connected", suspends=True)
    def send_connected(self, data: Bytes) -> int:
        """Sends a datagram to where the socket is connected to; returns its size in bytes."""
        with naming("Send error"):
            content = to_bytes(data)
            return self._channel.attempt(lambda: self._channel.sock.send(content), writes=True)

    @lua_method("net.UdpConnection:set_timeout")
    def set_timeout(self, ms: Unsigned | None = None) -> None:
        """Sets how long sending and receiving may wait, in milliseconds; nil for ever."""
        self._channel.set_timeout(ms)

    @lua_method("net.UdpConnection:local_addr")
    def local_addr(self) -> str:
        """Address and port, as `127.0.0.1:9000`."""
        with naming("Local addr error"):
            return address_text(self._channel.sock.getsockname())

    @lua_method("net.UdpConnection:set_broadcast")
    def set_broadcast(self, on: bool) -> None:
        """Whether the socket may send to broadcast addresses."""
        with naming("Set broadcast error"):
            self._channel.sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, on)

    @lua_method("net.UdpConnection:close")
    def close(self) -> None:
        """Closes the socket."""
        with naming("Close error"):
            self._channel.close()

    def _address(self, host: str, port: int) -> Any:
        """The first address of a host that the socket can send to."""
        found = look_up(host, port, socket.SOCK_DGRAM)
        family = self._channel.sock.family
        return next((address for kind, address in found if kind == family), found[0][1])
