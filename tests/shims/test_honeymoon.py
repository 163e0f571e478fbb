"""HoneyMoon over real HTTP: routing, requests, responses, middleware, errors, and the server's begin and end."""

import contextlib
import http.client
import signal
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

Serve = Callable[..., Any]


def test_routes(serve: Serve) -> None:
    service = serve("""
        local function report(name)
            return function(req, res) res:json({ route = name, params = req.params, path = req.path }) end
        end
        app:get("/", report("root"))
        app:get("/users/new", report("new"))
        app:get("/users/:id", report("one"))
        app:get("/users/me", report("never"))
        app:get("/pair/:left-:right", report("pair"))
        app:get("/files/*", report("files"))
        app:get("/v1.0/a+b", report("literal"))
        app:all("/any", report("any"))
        app:get("/any", report("never"))
        app:route("purge", "/cache/", report("purge"))
        for _, verb in ipairs({ "post", "put", "patch", "delete", "options" }) do
            app[verb](app, "/verbs", report(verb))
        end
        """)

    def route(method: str, path: str) -> tuple[Any, Any]:
        answer = service.request(method, path)
        assert answer.status == 200, answer.text
        return answer.data["route"], answer.data["params"]

    assert route("GET", "/") == ("root", [])
    assert route("GET", "/users/new") == ("new", [])
    assert route("GET", "/users/7") == ("one", {"id": "7"})
    assert route("GET", "/users/me/") == ("one", {"id": "me"})
    assert route("GET", "/users/a%20b%C3%A9") == ("one", {"id": "a b\u00e9"})
    assert route("GET", "/users/100%") == ("one", {"id": "100%"})
    assert route("GET", "/pair/a-b-c") == ("pair", {"left": "a-b", "right": "c"})
    assert route("GET", "/files/x/y.txt") == ("files", {"*": "x/y.txt", "wildcard": "x/y.txt"})
    assert route("GET", "/v1.0/a+b") == ("literal", [])
    assert route("DELETE", "/any") == ("any", [])
    assert route("PURGE", "/cache") == ("purge", [])
    for verb in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        assert route(verb, "/verbs") == (verb.lower(), [])
    for method, path in (("GET", "/users"), ("GET", "/files"), ("GET", "/v1x0/a+b"), ("POST", "/users/new")):
        answer = service.request(method, path)
        assert answer.status == 404
        message = "The requested resource was not found"
        assert answer.data == {"error": "Not Found", "message": message, "path": path}
    head = service.request("HEAD", "/users/new")
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["Content-Length"]) > 0


def test_request(serve: Serve) -> None:
    service = serve("""
        app:post("/echo", function(req, res)
            res:json({
                method = req.method, path = req.path, query = req.query, body = req.body, size = #req.body,
                agent = req:get("User-Agent"), small = req.headers["user-agent"], has = req:has("x-none"),
                cookies = req:cookies(), cookie = req:cookie("b"), ip = req.ip, host = req.hostname,
                url = req:originalUrl(), protocol = req.protocol, secure = req.secure, xhr = req.xhr,
                none = req:get("X-None"), kind = type(req),
                accepts = req:accepts({ "xml", "json" }), is = req:is("json"), json = req:json(),
                param = req:param("q"), default = req:param("nothing", "fallback"), app = req.app == app,
            })
        end)
        """)
    answer = service.request(
        "POST",
        "/echo/?q=a+b&q=c%C3%A9%21&empty=&dropped&=v",
        "caf\u00e9".encode(),
        {"User-Agent": "probe", "Cookie": 'a="1 2"; b=x%20y; broken', "X-Requested-With": "XMLHttpRequest"},
    )
    data = answer.data
    host = f"127.0.0.1:{service.port}"
    assert data == {
        "method": "POST",
        "path": "/echo",
        "query": {"q": "c\u00e9!", "empty": "", "": "v"},
        "body": "caf\u00e9",
        "size": 5,
        "agent": "probe",
        "small": "probe",
        "has": False,
        "cookies": {"a": "1 2", "b": "x y"},
        "cookie": "x y",
        "ip": "127.0.0.1",
        "host": host,
        "url": "/echo/?q=a+b&q=c%C3%A9%21&empty=&dropped&=v",
        "protocol": "http",
        "secure": False,
        "xhr": True,
        "kind": "table",
        "accepts": "json",
        "json": [],
        "param": "c\u00e9!",
        "default": "fallback",
        "app": True,
    }


