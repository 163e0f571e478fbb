"""The basic functions (manual §6.1)."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from cmc.runtime.core import collector
from cmc.runtime.core.arguments import (
    MISSING,
    argument_error,
    check_any,
    check_integer,
    check_option,
    check_string,
    check_table,
    optional_integer,
    optional_string,
    type_mismatch,
)
from cmc.runtime.core.chunks import load_text, undump
from cmc.runtime.core.errors import LuaError, error_value, located
from cmc.runtime.core.frames import HANDLING, PROTECTED, level_at, native_codes, where
from cmc.runtime.core.iteration import lua_inext, lua_ipairs, lua_next, lua_pairs
from cmc.runtime.core.metamethods import first_of, metamethod, metatable_of, protected_metatable
from cmc.runtime.core.metatable import set_metatable, store
from cmc.runtime.core.numbers import format_number, parse_integer_in_base, parse_number
from cmc.runtime.core.operators import raw_equal
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table, border, key, raw_get
from cmc.runtime.core.text import byte_length, from_bytes, join_all
from cmc.runtime.core.values import NAMES, address, type_name
from cmc.runtime.stdlib.library import library, register


def to_string(value: Any) -> str:
    """`tostring(value)` as a Python function (luaL_tolstring)."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return str(value)
    if value is None:
        return "nil"
    if kind is bool:
        return "true" if value else "false"
    if kind is float and not state.basic_metatables:
        return format_number(value)
    metatable = metatable_of(value)
    handler = metamethod(value, "__tostring")
    if handler is not None:
        text = first_of(handler(value))
        if type(text) is not str:
            if type(text) is int or type(text) is float:
                return format_number(text)
            raise located("'__tostring' must return a string")
        return text
    if kind is float:
        return format_number(value)
    name = metatable.get("__name") if metatable is not None else None
    return f"{name if type(name) is str else type_name(value)}: 0x{address(value):012x}"


def lua_tostring(value: Any = MISSING, *_: Any) -> str:
    """`tostring(v)`"""
    if type(value) is int:
        return str(value)
    return to_string(check_any(value, 1))


def lua_tonumber(value: Any = MISSING, base: Any = None, *_: Any) -> int | float | None:
    """`tonumber(e [, base])`"""
    if base is None:
        if type(value) is int or type(value) is float:
            return value
        if type(value) is str:
            return parse_number(value)
        check_any(value, 1)
        return None
    number = check_integer(base, 2)
    if type(value) is not str:
        raise type_mismatch(1, value, "string")
    if not 2 <= number <= 36:
        raise argument_error(2, "base out of range")
    return parse_integer_in_base(value, number)


def lua_type(value: Any = MISSING, *_: Any) -> str:
    """`type(v)`"""
    if value is MISSING:
        check_any(value, 1)
    return NAMES.get(type(value)) or type_name(value)


def lua_print(*values: Any) -> tuple[()]:
    """`print(...)` of plain Lua"""
    write_line(join_all([to_string(value) for value in values], "\t"))
    return ()


def write_line(text: str) -> None:
    """Writes a line to the standard output. As in C, what cannot be written is lost; the end of the program tells."""
    try:
        sys.stdout.write(text + "\n")
    except BrokenPipeError:
        raise
    except OSError:
        pass


def lua_assert(value: Any = MISSING, *rest: Any) -> Any:
    """`assert(v [, message])`"""
    if value is None or value is False:
        message = rest[0] if rest else "assertion failed!"
        raise located(message) if type(message) is str else LuaError(message)
    check_any(value, 1)
    return (value, *rest) if rest else value


def lua_error(message: Any = None, level: Any = 1, *_: Any) -> Any:
    """`error(message [, level])`"""
    depth = optional_integer(level, 2, 1)
    if type(message) is str and depth > 0:
        message = where(level_at(sys._getframe(), depth)) + message
    raise LuaError(message)


