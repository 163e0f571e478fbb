"""Metamethods: where they are found and how they are called (manual §2.4)."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from cmc.runtime.core.errors import call_error, runtime_error, type_error
from cmc.runtime.core.objects import LuaClass, LuaObject
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table, dict_get, key
from cmc.runtime.core.values import Userdata, type_name


def metatable_of(value: Any) -> Table | None:
    """The metatable of any value."""
    if isinstance(value, Table):
        return None if not value.has_metatable else value.metatable
    if type(value) is str:
        return state.string_metatable
    if isinstance(value, Userdata):
        return value.metatable
    if state.basic_metatables:
        return state.basic_metatables.get(type_name(value))
    return None


def protected_metatable(table: Any) -> Any:
    """`getmetatable`: the field `__metatable` if there is one, else the metatable."""
    if isinstance(table, LuaObject):
        return type(table)
    metatable = metatable_of(table)
    if metatable is None:
        return None
    protection = dict_get(metatable, "__metatable")
    return metatable if protection is None else protection


def metamethod(value: Any, event: str) -> Any:
    """The metamethod of a value for an event, or None."""
    if isinstance(value, LuaObject):
        return type(value).__lua_events__.get(event)
    metatable = metatable_of(value)
    return None if metatable is None else dict_get(metatable, event)


def call_event(handler: Any, event: str, *args: Any) -> Any:
    """Calls a metamethod and returns its first result (luaT_callTMres).

    Raises:
        LuaError: the metamethod cannot be called.
    """
    if not callable(handler):
        raise call_error(handler, f" (metamethod '{event}')")
    return first_of(handler(*args))


def first_of(result: Any) -> Any:
    """The first of a call's results."""
    if type(result) is not tuple:
        return result
    return result[0] if result else None


MAX_LOOPS = 2000  # MAXTAGLOOP


def lookup(receiver: Any, handler: Any, k: Any, original: Any) -> Any:
    """Field `k` of `receiver`, which does not have it itself, through its `__index` handler.

    `k` is the key as it is stored, `original` as the program wrote it.
    """
    for _ in range(MAX_LOOPS):
        if handler is None:
            return None
        if isinstance(handler, Table):
            value = dict_get(handler, k)
            if value is not None or not handler.has_metatable:
                return value
            receiver = handler
            handler = dict_get(handler.metatable, "__index")
        elif callable(handler):
            return first_of(handler(receiver, original))
        else:
            return index_value(handler, original, -1)
    raise runtime_error("'__index' chain too long; possible loop")


def index_value(value: Any, k: Any, operand: int = 0) -> Any:
    """`value[k]` for anything that is no table; `operand` is its place in the operation that runs, -1 for none."""
    metatable = metatable_of(value)
    handler = None if metatable is None else dict_get(metatable, "__index")
    if handler is None:
        if isinstance(value, LuaObject | LuaClass):
            return value[k]
        if isinstance(value, Userdata):
            with suppress(NotImplementedError):
                return value.lua_index(k)
        raise type_error("index", value, operand)
    if type(handler) is Table and type(k) is str:
        found = dict_get(handler, k)  # methods of strings and userdata, mostly
        if found is not None:
            return found
    found = lookup(value, handler, key(k), k)
    if found is None and state.string_fields is not None and type(value) is str:
        return state.string_fields(value, k)
    return found


def check_key(k: Any) -> None:
    """Refuses the keys that no table may hold.

    Raises:
        LuaError: `k` is nil or NaN.
    """
    if k is None:
        raise runtime_error("table index is nil")
    if k != k and type(k) is float:
        raise runtime_error("table index is NaN")


def equal_by_metamethod(left: Any, right: Any) -> bool:
    """`left == right` of two different tables or userdata: the first one's `__eq`, else the second one's."""
    handler = metamethod(left, "__eq")
    if handler is None:
        handler = metamethod(right, "__eq")
        if handler is None:
            return False
    result = call_event(handler, "eq", left, right)
    return result is not None and result is not False


def resolve_call(value: Any, args: tuple[Any, ...]) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """The function that a call of a table ends in, by way of `__call`, and its arguments.

    Raises:
        LuaError: there is nothing to call.
    """
    while isinstance(value, Table):
        handler = dict_get(value.metatable, "__call") if value.has_metatable else None
        if handler is None:
            raise call_error(value)
        args = (value, *args)
        value = handler
    if not callable(value):
        raise call_error(value)
    return value, args
