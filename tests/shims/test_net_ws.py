"""`net.ws`: WebSockets (CopperMoon specification, section 21.3), against the package websockets at the other end."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from typing import Any

import pytest
from websockets.http11 import Request, Response
from websockets.sync.client import connect
from websockets.sync.server import ServerConnection, serve

from cmc.runtime.bridge import run
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table, array
from cmc.runtime.shims import net
from cmc.runtime.shims.net import WsConnection

Handler = Callable[[ServerConnection], None]


def problem(function: Callable[..., Any], *args: Any) -> str:
    with pytest.raises(LuaError) as caught:
        function(*args)
    return str(caught.value)


@contextmanager
def peer(handler: Handler, **options: Any) -> Iterator[int]:
    """A WebSocket server in a thread; gives its port."""
    with serve(handler, "127.0.0.1", 0, **options) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.socket.getsockname()[1]
        server.shutdown()
        thread.join()


def echo(connection: ServerConnection) -> None:
    for message in connection:
        connection.send(message)


def event(connection: WsConnection) -> dict[str, Any]:
    table = connection.recv()
    assert table is not None
    return dict(table)


@pytest.fixture
def pair() -> Iterator[tuple[Any, WsConnection]]:
    """A client of the package websockets and a connection that a server here has taken."""
    listening = net.listen_ws("127.0.0.1", 0)
    clients: list[Any] = []
    with ExitStack() as stack:
        url = f"ws://{listening.local_addr()}/path"

        def open_client() -> None:
            clients.append(stack.enter_context(connect(url, close_timeout=0.2)))

        thread = threading.Thread(target=open_client)
        thread.start()
        connection = listening.accept()
        connection.set_timeout(5000)
        thread.join()
        listening.close()
        yield clients[0], connection


def test_messages() -> None:
    with peer(echo) as port:
        connection = net.connect_ws(f"ws://127.0.0.1:{port}/chat?room=1", Table(timeout=5000))
        assert connection.peer_addr() == f"127.0.0.1:{port}"
        for data, kind in [("caf\u00e9", "text"), ("", "text"), ("\0\udcff", "binary"), ("x" * 200_000, "text")]:
            connection.send(data, kind)
            assert event(connection) == {"type": kind, "data": data}
        assert problem(connection.send, "x", "json") == "Invalid message type 'json': expected 'text' or 'binary'"
        assert problem(connection.send, "\udcff").startswith("Invalid UTF-8: error converting Lua string to &str (")
        connection.ping("are you there")
        assert event(connection) == {"type": "pong", "data": "are you there"}
        assert problem(connection.ping, "x" * 126).startswith("WebSocket ping error: WebSocket protocol error: Control")
        connection.send("not sent", "pong")
        connection.set_timeout(20)
        assert problem(connection.recv) == "WebSocket recv timeout"
        connection.set_timeout(5000)
        connection.close(1000, "bye")
        connection.close()
        assert event(connection) == {"type": "close", "code": 1000, "reason": "bye", "data": "bye"}
        assert connection.recv() is None
        assert problem(connection.send, "x") == (
            "WebSocket send error: WebSocket protocol error: Sending after closing is not allowed"
        )


def test_what_the_other_side_does() -> None:
    def handler(connection: ServerConnection) -> None:
        connection.send(["one ", "message ", "in pieces"])
        answered = connection.ping("p")
        connection.send("answered" if answered.wait(5) else "no answer")
        connection.close(4001, "enough")

    with peer(handler) as port:
        connection = net.connect_ws(f"ws://127.0.0.1:{port}", Table(timeout=5000))
        assert event(connection) == {"type": "text", "data": "one message in pieces"}
        assert event(connection) == {"type": "ping", "data": "p"}
        assert event(connection) == {"type": "text", "data": "answered"}
        assert event(connection) == {"type": "close", "code": 4001, "reason": "enough", "data": "enough"}
        assert connection.recv() is None and connection.recv() is None


def test_a_close_without_status(pair: tuple[Any, WsConnection]) -> None:
    with peer(lambda connection: connection.close(1000)) as port:
        connection = net.connect_ws(f"ws://127.0.0.1:{port}", Table(timeout=5000))
        assert event(connection)["code"] == 1000
    client, server = pair
    client.protocol.send_close()
    client.socket.sendall(b"".join(client.protocol.data_to_send()))
    assert event(server) == {"type": "close", "code": 1005, "reason": "", "data": ""}
    client.socket.close()


def test_servers(pair: tuple[Any, WsConnection]) -> None:
    client, connection = pair
    client.send("hello")
    assert event(connection) == {"type": "text", "data": "hello"}
    connection.send("\0\udcfe", "binary")
    assert client.recv() == b"\0\xfe"
    threading.Thread(target=client.close).start()
    assert event(connection)["type"] == "close"
    assert connection.recv() is None


def test_a_connection_that_breaks(pair: tuple[Any, WsConnection]) -> None:
    client, connection = pair
    client.socket.close()
    assert problem(connection.recv) == (
        "WebSocket recv error: WebSocket protocol error: Connection reset without closing handshake"
    )
    assert connection.recv() is None


def test_messages_that_are_no_text(pair: tuple[Any, WsConnection]) -> None:
    client, connection = pair
    client.protocol.send_text(b"caf\xe9")
    client.socket.sendall(b"".join(client.protocol.data_to_send()))
    assert problem(connection.recv).startswith("WebSocket recv error: UTF-8 encoding error: ")
    assert connection.recv() is None
    client.socket.close()


def test_frames_against_the_protocol(pair: tuple[Any, WsConnection]) -> None:
    client, connection = pair
    client.socket.sendall(b"\x83\x80\0\0\0\0")
    assert problem(connection.recv).startswith("WebSocket recv error: WebSocket protocol error: ")
    assert connection.recv() is None
    client.socket.close()


@pytest.mark.parametrize(
    ("request_text", "message"),
    [
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", 'WebSocket protocol error: No "Connection: upgrade" header'),
        (
            "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\n\r\n",
            'WebSocket protocol error: No "Upgrade: websocket" header',
        ),
        (
            "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
            'WebSocket protocol error: No "Sec-WebSocket-Key" header',
        ),
        ("", "IO error: Connection reset by peer (os error 104)"),
    ],
)
def test_clients_that_want_something_else(request_text: str, message: str) -> None:
    listening = net.listen_ws("127.0.0.1", 0)
    with socket.create_connection(("127.0.0.1", int(listening.local_addr().rpartition(":")[2]))) as client:
        client.sendall(request_text.encode())
        if not request_text:
            client.close()
        text = problem(listening.accept)
    assert text.startswith("WebSocket accept error: ")
    assert message in text or not request_text
    listening.close()


def test_headers_and_refusals() -> None:
    seen: list[Any] = []

    def answer(connection: ServerConnection, request: Request) -> Response | None:
        seen.append((request.path, request.headers.get("X-Token"), request.headers.get("X-Number")))
        if request.path == "/old":
            response = connection.respond(HTTPStatus.FOUND, "")
            response.headers["Location"] = "/new"
            return response
        if request.path == "/round":
            response = connection.respond(HTTPStatus.FOUND, "")
            response.headers["Location"] = "/round"
            return response
        return connection.respond(HTTPStatus.NOT_FOUND, "") if request.path == "/missing" else None

    with peer(echo, process_request=answer) as port:
        base = f"ws://127.0.0.1:{port}"
        headers = Table({"X-Token": "secret", "X-Number": 5, "X-Other": True})
        connection = net.connect_ws(f"{base}/old", Table(headers=headers))
        connection.send("there")
        assert event(connection)["data"] == "there"
        assert seen == [("/old", "secret", "5"), ("/new", "secret", "5")]
        connection.close()
        assert event(connection)["type"] == "close"
        assert problem(net.connect_ws, f"{base}/missing") == "WebSocket connect error: HTTP error: 404 Not Found"
        assert problem(net.connect_ws, f"{base}/round").endswith("too many redirections")
    bad_name = Table(headers=Table({"bad name": "x"}))
    assert problem(net.connect_ws, base, bad_name) == "Request build error: invalid HTTP header name"
    bad_value = Table(headers=Table({"X-Bad": "a\r\nX-More: b"}))
    assert problem(net.connect_ws, base, bad_value) == "Request build error: failed to parse header value"
    assert connection.recv() is None


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "HTTP format error: empty string"),
        ("localhost", "HTTP format error: invalid format"),
        ("ftp://127.0.0.1/", "URL error: URL scheme not supported"),
        ("http://127.0.0.1:1/", "URL error: URL scheme not supported"),
        ("ws://127.0.0.1:1/", "URL error: Unable to connect to ws://127.0.0.1:1/"),
        ("ws://no such host/", "IO error: failed to lookup address information: "),
        ("ws://", "HTTP format error: invalid format"),
    ],
)
def test_addresses_that_lead_nowhere(url: str, message: str) -> None:
    assert problem(net.connect_ws, url).startswith(f"WebSocket connect error: {message}")


def test_servers_that_do_not_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        for scheme in ("ws", "wss"):
            text = problem(net.connect_ws, f"{scheme}://127.0.0.1:{port}/", Table(timeout=50))
            assert text == "WebSocket connect error: IO error: Resource temporarily unavailable (os error 11)"


def test_clients_are_served_side_by_side() -> None:
    listening = net.listen_ws("127.0.0.1", 0)
    url = f"ws://{listening.local_addr()}/"

    def answer(connection: WsConnection) -> None:
        while (message := connection.recv()) is not None:
            connection.send(f"echo {message['data']}", message["type"])

    def client(name: str) -> Table:
        connection = net.connect_ws(url)
        answers = []
        for number in range(3):
            connection.send(f"{name}{number}")
            answers.append(event(connection)["data"])
        connection.close()
        while connection.recv() is not None:
            pass
        return array(*answers)

    async def main() -> list[Table]:
        async def accept() -> None:
            await asyncio.gather(*[asyncio.create_task(run(answer, await run(listening.accept))) for _ in range(2)])

        serving = asyncio.create_task(accept())
        results = await asyncio.gather(run(client, "a"), run(client, "b"))
        await serving
        return list(results)

    results = asyncio.run(main())
    assert sorted(list(table.values()) for table in results) == [
        [f"echo {name}{number}" for number in range(3)] for name in "ab"
    ]
    listening.close()
