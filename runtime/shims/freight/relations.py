"""Relations between models (Freight specification, section 9)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.iteration import lua_inext, lua_next
from cmc.runtime.core.metatable import MetaTable
from cmc.runtime.core.table import Table, border, dict_set
from cmc.runtime.declare import HostObject, lua_method
from cmc.runtime.shims.freight.expressions import check_name
from cmc.runtime.shims.freight.fields import names_of
from cmc.runtime.shims.freight.naming import singular
from cmc.runtime.shims.freight.record import Record
from cmc.runtime.stdlib.library import library

if TYPE_CHECKING:
    from cmc.runtime.shims.freight.model import Model

_CHUNK = 500
"""So many keys go into one query."""


class Relation(HostObject, path="freight.Relation"):
    """A relation of a model to another.

    Attributes:
        own_key: the column of this model whose value finds the others.
        other_key: the column of the other model, or of the table between, that has this value.
        is_many: whether there may be several others.
    """

    __slots__ = ("is_many", "name", "other", "other_key", "own_key", "owner")

    def __init__(self, owner: "Model", other: "Model", name: str, own_key: str, other_key: str, is_many: bool) -> None:
        super().__init__()
        self.owner = owner
        self.other = other
        self.name = check_name(name)
        self.own_key = check_name(own_key)
        self.other_key = check_name(other_key)
        self.is_many = is_many

    def value_of(self, record: Any) -> Any:
        """The record or records that belong to a record; they are asked for once."""
        if not isinstance(record, Record):
            raise LuaError(f"'{self.name}' must be called on a record, with a colon")
        loaded = record.relations()
        found = loaded[self.name]
        if found is None:
            self.load([record])
            found = loaded[self.name]
        return found

    def load(self, records: Sequence[Record]) -> list[Record]:
        """Gives records what belongs to them, with one query for all; returns what was found."""
        keys = list(dict.fromkeys(record[self.own_key] for record in records if record[self.own_key] is not None))
        found: dict[Any, list[Record]] = {}
        for start in range(0, len(keys), _CHUNK):
            for key, other in self.others_of(keys[start : start + _CHUNK]):
                found.setdefault(key, []).append(other)
        for record in records:
            others = found.get(record[self.own_key], [])
            if self.is_many:
                record.relations()[self.name] = Table(enumerate(others, 1))
            elif others:
                record.relations()[self.name] = others[0]
        return list({id(other): other for others in found.values() for other in others}.values())

    def others_of(self, keys: list[Any]) -> list[tuple[Any, Record]]:
        """The others that belong to keys, each with its key."""
        query = self.other.query().where_in(self.other_key, Table(enumerate(keys, 1)))
        query = query.order_by(self.other.primary_key)
        return [(record[self.other_key], record) for record in query.all().values()]


class ManyToMany(Relation, path="freight.ManyToMany"):
    """A relation by a table in between."""

    __slots__ = ("pivot_key", "related_key", "through")

    def __init__(
        self,
        owner: "Model",
        other: "Model",
        name: str,
        through: str,
        keys: tuple[str, str],
        pivot_keys: tuple[str, str],
    ) -> None:
        super().__init__(owner, other, name, keys[0], pivot_keys[0], True)
        self.through = check_name(through)
        self.related_key = check_name(keys[1])
        self.pivot_key = check_name(pivot_keys[1])

    def others_of(self, keys: list[Any]) -> list[tuple[Any, Record]]:
        pairs = self._pairs(keys)
        wanted = list(dict.fromkeys(related for _, related in pairs))
        found: dict[Any, Record] = {}
        for start in range(0, len(wanted), _CHUNK):
            some = Table(enumerate(wanted[start : start + _CHUNK], 1))
            query = self.other.query().where_in(self.related_key, some).order_by(self.other.primary_key)
            found |= {record[self.related_key]: record for record in query.all().values()}
        places = {key: place for place, key in enumerate(found)}
        pairs.sort(key=lambda pair: places.get(pair[1], 0))
        return [(key, found[related]) for key, related in pairs if related in found]

    def _pairs(self, keys: list[Any]) -> list[tuple[Any, Any]]:
        """What the table in between has for keys: the key and that of the other."""
        name_of = self.owner.dialect.name_of
        own, other = name_of(self.other_key), name_of(self.pivot_key)
        marks = ", ".join(["?"] * len(keys))
        sql = f"SELECT {own} AS own, {other} AS other FROM {name_of(self.through)} WHERE {own} IN ({marks})"
        rows = self.owner.database.query(sql, *keys)
        return [(row["own"], row["other"]) for row in rows.values() if row["other"] is not None]

    @lua_method("freight.ManyToMany:attach", suspends=True)
    def attach(self, record: Any, others: Any) -> int:
        """Links a record with others, by their keys, unless it is linked already; how many links are new."""
        return int(self._change(record, lambda key: self._attach(key, self._keys(others))))

    @lua_method("freight.ManyToMany:detach", suspends=True)
    def detach(self, record: Any, others: Any = None) -> int:
        """Ends links of a record, all of them without `others`; how many there were."""
        wanted = None if others is None else self._keys(others)
        return int(self._change(record, lambda key: self._detach(key, wanted)))

    @lua_method("freight.ManyToMany:sync", suspends=True)
    def sync(self, record: Any, others: Any) -> tuple[int, int]:
        """Links a record with exactly these others; how many links are new, and how many have ended."""
        wanted = self._keys(others)

        def body(key: Any) -> tuple[int, int]:
            gone = [other for _, other in self._pairs([key]) if other not in wanted]
            return self._attach(key, wanted), self._detach(key, gone)

        result: tuple[int, int] = self._change(record, body)
        return result

    def _change(self, record: Any, body: Any) -> Any:
        if not isinstance(record, Record):
            raise LuaError(f"the first argument of '{self.name}' must be a record")
        key = record[self.own_key]
        if key is None:
            raise LuaError("the record must be saved before others are linked with it")
        results: list[Any] = []
        self.owner.database.in_transaction(lambda: results.append(body(key)))
        if record.loaded is not None:
            record.loaded[self.name] = None
        return results[0]

    def _keys(self, others: Any) -> list[Any]:
        """The keys of others, which are keys, records or arrays of them."""
        if isinstance(others, Table) and not isinstance(others, Record):
            return list(dict.fromkeys(key for other in names_of(others) for key in self._keys(other)))
        return [others[self.related_key] if isinstance(others, Record) else others]

    def _attach(self, key: Any, wanted: list[Any]) -> int:
        name_of = self.owner.dialect.name_of
        present = {str(other) for _, other in self._pairs([key])}
        missing = [other for other in wanted if str(other) not in present]
        columns = f"({name_of(self.other_key)}, {name_of(self.pivot_key)})"
        for other in missing:
            self.owner.database.execute(f"INSERT INTO {name_of(self.through)} {columns} VALUES (?, ?)", key, other)
        return len(missing)

    def _detach(self, key: Any, others: list[Any] | None) -> int:
        name_of = self.owner.dialect.name_of
        sql = f"DELETE FROM {name_of(self.through)} WHERE {name_of(self.other_key)} = ?"
        if others is None:
            return self.owner.database.execute(sql, key)
        if not others:
            return 0
        marks = ", ".join(["?"] * len(others))
        return self.owner.database.execute(f"{sql} AND {name_of(self.pivot_key)} IN ({marks})", key, *others)


class Accessor(MetaTable):
    """`record.posts`: called it gives the relation's value, and it can be used as if it were this value."""

    __slots__ = ("record", "relation")

    def __init__(self, record: Record, relation: Relation) -> None:
        super().__init__()
        self.metatable = _accessor_metatable()
        self.record = record
        self.relation = relation

    def __missing__(self, k: Any) -> Any:  # type: ignore[override]
        return _field(self, k)

    def value(self) -> Any:
        """The relation's value."""
        return self.relation.value_of(self.record)

    def complete(self) -> None:
        """Has the entries of the value as its own, for whoever goes through them."""
        found = self.value()
        if isinstance(found, Table):
            if isinstance(found, Record):
                found.complete()
            for k, value in found.items():
                dict_set(self, k, value)


