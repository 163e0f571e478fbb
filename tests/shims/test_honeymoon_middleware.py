"""HoneyMoon's middleware over real HTTP: where its behaviour is better than that of the recorded answers."""

import base64
import gzip
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Serve = Callable[..., Any]


def token(payload: dict[str, Any], secret: str = "secret", algorithm: str = "HS256", **head: Any) -> str:
    def part(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    text = part(json.dumps({"alg": algorithm, **head}).encode()) + "." + part(json.dumps(payload).encode())
    digest = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}.get(algorithm, hashlib.sha256)
    return f"{text}.{part(hmac.new(secret.encode(), text.encode(), digest).digest())}"


def test_tokens(serve: Serve) -> None:
    service = serve("""
        app:use("/one", honeymoon.jwtAuth({ secret = "secret" }))
        app:use("/many", honeymoon.jwtAuth({ secret = "secret", algorithms = { "HS384", "HS512" }, leeway = 30,
            issuer = "me", audience = { "a", "b" } }))
        app:get("/:group/user", function(req, res) res:json(req.user) end)
        app:get("/no-secret", function(req, res) res:send(tostring(pcall(honeymoon.jwtAuth, {}))) end)
        """)

    def status(path: str, text: str) -> int:
        code: int = service.get(path, Authorization=text).status
        return code

    now = int(time.time())
    good = token({"id": 1, "exp": now + 60})
    assert status("/one/user", f"Bearer {good}") == 200
    assert status("/one/user", f"bearer   {good}") == 200
    assert service.get("/one/user", Authorization=f"Bearer {good}").data == {"id": 1, "exp": now + 60}
    head, payload, signature = good.split(".")
    forged = base64.urlsafe_b64encode(json.dumps({"id": 2}).encode()).rstrip(b"=").decode()
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    for bad in (
        f"{head}.{forged}.{signature}",
        f"{none}.{payload}.",
        f"{none}.{payload}.{signature}",
        f"{head}.{payload}.{signature[:-2]}",
        f"{head}.{payload}",
        token({"id": 1}, secret="other"),
        token({"id": 1}, algorithm="HS512"),
        token({"id": 1, "exp": now - 1}),
        token({"id": 1, "nbf": now + 60}),
        token({"id": 1, "exp": "soon"}),
        "",
    ):
        assert status("/one/user", f"Bearer {bad}") == 401, bad
    claims = {"iss": "me", "aud": "b"}
    assert status("/many/user", f"Bearer {token({**claims, 'exp': now - 10}, algorithm='HS384')}") == 200
    assert status("/many/user", f"Bearer {token(claims, algorithm='HS512')}") == 200
    assert status("/many/user", f"Bearer {token(claims)}") == 401
    assert status("/many/user", f"Bearer {token({'iss': 'me', 'aud': 'c'}, algorithm='HS512')}") == 401
    assert status("/many/user", f"Bearer {token({'aud': 'a'}, algorithm='HS512')}") == 401
    assert service.get("/no-secret").text == "false"


def test_proxies_count_only_when_they_are_trusted(serve: Serve) -> None:
    service = serve("""
        app:get("/who", function(req, res) res:json({ req.ip, req.protocol, req.secure }) end)
        app:get("/trust", function(req, res) app:enable("trust_proxy") res:send("ok") end)
        app:use("/limited", honeymoon.rateLimit({ max = 1 }))
        app:get("/limited", function(req, res) res:send("ok") end)
        """)
    headers = {"X_Forwarded_For": "9.9.9.9, 8.8.8.8", "X_Forwarded_Proto": "https"}
    assert service.get("/who", **headers).data == ["127.0.0.1", "http", False]
    assert [service.get("/limited", X_Forwarded_For=f"1.1.1.{n}").status for n in range(3)] == [200, 429, 429]
    service.get("/trust")
    assert service.get("/who", **headers).data == ["9.9.9.9", "https", True]


