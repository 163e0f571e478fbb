"""Between which bounds the flow analysis finds integers to lie."""

import pytest

from cmc.transpiler.analysis.flow.intervals import FULL, STEPS, Interval
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

from .test_flow import program_of


def bounds(text: str) -> Interval | None:
    """The bounds of the argument of `print(…)`, the only call of it."""
    unit = program_of(main=text).unit("main")
    (argument,) = (
        node.args[0]
        for node in walk(unit.chunk.body)
        if isinstance(node, lua.Call) and isinstance(node.func, lua.Name) and node.func.name == "print"
    )
    return unit.types.range_of(argument)


SMALL = 1 << 31
COUNT = STEPS

CASES = {
    "a literal": ("print(7)", (7, 7)),
    "a large literal": ("print(1 << 40)", (1 << 40, 1 << 40)),
    "a sum": ("local x = 5 local y = 7 print(x + y)", (12, 12)),
    "of several values": ("local x = 5 if arg then x = -3 end print(x * x)", (-15, 25)),
    "no integer": ("print(1.5)", None),
    "a length": ("local t = {} print(#t)", (0, SMALL)),
    "a byte": ("local s = 'a' print(s:byte(1))", (0, 255)),
    "a remainder": ("local x = tonumber('7') // 1 | 0 print(x % 10)", (0, 9)),
    "a remainder of anything": (
        "local x, y = unknown() | 0, unknown() | 0 print(x % y + 1)",
        (-(2**63) + 2, 2**63 - 1),
    ),
    "a mask": ("local x = unknown() | 0 print(x & 0xff)", (0, 255)),
    "a shift to the right": ("local x = unknown() | 0 print(x >> 60)", (0, 15)),
    "from outside": ("local x = unknown() | 0 print(x)", FULL),
    "a string that is converted": ("local x = '10' print(x + 1)", FULL),
    "a string in a circle": (
        "local x = 0 while unknown() do x = x + 1 if unknown() then x = '9' end end print(x + 0)",
        FULL,
    ),
    "a float that is converted": ("local x = 3.0 print(x | 0)", FULL),
    "a counter": ("local x = 0 while unknown() do x = x + 1 end print(x)", (0, COUNT)),
    "a counter that goes down": ("local x = 10 while unknown() do x = x - 2 end print(x)", (10 - 2 * COUNT, 10)),
    "a counter in a field": (
        "local t = {n = 0} while unknown() do t.n = t.n + 3 end print(t.n)",
        (0, 3 * COUNT),
    ),
    "a counter in a field of what others know": (
        "local t = {n = 0} unknown(t) while unknown() do t.n = t.n + 3 end print(t.n)",
        FULL,
    ),
    "a counter of a closure": (
        "local n = 0 local function f() n = n + 1 return n end while unknown() do f() end print(f())",
        (0, COUNT),
    ),
    "a sum of what is too large": ("local x, y = 0, 1 << 40 while unknown() do x = x + y end print(x)", FULL),
    "a sum of counters": ("local x = 0 for i = 1, unknown() do x = x + i end print(x)", FULL),
    "doubling": ("local x = 1 while unknown() do x = x + x end print(x)", FULL),
    "products": ("local x = 1 while unknown() do x = x * 2 end print(x)", FULL),
    "two variables": ("local a, b = 0, 1 while unknown() do a, b = b, a + b end print(a)", FULL),
    "doubling by way of a field": (
        "local t = {n = 1} while unknown() do local m = t.n t.n = m + t.n end print(t.n)",
        FULL,
    ),
    "halving": (
        "local lo, hi = 1, 100 while unknown() do local m = (lo + hi) // 2 "
        "if unknown() then lo = m + 1 else hi = m - 1 end end print(lo)",
        (-COUNT, 100 + COUNT),
    ),
    "a seed": (
        "local s = 42 while unknown() do s = (s * 1103515245 + 12345) % 2147483648 end print(s)",
        (0, 2147483647),
    ),
    "a shift register": ("local s = 74755 while unknown() do s = (s >> 1) ~ 0xd008 end print(s)", (0, 74755)),
    "a loop": ("for i = 1, 10 do print(i) end", (1, 10)),
    "a loop down": ("for i = 10, 1, -1 do print(i) end", (1, 10)),
    "a loop to anywhere": ("for i = 1, unknown() do print(i) end", (1, COUNT + 1)),
    "a loop by large steps": ("for i = 0, unknown() | 0, 1 << 40 do print(i) end", (0, 2**63 - 1)),
    "a loop from anywhere": ("for i = unknown() | 0, 10 do print(i) end", FULL),
    "recursion": (
        "local function fib(n) if n < 2 then return 1 end return fib(n - 1) + fib(n - 2) end print(fib(30))",
        (0, COUNT + 1),
    ),
    "recursion whose results are kept": (
        "local function f(n) if n < 2 then return 1 end local x = f(n - 1) return x + x end print(f(30))",
        FULL,
    ),
    "recursion whose results are kept in fields": (
        "local m = {} local function f(n) if n < 2 then return 1 end if m[n] then return m[n] end "
        "m[n] = f(n - 1) + f(n - 2) return m[n] end print(f(30))",
        FULL,
    ),
    "recursion with products": (
        "local function f(n) if n < 2 then return 2 end return f(n - 1) * f(n - 2) end print(f(30))",
        FULL,
    ),
    "depth": (
        "local function d(t) if not t then return 0 end return 1 + math.max(d(t.l), d(t.r)) end print(d({l = {}}))",
        (0, COUNT),
    ),
    "random numbers": ("print(math.random(10, 20))", (10, 20)),
    "random numbers from one": ("print(math.random(6))", (1, 6)),
    "random numbers of all sizes": ("local n = 0 print(math.random(n))", FULL),
    "results of coroutines": (
        "local n = 0 local co = coroutine.wrap(function() while true do n = n + 1 coroutine.yield(n) end end) "
        "print(co())",
        (0, COUNT),
    ),
    "keys that were floats": ("local t = {} t[2^53] = true for k in pairs(t) do print(k) end", FULL),
    "the smallest integer turned": ("local x = math.mininteger print(-x)", FULL),
    "the smallest integer by minus one": ("local x, y = math.mininteger, -1 print(x // y)", FULL),
}


@pytest.mark.parametrize("name", CASES)
def test_bounds(name: str) -> None:
    """What may come to an expression from all over the program."""
    text, expected = CASES[name]
    assert bounds(text) == expected
