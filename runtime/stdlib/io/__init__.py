"""Input and output (manual §6.8)."""

import atexit
import errno
from typing import Any

from cmc.runtime.core.arguments import (
    MISSING,
    argument_error,
    check_any,
    check_option,
    check_string,
    optional_integer,
    optional_string,
    type_mismatch,
)
from cmc.runtime.core.errors import located
from cmc.runtime.core.numbers import format_special
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table
from cmc.runtime.core.values import address
from cmc.runtime.stdlib.io.files import (
    METATABLE,
    File,
    StandardFile,
    StandardInput,
    StandardOutput,
    flush_all,
    open_file,
    written,
)
from cmc.runtime.stdlib.io.outcome import c_string, error_code, error_message, failure
from cmc.runtime.stdlib.io.reading import line_reader, read_formats
from cmc.runtime.stdlib.library import library

_INPUT = "_IO_input"
_OUTPUT = "_IO_output"
_MAX_FORMATS = 250
_WHENCE = {"set": 0, "cur": 1, "end": 2}


def _check_file(value: Any, number: int = 1) -> File:
    """A file, open or closed."""
    if isinstance(value, File):
        return value
    raise type_mismatch(number, value, METATABLE)


def _check_open(value: Any) -> File:
    """A file that is open."""
    file = value if isinstance(value, File) else _check_file(value)
    if file.stream is None:
        raise located("attempt to use a closed file")
    return file


def _default(key: str) -> File:
    """The default input or output, which has to be open."""
    file: File = state.registry[key]
    if file.stream is None:
        raise located(f"default {key[4:]} file is closed")
    return file


def _open_or_fail(name: str, mode: str) -> File:
    """Opens a file, or raises what functions raise that open one on the way."""
    try:
        return open_file(name, mode)
    except OSError as error:
        message = error_message(error_code(error))
        raise located(f"cannot open file '{c_string(name)}' ({message})") from error


# Writing


def _write(file: File, values: tuple[Any, ...], first: int) -> Any:
    """Writes strings and numbers, of which the first is argument number `first`; returns the file, or the failure."""
    try:
        if len(values) == 1 and type(values[0]) is str:
            file.write(values[0])
            return file
        pieces: list[str] = []
        try:
            for number, value in enumerate(values, first):
                pieces.append(value if type(value) is str else _written_form(value, number))
        finally:  # what comes before a bad argument is written
            if pieces:
                file.write("".join(pieces))
    except OSError as error:
        file.failed = True
        return failure(error)
    return file


def _written_form(value: Any, number: int) -> str:
    """A number as it is written: unlike `tostring`, without a mark that it is a float."""
    if type(value) is int:
        return str(value)
    if type(value) is float:
        return f"{value:.14g}" if value - value == 0.0 else format_special(value)
    return check_string(value, number)


def lua_write(*values: Any) -> Any:
    """`io.write(···)`"""
    return _write(_default(_OUTPUT), values, 1)


def file_write(file: Any = MISSING, *values: Any) -> Any:
    """`file:write(···)`"""
    return _write(_check_open(file), values, 2)


def _flush(file: File) -> Any:
    try:
        file.flush()
    except OSError as error:
        return failure(error)
    return True


def lua_flush(*_: Any) -> Any:
    """`io.flush()`"""
    return _flush(_default(_OUTPUT))


def file_flush(file: Any = MISSING, *_: Any) -> Any:
    """`file:flush()`"""
    return _flush(_check_open(file))


def file_setvbuf(file: Any = MISSING, mode: Any = MISSING, size: Any = None, *_: Any) -> Any:
    """`file:setvbuf(mode [, size])`"""
    file = _check_open(file)
    choice = check_option(mode, 2, ("no", "full", "line"))
    optional_integer(size, 3, 0)
    try:
        file.set_buffering(choice)
    except OSError as error:
        return failure(error)
    return True


# Reading


def lua_read(*formats: Any) -> Any:
    """`io.read(···)`"""
    file = _default(_INPUT)
    try:
        return read_formats(file, formats, 1)
    except OSError as error:
        return failure(error)


def file_read(file: Any = MISSING, *formats: Any) -> Any:
    """`file:read(···)`"""
    file = _check_open(file)
    try:
        return read_formats(file, formats, 2)
    except OSError as error:
        return failure(error)


def _check_formats(formats: tuple[Any, ...]) -> None:
    if len(formats) > _MAX_FORMATS:
        raise argument_error(_MAX_FORMATS + 2, "too many arguments")


def lua_lines(name: Any = None, *formats: Any) -> Any:
    """`io.lines([filename, ···])`"""
    if name is None:
        file = _check_open(state.registry[_INPUT])
        _check_formats(formats)
        return line_reader(file, formats, closes=False)
    file = _open_or_fail(check_string(name, 1), "r")
    _check_formats(formats)
    return line_reader(file, formats, closes=True), None, None, file


