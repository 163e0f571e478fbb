"""Models: a table and its fields, and the records in it (Freight specification, section 4)."""

import inspect
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.numbers import parse_number
from cmc.runtime.core.table import Table
from cmc.runtime.declare import Declaration, HostTable, declaration_of, lua_method
from cmc.runtime.shims.freight import relations
from cmc.runtime.shims.freight.dialects import BOUND_TYPES, reader_of
from cmc.runtime.shims.freight.expressions import check_name
from cmc.runtime.shims.freight.fields import Field, fields_of, names_of
from cmc.runtime.shims.freight.hooks import Hooks
from cmc.runtime.shims.freight.query import STARTERS, Query
from cmc.runtime.shims.freight.record import Record
from cmc.runtime.shims.freight.relations import Relation
from cmc.runtime.shims.freight.writing import Writing

if TYPE_CHECKING:
    from cmc.runtime.shims.freight.database import Database


class _Starters:
    """The methods of queries that begin one when they are called on a model."""

    __slots__ = ()


def _starter(method: Callable[..., Any], name: str) -> Callable[..., Any]:
    def start(self: "Model", *args: Any) -> Any:
        return method(self.query(), *args)

    start.__signature__ = inspect.signature(method)  # type: ignore[attr-defined]
    start.__annotations__ = method.__annotations__
    start.__doc__ = method.__doc__
    start.__name__ = method.__name__
    start.__qualname__ = f"Model.{method.__name__}"
    return lua_method(f"freight.Model:{name}")(start)


for _name, _method in STARTERS.items():
    _declared = declaration_of(_method)
    if isinstance(_declared, Declaration):
        setattr(_Starters, _name, _starter(_method, _declared.name))