def lua_select(n: Any = MISSING, *values: Any) -> Any:
    """`select(n, ...)`"""
    if type(n) is int and n > 0:
        return values[n - 1 :]
    if n == "#":
        return len(values)
    position = check_integer(n, 1)
    if position < 0:
        position += len(values)
        if position < 0:
            raise argument_error(1, "index out of range")
        return values[position:]
    if position == 0:
        raise argument_error(1, "index out of range")
    return values[position - 1 :]


def lua_rawget(table: Any = MISSING, k: Any = MISSING, *_: Any) -> Any:
    """`rawget(table, index)`"""
    check_table(table, 1)
    return raw_get(table, check_any(k, 2))


def lua_rawset(table: Any = MISSING, k: Any = MISSING, value: Any = MISSING, *_: Any) -> Table:
    """`rawset(table, index, value)`"""
    check_table(table, 1)
    check_any(k, 2)
    check_any(value, 3)
    if k is None:
        raise LuaError("table index is nil")
    if k != k and type(k) is float:
        raise LuaError("table index is NaN")
    store(table, key(k), value)
    return table  # type: ignore[no-any-return]


def lua_rawequal(a: Any = MISSING, b: Any = MISSING, *_: Any) -> bool:
    """`rawequal(v1, v2)`"""
    return raw_equal(check_any(a, 1), check_any(b, 2))


def lua_rawlen(value: Any = MISSING, *_: Any) -> int:
    """`rawlen(v)`"""
    if isinstance(value, Table):
        return border(value)
    if type(value) is str:
        return byte_length(value)
    raise type_mismatch(1, value, "table or string")


def lua_getmetatable(value: Any = MISSING, *_: Any) -> Any:
    """`getmetatable(object)`"""
    return protected_metatable(check_any(value, 1))


def lua_setmetatable(table: Any = MISSING, metatable: Any = MISSING, *_: Any) -> Table:
    """`setmetatable(table, metatable)`"""
    if not isinstance(table, Table):
        raise type_mismatch(1, table, "table")
    if metatable is not None and not isinstance(metatable, Table):
        raise type_mismatch(2, metatable, "nil or table")
    if table.has_metatable and metamethod(table, "__metatable") is not None:
        raise located("cannot change a protected metatable")
    return set_metatable(table, metatable)


# Protected calls


MAX_PROTECTED_CALLS = 197
"""How deep protected calls may be nested; for the reference each is a call from C, of which it allows 200."""


def lua_pcall(function: Any = MISSING, *args: Any) -> tuple[Any, ...]:
    """`pcall(f [, arg1, ···])`"""
    if function is MISSING:
        check_any(function, 1)
    depth = state.protected_calls
    if depth >= MAX_PROTECTED_CALLS:
        return False, "C stack overflow"
    state.protected_calls = depth + 1
    try:
        # Python calls without unpacking use no C stack.
        if not args:
            result = function()
        elif len(args) == 1:
            result = function(args[0])
        elif len(args) == 2:
            result = function(args[0], args[1])
        else:
            result = function(*args)
    except Exception as error:
        if not callable(function) and (event := metamethod(function, "__call")) is not None:
            return lua_pcall(event, function, *args)
        return False, error_value(not_callable_or(error, function))
    finally:
        state.protected_calls = depth
    return (True, *result) if type(result) is tuple else (True, result)


def not_callable_or(error: Exception, function: Any) -> Exception:
    """The error of a protected call: for a value that cannot be called at all, Lua's message.

    Values that no Python code can call may still have a metatable with `__call`, which comes first.
    """
    if isinstance(error, TypeError) and not callable(function):
        return LuaError(f"attempt to call a {type_name(function)} value")
    return error


class HandledError(LuaError):
    """An error whose message handler has already run; `value` is what it returned."""


