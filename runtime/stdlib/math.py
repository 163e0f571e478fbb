"""Mathematical functions (manual §6.7), with those that Lua 5.4 keeps for compatibility with 5.3.

Python raises where C returns an infinity or a NaN. Which sign such a NaN has is up to the C library, and programs print
it; the functions below give those of glibc on x86-64.
"""

import math
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.arguments import (
    MISSING,
    argument_error,
    check_any,
    check_integer,
    check_number,
)
from cmc.runtime.core.arithmetic import div, float_power
from cmc.runtime.core.numbers import (
    DEFAULT_NAN,
    INFINITY,
    MASK,
    MAX_INTEGER,
    MIN_INTEGER,
    float_to_integer,
    parse_number,
)
from cmc.runtime.core.operators import lt
from cmc.runtime.core.table import Table
from cmc.runtime.stdlib.library import library
from cmc.runtime.stdlib.random import random_functions

_POSITIVE_NAN = -DEFAULT_NAN
_TO_DEGREES = 180.0 / math.pi
_TO_RADIANS = math.pi / 180.0


def _float_function(name: str, function: Callable[[float], float], invalid: float = DEFAULT_NAN) -> Callable[..., Any]:
    """A Lua function for a function of `math`; `invalid` is its result outside of its domain."""

    def unary(x: Any = MISSING, *_: Any) -> float:
        if type(x) is not float and type(x) is not int:
            x = check_number(x, 1)
        try:
            return function(x)
        except ValueError:
            return invalid
        except OverflowError:  # the exponential and hyperbolic functions, which keep their sign
            return math.copysign(INFINITY, function(math.copysign(1.0, x)))

    # Error messages look the name of a function up by its code object.
    unary.__code__ = unary.__code__.replace(co_name=f"lua_{name}", co_qualname=f"lua_{name}")
    unary.__doc__ = f"`math.{name}(x)`"
    return unary


# Rounding and parts of numbers


def lua_abs(x: Any = MISSING, *_: Any) -> int | float:
    """`math.abs(x)`"""
    if type(x) is int:
        return abs(x) if x != MIN_INTEGER else x
    return abs(float(check_number(x, 1)))


def _to_integral(x: float) -> int | float:
    """A float that is integral, infinite or NaN, as an integer if it fits into one."""
    return int(x) if -9223372036854775808.0 <= x < 9223372036854775808.0 else x


def lua_floor(x: Any = MISSING, *_: Any) -> int | float:
    """`math.floor(x)`"""
    if type(x) is int:
        return x
    if type(x) is not float:
        x = check_number(x, 1)
    number: int | float = x
    return math.floor(number) if -9223372036854775808.0 <= number < 9223372036854775808.0 else number


def lua_ceil(x: Any = MISSING, *_: Any) -> int | float:
    """`math.ceil(x)`"""
    if type(x) is int:
        return x
    if type(x) is not float:
        x = check_number(x, 1)
    number: int | float = x
    return math.ceil(number) if -9223372036854775808.0 <= number < 9223372036854775808.0 else number


def lua_modf(x: Any = MISSING, *_: Any) -> tuple[int | float, float]:
    """`math.modf(x)`"""
    if type(x) is int:
        return x, 0.0
    x = float(check_number(x, 1))
    if x - x != 0.0:
        return x, x if x != x else 0.0
    whole = math.trunc(x)
    return _to_integral(float(whole)), x - whole if x != whole else 0.0


def lua_fmod(x: Any = MISSING, y: Any = MISSING, *_: Any) -> int | float:
    """`math.fmod(x, y)`"""
    if type(x) is int and type(y) is int:
        if y == 0:
            raise argument_error(2, "zero")
        remainder = abs(x) % abs(y)
        return remainder if x >= 0 else -remainder
    y, x = float(check_number(y, 2)), float(check_number(x, 1))  # as compilers of C order it
    try:
        return math.fmod(x, y)
    except ValueError:
        return DEFAULT_NAN


def lua_frexp(x: Any = MISSING, *_: Any) -> tuple[float, int]:
    """`math.frexp(x)`"""
    return math.frexp(check_number(x, 1))


def lua_ldexp(x: Any = MISSING, exponent: Any = MISSING, *_: Any) -> float:
    """`math.ldexp(m, e)`"""
    x, exponent = float(check_number(x, 1)), check_integer(exponent, 2)
    exponent = (exponent + 0x80000000) % 0x100000000 - 0x80000000  # a C int
    try:
        return math.ldexp(x, exponent)
    except OverflowError:
        return math.copysign(INFINITY, x)


# Powers, logarithms and angles


def lua_pow(x: Any = MISSING, y: Any = MISSING, *_: Any) -> float:
    """`math.pow(x, y)`"""
    return float_power(float(check_number(x, 1)), float(check_number(y, 2)))