def test_binary_bodies_come_and_go_as_they_are(serve: Serve) -> None:
    service = serve('app:post("/", function(req, res) res:type("application/octet-stream"):send(req.body) end)')
    data = bytes(range(256)) * 4
    answer = service.request("POST", "/", data)
    assert answer.body == data
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_response(serve: Serve) -> None:
    service = serve("""
        app:get("/text", function(req, res) res:text("plain") end)
        app:get("/html", function(req, res) res:html("<p>") end)
        app:get("/xml", function(req, res) res:xml("<x/>") end)
        app:get("/number", function(req, res) res:send(1.5) end)
        app:get("/false", function(req, res) res:send(false) end)
        app:get("/nothing", function(req, res) res:status(204):send() end)
        app:get("/table", function(req, res) res:send({ 1, 2 }) end)
        app:get("/empty", function(req, res) res:json({ list = {}, none = nil }) end)
        app:get("/null", function(req, res) res:json() end)
        app:get("/headers", function(req, res)
            res:set("X-One", 1):header("X-Two", "2"):headers({ ["X-Three"] = true }):set("x-one", "again")
            res:set("X-Gone", "x"):remove("x-gone")
            res:set("X-Inject", "a\\r\\nX-Evil: 1"):set("X-Bytes", "\\xff")
            res:json({ res:get("X-ONE"), res:header("x-two"), res:getStatus(), res:sent() })
        end)
        app:get("/redirect", function(req, res) res:redirect("/text") end)
        app:get("/moved", function(req, res) res:redirect("/text", 301) end)
        app:get("/twice", function(req, res) res:send("first") res:send("second") end)
        app:get("/error", function(req, res) res:error(418, "teapot", "TEA") end)
        """)

    def look(path: str) -> tuple[int, str | None, str]:
        answer = service.get(path)
        return answer.status, answer.headers["Content-Type"], answer.text

    assert look("/text") == (200, "text/plain; charset=utf-8", "plain")
    assert look("/html") == (200, "text/html; charset=utf-8", "<p>")
    assert look("/xml") == (200, "application/xml", "<x/>")
    assert look("/number") == (200, "text/plain; charset=utf-8", "1.5")
    assert look("/false")[2] == "false"
    assert look("/nothing")[::2] == (204, "")
    assert look("/table") == (200, "application/json", "[1,2]")
    assert look("/empty")[2] == '{"list":[]}'
    assert look("/null")[2] == "null"
    assert look("/twice")[2] == "first"
    assert look("/error") == (418, "application/json", '{"error":{"code":"TEA","message":"teapot","status":418}}')
    headers = service.get("/headers")
    assert headers.data == ["again", "2", 200, False]
    assert headers.headers["X-One"] == "again"
    assert headers.headers["X-Three"] == "true"
    assert headers.headers["X-Inject"] == "aX-Evil: 1"
    assert "X-Evil" not in headers.headers
    assert "X-Gone" not in headers.headers
    redirect, moved = service.get("/redirect"), service.get("/moved")
    assert (redirect.status, redirect.headers["Location"]) == (302, "/text")
    assert (moved.status, moved.headers["Location"]) == (301, "/text")


