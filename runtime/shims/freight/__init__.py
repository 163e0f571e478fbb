"""`require("freight")`: an ORM for SQLite, MySQL and PostgreSQL (Freight specification)."""

import os
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.operators import method
from cmc.runtime.core.table import Table
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.freight.database import Database
from cmc.runtime.shims.freight.dialects import DRIVERS, SQLITE, dialect_of
from cmc.runtime.shims.freight.fields import field_table
from cmc.runtime.shims.freight.model import Model
from cmc.runtime.shims.freight.query import Query
from cmc.runtime.shims.freight.record import Record
from cmc.runtime.shims.freight.relations import ManyToMany, Relation

__all__ = [
    "Database", "ManyToMany", "Model", "Query", "Record", "Relation", "blob", "boolean", "date", "datetime", "floating",
    "foreign_key", "init", "integer", "json", "model", "open", "primary_key", "string", "text",
]  # fmt: skip


class _Default:
    """The database that `freight.init` has made the one of `freight.model`."""

    database: Database | None = None


# Databases


@lua_function("freight.open", suspends=True)
def open(driver: str, config: Table | None = None) -> Database:
    """Opens a database: `"sqlite"` with `database`, its path, or `"mysql"` or `"postgres"` with their options."""
    dialect = DRIVERS.get(driver)
    if dialect is None:
        raise LuaError(f"Unknown driver '{driver}'")
    options = config if config is not None else Table()
    handle = _open_sqlite(options) if dialect is SQLITE else _connect(dialect.name, options)
    return Database(handle, dialect)


def _open_sqlite(options: Table) -> Any:
    from cmc.runtime.shims import sqlite

    path = options["database"] if options["database"] is not None else options["url"]
    if type(path) is not str:
        raise LuaError("freight.open: sqlite needs 'database', the path of a file or \":memory:\"")
    folder = os.path.dirname(path)
    if folder and not path.startswith("file:"):
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError as error:
            raise LuaError(f"Failed to create directory '{folder}': {error.strerror}") from error
    handle = sqlite.open(path)
    if options["foreign_keys"] is False:
        handle.exec("PRAGMA foreign_keys = OFF")
    return handle


def _connect(engine: str, options: Table) -> Any:
    from cmc.runtime.shims import mysql, postgresql

    connect = mysql.connect if engine == "mysql" else postgresql.connect
    return connect(options if options["url"] is None else options["url"])


@lua_function("freight.init", suspends=True)
def init(handle: Any) -> Database:
    """Makes a database of a handle that is open already the one that `freight.model` uses."""
    if isinstance(handle, Database):
        _Default.database = handle
    elif handle is None or type(handle) in (str, int, float, bool):
        raise LuaError("freight.init needs a database handle")
    else:
        _Default.database = Database(handle, dialect_of(handle))
    return _Default.database


@lua_function("freight.model", suspends=True)
def model(table: str, definition: Table) -> Model:
    """A model in the database of `freight.init`: `fields`, and the options of a model."""
    database = _Default.database
    if database is None:
        raise LuaError("call freight.init with a database handle first")
    fields = definition["fields"]
    if not isinstance(fields, Table):
        raise LuaError(f"model '{table}' has no fields")
    complete = Table(fields)
    if not any(isinstance(each, Table) and each["primaryKey"] for each in fields.values()) and fields["id"] is None:
        complete["id"] = primary_key()
    return first_of(method(database, "model")(database, table, complete, definition))  # type: ignore[no-any-return]


# Fields


@lua_function("freight.primaryKey")
def primary_key() -> Table:
    """An integer key that counts by itself."""
    return field_table("integer", None, primaryKey=True, autoIncrement=True)


@lua_function("freight.string")
def string(size: Any = None, options: Table | None = None) -> Table:
    """Text of limited length, 255 if nothing else is said."""
    if isinstance(size, Table):
        size, options = None, size
    return field_table("string", options, size=255 if size is None else size)


@lua_function("freight.text")
def text(options: Table | None = None) -> Table:
    """Text of any length."""
    return field_table("text", options)


@lua_function("freight.integer")
def integer(options: Table | None = None) -> Table:
    """Integers."""
    return field_table("integer", options)


@lua_function("freight.float")
def floating(options: Table | None = None) -> Table:
    """Numbers with fractions."""
    return field_table("float", options)


@lua_function("freight.boolean")
def boolean(options: Table | None = None) -> Table:
    """True or false."""
    return field_table("boolean", options)


@lua_function("freight.datetime")
def datetime(options: Table | None = None) -> Table:
    """Dates with a time, as text."""
    return field_table("datetime", options)


@lua_function("freight.date")
def date(options: Table | None = None) -> Table:
    """Dates, as text."""
    return field_table("date", options)


@lua_function("freight.blob")
def blob(options: Table | None = None) -> Table:
    """Bytes."""
    return field_table("blob", options)


@lua_function("freight.json")
def json(options: Table | None = None) -> Table:
    """Tables, kept as JSON."""
    return field_table("json", options)


@lua_function("freight.foreignKey")
def foreign_key(table: str, column: Any = None, options: Table | None = None) -> Table:
    """An integer that refers to another table's column, `id` if nothing else is said."""
    if isinstance(column, Table):
        column, options = None, column
    reference = Table(table=table, column="id" if column is None else column)
    for name in ("onDelete", "onUpdate"):
        if options is not None and options[name] is not None:
            reference[name] = options[name]
    return field_table("integer", options, references=reference)