def _logarithm(function: Callable[[float], float], x: float, invalid: float = DEFAULT_NAN) -> float:
    try:
        return function(x)
    except ValueError:
        return -INFINITY if x == 0 else invalid


def lua_log(x: Any = MISSING, base: Any = None, *_: Any) -> float:
    """`math.log(x [, base])`"""
    if type(x) is not float and type(x) is not int:
        x = check_number(x, 1)
    if base is None:
        return _logarithm(math.log, x)
    base = check_number(base, 2)
    if base == 2:
        return _logarithm(math.log2, x)
    if base == 10:
        return _logarithm(math.log10, x, _POSITIVE_NAN)
    return div(_logarithm(math.log, x), _logarithm(math.log, base))  # type: ignore[no-any-return]


def lua_log10(x: Any = MISSING, *_: Any) -> float:
    """`math.log10(x)`"""
    return _logarithm(math.log10, check_number(x, 1), _POSITIVE_NAN)


def lua_atan(y: Any = MISSING, x: Any = None, *_: Any) -> float:
    """`math.atan(y [, x])`"""
    y = check_number(y, 1)
    x = 1.0 if x is None else check_number(x, 2)
    if x != x:
        return x  # type: ignore[no-any-return]
    return math.atan2(y, x) if y == y else y


def lua_deg(x: Any = MISSING, *_: Any) -> float:
    """`math.deg(x)`"""
    return check_number(x, 1) * _TO_DEGREES


def lua_rad(x: Any = MISSING, *_: Any) -> float:
    """`math.rad(x)`"""
    return check_number(x, 1) * _TO_RADIANS


# Comparison and kinds of numbers


_NUMBERS = frozenset((int, float))


def lua_max(x: Any = MISSING, *rest: Any) -> Any:
    """`math.max(x, ···)`"""
    for candidate in rest:
        if (x < candidate) if type(x) in _NUMBERS and type(candidate) in _NUMBERS else lt(x, candidate):
            x = candidate
    return _check_value(x)


def lua_min(x: Any = MISSING, *rest: Any) -> Any:
    """`math.min(x, ···)`"""
    for candidate in rest:
        if (candidate < x) if type(x) in _NUMBERS and type(candidate) in _NUMBERS else lt(candidate, x):
            x = candidate
    return _check_value(x)


def _check_value(x: Any) -> Any:
    return check_any(x, 1) if x is MISSING else x


def lua_tointeger(x: Any = MISSING, *_: Any) -> int | None:
    """`math.tointeger(x)`"""
    if type(x) is str:
        x = parse_number(x)
    if type(x) is int:
        return x
    if type(x) is float:
        return float_to_integer(x)
    check_any(x, 1)
    return None


def lua_type(x: Any = MISSING, *_: Any) -> str | None:
    """`math.type(x)`"""
    if type(x) is int:
        return "integer"
    if type(x) is float:
        return "float"
    check_any(x, 1)
    return None


def lua_ult(m: Any = MISSING, n: Any = MISSING, *_: Any) -> bool:
    """`math.ult(m, n)`"""
    return check_integer(m, 1) & MASK < check_integer(n, 2) & MASK


def math_library() -> Table:
    """A new `math` table, with a random generator of its own."""
    lua_random, lua_randomseed = random_functions()
    return library(
        {
            "abs": lua_abs,
            "acos": _float_function("acos", math.acos, _POSITIVE_NAN),
            "asin": _float_function("asin", math.asin, _POSITIVE_NAN),
            "atan": lua_atan,
            "atan2": lua_atan,
            "ceil": lua_ceil,
            "cos": _float_function("cos", math.cos),
            "cosh": _float_function("cosh", math.cosh),
            "deg": lua_deg,
            "exp": _float_function("exp", math.exp),
            "floor": lua_floor,
            "fmod": lua_fmod,
            "frexp": lua_frexp,
            "huge": INFINITY,
            "ldexp": lua_ldexp,
            "log": lua_log,
            "log10": lua_log10,
            "max": lua_max,
            "maxinteger": MAX_INTEGER,
            "min": lua_min,
            "mininteger": MIN_INTEGER,
            "modf": lua_modf,
            "pi": math.pi,
            "pow": lua_pow,
            "rad": lua_rad,
            "random": lua_random,
            "randomseed": lua_randomseed,
            "sin": _float_function("sin", math.sin),
            "sinh": _float_function("sinh", math.sinh),
            "sqrt": _float_function("sqrt", math.sqrt),
            "tan": _float_function("tan", math.tan),
            "tanh": _float_function("tanh", math.tanh),
            "tointeger": lua_tointeger,
            "type": lua_type,
            "ult": lua_ult,
        }
    )
