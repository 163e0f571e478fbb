"""Definitions of fields: the tables that models are made of (Freight specification, section 2)."""

from dataclasses import dataclass
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table, border
from cmc.runtime.shims.freight.expressions import check_name

TYPES = frozenset(("integer", "string", "text", "float", "boolean", "datetime", "date", "blob", "json"))

_ACTIONS = frozenset(("CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"))


@dataclass(frozen=True, slots=True)
class Reference:
    """What a foreign key refers to, and what happens when that goes or changes."""

    table: str
    column: str
    on_delete: str
    on_update: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a model.

    Attributes:
        default: a Lua value, or None for none.
        validate: the program's function that says whether a value may be written, or None.
    """

    name: str
    type: str
    size: int = 255
    primary_key: bool = False
    auto_increment: bool = False
    not_null: bool = False
    unique: bool = False
    index: bool = False
    default: Any = None
    reference: Reference | None = None
    comment: str = ""
    validate: Any = None


def fields_of(definitions: Table) -> dict[str, Field]:
    """The fields that a table defines, the primary key first and the others by name.

    Raises:
        LuaError: something in it is no definition of a field.
    """
    fields = {}
    for name, definition in definitions.items():
        if type(name) is not str or not isinstance(definition, Table):
            raise LuaError("fields must be given as name = { type = … }")
        fields[name] = _field(check_name(name), definition)
    return {field.name: field for field in sorted(fields.values(), key=lambda each: (not each.primary_key, each.name))}


def _field(name: str, options: Table) -> Field:
    kind = options["type"]
    if kind not in TYPES:
        raise LuaError(f"field '{name}': unknown type {kind!r}" if kind is not None else f"field '{name}' has no type")
    size = options["size"]
    if size is not None and (type(size) is not int or size < 1):
        raise LuaError(f"field '{name}': size must be a positive integer")
    return Field(
        name=name,
        type=kind,
        size=255 if size is None else size,
        primary_key=_flag(options, "primaryKey"),
        auto_increment=_flag(options, "autoIncrement"),
        not_null=_flag(options, "notNull") or _flag(options, "required"),
        unique=_flag(options, "unique"),
        index=_flag(options, "index"),
        default=options["default"],
        reference=_reference(name, options["references"]),
        comment=str(options["comment"] or ""),
        validate=_function(name, options["validate"]),
    )


def _flag(options: Table, name: str) -> bool:
    return options[name] not in (None, False)


def _function(name: str, value: Any) -> Any:
    if value is not None and not callable(value):
        raise LuaError(f"field '{name}': validate must be a function")
    return value


def _reference(name: str, value: Any) -> Reference | None:
    if value is None:
        return None
    if type(value) is str:
        table, _, column = value.partition(".")
        return Reference(check_name(table), check_name(column or "id"), "", "")
    if not isinstance(value, Table) or type(value["table"]) is not str:
        raise LuaError(f"field '{name}': references must be \"table.column\" or {{ table, column }}")
    column = value["column"]
    return Reference(
        check_name(value["table"]),
        check_name("id" if column is None else column),
        _action(name, value["onDelete"]),
        _action(name, value["onUpdate"]),
    )


def _action(name: str, value: Any) -> str:
    if value is None:
        return ""
    text = str(value).upper().replace("_", " ")
    if text not in _ACTIONS:
        raise LuaError(f"field '{name}': unknown action '{value}'")
    return text


def field_table(kind: str, options: Table | None, **more: Any) -> Table:
    """A definition of a field as the helpers of the module give it."""
    table = Table(type=kind, **more)
    if options is not None:
        table.update({name: value for name, value in options.items() if value is not None})
    return table


def names_of(array: Table) -> list[Any]:
    """The elements of an array."""
    return [array[position] for position in range(1, border(array) + 1)]
