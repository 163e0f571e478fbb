"""Calls: of functions and methods, for one value, for all, and as arguments (manual §3.4.10)."""

from cmc.transpiler.analysis.kinds import TEXT
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.identifiers import identifier
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.describe import describe
from cmc.transpiler.lower.registry import lower_expression, lower_results
from cmc.transpiler.lower.values import constant, helper, reusable
from cmc.transpiler.syntax import nodes as lua

MULTIPLE = (lua.Call, lua.MethodCall, lua.Vararg)
"""Expressions that may have any number of values."""


def gives_many(ctx: Context, node: lua.Expression) -> bool:
    """Whether an expression at the end of a list may stand for other than one value."""
    return isinstance(node, MULTIPLE) and not gives_one(ctx, node)


def gives_one(ctx: Context, node: lua.Expression) -> bool:
    """Whether a call is known to give exactly one value."""
    return ctx.unit.functions.count(node) == 1


def count_of(ctx: Context, node: lua.Expression) -> int:
    """How many results a call always gives, if these are two or more, which come as a tuple; 0 for all others."""
    count = ctx.unit.functions.count(node)
    return count if count is not None and count > 1 else 0


def as_tuple(ctx: Context, node: lua.Expression) -> ir.Expression:
    """All results of a call that may give any number of them, as a tuple."""
    results = lower_results(ctx, node)
    return results if count_of(ctx, node) else helper("results", results)


def lower_arguments(ctx: Context, values: list[lua.Expression]) -> list[ir.Expression]:
    """A list of expressions as Python arguments; the last one may stand for several."""
    args = [lower_expression(ctx, value) for value in values[:-1]]
    if values:
        last = values[-1]
        if isinstance(last, lua.Vararg):
            args.append(ir.Star(lower_results(ctx, last)))
        elif isinstance(last, MULTIPLE):
            args.append(lower_results(ctx, last) if gives_one(ctx, last) else ir.Star(as_tuple(ctx, last)))
        else:
            args.append(lower_expression(ctx, last))
    return args


def lower_call_results(ctx: Context, node: lua.Call) -> ir.Expression:
    """`f(args)` with whatever it returns."""
    if ctx.scope.node.id in ctx.unit.functions.generators:
        if ctx.unit.functions.library.function_of(node.func) == "coroutine.yield":
            return _yield(ctx, node)
        if ctx.unit.functions.yields(node):
            return ir.Yield(_call(ctx, node), delegates=True)
    return _call(ctx, node)


def _yield(ctx: Context, node: lua.Call) -> ir.Expression:
    """`yield value` for `coroutine.yield(value)`: one value as it is, a tuple for none or several."""
    args = lower_arguments(ctx, node.args)
    value = args[0] if len(args) == 1 else ir.Tuple(args)
    return ir.Yield(value.value if isinstance(value, ir.Star) else value, origin=ctx.origin(node))


def _call(ctx: Context, node: lua.Call) -> ir.Expression:
    function = lower_expression(ctx, node.func)
    args = lower_arguments(ctx, node.args)
    origin = ctx.origin(node, "call", describe(ctx, node.func))
    if isinstance(function, ir.Constant) or ctx.unit.basic_metatables:
        # Values that Python cannot call may have been given a `__call`.
        return helper("call", function, *args, origin=origin)
    return ir.Call(function, args, origin=origin)


def lower_method_results(ctx: Context, node: lua.MethodCall) -> ir.Expression:
    """`o:name(args)`: the method is looked up first, then the arguments are evaluated."""
    call = _call_method(ctx, node)
    if ctx.scope.node.id in ctx.unit.functions.generators and ctx.unit.functions.yields(node):
        return ir.Yield(call, delegates=True)
    return call


def _call_method(ctx: Context, node: lua.MethodCall) -> ir.Expression:
    origin = ctx.origin(node, "call", ("method", node.name))
    library = _string_function(ctx, node)
    if library is not None:
        return ir.Call(library, [lower_expression(ctx, node.obj), *lower_arguments(ctx, node.args)], origin=origin)
    if node.id in ctx.unit.classes.attributes:
        return _method_of_class(ctx, node, origin)
    first, again = reusable(ctx, lower_expression(ctx, node.obj))
    lookup = ir.Origin(node.name_line, node.start, "index", (describe(ctx, node.obj),))
    function: ir.Expression
    if ctx.unit.types.of(node.obj) & TEXT or ctx.unit.basic_metatables or isinstance(first, ir.Constant):
        # Python warns of a subscript of a number that is written there.
        function = helper("method", first, constant(node.name), origin=lookup)
    else:
        function = ir.Item(first, constant(node.name), lookup)
    args = [again, *lower_arguments(ctx, node.args)]
    if ctx.unit.basic_metatables:
        return helper("call", function, *args, origin=origin)
    return ir.Call(function, args, origin=origin)


def _method_of_class(ctx: Context, node: lua.MethodCall, origin: ir.Origin) -> ir.Expression:
    """`o.name(args)` of an instance or class; `o.name(o, args)` where Python does not bind what is found."""
    lookup = ir.Origin(node.name_line, node.start, "index", (describe(ctx, node.obj),))
    obj = lower_expression(ctx, node.obj)
    if node.id in ctx.unit.classes.bound:
        function = ir.Attribute(obj, identifier(node.name), lookup)
        return ir.Call(function, lower_arguments(ctx, node.args), origin=origin)
    first, again = reusable(ctx, obj)
    function = ir.Attribute(first, identifier(node.name), lookup)
    return ir.Call(function, [again, *lower_arguments(ctx, node.args)], origin=origin)


def _string_function(ctx: Context, node: lua.MethodCall) -> ir.Library | None:
    """`string.name` for a method of what is known to be a string."""
    if ctx.unit.library_may_change:
        # Methods are those of the table that strings had from the beginning, whatever `string` is.
        return None
    path = f"string.{node.name}"
    kind = ctx.unit.types.of(node.obj)
    is_string = kind and not kind & ~TEXT and not ctx.unit.basic_metatables and ctx.unit.functions.library.known
    functions = ctx.unit.functions.library.catalogue.functions
    return ir.Library(path) if is_string and path in functions else None


def lower_first_result(ctx: Context, node: lua.Call | lua.MethodCall) -> ir.Expression:
    """A call cut to one value; `error` gives none in any case."""
    if isinstance(node, lua.Call) and _requires_by_name(ctx, node):
        return helper("require", lower_expression(ctx, node.args[0]), origin=ctx.origin(node, "call"))
    results = lower_results(ctx, node)
    if count_of(ctx, node):
        return ir.Item(results, constant(0))
    return results if gives_one(ctx, node) or _never_returns(ctx, node) else helper("first", results)


def _never_returns(ctx: Context, node: lua.Call | lua.MethodCall) -> bool:
    if not isinstance(node, lua.Call) or ctx.unit.library_may_change:
        return False
    return ctx.unit.functions.library.function_of(node.func) == "error"


def _requires_by_name(ctx: Context, node: lua.Call) -> bool:
    """Whether a call is `require("name")` of the library itself."""
    if ctx.unit.library_may_change or len(node.args) != 1 or not isinstance(node.args[0], lua.String):
        return False
    return ctx.unit.functions.library.path_of(node.func) == "require"


def lower_call_statement(ctx: Context, node: lua.CallStatement) -> bool:
    call = lower_results(ctx, node.call)
    ctx.emit(ir.ExpressionStatement(call, ctx.origin(node)))
    return True
