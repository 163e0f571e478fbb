"""From the compiler's output to a Lua function, and from text to the compiler when a program loads code (`load`)."""

import marshal
import struct
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from types import CellType, CodeType, FunctionType
from typing import Any

from cmc.runtime.core.calls import Cell
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.frames import CHUNK_KEY, ChunkInfo, chunk_of_globals
from cmc.runtime.core.maps import MappedChunk
from cmc.runtime.core.mirror import library_name, mirror_library, watch_library
from cmc.runtime.core.state import state
from cmc.runtime.core.text import from_bytes, to_bytes

_builtins: dict[str, Any] = {}

_LIBRARY = "lib."
"""The prefix of names that a written module imports from the library and not from the operators."""


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
    """`string.dump`: the code of a function with the tables of its chunk, and what a written module imports for it."""
    info: Any = chunk_of_globals(function.__globals__)
    facts = info.facts_of(function.__code__)
    code, name = (_strip(function.__code__), "=?") if strip else (function.__code__, info.name)
    imports = _imports(function) if info.is_written else None
    codes = list(_codes_in(function.__code__))
    operations, spans = ([], []) if strip else _operations_of(info, codes)
    payload = (code, name, operations, _functions_of(info, codes), facts, imports, spans)
    data = marshal.dumps(payload)
    return from_bytes(HEADER + len(data).to_bytes(8, "little") + data)


def _codes_in(code: CodeType) -> Iterator[CodeType]:
    """A code object with those of the functions inside."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes_in(constant)


def _functions_of(info: Any, codes: list[CodeType]) -> dict[str, Any]:
    """The entries of a chunk's functions table that code needs, and the one that says that the chunk is a module."""
    names = {code.co_qualname for code in codes} | {"<module>"}
    return {key: facts for key, facts in info.functions.items() if key.partition(":")[0] in names}


def _operations_of(info: Any, codes: list[CodeType]) -> tuple[list[Any], list[Any]]:
    """The chunk's operations with nothing but those of some code, and the spans that lead there in written modules."""
    positions = {position for code in codes for position in code.co_positions()}
    if info.is_written:
        places = {(line, column, last, end) for line, last, column, end in positions}
        spans = [(*span, operation) for span, operation in info.spans.items() if span in places]
        used = {operation for *_, operation in spans}
    else:
        spans = []
        used = {column - 1 for _, _, column, _ in positions if column}
    return [
        entry if number in used else None for number, entry in enumerate(info.operations[: max(used, default=-1) + 1])
    ], spans


def _imports(function: FunctionType) -> dict[str, str]:
    """The names of a written module that a function uses and the runtime explains, with what they are there."""
    from cmc.runtime import helpers

    known = {id(value): name for name, value in helpers().items()}
    found = {}
    for name in {name for code in _codes_in(function.__code__) for name in code.co_names}:
        value = function.__globals__.get(name)
        path = known.get(id(value)) or (None if value is None else _library_path(name, value))
        if path:
            found[name] = path
    return found


def _library_path(name: str, value: Any) -> str | None:
    """`lib.string` for a name that a module has imported from the library, perhaps as `lua_string`."""
    while True:
        with suppress(AttributeError):
            if library_name(name) is value:
                return _LIBRARY + name
        if not name.startswith("lua_"):
            return None
        name = name.removeprefix("lua_")


def _imported(path: str) -> Any:
    """What `_imports` has noted."""
    from cmc.runtime import helpers

    return library_name(path.removeprefix(_LIBRARY)) if path.startswith(_LIBRARY) else helpers()[path]


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
        code, name, operations, functions, facts, imports, spans = marshal.loads(data[start:])
    except (ValueError, EOFError, TypeError) as error:
        raise LuaError(f"{title}: bad binary format (corrupted chunk)") from error
    upvalues = facts[6]
    first = upvalues[0][1] if upvalues else ""
    if imports is None:
        info = ChunkInfo(name, operations, functions)
        namespace: dict[str, Any] = {CHUNK_KEY: info, "__builtins__": builtins_for_chunks(), "__name__": name}
    else:
        info = MappedChunk({"name": name, "operations": operations, "functions": functions, "spans": spans})
        namespace = {CHUNK_KEY: info, "__name__": name}
        # What the function shared with its module are upvalues.
        namespace.update((upvalue[1], environment if upvalue[1] == first else None) for upvalue in upvalues)
        namespace.update((name, _imported(path)) for name, path in imports.items())
    cells = tuple(CellType(environment if free == first else None) for free in code.co_freevars)
    function = FunctionType(code, namespace, code.co_name, None, cells or None)
    function.__defaults__ = (None,) * code.co_argcount or None
    if code.co_kwonlyargcount:
        boxed = {python_name: is_boxed for _, python_name, _, is_boxed in upvalues}
        names = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
        function.__kwdefaults__ = {name: Cell() if boxed.get(name) else None for name in names}
    return function
