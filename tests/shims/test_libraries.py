"""Shims as globals and packages: laziness must not show, and files of the program come first."""

from collections.abc import Callable


def test_a_library_is_an_ordinary_table_before_its_first_use(output: Callable[..., list[str]]) -> None:
    assert output("""
        local names = {}
        for name in pairs(json) do names[#names + 1] = name end
        table.sort(names)
        print(table.concat(names, " "))
        print(type(next(os_ext)), rawget(sqlite, "nothing"), type(rawget(sqlite, "open")))
        """) == ["decode encode pretty", "string\tnil\tfunction"]


def test_writing_to_a_library_before_its_first_use(output: Callable[..., list[str]]) -> None:
    assert output("""
        json.encode = function() return "mine" end
        print(json.encode({}), type(json.decode))
        os_ext.env = nil
        print(os_ext.env, type(os_ext.cwd))
        rawset(sqlite, "open", 1)
        print(sqlite.open, type(sqlite.memory))
        """) == ["mine\tfunction", "nil\tfunction", "1\tfunction"]


def test_a_metatable_for_a_library(output: Callable[..., list[str]]) -> None:
    assert output("""
        setmetatable(json, { __index = function(_, k) return "no " .. k end })
        print(type(json.decode), json.nothing, getmetatable(json) ~= nil)
        setmetatable(_G, { __index = function(_, k) error("undefined " .. k, 2) end })
        print(type(sqlite.open), pcall(function() return undefined_name end))
        """) == ["function\tno nothing\ttrue", "function\tfalse\tmain.lua:5: undefined undefined_name"]


def test_functions_stay_the_same_by_their_first_call(output: Callable[..., list[str]]) -> None:
    assert output("""
        local encode = json.encode
        local names = { [encode] = "encode" }
        print(encode({ 1 }), encode == json.encode, names[json.encode])
        print(pcall(json.decode), select("#", json.decode("null")))
        """) == ["[1]\ttrue\tencode", "false\t1"]


def test_libraries_can_be_required(output: Callable[..., list[str]]) -> None:
    assert output("""
        print(require("json") == json, require("sqlite") == sqlite, select(2, require("os_ext")))
        print(require("honeymoon") == require("honeymoon"), honeymoon, package.loaded.honeymoon ~= nil)
        """) == ["true\ttrue\t:native:", "true\tnil\ttrue"]


def test_files_of_the_program_come_before_shims_and_these_before_harbor_modules(
    output: Callable[..., list[str]],
) -> None:
    files = {
        "json.lua": "return 'own json'",
        "harbor_modules/honeymoon/init.lua": "return 'installed honeymoon'",
        "harbor_modules/other/init.lua": "return 'installed other'",
    }
    assert output("print(require('json'), type(require('honeymoon')), require('other'), type(json))", files=files) == [
        "own json\ttable\tinstalled other\ttable"
    ]


def test_what_is_nowhere(output: Callable[..., list[str]]) -> None:
    lines = output("print(select(2, pcall(require, 'nowhere')))")
    assert lines[0] == "module 'nowhere' not found:"
    assert "\tno native package 'nowhere'" in lines
    assert any(line.endswith("harbor_modules/nowhere/init.lua'") for line in lines)


def test_plain_lua_has_none_of_it(output: Callable[..., list[str]]) -> None:
    assert output(
        "print(json, sqlite, os_ext, _COPPERMOON_VERSION, pcall(require, 'honeymoon'))", options=("--dialect", "lua54")
    )[0].startswith("nil\tnil\tnil\tnil\tfalse\tmodule 'honeymoon' not found:")


def test_version(output: Callable[..., list[str]]) -> None:
    assert output("print(_COPPERMOON_VERSION, _VERSION)") == ["0.1.61\tLua 5.4"]


def test_messages_name_the_function_as_it_is_called(output: Callable[..., list[str]]) -> None:
    assert (
        output("""
        local db = sqlite.memory()
        local decode = json.decode
        print(select(2, pcall(function() json.decode(nil) end)))
        print(select(2, pcall(function() decode({}) end)))
        print(select(2, pcall(function() db:exec(nil) end)))
        print(select(2, pcall(function() db.exec(1, "x") end)))
        print(select(2, pcall(function() db:nothing() end)))
        print(select(2, pcall(json.decode, nil)))
        """)
        == [
            "main.lua:4: bad argument #1 to 'decode' (string expected, got nil)",
            "main.lua:5: bad argument #1 to 'decode' (string expected, got table)",
            "main.lua:6: bad argument #1 to 'exec' (string expected, got nil)",
            "main.lua:7: bad argument #1 to 'exec' (Database expected, got number)",
            "main.lua:8: attempt to call a nil value (method 'nothing')",
            "bad argument #1 to 'json.decode' (string expected, got nil)",
        ]
    )


def test_tracebacks_pass_through_shims(lua: Callable[..., object]) -> None:
    done = lua("local function f() json.decode('{') end\nf()")
    assert done.returncode == 1  # type: ignore[attr-defined]
    lines = done.stderr.splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "error: JSON decode error: EOF while parsing an object at line 1 column 1"
    assert lines[1] == "stack traceback:"
    assert [line.strip().partition(":")[0] for line in lines[2:]][:2] == ["[C]", "main.lua"]


def test_libraries_of_other_languages_are_refused(output: Callable[..., list[str]]) -> None:
    assert output('print(pcall(package.loadlib, "x.so", "luaopen_x"))') == [
        "false\tsafety error: package.loadlib is disabled in safe mode"
    ]
