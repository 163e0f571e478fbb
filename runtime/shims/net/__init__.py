"""`net`: sockets and WebSockets (CopperMoon specification, section 21). Other jobs run while a call waits."""

from cmc.runtime.shims.net.addresses import resolve
from cmc.runtime.shims.net.tcp import TcpConnection, TcpServer, connect_tcp, listen_tcp
from cmc.runtime.shims.net.udp import UdpConnection, bind_udp
from cmc.runtime.shims.net.ws import WsServer, connect_ws, listen_ws
from cmc.runtime.shims.net.ws_connection import WsConnection

__all__ = [
    "TcpConnection",
    "TcpServer",
    "UdpConnection",
    "WsConnection",
    "WsServer",
    "bind_udp",
    "connect_tcp",
    "connect_ws",
    "listen_tcp",
    "listen_ws",
    "resolve",
]
