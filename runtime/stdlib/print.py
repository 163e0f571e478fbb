"""CopperMoon's `print` (CopperMoon specification, section 4): tables are shown with what is in them.

Of the verdicts there: `__tostring` and `__name` count, tables that contain themselves raise an error.
"""

from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.metamethods import metamethod, metatable_of
from cmc.runtime.core.objects import LuaObject
from cmc.runtime.core.table import Table, dict_get, entries
from cmc.runtime.core.text import has_escaped
from cmc.runtime.core.values import type_name
from cmc.runtime.stdlib.base import to_string, write_line


def lua_print(*values: Any) -> tuple[()]:
    """`print(...)`"""
    write_line("\t".join([v if type(v) is str and v.isascii() else show(v) for v in values]))
    return ()


def show(value: Any) -> str:
    """A value as `print` shows it."""
    return _show(value, "<invalid utf8>", [])


def print_float(number: float) -> str:
    """A float without exponent: the exact integer if it has no fraction, else the shortest digits that give it back."""
    if number != number:
        return "NaN"
    if number - number != 0.0:
        return "inf" if number > 0 else "-inf"
    if number == int(number):
        return f"{number:.0f}"
    text = repr(number)
    if "e" not in text:
        return text
    from decimal import Decimal

    return f"{Decimal(text):f}"


def seen_through(table: Table) -> Table:
    """What is to be read in place of a table: what a frozen proxy (`table.freeze`) stands for; others as they are.

    Tables of the host whose fields are worked out on demand are complete afterwards.
    """
    complete = getattr(type(table), "complete", None)
    if complete is not None:
        complete(table)
    if table.has_metatable and dict_get(table.metatable, "__frozen"):
        behind = dict_get(table.metatable, "__index")
        if isinstance(behind, Table):
            return seen_through(behind)
    return table


def _show(value: Any, invalid: str, around: list[Table]) -> str:
    kind = type(value)
    if kind is str:
        return invalid if has_escaped(value) else value
    if kind is float:
        return print_float(value)
    if kind is int:
        return str(value)
    if isinstance(value, Table):
        value = seen_through(value)
    metatable = metatable_of(value)
    if metamethod(value, "__tostring") is not None or (
        metatable is not None and type(dict_get(metatable, "__name")) is str
    ):
        return to_string(value)
    if isinstance(value, LuaObject):
        value = Table(value.__dict__)
    if isinstance(value, Table):
        return _show_table(value, around)
    return to_string(value) if value is None or kind is bool else type_name(value)


def _show_table(table: Table, around: list[Table]) -> str:
    if any(table is outer for outer in around):
        raise LuaError("cannot print a table that contains itself")
    inner = [*around, table]
    shown = [(k, _show(value, "<invalid utf8>", inner)) for k, value in entries(table)]
    if all(k == position and type(k) is int for position, (k, _) in enumerate(shown, 1)):
        parts = [text for _, text in shown]
    else:
        parts = [f"{_show(k, '?', inner)} = {text}" for k, text in shown]
    return f"{{ {', '.join(parts)} }}"
