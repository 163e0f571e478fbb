"""Numbers as text, in both directions, as the reference interpreter reads and writes them."""

import math

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cmc.runtime.core.numbers import float_to_integer, format_number, parse_number, wrap
from tests.stdlib.reference import assert_same_programs, literal

# Failures name the program, and looking for shorter examples would take hundreds of processes.
against_the_reference = settings(max_examples=25, phases=(Phase.explicit, Phase.generate))

integers = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.integers(-20, 20),
    st.sampled_from((2**63 - 1, -(2**63), 2**53, 2**53 + 1, 10**15, 10**16)),
)
floats = st.one_of(
    st.floats(),
    st.integers(-(10**18), 10**18).map(float),
    st.integers(-50, 50).map(lambda power: 10.0**power),
    st.floats(-1e6, 1e6).map(lambda x: round(x, 3)),
)

_digits = st.text("0123456789", max_size=20)
_hexadecimal = st.text("0123456789abcdefABCDEF", max_size=18)
_exponents = st.one_of(
    st.just(""),
    st.tuples(st.sampled_from("eEpP"), st.sampled_from(("", "+", "-")), st.text("0123456789", max_size=3)).map("".join),
)
_points = st.sampled_from(("", "", ".", ".."))
_blanks = st.text(" \t\n\r\f\v", max_size=2)
_signs = st.sampled_from(("", "", "-", "+", "- ", "--"))
decimal_numerals = st.tuples(_digits, _points, _digits, _exponents).map("".join)
hexadecimal_numerals = st.tuples(st.sampled_from(("0x", "0X")), _hexadecimal, _points, _hexadecimal, _exponents).map(
    "".join
)
odd_numerals = st.sampled_from(
    ("", "inf", "nan", "-nan", "0x", "1e", "0b1", "1_000", "1e+", "0x1p", "1 2", "1\0", "0x.p1", "infinity", "١")
)
unsigned = st.one_of(decimal_numerals, hexadecimal_numerals)
texts = st.one_of(st.tuples(_blanks, _signs, unsigned, _blanks).map("".join), odd_numerals, st.text(max_size=5))


@against_the_reference
@given(st.lists(texts, min_size=20, max_size=60))
def test_texts_are_read_as_by_the_reference(cases: list[str]) -> None:
    """`tonumber`, and the conversion that arithmetic does."""
    assert_same_programs(
        [
            f"local s = {literal(text)} return tonumber(s), math.type(tonumber(s)), pcall(function() return s + 0 end)"
            for text in cases
        ]
    )


@against_the_reference
@given(
    st.lists(
        st.tuples(st.one_of(texts, st.text("0123456789abcxyzABCXYZ-_ ", max_size=14)), st.integers(2, 36)),
        min_size=20,
        max_size=60,
    )
)
def test_texts_in_any_base(cases: list[tuple[str, int]]) -> None:
    """`tonumber` with a base."""
    assert_same_programs([f"return tonumber({literal(text)}, {base})" for text, base in cases])


@against_the_reference
@given(st.lists(unsigned, min_size=20, max_size=60))
def test_numerals_of_programs(cases: list[str]) -> None:
    """What the lexer makes of a numeral, malformed ones included."""
    assert_same_programs(
        [
            f'local f, message = load("return " .. {literal(text)}, "=x") if f then return f() end return message'
            for text in cases
        ]
    )


@against_the_reference
@given(st.lists(st.one_of(floats, integers), min_size=20, max_size=60))
def test_numbers_are_written_as_by_the_reference(cases: list[float]) -> None:
    """`tostring`, concatenation and `math.tointeger`."""
    assert_same_programs(
        [f"local n = {literal(n)} return tostring(n), n .. '', math.tointeger(n), n // 1, -n" for n in cases]
    )


@given(integers)
def test_integers_come_back(n: int) -> None:
    """Written and read again, an integer is the same."""
    assert parse_number(format_number(n)) == n
    assert type(parse_number(format_number(n))) is int


@given(floats.filter(math.isfinite))
def test_floats_come_back_to_14_digits(x: float) -> None:
    """Written and read again, a float is a float, equal in what `%.14g` shows."""
    found = parse_number(format_number(x))
    assert type(found) is float
    assert format_number(found) == format_number(x)
    assert math.isclose(found, x, rel_tol=1e-13)


@given(st.integers(-(2**70), 2**70))
def test_wrapping(n: int) -> None:
    """Integers wrap around to 64 bits."""
    assert -(2**63) <= wrap(n) < 2**63
    assert (wrap(n) - n) % 2**64 == 0


@given(floats)
def test_floats_with_integer_value(x: float) -> None:
    """The integer that a float equals, if there is one of 64 bits."""
    found = float_to_integer(x)
    if found is None:
        assert not math.isfinite(x) or x != math.floor(x) or not -(2.0**63) <= x < 2.0**63
    else:
        assert found == x
        assert -(2**63) <= found < 2**63
