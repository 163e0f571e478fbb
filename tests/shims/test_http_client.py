"""The `http` client against a server of the tests' own (CopperMoon specification, section 22)."""

import asyncio
import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiohttp import web

Run = Callable[..., list[str]]


async def answer(request: web.BaseRequest) -> web.StreamResponse:
    """What the server does, by the first segment of the path."""
    kind, _, rest = request.path.lstrip("/").partition("/")
    if kind == "redirect":
        status, _, target = rest.partition("/")
        return web.Response(status=int(status), headers={"Location": "/" + target})
    if kind == "away":
        return web.Response(status=302, headers={"Location": f"http://localhost:{request.url.port}/echo"})
    if kind == "loop":
        return web.Response(status=302, headers={"Location": "/loop"})
    if kind == "slow":
        await asyncio.sleep(float(rest))
        return web.Response(text="slow")
    if kind == "bytes":
        return web.Response(body=bytes(range(256)), content_type="application/octet-stream")
    if kind == "cookies":
        response = web.Response(text="set")
        response.set_cookie("here", "1", path="/cookies")
        response.set_cookie("all", "2", path="/")
        response.set_cookie("short", "3", path="/", max_age=0)
        return response
    if kind == "short":
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"only this")
        assert request.transport is not None
        request.transport.close()
        return response
    if kind == "gzip":
        response = web.Response(text="packed " * 100)
        response.enable_compression(web.ContentCoding.gzip)
        return response
    if kind == "status":
        return web.Response(status=int(rest), reason="Own Words", text="body", headers={"X-Twice": "a"})
    data = {
        "method": request.method,
        "headers": {name.lower(): value for name, value in request.headers.items()},
        "body": (await request.read()).decode(),
        "path": request.path_qs,
    }
    return web.Response(text=json.dumps(data), content_type="application/json")


class Site:
    """A server in a thread."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._context = context
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(10)

    def _run(self, ready: threading.Event) -> None:
        async def start() -> web.ServerRunner:
            runner = web.ServerRunner(web.Server(answer))
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=self._context).start()
            self.port = runner.addresses[0][1]
            return runner

        runner = self._loop.run_until_complete(start())
        ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    running = Site()
    yield running
    running.stop()


@pytest.fixture
def client(output: Run, site: Site) -> Run:
    """Runs a program with the server's address in `base`."""
    return lambda text, **options: output(f'local base = "http://127.0.0.1:{site.port}"\n{text}', **options)


def test_requests(client: Run) -> None:
    lines = client("""
        local function show(r) print(r.status, r.status_text, r.ok, json.encode(r:json())) end
        local function echo(r) local e = r:json() return e.method, e.body, e.path end
        print(echo(http.get(base .. "/echo?a=1")))
        print(echo(http.delete(base .. "/echo", { body = "gone" })))
        print(echo(http.post(base .. "/echo", "data")))
        print(echo(http.put(base .. "/echo", 12)))
        print(echo(http.patch(base .. "/echo", nil, { body = "opt" })))
        print(echo(http.post(base .. "/echo", "wins", { body = "loses" })))
        print(echo(http.request({ url = base .. "/echo", method = "options" })))
        print(echo(http.post(base .. "/echo", nil, { json = { a = 1 } })))
        local e = http.get(base .. "/echo", { headers = { ["X-One"] = 5, bad = {} }, cookies = { c = "d e" } }):json()
        print(e.headers["x-one"], e.headers.accept, e.headers["user-agent"], e.headers.cookie, e.headers.bad)
        local r = http.get(base .. "/status/404")
        print(r.status, r.status_text, r.ok, r.body, r.headers["x-twice"], r.url == base .. "/status/404")
        print(http.get(base .. "/status/299").status_text == "", http.get(base .. "/status/204").ok)
        local b = http.get(base .. "/bytes").body
        print(#b, b:byte(1), b:byte(256), b == string.char(table.unpack((function()
            local t = {} for i = 0, 255 do t[#t + 1] = i end return t end)())))
        print(#http.get(base .. "/gzip").body, type(r))
        """)
    assert lines == [
        "GET\t\t/echo?a=1",
        "DELETE\tgone\t/echo",
        "POST\tdata\t/echo",
        "PUT\t12\t/echo",
        "PATCH\topt\t/echo",
        "POST\twins\t/echo",
        "OPTIONS\t\t/echo",
        'POST\t{"a":1}\t/echo',
        "5\t*/*\tnil\tc=d e\tnil",
        "404\tNot Found\tfalse\tbody\ta\ttrue",
        "true\ttrue",
        "256\t0\t255\ttrue",
        "700\ttable",
    ]


