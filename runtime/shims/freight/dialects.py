"""What differs between the engines: types of columns, and how some things are said (Freight specification)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.numbers import format_number
from cmc.runtime.core.table import Table
from cmc.runtime.shims.freight.expressions import quoted
from cmc.runtime.shims.freight.fields import Field
from cmc.runtime.shims.freight.moments import plain_time

BOUND_TYPES = frozenset(("boolean", "datetime", "json"))
"""The types of fields whose values may have to be changed for the database (`Dialect.bound`)."""

_KEYWORDS = frozenset(("CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "NULL"))


@dataclass(frozen=True, slots=True)
class Dialect:
    """An engine.

    Attributes:
        types: the column type of each field type; `{size}` is the length.
        serial: what an automatic primary key is declared as.
        returns_rows: whether INSERT can give the row that it has made.
        unlimited: the LIMIT that an OFFSET without one needs, if any.
        default_values: what follows the table where no column gets a value.
        tables: the query for the names of all tables.
        without_keys: what stops the enforcement of foreign keys, and what starts it again.
    """

    name: str
    quote: str
    types: dict[str, str]
    serial: str
    returns_rows: bool
    unlimited: str
    default_values: str
    tables: str
    without_keys: tuple[str, str]

    def name_of(self, name: str) -> str:
        """A name as SQL takes it."""
        return quoted(name, self.quote)

    def column(self, field: Field) -> str:
        """The definition of a column, without the constraints that are made apart: unique, index, foreign key."""
        name = self.name_of(field.name)
        if field.primary_key and field.auto_increment:
            return f"{name} {self.serial}"
        parts = [name, self.types[field.type].format(size=field.size)]
        if field.primary_key:
            parts.append("PRIMARY KEY")
        if field.not_null:
            parts.append("NOT NULL")
        if field.default is not None:
            parts.append(f"DEFAULT {self.literal(field)}")
        if field.comment and self.name == "mysql":
            parts.append(f"COMMENT {text_literal(field.comment)}")
        return " ".join(parts)

    def literal(self, field: Field) -> str:
        """The default of a field in SQL."""
        value = field.default
        if field.type == "boolean" and value in (0, 1):
            value = bool(value)
        if type(value) is bool:
            if self.name == "postgresql" and field.type == "boolean":
                return "TRUE" if value else "FALSE"
            return "1" if value else "0"
        if type(value) is int or type(value) is float:
            return format_number(value)
        if type(value) is str:
            return value.upper() if value.upper() in _KEYWORDS else text_literal(value)
        raise LuaError(f"field '{field.name}': the default must be a string, number or boolean")

    def bound(self, field: Field, value: Any) -> Any:
        """A value for a placeholder that goes to a field."""
        if field.type == "json" and isinstance(value, Table):
            from cmc.runtime.shims.json import encode

            return encode(value)
        if field.type == "boolean" and self.name == "postgresql" and type(value) is not bool and value in (0, 1):
            return bool(value)
        if field.type == "boolean" and self.name != "postgresql" and type(value) is bool:
            return int(value)
        if field.type == "datetime" and type(value) is str and self.name != "sqlite":
            return plain_time(value)
        return value


def text_literal(text: str) -> str:
    """A string in SQL. Strings of definitions come from programs only, but they are written with the same care."""
    if "\0" in text or "\\" in text:
        raise LuaError("a default or comment must have neither zero bytes nor backslashes in it")
    return "'" + text.replace("'", "''") + "'"


SQLITE = Dialect(
    name="sqlite",
    quote='"',
    types={
        "integer": "INTEGER", "string": "VARCHAR({size})", "text": "TEXT", "float": "REAL", "boolean": "INTEGER",
        "datetime": "TEXT", "date": "TEXT", "blob": "BLOB", "json": "TEXT",
    },
    serial="INTEGER PRIMARY KEY AUTOINCREMENT",
    returns_rows=True,
    unlimited="-1",
    default_values="DEFAULT VALUES",
    tables="SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name",
    without_keys=("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
)  # fmt: skip

MYSQL = Dialect(
    name="mysql",
    quote="`",
    types={
        "integer": "INT", "string": "VARCHAR({size})", "text": "TEXT", "float": "FLOAT", "boolean": "TINYINT(1)",
        "datetime": "DATETIME", "date": "DATE", "blob": "BLOB", "json": "JSON",
    },
    serial="INT PRIMARY KEY AUTO_INCREMENT",
    returns_rows=False,
    unlimited="18446744073709551615",
    default_values="() VALUES ()",
    tables="SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() "
    "AND table_type = 'BASE TABLE' ORDER BY table_name",
    without_keys=("SET FOREIGN_KEY_CHECKS = 0", "SET FOREIGN_KEY_CHECKS = 1"),
)  # fmt: skip

POSTGRESQL = Dialect(
    name="postgresql",
    quote='"',
    types={
        "integer": "INTEGER", "string": "VARCHAR({size})", "text": "TEXT", "float": "DOUBLE PRECISION",
        "boolean": "BOOLEAN", "datetime": "TIMESTAMP", "date": "DATE", "blob": "BYTEA", "json": "JSONB",
    },
    serial="SERIAL PRIMARY KEY",
    returns_rows=True,
    unlimited="",
    default_values="DEFAULT VALUES",
    tables="SELECT tablename AS name FROM pg_tables WHERE schemaname = ANY (current_schemas(false)) ORDER BY tablename",
    without_keys=("", ""),
)  # fmt: skip

DRIVERS = {
    "sqlite": SQLITE,
    "mysql": MYSQL,
    "mariadb": MYSQL,
    "postgres": POSTGRESQL,
    "postgresql": POSTGRESQL,
}
"""The engines by the names that `freight.open` takes."""

_BY_PATH = {"mysql.Database": MYSQL, "postgresql.Database": POSTGRESQL}


def dialect_of(handle: Any) -> Dialect:
    """The engine of a handle that is open already; SQLite for handles that the program has made itself."""
    return _BY_PATH.get(getattr(type(handle), "lua_path", ""), SQLITE)


Reader = Callable[[Any], Any]
"""Makes a Lua value of what a column has given."""


def reader_of(field: Field) -> Reader | None:
    """How values of a field are read, if they are not taken as they are."""
    return {"boolean": _read_boolean, "json": _read_json, "float": _read_float}.get(field.type)


def _read_boolean(value: Any) -> Any:
    return value != 0 if type(value) is int or type(value) is float else value


def _read_float(value: Any) -> Any:
    return float(value) if type(value) is int else value


def _read_json(value: Any) -> Any:
    """The value of a JSON text; what is none is left as it is."""
    if type(value) is not str:
        return value
    from cmc.runtime.shims.json import decode

    try:
        return decode(value)
    except LuaError:
        return value
