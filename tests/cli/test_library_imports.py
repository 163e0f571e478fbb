"""CopperMoon's libraries are imports in compiled programs, which behave as if they were looked up each time."""

import re
from pathlib import Path

import pytest

from cmc.transpiler.options import Options
from cmc.transpiler.project.discover import discover
from cmc.transpiler.project.package import compile_package
from tests.cli.command import CMC, execute
from tests.compiling import deep_recursion

CASES = {
    "replaced function": (
        'local old = path.basename\nfunction path.basename(p) return "<" .. old(p) .. ">" end\n'
        'print(path.basename("/a/b"), path.dirname("/a/b"))\npath.basename = old\nprint(path.basename("/a/b"))',
        "<b>\t/a\nb\n",
    ),
    "replacement with other results": (
        'function fs.exists() return "maybe", 2 end\nprint(fs.exists("/"))\nlocal a = fs.exists("/")\nprint(a)',
        "maybe\t2\nmaybe\n",
    ),
    "library taken away": (
        "local ok, why = pcall(function() return json.encode(1) end)\nprint(ok, why)\njson = nil\n"
        "print(pcall(function() return json.encode(1) end))",
        "true\t1\nfalse\tmain.lua:4: attempt to index a nil value (global 'json')\n",
    ),
    "library replaced": ('json = { encode = function() return "mine" end }\nprint(json.encode({}))', "mine\n"),
    "changed through _G": ('_G.json.encode = function() return "mine" end\nprint(json.encode({}))', "mine\n"),
    "changed through a computed name": (
        'local name = "en" .. "code"\njson[name] = function() return "mine" end\nprint(json.encode({}))',
        "mine\n",
    ),
    "changed through a parameter": (
        'local function patch(lib) lib.encode = function() return "mine" end end\npatch(json)\nprint(json.encode({}))',
        "mine\n",
    ),
    "changed through an alias": (
        'local j = json\nj.encode = function() return "mine" end\nprint(json.encode({}), j.encode({}))',
        "mine\tmine\n",
    ),
    "changed through require": (
        'local j = require("json")\nj.encode = function() return "mine" end\nprint(json.encode({}), j.encode({}))',
        "mine\tmine\n",
    ),
    "changed by loaded text": (
        "local f = function() return json.encode({}) end\nprint(f())\n"
        "load('json.encode = function() return \"x\" end')()\nprint(f())",
        "[]\nx\n",
    ),
    "string function of the program": (
        'function string.trim(s) return "mine " .. s end\n'
        'print(string.trim(" a"), (" a"):trim(), ("a,b"):split(",")[2])',
        "mine  a\tmine  a\tb\n",
    ),
    "names that there are not": (
        "print(fs.nope, pcall(function() return fs.nope(1) end))",
        "nil\tfalse\tmain.lua:1: attempt to call a nil value (field 'nope')\n",
    ),
    "bad arguments": (
        'print(pcall(function() return fs.exists({}) end))\nprint(pcall(fs.exists))\nprint(pcall(path.join, "a"))',
        "false\tmain.lua:1: bad argument #1 to 'exists' (string expected, got table)\n"
        "false\tbad argument #1 to 'fs.exists' (string expected, got nil)\n"
        "true\ta\n",
    ),
    "objects": (
        'local db = sqlite.memory()\ndb:exec("CREATE TABLE t (a, b)")\n'
        'local n = db:execute("INSERT INTO t VALUES (?, ?)", 1)\n'
        'print(n, db:last_insert_id(), select("#", db:begin()), (db:rollback()))\n'
        'for _, row in ipairs(db:query("SELECT * FROM t")) do print(row.a, row.b) end\n'
        'print(db:query_row("SELECT * FROM t WHERE a = 2"), db.nope)\nprint(pcall(function() db:nope() end))\n'
        "print(pcall(function() db:query(nil) end))\nprint(pcall(function() db.x = 1 end))\ndb:close()\n"
        'print(pcall(function() db:exec("SELECT 1") end))',
        None,
    ),
    "positions of errors in callbacks": (
        "local db = sqlite.memory()\nfor level = 0, 3 do\n  print(pcall(function()\n    db:transaction(function()\n"
        '      error("x", level)\n    end)\n  end))\nend',
        None,
    ),
    "objects that are equal": (
        "local a = time.utc(2020, 1, 2)\nlocal b = time.utc(2020, 1, 2)\nprint(a == b, a ~= b, a < b, a <= b, a - b)\n"
        "local d = 1\nd = a - b\nprint(d, d == 0)\nlocal b2 = buffer.from('abc')\nprint(#b2, #b2 + 1)",
        None,
    ),
    "methods of responses that the program replaces": (
        "local http_server = http.server.new()\nlocal get = http_server.get\n"
        "http_server.get = function(self, p, f) print('registering ' .. p) return get(self, p, f), 2 end\n"
        'print(select("#", http_server:get("/", function(ctx) return ctx:text("x") end)))',
        "registering /\n2\n",
    ),
    "packages": (
        '-- the framework\nlocal honeymoon = require("honeymoon")\nlocal app = honeymoon.new()\n'
        "print(type(app), type(honeymoon), honeymoon._VERSION, type(honeymoon.cors), type(honeymoon.cors()))\n"
        'print(honeymoon.utils.trim("  x "), honeymoon.statusCodes["404"] or honeymoon.statusCodes[404])\n'
        'print(pcall(app.get, app), pcall(function() app:get("/x", 1) end))',
        None,
    ),
}
"""Programs, and what they print; None for what they print when nothing is known of the libraries."""


