"""Which functions are generators of Python, and how many results functions give."""

import pytest

from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk
from tests.unit.analysis.test_flow import program_of


def generators(text: str, **modules: str) -> set[str]:
    """The names of the generators in `main`; functions without a name go by `?`."""
    unit = program_of(main=text, **modules).unit("main")
    found = {node.id: node.name or "?" for node in walk(unit.chunk.body) if isinstance(node, lua.Function)}
    return {found[id] for id in unit.functions.generators}


BODY = "coroutine.wrap(function() coroutine.yield(1) end)"
TREE = "local function walk(t) if t then walk(t[1]) coroutine.yield(t) walk(t[2]) end end "

GENERATORS = {
    "the argument of wrap": (f"local w = {BODY}", {"?"}),
    "of create": ("local c = coroutine.create(function(a) coroutine.yield(a) end)", {"?"}),
    "yield by another name": ("local y = coroutine.yield local w = coroutine.wrap(function() y(1) end)", {"?"}),
    "a tree": (f"{TREE} local w = coroutine.wrap(function() walk({{}}) end)", {"walk", "?"}),
    "calls of functions that yield not": (
        "local function f(x) return x end local w = coroutine.wrap(function() coroutine.yield(f(1)) end)",
        {"?"},
    ),
    "resuming another one": (
        f"local a = {BODY} local w = coroutine.wrap(function() for v in a do coroutine.yield(v) end end)",
        {"?"},
    ),
    "no literal": ("local function f() coroutine.yield(1) end local w = coroutine.wrap(f)", set()),
    "called outside as well": (f"{TREE} local w = coroutine.wrap(function() walk({{}}) end) walk(nil)", set()),
    "a list": (
        "local function chain(n) coroutine.yield(n) chain(n - 1) end local w = coroutine.wrap(function() chain(9) end)",
        set(),
    ),
    "an unknown function": ("local w = coroutine.wrap(function() coroutine.yield(unknown()) end)", set()),
    "through pcall": ("local w = coroutine.wrap(function() pcall(function() coroutine.yield(1) end) end)", set()),
    "through an iterator": (
        "local w = coroutine.wrap(function() for x in function() return coroutine.yield(1) end do end end)",
        set(),
    ),
    "through a metamethod": (
        "local t = setmetatable({}, {__index = function() coroutine.yield(1) end}) "
        "local w = coroutine.wrap(function() coroutine.yield(t.x) end)",
        set(),
    ),
    "running is asked for": (f"local w = {BODY} local c = coroutine.running()", set()),
    "levels of errors": (f"local w = {BODY} local function f(n) error('x', n) end f(3)", set()),
    "gotos": ("local w = coroutine.wrap(function() ::a:: coroutine.yield(1) goto a end)", set()),
    "load": (f"local w = {BODY} load('return 1')()", set()),
    "the library is changed": (f"local w = {BODY} coroutine.yield = print", set()),
}


@pytest.mark.parametrize("name", GENERATORS)
def test_generators(name: str) -> None:
    """Functions that yield in sight of the coroutine, and what keeps them from it."""
    text, expected = GENERATORS[name]
    assert generators(text) == expected


COUNTS = {
    "a fixed number": ("local function f() return 1, 2 end print(f())", 2),
    "through another": ("local function f() return 1, 2 end local function g() return 0, f() end print(g())", 3),
    "one of several": ("local function f(a) if a then return 1 end return 1, 2 end print(f(1))", None),
    "the end is reached": ("local function f(a) if a then return 1, 2 end end print(f(1))", None),
    "for ever": ("local function f() return 1, f() end print(f())", None),
    "all arguments": ("local function f(...) return 1, ... end print(f())", None),
    "gsub": ("print(string.gsub('a', 'b', 'c'))", 2),
    "gsub as a method": ("local s = 'a' print(s:gsub('b', 'c'))", 2),
    "the number of arguments": ("print(select('#', ...))", 1),
    "a protected call": ("print(pcall(function() return 1 end))", 2),
    "a protected call of what may give nothing": ("print(pcall(function() end))", None),
    "a protected call of an unknown function": ("print(pcall(unknown))", None),
    "the library is changed": ("print(string.gsub('a', 'b', 'c')) string.gsub = nil", None),
}


@pytest.mark.parametrize("name", COUNTS)
def test_counts(name: str) -> None:
    """How many results the argument of `print(…)` gives."""
    text, expected = COUNTS[name]
    unit = program_of(main=text).unit("main")
    calls = [node for node in walk(unit.chunk.body) if isinstance(node, lua.Call)]
    printed = next(node for node in calls if isinstance(node.func, lua.Name) and node.func.name == "print")
    assert unit.functions.count(printed.args[0]) == expected
