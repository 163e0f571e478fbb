"""Records: the rows that programs work with (Freight specification, section 4.1).

The columns of a record are its entries, so that `pairs`, `json.encode` and templates see them as they are. Relations
and methods come when they are asked for.
"""

from typing import TYPE_CHECKING, Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.iteration import lua_next
from cmc.runtime.core.table import Table, dict_get, dict_set
from cmc.runtime.declare import HostTable, lua_method
from cmc.runtime.stdlib.library import library, register

if TYPE_CHECKING:
    from cmc.runtime.shims.freight.model import Model


class Record(HostTable, path="freight.Record"):
    """A row of a model's table."""

    __slots__ = ("is_new", "loaded", "model", "stored")

    def __init__(self, model: "Model", values: Any = (), *, is_new: bool) -> None:
        super().__init__()
        self.model = model
        self.update_entries(values)
        self.is_new = is_new
        self.stored: dict[str, Any] = {} if is_new else dict(self)
        self.loaded: Table | None = None

    def update_entries(self, values: Any) -> None:
        """Sets columns, without looking at what they are."""
        dict.update(self, values)

    @classmethod
    def _metamethods(cls) -> dict[str, Any]:
        return library({"__index": _index, "__pairs": _pairs})

    def __missing__(self, k: Any) -> Any:  # type: ignore[override]
        model = self.model
        if k == "_data":
            # The columns are the record's own entries.
            return self
        if k == "_loaded_relations":
            return self.relations()
        if k in model.fields and k not in _FIXED:
            return None
        relation = model.relations.get(k) or model.getters.get(k)
        if relation is not None:
            from cmc.runtime.shims.freight.relations import Accessor

            if k == relation.name:
                return Accessor(self, relation)
            return register(lambda record=None, *_: relation.value_of(record))
        return dict_get(type(self).lua_methods(), k)

    def relations(self) -> Table:
        """The records of relations that have been loaded."""
        if self.loaded is None:
            self.loaded = Table()
        return self.loaded

    def complete(self) -> None:
        """Has relations that are loaded among the entries, for whoever writes the record out."""
        from cmc.runtime.shims.freight.relations import Accessor

        for name in list(self.relations()):
            if name not in self and name in self.model.relations:
                accessor = Accessor(self, self.model.relations[name])
                accessor.complete()
                dict_set(self, name, accessor)

    def key(self) -> Any:
        """The value of the primary key.

        Raises:
            LuaError: there is none.
        """
        name = self.model.primary_key
        value = self.stored.get(name, dict_get(self, name))
        if value is None:
            raise LuaError(f"the record of '{self.model.table_name}' has no value of its primary key '{name}'")
        return value

    @lua_method("freight.Record:save", suspends=True)
    def save(self) -> "Record":
        """Writes the record: as a new row, or the columns that have changed."""
        if self.is_new:
            self.model.insert(self)
        else:
            self.model.update_record(self)
        return self

    @lua_method("freight.Record:reload", suspends=True)
    def reload(self) -> "Record":
        """Reads the record again."""
        row = self.model.row_of(self.key(), with_deleted=True)
        if row is None:
            raise LuaError(self.model.not_found(self.key()))
        self.replace(row)
        return self

    def replace(self, row: Any) -> None:
        """Takes the columns of a row that was read."""
        self.clear()
        self.update_entries(row)
        self.stored = dict(self)
        self.loaded = None
        self.is_new = False

    @lua_method("freight.Record:deleteInstance", suspends=True)
    def delete_instance(self) -> bool:
        """Deletes the row, or marks it as deleted; the record keeps its values."""
        self.model.delete_record(self)
        return True

    @lua_method("freight.Record:delete", suspends=True)
    def delete(self) -> bool:
        """The same as `deleteInstance`."""
        return self.delete_instance()

    @lua_method("freight.Record:forceDelete", suspends=True)
    def force_delete(self) -> bool:
        """Deletes the row, without hooks, also where others are marked only."""
        self.model.delete_row(self.key())
        return True

    @lua_method("freight.Record:restore", suspends=True)
    def restore(self) -> "Record":
        """Takes the mark off a row that is marked as deleted."""
        self.model.mark(self, None)
        return self

    @lua_method("freight.Record:update", suspends=True)
    def assign(self, changes: Table) -> "Record":
        """Changes columns and writes them."""
        for name, value in self.model.allowed(changes).items():
            self[name] = value
        return self.save()


_FIXED = frozenset(("save", "reload", "deleteInstance"))
"""Methods that a column of the same name does not hide."""


def _index(record: Any = None, k: Any = None, *_: Any) -> Any:
    return record.__missing__(k) if isinstance(record, Record) else None


def _pairs(record: Any = None, *_: Any) -> tuple[Any, Any, None]:
    return lua_next, record, None
