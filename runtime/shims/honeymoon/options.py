"""Reading option tables, and what middleware has in common."""

from collections.abc import Callable
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.frames import METHOD, native_codes
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.operators import index
from cmc.runtime.core.table import Table, entries
from cmc.runtime.core.values import type_name
from cmc.runtime.stdlib.base import to_string

Middleware = Callable[..., Any]
"""A function that gets request, response and `next`."""


def option(options: Table | None, name: str, default: Any = None) -> Any:
    """An option, its default if it is absent; false is a value."""
    value = None if options is None else options[name]
    return default if value is None else value


def number_option(options: Table | None, name: str, default: float) -> int | float:
    """A number option.

    Raises:
        LuaError: the option is no number.
    """
    value = option(options, name, default)
    if type(value) not in (int, float):
        raise LuaError(f"option '{name}' must be a number, not {type_name(value)}")
    number: int | float = value
    return number


def function_option(options: Table | None, *names: str) -> Callable[..., Any] | None:
    """The first of some options that is there; it must be a function.

    Raises:
        LuaError: the option is no function.
    """
    for name in names:
        value = option(options, name)
        if value is not None and value is not False:
            if not callable(value):
                raise LuaError(f"option '{name}' must be a function, not {type_name(value)}")
            function: Callable[..., Any] = value
            return function
    return None


def list_of(value: Any) -> list[Any]:
    """The elements of an array; anything else is the only one, nil none."""
    if value is None:
        return []
    return [item for k, item in entries(value) if type(k) is int] if isinstance(value, Table) else [value]


def joined(value: Any, separator: str) -> str:
    """An array as text with a separator; other values as text."""
    return separator.join(to_string(item) for item in list_of(value))


def truth(value: Any) -> bool:
    """Lua's truth."""
    return value is not None and value is not False


def call_method(receiver: Any, name: str, *args: Any) -> Any:
    """The first result of `receiver:name(…)`."""
    return first_of(index(receiver, name)(receiver, *args))


def middleware(step: Middleware) -> Middleware:
    """Makes a Python function a middleware that Lua code can call, too; it is a level of the Lua stack only then."""
    native_codes.setdefault(step.__code__, METHOD)
    return step
