"""Ember, the logger: levels, loggers, transports, formatters, and its middleware (Ember specification)."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.server.conftest import RUN, Start

HEAD = """
local ember = require("ember")
local lines = {}
local function keep(line) lines[#lines + 1] = line end
local function text(options)
    options.formatter = ember.formatters.text({ timestamp = false })
    options.stream = keep
    return ember.transports.console(options)
end
local function fails(...) local ok, err = pcall(...) return ok, (tostring(err):gsub("\\n.*", "")) end
"""
FOOT = "\nfor _, line in ipairs(lines) do print(line) end\n"


def printed(folder: Path, text: str) -> list[str]:
    (folder / "main.lua").write_text(HEAD + text + FOOT)
    done = subprocess.run([*RUN, "main.lua"], cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_levels(tmp_path: Path) -> None:
    assert (
        printed(
            tmp_path,
            """
        local levels = ember.levels
        for _, level in ipairs({ "trace", "INFO", "warning", "nonsense", 35 }) do print(levels.resolve(level)) end
        print(levels.resolve(nil), levels.toName(50), levels.toName(35))
        print(levels.isValid("warn"), levels.isValid("warning"), levels.isValid(60), levels.isValid(61))
        print(levels.shouldLog(40, 30), levels.shouldLog(20, 30), table.concat(levels.ordered, " "))
        """,
        )
        == [
            "10",
            "30",
            "40",
            "30",
            "35",
            "30\terror\tunknown",
            "true\tfalse\ttrue\tfalse",
            "true\tfalse\ttrace debug info warn error fatal",
        ]
    )


def test_loggers_and_children(tmp_path: Path) -> None:
    assert (
        printed(
            tmp_path,
            """
        local log = ember({ name = "svc", context = { app = "x", n = 1 }, transports = { text({}) } })
        local child = log:child({ n = 2, job = { 7 } })
        log:debug("too low")
        log:info("one", { z = true })
        child:warn("two words", { say = "a b" })
        child:setLevel("error")
        child:warn("too low now")
        log:log("warning", "three") log:log(35, "four") log:log("what", "five")
        print(log:getLevel(), child:getLevel(), log:isLevelEnabled("debug"), child:isLevelEnabled("fatal"))
        child:addTransport(text({ level = "error" }))
        log:error("six")
        print(#log:getTransports(), log:removeTransport("console"), log:removeTransport("none"), #log:getTransports())
        log:info(nil) log:info(1.5) log:info(setmetatable({}, { __tostring = function() return "object" end }))
        """,
        )
        == [
            "info\terror\tfalse\ttrue",
            "2\ttrue\tfalse\t1",
            "INFO  svc: one {app=x, n=1, z=true}",
            'WARN  svc: two words {app=x, job=[7], n=2, say="a b"}',
            "WARN  svc: three {app=x, n=1}",
            "UNKNOWN svc: four {app=x, n=1}",
            "INFO  svc: five {app=x, n=1}",
            "ERROR svc: six {app=x, n=1}",
            "ERROR svc: six {app=x, n=1}",
            "INFO  svc:  {app=x, n=1}",
            "INFO  svc: 1.5 {app=x, n=1}",
            "INFO  svc: object {app=x, n=1}",
        ]
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("ember.transport({ write = print })", "Transport must have a 'name'"),
        ("ember.transport({ name = 'x' })", "Transport must have a 'write' function"),
        ("ember.formatter({})", "Formatter must have a 'format' function"),
        ("ember.formatter(5)", "Formatter must be a function or table, got number"),
        ("ember.transports.file({})", "File transport requires a 'path' option"),
    ],
)
def test_definitions_that_are_none(tmp_path: Path, call: str, message: str) -> None:
    assert printed(tmp_path, f"print(select(2, fails(function() return {call} end)))")[0].endswith(message)


def test_formatters(tmp_path: Path) -> None:
    out = printed(
        tmp_path,
        r"""
        local context = { b = 2, a = "x", level = "mine", name = "mine", levelNumber = 1 }
        local entry = { level = "warn", levelNumber = 40, message = "m\n\27[31m", timestamp = 86399, context = context }
        print(ember.formatters.text().format(entry))
        print(ember.formatters.text({ timestampFormat = "!%H", showContext = false }).format(entry))
        print(ember.formatters.json({ messageKey = "message" }).format(entry))
        print(ember.formatters.pretty({ colors = false, timestampFormat = "!%H:%M" }).format(entry))
        print((ember.formatters.pretty({ timestamp = false }).format(entry):gsub("\27", "E")))
        entry.level, entry.name, entry.context = "fatal", "svc", {}
        print((ember.formatters.pretty({ timestamp = false }).format(entry):gsub("\27", "E")))
        print(ember.formatter(function(e) return e.level end).format(entry), ember.formatter({ format = print }).name)
        """,
    )
    assert out[0] == ("[1970-01-01T23:59:59Z] WARN  m\\n\\x1b[31m {a=x, b=2, level=mine, levelNumber=1, name=mine}")
    assert out[1] == "[23] WARN  m\\n\\x1b[31m"
    assert json.loads(out[2]) == {"a": "x", "b": 2, "level": "warn", "message": "m\n\x1b[31m", "time": 86399}
    assert list(json.loads(out[2])) == sorted(json.loads(out[2]))
    assert out[3] == "23:59 WRN - m\\n\\x1b[31m  a=x b=2 level=mine levelNumber=1 name=mine"
    assert out[4].startswith("E[33mWRNE[0m E[2m\u203aE[0m m\\n\\x1b[31m  E[2ma=E[0mx ")
    assert out[5] == "E[91mE[1mFTLE[0m E[35msvcE[0m E[2m\u203aE[0m m\\n\\x1b[31m"
    assert out[6] == "fatal\tcustom"


def test_which_formatter_counts(tmp_path: Path) -> None:
    assert (
        printed(
            tmp_path,
            """
        local own = ember.formatter(function(e) return "own " .. e.message end)
        local transport = ember.formatter(function(e) return "transport " .. e.message end)
        local log = ember({ formatter = own, transports = {
            ember.transports.console({ stream = keep }),
            ember.transports.console({ stream = keep, formatter = transport }),
            ember.transports.json({ stream = function(line) keep(line:sub(1, 1)) end }),
            ember.transport({ name = "bare", write = function(entry, line) keep(line) end }),
        } })
        log:info("x")
        ember({ transports = { ember.transport({ name = "b", write = function(_, line) keep(line) end }) } }):warn("y")
        """,
        )
        == ["own x", "transport x", "{", "own x", "[WARN] y"]
    )


def test_transports_that_fail_keep_nobody_else_from_writing(tmp_path: Path) -> None:
    out = printed(
        tmp_path,
        """
        local bad = ember.transport({ name = "bad", write = function() error("full", 0) end })
        local odd = ember.transport({ name = "odd", write = keep, formatter = function() error("odd\\nlines", 0) end })
        local closed = {}
        bad.close = function() closed[#closed + 1] = "bad" error("no") end
        local options = { transports = { bad, odd, text({}) } }
        local log = ember(options)
        log:info("kept")
        ember({ level = "error" }):info("nothing")
        print(#options.transports)
        """,
    )
    assert out == [
        "[ember] Transport 'bad' error: full",
        "[ember] Transport 'odd' error: odd",
        "3",
        "INFO  kept",
    ]


def test_files_rotate(tmp_path: Path) -> None:
    out = printed(
        tmp_path,
        """
        local options = { path = "logs/deep/app.log", maxSize = 24, maxFiles = 2 }
        options.formatter = ember.formatter(function(e) return e.message end)
        local log = ember({ transports = { ember.transports.file(options) } })
        for i = 1, 9 do
            log:info("line " .. i .. " ü")
            assert(fs.read("logs/deep/app.log"):sub(-3) == "ü\\n")
        end
        log:close()
        log:info("again")
        log:close()
        for _, suffix in ipairs({ "", ".1", ".2" }) do
            keep((fs.read("logs/deep/app.log" .. suffix):gsub("\\n", "|")))
        end
        print(fs.exists("logs/deep/app.log.3"))
        """,
    )
    assert out == ["false", "line 9 ü|again|", "line 7 ü|line 8 ü|", "line 5 ü|line 6 ü|"]


def test_secrets_are_not_written(tmp_path: Path) -> None:
    assert (
        printed(
            tmp_path,
            """
        local log = ember({ redact = { "password", "authorization" }, transports = { text({}) } })
        local context = { user = "ann", Password = "secret", request = { Authorization = "Bearer x" } }
        log:child({ password = "p" }):info("in", context)
        print(context.Password, context.request.Authorization)
        """,
        )
        == [
            "secret\tBearer x",
            'INFO  in {Password=[redacted], password=[redacted], request={"Authorization":"[redacted]"}, user=ann}',
        ]
    )


def test_requests_have_loggers(app: Start) -> None:
    program = app("""
        local ember = require("ember")
        local log = ember({ level = "trace", transports = { ember.transports.json() } })
        app:use(honeymoon.requestId())
        app:use(ember.honeymoon(log, {
            level = "debug", ignorePaths = { "/quiet" },
            customProps = function(req) return { tenant = req.query.t } end,
        }))
        app:get("/ok", function(req, res) req.log:info("inside", { n = 1 }) res:send("four") end)
        app:get("/quiet/x", function(req, res) req.log:warn("seen") res:send("") end)
        app:get("/fail", function() error("no") end)
        """)
    for path in ("ok?t=9", "quiet/x", "missing", "fail"):
        head = f"GET /{path} HTTP/1.1\r\nHost: a\r\nX-Request-ID: r1\r\nConnection: close\r\n\r\n"
        program.exchange(head.encode())
    _, out = program.stop()
    entries = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    for entry in entries:
        assert entry.pop("requestId") == "r1"
        assert entry.pop("time") > 1_600_000_000
    durations = [entry.pop("duration") for entry in entries if "duration" in entry]
    assert len(durations) == 3
    assert all(re.fullmatch(r"\d+(\.\d{1,2})?", str(duration)) for duration in durations)
    ok = {"method": "GET", "path": "/ok", "tenant": "9"}
    assert entries[:3] == [
        {**ok, "level": "info", "msg": "inside", "n": 1},
        {**ok, "level": "debug", "msg": "request completed", "status": 200, "contentLength": 4},
        {"method": "GET", "path": "/quiet/x", "level": "warn", "msg": "seen"},
    ]
    assert [(entry["level"], entry["status"]) for entry in entries[3:]] == [("warn", 404), ("error", 500)]


def test_what_a_collector_is_told(tmp_path: Path) -> None:
    assert (
        printed(
            tmp_path,
            """
        local shared = { text({}) }
        local log = ember({ transports = shared, level = "trace" })
        for request = 1, 3 do
            local collector = {}
            function collector:log(level, message, context) keep(request .. " " .. level .. " " .. message) end
            local req = { log = log:child({ r = request }), lantern = collector }
            ember.lantern()(req, {}, function() req.log:warn("w") req.log:fatal("f") end)
        end
        print(#shared)
        """,
        )
        == [
            "1",
            *[
                line
                for n in (1, 2, 3)
                for line in (f"WARN  w {{r={n}}}", f"{n} warning w", f"FATAL f {{r={n}}}", f"{n} error f")
            ],
        ]
    )


def test_queries_are_logged(tmp_path: Path) -> None:
    out = printed(
        tmp_path,
        """
        local db = { }
        function db:query(sql, ...) return { {}, {} } end
        function db:query_row(sql) return nil end
        function db:execute(sql) if sql:find("bad") then error("syntax", 0) end return 3 end
        local log = ember({ level = "debug", transports = { ember.transports.json({ stream = keep }) } })
        assert(ember.freight(db, log) == db)
        db:query("select * from t where a = ?", 5)
        db:query_row("SELECT 1")
        db:execute("vacuum")
        print(fails(db.execute, db, "insert bad"))
        require("ember.lib.integrations.freight").unwrap(db)
        db:query("SELECT 2")
        """,
    )
    assert out[0] == "false\tsyntax"
    entries = [json.loads(line) for line in out[1:]]
    for entry in entries:
        assert entry.pop("duration") >= 0
        del entry["time"]
    assert entries == [
        {"level": "debug", "msg": "query", "params": [5], "queryType": "SELECT", "rows": 2, "sql": entries[0]["sql"]},
        {"level": "debug", "msg": "query", "queryType": "SELECT", "rows": 0, "sql": "SELECT 1"},
        {"level": "debug", "msg": "query", "affected": 3, "queryType": "EXECUTE", "sql": "vacuum"},
        {"level": "error", "msg": "query", "error": "syntax", "queryType": "INSERT", "sql": "insert bad"},
    ]
