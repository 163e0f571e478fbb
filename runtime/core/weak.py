"""Weak tables (manual §2.5.4).

A weak table is a table like any other until a collection: only then its entries are taken out, held by weak
references while the collector looks for garbage, and put back as far as they have survived. So, as in Lua, an entry
stays until the next collection, and whether a table is weak is decided by its metatable at that time.

Only tables, functions, coroutines and userdata are ever removed. The value of an entry with a weak key belongs to the
key (an ephemeron): during the collection it hangs on the key itself, so that a value that refers to its key does not
keep it.
"""

import gc
import weakref
from dataclasses import dataclass
from types import BuiltinFunctionType, MethodType
from typing import Any

from cmc.runtime.core.table import BooleanKey, Cursor, Table, dict_get, dict_set
from cmc.runtime.core.values import type_name

_COLLECTABLE = frozenset(("table", "function", "thread", "userdata"))
_OLDEST_GENERATION = 2

_tables: "weakref.WeakSet[Table]" = weakref.WeakSet()
"""Tables whose metatable has, or had, a `__mode`."""

_taken_out: "list[tuple[Table, list[_Entry]]]" = []


@dataclass(slots=True, eq=False)
class _Entry:
    """An entry during a collection: key and value, each as itself or as a weak reference; `kept` is an ephemeron."""

    key: Any
    value: Any
    kept: bool = False


def note_weak_table(table: Table) -> None:
    """Notes a table that the next collections have to look at."""
    from cmc.runtime.core.collector import collect_later

    _tables.add(table)
    collect_later()
    if _at_collection not in gc.callbacks:
        gc.callbacks.append(_at_collection)


def has_weak_tables() -> bool:
    """Whether there is a table that a collection has to look at."""
    return bool(_tables)


def weak_mode(metatable: Table) -> str:
    """`k`, `v` or `kv` as `__mode` says, empty for strong tables."""
    text = dict_get(metatable, "__mode")
    if type(text) is not str:
        return ""
    return ("k" if "k" in text else "") + ("v" if "v" in text else "")


def _at_collection(phase: str, information: dict[str, int]) -> None:
    """Called by Python's collector before and after each collection."""
    if phase == "start":
        if information["generation"] == _OLDEST_GENERATION and not _taken_out:
            for table in list(_tables):
                if table.has_metatable and (mode := weak_mode(table.metatable)):
                    _taken_out.append((table, _take_out(table, mode)))
    elif _taken_out:
        for table, entries in _taken_out:
            _put_back(table, entries)
            _restore_traversal(table)
        _taken_out.clear()


def _is_collectable(value: Any) -> bool:
    return type_name(value) in _COLLECTABLE and not isinstance(value, BuiltinFunctionType | MethodType | BooleanKey)


def _take_out(table: Table, mode: str) -> list[_Entry]:
    """Empties a table; the entries hold weakly what the table does not keep alive."""
    entries = []
    for key, value in table.items():
        entry = _Entry(key, value)
        weak_key = "k" in mode and _is_collectable(key)
        if "v" in mode and _is_collectable(value):
            entry.value = weakref.ref(value)
        elif weak_key:
            _values_of(key)[id(table)] = value
            entry.value, entry.kept = None, True
        if weak_key:
            entry.key = weakref.ref(key)
        entries.append(entry)
    dict.clear(table)
    _weaken_traversal(table)
    return entries


def _weaken_traversal(table: Table) -> None:
    """Lets go of the keys that `next` has noted; where it stands stays as it is."""
    cursor = getattr(table, "_cursor", None)
    if type(cursor) is Cursor:
        cursor.keys = [weakref.ref(key) if _is_collectable(key) else key for key in cursor.keys]
        cursor.positions = None
    elif cursor is not None and _is_collectable(cursor):
        table._cursor = weakref.ref(cursor)


def _restore_traversal(table: Table) -> None:
    """Undoes `_weaken_traversal`; nobody asks for a key that has gone."""
    cursor = getattr(table, "_cursor", None)
    if type(cursor) is Cursor:
        cursor.keys = [key() if type(key) is weakref.ref else key for key in cursor.keys]
    elif type(cursor) is weakref.ref:
        table._cursor = cursor()


def _put_back(table: Table, entries: list[_Entry]) -> None:
    """Fills a table with the entries whose keys and values are still there."""
    from cmc.runtime.core.collector import is_dying

    for entry in entries:
        key, value = entry.key, entry.value
        if type(key) is weakref.ref:
            key = key()
            if key is None:
                continue
        if entry.kept:
            value = _values_of(key).pop(id(table), None)
        elif type(value) is weakref.ref:
            value = value()
            if value is not None and is_dying(value):
                # It only lives for its finalizer; keys stay until that has run.
                value = None
        if value is not None:
            dict_set(table, key, value)


def _values_of(owner: Any) -> dict[int, Any]:
    """The values that weak tables have under the key `owner`, by the identity of the table, during a collection."""
    if isinstance(owner, Table):
        try:
            return owner._kept
        except AttributeError:
            owner._kept = {}
            return owner._kept
    kept: dict[int, Any] = owner.__dict__.setdefault("_kept", {})
    return kept
