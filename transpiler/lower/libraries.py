"""Libraries that a program requires are imports (manual §6.3), and objects of the runtime have methods in Python.

A method in Python takes what its annotations say, and makes no difference between no result and None. The form that Lua
programs call checks and converts the arguments first (`runtime/lua_form.py`). So the method itself may be called where
no argument needs that.
"""

from cmc.transpiler.analysis.catalogue import Callable
from cmc.transpiler.analysis.kinds import ANY, ASCII, BOOLEAN, FLOAT, FUNCTION, INTEGER, TABLE
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.calls import MULTIPLE
from cmc.transpiler.lower.context import Context, Unit
from cmc.transpiler.lower.describe import describe
from cmc.transpiler.lower.registry import lower_expression
from cmc.transpiler.syntax import nodes as lua


def lower_imported_library(ctx: Context, node: lua.Local) -> bool:
    """A local that holds a library, and of which nothing but functions are used, needs no variable."""
    variable = ctx.unit.scopes.declares[node.names[0].id]
    return variable in ctx.unit.functions.library.imported


def imported_packages(unit: Unit) -> list[str]:
    """The packages that a chunk imports, sorted."""
    library = unit.functions.library
    return sorted(set(library.imported.values()) & library.catalogue.packages)


def lower_host_method(ctx: Context, node: lua.MethodCall) -> ir.Expression | None:
    """`db.query(sql)` for a method that gives one value."""
    method = ctx.unit.shapes.host_method(node)
    return _call(ctx, node, method) if method is not None and method.given.count == 1 else None


def lower_host_field(ctx: Context, node: lua.Index) -> ir.Expression | None:
    """`req.params` for a field that the class of a table declares."""
    if ctx.unit.basic_metatables or not ctx.unit.shapes.is_host_field(node):
        return None
    assert isinstance(node.key, lua.String)
    obj = lower_expression(ctx, node.obj)
    return ir.Attribute(obj, node.key.value, ctx.origin(node, "index", describe(ctx, node.obj)))


def lower_host_statement(ctx: Context, node: lua.CallStatement) -> bool:
    """`db.close()` where nobody asks for the results."""
    call = node.call
    method = ctx.unit.shapes.host_method(call) if isinstance(call, lua.MethodCall) else None
    if method is None or method.given.count is None:
        return False
    assert isinstance(call, lua.MethodCall)
    lowered = _call(ctx, call, method)
    if lowered is not None:
        ctx.emit(ir.ExpressionStatement(lowered, ctx.origin(node)))
    return lowered is not None


def _call(ctx: Context, node: lua.MethodCall, method: Callable) -> ir.Expression | None:
    if ctx.unit.basic_metatables or not _takes(ctx, method, node.args):
        return None
    obj = lower_expression(ctx, node.obj)
    args = [lower_expression(ctx, value) for value in node.args]
    return ir.Call(ir.Attribute(obj, method.python), args, origin=ctx.origin(node, "call", ("method", node.name)))


def _takes(ctx: Context, method: Callable, values: list[lua.Expression]) -> bool:
    """Whether a method takes arguments as they are."""
    if not method.python.isidentifier() or len(values) < method.least:
        return False
    if method.is_decorator and (not values or ctx.unit.types.of(values[-1]) & ~FUNCTION):
        return False
    types = list(method.parameters)
    if len(values) > len(types):
        if method.rest is None:
            return False
        types += [method.rest] * (len(values) - len(types))
    if values and isinstance(values[-1], MULTIPLE) and ctx.unit.functions.count(values[-1]) != 1:
        return False
    return all(_fits(ctx, value, type) for value, type in zip(values, types, strict=False))


_FITTING = {
    "any": ANY, "boolean": BOOLEAN, "function": FUNCTION, "integer": INTEGER, "number": FLOAT, "string": ASCII,
    "table": TABLE,
}  # fmt: skip
"""The kinds of values that need no conversion."""

_SMALLEST_LIMIT = 255
"""The integers from 0 to here fit all parameters that take only some integers."""


def _fits(ctx: Context, value: lua.Expression, type: str) -> bool:
    if type == "sized":
        number = value.value if isinstance(value, lua.Number) else None
        return isinstance(number, int) and 0 <= number <= _SMALLEST_LIMIT
    if type == "string" and isinstance(value, lua.String):
        return value.value.isprintable()
    return not ctx.unit.types.of(value) & ~_FITTING.get(type, 0)
