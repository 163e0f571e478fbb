"""Tables with a metatable: classes that answer for metamethods (manual §2.4).

`setmetatable` gives a table one of the variant classes below, by what its metatable holds. Looking a field up needs
nothing but `__missing__`, so reading and writing present fields stays as fast as without metatable; only `__newindex`,
`__eq`, `__gc` and `__mode` cost a class with more methods. The metatable itself becomes a *watched* table: when one of
them appears in it later, the tables that use it change class.

A metatable that is used again and again, as those of classes are, gets classes of its own, whose `__missing__` is the
lookup in its `__index` table: methods are then found without any Python code, along the whole chain. Metatables that
are made object by object and hold nothing but the same `__index` table (`setmetatable(object, {__index = Class})`) have
one such class together, that of the heirs of this table.
"""

import gc
from collections.abc import Callable
from types import FunctionType
from typing import Any

from cmc.runtime.core.collector import finalize, mark_for_finalization
from cmc.runtime.core.errors import runtime_error, type_error
from cmc.runtime.core.metamethods import (
    MAX_LOOPS,
    check_key,
    equal_by_metamethod,
    lookup,
    resolve_call,
)
from cmc.runtime.core.metamethods import first_of as first_of
from cmc.runtime.core.metamethods import metamethod as metamethod
from cmc.runtime.core.metamethods import metatable_of as metatable_of
from cmc.runtime.core.state import state
from cmc.runtime.core.table import BooleanKey, Table, dict_get, drop_nils, raw_delete, unkey
from cmc.runtime.core.values import NAMES
from cmc.runtime.core.weak import note_weak_table

_EVENTS = frozenset(("__index", "__newindex", "__eq", "__gc", "__mode"))

_SHARED_USES = 16
"""How often a metatable is used, to be set or to find a field, before it is worth classes of its own: they take some
20 microseconds to make."""


def assign(receiver: Any, handler: Any, k: Any, value: Any, original: Any) -> None:
    """`receiver[k] = value` through a `__newindex` handler; see `lookup` for the two keys."""
    for _ in range(MAX_LOOPS):
        if isinstance(handler, Table):
            following = dict_get(handler.metatable, "__newindex") if handler.has_metatable else None
            if following is None or dict_get(handler, k) is not None:
                check_key(k)
                store(handler, k, value)
                return
            receiver, handler = handler, following
        elif callable(handler):
            handler(receiver, original, value)
            return
        else:
            following = metamethod(handler, "__newindex")
            if following is None:
                raise type_error("index", handler, -1)
            receiver, handler = handler, following
    raise runtime_error("'__newindex' chain too long; possible loop")


def store(table: Table, k: Any, value: Any) -> None:
    """Writes the entry of a stored key, with a look at what the key means if the table is a metatable."""
    if value is None:
        raw_delete(table, k)
    else:
        dict.__setitem__(table, k, value)
    if table.watched and type(k) is str and k in _EVENTS:
        if k != "__index":
            reclassify_users(table)
        elif isinstance(own := getattr(table, "_instances", None), type):
            if own.is_of_heirs:  # type: ignore[attr-defined]
                reclassify_users(table)
            else:
                _set_missing(own, value)
    if state.library_changed is not None and table.watched:
        state.library_changed(table, k)


# The variants


def missing_field(self: Table, k: Any) -> Any:
    """Field `k`, which the table does not have, as its metatable has it."""
    handler = dict_get(self.metatable, "__index")
    return None if handler is None else lookup(self, handler, k, unkey(k))


class MetaTable(Table):
    """A table with a metatable; missing fields come from `__index`, operators from the other metamethods."""

    __slots__ = ()

    has_metatable = True

    is_of_heirs = False
    """Whether this is the class of the heirs of a table, which several metatables have together."""

    def __missing__(self, k: Any) -> Any:  # type: ignore[override]  # the plain table's is `dict.get` itself
        metatable = self.metatable
        uses = getattr(metatable, "_instances", 0)
        if type(uses) is int and uses < _SHARED_USES:
            metatable._instances = uses + 1
            handler = dict_get(metatable, "__index")
            if type(handler) is Table:
                return dict_get(handler, k)
        else:
            _instances_of(metatable, _SHARED_USES)
            classify(self, metatable, watched=self.watched, finalized=is_finalized(self))
        return missing_field(self, k)

    def __call__(self, *args: Any) -> Any:
        function, args = resolve_call(self, args)
        return function(*args)