def lua_xpcall(function: Any = MISSING, handler: Any = MISSING, *args: Any) -> tuple[Any, ...]:
    """`xpcall(f, msgh [, arg1, ···])`; the handler sees the stack of the error."""
    if type_name(handler) != "function":
        raise type_mismatch(2, handler, "function")
    depth = state.protected_calls
    if depth >= MAX_PROTECTED_CALLS:
        return False, run_handler(handler, LuaError("C stack overflow"))
    state.protected_calls = depth + 1
    try:
        if not args:
            result = function()
        elif len(args) == 1:
            result = function(args[0])
        else:
            result = function(*args)
    except HandledError as handled:
        return False, handled.value
    except Exception as error:
        if not callable(function) and (event := metamethod(function, "__call")) is not None:
            return lua_xpcall(event, handler, function, *args)
        return False, run_handler(handler, not_callable_or(error, function))
    finally:
        state.protected_calls = depth
    return (True, *result) if type(result) is tuple else (True, result)


_MAX_HANDLER_ERRORS = 10


def run_handler(handler: Callable[..., Any], error: Exception) -> Any:
    """The first result of a message handler for an error; errors in the handler go to the handler again."""
    for _ in range(_MAX_HANDLER_ERRORS):
        try:
            return first_of(call_handler(handler, error_value(error), error))
        except RecursionError:
            break
        except Exception as again:
            error = again
    return "error in error handling"


def call_handler(handler: Callable[..., Any], value: Any, error: Exception) -> Any:
    """Calls a message handler; `frames` knows this function and continues the stack with that of the error."""
    return handler(value)


native_codes[call_handler.__code__] = HANDLING
for _protected in (lua_pcall, lua_xpcall):
    native_codes[_protected.__code__] = PROTECTED