def file_lines(file: Any = MISSING, *formats: Any) -> Any:
    """`file:lines(···)`"""
    file = _check_open(file)
    _check_formats(formats)
    return line_reader(file, formats, closes=False)


def file_seek(file: Any = MISSING, whence: Any = None, offset: Any = None, *_: Any) -> Any:
    """`file:seek([whence [, offset]])`"""
    file = _check_open(file)
    origin = _WHENCE[check_option(whence, 2, ("set", "cur", "end"), "cur")]
    distance = optional_integer(offset, 3, 0)
    try:
        return file.seek(distance, origin)
    except OSError as error:
        return failure(error, unsupported=errno.ESPIPE)


# Opening and closing


def _is_mode(mode: str) -> bool:
    """Whether a mode of `fopen` is one that Lua allows."""
    rest = mode[1:].removeprefix("+")
    return mode[:1] in ("r", "w", "a") and not rest.strip("b")


def lua_open(name: Any = MISSING, mode: Any = None, *_: Any) -> Any:
    """`io.open(filename [, mode])`"""
    name = check_string(name, 1)
    mode = c_string(optional_string(mode, 2, "r"))
    if not _is_mode(mode):
        raise argument_error(2, "invalid mode")
    try:
        return open_file(name, mode)
    except OSError as error:
        return failure(error, name)


def lua_popen(command: Any = MISSING, mode: Any = None, *_: Any) -> Any:
    """`io.popen(prog [, mode])`"""
    command = check_string(command, 1)
    mode = c_string(optional_string(mode, 2, "r"))
    if mode not in ("r", "w"):
        raise argument_error(2, "invalid mode")
    from cmc.runtime.stdlib.io.popen import open_process

    return open_process(command, mode)


def lua_tmpfile(*_: Any) -> Any:
    """`io.tmpfile()`"""
    from tempfile import TemporaryFile

    try:
        return written(File(TemporaryFile("w+b")))  # noqa: SIM115
    except OSError as error:
        return failure(error)


def lua_close(file: Any = MISSING, *_: Any) -> Any:
    """`io.close([file])`"""
    return _check_open(state.registry[_OUTPUT] if file is MISSING else file).close()


def file_close(file: Any = MISSING, *_: Any) -> Any:
    """`file:close()`"""
    return _check_open(file).close()


def file_gc(file: Any = MISSING, *_: Any) -> tuple[()]:
    """The metamethods `__gc` and `__close`"""
    if _check_file(file).stream is not None:
        file.close()
    return ()


def file_tostring(file: Any = MISSING, *_: Any) -> str:
    """The metamethod `__tostring`"""
    return "file (closed)" if _check_file(file).stream is None else f"file (0x{address(file):012x})"


def lua_type(value: Any = MISSING, *_: Any) -> str | None:
    """`io.type(obj)`"""
    if isinstance(value, File):
        return "closed file" if value.stream is None else "file"
    check_any(value, 1)
    return None


def _set_default(key: str, file: Any, mode: str) -> Any:
    """Makes a file the default if one is given, by name or as it is; returns the default."""
    if file is not None:
        if type(file) in (str, int, float):
            state.registry[key] = _open_or_fail(check_string(file, 1), mode)
        else:
            state.registry[key] = _check_open(file)
    return state.registry[key]


def lua_input(file: Any = None, *_: Any) -> Any:
    """`io.input([file])`"""
    return _set_default(_INPUT, file, "r")


def lua_output(file: Any = None, *_: Any) -> Any:
    """`io.output([file])`"""
    return _set_default(_OUTPUT, file, "w")


def _file_metatable() -> Table:
    methods = library(
        {
            "close": file_close,
            "flush": file_flush,
            "lines": file_lines,
            "read": file_read,
            "seek": file_seek,
            "setvbuf": file_setvbuf,
            "write": file_write,
        }
    )
    metatable = library({"__close": file_gc, "__gc": file_gc, "__tostring": file_tostring})
    metatable["__index"] = methods
    metatable["__name"] = METATABLE
    return metatable


def io_library() -> Table:
    """A new `io` table; the registry of the state gets the metatable of files, and the default files."""
    registry = state.registry
    registry[METATABLE] = _file_metatable()
    stdin: StandardFile = StandardInput("stdin")
    stdout, stderr = StandardOutput("stdout"), StandardOutput("stderr")
    stderr.flushes = "no"
    registry[_INPUT] = stdin
    registry[_OUTPUT] = stdout
    atexit.unregister(flush_all)
    atexit.register(flush_all)
    return library(
        {
            "close": lua_close,
            "flush": lua_flush,
            "input": lua_input,
            "lines": lua_lines,
            "open": lua_open,
            "output": lua_output,
            "popen": lua_popen,
            "read": lua_read,
            "stderr": stderr,
            "stdin": stdin,
            "stdout": stdout,
            "tmpfile": lua_tmpfile,
            "type": lua_type,
            "write": lua_write,
        }
    )
