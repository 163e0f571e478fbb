"""Protected calls as `try` (manual §6.1): `pcall` of a function literal whose body can stand where it is called."""

from collections.abc import Callable, Sequence

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.blocks import attach, lower_block, lower_statements
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.outline import MAX_DEPTH, in_new_block
from cmc.transpiler.lower.registry import lower_expression
from cmc.transpiler.lower.values import constant, helper
from cmc.transpiler.syntax import nodes as lua

_ROOM = 4
"""How many blocks a body may need; deeper ones would move to functions of their own, for which nothing is gained."""


def lower_protected_local(ctx: Context, node: lua.Local) -> bool:
    """`local ok, err = pcall(function() … end)`:

    try:
        …
    except Exception as exc:
        ok, err = False, error_value(exc)
    else:
        ok, err = True, None
    """
    function = _inlined(ctx, node.values, len(node.names))
    variables = [ctx.unit.scopes.declares[name.id] for name in node.names]
    if function is None or any(ctx.needs_box(variable) for variable in variables):
        return False
    symbols = [ctx.variable(variable) for variable in variables]
    _emit_try(ctx, node, function, symbols)
    ctx.symbols.update(zip(variables, symbols, strict=True))
    return True


def lower_protected_assignment(ctx: Context, node: lua.Assign) -> bool:
    """`ok, err = pcall(function() … end)` with variables as targets."""
    function = _inlined(ctx, node.values, len(node.targets))
    variables = [ctx.unit.scopes.uses.get(target.id) for target in node.targets]
    symbols = [ctx.resolve(variable) for variable in variables if variable is not None]
    if function is None or len(set(symbols)) < len(variables) or any(symbol.boxed for symbol in symbols):
        return False
    _emit_try(ctx, node, function, symbols)
    return True


def _emit_try(ctx: Context, node: lua.Statement, function: lua.Function, symbols: list[ir.Symbol]) -> None:
    last = _return_of(function)
    result = last.values[0] if last is not None and last.values else None

    def after() -> None:
        if result is not None:
            ctx.temporaries_used = 0
            ctx.emit(_store(ctx, node, symbols, constant(True), lower_expression(ctx, result)))

    def build(inner: Context) -> ir.Statement:
        body = _body(inner, function, last, after)
        exception = _exception(inner) if len(symbols) > 1 else None
        caught = helper("error_value", ir.Variable(exception)) if exception is not None else constant(None)
        handler = [_store(ctx, node, symbols, constant(False), caught)]
        orelse = [] if result is not None else [_store(ctx, node, symbols, constant(True), constant(None))]
        return ir.Try(body, exception, handler, orelse, [], ctx.origin(node))

    in_new_block(ctx, node, build)


def _exception(ctx: Context) -> ir.Symbol:
    """The variable for exceptions, of which a function needs but one: Python clears it after each handler."""
    known = (symbol for symbol in ctx.function.locals if symbol.hint == "exc" and symbol.lua_name is None)
    return next(known, None) or ctx.symbol("exc")


def _return_of(function: lua.Function) -> lua.Return | None:
    last = function.body.statements[-1] if function.body.statements else None
    return last if isinstance(last, lua.Return) else None


def lower_protected_statement(ctx: Context, node: lua.CallStatement) -> bool:
    """`pcall(function() … end)` whose outcome nobody looks at."""
    function = _inlined(ctx, [node.call], 1)
    if function is None:
        return False

    def build(inner: Context) -> ir.Statement:
        body = _body(inner, function, _return_of(function), lambda: None)
        return ir.Try(body, None, [ir.Pass()], [], [], ctx.origin(node))

    in_new_block(ctx, node, build)
    return True


def _inlined(ctx: Context, values: Sequence[lua.Expression], count: int) -> lua.Function | None:
    """The literal of a protected call that is to become a `try`, for so many targets of its results."""
    node = values[0] if len(values) == 1 and count <= 2 else None
    if not isinstance(node, lua.Call) or ctx.unit.uses_debug or ctx.unit.watches_collector:
        return None
    if ctx.depth + _ROOM > MAX_DEPTH or ctx.unit.library_may_change or not node.args:
        return None
    function = node.args[0]
    is_known = ctx.unit.functions.library.function_of(node.func) == "pcall" and len(node.args) == 1
    if not is_known or not isinstance(function, lua.Function) or function.id not in ctx.unit.functions.inlined:
        return None
    last = _return_of(function)
    # What is evaluated and not used stays where it is.
    return function if last is None or len(last.values) < count else None


def _body(
    ctx: Context, function: lua.Function, last: lua.Return | None, after: Callable[[], None]
) -> list[ir.Statement]:
    """The statements of a literal, and what `after` emits; messages name its variables as they would inside it."""
    outer, ctx.out = ctx.out, []
    scope, ctx.scope = ctx.scope, ctx.unit.scopes.functions[function.id]
    if last is None:
        lower_block(ctx, function.body)
    else:
        lower_statements(ctx, function.body, 0, len(function.body.statements) - 1)
        first = len(ctx.out)
        after()
        attach(ctx, function.body, last, first)
    ctx.scope = scope
    body, ctx.out = ctx.out, outer
    return body or [ir.Pass()]


def _store(
    ctx: Context, node: lua.Statement, symbols: list[ir.Symbol], ok: ir.Expression, value: ir.Expression
) -> ir.Statement:
    """`ok, err = …`, or `ok = …`"""
    targets = [ir.Variable(symbol) for symbol in symbols]
    if len(targets) == 1:
        return ir.Assign(targets[0], ok, ctx.origin(node))
    return ir.Assign(ir.Tuple(list(targets)), ir.Tuple([ok, value]), ctx.origin(node))
