"""The operators of Lua for operands of unknown kind (manual §3.4).

Each helper tries what is most common first and leaves the rest (strings that spell numbers, metamethods, errors) to one
slow path per family. Comparisons return Python booleans.
"""

import math
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from cmc.runtime.core import text
from cmc.runtime.core.errors import compare_error, integer_error, runtime_error, type_error
from cmc.runtime.core.metatable import (
    assign as assign_field,
)
from cmc.runtime.core.metatable import (
    call_event,
    check_key,
    equal_by_metamethod,
    first_of,
    index_value,
    lookup,
    metamethod,
    metatable_of,
)
from cmc.runtime.core.numbers import (
    DEFAULT_NAN,
    INFINITY,
    MASK,
    MAX_INTEGER,
    MIN_INTEGER,
    float_to_integer,
    format_float,
    parse_number,
    wrap,
)
from cmc.runtime.core.table import Table, border, dict_get, key, raw_delete
from cmc.runtime.core.values import Userdata

# Fields


def index(t: Any, k: Any) -> Any:
    """`t[k]` (manual §2.4, `__index`)."""
    if isinstance(t, Table):
        kind = type(k)
        if kind is str or kind is int:
            return t[k]
        stored = key(k)
        value = dict_get(t, stored)
        if value is None and t.has_metatable:
            handler = dict_get(t.metatable, "__index")
            return None if handler is None else lookup(t, handler, stored, k)
        return value
    return index_value(t, k)


def setindex(t: Any, k: Any, value: Any) -> None:
    """`t[k] = value` (manual §2.4, `__newindex`)."""
    if isinstance(t, Table):
        kind = type(k)
        if kind is not str and kind is not int:
            original, k = k, key(k)
            if t.has_metatable and dict_get(t, k) is None:
                handler = dict_get(t.metatable, "__newindex")
                if handler is not None:
                    assign_field(t, handler, k, value, original)
                    return
            check_key(k)
        if value is not None or t.intercepts:
            t[k] = value
        else:
            raw_delete(t, k)
        return
    metatable = metatable_of(t)
    handler = None if metatable is None else dict_get(metatable, "__newindex")
    if handler is None:
        if isinstance(t, Userdata):
            with suppress(NotImplementedError):
                t.lua_newindex(k, value)
                return
        raise type_error("index", t)
    assign_field(t, handler, key(k), value, k)


def append(t: Any, value: Any) -> None:
    """`t[#t + 1] = value` where no metamethod gives lengths."""
    if type(t) is Table:
        n = len(t)
        if n and ((n + 1) in t or dict_get(t, n) is None):
            n = border(t)
        if value is not None:
            t[n + 1] = value
        return
    setindex(t, length(t) + 1, value)


def method(receiver: Any, name: str) -> Any:
    """The function that `receiver:name(…)` calls."""
    if isinstance(receiver, Table):
        return receiver[name]
    return index_value(receiver, name)


def length(value: Any) -> Any:
    """`#value` (manual §3.4.7)."""
    if isinstance(value, Table):
        if value.has_metatable:
            handler = dict_get(value.metatable, "__len")
            if handler is not None:
                return call_event(handler, "len", value, value)
        n = len(value)
        # The common case of `border`: nothing but a sequence.
        return n if (n + 1) not in value and dict_get(value, n) is not None else border(value)
    if type(value) is str:
        return len(value) if value.isascii() else text.byte_length(value)
    handler = metamethod(value, "__len")
    if handler is None:
        raise type_error("get length of", value)
    return call_event(handler, "len", value, value)


# Arithmetic


def add(a: Any, b: Any) -> Any:
    """`a + b`"""
    ta, tb = type(a), type(b)
    if ta is int and tb is int:
        n = a + b
        return n if MIN_INTEGER <= n <= MAX_INTEGER else wrap(n)
    if (ta is float or ta is int) and (tb is float or tb is int):
        return a + b
    return arithmetic("__add", add, a, b)


def sub(a: Any, b: Any) -> Any:
    """`a - b`"""
    ta, tb = type(a), type(b)
    if ta is int and tb is int:
        n = a - b
        return n if MIN_INTEGER <= n <= MAX_INTEGER else wrap(n)
    if (ta is float or ta is int) and (tb is float or tb is int):
        return a - b
    return arithmetic("__sub", sub, a, b)


