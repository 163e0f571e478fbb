"""From the compiler's output to a Lua function, and from text to the compiler when a program loads code (`load`)."""

import marshal
import struct
from importlib import import_module
from types import CellType, CodeType, FunctionType
from typing import Any

from cmc.runtime.core.calls import Cell
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.frames import CHUNK_KEY, ChunkInfo
from cmc.runtime.core.mirror import mirror_library, watch_library
from cmc.runtime.core.state import state
from cmc.runtime.core.text import from_bytes, to_bytes

_builtins: dict[str, Any] = {}


def builtins_for_chunks() -> dict[str, Any]:
    """The builtins of generated code: the helpers under names that no program can have, and a few of Python's."""
    if not _builtins:
        from cmc.runtime import helpers

        _builtins.update({"$" + name: value for name, value in helpers().items()})
        mirror_library(_builtins)
        _builtins["$open_package"] = _open_package
        _builtins.update(
            range=range,
            len=len,
            enumerate=enumerate,
            Exception=Exception,
            __build_class__=__build_class__,
            bool=bool,
            staticmethod=staticmethod,
            classmethod=classmethod,
        )
    return _builtins


def _open_package(name: str) -> None:
    from cmc.runtime.shims.catalogue import open_package

    open_package(name)


def instantiate(code: CodeType, info: ChunkInfo, environment: Any) -> Any:
    """The main function of a chunk, with `_ENV` set."""
    namespace: dict[str, Any] = {CHUNK_KEY: info, "__builtins__": builtins_for_chunks(), "__name__": info.short_name}
    exec(code, namespace)
    return namespace["chunk"](environment)


def compile_text(text: str, name: str, *, is_file: bool, is_program: bool) -> Any:
    """Compiles Lua text; `is_program` says that it is a part of the program, whose environment is `_G`.

    Raises:
        LuaError: a syntax error, with Lua's message; or the compiler is not installed.
    """
    try:
        dynamic = import_module("cmc.transpiler.dynamic")
    except ImportError as error:
        raise LuaError(f"cannot compile Lua code at run time: the compiler is not installed ({error})") from error
    result = dynamic.compile_text(text, name, state.dialect, is_file, is_program, state.expects_basic_metatables)
    if result.error:
        raise LuaError(result.error)
    return result


def load_text(text: str, name: str, environment: Any, *, is_file: bool = False, is_program: bool = False) -> Any:
    """The function that `load` makes of a text.

    Raises:
        LuaError: see `compile_text`.
    """
    result = compile_text(text, name, is_file=is_file, is_program=is_program)
    if result.may_alter:
        watch_library()
    info = ChunkInfo(name, result.operations, result.functions, text)
    return instantiate(result.code, info, environment)


# Binary chunks: a format of our own behind the header of Lua 5.4 (ldump.c), so that tools take it for what it is.

_HEADER_PARTS = (
    (b"\x1bLua", "not a binary chunk"),
    (b"\x54", "version mismatch"),
    (b"\0", "format mismatch"),
    (b"\x19\x93\r\n\x1a\n", "corrupted chunk"),
    (b"\x04", "Instruction size mismatch"),
    (b"\x08", "lua_Integer size mismatch"),
    (b"\x08", "lua_Number size mismatch"),
    ((0x5678).to_bytes(8, "little"), "integer format mismatch"),
    (struct.pack("<d", 370.5), "float format mismatch"),
)
"""The parts of the header, with what is wrong with a chunk that has others (checkHeader)."""

HEADER = b"".join(part for part, _ in _HEADER_PARTS)


def dump(function: Any, strip: bool) -> str:
    """`string.dump`: the code of a function with the tables of its chunk."""
    info = function.__globals__.get(CHUNK_KEY)
    facts = info.facts_of(function.__code__)
    code, name = (_strip(function.__code__), "=?") if strip else (function.__code__, info.name)
    payload = (code, name, [] if strip else info.operations, info.functions, facts)
    data = marshal.dumps(payload)
    return from_bytes(HEADER + len(data).to_bytes(8, "little") + data)


def _strip(code: CodeType) -> CodeType:
    """A code object without positions, and so without lines and names of operands."""
    constants = tuple(_strip(value) if isinstance(value, CodeType) else value for value in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=constants)


def _check_header(data: bytes, title: str) -> None:
    position = 0
    for part, problem in _HEADER_PARTS:
        found = data[position : position + len(part)]
        if found != part:
            raise LuaError(f"{title}: bad binary format ({problem if len(found) == len(part) else 'truncated chunk'})")
        position += len(part)


def undump(binary: str, title: str, environment: Any) -> Any:
    """The function of a binary chunk, with fresh upvalues, the first of which is the environment.

    Raises:
        LuaError: the text is no chunk that `dump` has made.
    """
    data = to_bytes(binary)
    _check_header(data, title)
    start = len(HEADER) + 8
    if len(data) < start or len(data) < start + int.from_bytes(data[start - 8 : start], "little"):
        raise LuaError(f"{title}: bad binary format (truncated chunk)")
    try:
        code, name, operations, functions, facts = marshal.loads(data[start:])
    except (ValueError, EOFError, TypeError) as error:
        raise LuaError(f"{title}: bad binary format (corrupted chunk)") from error
    info = ChunkInfo(name, operations, functions)
    namespace: dict[str, Any] = {CHUNK_KEY: info, "__builtins__": builtins_for_chunks(), "__name__": name}
    upvalues = facts[6]
    first = upvalues[0][1] if upvalues else ""
    cells = tuple(CellType(environment if free == first else None) for free in code.co_freevars)
    function = FunctionType(code, namespace, code.co_name, None, cells or None)
    function.__defaults__ = (None,) * code.co_argcount or None
    if code.co_kwonlyargcount:
        boxed = {python_name: is_boxed for _, python_name, _, is_boxed in upvalues}
        names = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
        function.__kwdefaults__ = {name: Cell() if boxed.get(name) else None for name in names}
    return function