class _Intercepting:
    """Assignments by way of `__newindex`, and the watch over tables that are metatables."""

    __slots__ = ()

    intercepts = True

    def __setitem__(self: Any, k: Any, value: Any) -> None:
        if self.has_metatable:
            handler = dict_get(self.metatable, "__newindex")
            if handler is not None and dict_get(self, k) is None:
                assign(self, handler, k, value, unkey(k))
                return
        store(self, k, value)


class _Comparing:
    """`==` by way of `__eq`."""

    __slots__ = ()

    compares = True

    __hash__ = object.__hash__

    def __eq__(self: Any, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Table):
            return False
        return equal_by_metamethod(self, other)

    def __ne__(self: Any, other: object) -> bool:
        return not self == other


class _Finalized:
    """`__gc`, called when Python collects the table."""

    __slots__ = ()

    def __del__(self: Any) -> None:
        finalize(self)


Variant = tuple[bool, bool, bool, bool, bool]
"""Has a metatable, intercepts assignments, is watched, compares, and is finalized."""

_WATCHED: Variant = (False, True, True, False, False)

_variants: dict[Variant, type[Table]] = {(False,) * 5: Table}


def variant(key: Variant) -> type[Table]:
    """The class for tables with some properties, made when it is first needed."""
    found = _variants.get(key)
    if found is None:
        found = _variants[key] = _make_variant(key)
    return found


def _make_variant(key: Variant) -> type[Table]:
    has_metatable, intercepts, watched, compares, finalized = key
    bases: list[type] = []
    if intercepts:
        bases.append(_Intercepting)
    if compares:
        bases.append(_Comparing)
    if finalized:
        bases.append(_Finalized)
    bases.append(MetaTable if has_metatable else Table)
    members: dict[str, Any] = {"__slots__": (), "watched": watched}
    if compares:
        members["__hash__"] = object.__hash__
    made = type("".join(base.__name__.strip("_") for base in bases), tuple(bases), members)
    NAMES[made] = "table"
    return made


_watched = variant(_WATCHED)
_with_metatable = variant((True, False, False, False, False))


def classify(table: Table, metatable: Table | None, *, watched: bool, finalized: bool) -> None:
    """Gives a table a metatable, or none, and the class that follows from its properties."""
    intercepts = watched
    compares = False
    if metatable is not None:
        table.metatable = metatable
        intercepts = intercepts or dict_get(metatable, "__newindex") is not None
        compares = dict_get(metatable, "__eq") is not None
        if dict_get(metatable, "__mode") is not None:
            note_weak_table(table)
    cls = variant((metatable is not None, intercepts, watched, compares, finalized))
    own = getattr(metatable, "_instances", None)
    table.__class__ = _relative(own, cls) if isinstance(own, type) else cls


def is_finalized(table: Table) -> bool:
    """Whether a table is marked for finalization."""
    return _Finalized in type(table).__mro__


def set_metatable(table: Table, metatable: Table | None) -> Table:
    """`setmetatable` without its checks."""
    if metatable is None:
        if table.has_metatable:
            classify(table, None, watched=table.watched, finalized=is_finalized(table))
        return table
    if type(metatable) is Table and len(metatable) == 1 and type(table) is Table:
        handler = dict_get(metatable, "__index")
        if isinstance(handler, Table) and handler is not metatable:
            return _set_heir(table, metatable, handler)
    # A plain table has never been a metatable.
    cls: Any = 0 if type(metatable) is Table else getattr(metatable, "_instances", 0)
    if type(cls) is int:
        cls = _instances_of(metatable, cls)
    if len(table) and None in table.values():
        drop_nils(table)
    if cls.is_simple and type(table) is Table:
        table.metatable = metatable
        table.__class__ = cls
        return table
    if type(table) is Table and dict_get(metatable, "__mode") is None:
        table.metatable = metatable
        table.__class__ = cls
    else:
        finalized = is_finalized(table) or dict_get(metatable, "__gc") is not None
        classify(table, metatable, watched=table.watched, finalized=finalized)
    if dict_get(metatable, "__gc") is not None:
        mark_for_finalization(table)
    return table


def _set_heir(table: Table, metatable: Table, handler: Table) -> Table:
    """`set_metatable` for a plain table and a new metatable that has nothing but the table `handler` as `__index`."""
    metatable.__class__ = _watched
    heirs: Any = getattr(handler, "_heirs", 0)
    if type(heirs) is int:
        handler._heirs = heirs + 1
        metatable._instances = 1
        heirs = _heirs_of(handler) if heirs >= _SHARED_USES else None
    # A table that others inherit from may close a ring, which is looked for as long as there is no class.
    if heirs is not None and not hasattr(table, "_heirs"):
        cls: Any = heirs
        metatable._instances = heirs
    else:
        cls = _with_metatable
    if None in table.values():
        drop_nils(table)
    table.metatable = metatable
    table.__class__ = cls
    return table


