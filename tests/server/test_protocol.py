"""What a server does with bytes that are no proper requests, or come slowly, or all at once."""

import re
import socket
import time
from pathlib import Path

import pytest

from tests.server.conftest import Program, Start, read_all

ECHO = """
server:get("/", function(ctx) return ctx:text("hello") end)
server:all("/echo", function(ctx) return ctx:text(ctx.method .. " " .. #ctx.body .. " " .. ctx.body:sub(1, 20)) end)
"""
HOST = b"Host: test\r\n"
LIMITS = {"CMC_SERVER_HEAD_SECONDS": "0.5", "CMC_SERVER_BODY_SECONDS": "0.5", "CMC_SERVER_IDLE_SECONDS": "1"}


def statuses(data: bytes) -> list[int]:
    """The statuses of the answers in a byte string; bodies here never look like one."""
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", data)]


def assert_alive(program: Program) -> None:
    assert program.exchange(b"GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n").endswith(b"hello")
    assert program.process.poll() is None


def test_limits_have_statuses_of_their_own(server: Start) -> None:
    program = server(ECHO)

    def status(data: bytes) -> list[int]:
        return statuses(program.exchange(data))

    line = b"GET /%s HTTP/1.1\r\n" + HOST + b"\r\n"
    assert status(line % (b"a" * (8192 - 16))) == [404]
    assert status(line % (b"a" * (8192 - 15))) == [414]
    assert status(line % (b"a" * 100_000)) == [414]
    header = b"GET / HTTP/1.1\r\n" + HOST + b"X-Long: %s\r\nConnection: close\r\n\r\n"
    assert status(header % (b"a" * (8192 - 10))) == [200]
    assert status(header % (b"a" * 8192)) == [431]
    assert status(header % (b"a" * 1_000_000)) == [431]
    many = b"GET / HTTP/1.1\r\n" + HOST + b"Connection: close\r\n%s\r\n"
    assert status(many % b"".join(b"X-%d: 1\r\n" % n for n in range(98))) == [200]
    assert status(many % b"".join(b"X-%d: 1\r\n" % n for n in range(99))) == [431]
    body = b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: %d\r\n\r\n"
    assert status(body % (10 << 20) + b"x" * (10 << 20)) == [200]
    assert status(body % ((10 << 20) + 1)) == [413]
    chunked = b"POST /echo HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
    piece = b"80000\r\n" + b"x" * 0x80000 + b"\r\n"
    with program.connect() as connection:
        connection.sendall(chunked)
        answer = b""
        try:
            for _ in range(40):
                connection.sendall(piece)
        except OSError:
            answer = b""
        connection.settimeout(5)
        answer += read_all(connection)
    assert statuses(answer) in ([413], [])
    assert_alive(program)
    assert "Traceback" not in program.errors


AMBIGUOUS = [
    b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 6\r\n\r\nhello!",
    b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
    b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nhello",
    b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello",
    b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n Content-Length: 6\r\n\r\nhello!",
    b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
    b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n",
    b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a\nb\r\nhello\r\n0\r\n\r\n",
    b"POST /echo HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n",
    b"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nBad Header: 1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
    b"GET  HTTP/1.1\r\nHost: a\r\n\r\n",
    b"\0\1\2\3\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(100),
]


@pytest.mark.parametrize("head", AMBIGUOUS)
def test_ambiguous_messages_are_refused(head: bytes, shared_echo: Program) -> None:
    smuggled = b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
    answer = shared_echo.exchange(head + smuggled)
    assert set(statuses(answer)) <= {400}
    assert b"smuggled" not in answer
    assert_alive(shared_echo)


@pytest.mark.parametrize(
    "head", [head for head in AMBIGUOUS if head.startswith((b"POST", b"GET")) and b"9.9" not in head]
)
def test_ambiguous_messages_are_refused_with_methods_of_any_name(head: bytes, shared_echo: Program) -> None:
    smuggled = b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
    answer = shared_echo.exchange(b"BREW" + head[head.index(b" ") :] + smuggled)
    assert set(statuses(answer)) <= {400}
    assert b"smuggled" not in answer
    assert_alive(shared_echo)


def test_methods_of_any_name_are_matched_by_all(shared_echo: Program) -> None:
    brew = b"BREW %s HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\ntea"
    get = b"GET / HTTP/1.1\r\nHost: a\r\n"
    answer = shared_echo.exchange(brew % b"/echo" + brew % b"/" + get + b"Connection: close\r\n\r\n")
    assert statuses(answer) == [200, 404, 200]
    assert b"BREW 3 tea" in answer
    with shared_echo.connect() as connection:
        for method, size in ((b"", 0), (b"brew", 3), (b"", 0), (b"PROPFIND", 3)):
            connection.sendall(method + (brew % b"/echo")[4:] if method else get + b"\r\n")
            received = connection.recv(1000)
            assert received.endswith(method.upper() + b" 3 tea" if size else b"hello")
    assert_alive(shared_echo)