def mul(a: Any, b: Any) -> Any:
    """`a * b`"""
    ta, tb = type(a), type(b)
    if ta is int and tb is int:
        n = a * b
        return n if MIN_INTEGER <= n <= MAX_INTEGER else wrap(n)
    if (ta is float or ta is int) and (tb is float or tb is int):
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
        if b == 0:
            raise runtime_error("attempt to perform 'n%0'")
        return a % b
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
        if b == 0:
            raise runtime_error("attempt to divide by zero")
        n = a // b
        return n if n <= MAX_INTEGER else wrap(n)
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
            from cmc.runtime.core.errors import located
            from cmc.runtime.core.values import type_name

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
    if MIN_INTEGER <= n <= MAX_INTEGER or type(n) is float:
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


# Truth


def truthy(value: Any) -> bool:
    """Whether a condition takes a value for true (manual §3.3.4)."""
    return value is not None and value is not False


# Comparison


def eq(a: Any, b: Any) -> bool:
    """`a == b` (manual §3.4.4)"""
    ta, tb = type(a), type(b)
    if ta is bool or tb is bool:
        return a is b
    if ta is str or ta is int:
        return a == b  # type: ignore[no-any-return]
    if isinstance(a, Table):
        if a is b:
            return True
        return isinstance(b, Table) and (a.compares or b.compares) and equal_by_metamethod(a, b)
    if isinstance(a, Userdata):
        return a is b or (isinstance(b, Userdata) and equal_by_metamethod(a, b))
    return bool(a == b)


def raw_equal(a: Any, b: Any) -> bool:
    """`rawequal`"""
    if type(a) is bool or type(b) is bool or isinstance(a, Table):
        return a is b
    return bool(a == b)


def lt(a: Any, b: Any) -> bool:
    """`a < b`"""
    ta, tb = type(a), type(b)
    if (ta is int or ta is float) and (tb is int or tb is float):
        return a < b  # type: ignore[no-any-return]
    if ta is str and tb is str:
        return text.less_than(a, b)
    return ordered("__lt", a, b)


def le(a: Any, b: Any) -> bool:
    """`a <= b`"""
    ta, tb = type(a), type(b)
    if (ta is int or ta is float) and (tb is int or tb is float):
        return a <= b  # type: ignore[no-any-return]
    if ta is str and tb is str:
        return text.less_equal(a, b)
    return ordered("__le", a, b)


def gt(a: Any, b: Any) -> bool:
    """`a > b`, which is `b < a`"""
    return lt(b, a)


def ge(a: Any, b: Any) -> bool:
    """`a >= b`, which is `b <= a`"""
    return le(b, a)


def ordered(event: str, a: Any, b: Any) -> bool:
    """An order comparison by metamethod."""
    handler = metamethod(a, event)
    if handler is None:
        handler = metamethod(b, event)
    if handler is not None:
        result = call_event(handler, event[2:], a, b)
        return result is not None and result is not False
    if event == "__le":
        # As Lua 5.4 is commonly built, `a <= b` falls back on `not (b < a)` (LUA_COMPAT_LT_LE).
        handler = metamethod(b, "__lt")
        if handler is None:
            handler = metamethod(a, "__lt")
        if handler is not None:
            result = call_event(handler, "lt", b, a)
            return result is None or result is False
    raise compare_error(a, b)


# Concatenation


def concat(*values: Any) -> Any:
    """`a .. b .. c`: all operands are evaluated, then joined from the right (manual §3.4.6)."""
    pieces: list[str] = []
    for value in values:
        kind = type(value)
        if kind is str:
            pieces.append(value)
        elif kind is int:
            pieces.append(str(value))
        elif kind is float:
            pieces.append(format_float(value))
        else:
            break
    else:
        joined = "".join(pieces)
        return joined if joined.isascii() else text.canonical(joined)
    position = len(values) - 1
    result = values[position]
    while position:
        position -= 1
        left = values[position]
        right_text = _piece(result)
        left_text = _piece(left)
        if left_text is not None and right_text is not None:
            # As many strings as there are go together in one step.
            pieces = [right_text, left_text]
            while position and (piece := _piece(values[position - 1])) is not None:
                pieces.append(piece)
                position -= 1
            pieces.reverse()
            result = text.join_all(pieces)
            continue
        handler = metamethod(left, "__concat")
        if handler is None:
            handler = metamethod(result, "__concat")
            if handler is None:
                wrong = position if left_text is None else position + 1
                raise type_error("concatenate", left if left_text is None else result, wrong)
        result = call_event(handler, "concat", left, result)
    return result


def _piece(value: Any) -> str | None:
    """The text of a string or number."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return str(value)
    return format_float(value) if kind is float else None
