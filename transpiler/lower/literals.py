"""Constants, names and parentheses."""

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.registry import lower_expression
from cmc.transpiler.lower.values import constant, helper, read
from cmc.transpiler.syntax import nodes as lua


def lower_nil(ctx: Context, node: lua.Nil) -> ir.Expression:
    return constant(None)


def lower_boolean(ctx: Context, node: lua.Boolean) -> ir.Expression:
    return constant(node.value)


def lower_number(ctx: Context, node: lua.Number) -> ir.Expression:
    return constant(node.value)


def lower_string(ctx: Context, node: lua.String) -> ir.Expression:
    return constant(node.value)


def lower_paren(ctx: Context, node: lua.Paren) -> ir.Expression:
    return lower_expression(ctx, node.inner)


def lower_all_varargs(ctx: Context, node: lua.Vararg) -> ir.Expression:
    """`...` with all its values: the tuple of the function's rest parameter."""
    context: Context | None = ctx
    while context is not None and context.vararg is None:
        context = context.parent
    assert context is not None and context.vararg is not None
    return ir.Variable(context.vararg)


def lower_name(ctx: Context, node: lua.Name) -> ir.Expression:
    """A local or upvalue is a Python variable, any other name a field of `_ENV`."""
    variable = ctx.unit.scopes.uses.get(node.id)
    if variable is not None:
        imported = ctx.unit.functions.library.imported.get(variable)
        if imported is not None:
            return helper(
                "first", ir.Call(ir.Library("require"), [constant(imported)], origin=ctx.origin(node, "call"))
            )
        return read(ctx.resolve(variable))
    path = ctx.unit.functions.library.path_of(node)
    return ir.Library(path) if path is not None else lower_global(ctx, node)


def lower_global(ctx: Context, node: lua.Name) -> ir.Expression:
    """`_ENV.name`; the environment that a chunk begins with is a table, any other may be anything."""
    env = ctx.unit.scopes.env_uses[node.id]
    table = read(ctx.resolve(env))
    name = constant(node.name)
    origin = ctx.origin(node, "index", ("upvalue" if env.function is not ctx.scope else "local", "_ENV"))
    if env is ctx.unit.scopes.env:
        return ir.Item(table, name, origin)
    return helper("index", table, name, origin=origin)
