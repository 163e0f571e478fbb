"""Which protected calls of function literals a `try` can be."""

import pytest

from tests.unit.analysis.test_flow import program_of


def inlined(text: str) -> int:
    """How many literals of a program are."""
    return len(program_of(main=text).unit("main").functions.inlined)


INLINED = {
    "a body": "local ok = pcall(function() print(1) end)",
    "a result": "local ok, n = pcall(function() return 1 + 2 end)",
    "loops in functions": "local function f() pcall(function() for i = 1, 2 do print(i) end end) end f()",
    "errors with and without a position": "pcall(function() error('a') error('b', 0) end)",
    "errors of the caller elsewhere": "local function f() error('a', 2) end pcall(function() f() end)",
}
CALLED = {
    "no literal": "local function f() end pcall(f)",
    "arguments": "pcall(function(x) print(x) end, 1)",
    "a return inside": "pcall(function() if x then return 1 end print(2) end)",
    "a call in tail position": "pcall(function() return print(1) end)",
    "closures": "pcall(function() local x = 1 y = function() return x end end)",
    "jumps": "pcall(function() goto a ::a:: end)",
    "the level of the body": "pcall(function() error('a', 2) end)",
    "levels above it": "local function f() error('a', 3) end pcall(function() f() end)",
    "levels that are not known": "pcall(function() end) local t = {error}",
    "the debug library": "pcall(function() print(debug.traceback()) end)",
    "loaded text": "pcall(function() load('x')() end)",
    "recursion": "local function f() pcall(function() f() end) end f()",
    "recursion through others": (
        "local g local function f() pcall(function() g() end) end g = function() f() end unknown(1) f()"
    ),
    "unknown functions that may call back": "local function f() pcall(function() unknown() end) end unknown(f)",
    "loops of the top level": "pcall(function() for i = 1, 2 do print(i) end end)",
    "another pcall": "pcall = print pcall(function() print(1) end)",
    "a local pcall": "local pcall = print pcall(function() print(1) end)",
}


@pytest.mark.parametrize("name", INLINED)
def test_inlined(name: str) -> None:
    """Bodies that mean the same where the call stands."""
    assert inlined(INLINED[name]) == 1


@pytest.mark.parametrize("name", CALLED)
def test_called(name: str) -> None:
    """Bodies that need to be functions, or may be called again while they run."""
    assert inlined(CALLED[name]) == 0