def test_limiters_have_counts_of_their_own(serve: Serve) -> None:
    service = serve("""
        app:use("/a", honeymoon.rateLimit({ max = 2 }))
        app:use("/b", honeymoon.rateLimit({ max = 3, legacyHeaders = false, headers = true }))
        app:use("/ok", honeymoon.rateLimit({ max = 2, skipSuccessfulRequests = true }))
        app:use("/s", honeymoon.rateLimit.sliding(1, 0.3))
        app:use("/k", honeymoon.rateLimit.byApiKey("x-key", { max = 1 }))
        app:use("/u", honeymoon.rateLimit.byKey(function(req) return req.query.u end, { max = 1, headers = false }))
        app:get("/ok", function(req, res) res:status(req.query.bad and 400 or 200):send("") end)
        app:get("*", function(req, res) res:send("") end)
        """)

    def statuses(path: str, count: int, **headers: str) -> list[int]:
        return [service.get(path, **headers).status for _ in range(count)]

    assert statuses("/a", 3) == [200, 200, 429]
    assert statuses("/b", 4) == [200, 200, 200, 429]
    last = service.get("/a")
    assert (last.headers["RateLimit-Remaining"], last.headers["X-RateLimit-Limit"]) == ("0", "2")
    assert 0 < int(last.headers["Retry-After"]) <= 60
    assert service.get("/b").headers["X-RateLimit-Limit"] is None
    assert statuses("/ok", 5) == [200] * 5
    assert statuses("/ok?bad=1", 3) == [400, 400, 429]
    assert statuses("/s", 2) == [200, 429]
    time.sleep(0.4)
    assert statuses("/s", 1) == [200]
    assert statuses("/k", 2, X_Key="one") == [200, 429]
    assert statuses("/k", 1, X_Key="two") == [200]
    assert statuses("/u?u=1", 2) == [200, 429]
    assert statuses("/u?u=2", 1) == [200]


