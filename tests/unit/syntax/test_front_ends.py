"""The two front ends: our parser, and luaparser behind its adapter."""

import difflib
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cmc.transpiler.options import Options
from cmc.transpiler.pipeline import Output, build_module, check_source
from cmc.transpiler.source import Source
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.dump import dump
from cmc.transpiler.syntax.parser import parse
from cmc.transpiler.syntax.walk import walk
from tests.cli.command import build, cmc_here, write_files

ROOT = Path(__file__).parents[3]
DATA = tomllib.loads(Path(__file__).with_name("luaparser_defects.toml").read_text("utf-8"))
DEFECTS = DATA["defect"]
# luaparser reads three thousand lines a second, so that not every program is tried; those of an area are much alike.
FILES_OF_AN_AREA = 40
LINES_OF_A_FILE = 150


def _programs() -> dict[str, list[Path]]:
    """The Lua programs of the test suites by folder: short ones, evenly spread, and all that are exempt."""
    found: dict[str, list[Path]] = {}
    for top in ("tests/differential/cases", "tests/programs", "examples", "fixtures/lua"):
        for path in sorted((ROOT / top).rglob("*.lua")):
            area = path.parent if top == "tests/differential/cases" else ROOT / top
            found.setdefault(area.relative_to(ROOT).as_posix(), []).append(path)
    chosen = {}
    for area, paths in found.items():
        short = [path for path in paths if path.read_bytes().count(b"\n") <= LINES_OF_A_FILE]
        step = max(1, -(-len(short) // FILES_OF_AN_AREA))
        exempt = [path for path in paths if path.relative_to(ROOT).as_posix() in DATA["exempt"]]
        chosen[area] = sorted({*short[::step], *exempt})
    return chosen


PROGRAMS = _programs()


@pytest.fixture(autouse=True)
def _deep_recursion() -> Iterator[None]:
    """The room that the command line gives to recursion."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)
    yield
    sys.setrecursionlimit(limit)


def _source(data: bytes, name: str = "test.lua") -> Source:
    return Source.from_bytes(f"@{name}", data)


def _text(text: str) -> Source:
    return Source.from_text("@test.lua", text)


def _difference(source: Source) -> str:
    """How the tree of luaparser differs from ours; empty for equal trees."""
    from cmc.transpiler.syntax.from_luaparser import parse_with_luaparser

    native = parse(source)
    assert native.findings == ()
    other = parse_with_luaparser(source)
    if other.findings:
        return other.findings[0].message
    assert sorted(node.id for node in walk(other.chunk)) == list(range(other.chunk.nodes))
    ours = dump(native.chunk, positions=True, comments=True).splitlines()
    theirs = dump(other.chunk, positions=True, comments=True).splitlines()
    return "\n".join(difflib.unified_diff(ours, theirs, "native", "luaparser", lineterm="", n=1))


@pytest.mark.parametrize("area", PROGRAMS)
def test_programs_have_equal_trees(area: str) -> None:
    """Both front ends give the same nodes, values, positions and comments, but for the programs that are exempt."""
    names = {defect["name"] for defect in DEFECTS}
    for path in PROGRAMS[area]:
        name = path.relative_to(ROOT).as_posix()
        source = _source(path.read_bytes(), name)
        if parse(source).findings:
            continue
        difference = _difference(source)
        exempt = DATA["exempt"].get(name)
        if exempt is None:
            assert not difference, f"{name}\n{difference}"
        else:
            assert exempt in names
            assert difference, f"{name} is exempt, but the trees are equal"


def test_exempt_programs_exist() -> None:
    """The list names no program that is gone."""
    assert [name for name in DATA["exempt"] if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect["name"])
def test_defect(defect: dict[str, str]) -> None:
    """luaparser still does what the list says, and the adapter repairs or reports it."""
    from luaparser import ast, astnodes

    from cmc.transpiler.syntax.from_luaparser import parse_with_luaparser

    source = _source(defect["snippet"].encode("latin-1"))
    if "raises" in defect:
        with pytest.raises(Exception) as caught:
            ast.parse(source.text)
        assert type(caught.value).__name__ == defect["raises"]
    else:
        chunk = ast.parse(source.text)
        if "value" in defect:
            value = chunk.body.body[0].values[0]
            assert repr(value.s if isinstance(value, astnodes.String) else value.n) == defect["value"]
        else:
            assert ast.to_lua_source(chunk) == defect["prints"]
    if "finding" in defect:
        findings = parse_with_luaparser(source).findings
        assert [finding.code for finding in findings] == [defect["finding"]]
    else:
        assert _difference(source) == ""


FORMS = r"""#!/usr/bin/env lua
local a <const>, b <close>, c = 1, nil
local t = {1, a = 2, ["b"] = 3; f(), [a] = {}, "s",}
local function f(x, ...) return x, (...), ((...)), ... end
function t.g.h(y) return end
function t.g:m(...) return self, ...; end;
;;; f "s" {1} [[l]] (f) .x = (f(1)).y, (t).g["k"].h
t:m "x":m{2}:n(3, f()).z()(); ("s"):rep(2):upper():len(); (t.g or f)(1)
for i = 1, #t do goto continue ::continue:: end
for i = 3, 1, -1 do if i == 2 then break elseif not i then else end end
for k, v in pairs(t), nil do while k do repeat local z = v until z; break end end
do local x = -a ^ -b ^ c .. "d" .. 1 .. 2, a + b - c * a / b // c % a, a or b and c end
x = a | b ~ c & a << b >> c, ~a, a < b == (c >= a) ~= (a <= b), a > b
x = 0x7fffffffffffffff + 1e3 + .5 + 3. + 0x.8p1 -- at the end
x = (function(...) return nil, true, false end)( --[[ inside ]]
  a.b,
  c
)
"""


def test_all_forms() -> None:
    """A text with every construct of the grammar."""
    assert _difference(_text(FORMS)) == ""


@pytest.mark.parametrize(
    "text", ["", "-- only a comment", "#!/bin/lua", "# first\nx = 1", "return", "\ufeff#\n;", "\r"]
)
def test_odd_files(text: str) -> None:
    """Files with next to nothing in them."""
    assert _difference(_text(text)) == ""


def _noted_spans(chunk: Any) -> Iterator[tuple[type, int, int, int]]:
    """Kind, start, end and line of everything that luaparser notes the whole place of."""
    from luaparser import ast, astnodes

    kinds = {
        astnodes.Assign: lua.Assign, astnodes.LocalAssign: lua.Local, astnodes.Do: lua.Do, astnodes.While: lua.While,
        astnodes.Repeat: lua.Repeat, astnodes.If: lua.If, astnodes.Fornum: lua.NumericFor,
        astnodes.Forin: lua.GenericFor, astnodes.Function: lua.FunctionStatement, astnodes.Break: lua.Break,
        astnodes.Method: lua.FunctionStatement, astnodes.LocalFunction: lua.LocalFunction, astnodes.Goto: lua.Goto,
        astnodes.Label: lua.Label, astnodes.Number: lua.Number, astnodes.String: lua.String, astnodes.Nil: lua.Nil,
        astnodes.TrueExpr: lua.Boolean, astnodes.FalseExpr: lua.Boolean, astnodes.Dots: lua.Vararg,
        astnodes.Table: lua.Table, astnodes.AnonymousFunction: lua.Function, astnodes.Field: lua.Field,
        astnodes.UMinusOp: lua.Unary, astnodes.ULNotOp: lua.Unary, astnodes.AddOp: lua.Binary,
        astnodes.Concat: lua.Binary, astnodes.EqToOp: lua.Binary,
    }  # fmt: skip
    for node in ast.walk(chunk):
        kind = kinds.get(type(node))
        if kind is not None and node.first_token is not None and not node.wrapped:
            yield kind, node.start_char, node.stop_char + 1, node.line


@pytest.mark.parametrize(
    "name", ["forms", "class_library/mixins.lua", "unit_testing/account.lua", "json_library/main.lua"]
)
def test_positions_are_those_of_luaparser(name: str) -> None:
    """Where luaparser notes the place of a node, our parser has a node of that kind there."""
    from luaparser import ast

    text = FORMS.replace("0x.8p1", "1") if name == "forms" else (ROOT / "tests/programs" / name).read_text("utf-8")
    source = _text(text)
    ours = Counter(
        (type(node), node.start, node.end, source.line_and_column(node.start)[0]) for node in walk(parse(source).chunk)
    )
    theirs = Counter(_noted_spans(ast.parse(text)))
    assert theirs.total() > 20
    assert theirs - ours == Counter()


@pytest.mark.parametrize(
    "name",
    [
        "tests/differential/cases/control/goto_continue.lua",
        "tests/differential/cases/lexical/escape_hex.lua",
        "tests/differential/cases/scoping/close_exits.lua",
        "tests/differential/cases/tables/matrix.lua",
        "tests/programs/class_library/mixins.lua",
        "tests/programs/unit_testing/account.lua",
    ],
)
def test_python_is_the_same(name: str) -> None:
    """The option chooses the front end, and the generated module does not depend on it."""
    source = _source((ROOT / name).read_bytes(), name)
    native = build_module(source, Options())
    other = build_module(source, Options(front_end="luaparser"))
    assert isinstance(native, Output)
    assert isinstance(other, Output)
    assert other.text == native.text


def test_errors_are_those_of_lua() -> None:
    """Errors in the text are found and told by our own parser, several in one file."""
    source = _text("local x = = 1\nf(\nlocal y = 2 +\nreturn x")
    expected = check_source(source, Options())
    assert len(expected) > 1
    assert check_source(source, Options(front_end="luaparser")) == expected


def test_unreadable_for_luaparser() -> None:
    """What luaparser alone cannot read is one finding."""
    source = _text("do " * 180 + "end " * 180)
    sys.setrecursionlimit(1000)
    findings = check_source(source, Options(front_end="luaparser"))
    assert [finding.code for finding in findings] == ["L007"]
    assert findings[0].message.startswith("luaparser cannot read this file (RecursionError")
    assert check_source(source, Options()) == ()


def test_lost_code_is_reported_where_it_stands() -> None:
    """The finding points to the first token that the tree of luaparser does not hold."""
    source = _text("local f\nx = 1\n(f):g()(2)\n")
    (finding,) = check_source(source, Options(front_end="luaparser"))
    assert finding.message == "luaparser loses a part of the program near '('"
    assert (finding.code, finding.line, source.text[finding.start :]) == ("L007", 3, "(2)\n")


def test_command_line(tmp_path: Path) -> None:
    """`--parser` of `cmc check` and `cmc build`."""
    write_files(tmp_path, {"lost.lua": "local f\n(f):g()()\n", "good.lua": "print(007)\n"})
    assert cmc_here(tmp_path, "check", "lost.lua").returncode == 0
    result = cmc_here(tmp_path, "check", "--parser", "luaparser", "lost.lua")
    assert result.returncode == 1
    assert "lost.lua:2:8: error[L007]: luaparser loses a part of the program near '('" in result.stderr
    texts = []
    for parser in ("native", "luaparser"):
        build(tmp_path, "--parser", parser, "-o", f"{parser}/good", "good.lua")
        texts.append({path.name: path.read_text() for path in (tmp_path / parser / "good").rglob("*.py")})
    assert texts[0] == texts[1]
    assert any("(7)" in text for text in texts[1].values())