def test_middleware(serve: Serve) -> None:
    service = serve("""
        local finished = 0
        local function step(label)
            return function(req, res, next)
                req.steps = (req.steps or "") .. label .. "(" .. req.baseUrl .. ") "
                next()
            end
        end
        app:get("/api/steps", step("handler"), function(req, res) res:send(req.steps) end)
        app:use(function(req, res, next) next() finished = finished + 1 end)
        app:use("/api", step("api"))
        app:use("*", step("all"), step("more"))
        app:use("/blocked", function(req, res) res:status(403):send("blocked") end)
        app:get("/blocked/page", function(req, res) res:send("unreachable") end)
        app:get("/apix", function(req, res) res:send(req.steps) end)
        app:get("/finished", function(req, res) res:json(finished) end)
        app:use("/twice", function(req, res, next) next() next() end)
        local count = 0
        app:get("/twice", function(req, res) count = count + 1 res:json(count) end)
        app:get("/on/:id", function(req, res, next) next() end)
        app:get("/on/*", function(req, res, next) res:send(req.params["*"] .. " " .. tostring(req.params.id)) end)
        app:get("/silent", function(req, res) end)
        local function wrap(tag)
            return function(req, res, next)
                local original = res.send
                res.send = function(self, body) return original(self, (body or "") .. "<" .. tag .. ">") end
                next()
            end
        end
        app:use("/wrapped", wrap("outer"))
        app:use("/wrapped", wrap("inner"))
        app:get("/wrapped", function(req, res) res:html("core") end)
        """)
    assert service.get("/api/steps").text == "api(/api) all() more() handler() "
    assert service.get("/apix").text == "all() more() "
    assert (service.get("/blocked/page").status, service.get("/blocked/page").text) == (403, "blocked")
    assert service.get("/finished").data == 4
    assert service.get("/twice").data == 1
    assert service.get("/on/x").text == "x nil"
    assert service.get("/wrapped").text == "core<inner><outer>"
    silent = service.get("/silent")
    assert (silent.status, silent.text) == (500, "Internal Server Error")


def test_middleware_that_changes_the_path(serve: Serve) -> None:
    service = serve("""
        local function mark(name)
            return function(req, res, next) req.marks = (req.marks or "") .. name next() end
        end
        app:use("/new", mark("never "))
        app:use(mark("all "))
        app:use("/old", mark("old "))
        app:use("/old", function(req, res, next) req.path = req.path:gsub("^/old", "/new") next() end)
        app:use("/old", mark("never "))
        app:use("/new/:id", function(req, res, next) req.marks = req.marks .. "id at " .. req.baseUrl .. " " next() end)
        app:use("/new", mark("new "))
        app:use("*", mark("last"))
        app:get("/new/:id", function(req, res) res:send(req.params.id .. ": " .. req.marks) end)
        app:get("/old/:id", function(req, res) res:send("never") end)
        app:get("/other", function(req, res) res:send(req.marks) end)
        """)
    assert service.request("GET", "/old/7").text == "7: all old id at /new/7 new last"
    assert service.request("GET", "/new/7").text == "7: never all id at /new/7 new last"
    assert service.request("GET", "/other").text == "all last"


def test_json_bodies(serve: Serve) -> None:
    service = serve("""
        app:use("/loose", honeymoon.json({ strict = false }))
        app:post("/loose", function(req, res) res:json({ got = req:json() }) end)
        app:use("/small", honeymoon.json({ limit = "1kb" }))
        app:post("/small", function(req, res) res:json({ got = req:json(), again = req:json() == req:json() }) end)
        app:post("/none", function(req, res) res:json({ got = req:json() }) end)
        """)

    def post(path: str, body: str, kind: str = "application/json") -> tuple[int, Any]:
        answer = service.request("POST", path, body.encode(), {"Content-Type": kind})
        return answer.status, answer.data

    assert post("/small", '{"a": [1, {}]}') == (200, {"got": {"a": [1, {}]}, "again": True})
    assert post("/small", '{"a": 1}', "APPLICATION/JSON; charset=utf-8")[1]["got"] == {"a": 1}
    assert post("/small", '{"a": 1}', "application/problem+json")[1]["got"] == {"a": 1}
    assert post("/small", "", "application/json")[1]["got"] == []
    assert post("/small", '{"a": 1}', "text/plain")[1]["got"] == []
    assert post("/small", "7") == (400, {"error": "Bad Request", "message": "JSON must be an object or array"})
    assert post("/loose", "7") == (200, {"got": 7})
    status, data = post("/small", '{"a"')
    assert (status, data["message"]) == (400, "Invalid JSON: EOF while parsing an object at line 1 column 4")
    status, data = post("/small", '"' + "x" * 1024 + '"')
    assert (status, data["message"]) == (413, "Request body exceeds 1024 bytes")
    assert post("/none", '{"a": 1}') == (200, {"got": {"a": 1}})
    assert post("/none", "broken") == (200, {"got": []})


def test_bodies_that_are_too_large(serve: Serve) -> None:
    service = serve('app:post("/", function(req, res) res:json(#req.body) end)')
    assert service.request("POST", "/", b"x" * (2 << 20)).data == 2 << 20
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=20)
    connection.putrequest("POST", "/")
    connection.putheader("Content-Length", str((10 << 20) + 1))
    connection.endheaders()
    with contextlib.suppress(OSError):  # the server may have closed its side already
        connection.send(b"x" * ((10 << 20) + 1))
    assert connection.getresponse().status == 413
    connection.close()


