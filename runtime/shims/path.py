"""`path`: paths as texts (CopperMoon specification, section 14); `fs` has some of them too.

Of the verdicts there: `normalize` keeps leading `..`, `resolve` normalizes, and `join` takes numbers as texts.
"""

import os
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.numbers import format_number
from cmc.runtime.declare import lua_function
from cmc.runtime.lua_form import utf8_problem
from cmc.runtime.shims import os_ext

LUA_CONSTANTS = {"sep": os.sep}


@lua_function("path.join")
def join(*parts: Any) -> str:
    """The parts with slashes between them; an absolute part begins anew, an empty one at the end leaves a slash.

    Arguments that are neither strings nor numbers are passed over.

    Raises:
        LuaError: a part is no UTF-8 text.
    """
    return join_texts([format_number(part) if type(part) in (int, float) else part for part in parts])


def join_texts(parts: list[Any]) -> str:
    """`join` of those parts that are strings."""
    joined = ""
    for part in parts:
        if type(part) is not str:
            continue
        problem = utf8_problem(part)
        if problem:
            raise LuaError(f"Invalid UTF-8 in path: error converting Lua string to &str ({problem})")
        joined = os.path.join(joined, part)
    return joined


def split_path(path: str) -> tuple[str, str | None] | None:
    """What is before the last component, and this, None where it is `..` or `.`; None where there is no component.

    Slashes and `.` at the end do not count, as in `std::path` of Rust.
    """
    rest = _without_tail(path)
    if rest in ("", "/"):
        return None
    folder, slash, name = rest.rpartition("/")
    parent = _without_tail(folder) if folder else slash
    return parent, None if name in ("..", ".") else name


def _without_tail(path: str) -> str:
    """A path without slashes and `.` components at its end, but for the first component."""
    while True:
        if len(path) > 1 and path.endswith("/"):
            path = path.rstrip("/") or "/"
        elif path.endswith("/."):
            path = path[:-1]
        else:
            return path


@lua_function("path.dirname")
def dirname(path: str) -> str | None:
    """The path without its last component, None where there is none."""
    parts = split_path(path)
    return None if parts is None else parts[0]


@lua_function("path.basename")
def basename(path: str) -> str | None:
    """The last component, None where it is `..` or there is none."""
    parts = split_path(path)
    return None if parts is None else parts[1]


@lua_function("path.extname")
def extname(path: str) -> str | None:
    """The last dot of the last component and what follows it; None without a dot after the first character."""
    stem, dot, extension = (basename(path) or "").rpartition(".")
    return dot + extension if stem else None


@lua_function("path.normalize")
def normalize(path: str) -> str:
    """The path without `.`, double slashes and `..` that lead back; `..` at the beginning of a relative path stay."""
    parts: list[str] = []
    absolute = path.startswith("/")
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part == "..":
            parts += [] if absolute else [".."]
        elif part not in ("", "."):
            parts.append(part)
    return "/" * absolute + "/".join(parts)


@lua_function("path.resolve")
def resolve(path: str) -> str:
    """The absolute path, normalized; relative ones begin at the working directory. Links are not followed.

    Raises:
        LuaError: there is no working directory.
    """
    return normalize(path if path.startswith("/") else os.path.join(os_ext.cwd(), path))


@lua_function("path.is_absolute")
def is_absolute(path: str) -> bool:
    """Whether a path begins at the root."""
    return os.path.isabs(path)


@lua_function("path.is_relative")
def is_relative(path: str) -> bool:
    """Whether a path begins at the working directory."""
    return not os.path.isabs(path)
