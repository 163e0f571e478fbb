"""Arguments of library functions: conversion and the messages of `luaL_check…` (manual §5.1)."""

import sys
from typing import Any, Final

from cmc.runtime.core.errors import LuaError, object_type_name
from cmc.runtime.core.frames import levels, where
from cmc.runtime.core.numbers import float_to_integer, format_number, parse_number
from cmc.runtime.core.objects import LuaClass, LuaObject, fields_of
from cmc.runtime.core.table import Table


class _Missing:
    """The type of `MISSING`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final[Any] = _Missing()
"""Default of parameters that tell "no argument" from nil."""


def argument_error(number: int, message: str) -> LuaError:
    """`bad argument #1 to 'f' (message)`, named as the caller calls the running library function (luaL_argerror)."""
    stack = levels(sys._getframe(1))
    current = next(stack, None)
    while current is not None and current.is_lua:  # a helper of generated code raised it
        current = next(stack, None)
    caller = next(stack, None)
    kind, name = called_as(caller)
    if kind == "method":
        number -= 1
        if number == 0:
            return LuaError(f"{where(caller)}calling '{name}' on bad self ({message})")
    if not name:
        name = (global_names().get(id(current.frame.f_code)) if current is not None else "") or "?"
    return LuaError(f"{where(caller)}bad argument #{number} to '{name}' ({message})")


def called_as(caller: Any) -> tuple[str, str]:
    """Kind and name of the function that a level is calling, empty when the level is no Lua function."""
    if caller is None or not caller.is_lua:
        return "", ""
    operation = caller.operation
    if operation[2] == "call" and operation[3] and operation[3][0] is not None:
        kind, name = operation[3][0]
        return kind, name
    if operation[2] == "for":
        return "for iterator", "for iterator"
    return ("metamethod", operation[2]) if operation[2] not in ("", "call") else ("", "")


def global_names() -> dict[int, str]:
    """The names under which `package.loaded` knows functions, as `string.rep` or `print`, by the identity of their code
    (pushglobalfuncname)."""
    from cmc.runtime.core.state import state

    names: dict[int, str] = {}
    for module, held in list(state.loaded.items()):
        if not isinstance(module, str):
            continue
        if isinstance(held, LuaObject | LuaClass):
            fields = fields_of(held)
        elif isinstance(held, Table):
            fields = dict(held)
        else:
            _add_name(names, module, held)
            continue
        prefix = "" if module == "_G" else f"{module}."
        for name, value in fields.items():
            if isinstance(name, str):
                _add_name(names, prefix + name, value)
    return names


def _add_name(names: dict[int, str], name: str, value: Any) -> None:
    code = getattr(value, "__code__", None)
    if code is not None:
        names.setdefault(id(code), name)


def type_mismatch(number: int, value: Any, expected: str) -> LuaError:
    """`bad argument #1 to 'f' (number expected, got nil)` (luaL_typeerror)."""
    actual = "no value" if value is MISSING else object_type_name(value)
    return argument_error(number, f"{expected} expected, got {actual}")


def check_any(value: Any, number: int) -> Any:
    """Any value, but there must be one."""
    if value is MISSING:
        raise argument_error(number, "value expected")
    return value


def check_table(value: Any, number: int) -> Table:
    """A table."""
    if not isinstance(value, Table):
        raise type_mismatch(number, value, "table")
    return value


def check_string(value: Any, number: int) -> str:
    """A string, or a number as a string."""
    if type(value) is str:
        return value
    if type(value) is int or type(value) is float:
        return format_number(value)
    raise type_mismatch(number, value, "string")


def check_integer(value: Any, number: int) -> int:
    """An integer, or what converts to one without loss."""
    if type(value) is int:
        return value
    if type(value) is str:
        parsed = parse_number(value)
        if parsed is None:
            raise type_mismatch(number, value, "number")
        value = parsed
    if type(value) is float:
        integer = float_to_integer(value)
        if integer is None:
            raise argument_error(number, "number has no integer representation")
        return integer
    if type(value) is int:
        return value
    raise type_mismatch(number, value, "number")


def check_number(value: Any, number: int) -> int | float:
    """A number, or a string that spells one."""
    if type(value) is float or type(value) is int:
        return value
    if type(value) is str:
        parsed = parse_number(value)
        if parsed is not None:
            return parsed
    raise type_mismatch(number, value, "number")


def optional_integer(value: Any, number: int, default: int) -> int:
    """An integer, or the default for nil and no argument."""
    if type(value) is int:
        return value
    return default if value is None or value is MISSING else check_integer(value, number)


def optional_string(value: Any, number: int, default: str) -> str:
    """A string, or the default for nil and no argument."""
    return default if value is None or value is MISSING else check_string(value, number)


def check_option(value: Any, number: int, options: tuple[str, ...], default: str | None = None) -> str:
    """One of some words (luaL_checkoption)."""
    text = optional_string(value, number, default) if default is not None else check_string(value, number)
    if text not in options:
        raise argument_error(number, f"invalid option '{text}'")
    return text
