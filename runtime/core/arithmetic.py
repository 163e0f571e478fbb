"""Arithmetic and bitwise operators for operands of unknown kind (manual §3.4.1, §3.4.2).

Each helper tries what is most common first and leaves the rest (strings that spell numbers, metamethods, errors) to one
slow path per family. The limits of integers are written out, since constants are read faster than globals.
"""

import math
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.errors import integer_error, located, runtime_error, type_error
from cmc.runtime.core.metamethods import call_event, first_of, metamethod
from cmc.runtime.core.numbers import (
    DEFAULT_NAN,
    INFINITY,
    MASK,
    MIN_INTEGER,
    float_to_integer,
    parse_number,
    wrap,
)
from cmc.runtime.core.values import type_name


def add(a: Any, b: Any) -> Any:
    """`a + b`"""
    if type(a) is int:
        if type(b) is int:
            n = a + b
            return n if -0x8000000000000000 <= n <= 0x7FFFFFFFFFFFFFFF else wrap(n)
        if type(b) is float:
            return a + b
    elif type(a) is float and (type(b) is float or type(b) is int):
        return a + b
    return arithmetic("__add", add, a, b)


def sub(a: Any, b: Any) -> Any:
    """`a - b`"""
    if type(a) is int:
        if type(b) is int:
            n = a - b
            return n if -0x8000000000000000 <= n <= 0x7FFFFFFFFFFFFFFF else wrap(n)
        if type(b) is float:
            return a - b
    elif type(a) is float and (type(b) is float or type(b) is int):
        return a - b
    return arithmetic("__sub", sub, a, b)


def mul(a: Any, b: Any) -> Any:
    """`a * b`"""
    if type(a) is int:
        if type(b) is int:
            n = a * b
            return n if -0x8000000000000000 <= n <= 0x7FFFFFFFFFFFFFFF else wrap(n)
        if type(b) is float:
            return a * b
    elif type(a) is float and (type(b) is float or type(b) is int):
        return a * b
    return arithmetic("__mul", mul, a, b)


def div(a: Any, b: Any) -> Any:
    """`a / b`, always a float"""
    ta, tb = type(a), type(b)
    if (ta is float or ta is int) and (tb is float or tb is int):
        # Operands first become floats; Python would divide two integers exactly.
        return float(a) / float(b) if b else divide_by_zero(a, b)
    return arithmetic("__div", div, a, b)


def divide_by_zero(a: float, b: float) -> float:
    """What IEEE 754 says of a division by zero."""
    if a == 0 or a != a:
        return a if a != a else DEFAULT_NAN
    return INFINITY if (a > 0) == (math.copysign(1.0, b) > 0) else -INFINITY


def mod(a: Any, b: Any) -> Any:
    """`a % b`, with the sign of the divisor"""
    ta, tb = type(a), type(b)
    if ta is int and tb is int:
        if b:
            return a % b
        raise runtime_error("attempt to perform 'n%0'")
    if (ta is float or ta is int) and (tb is float or tb is int):
        return float_mod(float(a), float(b))
    return arithmetic("__mod", mod, a, b)


def float_mod(a: float, b: float) -> float:
    """`a % b` of floats: C's `fmod`, moved to the sign of the divisor."""
    if b == 0.0 or a - a != 0.0:
        if a != a or b != b:
            return a if a != a else b
        return DEFAULT_NAN
    result = math.fmod(a, b)
    if (b < 0) if result > 0 else (result < 0 and b > 0):
        result += b
    return result


def idiv(a: Any, b: Any) -> Any:
    """`a // b`, rounded down"""
    ta, tb = type(a), type(b)
    if ta is int and tb is int:
        if b:
            n = a // b
            return n if n <= 0x7FFFFFFFFFFFFFFF else wrap(n)
        raise runtime_error("attempt to divide by zero")
    if (ta is float or ta is int) and (tb is float or tb is int):
        return float_floor(float(a) / float(b) if b else divide_by_zero(a, b))
    return arithmetic("__idiv", idiv, a, b)


def float_floor(x: float) -> float:
    """The largest float with an integer value that is not above `x`."""
    return float(math.floor(x)) if x - x == 0.0 and x != 0.0 else x


def power(a: Any, b: Any) -> Any:
    """`a ^ b`, always a float"""
    ta, tb = type(a), type(b)
    if (ta is float or ta is int) and (tb is float or tb is int):
        if b == 2:
            x = float(a)
            return x * x
        return float_power(float(a), float(b))
    return arithmetic("__pow", power, a, b)


def float_power(a: float, b: float) -> float:
    """C's `pow`, which never fails."""
    try:
        return math.pow(a, b)
    except OverflowError:
        return -INFINITY if a < 0 and b % 2 == 1 else INFINITY
    except ValueError:
        if a == 0:
            odd = b % 2 == 1
            return math.copysign(INFINITY, a) if odd else INFINITY
        return DEFAULT_NAN


