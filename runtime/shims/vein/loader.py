"""Loaders: functions that give the text of a template (Vein specification, section 5)."""

import posixpath
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes
from cmc.runtime.shims.honeymoon.options import list_of
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.library import library, register


def _load(name: Any = None, options: Any = None, *_: Any) -> str:
    """The text of a file below the option `views`."""
    folder = to_string(options["views"]) if isinstance(options, Table) and options["views"] is not None else "."
    extension = options["extension"] if isinstance(options, Table) else None
    title = to_string(name)
    for path in (title, title + (".vein" if extension is None else to_string(extension))):
        if not _is_safe(path):
            break
        try:
            with open(posixpath.join(folder, path), "rb") as file:
                return from_bytes(file.read())
        except (FileNotFoundError, IsADirectoryError):
            continue
    raise LuaError(f"Template not found: {title}")


def _memory(templates: Any = None, *_: Any) -> Any:
    """A loader of the templates in a table."""

    def load(name: Any = None, *_: Any) -> Any:
        text = templates[name] if isinstance(templates, Table) else None
        if text is None:
            raise LuaError(f"Template not found: {to_string(name)}")
        return text

    return register(load)


def _chain(loaders: Any = None, *_: Any) -> Any:
    """A loader that asks others, one after the other."""

    def load(name: Any = None, options: Any = None, *_: Any) -> Any:
        for loader in list_of(loaders):
            try:
                text = first_of(loader(name, options))
            except LuaError:
                continue
            if text is not None:
                return text
        raise LuaError(f"Template not found: {to_string(name)}")

    return register(load)


def _prefix(prefix: Any = None, base: Any = None, *_: Any) -> Any:
    """A loader that asks another for names below a folder."""
    inner = _load if base is None else base

    def load(name: Any = None, options: Any = None, *_: Any) -> Any:
        return first_of(inner(f"{to_string(prefix)}/{to_string(name)}", options))

    return register(load)


def _resolve(base: Any = None, relative: Any = None, *_: Any) -> str:
    """A name relative to that of another template."""
    name = to_string(relative)
    if name.startswith("/"):
        return name
    return posixpath.normpath(posixpath.join(posixpath.dirname(to_string(base)), name))


def _is_safe(path: Any = None, root: Any = None, *_: Any) -> bool:
    """Whether a name stays below its folder."""
    text = to_string(path).replace("\\", "/")
    return not text.startswith("/") and ".." not in text.split("/")


def loader_library() -> Table:
    """The table `vein.loader`."""
    functions = {"load": _load, "memory": _memory, "chain": _chain, "prefix": _prefix}
    return library({**functions, "resolve": _resolve, "isSafe": _is_safe})
