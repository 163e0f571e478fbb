"""`cmc check`: uses of CopperMoon's libraries that cannot work, and programs that change the libraries."""

from importlib import import_module
from pathlib import Path

import pytest

from cmc.runtime.core.errors import LuaError
from cmc.runtime.declare import declared_functions, declared_methods
from cmc.runtime.lua_form import signature_of
from cmc.runtime.shims.catalogue import EXTENSIONS, FUNCTIONS, GLOBALS, PACKAGES
from cmc.transpiler.analysis.checks.libraries import libraries_of
from cmc.transpiler.project.native import manifest
from tests.cli.command import build, cmc, cmc_here, write_files


def findings(folder: Path, text: str, **others: str) -> list[str]:
    """The findings in one text, without its name; other files stand beside it and are checked with it."""
    write_files(folder, {"a.lua": text, **{f"{name}.lua": other for name, other in others.items()}})
    done = cmc_here(folder, "check", ".")
    lines = [line for line in done.stderr.splitlines() if line.startswith("a.lua:")]
    assert done.returncode == (1 if lines else 0), done
    return [line.removeprefix("a.lua:") for line in lines]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("crypto.sha256()", "1:1: warning[W001]: 'crypto.sha256' takes 1 argument, not 0"),
        ("x = crypto.uuid(1)", "1:5: warning[W001]: 'crypto.uuid' takes no arguments, not 1"),
        ('fs.write("a")', "1:1: warning[W001]: 'fs.write' takes 2 arguments, not 1"),
        ("re.test('a')", "1:1: warning[W001]: 're.test' takes 2 or 3 arguments, not 1"),
        ("json.encode(1, 2, f())", "1:1: warning[W001]: 'json.encode' takes at most 1 argument, not at least 2"),
        ("string.trim((...), 2)", "1:1: warning[W001]: 'string.trim' takes 1 argument, not 2"),
        ("setTimeout()", "1:1: warning[W001]: 'setTimeout' takes 1 or 2 arguments, not 0"),
        ("json.decod('1')", "1:6: warning[W002]: 'json' has no field 'decod'; did you mean 'decode'?"),
        ("print(time.slep)", "1:12: warning[W002]: 'time' has no field 'slep'; did you mean 'sleep'?"),
        ("json:decod('1')", "1:6: warning[W002]: 'json' has no field 'decod'; did you mean 'decode'?"),
        ("json['decod']('1')", "1:6: warning[W002]: 'json' has no field 'decod'; did you mean 'decode'?"),
        ("_G.json.decod('1')", "1:9: warning[W002]: 'json' has no field 'decod'; did you mean 'decode'?"),
        ("string.nothing_like_it()", "1:8: warning[W002]: 'string' has no field 'nothing_like_it'"),
        ("math.flor(1)", "1:6: warning[W002]: 'math' has no field 'flor'; did you mean 'floor'?"),
        ("archive.zip.opne()", "1:13: warning[W002]: 'archive.zip' has no field 'opne'; did you mean 'open'?"),
        ("local j = json j.decod()", "1:18: warning[W002]: 'json' has no field 'decod'; did you mean 'decode'?"),
        (
            'local json = require("json") json.decod()',
            "1:35: warning[W002]: 'json' has no field 'decod'; did you mean 'decode'?",
        ),
        (
            'local hm = require "honeymoon" local app = hm.new() app:gte("/")',
            "1:57: warning[W003]: 'honeymoon.Application' has no method 'gte'; did you mean 'get'?",
        ),
        (
            'local db <const> = sqlite.open("x") function f() db:qery("x") end',
            "1:53: warning[W003]: 'sqlite.Database' has no method 'qery'; did you mean 'query'?",
        ),
        (
            'local db, err = sqlite.open("x") db:query()',
            "1:37: warning[W001]: 'sqlite.Database:query' takes at least 1 argument, not 0",
        ),
        ("setTimeot(f)", "1:1: warning[W004]: nothing assigns the global 'setTimeot'; did you mean 'setTimeout'?"),
    ],
)
def test_findings(tmp_path: Path, text: str, message: str) -> None:
    """Each mistake is told once, with its place and the name that was meant."""
    assert findings(tmp_path, text) == [message]


