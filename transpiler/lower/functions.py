"""Function bodies and where they are bound (manual §3.4.11)."""

from cmc.transpiler.analysis.scopes import Variable
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.walk import statements_of
from cmc.transpiler.lower.assignment import bind, store
from cmc.transpiler.lower.blocks import leaves, lower_block
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.values import constant, read
from cmc.transpiler.syntax import nodes as lua


def lower_function(ctx: Context, node: lua.Function) -> ir.Expression:
    """A function as a value: its definition goes before the statement."""
    symbol = ctx.symbol(ctx.unit.purpose_of(node))
    symbol.made_up = True
    ctx.hoisted.append(symbol)
    function = define_function(ctx, node, symbol)
    symbol.inlined = _is_lambda(ctx, node, function)
    return ir.Variable(symbol)


_SHORT = 60
"""How long the Lua text of a function may be that becomes a `lambda`, in characters."""


def _is_lambda(ctx: Context, node: lua.Function, function: ir.FunctionDef) -> bool:
    """Whether a function that is handed to another one is nothing but a short expression."""
    unit = ctx.unit
    if not unit.is_written or unit.uses_debug or unit.watches_collector or not unit.is_argument(node):
        return False
    if node.end - node.start > _SHORT or "\n" in unit.source.text[node.start : node.end] or function.keyword_only:
        return False
    written = node.body.statements[0] if node.body.statements else None
    if not isinstance(written, lua.Return) or len(written.values) != 1 or len(function.body) != 1:
        return False
    parameters = {function.rest, *(parameter.symbol for parameter in function.parameters)}
    return isinstance(function.body[0], ir.Return) and parameters.issuperset(function.locals)


def define_function(ctx: Context, node: lua.Function, symbol: ir.Symbol) -> ir.FunctionDef:
    """Emits `def symbol(…): …`."""
    function = build_function(ctx, node, symbol)
    ctx.emit(function)
    return function


def build_function(ctx: Context, node: lua.Function, symbol: ir.Symbol) -> ir.FunctionDef:
    """`def symbol(…): …`"""
    scope = ctx.unit.scopes.functions[node.id]
    symbol.alone = symbol.defined = True
    # The closure is made when the body has been read.
    origin = ir.Origin(node.end_line, node.start)
    function = ir.FunctionDef(symbol, [], None, [], [], parent=ctx.function, origin=origin)
    inner = Context(ctx.unit, scope, function, function.body, ctx)
    least = ctx.unit.functions.least.get(node.id)
    for position, binding in enumerate(node.params):
        variable = ctx.unit.scopes.declares[binding.id]
        parameter = inner.declare(variable)
        parameter.parameter = True
        function.parameters.append(
            ir.Parameter(parameter, None if least is not None and position < least else constant(None))
        )
    if node.vararg:
        function.rest = inner.vararg = inner.symbol("args")
    elif least is None:
        function.rest = inner.symbol("_")
    if function.rest is not None:
        function.rest.alone = True
    for variable in scope.upvalues:
        if ctx.unit.is_fresh(variable) and variable.function is ctx.scope:
            function.keyword_only.append(_bind_by_value(ctx, inner, variable))
    lower_block(inner, node.body)
    if not leaves(function.body):
        _return_nothing(ctx, node, function)
    imported = ctx.unit.functions.library.imported
    captured = [variable for variable in scope.upvalues if variable not in imported and variable.constant is None]
    # What stands for nothing in Python is nothing that `debug` could show; programs with `debug` have none of those.
    found = [(variable.name, inner.find(variable)) for variable in captured]
    upvalues = [(name, symbol) for name, symbol in found if symbol is not None]
    function.facts = ir.FunctionFacts(node.name, node.line, node.end_line, len(node.params), node.vararg, upvalues)
    return function


def _return_nothing(ctx: Context, node: lua.Function, function: ir.FunctionDef) -> None:
    """The end of a body: an empty tuple is no result; where nobody can tell that from nil, Python's own way will do."""
    origin = ir.Origin(node.end_line, node.end)
    if node.id not in ctx.unit.functions.settled:
        function.body.append(ir.Return(ir.Tuple([]), origin))
    elif any(isinstance(s, ir.Return) and s.value is not None for s in statements_of(function.body)):
        function.body.append(ir.Return(constant(None), origin))
    elif not function.body:
        function.body.append(ir.Pass())


def _bind_by_value(ctx: Context, inner: Context, variable: Variable) -> ir.Parameter:
    """`*, name=name`: what the variable (or its cell) is now, whatever the next iteration makes of it."""
    outer = ctx.resolve(variable)
    symbol = inner.symbol(variable.name)
    symbol.boxed = outer.boxed
    symbol.captured = True
    inner.symbols[variable] = symbol
    return ir.Parameter(symbol, ir.Variable(outer))


def lower_local_function(ctx: Context, node: lua.LocalFunction) -> bool:
    """`local function f`: the name is visible in the body."""
    variable = ctx.unit.scopes.declares[node.name.id]
    symbol = ctx.declare(variable)
    if not symbol.boxed:
        define_function(ctx, node.function, symbol)
        return True
    ctx.emit(ir.Assign(ir.Variable(symbol), ir.Call(ir.Helper("Cell"), []), ctx.origin(node)))
    value = lower_function(ctx, node.function)
    ctx.emit(ir.Assign(read(symbol), value, ctx.origin(node)))
    return True


def lower_local_named_function(ctx: Context, node: lua.Local) -> bool:
    """`local f = function … end`, which a `def` says as well; the body does not see the name."""
    if len(node.names) != 1 or len(node.values) != 1 or not isinstance(node.values[0], lua.Function):
        return False
    variable = ctx.unit.scopes.declares[node.names[0].id]
    if ctx.needs_box(variable):
        return False
    symbol = ctx.variable(variable)
    define_function(ctx, node.values[0], symbol)
    ctx.symbols[variable] = symbol
    return True


def lower_function_statement(ctx: Context, node: lua.FunctionStatement) -> bool:
    """`function name() … end`, `function t.a:b() … end`.

    A second function for a local gets a name of its own: by its qualified name the runtime knows a function's facts.
    """
    if isinstance(node.target, lua.Name):
        variable = ctx.unit.scopes.uses.get(node.target.id)
        if variable is not None and variable.attribute is None:
            symbol = ctx.resolve(variable)
            if not symbol.boxed and not symbol.defined:
                define_function(ctx, node.function, symbol)
                return True
    value = lower_function(ctx, node.function)
    store(ctx, bind(ctx, node.target), value, nilable=False, origin=ctx.origin(node))
    return True