def test_errors(serve: Serve) -> None:
    service = serve("""
        local function deep() local nothing; return nothing.field end
        app:get("/index", function(req, res) deep() end)
        app:get("/raise", function(req, res) error("raised here") end)
        app:get("/next", function(req, res, next) next("passed on") end)
        app:get("/known", function(req, res) error({ status = 409, code = "TAKEN", message = "is taken" }) end)
        app:get("/invalid", function(req, res) error({ status = 422, errors = { name = { "is required" } } }) end)
        app:get("/caught", function(req, res)
            local ok, message = pcall(deep)
            res:json({ ok = ok, message = message })
        end)
        app:get("/fine", function(req, res) res:send("fine") end)
        """)
    index = service.get("/index")
    assert index.status == 500
    message = "app.lua:4: attempt to index a nil value (local 'nothing')"
    assert index.data == {"error": {"status": 500, "message": message, "code": "INTERNAL_ERROR"}}
    assert service.get("/raise").data["error"]["message"] == "app.lua:6: raised here"
    assert service.get("/next").data["error"]["message"] == "passed on"
    known = service.get("/known")
    assert (known.status, known.data) == (409, {"error": {"status": 409, "message": "is taken", "code": "TAKEN"}})
    invalid = service.get("/invalid")
    assert invalid.status == 422
    assert invalid.data["error"]["details"] == {"name": ["is required"]}
    assert service.get("/caught").data == {"ok": False, "message": message}
    assert service.get("/fine").text == "fine"
    page = service.get("/raise", Accept="text/html")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    for part in ("Error 500 - Internal Server Error", "app.lua:6: raised here", "Stack Trace", "#22c55e", "/raise"):
        assert part in page.text
    status, _, err = service.stop()
    assert status == 0
    assert (
        "[HoneyMoon Error]\tapp.lua:4: attempt to index a nil value (local 'nothing')\n"
        "stack traceback:\n\tapp.lua:4: in upvalue 'deep'\n\tapp.lua:5: in function <app.lua:5>\n"
    ) in err
    assert "Python" not in err
    assert 'File "' not in err


def test_error_handlers(serve: Serve) -> None:
    service = serve("""
        app:error(function(err, req, res, stack) error("broken handler") end)
        app:error(function(err, req, res, stack)
            res:status(503):json({ err = err, path = req.path, traced = stack:find("stack traceback:", 1, true) == 1 })
        end)
        app:get("/raise", function(req, res) error("raised", 0) end)
        app:get("/known", function(req, res) error({ status = 404, code = "GONE" }) end)
        """)
    answer = service.get("/raise")
    assert (answer.status, answer.data) == (503, {"err": "raised", "path": "/raise", "traced": True})
    assert service.get("/known").data["error"]["message"] == "Not Found"


def test_production_tells_nothing(serve: Serve) -> None:
    service = serve(
        'app:get("/", function(req, res) error("secret") end)',
        env={"NODE_ENV": "production"},
    )
    assert service.get("/").data["error"]["message"] == "Internal Server Error"
    page = service.get("/", Accept="text/html").text
    assert "secret" not in page
    assert "Stack Trace" not in page
    assert "secret" in service.stop()[2]


def test_settings(serve: Serve) -> None:
    service = serve("""
        app:set("custom", 7):enable("on"):disable("off"):enable("trust_proxy"):set("json_spaces", 2)
        app:get("/", function(req, res)
            res:json({ app:get_setting("custom"), app:enabled("on"), app:disabled("off"), app:disabled("never"),
                       app:get_setting("never") == nil, req.ip, req.protocol, req.secure })
        end)
        """)
    answer = service.get("/", X_Forwarded_For="10.0.0.1, 10.0.0.2", X_Forwarded_Proto="https")
    assert answer.data == [7, True, True, True, True, "10.0.0.1", "https", True]
    assert answer.text.startswith("[\n  7,\n")


def test_coroutines_and_closures_in_handlers(serve: Serve) -> None:
    service = serve("""
        app:get("/", function(req, res)
            local parts = {}
            for part in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(req.query.p .. i) end end) do
                parts[#parts + 1] = part
            end
            res:json(parts)
        end)
        """)
    assert service.get("/?p=x").data == ["x1", "x2", "x3"]


