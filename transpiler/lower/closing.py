"""To-be-closed variables (manual §3.3.8)."""

from collections.abc import Callable

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.assignment import lower_values
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.outline import in_new_block
from cmc.transpiler.lower.values import constant, helper
from cmc.transpiler.syntax import nodes as lua


def needs_closing(node: lua.Statement) -> bool:
    """Whether a statement declares a `<close>` variable."""
    return isinstance(node, lua.Local) and any(name.attribute == "close" for name in node.names)


def _last_line(ctx: Context, block: lua.Block) -> int:
    """Where the variables of a block are closed: at the `end` of a function, or at the last word of other blocks."""
    function = ctx.scope.node
    if isinstance(function, lua.Function) and function.body is block:
        return function.end_line
    return ctx.unit.source.line_and_column(block.statements[-1].end - 1)[0]


def lower_closing(ctx: Context, node: lua.Local, block: lua.Block, rest: Callable[[Context], None]) -> None:
    """`with to_close(value, "name") as name:` around the rest of the block."""
    values = lower_values(ctx, node.values, len(node.names))
    closing = next(i for i, name in enumerate(node.names) if name.attribute == "close")
    variables = [ctx.unit.scopes.declares[name.id] for name in node.names]
    origin = ctx.origin(node)
    if len(node.names) == 1 and not isinstance(values[0], ir.Star):
        held = values[0]
    else:
        names = [ctx.symbol("value") for _ in node.names]
        value = values[0].value if len(values) == 1 and isinstance(values[0], ir.Star) else ir.Tuple(values)
        ctx.emit(ir.Assign(ir.Tuple([ir.Variable(name) for name in names]), value, origin))
        held = ir.Variable(names[closing])
        for index, variable in enumerate(variables):
            if index != closing:
                symbol = ctx.declare(variable)
                initial: ir.Expression = ir.Variable(names[index])
                ctx.emit(ir.Assign(ir.Variable(symbol), helper("Cell", initial) if symbol.boxed else initial, origin))
    closing_origin = ctx.origin(node, "close")
    context = helper("to_close", held, constant(node.names[closing].name), origin=closing_origin)

    def build(inner: Context) -> ir.Statement:
        symbol = inner.declare(variables[closing])
        bound = inner.symbol("value") if symbol.boxed else symbol
        outer, inner.out = inner.out, []
        if symbol.boxed:
            inner.emit(ir.Assign(ir.Variable(symbol), helper("Cell", ir.Variable(bound)), origin))
        inner.closing += 1
        rest(inner)
        inner.closing -= 1
        body, inner.out = inner.out, outer
        end = ir.Origin(_last_line(ctx, block), block.end, "close")
        return ir.With(context, bound, body or [ir.Pass()], end)

    in_new_block(ctx, node, build)
