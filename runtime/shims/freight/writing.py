"""Writing records: INSERT, UPDATE and DELETE with their hooks."""

from typing import TYPE_CHECKING, Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table, dict_get
from cmc.runtime.shims.freight.dialects import Dialect
from cmc.runtime.shims.freight.fields import Field
from cmc.runtime.shims.freight.moments import now_in_seconds
from cmc.runtime.shims.freight.record import Record
from cmc.runtime.stdlib.base import lua_tostring

if TYPE_CHECKING:
    from cmc.runtime.shims.freight.database import Database


class Writing:
    """What models do for their records."""

    __slots__ = ()

    database: "Database"
    deleted_column: str
    dialect: Dialect
    fields: dict[str, Field]
    hooks: dict[str, list[Any]]
    primary_key: str
    table_name: str
    table_sql: str
    _binders: dict[str, Field]
    _inserts: dict[tuple[str, ...], str]
    _validated: list[Field]

    def bind(self, column: str, value: Any) -> Any:
        """A value for a placeholder that goes to a column."""
        raise NotImplementedError

    def decoded(self, row: Table) -> Table:
        """A row with the values of its fields as programs have them."""
        raise NotImplementedError

    def call_hooks(self, event: str, argument: Any) -> None:
        """Calls the functions of an event."""
        raise NotImplementedError

    def need_deleted_column(self) -> str:
        """The column that marks rows as deleted."""
        raise NotImplementedError

    def insert(self, record: Record) -> None:
        """Writes a new record, with its hooks; it then has what the database has made of it."""
        self.call_hooks("beforeSave", record)
        data: Table = record
        if "beforeCreate" in self.hooks:
            data = Table({name: value for name, value in record.items() if value is not None})
            self.call_hooks("beforeCreate", data)
        columns = {name: value for name in self.fields if (value := dict_get(data, name)) is not None}
        self.validate(columns)
        for name in self._binders:
            if name in columns:
                columns[name] = self.bind(name, columns[name])
        row = self._insert_row(columns)
        record.replace(dict(data) if row is None else self.decoded(row))
        self.call_hooks("afterCreate", record)
        self.call_hooks("afterSave", record)

    def validate(self, columns: dict[str, Any]) -> None:
        """Asks the program's functions about values that are to be written.

        Raises:
            LuaError: one of them returns false or nil, and perhaps why.
        """
        for field in self._validated:
            value = columns.get(field.name)
            if value is None:
                continue
            verdict = field.validate(value)
            accepted, why, *_ = (*verdict, None, None) if isinstance(verdict, tuple) else (verdict, None)
            if accepted is None or accepted is False:
                reason = "" if why is None else f": {lua_tostring(why)}"
                raise LuaError(f"invalid value for '{field.name}' of '{self.table_name}'{reason}")

    def _insert_row(self, columns: dict[str, Any]) -> Table | None:
        database = self.database
        names = tuple(columns)
        sql = self._inserts.get(names)
        if sql is None:
            sql = self._inserts[names] = self._insert_sql(names)
        if database.returns_rows():
            return database.query_row(sql, *columns.values())
        database.execute(sql, *columns.values())
        key = columns.get(self.primary_key)
        if key is None and self.primary_key in self.fields:
            key = database.last_insert_id()
        if key is None:
            return None
        name = self.dialect.name_of(self.primary_key)
        return database.query_row(f"SELECT * FROM {self.table_sql} WHERE {name} = ?", key)

    def _insert_sql(self, columns: tuple[str, ...]) -> str:
        """The statement that writes a row with values for some columns, and returns it where the engine can do that."""
        dialect = self.dialect
        names = [dialect.name_of(name) for name in columns]
        marks = ["?"] * len(names)
        if dialect.name == "sqlite":
            for name, field in self.fields.items():
                # A column that was added later could not get such a default.
                if name not in columns and type(field.default) is str and field.default.upper().startswith("CURRENT_"):
                    names.append(dialect.name_of(name))
                    marks.append(field.default.upper())
        values = f"({', '.join(names)}) VALUES ({', '.join(marks)})" if names else dialect.default_values
        returning = " RETURNING *" if self.database.returns_rows() else ""
        return f"INSERT INTO {self.table_sql} {values}{returning}"

    def update_record(self, record: Record) -> None:
        """Writes the columns of a record that have changed, with its hooks."""
        key = record.key()
        self.call_hooks("beforeSave", record)
        self.call_hooks("beforeUpdate", record)
        changed = {name: dict_get(record, name) for name in self.fields if _has_changed(record, name)}
        if changed:
            self.validate(changed)
            assignments = ", ".join(f"{self.dialect.name_of(name)} = ?" for name in changed)
            values = [self.bind(name, value) for name, value in changed.items()]
            condition = f"{self.dialect.name_of(self.primary_key)} = ?"
            self.database.execute(f"UPDATE {self.table_sql} SET {assignments} WHERE {condition}", *values, key)
            record.stored = dict(record)
        self.call_hooks("afterUpdate", record)
        self.call_hooks("afterSave", record)

    def delete_record(self, record: Record) -> None:
        """Deletes a record, with its hooks."""
        if record.is_new:
            raise LuaError(f"the record of '{self.table_name}' has not been saved")
        key = record.key()
        self.call_hooks("beforeDelete", record)
        if self.deleted_column:
            self.mark(record, now_in_seconds())
        else:
            self.delete_row(key)
        self.call_hooks("afterDelete", record)

    def delete_row(self, key: Any) -> None:
        """Deletes the row with a primary key, without hooks."""
        self.database.execute(f"DELETE FROM {self.table_sql} WHERE {self.dialect.name_of(self.primary_key)} = ?", key)

    def mark(self, record: Record, moment: str | None) -> None:
        """Marks a record as deleted at a moment, or takes the mark off."""
        column = self.need_deleted_column()
        name_of = self.dialect.name_of
        sql = f"UPDATE {self.table_sql} SET {name_of(column)} = ? WHERE {name_of(self.primary_key)} = ?"
        self.database.execute(sql, moment, record.key())
        record[column] = moment
        record.stored[column] = moment


def _has_changed(record: Record, name: str) -> bool:
    """Whether a column has another value than in the database; tables may have changed inside."""
    value = dict_get(record, name)
    return isinstance(value, Table) or value != record.stored.get(name)
