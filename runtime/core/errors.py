"""Lua errors as Python exceptions, and their messages (manual §2.3, ldebug.c).

Library functions and operators raise `LuaError` with the finished value. What CPython itself raises in generated code
(a call of None, a subscript of a number) becomes a Lua message only when somebody looks: `error_value` reads from the
failing instruction what Lua would have called the operand.
"""

import re
import sys
from collections.abc import Iterator
from typing import Any

from cmc.runtime.core.frames import Level, levels, levels_of, running_level, traceback_frames, where
from cmc.runtime.core.frames import position as place
from cmc.runtime.core.table import Table, dict_get
from cmc.runtime.core.values import NAMES, Userdata, type_name


class LuaError(Exception):
    """An error value on its way to a protected call.

    `value` is any Lua value. `traceback` is the text of a traceback that was taken when the error was raised in another
    coroutine, empty otherwise.
    """

    def __init__(self, value: Any, traceback: str = "") -> None:
        super().__init__(value)
        self.value = value
        self.traceback = traceback

    def __str__(self) -> str:
        return error_text(self.value)


class ChunkError(LuaError):
    """The program itself could not be loaded; there is no stack to show."""


def error_text(value: Any) -> str:
    """An error value as people read it."""
    if isinstance(value, str):
        return value
    if type(value) in (int, float):
        from cmc.runtime.core.numbers import format_number

        return format_number(value)
    return f"(error object is a {type_name(value)} value)"


def located(message: str, level: int = 1) -> LuaError:
    """An error with the position of the function `level` levels above the library function that runs (luaL_error).

    Called from helpers that are no library functions themselves, the innermost Lua function counts as level 0, and is
    what level 0 and level 1 both mean.
    """
    found = None
    for number, found in enumerate(levels(sys._getframe(1))):
        if found.is_lua and number == 0:
            break
        if number == level:
            break
    else:
        found = None
    return LuaError(where(found) + message)


def runtime_error(message: str) -> LuaError:
    """An error of an operator, with the position of the code that runs (luaG_runerror)."""
    return LuaError(place(running_level()) + message)


# Operands


def object_type_name(value: Any) -> str:
    """The type of a value for messages: `__name` of its metatable if that is a string (luaT_objtypename)."""
    metatable = getattr(value, "metatable", None) if not isinstance(value, Table) or type(value) is not Table else None
    if isinstance(metatable, Table):
        name = dict_get(metatable, "__name")
        if isinstance(name, str):
            return name
    return type_name(value)


def operand_name(level: Level | None, position: int) -> str:
    """` (local 'x')` for an operand of what a level is doing, or nothing."""
    if level is None or level.chunk is None:
        return ""
    operands = level.operation[3]
    if not 0 <= position < len(operands) or operands[position] is None:
        return ""
    kind, name = operands[position]
    return f" ({kind} '{name}')"


def type_error(action: str, value: Any, position: int = 0) -> LuaError:
    """`attempt to ACTION a TYPE value (local 'x')`; `position` is the operand's place in the operation."""
    level = running_level()
    name = operand_name(level, position)
    return LuaError(f"{place(level)}attempt to {action} a {object_type_name(value)} value{name}")


def call_error(value: Any, name: str = "") -> LuaError:
    """`attempt to call a TYPE value (global 'f')`"""
    level = running_level()
    return LuaError(f"{place(level)}attempt to call a {object_type_name(value)} value{name or _callee_name(level)}")


def _callee_name(level: Level | None) -> str:
    """` (local 'f')`: what the operation that a level is at calls (funcnamefromcode)."""
    event = "" if level is None else level.operation[2]
    if event == "for":
        return " (for iterator 'for iterator')"
    return operand_name(level, 0) if event in ("", "call") else f" (metamethod '{event}')"


def compare_error(left: Any, right: Any) -> LuaError:
    """`attempt to compare two nil values`, `attempt to compare number with nil`"""
    a, b = object_type_name(left), object_type_name(right)
    if a == b:
        return runtime_error(f"attempt to compare two {a} values")
    return runtime_error(f"attempt to compare {a} with {b}")


def integer_error(value: Any, position: int) -> LuaError:
    """`number (local 'x') has no integer representation`"""
    level = running_level()
    return LuaError(f"{place(level)}number{operand_name(level, position)} has no integer representation")


