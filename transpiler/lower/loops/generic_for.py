"""The generic `for` (manual §3.3.5)."""

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.blocks import lower_block
from cmc.transpiler.lower.calls import MULTIPLE, gives_many, lower_arguments
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.loops.frames import in_loop
from cmc.transpiler.lower.outline import in_new_block
from cmc.transpiler.lower.registry import lower_expression, lower_results
from cmc.transpiler.lower.values import constant, helper
from cmc.transpiler.lower.varargs import listed_varargs
from cmc.transpiler.syntax import nodes as lua

# Iterator factories of the standard library that never give a fourth, closing value.
_WITHOUT_CLOSING = frozenset(("pairs", "ipairs", "gmatch", "wrap", "codes"))


def lower_library_loop(ctx: Context, node: lua.GenericFor) -> bool:
    """`for k, v in pairs(t):`, `for v in values(t):` where the iterator is the library's own."""
    call = node.values[0]
    if len(node.values) != 1 or not isinstance(call, lua.Call) or len(call.args) != 1 or len(node.names) > 2:
        return False
    name = ctx.unit.functions.library.function_of(call.func)
    if name not in ("pairs", "ipairs") or gives_many(ctx, call.args[0]):
        return False
    if ctx.unit.library_may_change and isinstance(call.func, lua.Name) and call.func.id in ctx.unit.scopes.uses:
        # A local keeps what the library had when it was set.
        return False
    iterator, names = name, node.names
    if name == "pairs" and len(names) == 1:
        iterator = "keys"
    elif name == "ipairs":
        if len(names) == 1:
            return False
        if _is_unused(ctx, names[0]):
            iterator, names = "values", names[1:]
    varargs = listed_varargs(ctx, call.args[0]) if name == "ipairs" else None
    if varargs is not None:
        if iterator == "ipairs":
            varargs = ir.Call(ir.Builtin("enumerate"), [varargs, constant(1)])
        _loop(ctx, node, names, varargs, None, stops=True)
        return True
    argument = lower_expression(ctx, call.args[0])
    _loop(ctx, node, names, helper(iterator, argument, origin=ctx.origin(node, "for")), None)
    return True


def _is_unused(ctx: Context, binding: lua.Binding) -> bool:
    """Whether a loop variable is there to be skipped; `debug` could see it."""
    variable = ctx.unit.scopes.declares[binding.id]
    return binding.name == "_" and not ctx.unit.uses_debug and variable not in ctx.unit.scopes.uses.values()


def lower_generic_for(ctx: Context, node: lua.GenericFor) -> bool:
    """`for k, v in each2(pairs(t)):`, inside `with closing_values(…)` where there may be a closing value."""
    values = _values(ctx, node)
    if not _may_close(node):
        _loop(ctx, node, node.names, _each(ctx, node, values), None)
        return True
    context = helper("closing_values", values, origin=ctx.origin(node, "close"))

    def build(inner: Context) -> ir.Statement:
        symbol = inner.symbol("values")
        outer, inner.out = inner.out, []
        inner.closing += 1
        _loop(inner, node, node.names, _each(inner, node, ir.Variable(symbol)), symbol)
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


def _each(ctx: Context, node: lua.GenericFor, values: ir.Expression) -> ir.Expression:
    """The iterable for iterator, state and control value."""
    count = len(node.names)
    origin = ctx.origin(node, "for")
    if count <= 2:
        return helper(f"each{count}", values, origin=origin)
    return helper("each", values, constant(count), origin=origin)


def _loop(
    ctx: Context,
    node: lua.GenericFor,
    names: list[lua.Binding],
    iterable: ir.Expression,
    holder: ir.Symbol | None,
    *,
    stops: bool = False,
) -> None:
    """The Python loop over `iterable`, which gives a value, or a tuple of values, for `names`.

    `stops` says that the loop ends where the last value is nil.
    """
    origin = ctx.origin(node, "for")

    def build(inner: Context) -> ir.Statement:
        inner.loop_bodies[node.body.id] = node
        outer, inner.out = inner.out, []
        targets: list[ir.Expression] = []
        inner.hide(4, (node.body.start, node.body.end), holder)
        for binding in names:
            symbol = inner.declare(ctx.unit.scopes.declares[binding.id])
            target = symbol
            if symbol.boxed:
                target = inner.symbol("value")
                inner.emit(ir.Assign(ir.Variable(symbol), helper("Cell", ir.Variable(target))))
            targets.append(ir.Variable(target))
        if stops:
            inner.out.insert(0, ir.If(ir.Compare("is", targets[-1], constant(None)), [ir.Break()], []))
        lower_block(inner, node.body)
        body, inner.out = inner.out, outer
        target_list = targets[0] if len(targets) == 1 else ir.Tuple(targets)
        return ir.For(target_list, iterable, body or [ir.Pass()], origin)

    in_loop(ctx, node, node.body, names, build)
