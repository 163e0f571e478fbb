"""Lengths, pieces, bytes, case, repetition and `dump` of strings against the reference interpreter."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import Source, assert_same_calls, assert_same_programs, call, open_globals

from cmc.runtime.core.text import from_bytes

strings = st.one_of(
    st.text("abAZ é€\0\n", max_size=8), st.binary(max_size=8).map(from_bytes), st.sampled_from([12, 1.5, -3])
)
numbers = st.one_of(st.integers(-10, 10), st.sampled_from([None, 2.0, 2.5, "2", "x", 2**63 - 1, -(2**63), 1e300, True]))
codes = st.one_of(st.integers(0, 255), st.sampled_from([256, -1, "66", 66.0, 66.5, "x", None, True]))
calls = st.one_of(
    st.tuples(st.just("string.sub"), st.tuples(strings, numbers, numbers)),
    st.tuples(st.just("string.byte"), st.tuples(strings, numbers, numbers)),
    st.tuples(st.just("string.sub"), st.tuples(strings, numbers)),
    st.tuples(st.just("string.byte"), st.tuples(strings, numbers)),
    st.tuples(st.sampled_from([f"string.{name}" for name in ("len", "upper", "lower", "reverse")]), st.tuples(strings)),
    st.tuples(st.just("string.rep"), st.tuples(strings, st.integers(-1, 5), st.one_of(st.none(), strings))),
    st.tuples(st.just("string.char"), st.lists(codes, max_size=4).map(tuple)),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(calls, min_size=10, max_size=40))
def test_as_the_reference(calls: list) -> None:
    assert_same_calls(calls)


def test_every_byte() -> None:
    every = from_bytes(bytes(range(256)))
    assert_same_calls(
        [
            ("string.char", tuple(range(128))),
            ("string.char", tuple(range(128, 256))),
            ("string.byte", (every, 1, -1)),
            ("string.upper", (every,)),
            ("string.lower", (every,)),
            ("string.reverse", (every,)),
            ("string.len", (every,)),
        ]
    )


def test_mistakes() -> None:
    names = ("len", "sub", "byte", "upper", "lower", "rep", "reverse", "dump")
    assert_same_calls([(f"string.{name}", args) for name in names for args in ((), (None,), ({},), (True,))])
    assert_same_calls(
        [
            ("string.sub", ("x",)),
            ("string.sub", ("x", {})),
            ("string.sub", ("x", 1, "y")),
            ("string.rep", ("x",)),
            ("string.rep", ("x", 1.5)),
            ("string.rep", ("x", 1, {})),
            ("string.byte", ("x", 1.5)),
            ("string.char", (1, 2, 300)),
            ("string.byte", (Source('("x"):rep(1100000)', "x" * 1_100_000), 1, -1)),
        ]
    )


@pytest.mark.parametrize("args", [("x", 2**31), ("x", 2**63 - 1), ("xy", 2**30), ("", 2**31, ","), ("x", 2**30, ",")])
def test_results_too_large(args: tuple) -> None:
    tracemalloc.start()
    try:
        assert_same_calls([("string.rep", args)])
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_many_empty_strings() -> None:
    table = open_globals()
    assert call(table["string"]["rep"], "", 2**62) == 'true "" '


PROGRAMS = {
    "methods": 'local s = "héllo" return s:len(), #s, s:upper(), s:sub(2, 3), s:sub(2, 2) .. s:sub(3, 3), s:byte(2)',
    "bad self": "return ('x').rep()",
    "name of a method": "local s = 'x'  s:rep({})",
    "name of a global": "f = string.rep  f('x', {})",
    "name of a local": "local f = string.rep  f()",
    "position": "local x = 1\n\nstring.rep('x', 1 << 40)",
    "no results": 'return select("#", ("x"):byte(5)), select("#", ("x"):byte(1, 0)), (("x"):byte(5))',
    "dump": """
        local f = load("local a, b = ... return a + b")
        local g = load(string.dump(f))
        return g(1, 2), load(string.dump(f, true))(3, 4), load(string.dump(f), "x", "t")
    """,
    "dump of a library function": "string.dump(print)",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(name: str) -> None:
    assert_same_programs([PROGRAMS[name]])
