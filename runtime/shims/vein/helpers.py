"""`vein.runtime`: functions for code around templates (Vein specification, section 10)."""

from typing import Any

from cmc.runtime.core.metatable import metamethod
from cmc.runtime.core.table import Table, entries, key
from cmc.runtime.shims.honeymoon.utils import deep_copy
from cmc.runtime.shims.vein.rendering import values_of
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.library import library, register


def _get(value: Any = None, path: Any = None, *_: Any) -> Any:
    for name in to_string(path).split("."):
        if not isinstance(value, Table):
            return None
        value = value[name] if value[name] is not None else _numbered(value, name)
    return value


def _numbered(table: Table, name: str) -> Any:
    return table[int(name)] if name.isascii() and name.isdigit() else None


def _set(table: Any = None, path: Any = None, value: Any = None, *_: Any) -> Any:
    *folders, leaf = to_string(path).split(".")
    inner = table
    for name in folders:
        if not isinstance(inner[name], Table):
            inner[name] = Table()
        inner = inner[name]
    inner[leaf] = value
    return table


def _range(first: Any = None, last: Any = None, step: Any = None, *_: Any) -> Any:
    begin, end = (1, first) if last is None else (first, last)
    width = 1 if step is None else step
    current = begin - width

    def following(*_: Any) -> Any:
        nonlocal current
        current += width
        return current if (current <= end if width > 0 else current >= end) else None

    return register(following)


def _loop(count: Any = None, *_: Any) -> Any:
    size = int(count) if type(count) in (int, float) else 0
    index = 0

    def following(*_: Any) -> Any:
        nonlocal index
        index += 1
        if index > size:
            return None
        position = index

        def cycle(*values: Any) -> Any:
            return values[(position - 1) % len(values)] if values else None

        facts = {"index": index, "index0": index - 1, "first": index == 1, "last": index == size, "length": size}
        facts |= {"revindex": size - index + 1, "revindex0": size - index}
        return Table({**facts, "cycle": register(cycle)})

    return register(following)


def _merge(*tables: Any) -> Table:
    merged = Table()
    for table in tables:
        for k, value in entries(table) if isinstance(table, Table) else ():
            merged[key(k)] = value
    return merged


def _clone(value: Any = None, *_: Any) -> Any:
    return deep_copy(value) if isinstance(value, Table) else value


def _empty(value: Any = None, *_: Any) -> bool:
    if isinstance(value, Table):
        return next(entries(value), None) is None
    return value is None or value == ""


def _contains(value: Any = None, item: Any = None, *_: Any) -> bool:
    if isinstance(value, Table):
        return any(each == item for _, each in entries(value))
    return isinstance(value, str) and to_string(item) in value


def _is_array(value: Any = None, *_: Any) -> bool:
    keys = [k for k, _ in entries(value)] if isinstance(value, Table) else None
    return keys is not None and sorted(map(str, keys)) == sorted(str(n) for n in range(1, len(keys) + 1))


def _is_callable(value: Any = None, *_: Any) -> bool:
    if isinstance(value, Table):
        return metamethod(value, "__call") is not None
    return callable(value)


def runtime_library() -> Table:
    """The table `vein.runtime`."""
    return library(
        {
            "get": _get,
            "set": _set,
            "each": values_of,
            "range": _range,
            "loop": _loop,
            "merge": _merge,
            "clone": _clone,
            "empty": _empty,
            "defined": lambda value=None, *_: value is not None,
            "contains": _contains,
            "startswith": lambda text=None, start=None, *_: to_string(text).startswith(to_string(start)),
            "endswith": lambda text=None, end=None, *_: to_string(text).endswith(to_string(end)),
            "isArray": _is_array,
            "isObject": lambda value=None, *_: isinstance(value, Table) and not _is_array(value),
            "isCallable": _is_callable,
        }
    )
