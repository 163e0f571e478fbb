"""Tables from models: creating them, adding to them, dropping them (Freight specification, section 7.1)."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.shims.freight.fields import Field

if TYPE_CHECKING:
    from cmc.runtime.shims.freight.database import Database
    from cmc.runtime.shims.freight.model import Model


def by_dependency(models: Iterable["Model"]) -> list["Model"]:
    """Models in an order in which every table comes after those that it refers to, where there is one."""
    rest = {model.table_name: model for model in models}
    ordered: list[Model] = []

    def visit(model: "Model") -> None:
        if rest.pop(model.table_name, None) is None:
            return
        for field in model.fields.values():
            if field.reference is not None and field.reference.table in rest:
                visit(rest[field.reference.table])
        ordered.append(model)

    while rest:
        visit(next(iter(rest.values())))
    return ordered


class Migration:
    """What `autoMigrate` does, and what it tells about it."""

    def __init__(self, database: "Database") -> None:
        self.database = database
        self.dialect = database.dialect
        self.changes: list[str] = []
        self.errors: list[Table] = []
        self.created: list[str] = []
        self.added: list[Table] = []
        self.indexes: list[str] = []

    def run(self, models: Sequence["Model"]) -> Table:
        """Brings the tables of models up to date; errors are collected."""
        for model in by_dependency(models):
            try:
                self._migrate(model)
            except LuaError as error:
                self.errors.append(Table(model=model.table_name, error=str(error)))
        return Table(
            success=not self.errors,
            changes=_array(self.changes),
            errors=_array(self.errors),
            created_tables=_array(self.created),
            added_columns=_array(self.added),
            created_indexes=_array(self.indexes),
        )

    def _migrate(self, model: "Model") -> None:
        if self.database.tableExists(model.table_name):
            columns = {row["name"] for row in self.database.tableInfo(model.table_name).values()}
            for field in model.fields.values():
                if field.name not in columns:
                    self._add_column(model, field)
        else:
            self.database.execute(create_table(model))
            self.created.append(model.table_name)
            self.changes.append(f"Created table {model.table_name}")
        present = {row["name"] for row in self.database.indexList(model.table_name).values()}
        for field in model.fields.values():
            self._add_index(model, field, present)

    def _add_column(self, model: "Model", field: Field) -> None:
        dialect, table = self.dialect, model.table_sql
        moment = type(field.default) is str and field.default.upper().startswith("CURRENT_")
        needs_care = dialect.name == "sqlite" and moment
        definition = dialect.column(_without_default(field) if needs_care else field)
        if field.reference is not None:
            definition += f" REFERENCES {references(model, field)}"
        self.database.execute(f"ALTER TABLE {table} ADD COLUMN {definition}")
        if needs_care:
            # SQLite adds no column whose default is the time; the rows that are there get it now, new ones when made.
            self.database.execute(f"UPDATE {table} SET {dialect.name_of(field.name)} = {dialect.literal(field)}")
        self.added.append(Table(table=model.table_name, column=field.name))
        self.changes.append(f"Added column {model.table_name}.{field.name}")

    def _add_index(self, model: "Model", field: Field, present: set[str]) -> None:
        if field.primary_key or not (field.unique or field.index):
            return
        name = f"{'uniq' if field.unique else 'idx'}_{model.table_name}_{field.name}"
        if name in present:
            return
        kind = "UNIQUE INDEX" if field.unique else "INDEX"
        self.database.execute(f"CREATE {kind} {name} ON {model.table_sql} ({self.dialect.name_of(field.name)})")
        self.indexes.append(name)
        self.changes.append(f"Created index {name}")


def create_table(model: "Model") -> str:
    """The statement that creates a model's table."""
    dialect = model.dialect
    parts = [dialect.column(field) for field in model.fields.values()]
    for field in model.fields.values():
        if field.reference is not None:
            parts.append(f"FOREIGN KEY ({dialect.name_of(field.name)}) REFERENCES {references(model, field)}")
    return f"CREATE TABLE {model.table_sql} ({', '.join(parts)})"


def references(model: "Model", field: Field) -> str:
    """What follows REFERENCES."""
    reference = field.reference
    if reference is None:
        return ""
    name_of = model.dialect.name_of
    text = f"{name_of(reference.table)} ({name_of(reference.column)})"
    if reference.on_delete:
        text += f" ON DELETE {reference.on_delete}"
    if reference.on_update:
        text += f" ON UPDATE {reference.on_update}"
    return text


def _without_default(field: Field) -> Field:
    from dataclasses import replace

    return replace(field, default=None, not_null=False)


def drop_tables(database: "Database", names: Sequence[str]) -> None:
    """Drops tables, whatever refers to them."""
    if not names:
        return
    name_of = database.dialect.name_of
    cascade = " CASCADE" if database.dialect.name == "postgresql" else ""
    statements = [f"DROP TABLE IF EXISTS {name_of(name)}{cascade}" for name in names]
    off, on = database.dialect.without_keys
    script = "; ".join([off, *statements, on] if off else statements)
    database.run_script(script)


def _array(values: Sequence[Any]) -> Table:
    return Table(enumerate(values, 1))
