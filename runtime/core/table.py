"""The Lua table: a dictionary with identity, whose class says what its metatable asks of Python (manual §2.1, §2.4).

`Table` is a `dict`, so that reading a field is one subscript and every Python library takes a table for the mapping it
is. A missing key reads as None. What differs from a dictionary is kept off the fast path:

* keys: Lua's `true` and `1` are different keys, so booleans are stored as `TRUE_KEY` and `FALSE_KEY`; floats with an
  integer value are stored as integers (both by `key`, which code calls unless the kind of the key is known);
* None as a value means an absent field; only constructors may leave one behind;
* the border `#t` is not `len(t)`; `border` finds it, with a hint in the table.

A table that gets a metatable changes its class to one of the variants in `core/metatable.py`.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from cmc.runtime.core.numbers import float_to_integer

dict_get = dict.get
dict_set = dict.__setitem__


class BooleanKey:
    """Stands for `true` or `false` among the keys of a dictionary, where Python's booleans would equal 1 and 0."""

    __slots__ = ("value",)

    def __init__(self, value: bool) -> None:
        self.value = value


TRUE_KEY = BooleanKey(True)
FALSE_KEY = BooleanKey(False)


class Table(dict[Any, Any]):
    """A table without a metatable."""

    __slots__ = ("__weakref__", "_address", "_border", "_cursor", "_heirs", "_instances", "_kept", "metatable")

    metatable: "Table"
    """The metatable; set only in the variants."""

    _instances: "type[Table] | int"
    """The class for tables that get this table as metatable, or how many have got it as long as there is none."""

    _heirs: "type[Table] | int"
    """The class for tables whose metatables say nothing but that they inherit from this table, or how many have been
    made as long as there is none."""

    _address: int
    """What `tostring` shows, once it has been shown (`core/values.py`)."""

    _border: int
    """A hint for `border`."""

    _cursor: "Cursor | Any"
    """Where `next` stands; the first stored key itself as long as nobody has asked for the second one."""

    _kept: dict[int, Any]
    """Values of weak tables under this key, during a collection (`core/weak.py`)."""

    intercepts = False
    """Whether assignments have to go through `__setitem__` of the class."""

    has_metatable = False
    """Whether `metatable` is set."""

    watched = False
    """Whether the table is a metatable, so that what is written to it may matter to others."""

    compares = False
    """Whether `==` has to ask for `__eq`."""

    is_simple = False
    """Whether getting the metatable of this class means nothing more than getting its class."""

    # All six come from `object`, so that CPython uses its C slot for identity.
    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __lt__ = object.__lt__  # type: ignore
    __le__ = object.__le__  # type: ignore
    __gt__ = object.__gt__  # type: ignore
    __ge__ = object.__ge__  # type: ignore

    __missing__ = dict.get  # for a key that is not there: a C function that gives None

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<table 0x{id(self):014x} {dict.__repr__(self)[:200]}>"

    def __or__(self, other: object) -> Any:
        return NotImplemented

    __ror__ = __or__
    __ior__ = __or__  # type: ignore[assignment]


def key(k: Any) -> Any:
    """A key as it is stored. None and NaN pass; nothing is ever found under them."""
    kind = type(k)
    if kind is float:
        integer = float_to_integer(k)
        return k if integer is None else integer
    if kind is bool:
        return TRUE_KEY if k else FALSE_KEY
    return k


def unkey(k: Any) -> Any:
    """The Lua value of a stored key."""
    return k.value if type(k) is BooleanKey else k


def raw_get(table: Table, k: Any) -> Any:
    """`rawget`."""
    return dict_get(table, key(k))


def raw_set(table: Table, k: Any, value: Any) -> None:
    """`rawset` with a key that is known to be neither nil nor NaN."""
    if value is None:
        raw_delete(table, key(k))
    else:
        dict_set(table, key(k), value)


def raw_delete(table: Table, k: Any) -> None:
    """Removes the entry of a stored key. A hole inside a sequence leaves its border where it was."""
    if k in table:
        if type(k) is int and 0 < k < len(table):
            table._border = border(table)
        del table[k]


def border(table: Table) -> int:
    """A border of the table (manual §3.4.7); for sequences, their length."""
    n = len(table)
    if n == 0:
        return 0
    if (n + 1) not in table and dict_get(table, n) is not None:
        return n
    return find_border(table)


def find_border(table: Table) -> int:
    """The border nearest to the hint: the size of the array part, as far as Lua would know it (luaH_getn)."""
    try:
        limit = table._border
    except AttributeError:
        # A constructor with nils has left a key for each of its positions.
        size = len(table)
        limit = table._border = size if size in table else int(dict_get(table, 1) is not None)
    if limit and dict_get(table, limit) is None:
        if dict_get(table, limit - 1) is not None:
            limit -= 1
        else:
            limit = _search(table, 0, limit)
    elif dict_get(table, limit + 1) is not None:
        low = limit + 1
        high = low + 1
        while dict_get(table, high) is not None:
            low, high = high, high * 2
        limit = low if high - low == 1 else _search(table, low, high)
    else:
        return limit
    table._border = limit
    return limit