def test_entity_tags(serve: Serve) -> None:
    service = serve("""
        app:get("/page", function(req, res) res:html("<p>page</p>") end)
        app:get("/own", function(req, res) res:etag("v1"):json({ 1 }) end)
        app:get("/created", function(req, res) res:status(201):send("x") end)
        app:get("/off", function(req, res) app:disable("etag") res:send("off") end)
        """)
    first = service.get("/page")
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    again = service.get("/page", If_None_Match=f'"other", {tag}')
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert service.get("/page", If_None_Match='"other"').status == 200
    assert service.get("/page", If_None_Match="*").status == 304
    assert service.get("/page", If_None_Match=tag, Cache_Control="no-cache").status == 200
    assert service.get("/own", If_None_Match='"v1"').status == 304
    assert service.get("/created").headers["ETag"] is None
    assert service.get("/off").headers["ETag"] is None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files, beside one that nobody must see."""
    root = tmp_path / "public"
    (root / "inner" / ".hidden").mkdir(parents=True)
    (root / "text.txt").write_text("0123456789")
    (root / "a b&c.html").write_text("<b>")
    (root / "inner" / "index.html").write_text("index")
    (root / "inner" / ".hidden" / "secret").write_text("hidden")
    (root / ".env").write_text("PASSWORD=1")
    (root / "big.bin").write_bytes(bytes(range(256)) * 4096)
    (tmp_path / "secret.txt").write_text("outside")
    (root / "link").symlink_to(tmp_path / "secret.txt")
    (root / "empty").mkdir()
    return root


def test_files(serve: Serve, folder: Path) -> None:
    service = serve("""
        app:use("/f", honeymoon.static("public"))
        app:use("/all", honeymoon.static("public", { dotfiles = "allow", maxAge = 60, immutable = true }))
        app:use("/deny", honeymoon.static("public", { dotfiles = "deny" }))
        app:use("/list", honeymoon.directory("public"))
        """)
    text = service.get("/f/text.txt")
    assert (text.body, text.headers["Content-Type"]) == (b"0123456789", "text/plain; charset=utf-8")
    tag, date = text.headers["ETag"], text.headers["Last-Modified"]
    assert service.get("/f/text.txt", If_None_Match=tag).status == 304
    assert service.get("/f/text.txt", If_Modified_Since=date).status == 304
    assert service.get("/f/text.txt", If_None_Match='"x"', If_Modified_Since=date).status == 200
    ranges = {
        "bytes=2-4": (206, b"234"),
        "bytes=-3": (206, b"789"),
        "bytes=7-": (206, b"789"),
        "bytes=8-100": (206, b"89"),
        "bytes=-100": (206, b"0123456789"),
        "bytes=10-": (416, b"Range Not Satisfiable"),
        "bytes=-": (200, b"0123456789"),
        "bytes=4-2": (200, b"0123456789"),
        "lines=1-2": (200, b"0123456789"),
        "bytes=0-1,3-4": (200, b"0123456789"),
    }
    for header, expected in ranges.items():
        answer = service.get("/f/text.txt", Range=header)
        assert (answer.status, answer.body) == expected, header
    part = service.get("/f/text.txt", Range="bytes=2-4", If_Range=tag)
    assert (part.status, part.headers["Content-Range"]) == (206, "bytes 2-4/10")
    assert service.get("/f/text.txt", Range="bytes=2-4", If_Range='"old"').status == 200
    (folder / "text.txt").write_text("9876543210")
    assert service.get("/f/text.txt", If_None_Match=tag).body == b"9876543210"
    head = service.request("HEAD", "/f/text.txt")
    assert (head.status, head.headers["Content-Length"], head.body) == (200, "10", b"")
    big = service.get("/f/big.bin")
    assert big.body == bytes(range(256)) * 4096
    assert service.get("/f/big.bin", Range="bytes=1000-999999").body == (bytes(range(256)) * 4096)[1000:1000000]
    assert service.request("HEAD", "/f/big.bin").headers["Content-Length"] == str(1 << 20)
    outside = (
        "/f/../secret.txt", "/f/..%2fsecret.txt", "/f/%2e%2e/secret.txt", "/f/inner/../../secret.txt", "/f/link",
        "/f/..%5csecret.txt", "/f//etc/passwd", "/f/%2fetc/passwd", "/f/text.txt%00.html", "/f/.env",
        "/f/inner/.hidden/secret", "/f/%2eenv", "/f/empty/", "/f/none",
    )  # fmt: skip
    for path in outside:
        assert service.get(path).status == 404, path
    assert service.get("/deny/.env").status == 403
    assert service.get("/deny/inner/.hidden/secret").status == 403
    shown = service.get("/all/.env")
    assert (shown.text, shown.headers["Cache-Control"]) == ("PASSWORD=1", "public, max-age=60, immutable")
    assert service.get("/all/link").status == 404
    assert service.get("/f/inner").headers["Location"] == "/f/inner/"
    assert service.get("/f/inner/").text == "index"
    listing = service.get("/list/").text
    assert "Index of /list/" in listing and ".env" not in listing
    assert '<a href="/list/a%20b%26c.html">a b&amp;c.html</a>' in listing
    assert listing.index("inner/") < listing.index("text.txt")
    assert service.get("/list/inner/").text == "index"


def test_headers_cannot_be_smuggled(serve: Serve) -> None:
    service = serve("""
        app:get("/redirect", function(req, res) res:redirect(req.query.to) end)
        app:get("/cookie", function(req, res)
            res:cookie("a", "x;\\r\\ny", { path = "/;Domain=evil", domain = "a\\r\\nSet-Cookie: b=1" }):send("")
        end)
        app:get("/download", function(req, res) res:download("app.lua", 'a"b\\r\\nX-Evil: 1\\u{e9}.txt') end)
        app:get("/back", function(req, res) res:back("/home") end)
        app:get("/twice", function(req, res)
            res:cookie("one", 1):cookie("two", 2):append("X-List", "a"):append("X-List", "b"):set("X-N", 5)
            res:send("")
        end)
        """)
    answer = service.get("/redirect?to=/x%0d%0aX-Evil:1")
    assert (answer.headers["Location"], answer.headers["X-Evil"]) == ("/xX-Evil:1", None)
    cookie = service.get("/cookie").headers.get_all("Set-Cookie")
    assert cookie == ["a=x%3B%0D%0Ay; Path=/; Domain=aSet-Cookie: b=1; HttpOnly; SameSite=Lax"]
    disposition = service.get("/download").headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=\"a'bX-Evil: 1?.txt\"; filename*=UTF-8''")
    assert service.get("/back", Referer="https://evil.test/x").headers["Location"] == "/home"
    assert service.get("/back", Referer="//evil.test/x").headers["Location"] == "/home"
    own = f"http://127.0.0.1:{service.port}/page"
    assert service.get("/back", Referer=own).headers["Location"] == own
    twice = service.get("/twice").headers
    assert len(twice.get_all("Set-Cookie")) == 2
    assert (twice.get_all("X-List"), twice["X-N"]) == (["a", "b"], "5")


def test_sessions(serve: Serve) -> None:
    service = serve("""
        local store = honeymoon.MemoryStore()
        app:use(honeymoon.session({ secret = "s", store = store, cookie = { httpOnly = false } }))
        app:get("/", function(req, res) res:json({ n = req.session.n or 0, count = store:length() }) end)
        app:get("/add", function(req, res)
            req.session.n = (req.session.n or 0) + 1
            req.session.deep = req.session.deep or { list = {} }
            res:send(req.sessionID)
        end)
        app:get("/deep", function(req, res) table.insert(req.session.deep.list, 1) res:send("") end)
        app:get("/size", function(req, res) res:json(#req.session.deep.list) end)
        app:get("/login", function(req, res)
            local id = req.session:regenerate(true)
            res:json({ id == req.sessionID, id == req.session:getId(), req.session.n })
        end)
        app:get("/out", function(req, res) req.session.n = 9 req.session:destroy() res:send("") end)
        """)
    assert service.get("/").headers["Set-Cookie"] is None
    assert service.get("/").data == {"n": 0, "count": 0}
    first = service.get("/add")
    cookie = first.headers["Set-Cookie"].partition(";")[0]
    assert "HttpOnly" not in first.headers["Set-Cookie"] and len(first.text) >= 40
    assert service.get("/", Cookie=cookie).data == {"n": 1, "count": 1}
    for _ in range(2):
        service.get("/deep", Cookie=cookie)
    assert service.get("/size", Cookie=cookie).data == 2
    assert service.get("/", Cookie="honeymoon.sid=guessed").data["n"] == 0
    login = service.get("/login", Cookie=cookie)
    assert login.data == [True, True, 1]
    fresh = login.headers["Set-Cookie"].partition(";")[0]
    assert fresh != cookie and service.get("/", Cookie=cookie).data["n"] == 0
    assert service.get("/", Cookie=fresh).data == {"n": 1, "count": 1}
    gone = service.get("/out", Cookie=fresh).headers.get_all("Set-Cookie")
    assert len(gone) == 1 and "Max-Age=0" in gone[0]
    assert service.get("/", Cookie=fresh).data == {"n": 0, "count": 0}


def test_cross_site_requests(serve: Serve) -> None:
    service = serve("""
        app:use("/plain", honeymoon.csrf())
        app:use("/signed", honeymoon.csrf({ secret = "k" }))
        app:all("/:group/form", function(req, res) res:send(req:csrfToken()) end)
        """)
    for group in ("/plain/form", "/signed/form"):
        first = service.get(group)
        cookie, text = first.headers["Set-Cookie"].partition(";")[0], first.text
        form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        post = service.request
        assert post("POST", group, "", {"Cookie": cookie, "X-CSRF-Token": text}).status == 200
        assert post("POST", group, f"_csrf={text}", form).status == 200
        assert post("POST", f"{group}?_csrf={text}", "", form).status == 403
        assert post("POST", group, "", {"Cookie": cookie}).status == 403
        assert post("POST", group, "", {"Cookie": "_csrf=", "X-CSRF-Token": ""}).status == 403
        assert post("POST", group, "", {"X-CSRF-Token": text}).status == 403
    assert service.request("POST", "/signed/form", "", {"Cookie": "_csrf=x", "X-CSRF-Token": "x"}).status == 403


def test_small_middleware(serve: Serve) -> None:
    service = serve("""
        app:use(honeymoon.requestId())
        app:use("/time", honeymoon.timeout(50))
        app:use("/zip", honeymoon.compression())
        app:use(honeymoon.responseTime({ suffix = false }))
        local closed = {}
        app:get("/time/slow", function(req, res)
            local guard <close> = setmetatable({}, { __close = function() closed[1] = true end })
            time.sleep(5000)
            res:send("never")
        end)
        app:get("/time/fast", function(req, res) res:json(closed) end)
        app:get("/zip/long", function(req, res) res:text(("line\\n"):rep(1000)) end)
        app:get("/zip/short", function(req, res) res:text("short") end)
        app:get("/id", function(req, res) res:send(req.id) end)
        """)
    begin = time.monotonic()
    slow = service.get("/time/slow")
    assert time.monotonic() - begin < 2
    assert (slow.status, slow.data) == (503, {"error": "Service Unavailable", "message": "Request timeout"})
    assert service.get("/time/fast").data == [True]
    packed = service.get("/zip/long", Accept_Encoding="br, gzip;q=0.5")
    assert packed.headers["Content-Encoding"] == "gzip" and packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.body) == b"line\n" * 1000
    assert service.get("/zip/long", Accept_Encoding="gzip;q=0").headers["Content-Encoding"] is None
    assert service.get("/zip/short", Accept_Encoding="gzip").text == "short"
    assert service.get("/id", X_Request_ID="mine-1").text == "mine-1"
    assert len(service.get("/id", X_Request_ID="bad id!").text) == 36
    assert float(service.get("/id").headers["X-Response-Time"]) >= 0


def test_routers_in_routers_and_405(serve: Serve) -> None:
    service = serve("""
        app:enable("method_not_allowed")
        local inner, outer = honeymoon.Router(), honeymoon.Router.new()
        inner:use(function(req, res, next) res:set("X-Inner", req.baseUrl) next() end)
        inner:routePath("/leaf"):get(function(req, res) res:json({ req.params.id, req.baseUrl }) end)
        outer:use("/deep", inner)
        outer:get("/", function(req, res) res:send("outer") end)
        app:use("/v/:id", outer)
        app:use({ function(req, res, next) req.mark = "array" next() end })
        app:get("/mark", { function(req, res, next) next() end, function(req, res) res:send(req.mark) end })
        app:get("/fall", function(req, res, next) next() end)
        app:get("/fall", function(req, res) res:send("second") end)
        app:get("/w/*/x/:id", function(req, res) res:json({ req.params["*"], req.params.id }) end)
        """)
    leaf = service.get("/v/7/deep/leaf")
    assert (leaf.data, leaf.headers["X-Inner"]) == (["7", "/v/7/deep"], "/v/7/deep")
    assert service.get("/v/7").text == "outer"
    assert service.get("/mark").text == "array"
    assert service.get("/fall").text == "second"
    assert service.get("/w/a/b/x/9").data == ["a/b", "9"]
    refused = service.request("POST", "/mark")
    assert (refused.status, refused.headers["Allow"]) == (405, "GET, HEAD")
    assert service.get("/none").status == 404


def test_bodies(serve: Serve) -> None:
    service = serve("""
        app:post("/fields", function(req, res)
            res:json({ name = req.body.name, size = #req.body, kind = type(req.body), upper = req.body:upper(),
                other = ("x").name })
        end)
        app:post("/replaced", function(req, res) req.body = { a = 1 } res:json(req.body.a) end)
        app:use("/nested", honeymoon.urlencoded())
        app:post("/nested", function(req, res) res:json(req:form()) end)
        app:get("/query", function(req, res) res:json(req.query) end)
        """)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = service.request("POST", "/fields", "name=Ann+B", form)
    assert answer.data == {"name": "Ann B", "size": 10, "kind": "string", "upper": "NAME=ANN+B"}
    answer = service.request("POST", "/fields", '{"name":"J"}', {"Content-Type": "application/merge-patch+json"})
    assert answer.data["name"] == "J"
    assert service.request("POST", "/replaced", "x").data == 1
    body = "a=1&a[b]=2&l[]=x&l[]=y&i[0]=p&i[1]=q&u[][n]=1&u[][m]=2&u[][n]=3&d[a][b][c][d][e][f][g]=deep"
    assert service.request("POST", "/nested", body, form).data == {
        "a": {"b": "2"},
        "l": ["x", "y"],
        "i": ["p", "q"],
        "u": [{"n": "1", "m": "2"}, {"n": "3"}],
        "d[a][b][c][d][e][f][g]": "deep",
    }
    assert service.get("/query?f[x]=1&g=2").data == {"f": {"x": "1"}, "g": "2"}


def test_error_pages_in_production(serve: Serve) -> None:
    service = serve(
        """
        app:get("/", function(req, res) error("secret detail") end)
        app:get("/async", function(req, res) time.sleep(1) error({ secret = true }) end)
        """,
        env={"NODE_ENV": "production"},
    )
    for path in ("/", "/async"):
        page = service.get(path, Accept="text/html")
        assert page.status == 500
        for word in ("secret", "app.lua", "Stack", "table:"):
            assert word not in page.text
        assert service.get(path).data["error"]["message"] == "Internal Server Error"


def test_sending_streams_and_events(serve: Serve) -> None:
    service = serve("""
        app:get("/stream", function(req, res)
            res:set("X-Kind", "stream"):type("text"):stream(function(out)
                for i = 1, 3 do
                    out:write("part " .. i .. "\\n")
                    time.sleep(5)
                end
            end)
        end)
        app:get("/events", function(req, res)
            res:sse(function(events)
                events:send("one")
                events:send({ n = 2 }, "update", "id-2")
                events:send("two\\nlines")
                events:comment("idle")
            end)
        end)
        """)
    answer = service.get("/stream")
    assert (answer.text, answer.headers["X-Kind"]) == ("part 1\npart 2\npart 3\n", "stream")
    assert answer.headers["Transfer-Encoding"] == "chunked"
    events = service.get("/events")
    assert events.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert events.text == (
        'data: one\n\nevent: update\nid: id-2\ndata: {"n":2}\n\ndata: two\ndata: lines\n\n: idle\n\n'
    )
