"""A short function that is handed to another one is a `lambda`, where nothing is lost by it."""

import pytest

from tests.compiling import body_of, built, named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f(function() return 1 end)", "lambda *_: 1"),
        ("f(function(a, b) return a end)", "lambda a=None, b=None, *_: a"),
        ("f(function(...) return g(...) end)", "lambda *args: "),
        ("local x = f:m(2, function() return {} end)", "lambda *_: Table()"),
        ("return f(function(a) return a end)", "lambda a=None, *_: a"),
    ],
)
def test_lambda(text: str, expected: str) -> None:
    """In place of a definition before the statement."""
    assert expected in body_of(text)
    assert "def " not in body_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "local f = function() return 1 end",
        "t.f = function() return 1 end",
        "f({ g = function() return 1 end })",
        "f(function() return 1, 2 end and nil)",
        "f(function() g() return 1 end)",
        "f(function() end)",
        "f(function() return end)",
        "f(function() return 1 end, function() return 2 end)",
        "f(function()\nreturn 1 end)",
        "f(function() return 'a long text, for which nobody has enough room beside other arguments' end)",
        "f(function() return g or h() end)",
        "for i = 1, 2 do f(function() return i end) end",
        "if f(function() return 1 end) then g() end",
        "f(function() return 1 end) collectgarbage()",
        "f(function() return 1 end) print(debug.getinfo(1))",
    ],
)
def test_definition(text: str) -> None:
    """Everything else keeps a name."""
    assert "lambda" not in body_of(text)


def test_code_that_is_not_written_down_has_none() -> None:
    """`cmc run` and `load` keep definitions, which are easier to tell apart."""
    module, _ = named("f(function() return 1 end)", chunk=True)
    assert not any(symbol.inlined for symbol in module.locals)


def test_facts_by_line() -> None:
    """Several functions without a name are told apart by their lines."""
    output = built("f(function(a) return a end)\nf(function(a, b) return b end)\n")
    functions = output.source_map.functions
    lines = [number for number, line in enumerate(output.text.splitlines(), 1) if "lambda" in line]
    assert [functions[f"<lambda>:{line}"][1] for line in lines] == [1, 2]
    assert [functions[f"<lambda>:{line}"][3] for line in lines] == [1, 2]


def test_comments_stay_with_the_statement() -> None:
    """The definition that is not there has no comment."""
    assert "# Above.\nf(" in built("local f = g\n\n-- Above.\nf(function() return 1 end)").text


def test_deep_expressions() -> None:
    """What moves to a function of its own takes names along, not functions."""
    text = "(" * 60 + "f(function() return 1 end)" + " + 1)" * 60
    assert "lambda" not in body_of(f"local f\nprint({text})")
