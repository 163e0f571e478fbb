"""`http.server` over real connections (CopperMoon specification, section 23)."""

import http.client
import json
import socket
import time
from typing import Any

from tests.server.conftest import Program, Start, read_all


class Client:
    """One connection that is kept."""

    def __init__(self, program: Program) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", program.port, timeout=10)

    def __call__(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        self.connection.request(method, path, body, headers or {})
        response = self.connection.getresponse()
        response.data = response.read()  # type: ignore[attr-defined]
        return response

    def text(self, method: str, path: str, **options: Any) -> tuple[int, str]:
        response = self(method, path, **options)
        return response.status, response.data.decode()  # type: ignore[attr-defined, no-any-return]


def test_routes_and_precedence(server: Start) -> None:
    program = server("""
        local function named(name) return function(ctx) return ctx:text(name) end end
        server:all("*", named("all any"))
        server:get("*", named("get any"))
        server:all("/a", named("all a"))
        server:get("/b", named("get b")):post("/b", named("post b")):head("/c", named("head c"))
        server:get("/late", function(ctx)
            server:get("/added", named("added"))
            return ctx:text("late")
        end)
        """)
    client = Client(program)
    expected = {
        ("GET", "/a"): "get any",
        ("POST", "/a"): "all a",
        ("GET", "/b"): "get b",
        ("POST", "/b"): "post b",
        ("GET", "/b/"): "get any",
        ("DELETE", "/b"): "all any",
        ("OPTIONS", "/b"): "all any",
        ("GET", "/late"): "late",
        ("GET", "/added"): "added",
    }
    for (method, path), text in expected.items():
        assert client.text(method, path) == (200, text)
    head = client("HEAD", "/b")
    assert (head.status, head.data, head.getheader("Content-Length")) == (200, b"", "7")  # type: ignore[attr-defined]


def test_not_found_and_head_of_get_routes(server: Start) -> None:
    program = server('server:get("/page", function(ctx) return ctx:html("12345") end)')
    client = Client(program)
    assert client.text("GET", "/other") == (404, "Not Found")
    assert client.text("POST", "/page") == (404, "Not Found")
    head = client("HEAD", "/page")
    assert (head.getheader("Content-Length"), head.getheader("Content-Type")) == ("5", "text/html")


def test_context(server: Start) -> None:
    program = server("""
        server:all("/echo", function(ctx)
            return ctx:json({
                method = ctx.method, path = ctx.path, size = #ctx.body, header = ctx.headers["x-one"],
                query = ctx.query, body = ctx.body ~= "" and ctx.body or nil,
            })
        end)
        server:post("/bytes", function(ctx)
            ctx._body, ctx._content_type = ctx.body, "application/octet-stream"
        end)
        server:get("/values", function(ctx)
            ctx:json({ 1, 1.0, 1.5, 1e300, 0 / 0, math.huge, true, "\\u{e9}\\n", print, { }, { a = { } } })
        end)
        """)
    client = Client(program)
    response = client("POST", "/echo?a=1&b=x+y&c=%C3%A9&d=%zz&flag&=v&a=2", b"body", {"X-One": "1"})
    data = json.loads(response.data)  # type: ignore[attr-defined]
    assert data == {
        "method": "POST",
        "path": "/echo",
        "size": 4,
        "header": "1",
        "body": "body",
        "query": {"a": "2", "b": "x y", "c": "\u00e9", "d": "%zz", "": "v"},
    }
    everything = bytes(range(256)) * 5
    assert client("POST", "/bytes", everything).data == everything  # type: ignore[attr-defined]
    values = client.text("GET", "/values")[1]
    assert values.startswith("[1,1,1.5,1000") and values.endswith(',null,null,true,"\u00e9\\n",null,{},{"a":{}}]')


def test_answers(server: Start) -> None:
    program = server("""
        local function route(path, handler) server:get(path, handler) end
        route("/returned", function(ctx) return "text" end)
        route("/table", function(ctx) ctx._body = nil return { a = 1 } end)
        route("/number", function(ctx) ctx._body = 12 end)
        route("/nothing", function(ctx) end)
        route("/status", function(ctx) return ctx:status(418):text("tea") end)
        route("/no-content", function(ctx) return ctx:status(204):text("dropped") end)
        route("/headers", function(ctx)
            ctx._headers = {
                ["X-Number"] = 5, ["X-List"] = { "a", "b" }, ["Set-Cookie"] = { "a=1", "b=2" }, ["X-True"] = true,
                ["X-Split"] = "one\\r\\nX-Evil: 1", ["Content-Length"] = "999", ["Bad Name"] = "1",
            }
            ctx._content_type = "text/x\\r\\nX-Evil: 2"
            ctx._body = "ok"
        end)
        route("/bad-status", function(ctx) return ctx:status(7):text("x") end)
        """)
    client = Client(program)
    assert client.text("GET", "/returned") == (200, "text")
    assert client.text("GET", "/table") == (200, '{"a":1}')
    assert client.text("GET", "/number") == (200, "12")
    assert client.text("GET", "/nothing") == (200, "")
    assert client.text("GET", "/status") == (418, "tea")
    assert client.text("GET", "/no-content") == (204, "")
    response = client("GET", "/headers")
    headers = response.headers
    assert headers["X-Number"] == "5" and headers["X-True"] == "true"
    assert headers.get_all("X-List") == ["a", "b"] and headers.get_all("Set-Cookie") == ["a=1", "b=2"]
    assert headers["X-Split"] == "oneX-Evil: 1" and "X-Evil" not in headers
    assert headers["Content-Length"] == "2"
    assert client.text("GET", "/bad-status") == (500, "Internal Server Error")


def test_errors_stay_inside_and_the_connection_is_usable(server: Start) -> None:
    program = server("""
        server:get("/error", function(ctx)
            local function inner() error("secret " .. ctx.path) end
            inner()
        end)
        server:get("/table", function(ctx) error({ code = 1 }) end)
        server:get("/fine", function(ctx) return ctx:text("fine") end)
        """)
    client = Client(program)
    for _ in range(3):
        assert client.text("GET", "/error") == (500, "Internal Server Error")
        first = client.connection.sock
        assert client.text("GET", "/fine") == (200, "fine")
        assert client.connection.sock is first
    assert client.text("GET", "/table") == (500, "Internal Server Error")
    errors = program.wait_for_error("(error object is a table value)")
    assert "Handler error: app.lua:4: secret /error\nstack traceback:\n" in errors
    assert "app.lua:4: in local 'inner'" in errors and "app.lua:5: in" in errors


def test_many_clients_wait_together(server: Start) -> None:
    program = server("""
        server:get("/wait", function(ctx) time.sleep(50) return ctx:text("done") end)
        server:get("/coroutine", function(ctx)
            local step = coroutine.wrap(function() time.sleep(20) coroutine.yield("a") time.sleep(20) return "b" end)
            return ctx:text(step() .. step())
        end)
        """)
    assert Client(program).text("GET", "/coroutine") == (200, "ab")
    connections = [program.connect() for _ in range(100)]
    request = b"GET /wait HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    begin = time.monotonic()
    for connection in connections:
        connection.sendall(request)
    answers = [read_all(connection) for connection in connections]
    passed = time.monotonic() - begin
    for connection in connections:
        connection.close()
    assert all(answer.endswith(b"done") for answer in answers)
    assert passed < 0.5, passed


def test_one_request_at_a_time_if_wanted(server: Start) -> None:
    program = server(
        """
        local running = 0
        server:get("/", function(ctx)
            running = running + 1
            local seen = running
            time.sleep(20)
            running = running - 1
            return ctx:text(seen)
        end)
        """,
        env={"CMC_SERVER_CONCURRENCY": "1"},
    )
    connections = [program.connect() for _ in range(5)]
    for connection in connections:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert [read_all(connection)[-1:] for connection in connections] == [b"1"] * 5
    for connection in connections:
        connection.close()


def test_blocked_loops_are_reported_with_their_line(server: Start) -> None:
    program = server("""
        server:get("/", function(ctx)
            local finish = os.clock() + 0.6
            while os.clock() < finish do
                local x = math.sin(1)
            end
            return ctx:text("done")
        end)
        """)
    assert Client(program).text("GET", "/") == (200, "done")
    errors = program.wait_for_error("the event loop has been blocked for")
    assert errors.startswith(("warning: app.lua:4: ", "warning: app.lua:5: ", "warning: app.lua:6: "))
    assert errors.count("warning") == 1


def test_timers_run_while_serving_and_the_server_can_be_closed(program: Start) -> None:
    started = program("""
        local server = http.server.new()
        local ticks = 0
        local timer = setInterval(function() ticks = ticks + 1 end, 5)
        server:get("/ticks", function(ctx) return ctx:text(ticks) end)
        server:get("/close", function(ctx)
            clearInterval(timer)
            server:close()
            return ctx:text("closing")
        end)
        server:listen(0, function(port) print("port " .. port) end)
        print("after listen", ticks > 0)
        """)
    client = Client(started)
    time.sleep(0.1)
    assert int(client.text("GET", "/ticks")[1]) > 3
    assert client.text("GET", "/close") == (200, "closing")
    assert started.process.stdout is not None
    assert started.process.stdout.read().endswith("after listen\ttrue\n")
    assert started.process.wait(10) == 0


def test_nothing_planned_comes_before_the_listening_line(program: Start) -> None:
    started = program("""
        print("port 0")
        setTimeout(function() print("timer") end, 0)
        setTimeout(function() process.exit(0) end, 1)
        local ended = os.clock() + 0.02
        repeat until os.clock() > ended
        http.server.new():listen(0, function(port) print("callback") end)
        """)
    assert started.process.stdout is not None
    lines = started.process.stdout.read().splitlines()
    assert (lines[0], lines[1][:33], lines[2:]) == ("callback", "CopperMoon server listening on ht", ["timer"])
    assert started.process.wait(10) == 0


def test_ports_that_do_not_exist(program: Start) -> None:
    started = program("""
        print("port 0")
        print(select(2, pcall(function() http.server.new():listen(70000) end)))
        """)
    assert started.process.stdout is not None
    assert "bad argument #1 to 'listen' (out of range)" in started.process.stdout.read()


def test_ports_that_are_taken(program: Start, tmp_path: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        started = program(f"""
            print("port 0")
            local called = false
            local ok, err = pcall(function()
                http.server.new():listen({port}, function() called = true end)
            end)
            print(ok, called, err)
            """)
        assert started.process.stdout is not None
        message = f"Failed to bind to 127.0.0.1:{port}: Address already in use (os error 98)"
        assert started.process.stdout.read() == f"false\tfalse\t{message}\n"


def test_a_handler_may_call_its_own_server(server: Start) -> None:
    program = server("""
        server:get("/inner", function(ctx) return ctx:text("inner") end)
        server:get("/outer", function(ctx)
            local answer = http.get("http://127.0.0.1:" .. server._port .. "/inner")
            return ctx:text("outer " .. answer.body)
        end)
        """)
    assert Client(program).text("GET", "/outer") == (200, "outer inner")


def test_the_listening_line_comes_after_the_callback(program: Start) -> None:
    started = program("""
        http.server.new():listen(0, function(port) print("port " .. port) end)
        """)
    status, out = started.stop()
    assert (status, out) == (0, f"CopperMoon server listening on http://127.0.0.1:{started.port}\n")
