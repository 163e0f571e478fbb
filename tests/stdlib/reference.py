"""Asks the reference interpreter: Lua expressions in, a line of text for the results of each out.

`evaluate` runs any number of expressions in one `lua5.4` process, and `describe` writes the values of the runtime in
the same way. On top of that, `assert_same_calls` compares protected calls of library functions, and
`assert_same_programs` compares chunks that the runtime compiles.
"""

import math
import subprocess
from collections.abc import Callable, Sequence
from typing import Any

from cmc.runtime.core.calls import results
from cmc.runtime.core.chunks import load_text
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import to_bytes
from cmc.runtime.core.values import type_name
from cmc.runtime.stdlib.base import lua_pcall
from cmc.runtime.stdlib.environment import open_libraries
from cmc.runtime.stdlib.string import string_library
from cmc.runtime.stdlib.utf8 import utf8_library

_PRELUDE = r"""
local function describe(value)
  local kind = type(value)
  if kind == "string" then
    return '"' .. value:gsub("[^%w ]", function(c) return ("\\%02x"):format(c:byte()) end) .. '"'
  elseif kind == "number" then
    return math.type(value) == "integer" and ("%d"):format(value) or ("%.17g"):format(value)
  end
  return (kind == "nil" or kind == "boolean") and tostring(value) or kind
end
local function show(...)
  for i = 1, select("#", ...) do io.write(describe((select(i, ...))), " ") end
  io.write("\n")
end
"""

Call = tuple[str, tuple[Any, ...]]
"""The name of a library function, such as `string.find`, and its arguments."""


class Source(str):
    """A Lua expression as an argument; `value` stands for it in the runtime."""

    value: Any

    def __new__(cls, text: str, value: Any) -> "Source":
        source = super().__new__(cls, text)
        source.value = value
        return source


def evaluate(expressions: Sequence[str]) -> list[str]:
    """A line for each expression: all its results, as `describe` writes them."""
    script = _PRELUDE + "".join(f"show({expression})\n" for expression in expressions)
    done = subprocess.run(["lua5.4", "-"], input=to_bytes(script), capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout.decode("ascii").splitlines()


def describe(values: Sequence[Any]) -> str:
    """The line that stands for some results."""
    return "".join(_describe(value) + " " for value in values)


def _describe(value: Any) -> str:
    if isinstance(value, str):
        return '"' + "".join(map(_describe_byte, to_bytes(value))) + '"'
    if type(value) is float:
        if value != value:
            return "-nan" if math.copysign(1.0, value) < 0 else "nan"
        return f"{value:.17g}"
    if value is None or isinstance(value, bool):
        return {None: "nil", True: "true", False: "false"}[value]
    return str(value) if type(value) is int else type_name(value)


def _describe_byte(code: int) -> str:
    character = chr(code)
    return character if character.isascii() and (character.isalnum() or character == " ") else f"\\{code:02x}"


def literal(value: Any) -> str:
    """A Lua expression for a value."""
    if isinstance(value, Source):
        return f"({str(value)})"
    if isinstance(value, str):
        return '"' + "".join(f"\\{code:03d}" for code in to_bytes(value)) + '"'
    if isinstance(value, dict):
        return "{" + ", ".join(f"[{literal(k)}] = {literal(v)}" for k, v in value.items()) + "}"
    if type(value) is float:
        if value != value:
            return "(0/0)" if math.copysign(1.0, value) < 0 else "(-(0/0))"
        return value.hex() if value - value == 0.0 else "1e9999" if value > 0 else "-1e9999"
    if type(value) is int:
        return str(value) if value != -(2**63) else "math.mininteger"
    return {None: "nil", True: "true", False: "false"}[value]


def _runtime_value(value: Any) -> Any:
    if isinstance(value, Source):
        return value.value
    return Table((k, _runtime_value(v)) for k, v in value.items()) if type(value) is dict else value


def open_globals() -> Table:
    """The globals of a new program, with the libraries under test."""
    table = open_libraries("lua54")
    for name, library in (("string", string_library()), ("utf8", utf8_library())):
        table[name] = state.loaded[name] = library
    state.string_metatable["__index"] = table["string"]
    return table


def call(function: Callable[..., Any], *args: Any) -> str:
    """The line of a protected call of a library function from Python."""
    try:
        return describe((True, *results(function(*args))))
    except LuaError as error:
        return describe((False, error.value))


def assert_same_calls(calls: Sequence[Call]) -> None:
    """The runtime and the reference give the same results and errors for protected calls."""
    lines = evaluate([f"pcall({', '.join((name, *map(literal, args)))})" for name, args in calls])
    table = open_globals()
    for (name, args), expected in zip(calls, lines, strict=True):
        library, function = name.split(".")
        assert call(table[library][function], *map(_runtime_value, args)) == expected, (name, args)


def assert_same_programs(programs: Sequence[str]) -> None:
    """The runtime and the reference give the same results and errors for chunks of Lua."""
    lines = evaluate([f'pcall(load({literal(program)}, "=test"))' for program in programs])
    table = open_globals()
    for program, expected in zip(programs, lines, strict=True):
        assert describe(lua_pcall(load_text(program, "=test", table))) == expected, program
