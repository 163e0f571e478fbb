"""Assignments of several fields that Python makes in one statement as well.

Lua evaluates the tables and keys of the targets, then the values, and writes the last target first. Python evaluates
the values, then one target after the other with its store; where nobody sees the difference, `p.x, p.y = x, y` is
`p["x"], p["y"] = x, y`. An exchange of two elements is `swap(t, i, j)`: any of them may be nil, which is not stored.
"""

from cmc.transpiler.analysis.kinds import INTEGER, TABLE, TEXT
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.assignment import bind, is_quiet, lower_values, may_be_nil
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.describe import describe
from cmc.transpiler.lower.registry import lower_expression
from cmc.transpiler.lower.values import helper
from cmc.transpiler.syntax import nodes as lua


def lower_swap(ctx: Context, node: lua.Assign) -> bool:
    """`t[i], t[j] = t[j], t[i]` where `t`, `i` and `j` stay what they are during the statement."""
    if len(node.targets) != 2 or len(node.values) != 2:
        return False
    left, right = node.targets
    if not isinstance(left, lua.Index) or not isinstance(right, lua.Index) or not isinstance(left.obj, lua.Name):
        return False
    if not (_is_same(ctx, left, node.values[1]) and _is_same(ctx, right, node.values[0])):
        return False
    if not _is_same(ctx, left.obj, right.obj) or not _is_steady(ctx, left.obj):
        return False
    if ctx.unit.basic_metatables or ctx.unit.types.of(left.obj) & TEXT:
        return False
    if not _is_steady(ctx, left.key) or not _is_steady(ctx, right.key):
        return False
    args = [lower_expression(ctx, part) for part in (left.obj, left.key, right.key)]
    origin = ctx.origin(node, "index", describe(ctx, left.obj))
    ctx.emit(ir.ExpressionStatement(helper("swap", *args, origin=origin), ctx.origin(node)))
    return True


def _is_same(ctx: Context, one: lua.Expression, other: lua.Expression) -> bool:
    """Whether two expressions are written alike and mean the same variables."""
    if isinstance(one, lua.Name) and isinstance(other, lua.Name):
        variable = ctx.unit.scopes.uses.get(one.id)
        return variable is not None and variable is ctx.unit.scopes.uses.get(other.id)
    if isinstance(one, lua.Number) and isinstance(other, lua.Number):
        return type(one.value) is type(other.value) and one.value == other.value
    if isinstance(one, lua.String) and isinstance(other, lua.String):
        return one.value == other.value
    if isinstance(one, lua.Binary) and isinstance(other, lua.Binary):
        return one.op == other.op and _is_same(ctx, one.left, other.left) and _is_same(ctx, one.right, other.right)
    if isinstance(one, lua.Index) and isinstance(other, lua.Index):
        return _is_same(ctx, one.obj, other.obj) and _is_same(ctx, one.key, other.key)
    return False


def _is_steady(ctx: Context, node: lua.Expression) -> bool:
    """Whether an expression has no effect, cannot fail, and is the same before and after the values."""
    if isinstance(node, lua.Binary) and node.op in ("+", "-", "*"):
        kinds = ctx.unit.types.of(node.left) | ctx.unit.types.of(node.right)
        return not kinds & ~INTEGER and _is_steady(ctx, node.left) and _is_steady(ctx, node.right)
    if isinstance(node, lua.Name):
        # A metamethod might change what the next read gives.
        variable = ctx.unit.scopes.uses.get(node.id)
        return variable is not None and not variable.closure_writes and is_quiet(ctx, node)
    return isinstance(node, lua.Number | lua.String)


def lower_fields(ctx: Context, node: lua.Assign) -> bool:
    """`t.a, t.b = x, y` where all targets are different fields of tables without traps."""
    if len(node.targets) != len(node.values) or ctx.unit.types.may_have("__newindex") or ctx.unit.watches_collector:
        return False
    keys = set()
    for target, value in zip(node.targets, node.values, strict=True):
        if not isinstance(target, lua.Index) or not isinstance(target.key, lua.String):
            return False
        if not isinstance(target.obj, lua.Name) or not is_quiet(ctx, target.obj) or may_be_nil(ctx, value):
            return False
        kind = ctx.unit.types.of(target.obj)
        if not kind or kind & ~TABLE or isinstance(value, lua.Function):
            return False
        keys.add(target.key.value)
    if len(keys) != len(node.targets):
        # Two names may stand for one table.
        return False
    origin = ctx.origin(node)
    if any(target.id in ctx.unit.classes.wrapped for target in node.targets):
        return False
    places = [bind(ctx, target) for target in node.targets]
    values = lower_values(ctx, node.values, len(places))
    targets: list[ir.Expression] = []
    for place in places:
        assert place.obj is not None and place.key is not None
        described = ir.Origin(origin.line, origin.offset, "newindex", (place.described,))
        if place.attribute:
            targets.append(ir.Attribute(place.obj, place.attribute, described))
        else:
            targets.append(ir.Item(place.obj, place.key, described))
    ctx.emit(ir.Assign(ir.Tuple(targets), ir.Tuple(values), origin))
    return True
