"""How messages name an operand, as the debug information of the reference implementation would (ldebug.c)."""

from cmc.transpiler.analysis.constants import constant_of
from cmc.transpiler.ir.nodes import Describe
from cmc.transpiler.lower.context import Context
from cmc.transpiler.syntax import nodes as lua

_MAX_IMMEDIATE_INDEX = 255


def describe(ctx: Context, node: lua.Expression) -> Describe | None:
    """Kind and name of an operand, or None when Lua has no name for it."""
    if isinstance(node, lua.Name):
        variable = ctx.unit.scopes.uses.get(node.id)
        if variable is None:
            return ("global", node.name)
        if variable.constant is not None:
            return describe(ctx, variable.constant)
        return ("local" if variable.function is ctx.scope else "upvalue", node.name)
    if isinstance(node, lua.Index):
        key = constant_of(node.key, ctx.unit.scopes.uses)
        if isinstance(key, lua.String):
            of_env = isinstance(node.obj, lua.Name) and node.obj.name == "_ENV"
            return ("global" if of_env else "field", key.value)
        if isinstance(key, lua.Number) and isinstance(key.value, int) and 0 <= key.value <= _MAX_IMMEDIATE_INDEX:
            return ("field", "integer index")
        return ("field", "?")
    if isinstance(node, lua.String):
        return ("constant", node.value)
    if isinstance(node, lua.Paren):
        return describe(ctx, node.inner)
    return None