@pytest.mark.parametrize(
    "text",
    [
        # Arguments that may be there, or be several.
        "crypto.sha256(...) crypto.sha256(f()) crypto.sha256(o:m()) json.encode() setTimeout(f)",
        "fs.write('a', (f())) path.join() path.join(1, 2, 3) time.daysInMonth(f())",
        "local db = sqlite.memory() db:query('x', 1, 2, 3) db:query(f())",
        # All that there is.
        "math.pow(2, 3) io.stdout:write(os.time(), string.dump(f), utf8.charpattern, table.clone(t).x) debug.foo()",
        "local vein = require('vein') print(vein.filters, vein._VERSION) honeymoon.foo()",
        # Changed libraries.
        "function string.trim2(s) end string.trim2('x')",
        "function string.trim(s, how) end string.trim('x', 1)",
        "json.foo = f json.foo() json.bar()",
        "local s = string s.foo = 1 print(string.foo)",
        "local name = 'foo' string[name] = f string.foo()",
        "for k, v in pairs(o) do table[k] = v end table.deep(t)",
        "rawset(string, 'foo', f) string.foo()",
        "setmetatable(json, { __index = f }) json.foo()",
        "extend(string) string.foo()",
        "for _, lib in ipairs({ string, table }) do lib.foo = f end string.foo()",
        "local lib = json or {} lib.foo = f json.foo()",
        "getmetatable('').__index.foo = f string.foo()",
        "local mt = getmetatable('') mt.__index.foo = f string.foo()",
        "_G.json.foo = f json.foo()",
        "_G.string.foo = f string.foo()",
        "local s = _G.string s.foo = f string.foo()",
        "for _, n in ipairs({ 'string' }) do _G[n].foo = f end string.foo()",
        "require('string').foo = f string.foo()",
        "local s = require('string') s.foo = f string.foo()",
        "package.loaded.json = {} local json = require('json') json.foo()",
        "package.loaded['string'].foo = f string.foo()",
        "local s = package.loaded.string s.foo = f string.foo()",
        "load('function string.foo() end')() string.foo()",
        # Hidden libraries.
        "local json = {} json.foo()",
        "local function f(json, time) json.foo() time.slep() end",
        "json = my_json json.foo()",
        "_G.json = my_json json.foo()",
        "_G['json'] = my_json json.foo()",
        "for k, v in pairs(o) do _G[k] = v end json.foo() setTimeot()",
        "local _ENV = { json = o } json.foo()",
        "local json = ok and require('json') or o json.foo()",
        "local json = require('json') json = o json.foo()",
        # What is asked for first.
        "if string.foo then string.foo() end",
        "local foo = string.foo or f print(string.foo)",
        "if type(json.foo) == 'function' then json.foo() end",
        "local ok = json.foo ~= nil and json.foo()",
        # Objects that are not sure to be of the class, or may be given methods.
        "local db = sqlite.memory() db = wrap(db) db:qery('x')",
        "local app = require('honeymoon').new() function app:gte() end app:gte()",
        "local app = require('honeymoon').new() app['gte'] = f app:gte()",
        "local db = f(sqlite.memory()) db:qery()",
        # Globals.
        "function setTimeot() end setTimeot()",
        "setTimeot = f setTimeot()",
        "_G.setTimeot = f setTimeot()",
        "rawset(_G, 'setTimeot', f) setTimeot()",
        "setmetatable(_G, { __index = f }) setTimeot()",
        "dofile('x.lua') setTimeot()",
        "dofile(name) setTimeot()",
        "require(name) setTimeot()",
        "if setTimeot then setTimeot() end",
        "some_global(an_other) honeymoon.foo() x.y = honeymoon",
    ],
)
def test_no_findings(tmp_path: Path, text: str) -> None:
    """What may work is not told."""
    assert findings(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("string.foo('x')", "function string.foo(s) end"),
        ("string.foo('x')", "local M = {} M.lib = string return M"),
        ("setTimeot(f)", "function setTimeot() end"),
        ("setTimeot(f)", "setTimeot = = 1"),
        ("json.foo()", "json = {"),
        ("local app = require('honeymoon').new() require('other')(app) app:gte()", "return function(a) a.gte = f end"),
        ("json.foo()", "for k in pairs(o) do _G[k] = f end"),
    ],
)
def test_other_files_count(tmp_path: Path, text: str, other: str) -> None:
    """A library that another file changes is not checked in any."""
    assert [line for line in findings_beside(tmp_path, text, other) if "W0" in line] == []


def findings_beside(folder: Path, text: str, other: str) -> list[str]:
    """All lines of a check of two files."""
    write_files(folder, {"a.lua": text, "other.lua": other})
    return cmc_here(folder, "check", ".").stderr.splitlines()


def test_required_files_count(tmp_path: Path) -> None:
    """Files that a program requires are read for what they change, and nothing is told about them."""
    write_files(
        tmp_path,
        {
            "a.lua": "require('lib.one') string.foo() string.bar()  time.slep(1)",
            "lib/one.lua": "require('lib.two') function string.foo() end time.foo()",
            "lib/two.lua": "time.slep = f",
            "harbor_modules/pack/init.lua": "function json.foo() end",
            "b.lua": "require('pack') json.foo() crypto.sha256()",
        },
    )
    assert cmc_here(tmp_path, "check", "a.lua").stdout == "1 files, no findings\n"
    done = cmc_here(tmp_path, "check", "b.lua")
    assert [line for line in done.stderr.splitlines() if "W0" in line] == [
        "b.lua:1:28: warning[W001]: 'crypto.sha256' takes 1 argument, not 0"
    ]


