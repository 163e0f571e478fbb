"""Coroutine manipulation (manual §6.2)."""

import sys
from typing import Any

from cmc.runtime.core.arguments import MISSING, type_mismatch
from cmc.runtime.core.coroutine import Coroutine, current, resumable, suspend
from cmc.runtime.core.errors import LuaError, error_value, located
from cmc.runtime.core.frames import level_at, where
from cmc.runtime.core.generated import innermost, new_coroutine
from cmc.runtime.core.table import Table
from cmc.runtime.core.values import type_name
from cmc.runtime.stdlib.library import library, register


class _Main:
    """The coroutine that the program begins in."""

    lua_type = "thread"


main_thread = _Main()


def lua_create(function: Any = MISSING, *_: Any) -> Coroutine:
    """`coroutine.create(f)`"""
    if type_name(function) != "function":
        raise type_mismatch(1, function, "function")
    return new_coroutine(function)


def lua_resume(coroutine: Any = MISSING, *args: Any) -> tuple[Any, ...]:
    """`coroutine.resume(co [, val1, ···])`"""
    if not isinstance(coroutine, Coroutine):
        if coroutine is main_thread:
            return False, "cannot resume non-suspended coroutine"
        raise type_mismatch(1, coroutine, "thread")
    if coroutine.status != "suspended":
        return False, resumable(coroutine)
    try:
        result = coroutine.resume(args)
    except Exception as error:
        return False, error_value(error)
    return (True, *result) if type(result) is tuple else (True, result)


def lua_wrap(function: Any = MISSING, *_: Any) -> Any:
    """`coroutine.wrap(f)`"""
    if type_name(function) != "function":
        raise type_mismatch(1, function, "function")
    coroutine = new_coroutine(function)

    def resume_wrapped(*args: Any) -> Any:
        if coroutine.status != "suspended":
            raise located(resumable(coroutine))
        try:
            return coroutine.resume(args)
        except Exception as error:
            value = error_value(error)
            closing = coroutine.close()
            if closing is not None:
                value = error_value(closing)
            if type(value) is str:
                value = where(caller_of_native()) + value
            raise LuaError(value) from error

    return register(resume_wrapped)


def caller_of_native() -> Any:
    """The level that called the library function that runs."""
    return level_at(sys._getframe(1), 1)


def lua_yield(value: Any = MISSING, *rest: Any) -> Any:
    """`coroutine.yield(···)`"""
    if rest:
        value = (value, *rest)
    elif value is MISSING:
        value = ()
    return suspend().switch(value)


def lua_status(coroutine: Any = MISSING, *_: Any) -> str:
    """`coroutine.status(co)`"""
    if coroutine is main_thread:
        return "running" if current() is None else "normal"
    if not isinstance(coroutine, Coroutine):
        raise type_mismatch(1, coroutine, "thread")
    if coroutine.status == "running" and coroutine is not innermost():
        # Generators do not tell those around them.
        return "normal"
    return coroutine.status


def lua_running(*_: Any) -> tuple[Any, bool]:
    """`coroutine.running()`"""
    coroutine = current()
    return (main_thread, True) if coroutine is None else (coroutine, False)


def lua_isyieldable(coroutine: Any = None, *_: Any) -> bool:
    """`coroutine.isyieldable([co])`"""
    if coroutine is None:
        return current() is not None
    if coroutine is main_thread:
        return False
    if not isinstance(coroutine, Coroutine):
        raise type_mismatch(1, coroutine, "thread")
    return True


def lua_close(coroutine: Any = MISSING, *_: Any) -> Any:
    """`coroutine.close(co)`"""
    if coroutine is main_thread or not isinstance(coroutine, Coroutine):
        if coroutine is main_thread:
            raise located(f"cannot close a {lua_status(main_thread)} coroutine")
        raise type_mismatch(1, coroutine, "thread")
    if coroutine.status not in ("suspended", "dead"):
        raise located(f"cannot close a {lua_status(coroutine)} coroutine")
    error = coroutine.close()
    return True if error is None else (False, error_value(error))


def coroutine_library() -> Table:
    """A new `coroutine` table."""
    return library(
        {
            "close": lua_close,
            "create": lua_create,
            "isyieldable": lua_isyieldable,
            "resume": lua_resume,
            "running": lua_running,
            "status": lua_status,
            "wrap": lua_wrap,
            "yield": lua_yield,
        }
    )
