"""Writing records: INSERT, UPDATE and DELETE with their hooks."""

from typing import TYPE_CHECKING, Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table, dict_get
from cmc.runtime.shims.freight.dialects import Dialect
from cmc.runtime.shims.freight.fields import Field
from cmc.runtime.shims.freight.record import Record

if TYPE_CHECKING:
    from cmc.runtime.shims.freight.database import Database


class Writing:
    """What models do for their records."""

    __slots__ = ()

    database: "Database"
    dialect: Dialect
    fields: dict[str, Field]
    primary_key: str
    table_name: str
    table_sql: str

    def bind(self, column: str, value: Any) -> Any:
        """A value for a placeholder that goes to a column."""
        raise NotImplementedError

    def decoded(self, row: Table) -> Table:
        """A row with the values of its fields as programs have them."""
        raise NotImplementedError

    def call_hooks(self, event: str, argument: Any) -> None:
        """Calls the functions of an event."""
        raise NotImplementedError

    def insert(self, record: Record) -> None:
        """Writes a new record, with its hooks; it then has what the database has made of it."""
        self.call_hooks("beforeSave", record)
        data = Table({name: value for name, value in record.items() if value is not None})
        self.call_hooks("beforeCreate", data)
        columns = {name: self.bind(name, data[name]) for name in self.fields if data[name] is not None}
        row = self._insert_row(columns)
        record.replace(data if row is None else self.decoded(row))
        self.call_hooks("afterCreate", record)
        self.call_hooks("afterSave", record)

    def _insert_row(self, columns: dict[str, Any]) -> Table | None:
        dialect, database = self.dialect, self.database
        names = [dialect.name_of(name) for name in columns]
        marks = ["?"] * len(names)
        if dialect.name == "sqlite":
            for name, field in self.fields.items():
                # A column that was added later could not get such a default.
                if name not in columns and type(field.default) is str and field.default.upper().startswith("CURRENT_"):
                    names.append(dialect.name_of(name))
                    marks.append(field.default.upper())
        values = f"({', '.join(names)}) VALUES ({', '.join(marks)})" if names else dialect.default_values
        sql = f"INSERT INTO {self.table_sql} {values}"
        if dialect.returns_rows:
            return database.query_row(f"{sql} RETURNING *", *columns.values())
        database.execute(sql, *columns.values())
        key = columns.get(self.primary_key)
        if key is None and self.primary_key in self.fields:
            key = database.last_insert_id()
        if key is None:
            return None
        name = dialect.name_of(self.primary_key)
        return database.query_row(f"SELECT * FROM {self.table_sql} WHERE {name} = ?", key)

    def update_record(self, record: Record) -> None:
        """Writes the columns of a record that have changed, with its hooks."""
        key = record.key()
        self.call_hooks("beforeSave", record)
        self.call_hooks("beforeUpdate", record)
        changed = {name: dict_get(record, name) for name in self.fields if _has_changed(record, name)}
        if changed:
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
        condition = f"{self.dialect.name_of(self.primary_key)} = ?"
        self.database.execute(f"DELETE FROM {self.table_sql} WHERE {condition}", key)
        self.call_hooks("afterDelete", record)


def _has_changed(record: Record, name: str) -> bool:
    """Whether a column has another value than in the database; tables may have changed inside."""
    value = dict_get(record, name)
    return isinstance(value, Table) or value != record.stored.get(name)
