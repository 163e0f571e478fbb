"""Making the tables of the standard library: functions by name, known to the call stack."""

from collections.abc import Callable, Mapping
from typing import Any

from cmc.runtime.core.frames import LEVEL, native_codes
from cmc.runtime.core.table import Table


def register(function: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a Python function a level of the Lua stack, as functions of C are."""
    code = getattr(function, "__code__", None)
    if code is not None:
        native_codes.setdefault(code, LEVEL)
    return function


def library(functions: Mapping[str, Any]) -> Table:
    """A table of library functions and constants."""
    table = Table()
    for name, value in functions.items():
        table[name] = register(value) if callable(value) else value
    return table