def neg(a: Any) -> Any:
    """`-a`"""
    if type(a) is int:
        return -a if a != MIN_INTEGER else a
    if type(a) is float:
        return -a
    return arithmetic("__unm", _negate_second, a, a)


def _negate_second(a: Any, b: Any) -> Any:
    return neg(b)


_EVENT_VERBS = {
    "__add": "add", "__sub": "sub", "__mul": "mul", "__div": "div", "__mod": "mod", "__idiv": "idiv", "__pow": "pow",
    "__unm": "unm",
}  # fmt: skip


def arithmetic(event: str, operation: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    """Arithmetic of operands that are not both numbers: metamethods, those of strings included (luaT_trybinTM)."""
    handler = metamethod(a, event)
    if handler is None:
        handler = metamethod(b, event)
        if handler is None:
            number = type(a) is int or type(a) is float
            raise type_error("perform arithmetic on", b if number else a, 1 if number else 0)
    return call_event(handler, event[2:], a, b)


def string_arithmetic(event: str, operation: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """The metamethod of strings for an arithmetic event: converts both operands to numbers (manual §3.4.3)."""

    def metamethod_of_strings(a: Any = None, b: Any = None, *_: Any) -> Any:
        x, y = _to_number(a), _to_number(b)
        if x is not None and y is not None:
            return operation(x, y)
        handler = None if type(b) is str else metamethod(b, event)
        if handler is None:
            raise located(f"attempt to {event[2:]} a '{type_name(a)}' with a '{type_name(b)}'")
        return first_of(handler(a, b))

    return metamethod_of_strings


def _to_number(value: Any) -> int | float | None:
    if type(value) is int or type(value) is float:
        return value
    return parse_number(value) if type(value) is str else None


ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "__add": add, "__sub": sub, "__mul": mul, "__div": div, "__mod": mod, "__idiv": idiv, "__pow": power,
    "__unm": _negate_second,
}  # fmt: skip
"""The arithmetic events that strings answer."""


def wrap_around(n: Any) -> Any:
    """A sum, difference or product of numbers; an integer of more than 64 bits wraps around (manual §3.4.1)."""
    if -0x8000000000000000 <= n <= 0x7FFFFFFFFFFFFFFF or type(n) is float:
        return n
    return wrap(n)


# Bitwise operators


def band(a: Any, b: Any) -> Any:
    """`a & b`"""
    if type(a) is int and type(b) is int:
        return a & b
    return bitwise("__band", lambda x, y: x & y, a, b)


def bor(a: Any, b: Any) -> Any:
    """`a | b`"""
    if type(a) is int and type(b) is int:
        return a | b
    return bitwise("__bor", lambda x, y: x | y, a, b)


def bxor(a: Any, b: Any) -> Any:
    """`a ~ b`"""
    if type(a) is int and type(b) is int:
        return a ^ b
    return bitwise("__bxor", lambda x, y: x ^ y, a, b)


def shl(a: Any, b: Any) -> Any:
    """`a << b`"""
    if type(a) is int and type(b) is int:
        return shift_left(a, b)
    return bitwise("__shl", shift_left, a, b)


def shr(a: Any, b: Any) -> Any:
    """`a >> b`"""
    if type(a) is int and type(b) is int:
        return shift_left(a, -b)
    return bitwise("__shr", lambda x, y: shift_left(x, -y), a, b)


def shift_left(a: int, count: int) -> int:
    """A logical shift of 64 bits; a negative count shifts to the right."""
    if count >= 0:
        return wrap(a << count & MASK) if count < 64 else 0
    return wrap((a & MASK) >> -count) if count > -64 else 0


def bnot(a: Any) -> Any:
    """`~a`"""
    if type(a) is int:
        return ~a
    return bitwise("__bnot", lambda x, y: ~x, a, a)


def bitwise(event: str, operation: Callable[[int, int], int], a: Any, b: Any) -> Any:
    """A bitwise operation of operands that are not both integers."""
    x, y = _to_integer(a), _to_integer(b)
    if x is not None and y is not None:
        return operation(x, y)
    handler = metamethod(a, event)
    if handler is None:
        handler = metamethod(b, event)
    if handler is not None:
        return call_event(handler, event[2:], a, b)
    a_is_number, b_is_number = type(a) in (int, float), type(b) in (int, float)
    if a_is_number and b_is_number:
        raise integer_error(a if x is None else b, 0 if x is None else 1)
    raise type_error("perform bitwise operation on", b if a_is_number else a, 1 if a_is_number else 0)


def _to_integer(value: Any) -> int | None:
    if type(value) is int:
        return value
    return float_to_integer(value) if type(value) is float else None
