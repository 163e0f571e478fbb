"""Values on their way into statements, and rows on their way back."""

import sqlite3
from collections.abc import Callable
from itertools import chain
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes, has_escaped, to_bytes

_PLAIN = frozenset((int, float, bool, bytes, type(None)))
_NEEDS_CARE = frozenset((bytes, type(None)))


def bound(params: tuple[Any, ...]) -> tuple[Any, ...]:
    """Values as Python's sqlite3 takes them: strings that are no text, and Buffers, as blobs.

    Raises:
        LuaError: SQLite has no such values.
    """
    return tuple([value if type(value) in _PLAIN else _value(value) for value in params])


def _value(value: Any) -> str | bytes:
    if type(value) is str:
        return to_bytes(value) if has_escaped(value) else value
    from cmc.runtime.shims.buffer import Buffer

    if isinstance(value, Buffer):
        return bytes(value.content)
    raise LuaError("Unsupported value type for SQLite")


Fetch = Callable[[sqlite3.Cursor], Table | None]
"""Takes rows from a cursor."""


def all_rows(cursor: sqlite3.Cursor) -> Table:
    """All rows, an array of tables."""
    names = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    if len(rows) > 1 and _NEEDS_CARE.isdisjoint(set(map(type, chain.from_iterable(rows)))):
        # Asking for equal lengths, which they have, takes a third of the time.
        return Table(enumerate([Table(zip(names, row)) for row in rows], 1))  # noqa: B905
    return Table(enumerate([_row(names, row) for row in rows], 1))


def first_row(cursor: sqlite3.Cursor) -> Table | None:
    """The first row, None if there is none."""
    names = [column[0] for column in cursor.description]
    row = cursor.fetchone()
    if row is None:
        return None
    _complete(cursor)
    return _row(names, row)


def some_row(cursor: sqlite3.Cursor) -> Table | None:
    """An empty table if there are rows, else None."""
    if cursor.fetchone() is None:
        return None
    _complete(cursor)
    return Table()


def _complete(cursor: sqlite3.Cursor) -> None:
    """Leaves the other rows; but what changes rows and returns them has to be run to its end."""
    if cursor.rowcount >= 0:
        cursor.fetchall()


def has_undecoded(error: sqlite3.Error) -> bool:
    """Whether somebody has stored bytes as text that are none."""
    return str(error).startswith("Could not decode to UTF-8")


def replaced_text(data: bytes) -> str:
    """A value of type TEXT, with replacements for bytes that are no text."""
    return data.decode("utf-8", "replace")


def _row(names: list[str], values: tuple[Any, ...]) -> Table:
    """A row as a table: NULL is absent, a blob is a byte string; of columns with the same name the last one counts."""
    table = Table(zip(names, values))  # noqa: B905
    if None in values or bytes in map(type, values):
        for name, value in list(table.items()):
            if value is None:
                del table[name]
            elif type(value) is bytes:
                table[name] = from_bytes(value)
    return table
