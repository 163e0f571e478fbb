"""The textual dump of a tree."""

from cmc.transpiler.source import Source
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.comments import attach_comments
from cmc.transpiler.syntax.dump import dump
from cmc.transpiler.syntax.parser import parse


def _tree(text: str) -> lua.Chunk:
    result = parse(Source.from_text("=test", text))
    assert result.findings == ()
    return result.chunk


def test_nodes_and_values() -> None:
    """One line a node, scalars behind its kind, children below after the name of their field."""
    assert dump(_tree("local x <const> = 0x10\nreturn -x, 'a\\255'")) == (
        "Chunk\n"
        "  body: Block\n"
        "    statements: Local\n"
        "      names: Binding name='x' attribute='const'\n"
        "      values: Number value=16 text='0x10'\n"
        "    statements: Return\n"
        "      values: Unary op='-'\n"
        "        operand: Name name='x'\n"
        "      values: String value='a\\udcff' long=False\n"
    )


def test_arms_and_absent_parts() -> None:
    """The arms of an `if` are condition and block in turn; what is not there has no line."""
    assert dump(_tree("if a then elseif b then else end")) == (
        "Chunk\n"
        "  body: Block\n"
        "    statements: If\n"
        "      arms: Name name='a'\n"
        "      arms: Block\n"
        "      arms: Name name='b'\n"
        "      arms: Block\n"
        "      orelse: Block\n"
    )


def test_positions() -> None:
    """Offsets and lines, the second line of method calls and functions included."""
    assert dump(_tree("a\n:b()"), positions=True) == (
        "Chunk [0:6 1]\n"
        "  body: Block [0:6 1]\n"
        "    statements: CallStatement [0:6 1]\n"
        "      call: MethodCall name='b' [0:6 1 2]\n"
        "        obj: Name name='a' [0:1 1]\n"
    )
    function = dump(_tree("return function()\nend"), positions=True).splitlines()[3]
    assert function == "      values: Function vararg=False name='' method=False [7:21 1 2]"


def test_comments() -> None:
    """Comments of the chunk, and where they were attached."""
    text = "-- one\nf() -- two\n\n--[[three]] g()\n-- four"
    chunk = _tree(text)
    plain = dump(chunk)
    attach_comments(chunk, text)
    assert dump(chunk) == plain
    lines = dump(chunk, comments=True).splitlines()
    assert lines[2:4] == ["    before: short, own line, ' one'", "    beside: short, after code, ' two'"]
    assert lines[7:9] == ["    blank line", "    before: long, own line, 'three'"]
    assert lines[-5] == "    at the end: short, own line, ' four'"
    assert lines[-4:] == [
        "  comment: short, own line, ' one'",
        "  comment: short, after code, ' two'",
        "  comment: long, own line, 'three'",
        "  comment: short, own line, ' four'",
    ]


def test_ids_do_not_show() -> None:
    """Equal trees with other ids have the same text."""
    chunk = _tree("x = 1")
    before = dump(chunk, positions=True)
    chunk.body.id, chunk.id = chunk.id, chunk.body.id
    assert dump(chunk, positions=True) == before


def test_depth_has_no_limit() -> None:
    """A tree that is deeper than Python's stack can be shown."""
    text = dump(_tree("x = " + "+".join(["a"] * 5000)))
    assert text.count("Binary op='+'") == 4999
