"""Trees of luaparser that a program has rewritten or built."""

from typing import Any

import pytest

from cmc.transpiler.source import Source
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.dump import dump
from cmc.transpiler.syntax.parser import parse
from cmc.transpiler.syntax.walk import walk


def _parse(text: str) -> tuple[Any, Source]:
    """luaparser's tree of a text."""
    from luaparser import ast

    return ast.parse(text), Source.from_text("@test.lua", text)


def _convert(chunk: Any, source: Source) -> lua.Chunk:
    from cmc.transpiler.syntax.from_luaparser import convert

    return convert(chunk, source)


def _native(text: str) -> str:
    """The dump, without positions, of the program that a tree was rewritten to."""
    return dump(parse(Source.from_text("@test.lua", text)).chunk)


def _pieces(chunk: lua.Chunk, source: Source, kind: type) -> list[str]:
    """The text at the places of all nodes of a kind."""
    return [source.text[node.start : node.end] for node in walk(chunk) if isinstance(node, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "x = 007 + 0xffffffffffffffffff",
        "x = '\\xff\\200' .. [[\nl]] .. 'a\\\nb'",
        "x = ((f())).y",
        "-- one\nf() -- two",
    ],
)
def test_untouched(text: str) -> None:
    """A tree that was only parsed is repaired like those of the front end."""
    chunk = _convert(*_parse(text))
    native = parse(Source.from_text("@test.lua", text)).chunk
    assert dump(chunk, positions=True, comments=True) == dump(native, positions=True, comments=True)


def test_changed_in_place() -> None:
    """New values win over the text, at the old places."""
    chunk, source = _parse("local a = 5\nprint(a, 'old', 5.0)\nreturn a")
    local, call, result = chunk.body.body
    local.targets[0].id = "b"
    local.values[0].n = 6
    call.args[0].id = "b"
    call.args[1].s = b"new\xff"
    call.args[2].n = 5
    result.values[0].id = "b"
    converted = _convert(chunk, source)
    assert dump(converted) == _native("local b = 6\nprint(b, 'new\\xff', 5)\nreturn b")
    assert _pieces(converted, source, lua.Name) == ["print", "a", "a"]
    assert _pieces(converted, source, lua.Number | lua.String) == ["5", "'old'", "5.0"]


def test_new_numbers() -> None:
    """Numbers that have no numeral of their own: negative ones, and integers of more than 64 bits."""
    from luaparser import astnodes

    chunk, source = _parse("x = 1, 2, 3")
    chunk.body.body[0].values = [astnodes.Number(n) for n in (-5, 1 << 63, -0.5)]
    converted = _convert(chunk, source)
    values = [node for node in walk(converted) if isinstance(node, lua.Number)]
    assert [node.value for node in values] == [5, 2.0**63, 0.5]
    assert [type(node.value) for node in values] == [int, float, float]
    assert [node.op for node in walk(converted) if isinstance(node, lua.Unary)] == ["-", "-"]


def test_removed_statement() -> None:
    """What follows a removed statement keeps its place, calls included."""
    chunk, source = _parse("log(1)\nlog(2)\nt.a.b(3):c(4);\n(x or y).z()\ng(5)\nx = 1")
    del chunk.body.body[0:2]
    converted = _convert(chunk, source)
    assert _pieces(converted, source, lua.CallStatement) == ["t.a.b(3):c(4)", "(x or y).z()", "g(5)"]
    assert _pieces(converted, source, lua.Assign) == ["x = 1"]
    assert [node.line for node in walk(converted) if isinstance(node, lua.CallStatement)] == [3, 4, 5]


def test_added_statement() -> None:
    """A statement without tokens stands where its block does; the others are found again."""
    from luaparser import astnodes

    chunk, source = _parse("do\n  f()\n  g()\nend\nh()")
    call = astnodes.Call(astnodes.Name("log"), [astnodes.String(b"s", "s")])
    chunk.body.body[0].body.body.insert(1, call)
    converted = _convert(chunk, source)
    assert dump(converted) == _native("do f() log('s') g() end h()")
    block = converted.body.statements[0]
    assert isinstance(block, lua.Do)
    added = block.body.statements[1]
    assert (added.start, added.end, added.line) == (block.body.start, block.body.end, block.body.line)
    others = [source.text[node.start : node.end] for node in walk(converted) if isinstance(node, lua.CallStatement)]
    assert others == ["f()", source.text[added.start : added.end], "g()", "h()"]