def test_many_requests_at_once(serve: Serve) -> None:
    service = serve('app:get("/:n", function(req, res) res:json({ n = tonumber(req.params.n) }) end)')

    def ask(first: int) -> list[int]:
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=20)
        numbers = []
        for n in range(first, first + 25):
            connection.request("GET", f"/{n}")
            numbers.append(int(connection.getresponse().read()[5:-1]))
        connection.close()
        return numbers

    with ThreadPoolExecutor(4) as executor:
        results = list(executor.map(ask, range(0, 100, 25)))
    assert [n for result in results for n in result] == list(range(100))


def test_banner_and_default_port(lua: Callable[..., Any], serve: Serve) -> None:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    listener.listen()
    text = f'local app = require("honeymoon").new()\napp:set("port", {port})\napp:listen()'
    done = lua(text)
    assert done.returncode == 1
    assert f"Failed to bind to 127.0.0.1:{port}: Address already in use (os error 98)" in done.stderr
    caught = lua(f"print(pcall(function() require('honeymoon').new():listen({port}, print) end))")
    listener.close()
    assert caught.stdout.startswith(f"false\tFailed to bind to 127.0.0.1:{port}: ")
    assert caught.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_the_program(serve: Serve, number: int) -> None:
    service = serve(
        'app:get("/", function(req, res) res:send("home") end)',
        listen='app:listen(0, "127.0.0.1", function(port) print("port " .. port) end)\nprint("stopped")\n',
    )
    assert service.get("/").text == "home"
    assert service.stop(number) == (0, "stopped\n", "")


def test_an_error_after_the_server_has_stopped(serve: Serve) -> None:
    service = serve("", listen='app:listen(0, function(port) print("port " .. port) end)\nerror("cleanup failed", 0)\n')
    status, _, err = service.stop()
    assert status == 1
    assert err.startswith("error: cleanup failed\n")


def test_an_error_in_the_callback_ends_the_server(lua: Callable[..., Any]) -> None:
    done = lua("require('honeymoon').new():listen(0, function() error('no', 0) end)")
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, "error: no")


def test_requests_that_run_are_finished(serve: Serve) -> None:
    service = serve("""
        app:get("/slow", function(req, res)
            print("begun")
            io.stdout:flush()
            local n = 0
            for i = 1, 6000000 do n = n + 1 end
            res:send("done")
        end)
        """)
    with ThreadPoolExecutor(1) as executor:
        answer = executor.submit(service.get, "/slow")
        assert service.process.stdout.readline() == "begun\n"
        service.process.send_signal(signal.SIGTERM)
        assert answer.result().text == "done"
    assert service.process.wait(20) == 0


def test_a_second_signal_ends_at_once(serve: Serve) -> None:
    service = serve("""
        app:get("/hang", function(req, res) print("begun") io.stdout:flush() while true do end end)
        """)
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=20)
    connection.request("GET", "/hang")
    assert service.process.stdout.readline() == "begun\n"
    service.process.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(20) == -signal.SIGTERM
    connection.close()


def test_keep_alive_and_malformed_requests(serve: Serve) -> None:
    service = serve('app:get("/", function(req, res) res:send("home") end)')
    with socket.create_connection(("127.0.0.1", service.port), 20) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 2)
        data = b""
        while data.count(b"home") < 2:
            data += raw.recv(4096)
        assert data.count(b"HTTP/1.1 200 OK") == 2
    with socket.create_connection(("127.0.0.1", service.port), 20) as raw:
        raw.sendall(b"nonsense\r\n\r\n")
        assert raw.recv(4096).startswith(b"HTTP/1.")
    assert service.get("/").text == "home"


def test_output_is_shown_while_the_program_waits(serve: Serve) -> None:
    service = serve('app:get("/", function(req, res) print("seen " .. req.path) res:send("") end)')
    service.get("/")
    assert service.process.stdout.readline() == "seen /\n"


def test_ports_that_do_not_exist(lua: Callable[..., Any]) -> None:
    done = lua("print(pcall(function() require('honeymoon').new():listen(70000) end))")
    assert done.stdout == "false\tinvalid port: 70000\n"
