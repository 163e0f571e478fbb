"""Filters of tables, and of values of any kind (Vein specification, section 6.2)."""

from collections.abc import Callable
from typing import Any

from cmc.runtime.core.table import Table, array, entries, key
from cmc.runtime.core.text import byte_length
from cmc.runtime.core.values import type_name
from cmc.runtime.shims.vein.rendering import escape_html
from cmc.runtime.shims.vein.text_filters import integer_of, text_of
from cmc.runtime.stdlib.base import to_string


def _elements(value: Any) -> list[Any]:
    """The elements of an array, none of what is no table."""
    found: list[Any] = []
    if isinstance(value, Table):
        while (item := value[len(found) + 1]) is not None:
            found.append(item)
    return found


def _length(value: Any = None, *_: Any) -> int:
    if isinstance(value, str):
        return byte_length(value)
    return sum(1 for _ in entries(value)) if isinstance(value, Table) else 0


def _first(value: Any = None, *_: Any) -> Any:
    return value[1] if isinstance(value, Table) else None


def _last(value: Any = None, *_: Any) -> Any:
    items = _elements(value)
    return items[-1] if items else None


def _join(value: Any = None, separator: Any = None, *_: Any) -> str:
    return (", " if separator is None else to_string(separator)).join(map(text_of, _elements(value)))


def _field(item: Any, name: Any) -> Any:
    return item[key(name)] if isinstance(item, Table) else None


def _rank(value: Any) -> tuple[int, Any]:
    """What values of all kinds can be sorted by: numbers before texts, missing ones last."""
    if type(value) is int or type(value) is float:
        return 0, value
    if isinstance(value, str):
        return 1, value.encode("utf-8", "surrogateescape")
    return (3, 0) if value is None else (2, to_string(value))


def _sort(value: Any = None, name: Any = None, *_: Any) -> Table:
    items = _elements(value)
    return array(*sorted(items, key=lambda item: _rank(item if name is None else _field(item, name))))


def _keys(value: Any = None, *_: Any) -> Table:
    return array(*[k for k, _ in entries(value)] if isinstance(value, Table) else [])


def _values(value: Any = None, *_: Any) -> Table:
    return array(*[item for _, item in entries(value)] if isinstance(value, Table) else [])


def _slice(value: Any = None, start: Any = None, stop: Any = None, *_: Any) -> Table:
    items = _elements(value)
    first, last = integer_of(start, 1), integer_of(stop, len(items))
    first = len(items) + first + 1 if first < 0 else first
    last = len(items) + last + 1 if last < 0 else last
    return array(*items[max(first - 1, 0) : max(last, 0)])


def _pluck(value: Any = None, name: Any = None, *_: Any) -> Table:
    return array(*[field for item in _elements(value) if (field := _field(item, name)) is not None])


def _group_by(value: Any = None, name: Any = None, *_: Any) -> Table:
    groups = Table()
    for item in _elements(value):
        field = _field(item, name)
        if field is not None:
            group = groups[key(field)]
            if group is None:
                group = groups[key(field)] = Table()
            group[len(group) + 1] = item
    return groups


def _default(value: Any = None, other: Any = None, *_: Any) -> Any:
    return other if value is None or value == "" else value


def _ternary(value: Any = None, yes: Any = None, no: Any = None, *_: Any) -> Any:
    return no if value is None or value is False else yes


def _dump(value: Any = None, *_: Any) -> str:
    return f"<pre>{escape_html(_dumped(value, '', []))}</pre>"


def _dumped(value: Any, margin: str, around: list[Any]) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if not isinstance(value, Table):
        return to_string(value)
    if any(outer is value for outer in around):
        return "(cycle)"
    inner = margin + "  "
    lines = [f"{inner}{to_string(k)} = {_dumped(item, inner, [*around, value])},\n" for k, item in entries(value)]
    return "{\n" + "".join(lines) + margin + "}" if lines else "{}"


FILTERS: dict[str, Callable[..., Any]] = {
    "length": _length,
    "first": _first,
    "last": _last,
    "join": _join,
    "sort": _sort,
    "keys": _keys,
    "values": _values,
    "slice": _slice,
    "pluck": _pluck,
    "groupby": _group_by,
    "default": _default,
    "ternary": _ternary,
    "dump": _dump,
    "typeof": lambda value=None, *_: type_name(value),
}
"""Filters by name."""