def test_own_modules_hide_libraries(tmp_path: Path) -> None:
    """`require` finds a file of the program before a library of the runtime; the global stays what it is."""
    text = "local json = require('json') json.foo()"
    assert findings(tmp_path, text, json="return { foo = print }") == []
    write_files(tmp_path, {"src/a.lua": text, "src/json.lua": "return {}"})
    assert cmc_here(tmp_path, "check", "src/a.lua").returncode == 0


def test_packages_from_source(tmp_path: Path) -> None:
    """A package that `cmc.toml` takes from its source is not that of the manifest."""
    text = "local hm = require('honeymoon') hm.foo()"
    write_files(tmp_path, {"a.lua": text})
    assert cmc_here(tmp_path, "check", "a.lua").returncode == 1
    write_files(tmp_path, {"cmc.toml": '[packages]\nhoneymoon = "source"\n'})
    assert cmc_here(tmp_path, "check", "a.lua").returncode == 0
    write_files(tmp_path, {"cmc.toml": '[packages]\nhoneymoon = "sauce"\n'})
    done = cmc_here(tmp_path, "check", "a.lua")
    assert (done.returncode, done.stderr.partition(":")[0]) == (2, "error[P003]")


def test_plain_lua_is_not_checked(tmp_path: Path) -> None:
    """The libraries are those of the dialect `coppermoon`."""
    write_files(tmp_path, {"a.lua": "json.foo() setTimeot() string.foo()"})
    assert cmc_here(tmp_path, "check", "--dialect", "lua54", "a.lua").returncode == 0


def test_the_other_front_end(tmp_path: Path) -> None:
    """What luaparser has read is surveyed as well."""
    write_files(tmp_path, {"a.lua": "json.decod(1) local db = sqlite.open('x') db:qery() fs.write('a')"})
    own, other = (cmc_here(tmp_path, "check", "--parser", name, "a.lua") for name in ("native", "luaparser"))
    assert own.stderr.count("warning[") == 3
    assert other.stderr == own.stderr


def test_builds_are_not_affected(tmp_path: Path) -> None:
    """Warnings are for `cmc check` alone."""
    write_files(tmp_path, {"a.lua": "print(pcall(function() json.decod() end))"})
    build(tmp_path, "a.lua")
    assert cmc(tmp_path, "run", "a.lua").returncode == 0


def test_code_frame_and_hint(tmp_path: Path) -> None:
    """The whole text of a finding."""
    write_files(tmp_path, {"a.lua": 'local db = sqlite.open("x")\ndb:qery("y")\n'})
    done = cmc_here(tmp_path, "check", "a.lua")
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "a.lua:2:4: warning[W003]: 'sqlite.Database' has no method 'qery'; did you mean 'query'?",
        '  1 | local db = sqlite.open("x")',
        '  2 | db:qery("y")',
        "    |    ^^^^",
        "  hint: docs/shims lists the methods of the libraries' objects.",
    ]


NAMES = """
local function show(path, lib)
  for name, value in pairs(lib) do
    if type(name) == "string" then print(path .. "." .. name) end
    if type(value) == "table" and PATHS[path .. "." .. name] then show(path .. "." .. name, value) end
  end
end
for path in pairs(PATHS) do
  if not path:find(".", 1, true) then show(path, _G[path] or require(path)) end
end
for name in pairs(_G) do print(name) end
"""


def test_names_are_those_of_the_runtime(tmp_path: Path) -> None:
    """The checks know every name that programs find in the libraries, and no other."""
    libraries = libraries_of(manifest())
    paths = "".join(f'["{path}"] = true, ' for path in libraries.tables)
    write_files(tmp_path, {"a.lua": f"local PATHS = {{ {paths} }}\n{NAMES}"})
    done = cmc(tmp_path, "run", "a.lua")
    assert (done.returncode, done.stderr) == (0, "")
    known = {f"{path}.{name}" for path, names in libraries.tables.items() for name in names}
    assert set(done.stdout.split()) == known | (libraries.variables - {"_ENV"})


@pytest.mark.parametrize(
    "module", sorted({*GLOBALS.values(), *PACKAGES.values(), *EXTENSIONS.values(), *FUNCTIONS.values()})
)
def test_missing_arguments_are_errors(module: str) -> None:
    """An argument that the checks ask for is refused by the runtime when it is missing."""
    libraries = libraries_of(manifest())
    place = import_module(module)
    needed = [
        (declaration.path, libraries.functions[declaration.path].least, signature_of(function).parameters)
        for declaration, function in declared_functions(place)
    ]
    for cls in vars(place).values():
        path = getattr(cls, "lua_path", None) if isinstance(cls, type) else None
        if path in libraries.classes:
            needed += [
                (
                    path,
                    libraries.classes[path].methods[declaration.name].least,
                    signature_of(method, cls).parameters[1:],
                )
                for declaration, method in declared_methods(cls)
            ]
    assert needed
    for path, least, parameters in needed:
        if least:
            with pytest.raises(LuaError):
                parameters[least - 1].kind.convert(None, least, path)
