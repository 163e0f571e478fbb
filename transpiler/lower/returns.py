"""`return` (manual §3.3.4), tail calls included (§3.4.10)."""

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.calls import lower_arguments
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.registry import lower_expression, lower_results
from cmc.transpiler.lower.values import constant, helper
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


def lower_return(ctx: Context, node: lua.Return) -> bool:
    if not node.values and ctx.scope.node.id in ctx.unit.functions.settled:
        # Nobody can tell no result from nil.
        nothing = constant(None) if ctx.outlined or gives_values(ctx.scope.node) else None
        ctx.emit(ir.Return(_passed_on(ctx, nothing) if nothing else None, ctx.origin(node)))
        return True
    value = lower_value(ctx, node)
    tail = isinstance(value, ir.Call) and value.origin is not None and value.origin.tail
    ctx.emit(ir.Return(_passed_on(ctx, value), ir.Origin(node.line, node.start, tail=tail)))
    return True


def gives_values(function: lua.Function | lua.Chunk) -> bool:
    """Whether a function returns a value anywhere."""
    return any(isinstance(each, lua.Return) and each.values for each in walk(function.body, into_functions=False))


def _passed_on(ctx: Context, value: ir.Expression) -> ir.Expression:
    """A piece of a Lua function hands its result to the function around it in a tuple of one."""
    return ir.Tuple([value]) if ctx.outlined else value


def lower_value(ctx: Context, node: lua.Return) -> ir.Expression:
    """What a `return` statement returns: one value as it is, a tuple for none or several."""
    if len(node.values) != 1:
        return ir.Tuple(lower_arguments(ctx, node.values))
    value = node.values[0]
    if isinstance(value, lua.Vararg):
        return lower_results(ctx, value)
    if not isinstance(value, lua.Call | lua.MethodCall):
        return lower_expression(ctx, value)
    call = lower_results(ctx, value)
    if ctx.closing or not isinstance(call, ir.Call) or call.origin is None:
        return call
    origin = call.origin
    call.origin = ir.Origin(origin.line, origin.offset, origin.operation, origin.operands, tail=True)
    if node.id in ctx.unit.deep_tail_calls:
        return helper("tail", call.function, *call.args, origin=call.origin)
    return call