def test_redirects(client: Run) -> None:
    lines = client("""
        local function show(r)
            local e = r:json()
            print(e.method, e.body, e.headers.authorization, e.headers.referer ~= nil, e.path)
        end
        local options = { headers = { Authorization = "secret" }, cookies = { a = "b" } }
        for _, status in ipairs({ 301, 302, 303, 307, 308 }) do
            show(http.post(base .. "/redirect/" .. status .. "/echo", "body", options))
        end
        print(http.get(base .. "/redirect/302/echo").url == base .. "/echo")
        local e = http.get(base .. "/away", options):json()
        print(e.headers.authorization, e.headers.cookie)
        print(pcall(http.get, base .. "/loop"))
        print(http.get(base .. "/redirect/302/redirect/302/redirect/302/echo").status)
        """)
    assert lines[:5] == [
        "GET\t\tsecret\ttrue\t/echo",
        "GET\t\tsecret\ttrue\t/echo",
        "GET\t\tsecret\ttrue\t/echo",
        "POST\tbody\tsecret\ttrue\t/echo",
        "POST\tbody\tsecret\ttrue\t/echo",
    ]
    assert lines[5:7] == ["true", "nil\tnil"]
    assert lines[7].startswith("false\tHTTP request failed: error following redirect for url (http://127.0.0.1:")
    assert lines[8] == "200"


def test_failures(client: Run) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lines = client(f"""
        local function fail(...) print(select(2, pcall(...))) end
        fail(http.get, "http://127.0.0.1:{port}/x")
        fail(http.get, "http://name.invalid/")
        fail(http.get, "ftp://x/")
        fail(http.get, "no url")
        fail(http.get, base .. "/slow/5", {{ timeout = 50 }})
        fail(http.get, base .. "/echo", {{ timeout = 0 }})
        fail(http.get, base .. "/short")
        fail(http.get, base .. "/echo", {{ headers = {{ X = "a\\r\\nY: b" }} }})
        fail(http.request, {{ method = "GET" }})
        fail(http.request, {{ url = base, method = "BREW" }})
        fail(http.get)
        """)
    prefix = "HTTP request failed: error sending request for url "
    assert lines[0] == f"{prefix}(http://127.0.0.1:{port}/x): Connection refused (os error 111)"
    assert lines[1].startswith(f"{prefix}(http://name.invalid/): ")
    assert lines[2].startswith("HTTP request failed: builder error for url (ftp://x/)")
    assert lines[3].startswith("HTTP request failed: builder error")
    assert lines[4].endswith("/slow/5): operation timed out") and lines[5].endswith("operation timed out")
    assert lines[6].startswith("Failed to read response body: error decoding response body")
    assert lines[7].startswith("HTTP request failed: builder error")
    assert lines[8:10] == ["Missing 'url' in request options", "Unsupported HTTP method: BREW"]
    assert lines[10].startswith("bad argument #1 to")


def test_sessions(client: Run, site: Site) -> None:
    lines = client(f"""
        local s = http.create_session()
        local function cookie(url, opts) return s:get(url, opts):json().headers.cookie end
        print(cookie(base .. "/echo"))
        print(s:get(base .. "/cookies").cookies.here)
        print(cookie(base .. "/echo"), s:get_cookie("all"), s:get_cookie("short"))
        s:set_cookie("mine", "3")
        local sent = {{}}
        for name in cookie(base .. "/echo/cookies", {{ cookies = {{ all = "own" }} }}):gmatch("[^;%s]+") do
            sent[#sent + 1] = name
        end
        table.sort(sent)
        print(table.concat(sent, " "))
        print(cookie("http://localhost:{site.port}/echo"))
        local all = s:get_cookies()
        print(all.mine, all.here, s:post(base .. "/echo", "x"):json().method, type(s))
        print(s:patch(base .. "/echo", "x"):json().method, s:request({{ url = base .. "/echo" }}).status)
        s:clear_cookies()
        print(cookie(base .. "/echo"), next(s:get_cookies()))
        print(http.get(base .. "/echo"):json().headers.cookie)
        """)
    assert lines == [
        "nil",
        "1",
        "all=2\t2\tnil",
        "all=own mine=3",
        "mine=3",
        "3\t1\tPOST\tuserdata",
        "PATCH\t200",
        "nil\tnil",
        "nil",
    ]


def test_requests_let_timers_go_on(client: Run) -> None:
    lines = client("""
        local ticks = 0
        local timer = setInterval(function() ticks = ticks + 1 end, 10)
        local answer = http.get(base .. "/slow/0.2")
        clearInterval(timer)
        print(answer.body, ticks > 5)
        """)
    assert lines == ["slow\ttrue"]


def test_certificates_are_verified(output: Run, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command, *names, *files], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    site = Site(context)
    text = f"""
        local ok, result = pcall(http.get, "https://127.0.0.1:{site.port}/echo")
        print(ok, ok and result.status or result)
        """
    refused = output(text)[0]
    assert refused.startswith("false\tHTTP request failed: error sending request for url (https://127.0.0.1:")
    assert "certificate" in refused.lower()
    assert output(text, env={"SSL_CERT_FILE": str(certificate)}) == ["true\t200"]
    site.stop()