def test_wrapped_expression() -> None:
    """Old nodes inside new ones keep their places."""
    from luaparser import astnodes

    chunk, source = _parse("return a + b, c.d\n")
    values = chunk.body.body[0].values
    values[0] = astnodes.Call(astnodes.Name("f"), [values[0].right, values[0].left])
    converted = _convert(chunk, source)
    assert dump(converted) == _native("return f(b, a), c.d")
    places = {node.name: (node.start, node.end) for node in walk(converted) if isinstance(node, lua.Name)}
    assert [places[name] for name in "abc"] == [(7, 8), (11, 12), (14, 15)]
    assert _pieces(converted, source, lua.Return) == ["return a + b, c.d"]


def test_transformer() -> None:
    """The transformer of luaparser replaces nodes by others without tokens."""
    from luaparser import ast, astnodes

    class Doubled(ast.ASTTransformer):  # type: ignore[misc]
        def visit_Number(self, node: Any) -> Any:
            return astnodes.Number(node.n * 2)

    chunk, source = _parse("for i = 1, 10 do\n  f(i, 3)\nend\nx = {4, n = 5}")
    converted = _convert(Doubled().visit(chunk), source)
    assert dump(converted) == _native("for i = 2, 20 do f(i, 6) end x = {8, n = 10}")
    assert _pieces(converted, source, lua.Number) == ["1", "10", "3", "4", "5"]
    assert _pieces(converted, source, lua.CallStatement) == ["f(i, 3)"]


def test_built_by_hand() -> None:
    """A tree without any tokens: everything stands at the beginning of an empty text."""
    from luaparser import astnodes as tree

    name = tree.Name
    body = [
        tree.LocalAssign([tree.Name("a", tree.Attribute(name("const")))], [tree.Number(0.25)]),
        tree.SemiColon(),
        tree.LocalFunction(name("f"), [name("x"), tree.Varargs()], tree.Block([tree.Return([tree.Dots()])])),
        tree.Method(name("t"), name("m"), [], tree.Block([tree.Break()])),
        tree.If(name("a"), tree.Block([]), tree.ElseIf(name("b"), tree.Block([]), tree.Block([tree.Goto(name("l"))]))),
        tree.Fornum(name("i"), tree.Number(1), tree.Number(2), 1, tree.Block([tree.Label(name("l"))])),
        tree.Assign(
            [tree.Index(name("k"), name("t")), tree.Index(name("k"), name("t"), tree.IndexNotation.SQUARE)],
            [tree.Call(name("f"), [], wrapped=True), tree.Table([tree.Field(name("n"), tree.Nil())])],
        ),
        tree.Invoke(
            name("t"), name("m"), [tree.ULengthOP(tree.Concat(tree.TrueExpr(), tree.FalseExpr(), wrapped=True))]
        ),
    ]
    converted = _convert(tree.Chunk(tree.Block(body)), Source.from_text("=built", ""))
    assert dump(converted) == _native(
        "local a <const> = 0.25; local function f(x, ...) return ... end function t:m() break end "
        "if a then elseif b then else goto l end for i = 1, 2 do ::l:: end t.k, t[k] = (f()), {n = nil} "
        "t:m(#(true .. false))"
    )
    assert {(node.start, node.end, node.line) for node in walk(converted)} == {(0, 0, 1)}


@pytest.mark.parametrize("place", ["statement", "expression", "function name"])
def test_misplaced_nodes(place: str) -> None:
    """A node that cannot stand where it is put is an error of the caller."""
    from luaparser import astnodes as tree

    body = {
        "statement": [tree.Number(1)],
        "expression": [tree.Return([tree.Break()])],
        "function name": [tree.Function(tree.Number(1), [], tree.Block([]))],
    }[place]
    with pytest.raises(TypeError, match="is no"):
        _convert(tree.Chunk(tree.Block(body)), Source.from_text("=built", ""))