class Model(_Starters, Hooks, Writing, HostTable, path="freight.Model"):
    """A table with its fields. Programs add methods of their own to it."""

    __slots__ = (
        "_binders", "_by_key", "_fillable", "_guarded", "_inserts", "_readers", "_validated", "database",
        "deleted_column",
        "dialect", "fields", "getters", "hooks", "primary_key", "relations", "strict", "table_name", "table_sql",
    )  # fmt: skip

    def __init__(self, database: "Database", table: str, fields: Table, options: Table) -> None:
        super().__init__()
        self.database = database
        self.dialect = database.dialect
        self.table_name = check_name(table)
        self.table_sql = self.dialect.name_of(table)
        self.deleted_column = _deleted_column(options["softDelete"])
        self.fields = fields_of(fields)
        if self.deleted_column and self.deleted_column not in self.fields:
            self.fields[self.deleted_column] = Field(self.deleted_column, "datetime")
        for name in ("save", "reload", "deleteInstance"):
            if name in self.fields:
                raise LuaError(f"field '{name}' of '{table}' has the name of a method of records")
        self.primary_key = next((field.name for field in self.fields.values() if field.primary_key), "id")
        self._by_key = self._by_key_sql()
        self._readers = [(name, reader) for name, field in self.fields.items() if (reader := reader_of(field))]
        self._binders = {name: field for name, field in self.fields.items() if field.type in BOUND_TYPES}
        self._validated = [field for field in self.fields.values() if field.validate is not None]
        self._inserts: dict[tuple[str, ...], str] = {}
        self.strict = options["strict"] not in (None, False)
        self._fillable = _names(options["fillable"])
        self._guarded = _names(options["guarded"]) or frozenset()
        self.relations: dict[Any, Relation] = {}
        self.getters: dict[Any, Relation] = {}
        self.hooks: dict[str, list[Any]] = {}
        self["_relations"] = Table()

    # Finding

    def query(self) -> Query:
        """A query for all records."""
        return Query(self)

    @lua_method("freight.Model:find", suspends=True)
    def find(self, key: Any = None) -> Record | None:
        """The record with a primary key, nil if there is none."""
        row = None if key is None else self.row_of(key)
        return None if row is None else Record(self, row, is_new=False)

    @lua_method("freight.Model:findOrFail", suspends=True)
    def find_or_fail(self, key: Any = None) -> Record:
        """The record with a primary key; an error if there is none."""
        record = self.find(key)
        if record is None:
            raise LuaError(self.not_found(key))
        return record

    @lua_method("freight.Model:find_by", suspends=True)
    def find_by(self, field: str, value: Any = None) -> Record | None:
        """The first record whose field has a value, nil if there is none."""
        found: Record | None = self.query().where(Table({field: value}) if value is not None else Table()).first()
        return found

    @lua_method("freight.Model:all", suspends=True)
    def all(self) -> Table:
        """All records."""
        return self.query().all()

    @lua_method("freight.Model:findAll", suspends=True)
    def find_all(self) -> Table:
        """The same as `all`."""
        return self.all()

    @lua_method("freight.Model:first", suspends=True)
    def first(self) -> Record | None:
        """The record with the lowest primary key, nil if there is none."""
        found: Record | None = self.query().order_by(self.primary_key).first()
        return found

    @lua_method("freight.Model:last", suspends=True)
    def last(self) -> Record | None:
        """The record with the highest primary key, nil if there is none."""
        found: Record | None = self.query().order_by(self.primary_key, "DESC").first()
        return found

    @lua_method("freight.Model:count", suspends=True)
    def count(self, column: str | None = None) -> int:
        """The number of records, or of those whose column has a value."""
        return self.query().count(column)

    @lua_method("freight.Model:sum", suspends=True)
    def sum(self, column: str) -> int | float:
        """The sum of a column, 0 of no records."""
        return self.query().sum(column)

    @lua_method("freight.Model:avg", suspends=True)
    def avg(self, column: str) -> float | None:
        """The average of a column, nil of no records."""
        return self.query().avg(column)

    @lua_method("freight.Model:min", suspends=True)
    def min(self, column: str) -> Any:
        """The least value of a column, nil of no records."""
        return self.query().min(column)

    @lua_method("freight.Model:max", suspends=True)
    def max(self, column: str) -> Any:
        """The greatest value of a column, nil of no records."""
        return self.query().max(column)

    # Making

    @lua_method("freight.Model:create", suspends=True)
    def create(self, data: Table | None = None) -> Record:
        """Makes a record and writes it."""
        return Record(self, self.allowed(data or Table()), is_new=True).save()

    @lua_method("freight.Model:firstOrCreate", suspends=True)
    def first_or_create(self, search: Table, data: Table | None = None) -> tuple[Record, bool]:
        """The first record with these values, or a new one with these and others; whether it is new."""
        found = self.query().where(search).first()
        if found is not None:
            return found, False
        try:
            return self.create(_merged(search, data)), True
        except LuaError:
            # Another request may have made the record in the meantime.
            with suppress(LuaError):
                found = self.query().where(search).first()
            if found is None:
                raise
            return found, False

    @lua_method("freight.Model:firstOrNew", suspends=True)
    def first_or_new(self, search: Table, data: Table | None = None) -> tuple[Record, bool]:
        """The same, but a new record is not written."""
        found = self.query().where(search).first()
        if found is not None:
            return found, False
        return Record(self, self.allowed(_merged(search, data)), is_new=True), True

    # Relations

    @lua_method("freight.Model:hasMany")
    def has_many(self, other: "Model", options: Table | None = None) -> Relation:
        """Records of another model have the key of this one; a record's `<as>()` gives all of them."""
        return self._relate(relations.has_relation(self, other, options or Table(), True))

    @lua_method("freight.Model:hasOne")
    def has_one(self, other: "Model", options: Table | None = None) -> Relation:
        """The same for one record at most."""
        return self._relate(relations.has_relation(self, other, options or Table(), False))

    @lua_method("freight.Model:belongsTo")
    def belongs_to(self, other: "Model", options: Table | None = None) -> Relation:
        """Records of this model have the key of the other."""
        return self._relate(relations.belongs_relation(self, other, options or Table()))

    @lua_method("freight.Model:belongsToMany")
    def belongs_to_many(self, other: "Model", options: Table | None = None) -> Relation:
        """A table in between links records of both models."""
        return self._relate(relations.many_to_many_relation(self, other, options or Table()))

    def _relate(self, relation: Relation) -> Relation:
        from cmc.runtime.shims.freight.naming import getter

        self.relations[relation.name] = relation
        self.getters[getter(relation.name)] = relation
        known: Table = self["_relations"]
        known[relation.name] = relation
        return relation

    # Rows

    def load(self, row: Table) -> Record:
        """The record of a row."""
        return Record(self, self.decoded(row), is_new=False)

    def decoded(self, row: Table) -> Table:
        """A row with the values of its fields as programs have them."""
        for name, reader in self._readers:
            if name in row:
                value = reader(row[name])
                if value is None:
                    del row[name]
                else:
                    dict.__setitem__(row, name, value)
        return row

    def read(self, column: str, value: Any) -> Any:
        """A value that was worked out of a column, as the column's field has it."""
        field = self._field(column)
        if field is None:
            return value
        if type(value) is str and field.type in ("integer", "float"):
            return parse_number(value)
        reader = reader_of(field)
        return value if reader is None or value is None else reader(value)

    def _by_key_sql(self) -> tuple[str, str]:
        """The statements for the row with a primary key: without rows that are marked as deleted, and with them."""
        sql = f"SELECT * FROM {self.table_sql} WHERE {self.dialect.name_of(self.primary_key)} = ?"
        mark = f" AND {self.dialect.name_of(self.deleted_column)} IS NULL" if self.deleted_column else ""
        return f"{sql}{mark} LIMIT 1", f"{sql} LIMIT 1"

    def row_of(self, key: Any, *, with_deleted: bool = False) -> Table | None:
        """The row with a primary key; one that is marked as deleted only if those are wanted too."""
        field = self.fields.get(self.primary_key)
        if field is not None and field.type == "integer" and type(key) is str:
            key = parse_number(key)
            if key is None:
                return None
        row = self.database.query_row(self._by_key[with_deleted], key)
        return None if row is None else self.decoded(row)

    def need_deleted_column(self) -> str:
        """The column that marks rows as deleted.

        Raises:
            LuaError: the model has none.
        """
        if not self.deleted_column:
            raise LuaError(f"model '{self.table_name}' has no soft deletes (softDelete = true)")
        return self.deleted_column

    def not_found(self, key: Any) -> str:
        """The message for a key that there is no record of."""
        return f"Record not found in '{self.table_name}' with {self.primary_key} = {'nil' if key is None else key}"

    def allowed(self, data: Table) -> dict[Any, Any]:
        """The entries of a table that records may be made of.

        Raises:
            LuaError: the model is strict, and there is something else in it.
        """
        entries = {}
        for name, value in data.items():
            if name not in self.fields:
                if self.strict:
                    raise LuaError(f"Unknown field '{name}' for model '{self.table_name}'")
            elif name not in self._guarded and (self._fillable is None or name in self._fillable):
                entries[name] = value
        return entries

    def columns_to_write(self, data: Table) -> dict[str, Any]:
        """The columns that a table has values for, as they are bound."""
        known = {name: value for name, value in data.items() if name in self.fields}
        if self.strict and len(known) < len(data):
            self.allowed(data)
        return {name: self.bind(name, value) for name, value in sorted(known.items())}

    def bind(self, column: str, value: Any) -> Any:
        """A value for a placeholder that goes to a column."""
        field = self._binders.get(column) or self._field(column)
        return value if field is None else self.dialect.bound(field, value)

    def _field(self, column: str) -> Any:
        table, dot, name = column.rpartition(".")
        return self.fields.get(name) if not dot or table == self.table_name else None


def _merged(search: Table, data: Table | None) -> Table:
    merged = Table(search)
    merged.update(data or {})
    return merged


def _deleted_column(option: Any) -> str:
    """The column of the option `softDelete`: true, or a name; nothing if rows are really deleted."""
    if option is None or option is False:
        return ""
    return "deleted_at" if option is True else check_name(option)


def _names(array: Any) -> frozenset[str] | None:
    return frozenset(names_of(array)) if isinstance(array, Table) else None
