"""The handshakes that open WebSockets (RFC 6455, section 4), by the package websockets."""

import errno
import http
import os
import socket
from urllib.parse import urljoin, urlsplit

from websockets.client import ClientProtocol
from websockets.exceptions import InvalidHeader, InvalidHeaderValue, InvalidStatus, InvalidUpgrade, InvalidURI
from websockets.http11 import Request
from websockets.protocol import Protocol, State
from websockets.server import ServerProtocol
from websockets.uri import WebSocketURI, parse_uri

from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims.net.addresses import look_up
from cmc.runtime.shims.net.channel import Channel, connect_to, with_tls
from cmc.runtime.shims.net.ws_connection import MAX_SIZE, WsConnection, flush

_MAX_REDIRECTS = 3
_HANDSHAKE_SECONDS = 10.0
"""How long a client may take to say that it wants a WebSocket."""


def open_websocket(url: str, headers: list[tuple[str, str]], seconds: float) -> WsConnection:
    """A connection, after redirections.

    Raises:
        LuaError: the address is wrong, or the server refuses.
        OSError: the connection fails.
    """
    target = url
    for _ in range(_MAX_REDIRECTS + 1):
        uri = _parse(target)
        channel = _connect(uri, target, seconds)
        protocol = ClientProtocol(uri, max_size=MAX_SIZE)
        request = protocol.connect()
        for name, value in headers:
            request.headers[name] = value
        protocol.send_request(request)
        connection = WsConnection(channel, protocol)
        _shake_hands(channel, protocol, seconds)
        if protocol.handshake_exc is None:
            connection.take_events()
            return connection
        channel.close()
        location = _redirection(protocol.handshake_exc)
        if location is None:
            raise _refused(_problem(protocol.handshake_exc))
        target = urljoin(target, location)
        if target.startswith(("http://", "https://")):
            target = "ws" + target[4:]
    raise _refused("HTTP error: too many redirections")


def _parse(url: str) -> WebSocketURI:
    if not url:
        raise _refused("HTTP format error: empty string")
    try:
        scheme = urlsplit(url).scheme
        if "://" in url and scheme not in ("ws", "wss"):
            raise _refused("URL error: URL scheme not supported")
        return parse_uri(url)
    except (InvalidURI, ValueError) as error:
        raise _refused("HTTP format error: invalid format") from error


def _connect(uri: WebSocketURI, url: str, seconds: float) -> Channel:
    addresses = look_up(uri.host, uri.port, socket.SOCK_STREAM)
    try:
        channel = connect_to(addresses, seconds)
    except TimeoutError:
        raise
    except OSError as error:
        raise _refused(f"URL error: Unable to connect to {url}") from error
    return with_tls(channel, uri.host, seconds) if uri.secure else channel


def _shake_hands(channel: Channel, protocol: Protocol, seconds: float) -> None:
    """Sends and receives until the connection is open, or the handshake has failed."""
    channel.timeout = seconds
    flush(channel, protocol)
    while protocol.state is State.CONNECTING and protocol.handshake_exc is None:
        data = channel.receive(65536)
        if data:
            protocol.receive_data(data)
        else:
            protocol.receive_eof()
        if isinstance(protocol, ServerProtocol):
            _answer(protocol)
            flush(channel, protocol)
        if not data and protocol.handshake_exc is None:
            raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
    channel.timeout = None


def _refused(reason: str) -> LuaError:
    return LuaError(f"WebSocket connect error: {reason}")


def _redirection(problem: Exception | None) -> str | None:
    """Where a server sends the client instead of opening a WebSocket."""
    if isinstance(problem, InvalidStatus) and problem.response.status_code in (301, 302, 303, 307, 308):
        return problem.response.headers.get("Location")
    return None


def _problem(problem: Exception | None) -> str:
    """What is wrong with a server's answer."""
    if isinstance(problem, InvalidStatus):
        status = problem.response.status_code
        known = status in http.HTTPStatus._value2member_map_
        return f"HTTP error: {status} {http.HTTPStatus(status).phrase if known else ''}".rstrip()
    return f"WebSocket protocol error: {problem}"


def accept_websocket(channel: Channel) -> WsConnection:
    """The WebSocket that a client asks for on a connection.

    Raises:
        LuaError: it asks for something else.
        OSError: the connection fails.
    """
    protocol = ServerProtocol(max_size=MAX_SIZE)
    try:
        _shake_hands(channel, protocol, _HANDSHAKE_SECONDS)
    except OSError:
        channel.close()
        raise
    if protocol.handshake_exc is not None:
        channel.close()
        raise LuaError(f"WebSocket accept error: WebSocket protocol error: {_missing(protocol.handshake_exc)}")
    connection = WsConnection(channel, protocol)
    connection.take_events()
    return connection


def _answer(protocol: ServerProtocol) -> None:
    """Answers a client's request, if it has come."""
    for event in protocol.events_received():
        if isinstance(event, Request):
            protocol.send_response(protocol.accept(event))


def _missing(problem: Exception | None) -> str:
    """What is wrong with a client's request."""
    if isinstance(problem, InvalidUpgrade) and problem.name == "Connection":
        return 'No "Connection: upgrade" header'
    if isinstance(problem, InvalidUpgrade):
        return 'No "Upgrade: websocket" header'
    if isinstance(problem, InvalidHeader) and not isinstance(problem, InvalidHeaderValue):
        return f'No "{problem.name}" header'
    return str(problem)
