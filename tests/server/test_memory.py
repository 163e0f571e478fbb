"""What a server keeps: nothing of requests that are over, and little for connections that are idle."""

import resource
import socket
from pathlib import Path

from tests.server.conftest import Program, Start

APP = """
app:use(honeymoon.session())
app:get("/text", function(req, res) res:send("hello") end)
app:get("/wait", function(req, res) time.sleep(1) res:json({ query = req.query, headers = req.headers }) end)
app:post("/echo", honeymoon.json(), function(req, res) res:json(req:json()) end)
app:get("/fail", function() error({ code = 1 }) end)
app:enable("error_handlers_first")
app:error(function(err, req, res) res:status(500):send("failed") end)
"""
GET = b"GET /%s HTTP/1.1\r\nHost: a\r\n\r\n"
ECHO = b'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"a":[1,2,3]}'
MIXTURE = [GET % b"text", GET % b"wait?a=1", ECHO, GET % b"fail", GET % b"missing"]


def resident(program: Program) -> float:
    """The program's memory in MB."""
    status = Path(f"/proc/{program.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def exchange_many(program: Program, count: int) -> None:
    """Sends requests of all kinds, so many of each."""
    with program.connect() as connection, connection.makefile("rb") as answers:
        for _ in range(count // 20):
            connection.sendall(b"".join(MIXTURE) * 20)
            for _ in range(20 * len(MIXTURE)):
                read_answer(answers)


def read_answer(stream: object) -> None:
    """Reads an answer to its end."""
    length = -1
    while (line := stream.readline()) != b"\r\n":  # type: ignore[attr-defined]
        assert line, "the connection was closed"
        if line.lower().startswith(b"content-length:"):
            length = int(line.split()[1])
    assert len(stream.read(length)) == length  # type: ignore[attr-defined]


def test_requests_leave_nothing_behind(app: Start) -> None:
    program = app(APP)
    exchange_many(program, 400)
    before = resident(program)
    exchange_many(program, 2000)
    assert resident(program) - before < 3


def test_idle_connections_are_cheap(app: Start) -> None:
    number = 1000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, number + 200)), hard))
    program = app(APP)  # takes over the limit
    exchange_many(program, 100)
    before = resident(program)
    connections: list[socket.socket] = []
    try:
        for _ in range(number):
            connections.append(program.connect())
            connections[-1].sendall(GET % b"text")
            assert connections[-1].recv(4096).endswith(b"hello")
        assert resident(program) - before < 30
    finally:
        for connection in connections:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
