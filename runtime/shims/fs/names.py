"""What `fs` has of `path` and `os_ext`: here, what is not there is the empty text."""

from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.declare import lua_function
from cmc.runtime.shims import os_ext
from cmc.runtime.shims.path import join_texts, split_path


@lua_function("fs.join")
def join(*parts: Any) -> str:
    """The parts with slashes between them, as `path.join`.

    Raises:
        LuaError: a part is no string, or no UTF-8 text.
    """
    if not all(type(part) is str for part in parts):
        raise LuaError("fs.join: all arguments must be strings")
    return join_texts(list(parts))


@lua_function("fs.basename")
def basename(path: str) -> str:
    """The last component of a path."""
    return (split_path(path) or ("", None))[1] or ""


@lua_function("fs.dirname")
def dirname(path: str) -> str:
    """A path without its last component."""
    return (split_path(path) or ("", None))[0]


@lua_function("fs.ext")
def ext(path: str) -> str:
    """What follows the last dot of the last component, unless it begins with that dot."""
    stem, _, extension = basename(path).rpartition(".")
    return extension if stem else ""


@lua_function("fs.cwd")
def cwd() -> str:
    """The working directory.

    Raises:
        LuaError: it is not there any more.
    """
    return os_ext.cwd()


@lua_function("fs.temp_dir")
def temp_dir() -> str:
    """The directory for temporary files."""
    return os_ext.tmpdir()
