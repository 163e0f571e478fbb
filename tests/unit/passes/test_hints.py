"""Type hints from annotations, where a type checker has nothing to complain of."""

import pytest

from tests.compiling import body_of

_HEAD = "print(1)\nlocal M = {}\n"


def head_of(annotations: str, function: str, rest: str = "") -> str:
    """The head of the function `f` in Python, whose calls all pass what it has parameters for."""
    text = body_of(f"{_HEAD}{annotations}\n{function}\n{rest}")
    return next(line for line in text.splitlines() if line.lstrip().startswith("def f("))


@pytest.mark.parametrize(
    ("annotations", "function", "expected"),
    [
        ("---@param n integer", "local function f(n) return n end print(f(1))", "(n: int)"),
        ("---@param n number", "local function f(n) return n * 2 end print(f(1))", "(n: float)"),
        ("---@param s string", "local function f(s) return s .. '!' end print(f('a'))", "(s: str)"),
        ("---@param b boolean", "local function f(b) return not b end print(f(true))", "(b: bool)"),
        ("---@param t table", "local function f(t) return t.x end print(f({}))", "(t: Table)"),
        ("---@param t string[]", "local function f(t) return t[1] end print(f({}))", "(t: Table)"),
        ("---@param t table<string, number>", "local function f(t) return t[1] end print(f({}))", "(t: Table)"),
        ("---@param n? integer", "local function f(n) return n == nil end print(f(1))", "(n: int | None)"),
        ("---@param n integer|string", "local function f(n) return n end print(f(1))", "(n: int | str)"),
        ("---@return integer", "local function f() return 1 end print(f())", "() -> int"),
        ("---@return integer?", "local function f(x) if x then return 1 end return nil end print(f(1))", "int | None"),
    ],
)
def test_hints(annotations: str, function: str, expected: str) -> None:
    """What is obviously right."""
    assert expected in head_of(annotations, function)


@pytest.mark.parametrize(
    ("annotations", "function"),
    [
        ("---@param x Thing", "local function f(x) return x.y end print(f({}))"),
        ("---@param x any", "local function f(x) return x end print(f({}))"),
        ("---@param x fun(a: integer)", "local function f(x) return x(1) end print(f(print))"),
        ("---@param n integer", "function f(n) return n end"),  # anybody may leave the argument out
        ("---@param n? integer", "local function f(n) return n + 1 end print(f(1))"),
        ("---@param n integer", "local function f(n) n = 'text' return n end print(f(1))"),
        ("---@param n integer", "local function f(n) local x = 1 x = 'text' return n end print(f(1))"),
        ("---@param n integer", "local function f(n) local x = nil x = n return x end print(f(1))"),
        ("---@param n integer", "local function f(n) return n.x end print(f(1))"),
        ("---@param n integer", "local function f(n) return n end print(f('text'))"),
        ("---@param n integer", "local float = 1 local function f(n) return n end print(f(float))"),
        ("---@return integer", "local function f() return 'text' end print(f())"),
        ("---@return integer", "local function f(x) if x then return 1 end end print(f(1))"),
        ("---@return integer", "local function f() return 1, 2 end print(f())"),
        ("---@return integer\n---@return string", "local function f() return 1, '' end print(f())"),
        ("---@return integer", "local function f() return 1 end local x = f() x = 'text' print(x)"),
    ],
)
def test_doubts(annotations: str, function: str) -> None:
    """What a checker might complain of, and types that Python has no word of its own for."""
    head = head_of(annotations, function)
    assert ":" not in head.removesuffix(":"), head
    assert "->" not in head, head


def test_docstring_does_not_repeat_hints() -> None:
    """What is left has something to say."""
    text = body_of(f"""{_HEAD}--- Adds.
---@param a integer
---@param b integer what to add
---@param c Thing
---@return integer
local function f(a, b, c) return a + b end
print(f(1, 2, 3))""")
    assert '"""Adds.\n    Args:\n        b: what to add\n        c (Thing)\n    """' in text
    assert "-> int" in text