def _search(table: Table, low: int, high: int) -> int:
    """A border between `low`, present or zero, and `high`, absent."""
    while high - low > 1:
        middle = (low + high) // 2
        if dict_get(table, middle) is None:
            high = middle
        else:
            low = middle
    return low


_FIRST_BATCH = 32


def entries(table: Table) -> Iterator[tuple[Any, Any]]:
    """Keys and values in the order of `next`: the sequence part first, then the rest as it was inserted.

    Fields may be assigned and cleared on the way.
    """
    size = len(table)
    get = table.get
    index = 1
    while (value := get(index)) is not None:
        yield index, value
        index += 1
    if index <= size:
        for k in _keys_from(table, index):
            value = get(k)
            if value is not None:
                yield (k.value if type(k) is BooleanKey else k), value


def entry_keys(table: Table) -> Iterator[Any]:
    """The keys of `entries`."""
    size = len(table)
    get = table.get
    index = 1
    while get(index) is not None:
        yield index
        index += 1
    if index <= size:
        for k in _keys_from(table, index):
            if get(k) is not None:
                yield k.value if type(k) is BooleanKey else k


def _keys_from(table: Table, index: int) -> Iterable[Any]:
    """The stored keys that follow the sequence part, which ends before `index`."""
    if len(table) > _FIRST_BATCH:
        return chain.from_iterable(_batches(table, index))
    return _without_sequence(list(table), index)


def _batches(table: Table, index: int) -> Iterator[list[Any]]:
    """The same in two parts: most traversals are short or complete, so a few keys are taken before all are copied."""
    count = _FIRST_BATCH + index - 1
    batch = list(islice(table, count))
    yield _without_sequence(batch, index)
    if len(batch) == count:
        keys = list(table)
        if len(keys) >= count and keys[count - 1] is batch[-1]:
            keys = keys[count:]
        else:  # something was cleared, and everything behind it has moved
            seen = set(batch)
            keys = [k for k in keys if k not in seen]
        yield _without_sequence(keys, index)


def _without_sequence(keys: list[Any], index: int) -> list[Any]:
    return keys if index == 1 else [k for k in keys if type(k) is not int or k >= index or k < 1]


class Cursor:
    """Where `next` stands in a table: the keys at the time it began, and the position after the last one given."""

    __slots__ = ("keys", "position", "positions")

    def __init__(self, keys: list[Any]) -> None:
        self.keys = keys
        self.position = 0
        self.positions: dict[Any, int] | None = None


def next_entry(table: Table, k: Any) -> tuple[Any, Any] | None:
    """The entry after key `k` (the first after None), or None at the end.

    Raises:
        KeyError: `k` is no key that a traversal of this table can have met.
    """
    if k is None:
        value = dict_get(table, 1)
        if value is not None:
            table._cursor = 1
            return 1, value
        for first in table:
            value = dict_get(table, first)
            if value is not None:
                # Most calls only ask whether a table is empty; the other keys are noted when somebody goes on.
                table._cursor = first
                return unkey(first), value
        if hasattr(table, "_cursor"):
            del table._cursor
        return None
    if type(k) is float and float_to_integer(k) is not None:
        raise KeyError(k)  # such a key is never in a table
    stored = key(k)
    cursor: Any = getattr(table, "_cursor", None)
    if cursor is not None and type(cursor) is not Cursor:
        first = cursor
        cursor = table._cursor = Cursor([key(name) for name in entry_keys(table)])
        if stored == first and stored not in table:
            # The first key was cleared, so everything that is left comes after it.
            cursor.keys.insert(0, first)
    if cursor is None or not _place(cursor, stored):
        cursor = table._cursor = Cursor([key(name) for name in entry_keys(table)])
        if not _place(cursor, stored):
            raise KeyError(k)
    keys = cursor.keys
    position = cursor.position
    size = len(keys)
    while position < size:
        candidate = keys[position]
        position += 1
        value = dict_get(table, candidate)
        if value is not None:
            cursor.position = position
            return unkey(candidate), value
    # Nothing is left; a table that has grown meanwhile is traversed from its new keys when it is asked again.
    del table._cursor
    return None


def _place(cursor: Cursor, stored: Any) -> bool:
    """Moves a cursor behind a key; False when it does not know the key."""
    keys, position = cursor.keys, cursor.position
    if position and (keys[position - 1] is stored or keys[position - 1] == stored):
        return True
    if position < len(keys) and keys[position] == stored:
        cursor.position = position + 1
        return True
    if cursor.positions is None:
        cursor.positions = {k: i for i, k in enumerate(keys)}
    found = cursor.positions.get(stored)
    if found is None:
        return False
    cursor.position = found + 1
    return True


def array(*values: Any) -> Table:
    """A table with `values` from 1 on, as the constructor `{...}` makes it."""
    table = Table(enumerate(values, 1))
    if None in values:
        table = Table((k, value) for k, value in table.items() if value is not None)
        table._border = len(values)
    return table


def sized(table: Table, size: int) -> Table:
    """`table`, whose constructor had `size` positional entries, some of them perhaps nil."""
    table._border = size
    return drop_nils(table)


def drop_nils(table: Table) -> Table:
    """`table` without entries of value None."""
    if None in table.values():
        for k in [k for k, value in table.items() if value is None]:
            del table[k]
    return table
