"""Reading fields: `t.name` and `t[k]` (manual §2.4, `__index`)."""

from cmc.transpiler.analysis.constants import constant_of
from cmc.transpiler.analysis.kinds import ASCII, FUNCTION, NIL, NUMBER, STRING, TABLE, TEXT
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.describe import describe
from cmc.transpiler.lower.registry import lower_expression
from cmc.transpiler.lower.values import helper
from cmc.transpiler.syntax import nodes as lua

# Keys that a dictionary finds just as a Lua table does: all but booleans, which equal numbers.
PLAIN_KEYS = ASCII | STRING | NUMBER | TABLE | FUNCTION | NIL


def lower_library_field(ctx: Context, node: lua.Index) -> ir.Expression | None:
    """`string.format` as the library's own function."""
    path = ctx.unit.functions.library.path_of(node)
    return ir.Library(path) if path is not None else None


def lower_plain_index(ctx: Context, node: lua.Index) -> ir.Expression | None:
    """`t[k]` where `t` is no string and `k` a key without traps; what has no fields raises in Python as well."""
    if ctx.unit.basic_metatables or ctx.unit.types.of(node.obj) & TEXT or ctx.unit.types.of(node.key) & ~PLAIN_KEYS:
        return None
    if constant_of(node.obj, {}) is not None:
        return None
    obj = lower_expression(ctx, node.obj)
    key = lower_expression(ctx, node.key)
    origin = ctx.origin(node, "index", describe(ctx, node.obj))
    # Python warns of a subscript of what it sees to be a number or None.
    return helper("index", obj, key, origin=origin) if isinstance(obj, ir.Constant) else ir.Item(obj, key, origin)


def lower_index(ctx: Context, node: lua.Index) -> ir.Expression:
    """`index(t, k)`: strings have fields as well, and any key may be meant."""
    obj = lower_expression(ctx, node.obj)
    key = lower_expression(ctx, node.key)
    return helper("index", obj, key, origin=ctx.origin(node, "index", describe(ctx, node.obj)))
