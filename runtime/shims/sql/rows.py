"""Rows of results as Lua tables."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from cmc.runtime.core.table import Table

Maker = Callable[[Iterable[Any]], Table]
"""Makes an array of tables of rows, each of which has one Lua value for a column."""


@lru_cache(maxsize=1024)
def maker_of(names: tuple[str, ...]) -> Maker:
    """What makes tables of rows with these columns: in their order, NULL is absent, of equal names the last one counts.

    The function is written out for the columns, as `namedtuple` does it: that takes a row half the time of pairing
    names with values.
    """
    values = [f"value{number}" for number in range(len(names))]
    lines = [
        "def make(rows):",
        "    tables = new(Table)",
        "    position = 0",
        f"    for {', '.join(values)}{',' if len(values) == 1 else '' if values else '()'} in rows:",
        "        table = new(Table)",
    ]
    seen = set()
    for name, value in zip(names, values, strict=True):
        lines.append(f"        if {value} is not None: table[{name!r}] = {value}")
        if name in seen:
            lines.append(f"        else: table.pop({name!r}, None)")
        seen.add(name)
    lines += ["        position += 1", "        tables[position] = table", "    return tables"]
    namespace: dict[str, Any] = {"Table": Table, "new": Table.__new__}
    exec("\n".join(lines), namespace)
    maker: Maker = namespace["make"]
    return maker
