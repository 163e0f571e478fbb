"""Requests that are answered at once, and those that are not, one after the other on one connection."""

import re
import signal
import socket
import threading
import time

from tests.server.conftest import Program, Start, read_all

APP = """
app:disable("etag")
app:get("/now/:n", function(req, res) res:send("now " .. req.params.n) end)
app:get("/wait/:n", function(req, res) time.sleep(30) res:send("waited " .. req.params.n) end)
app:get("/large", function(req, res) res:send(string.rep("x", 300000)) end)
app:get("/waits-large", function(req, res) time.sleep(30) res:send(string.rep("y", 300000)) end)
app:get("/stream", function(req, res)
    res:stream(function(out) for i = 1, 3 do out:write("piece " .. i .. ";") time.sleep(40) end end)
end)
app:get("/empty", function(req, res) res:status(204):send("") end)
app:get("/own-length", function(req, res) res:set("Content-Length", "3"):set("Server", "mine"):send("abc") end)
app:post("/size", function(req, res) res:send(tostring(#req.body)) end)
app:get("/fails", function(req, res) time.sleep(5) error("late") end)
"""


def get(path: str, last: bool = False) -> bytes:
    return f"GET /{path} HTTP/1.1\r\nHost: a\r\n{'Connection: close' if last else 'X-Y: z'}\r\n\r\n".encode()


def exchanged(program: Program, *requests: bytes) -> list[bytes]:
    """The answers to requests that are sent together."""
    with program.connect() as connection:
        connection.sendall(b"".join(requests))
        return re.split(rb"(?=HTTP/1\.1 \d)", read_all(connection))[1:]


def body(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]


def test_the_order_of_requests_is_that_of_their_answers(app: Start) -> None:
    program = app(APP)
    paths = [
        "now/1",
        "wait/2",
        "now/3",
        "large",
        "now/4",
        "stream",
        "wait/5",
        "waits-large",
        "empty",
        "wait/6",
        "now/7",
    ]
    answers = exchanged(program, *map(get, paths), get("now/8", last=True))
    assert len(answers) == 12
    texts = [body(answer) for answer in answers]
    assert texts[:3] == [b"now 1", b"waited 2", b"now 3"]
    assert texts[3] == b"x" * 300000
    assert b"piece 1;" in texts[5] and b"piece 3;" in texts[5]
    assert texts[6] == b"waited 5"
    assert texts[7] == b"y" * 300000
    assert answers[8].startswith(b"HTTP/1.1 204 No Content\r\n") and texts[8] == b""
    assert texts[9:] == [b"waited 6", b"now 7", b"now 8"]
    assert "traceback" not in program.errors.lower()


def test_requests_that_come_while_one_waits(app: Start) -> None:
    program = app(APP)
    with program.connect() as connection:
        connection.sendall(get("wait/1"))
        time.sleep(0.01)
        connection.sendall(get("now/2") + get("wait/3")[:20])
        time.sleep(0.05)
        connection.sendall(get("wait/3")[20:] + get("now/4", last=True))
        answers = re.split(rb"(?=HTTP/1\.1 \d)", read_all(connection))[1:]
    assert [body(answer) for answer in answers] == [b"waited 1", b"now 2", b"waited 3", b"now 4"]


def test_bodies_in_pieces_and_at_once(app: Start) -> None:
    program = app(APP)
    post = b"POST /size HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"
    with program.connect() as connection:
        for size in (0, 1, 70_000, 3):
            connection.sendall(post % (size, b"b" * size))
            assert connection.recv(65536).endswith(b"\r\n\r\n%d" % size)
        head = post % (4, b"")
        for piece in (head, b"ab", b"cd"):
            connection.sendall(piece)
            time.sleep(0.02)
        assert connection.recv(65536).endswith(b"\r\n\r\n4")
        connection.sendall(b"POST /size HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
        assert connection.recv(65536).endswith(b"\r\n\r\n3")


def test_headers_of_the_program_are_not_sent_twice(app: Start) -> None:
    answer = exchanged(app(APP), get("own-length", last=True))[0].lower()
    assert answer.count(b"content-length: 3\r\n") == 1
    assert answer.count(b"\r\nserver: mine\r\n") == 1
    assert answer.count(b"\r\nserver:") == 1
    assert answer.count(b"\r\ndate:") == 1


def test_head_requests_have_the_length_of_the_body(app: Start) -> None:
    program = app(APP)
    for path, length in (("now/1", 5), ("wait/1", 8), ("large", 300000)):
        answer = exchanged(program, get(path, last=True).replace(b"GET", b"HEAD"))[0]
        assert b"Content-Length: %d\r\n" % length in answer
        assert body(answer) == b""


def test_errors_after_a_wait(app: Start) -> None:
    program = app(APP)
    answers = exchanged(program, get("fails"), get("now/1", last=True))
    assert answers[0].startswith(b"HTTP/1.1 500 ")
    assert body(answers[1]) == b"now 1"
    assert "late" in program.wait_for_error("stack traceback")


def test_clients_that_close_their_side_get_all_answers(app: Start) -> None:
    program = app(APP)
    answer = program.exchange(get("now/1") + get("wait/2") + get("waits-large") + get("wait/3"))
    answers = re.split(rb"(?=HTTP/1\.1 \d)", answer)[1:]
    assert [len(body(each)) for each in answers] == [5, 8, 300000, 8]


def test_clients_that_vanish_while_handlers_wait(app: Start) -> None:
    program = app(APP)
    for path in ("wait/1", "waits-large", "stream", "fails"):
        for _ in range(5):
            connection = program.connect()
            connection.sendall(get(path))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            connection.close()
    time.sleep(0.3)
    assert body(exchanged(program, get("now/1", last=True))[0]) == b"now 1"
    assert "exception was never retrieved" not in program.errors
    assert "Traceback" not in program.errors
    assert program.stop()[0] == 0


def test_handlers_that_wait_may_finish_when_the_server_is_told_to_stop(app: Start) -> None:
    slow = APP.replace("time.sleep(30)", 'io.stderr:write("begun\\n") time.sleep(400)')
    program = app(slow.replace("res:stream(", 'io.stderr:write("begun\\n") res:stream('))
    answers: dict[str, list[bytes]] = {}

    def ask(path: str) -> None:
        answers[path] = exchanged(program, get(path))

    threads = [threading.Thread(target=ask, args=(path,)) for path in ("wait/1", "waits-large", "stream")]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 10
    while program.errors.count("begun") < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    status, _ = program.stop(signal.SIGTERM)
    for thread in threads:
        thread.join()
    assert status == 0
    assert body(answers["wait/1"][0]) == b"waited 1"
    assert body(answers["waits-large"][0]) == b"y" * 300000
    assert b"piece 3;" in answers["stream"][0]


def test_idle_connections_are_closed_but_not_those_that_wait(app: Start) -> None:
    program = app(APP.replace("time.sleep(30)", "time.sleep(1500)"), env={"CMC_SERVER_IDLE_SECONDS": "1"})
    with program.connect() as idle, program.connect() as waiting:
        for connection in (idle, waiting):
            connection.sendall(get("now/1"))
            assert connection.recv(65536).endswith(b"now 1")
        waiting.sendall(get("wait/2"))
        begin = time.monotonic()
        assert idle.recv(65536) == b""
        assert 0.5 < time.monotonic() - begin < 4
        assert waiting.recv(65536).endswith(b"waited 2")
        assert waiting.recv(65536) == b""