def _heirs_of(handler: Table) -> type[Table] | None:
    """The class of tables that only inherit from a table; None where their metatables need classes of their own."""
    own: Any = getattr(handler, "_heirs", 0)
    if not _ends(handler):
        return None
    if type(own) is int:
        own = type(_with_metatable.__name__, (_with_metatable,), {"__slots__": (), "is_of_heirs": True})
        own.family = {_with_metatable: own}
        own.is_simple = True
        _set_missing(own, handler)
        handler._heirs = own
    return own  # type: ignore[no-any-return]


def _instances_of(metatable: Table, uses: int) -> type[Table]:
    """The class of tables with this metatable, which was used `uses` times; from now on it is watched."""
    own: Any = None
    if type(metatable) is Table:
        metatable.__class__ = variant(_WATCHED)
    else:
        own = getattr(metatable, "_instances", None)
        if isinstance(own, type):
            return own
        if not metatable.watched:
            own = metatable.metatable if metatable.has_metatable else None
            classify(metatable, own, watched=True, finalized=is_finalized(metatable))
    intercepts = dict_get(metatable, "__newindex") is not None
    compares = dict_get(metatable, "__eq") is not None
    finalized = dict_get(metatable, "__gc") is not None
    shared = variant((True, intercepts, False, compares, finalized))
    if uses < _SHARED_USES:
        metatable._instances = uses + 1
        return shared
    handler = dict_get(metatable, "__index")
    if len(metatable) == 1 and isinstance(handler, Table) and handler is not metatable:
        heirs = _heirs_of(handler)
        if heirs is not None:
            metatable._instances = heirs
            return heirs
    own = type(shared.__name__, (shared,), {"__slots__": ()})
    own.family = {shared: own}
    own.is_simple = not finalized and dict_get(metatable, "__mode") is None
    _set_missing(own, handler)
    metatable._instances = own
    return own  # type: ignore[no-any-return]


def _set_missing(own: Any, handler: Any) -> None:
    """Makes the classes of one metatable look missing fields up with the `__index` handler."""
    missing: Any = missing_field
    if handler is None:
        missing = dict.get
    elif isinstance(handler, Table) and _ends(handler):
        missing = handler.__getitem__
        _quicken(handler)
    elif type(handler) is FunctionType:
        missing = _missing_by(handler)
    for cls in own.family.values():
        cls.__missing__ = missing


def _missing_by(handler: FunctionType) -> Callable[[Table, Any], Any]:
    """The lookup of a metatable whose `__index` is a Lua function."""

    def missing_by_function(self: Table, k: Any) -> Any:
        result = handler(self, k.value if type(k) is BooleanKey else k)
        return first_of(result) if type(result) is tuple else result

    return missing_by_function


def _relative(own: Any, cls: type[Table]) -> type[Table]:
    """The variant `cls` with the lookup of the class `own` of a metatable."""
    found: type[Table] | None = own.family.get(cls)
    if found is None:
        found = own.family[cls] = type(cls.__name__, (cls,), {"__slots__": (), "__missing__": own.__missing__})
    return found


def _ends(table: Table) -> bool:
    """Whether a chain of `__index` tables has an end."""
    seen = set()
    handler: Any = table
    while isinstance(handler, Table) and handler.has_metatable:
        if id(handler) in seen:
            return False
        seen.add(id(handler))
        handler = dict_get(handler.metatable, "__index")
    return True


def _quicken(table: Table) -> None:
    """Gives a table that others inherit from a class of its own metatable, so that the chain goes on without Python."""
    if table.has_metatable and not isinstance(getattr(table.metatable, "_instances", None), type):
        _instances_of(table.metatable, _SHARED_USES)
        classify(table, table.metatable, watched=table.watched, finalized=is_finalized(table))


def reclassify_users(metatable: Table) -> None:
    """After a change of `__newindex`, `__eq` or `__mode` in a metatable: new classes for the tables that use it."""
    if isinstance(getattr(metatable, "_instances", None), type):
        del metatable._instances
        _instances_of(metatable, _SHARED_USES)
    for user in gc.get_referrers(metatable):
        if isinstance(user, Table) and user.has_metatable and user.metatable is metatable:
            classify(user, metatable, watched=user.watched, finalized=is_finalized(user))
