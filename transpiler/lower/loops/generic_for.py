"""The generic `for` (manual §3.3.5)."""

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.blocks import lower_block
from cmc.transpiler.lower.calls import MULTIPLE, lower_arguments
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.loops.frames import in_loop
from cmc.transpiler.lower.outline import in_new_block
from cmc.transpiler.lower.registry import lower_results
from cmc.transpiler.lower.values import constant, helper
from cmc.transpiler.syntax import nodes as lua

# Iterator factories of the standard library that never give a fourth, closing value.
_WITHOUT_CLOSING = frozenset(("pairs", "ipairs", "gmatch", "wrap", "codes"))


def lower_generic_for(ctx: Context, node: lua.GenericFor) -> bool:
    """`for k, v in each2(pairs(t)):`, inside `with closing_values(…)` where there may be a closing value."""
    values = _values(ctx, node)
    if not _may_close(node):
        _loop(ctx, node, values, None)
        return True
    context = helper("closing_values", values, origin=ctx.origin(node, "close"))

    def build(inner: Context) -> ir.Statement:
        symbol = inner.symbol("values")
        outer, inner.out = inner.out, []
        inner.closing += 1
        _loop(inner, node, ir.Variable(symbol), symbol)
        inner.closing -= 1
        body, inner.out = inner.out, outer
        return ir.With(context, symbol, body, ctx.origin(node, "close"))

    in_new_block(ctx, node, build)
    return True


def _values(ctx: Context, node: lua.GenericFor) -> ir.Expression:
    if len(node.values) == 1 and isinstance(node.values[0], MULTIPLE):
        return lower_results(ctx, node.values[0])
    return ir.Tuple(lower_arguments(ctx, node.values))


def _may_close(node: lua.GenericFor) -> bool:
    """Whether the list of values may have four."""
    last = node.values[-1]
    if len(node.values) >= 4:
        return True
    if isinstance(last, lua.MethodCall):
        return last.name not in _WITHOUT_CLOSING
    if isinstance(last, lua.Call):
        name = last.func
        if isinstance(name, lua.Index):
            name = name.key
        return getattr(name, "value", getattr(name, "name", None)) not in _WITHOUT_CLOSING
    return isinstance(last, lua.Vararg)


def _loop(ctx: Context, node: lua.GenericFor, values: ir.Expression, holder: ir.Symbol | None) -> None:
    count = len(node.names)
    origin = ctx.origin(node, "for")
    if count <= 2:
        iterable = helper(f"each{count}", values, origin=origin)
    else:
        iterable = helper("each", values, constant(count), origin=origin)

    def build(inner: Context) -> ir.Statement:
        inner.loop_bodies[node.body.id] = node
        outer, inner.out = inner.out, []
        targets: list[ir.Expression] = []
        inner.hide(4, (node.body.start, node.body.end), holder)
        for binding in node.names:
            symbol = inner.declare(ctx.unit.scopes.declares[binding.id])
            target = symbol
            if symbol.boxed:
                target = inner.symbol("value")
                inner.emit(ir.Assign(ir.Variable(symbol), helper("Cell", ir.Variable(target))))
            targets.append(ir.Variable(target))
        lower_block(inner, node.body)
        body, inner.out = inner.out, outer
        target_list = targets[0] if count == 1 else ir.Tuple(targets)
        return ir.For(target_list, iterable, body or [ir.Pass()], origin)

    in_loop(ctx, node, node.body, node.names, build)