@pytest.fixture(scope="module")
def shared_echo(tmp_path_factory: pytest.TempPathFactory) -> "object":
    import subprocess

    from tests.server.conftest import RUN

    folder = tmp_path_factory.mktemp("echo")
    text = f'local server = http.server.new()\n{ECHO}\nserver:listen(0, function(p) print("port " .. p) end)'
    (folder / "app.lua").write_text(text)
    process = subprocess.Popen([*RUN, "app.lua"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    program = Program(process)
    line = process.stdout.readline()
    assert line, program.errors
    program.port = int(line.split()[1])
    yield program
    process.terminate()
    process.wait(10)


def test_times(server: Start) -> None:
    program = server(ECHO, env=LIMITS)
    begin = time.monotonic()
    with program.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHo")
        for _ in range(5):
            time.sleep(0.06)
            connection.sendall(b"s")
        assert statuses(read_all(connection)) == [408]
    with program.connect() as connection:
        connection.sendall(b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: 10\r\n\r\nabc")
        assert statuses(read_all(connection)) == [408]
    with program.connect() as connection:
        assert read_all(connection) == b""
    with program.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n" + HOST + b"\r\n")
        assert statuses(read_all(connection)) == [200]
    assert 1.5 < time.monotonic() - begin < 9
    assert_alive(program)


def test_clients_that_do_not_read(app: Start, tmp_path: Path) -> None:
    (tmp_path / "big.bin").write_bytes(bytes(30 << 20))
    program = app(
        """
        app:get("/", function(req, res) res:send("hello") end)
        app:get("/text", function(req, res) res:send(("x"):rep(30 << 20)) end)
        app:get("/file", function(req, res) res:sendFile("big.bin") end)
        app:get("/stream", function(req, res)
            res:stream(function(out) while out:write(("x"):rep(1 << 20)) do end end)
        end)
        """,
        env={"CMC_SERVER_WRITE_SECONDS": "0.3"},
    )
    connections = []
    for path in (b"/text", b"/file", b"/stream"):
        connection = program.connect()
        connection.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: a\r\n\r\n")
        connections.append(connection)
    time.sleep(1.5)
    for connection in connections:
        with connection:
            assert len(read_all(connection)) < 25 << 20
    assert_alive(program)


def test_connections(server: Start) -> None:
    program = server(ECHO, env={"CMC_SERVER_CONNECTIONS": "2"})
    with program.connect() as first, program.connect() as second, program.connect() as third:
        assert statuses(read_all(third)) == [503]
        for connection in (first, second):
            connection.sendall(b"GET / HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
            assert statuses(read_all(connection)) == [200]
    time.sleep(0.05)
    assert_alive(program)


def test_versions_pipelines_and_pieces(server: Start) -> None:
    program = server(ECHO)
    answer = program.exchange(b"GET / HTTP/1.0\r\n\r\n")
    assert (statuses(answer), answer.endswith(b"\r\n\r\nhello")) == ([200], True)
    kept = b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
    assert statuses(program.exchange(kept + kept)) == [200, 200]
    request = b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\n\r\nab%d"
    answer = program.exchange(b"".join(request % n for n in range(6)))
    assert statuses(answer) == [200] * 6
    assert re.findall(rb"POST 3 ab(\d)", answer) == [b"%d" % n for n in range(6)]
    chunked = (
        b"PUT /echo HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"
    )
    assert program.exchange(chunked).endswith(b"PUT 5 abcde")
    with program.connect() as connection:
        for byte in chunked:
            connection.sendall(bytes([byte]))
        connection.shutdown(socket.SHUT_WR)
        assert read_all(connection).endswith(b"PUT 5 abcde")
    with program.connect() as connection:
        connection.sendall(b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"ok")
        connection.shutdown(socket.SHUT_WR)
        assert read_all(connection).endswith(b"POST 2 ok")
    assert_alive(program)


def test_clients_that_go_away(server: Start) -> None:
    program = server(ECHO)
    for data in (
        b"",
        b"GET",
        b"GET / HTTP/1.1\r\nHost: a\r\n",
        b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab",
    ):
        for _ in range(20):
            with program.connect() as connection:
                connection.sendall(data)
    assert_alive(program)
    status, _ = program.stop()
    assert status == 0
    assert program.errors == ""
