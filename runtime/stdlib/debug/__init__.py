"""The debug library (manual §6.10)."""

import sys
from typing import Any

from cmc.runtime.core.arguments import (
    MISSING,
    argument_error,
    check_any,
    check_integer,
    optional_integer,
    type_mismatch,
)
from cmc.runtime.core.coroutine import Coroutine
from cmc.runtime.core.errors import error_text, error_value
from cmc.runtime.core.metatable import metatable_of, set_metatable
from cmc.runtime.core.numbers import format_number
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table
from cmc.runtime.core.traceback import traceback_text
from cmc.runtime.core.values import Userdata, type_name
from cmc.runtime.stdlib.debug import hooks, info, upvalues, variables
from cmc.runtime.stdlib.debug.stack import stack_of
from cmc.runtime.stdlib.library import library


def lua_traceback(*args: Any) -> Any:
    """`debug.traceback([thread,] [message [, level]])`"""
    coroutine, args = split_thread(args)
    message, level = (*args, None, None)[:2]
    if message is not None and type(message) not in (str, int, float):
        return message
    first = optional_integer(level, 2, 1 if coroutine is None else 0)
    stack = list(stack_of(coroutine, sys._getframe()))
    text = traceback_text(stack[first:] if first >= 0 else stack)
    if message is None:
        return text
    return f"{message if type(message) is str else format_number(message)}\n{text}"


def split_thread(args: tuple[Any, ...]) -> tuple[Coroutine | None, tuple[Any, ...]]:
    """The optional coroutine that many functions take first, and the other arguments."""
    if args and type_name(args[0]) == "thread":
        return (args[0] if isinstance(args[0], Coroutine) else None), args[1:]
    return None, args


def lua_getmetatable(value: Any = MISSING, *_: Any) -> Any:
    """`debug.getmetatable(value)`"""
    return metatable_of(check_any(value, 1))


def lua_setmetatable(value: Any = MISSING, metatable: Any = MISSING, *_: Any) -> Any:
    """`debug.setmetatable(value, table)`"""
    if metatable is not None and not isinstance(metatable, Table):
        raise type_mismatch(2, metatable, "nil or table")
    if isinstance(value, Table):
        set_metatable(value, metatable)
    elif isinstance(value, Userdata):
        value.metatable = metatable
    elif type(value) is str:
        state.string_metatable = metatable
    elif metatable is None:
        state.basic_metatables.pop(type_name(value), None)
    else:
        state.expects_basic_metatables = True
        state.basic_metatables[type_name(value)] = metatable
    return value


def lua_getregistry(*_: Any) -> Table:
    """`debug.getregistry()`"""
    return state.registry


def lua_getuservalue(value: Any = None, n: Any = 1, *_: Any) -> Any:
    """`debug.getuservalue(u, n)`"""
    position = optional_integer(n, 2, 1)
    if not isinstance(value, Userdata):
        return None
    held = getattr(value, "user_values", ())
    return (held[position - 1], True) if 0 < position <= len(held) else None


def lua_setuservalue(value: Any = MISSING, held: Any = MISSING, n: Any = 1, *_: Any) -> Any:
    """`debug.setuservalue(udata, value, n)`"""
    if isinstance(value, upvalues.LightUserdata):
        raise argument_error(1, "userdata expected, got light userdata")
    if not isinstance(value, Userdata):
        raise type_mismatch(1, value, "userdata")
    check_any(held, 2)
    position = optional_integer(n, 3, 1)
    values = getattr(value, "user_values", [])
    if not 0 < position <= len(values):
        return None
    values[position - 1] = held
    return value


def lua_debug(*_: Any) -> tuple[()]:
    """`debug.debug()`: runs lines from the standard input until one says `cont`."""
    from cmc.runtime.core.chunks import load_text

    while True:
        sys.stderr.write("lua_debug> ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if line in ("", "cont\n"):
            return ()
        try:
            load_text(line, "=(debug command)", state.globals)()
        except Exception as error:
            sys.stderr.write(error_text(error_value(error)) + "\n")


def lua_setcstacklimit(limit: Any = MISSING, *_: Any) -> int:
    """`debug.setcstacklimit(limit)`: without effect, as in Lua 5.4.3 and later."""
    check_integer(limit, 1)
    return 200


def debug_library() -> Table:
    """A new `debug` table."""
    return library(
        {
            "debug": lua_debug,
            "gethook": hooks.lua_gethook,
            "getinfo": info.lua_getinfo,
            "getlocal": variables.lua_getlocal,
            "getmetatable": lua_getmetatable,
            "getregistry": lua_getregistry,
            "getupvalue": upvalues.lua_getupvalue,
            "getuservalue": lua_getuservalue,
            "setcstacklimit": lua_setcstacklimit,
            "sethook": hooks.lua_sethook,
            "setlocal": variables.lua_setlocal,
            "setmetatable": lua_setmetatable,
            "setupvalue": upvalues.lua_setupvalue,
            "setuservalue": lua_setuservalue,
            "traceback": lua_traceback,
            "upvalueid": upvalues.lua_upvalueid,
            "upvaluejoin": upvalues.lua_upvaluejoin,
        }
    )
