"""Tables that are there once: the fields of a module are its variables.

local M = {}                          LIMIT = 10
M.LIMIT = 10
function M.parse(text) … end          def parse(text): …
return M                              exports = Namespace(LIMIT=LIMIT, parse=parse)
"""

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.functions import define_function
from cmc.transpiler.lower.registry import lower_expression
from cmc.transpiler.lower.values import attribute_name, constant, read
from cmc.transpiler.syntax import nodes as lua


def lower_namespace(ctx: Context, node: lua.Local) -> bool:
    """`local M = { … }`"""
    shape = ctx.unit.classes.namespaces.get(node.id)
    if shape is None:
        return False
    if not shape.is_dissolved:
        values: list[tuple[str, ir.Expression]] = [(attribute_name(name), constant(None)) for name in shape.nones]
        for field in shape.constructor.fields:
            assert isinstance(field.key, lua.String)
            values.append((attribute_name(field.key.value), lower_expression(ctx, field.value)))
        symbol = ctx.declare(shape.variable)
        made = ir.Call(ir.Helper("Namespace"), [], list(dict(values).items()), origin=ctx.origin(node))
        ctx.emit(ir.Assign(ir.Variable(symbol), made, ctx.origin(node)))
        return True
    symbols = ctx.namespaces[shape.variable] = {}
    for name in shape.names:
        symbols[name] = ctx.symbol(name)
        symbols[name].alone = symbols[name].captured = True
    for field in shape.constructor.fields:
        assert isinstance(field.key, lua.String)
        _define(ctx, symbols[field.key.value], field.value, ctx.origin(field))
    return True


def _define(ctx: Context, symbol: ir.Symbol, value: lua.Expression, origin: ir.Origin) -> None:
    if isinstance(value, lua.Function):
        define_function(ctx, value, symbol)
    else:
        ctx.emit(ir.Assign(ir.Variable(symbol), lower_expression(ctx, value), origin))


def _symbol_of(ctx: Context, node: lua.Expression) -> ir.Symbol | None:
    """The variable that stands for a field."""
    if not isinstance(node, lua.Index) or not isinstance(node.obj, lua.Name) or not isinstance(node.key, lua.String):
        return None
    variable = ctx.unit.scopes.uses.get(node.obj.id)
    return ctx.field_of(variable, node.key.value) if variable is not None else None


def lower_field(ctx: Context, node: lua.Index) -> ir.Expression | None:
    """`M.name`"""
    symbol = _symbol_of(ctx, node)
    return read(symbol) if symbol is not None else None


def lower_field_function(ctx: Context, node: lua.FunctionStatement) -> bool:
    """`function M.name() … end`"""
    symbol = _symbol_of(ctx, node.target)
    if symbol is None:
        return False
    define_function(ctx, node.function, symbol)
    return True


def lower_field_value(ctx: Context, node: lua.Assign) -> bool:
    """`M.name = value`"""
    symbol = _symbol_of(ctx, node.targets[0]) if len(node.targets) == 1 else None
    if symbol is None:
        return False
    _define(ctx, symbol, node.values[0], ctx.origin(node))
    return True


def lower_name(ctx: Context, node: lua.Name) -> ir.Expression | None:
    """`M` where the chunk returns it."""
    variable = ctx.unit.scopes.uses.get(node.id)
    symbols = ctx.namespaces.get(variable) if variable is not None else None
    if symbols is None:
        return None
    fields = [(attribute_name(name), read(symbol)) for name, symbol in symbols.items()]
    return ir.Call(ir.Helper("Namespace"), [], fields, origin=ctx.origin(node))
