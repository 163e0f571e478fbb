"""Fields, lengths, comparisons and concatenation of operands of unknown kind (manual §3.4).

Each helper tries what is most common first and leaves the rest (metamethods, errors) to one slow path per family.
Comparisons return Python booleans.
"""

from contextlib import suppress
from functools import reduce
from typing import Any

from cmc.runtime.core import text
from cmc.runtime.core.errors import compare_error, type_error
from cmc.runtime.core.metamethods import (
    call_event,
    check_key,
    equal_by_metamethod,
    index_value,
    lookup,
    metamethod,
    metatable_of,
)
from cmc.runtime.core.metatable import assign as assign_field
from cmc.runtime.core.numbers import format_float
from cmc.runtime.core.objects import LuaClass, LuaObject
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table, border, dict_get, find_border, key, raw_delete
from cmc.runtime.core.values import Userdata

# Fields


def index(t: Any, k: Any) -> Any:
    """`t[k]` (manual §2.4, `__index`)."""
    if isinstance(t, Table):
        if k is not True and k is not False:
            return t[k]  # Python finds an integer under the float that equals it, too
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
        if isinstance(t, LuaObject | LuaClass):
            t[k] = value
            return
        if isinstance(t, Userdata):
            with suppress(NotImplementedError):
                t.lua_newindex(k, value)
                return
        raise type_error("index", t)
    assign_field(t, handler, key(k), value, k)


def swap(t: Any, i: Any, j: Any) -> None:
    """`t[i], t[j] = t[j], t[i]`, the last target first."""
    if type(t) is Table and type(i) is int and type(j) is int:
        first, second = t[i], t[j]
        if first is not None and second is not None:
            t[j] = first
            t[i] = second
            return
    second = index(t, j)
    first = index(t, i)
    setindex(t, j, first)
    setindex(t, i, second)


def append(t: Any, value: Any) -> None:
    """`t[#t + 1] = value` where no metamethod gives lengths."""
    if type(t) is Table:
        n = len(t)
        if n and ((n + 1) in t or t[n] is None):
            n = find_border(t)
        if value is not None:
            t[n + 1] = value
        return
    setindex(t, length(t) + 1, value)


def method(receiver: Any, name: str) -> Any:
    """The function that `receiver:name(…)` calls."""
    if isinstance(receiver, Table):
        return receiver[name]
    if type(receiver) is str and state.string_metatable is not None:
        handler = dict_get(state.string_metatable, "__index")
        if type(handler) is Table and (found := handler[name]) is not None:
            return found
    elif isinstance(receiver, Userdata) and receiver.metatable is not None:
        handler = dict_get(receiver.metatable, "__index")
        if type(handler) is Table and (found := dict_get(handler, name)) is not None:
            return found
    return index_value(receiver, name)


def length(value: Any) -> Any:
    """`#value` (manual §3.4.7)."""
    if type(value) is Table:
        n = len(value)
        # The common case of `border`: nothing but a sequence.
        if n and (n + 1) not in value and value[n] is not None:
            return n
        return find_border(value) if n else 0
    if type(value) is str:
        return len(value) if value.isascii() else text.byte_length(value)
    if isinstance(value, Table):
        if value.has_metatable:
            handler = dict_get(value.metatable, "__len")
            if handler is not None:
                return call_event(handler, "len", value, value)
        return border(value)
    handler = metamethod(value, "__len")
    if handler is None:
        if isinstance(value, LuaObject | LuaClass):
            # All keys are names.
            return 0
        raise type_error("get length of", value)
    return call_event(handler, "len", value, value)


# Truth


def truthy(value: Any) -> bool:
    """Whether a condition takes a value for true (manual §3.3.4)."""
    return value is not None and value is not False


# Comparison


def eq(a: Any, b: Any) -> bool:
    """`a == b` (manual §3.4.4)"""
    ta = type(a)
    if ta is str:
        return a == b  # type: ignore[no-any-return]
    if ta is int:
        return a == b and type(b) is not bool
    if a is b:
        return ta is not float or a == a
    if isinstance(a, Table) and isinstance(b, Table):
        return (a.compares or b.compares) and equal_by_metamethod(a, b)
    if ta is bool or type(b) is bool:
        return False
    if isinstance(a, Userdata):
        return isinstance(b, Userdata) and equal_by_metamethod(a, b)
    if isinstance(a, Table | LuaObject):
        return isinstance(b, Table | LuaObject) and equal_by_metamethod(a, b)
    return bool(a == b)


def raw_equal(a: Any, b: Any) -> bool:
    """`rawequal`"""
    if type(a) is bool or type(b) is bool or isinstance(a, Table | LuaObject):
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
    ta, tb = type(a), type(b)
    if (ta is int or ta is float) and (tb is int or tb is float):
        return a > b  # type: ignore[no-any-return]
    return lt(b, a)


def ge(a: Any, b: Any) -> bool:
    """`a >= b`, which is `b <= a`"""
    ta, tb = type(a), type(b)
    if (ta is int or ta is float) and (tb is int or tb is float):
        return a >= b  # type: ignore[no-any-return]
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
    if len(values) == 2:
        left, right = values
        if type(right) is str:
            if type(left) is str:
                joined = left + right
                return joined if joined.isascii() else text.join(left, right)
            if type(left) is int:
                return f"{left}{right}"
        elif type(right) is int and type(left) is str:
            return f"{left}{right}"
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
            return _concat_by_metamethod(values)
    joined = "".join(pieces)
    return joined if joined.isascii() else reduce(text.join, pieces)


def _concat_by_metamethod(values: tuple[Any, ...]) -> Any:
    """`concat` of operands that are not all strings or numbers."""
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
            result = reduce(text.join, pieces)
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