# Errors of Python


def error_value(error: BaseException) -> Any:
    """The Lua value that a protected call gets for an exception."""
    if isinstance(error, LuaError):
        return error.value
    level = next(levels_of(traceback_frames(error.__traceback__)), None)
    if isinstance(error, RecursionError):
        return place(level) + "stack overflow"
    if isinstance(error, MemoryError):
        return "not enough memory"
    if level is not None and level.is_lua:
        message = _translate(error, level)
        if message is not None:
            return place(level) + message
    elif isinstance(error, TypeError) and "not callable" in str(error) and (match := _TYPE.search(str(error))):
        # A library function has called a value that it was given.
        return f"attempt to call a {_lua_name(match[1])} value"
    return f"{type(error).__name__}: {error}"


_TYPE = re.compile(
    r"'([A-Za-z_.]+)' object|type '?([A-Za-z_.]+)'?|operand type(?:\(s\))?.*?: '([A-Za-z_.]+)'(?: and '([A-Za-z_.]+)')?"
)
_OF_PYTHON_TYPE = {
    "NoneType": "nil", "bool": "boolean", "int": "number", "float": "number", "str": "string",
    "function": "function", "builtin_function_or_method": "function", "method": "function", "Coroutine": "thread",
}  # fmt: skip


def _lua_name(python_type: str) -> str:
    """What Lua calls a value of a Python class; host classes say so in `lua_name`."""
    known = _OF_PYTHON_TYPE.get(python_type)
    if known is not None:
        return known
    for cls, name in NAMES.items():
        if cls.__name__ == python_type:
            return str(getattr(cls, "lua_name", name))
    if "Table" in python_type:
        return "table"
    return next((name for cls, name in _host_classes(Userdata) if cls == python_type), "userdata")


def _host_classes(base: type) -> Iterator[tuple[str, str]]:
    """The names of classes of host objects, with what Lua calls their objects."""
    children: list[type] = base.__subclasses__()
    for child in children:
        yield child.__name__, str(getattr(child, "lua_name", "userdata"))
        yield from _host_classes(child)


def _translate(error: BaseException, level: Level) -> str | None:
    """Lua's message for an exception that CPython raised at a plain operation of generated code."""
    if isinstance(error, ZeroDivisionError):
        return "attempt to perform 'n%0'" if level.operation[2] == "mod" else "attempt to divide by zero"
    if not isinstance(error, TypeError | AttributeError):
        return None
    text = str(error)
    name = operand_name(level, 0)
    if "not callable" in text and (match := _TYPE.search(text)):
        return f"attempt to call a {_lua_name(match[1])} value{name}"
    if "subscriptable" in text or "item assignment" in text or "has no attribute" in text:
        match = _TYPE.search(text)
        return f"attempt to index a {_lua_name(match[1])} value{name}" if match else None
    if "has no len()" in text:
        match = _TYPE.search(text)
        return f"attempt to get length of a {_lua_name(match[1] or match[2])} value{name}" if match else None
    if "indices must be integers" in text:
        return f"attempt to index a string value{name}"
    if "unsupported operand" in text or "bad operand type" in text:
        return _translate_operands(text, level)
    if "not supported between" in text:
        kinds = [_lua_name(found) for found in re.findall(r"'([A-Za-z_.]+)'", text)[-2:]]
        if kinds[0] == kinds[1]:
            return f"attempt to compare two {kinds[0]} values"
        if text.startswith("'>"):
            kinds.reverse()  # for Lua, `a > b` is `b < a`
        return f"attempt to compare {kinds[0]} with {kinds[1]}"
    return None


_BITWISE = frozenset(("band", "bor", "bxor", "shl", "shr", "bnot"))


def _translate_operands(text: str, level: Level) -> str:
    kinds = [_lua_name(found) for found in re.findall(r"'([A-Za-z_.]+)'", text)]
    position = next((i for i, kind in enumerate(kinds) if kind != "number"), 0)
    action = "perform bitwise operation on" if level.operation[2] in _BITWISE else "perform arithmetic on"
    return f"attempt to {action} a {kinds[position]} value{operand_name(level, position)}"