def handle_early(error: Exception) -> Exception:
    """Runs the message handler that waits for an error, ahead of the `__close` metamethods on its way.

    Lua calls the handler where the error is raised, before anything is closed (manual §3.3.8, §2.3). Returns the error
    that goes on from here.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and not isinstance(error, HandledError):
        if frame.f_code is lua_pcall.__code__:
            break
        if frame.f_code is lua_xpcall.__code__:
            return HandledError(run_handler(frame.f_locals["handler"], error))
        frame = frame.f_back
    return error


# Loading code


def lua_load(chunk: Any = MISSING, name: Any = None, mode: Any = None, env: Any = MISSING, *_: Any) -> Any:
    """`load(chunk [, chunkname [, mode [, env]]])`"""
    environment = state.globals if env is MISSING else env
    allowed = optional_string(mode, 3, "bt")
    is_text = type(chunk) in (str, int, float)
    text = check_string(chunk, 1) if is_text else ""
    title = optional_string(name, 2, text if is_text else "=(load)")
    if not is_text and type_name(chunk) != "function":
        raise type_mismatch(1, chunk, "function")
    try:
        # To C, names end at a zero byte.
        return load_chunk(text if is_text else _read_pieces(chunk), title.partition("\0")[0], allowed, environment)
    except Exception as error:
        return None, error_value(error)


def load_chunk(
    text: str, title: str, mode: str, environment: Any, *, is_file: bool = False, is_program: bool = False
) -> Any:
    """The function of a text or binary chunk.

    Raises:
        LuaError: the chunk is malformed or of a kind that `mode` does not allow.
    """
    if is_file and text[:1] == "#" and "\x1b" in text:
        # A binary chunk may follow the line that names its interpreter.
        rest = text.partition("\n")[2]
        text = rest if rest[:1] == "\x1b" else text
    binary = text[:1] == "\x1b"
    kind = "binary" if binary else "text"
    if kind[0] not in mode:
        raise LuaError(f"attempt to load a {kind} chunk (mode is '{mode}')")
    if binary:
        # Messages about them do not shorten the name (luaU_undump).
        name = title[1:] if title[:1] in ("@", "=") else title
        chunk = undump(text, "binary string" if title[:1] == "\x1b" else name, environment)
    else:
        chunk = load_text(text, title, environment, is_file=is_file, is_program=is_program)
    if environment is not state.globals and not chunk.__code__.co_freevars:
        chunk.environment = environment  # only `debug` asks for it: the code mentions no global
    return chunk


def _read_pieces(reader: Callable[..., Any]) -> str:
    pieces: list[str] = []
    while True:
        piece = first_of(reader())
        if piece is None or piece == "":
            return join_all(pieces)
        if type(piece) not in (str, int, float):
            raise located("reader function must return a string")
        pieces.append(check_string(piece, 1))


def lua_loadfile(filename: Any = None, mode: Any = None, env: Any = MISSING, *_: Any) -> Any:
    """`loadfile([filename [, mode [, env]]])`"""
    environment = state.globals if env is MISSING else env
    if filename is not None:
        filename = check_string(filename, 1)
    try:
        return load_file(filename, optional_string(mode, 2, "bt"), environment)
    except LuaError as error:
        return None, error.value


def load_file(filename: str | None, mode: str, environment: Any, *, is_program: bool = False) -> Any:
    """The function of a chunk in a file, or on the standard input; `is_program` as for `compile_text`.

    Raises:
        LuaError: the file cannot be read or is no chunk.
    """
    if filename is None:
        return load_chunk(from_bytes(sys.stdin.buffer.read()), "=stdin", mode, environment, is_file=True)
    try:
        with open(filename, "rb") as file:
            data = file.read()
    except OSError as error:
        verb = "read" if isinstance(error, IsADirectoryError) else "open"
        raise LuaError(f"cannot {verb} {filename}: {error.strerror}") from error
    text = from_bytes(data)
    return load_chunk(text, "@" + filename, mode, environment, is_file=True, is_program=is_program)


def lua_dofile(filename: Any = None, *_: Any) -> Any:
    """`dofile([filename])`"""
    name = None if filename is None else check_string(filename, 1)
    return load_file(name, "bt", state.globals)()


# The collector

# The stand-alone interpreter starts in generational mode.
_collector = {"mode": "generational", "pause": 200, "stepmul": 100}
_OPTIONS = (
    "stop", "restart", "collect", "count", "step", "setpause", "setstepmul", "isrunning", "generational", "incremental",
)  # fmt: skip


def lua_collectgarbage(option: Any = "collect", argument: Any = None, *_: Any) -> Any:
    """`collectgarbage([opt [, arg]])`"""
    choice = check_option(option, 1, _OPTIONS, "collect")
    if collector.is_finalizing():
        return None
    if choice == "collect":
        collector.collect()
        return 0
    if choice == "count":
        return collector.memory_in_use()
    if choice == "step":
        collector.collect()
        return True
    if choice == "isrunning":
        return collector.is_running()
    if choice in ("stop", "restart"):
        collector.set_running(choice == "restart")
        return 0
    if choice in ("setpause", "setstepmul"):
        previous, _collector[choice[3:]] = _collector[choice[3:]], optional_integer(argument, 2, 0)
        return previous
    previous, _collector["mode"] = _collector["mode"], choice
    return previous


def lua_warn(message: Any = MISSING, *rest: Any) -> tuple[()]:
    """`warn(msg1, ···)`"""
    pieces = [check_string(piece, number) for number, piece in enumerate((message, *rest), 1)]
    if len(pieces) == 1 and pieces[0][:1] == "@":
        if pieces[0] in ("@on", "@off"):
            state.warnings = pieces[0] == "@on"
    else:
        collector.warn(join_all(pieces))
    return ()


def base_functions() -> Table:
    """A new table with the basic functions, `_G` and `_VERSION`."""
    register(lua_inext)
    table = library(
        {
            "assert": lua_assert,
            "collectgarbage": lua_collectgarbage,
            "dofile": lua_dofile,
            "error": lua_error,
            "getmetatable": lua_getmetatable,
            "ipairs": lua_ipairs,
            "load": lua_load,
            "loadfile": lua_loadfile,
            "next": lua_next,
            "pairs": lua_pairs,
            "pcall": lua_pcall,
            "print": lua_print,
            "rawequal": lua_rawequal,
            "rawget": lua_rawget,
            "rawlen": lua_rawlen,
            "rawset": lua_rawset,
            "select": lua_select,
            "setmetatable": lua_setmetatable,
            "tonumber": lua_tonumber,
            "tostring": lua_tostring,
            "type": lua_type,
            "warn": lua_warn,
            "xpcall": lua_xpcall,
            "_VERSION": "Lua 5.4",
        }
    )
    table["_G"] = table
    return table
