"""The `math` library against the reference interpreter."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import Call, assert_same_calls, assert_same_programs

INFINITY = float("inf")
NAN = float("nan")

NUMBERS = [
    0, 1, -1, 3, -7, 10, 2**53 + 1, 2**63 - 1, -(2**63), 0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 2.0, 3.7, -3.7, 10.0, 709.0,
    711.0, -711.0, 1e15 + 0.5, 2.0**53, 2.0**62, 2.0**63, -(2.0**63), 1e300, -1e300, 5e-324, INFINITY, -INFINITY, NAN,
    -NAN,
]  # fmt: skip
OTHERS = ["10", "0x10", " 5 ", "1e1", "3.7", "abc", "", None, True, {}]

UNARY = [
    "abs", "ceil", "floor", "sqrt", "exp", "log", "log10", "sin", "cos", "tan", "asin", "acos", "atan", "cosh", "sinh",
    "tanh", "deg", "rad", "modf", "frexp", "tointeger", "type", "max", "min",
]  # fmt: skip
BINARY = ["fmod", "log", "atan", "max", "min", "ult"]


@pytest.mark.parametrize("name", UNARY)
def test_functions_of_one_number(name: str) -> None:
    others = OTHERS if name != "atan" else []  # messages may name it `atan2`, which is the same function
    assert_same_calls([(f"math.{name}", (x,)) for x in NUMBERS + others])


@pytest.mark.parametrize("name", BINARY)
def test_functions_of_two_numbers(name: str) -> None:
    assert_same_calls([(f"math.{name}", pair) for pair in product(NUMBERS, NUMBERS)])


@pytest.mark.parametrize("name", [*UNARY, *BINARY, "pow", "ldexp", "random", "randomseed"])
def test_arguments_of_other_kinds(name: str) -> None:
    values = [3, "3", "x", None, True, {}, 2.5]
    if name == "atan":
        values = [3, "3", 2.5]
    calls: list[Call] = [(f"math.{name}", pair) for pair in product(values, values)]
    if name == "random":  # results are compared where there is a seed
        calls = [call for call in calls if not {"x", None, True, 2.5}.isdisjoint(map(_hashable, call[1]))]
    assert_same_calls(calls)


def _hashable(value: object) -> object:
    return None if isinstance(value, dict) else value


@pytest.mark.parametrize("name", sorted({*UNARY, *BINARY} - {"atan"}))
def test_no_arguments(name: str) -> None:
    assert_same_calls([(f"math.{name}", ())])


def test_powers() -> None:
    numbers = [x for x in NUMBERS if x == x]  # the sign of pow(nan, 1) is an accident of glibc
    assert_same_calls([("math.pow", pair) for pair in product(numbers, numbers)])


def test_scaling_by_powers_of_two() -> None:
    exponents = [0, 1, -1, 60, 1023, 1024, -1074, -1075, 5000, -5000, 2**31, 2**32, 2**33 + 3, 3.0, 2.5]
    assert_same_calls([("math.ldexp", (x, e)) for x in NUMBERS for e in exponents])


@settings(max_examples=60, deadline=None)
@given(st.floats(), st.floats())
def test_float_remainders_and_parts(x: float, y: float) -> None:
    assert_same_calls([("math.fmod", (x, y)), ("math.modf", (x,)), ("math.floor", (x,)), ("math.ceil", (y,))])


@settings(max_examples=60, deadline=None)
@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1))
def test_integer_remainders_and_order(x: int, y: int) -> None:
    assert_same_calls([("math.fmod", (x, y)), ("math.ult", (x, y)), ("math.max", (x, y)), ("math.abs", (x,))])


def test_constants_and_names() -> None:
    assert_same_programs(
        [
            "return math.pi, math.huge, math.maxinteger, math.mininteger, math.atan2 == math.atan",
            "local n = {} for k in pairs(math) do n[#n + 1] = k end table.sort(n) return table.concat(n, ' ')",
            "return math.max(1, 1.0), math.max(1.0, 1), math.min(0.0, -0.0), math.max(3, 9, 2.5, 9.0)",
        ]
    )


# Random numbers


@pytest.mark.parametrize("seed", ["0", "42", "-1", "3.0", "'7'", "math.maxinteger", "math.mininteger, 5", "1, -9"])
def test_a_seed_gives_the_sequence_of_the_reference(seed: str) -> None:
    assert_same_programs(
        [
            f"local r = {{math.randomseed({seed})}} for i = 1, 20 do r[#r + 1] = math.random() end"
            " return table.unpack(r)",
            f"math.randomseed({seed}) local r = {{}} for i = 1, 60 do r[i] = math.random(i) end return table.unpack(r)",
            f"math.randomseed({seed}) return math.random(0), math.random(math.mininteger, math.maxinteger),"
            " math.random(-5, 5), math.random(0, 1 << 62), math.random(math.mininteger, 0), math.random(7, 7)",
        ]
    )


def test_errors_use_up_a_random_number() -> None:
    assert_same_programs(
        [
            "math.randomseed(1) pcall(math.random, 'x') return math.random(1000)",
            "return math.random(2, 1)",
            "return math.random(1, 2, 3)",
            "return math.random(-1)",
            "return math.random(1.5)",
            "return math.random(nil)",
        ]
    )


def test_seeds_that_were_chosen_can_be_given_again() -> None:
    assert_same_programs(
        [
            "local a, b = math.randomseed() local x = math.random(0) math.randomseed(a, b)"
            " return math.type(a), math.type(b), x == math.random(0)",
        ]
    )


def test_without_seed_numbers_are_spread_over_the_interval() -> None:
    assert_same_programs(
        [
            "local low, high = 10, 0 for i = 1, 5000 do local x = math.random(6) low = math.min(low, x)"
            " high = math.max(high, x) end return low, high",
            "local sum = 0 for i = 1, 5000 do local x = math.random() assert(0 <= x and x < 1) sum = sum + x end"
            " return math.abs(sum / 5000 - 0.5) < 0.05",
            "local set = {} for i = 1, 100 do set[math.random(0)] = true end local n = 0"
            " for _ in pairs(set) do n = n + 1 end return n",
        ]
    )
