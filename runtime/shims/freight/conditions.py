"""Conditions of queries: pieces of SQL with the values for their placeholders."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.shims.freight.expressions import expression, fragment, is_column
from cmc.runtime.shims.freight.fields import names_of


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition; `is_alternative` says that AND must not be put next to it without parentheses."""

    sql: str
    values: tuple[Any, ...] = ()
    is_alternative: bool = False

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(f"{self._enclosed()} AND {other._enclosed()}", self.values + other.values)

    def __or__(self, other: "Condition") -> "Condition":
        return Condition(f"{self.sql} OR {other.sql}", self.values + other.values, True)

    def _enclosed(self) -> str:
        return f"({self.sql})" if self.is_alternative else self.sql


Bind = Callable[[str, Any], Any]
"""Makes the value for a placeholder that goes to a column."""

NOTHING = Condition("1 = 0")
EVERYTHING = Condition("1 = 1")


def condition_of(first: Any, values: tuple[Any, ...], quote: str, bind: Bind) -> Condition:
    """The condition that the arguments of `where` stand for: a table, SQL with values, or a column with its value."""
    if isinstance(first, Table):
        return _of_table(first, quote, bind)
    if type(first) is not str:
        raise LuaError("a condition must be a table, or SQL with its values")
    if len(values) == 1 and is_column(first):
        return equals(first, values[0], quote, bind)
    text, is_alternative = fragment(first)
    return Condition(text, values, is_alternative)


def _of_table(table: Table, quote: str, bind: Bind) -> Condition:
    condition: Condition | None = None
    names = [name for name, value in table.items() if value is not None]
    if any(type(name) is not str for name in names):
        raise LuaError("a condition must be a table of columns and values")
    for name in sorted(names):
        each = equals(name, table[name], quote, bind)
        condition = each if condition is None else condition & each
    return EVERYTHING if condition is None else condition


def equals(column: str, value: Any, quote: str, bind: Bind) -> Condition:
    """A column equals a value, or one of an array."""
    if isinstance(value, Table):
        return among(column, value, quote, bind)
    name = column_name(column, quote)
    return Condition(f"{name} IS NULL") if value is None else Condition(f"{name} = ?", (bind(column, value),))


def among(column: Any, array: Table, quote: str, bind: Bind, *, negated: bool = False) -> Condition:
    """A column has one of the values of an array, or none of them."""
    values = tuple([bind(column, value) for value in names_of(array)])
    name = column_name(column, quote)
    if not values:
        return EVERYTHING if negated else NOTHING
    marks = ", ".join(["?"] * len(values))
    return Condition(f"{name} {'NOT IN' if negated else 'IN'} ({marks})", values)


def column_name(column: Any, quote: str) -> str:
    """A column in SQL.

    Raises:
        LuaError: it is the name of none.
    """
    if type(column) is not str or not is_column(column):
        raise LuaError(f"invalid name of a column: {column!r}")
    return expression(column, quote)