def _accessor_metatable() -> Table:
    global _metatable
    if _metatable is None:
        _metatable = library(
            {
                "__call": lambda accessor=None, *_: accessor.value(),
                "__index": lambda accessor=None, k=None, *_: _field(accessor, k),
                "__len": lambda accessor=None, *_: border(accessor.value() or Table()),
                "__pairs": lambda accessor=None, *_: (lua_next, accessor.value() or Table(), None),
                "__ipairs": lambda accessor=None, *_: (lua_inext, accessor.value() or Table(), 0),
                "__metatable": False,
            }
        )
    return _metatable


_metatable: Table | None = None


def _field(accessor: Any, k: Any) -> Any:
    found = accessor.value()
    return None if found is None else found[k]


# Definitions


def has_relation(owner: "Model", other: "Model", options: Table, is_many: bool) -> Relation:
    """`hasMany` and `hasOne`: the others have the key of this model."""
    foreign = options["foreignKey"] or _foreign_key(owner.table_name, other)
    return Relation(
        owner, other, options["as"] or other.table_name, options["localKey"] or owner.primary_key, foreign, is_many
    )


def belongs_relation(owner: "Model", other: "Model", options: Table) -> Relation:
    """`belongsTo`: this model has the key of the other."""
    foreign = options["foreignKey"] or _foreign_key(other.table_name, owner)
    return Relation(
        owner, other, options["as"] or singular(other.table_name), foreign, options["ownerKey"] or "id", False
    )


def many_to_many_relation(owner: "Model", other: "Model", options: Table) -> ManyToMany:
    """`belongsToMany`: a table in between has the keys of both."""
    through = options["through"] or "_".join(sorted((owner.table_name, other.table_name)))
    between = owner.database.models.get(through)
    return ManyToMany(
        owner,
        other,
        options["as"] or other.table_name,
        through,
        (options["localKey"] or "id", options["relatedKey"] or "id"),
        (
            options["foreignPivotKey"] or _foreign_key(owner.table_name, between),
            options["relatedPivotKey"] or _foreign_key(other.table_name, between),
        ),
    )


def _foreign_key(table: str, holder: "Model | None") -> str:
    """The column in which a model keeps the key of a table: `user_id` if there is such a column, else `users_id`."""
    name = f"{singular(table)}_id"
    return name if holder is not None and name in holder.fields else f"{table}_id"
