"""Table constructors whose keys are only known at run time (manual §3.4.9)."""

from typing import Any

from cmc.runtime.core.metamethods import check_key
from cmc.runtime.core.table import Table, key, raw_set


def construct(*entries: Any) -> Table:
    """A table from `(key, value)` and `(item,)` in the order of the text, and perhaps a list of further items.

    Positional items are stored after the keyed ones, as Lua does it.
    """
    table = Table()
    if len(entries) == 1 and type(entries[0]) is tuple and len(entries[0]) == 2:  # `{[name] = value}`, mostly
        k, value = entries[0]
        if type(k) is str:
            if value is not None:
                table[k] = value
            return table
    items: list[Any] = []
    for entry in entries:
        if type(entry) is list:
            items += entry
        elif len(entry) == 1:
            items.append(entry[0])
        else:
            k = key(entry[0])
            check_key(k)
            raw_set(table, k, entry[1])
    holes = False
    for position, value in enumerate(items, 1):
        if value is None:
            holes = True
            dict.pop(table, position, None)
        else:
            dict.__setitem__(table, position, value)
    if holes:
        table._border = len(items)
    return table