def _run(folder: Path, text: str) -> str:
    (folder / "main.lua").write_text(text)
    done = execute([*CMC, "run", "main.lua"], folder)
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", CASES)
def test_behaviour(name: str, tmp_path: Path) -> None:
    text, expected = CASES[name]
    if expected is None:
        # With the debug library nothing is taken for granted.
        expected = _run(tmp_path, f"{text}\nlocal _ = debug")
    assert _run(tmp_path, text) == expected


@pytest.mark.parametrize("name", CASES)
def test_behaviour_of_packages(name: str, tmp_path: Path) -> None:
    text, expected = CASES[name]
    (tmp_path / "main.lua").write_text(text)
    if expected is None:
        expected = _run(tmp_path, f"{text}\nlocal _ = debug")
        (tmp_path / "main.lua").write_text(text)
    assert execute([*CMC, "build", "main.lua", "-o", "out"], tmp_path).returncode == 0
    done = execute([CMC[0], "-m", "out"], tmp_path)
    assert done.stdout + done.stderr == expected


def _python(folder: Path, text: str, dialect: str = "coppermoon") -> str:
    (folder / "main.lua").write_text(text)
    with deep_recursion():
        return compile_package(discover(folder / "main.lua"), Options(dialect)).files["main.py"]


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ('print(fs.read("x"))', 'print(fs.read("x"))'),
        ('local s = fs.read("x")\nprint("<" .. s .. ">")', 'print(f"<{s}>")'),
        ('local files = require("fs")\nprint(files.cwd())', "print(fs.cwd())"),
        ('local z = archive.gzip.compress("x")', 'z = archive.gzip.compress("x")'),
        ("local s = tostring(1)\nprint(s:trim())", "print(string.trim(s))"),
        ('sqlite.open("x"):exec("SELECT 1")', 'sqlite.open("x").exec("SELECT 1")'),
        (
            'local h = require("honeymoon")\nlocal app = h.new()\n'
            'app:get("/", function(q, s) s:status(201):json(q.params.id) end)',
            's.status(201).json(q.params["id"])',
        ),
    ],
)
def test_text(text: str, python: str, tmp_path: Path) -> None:
    assert python in _python(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "fs = nil\nfs.cwd()",
        "fs.cwd = nil\nfs.cwd()",
        "print(fs)\nfoo(fs)\nfs.cwd()",
        "local _ENV = {}\nfs.cwd()",
        "setmetatable(_G, {})\nfs.cwd()",
    ],
)
def test_declines(text: str, tmp_path: Path) -> None:
    assert not re.search(r"import .*\bfs\b", _python(tmp_path, text))


def test_plain_lua_has_no_such_names(tmp_path: Path) -> None:
    text = "print(fs, pcall(function() return fs.cwd() end))\nlocal s = 'x'\nprint(s:trim())"
    python = _python(tmp_path, text, "lua54")
    assert 'G["fs"]' in python and "string.trim" not in python
