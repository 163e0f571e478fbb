"""From Lua file names to Python module names."""

import keyword
import re
from pathlib import Path

_RESERVED = frozenset(("__init__", "__main__", "_cmc"))


def identifier(text: str) -> str:
    """`text` as a Python identifier, changed as little as can be."""
    name = re.sub(r"\W", "_", text, flags=re.ASCII) or "_"
    if name[0].isdigit():
        name = "_" + name
    return name + "_" if keyword.iskeyword(name) or name in _RESERVED else name


def python_path(relative: Path) -> str:
    """The dotted path of the module for a Lua file below the project's root."""
    return ".".join(identifier(part) for part in relative.with_suffix("").parts)


def module_name(relative: Path) -> tuple[str, ...]:
    """The names by which `require` finds a file: `a.b` and `a/b`, and the folder's name for `init.lua`."""
    parts = relative.with_suffix("").parts
    if parts[0] == "harbor_modules":
        parts = parts[1:]
    names = [".".join(parts), "/".join(parts)]
    if parts[-1] == "init" and len(parts) > 1:
        names += [".".join(parts[:-1]), "/".join(parts[:-1])]
    return tuple(dict.fromkeys(names))
