"""What generated Python links against: the operators, tables, calls and loops of Lua.

Importing this package loads no compiler, no server and no database driver.
"""

from typing import Any

from cmc.runtime.core.arithmetic import add, band, bnot, bor, bxor, div, idiv, mod, mul, neg, power, shl, shr, sub
from cmc.runtime.core.arithmetic import wrap_around as wrap
from cmc.runtime.core.calls import Cell, adjust, call, closing_values, coalesce, first, require, results, tail, to_close
from cmc.runtime.core.construct import construct
from cmc.runtime.core.errors import LuaError, error_value
from cmc.runtime.core.iteration import each, each1, each2, ipairs, keys, pairs, steps, values
from cmc.runtime.core.objects import LuaFactory, LuaObject, Namespace, instance, reclass
from cmc.runtime.core.operators import append, concat, eq, ge, gt, index, le, length, lt, method, setindex, swap, truthy
from cmc.runtime.core.table import Table, array, sized

__all__ = [
    "Cell",
    "LuaError",
    "LuaFactory",
    "LuaObject",
    "Namespace",
    "Table",
    "add",
    "adjust",
    "append",
    "array",
    "band",
    "bnot",
    "bor",
    "bxor",
    "call",
    "closing_values",
    "coalesce",
    "concat",
    "construct",
    "div",
    "each",
    "each1",
    "each2",
    "eq",
    "error_value",
    "first",
    "ge",
    "gt",
    "idiv",
    "index",
    "instance",
    "ipairs",
    "keys",
    "le",
    "length",
    "lt",
    "method",
    "mod",
    "mul",
    "neg",
    "pairs",
    "power",
    "reclass",
    "require",
    "results",
    "setindex",
    "shl",
    "shr",
    "sized",
    "steps",
    "sub",
    "swap",
    "tail",
    "to_close",
    "truthy",
    "values",
    "wrap",
]


def helpers() -> dict[str, Any]:
    """Every name that generated code may use, with its value."""
    names = globals()
    return {name: names[name] for name in __all__}
