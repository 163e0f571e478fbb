"""`...` and `select` as the tuple of a function's rest parameter (manual §3.4.11, §6.1)."""

from cmc.transpiler.analysis.library import only_value
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.literals import lower_all_varargs
from cmc.transpiler.lower.registry import lower_expression
from cmc.transpiler.lower.values import constant
from cmc.transpiler.syntax import nodes as lua


def lower_first_vararg(ctx: Context, node: lua.Vararg) -> ir.Expression:
    """`...` cut to one value: `args[0] if args else None`"""
    args = lower_all_varargs(ctx, node)
    return ir.Conditional(args, ir.Item(args, constant(0)), constant(None))


def lower_argument_count(ctx: Context, node: lua.Call) -> ir.Expression | None:
    """`select("#", ...)` is `len(args)`."""
    if not _selects_varargs(ctx, node) or not _is_count(ctx, node):
        return None
    return ir.Call(ir.Builtin("len"), [lower_all_varargs(ctx, node.args[1])])  # type: ignore[arg-type]


def lower_argument(ctx: Context, node: lua.Call) -> ir.Expression | None:
    """`(select(i, ...))` is `args[i - 1]`, where `i` counts the arguments or is a literal."""
    if not _selects_varargs(ctx, node):
        return None
    position, varargs = node.args
    args = lower_all_varargs(ctx, varargs)  # type: ignore[arg-type]
    if isinstance(position, lua.Number):
        number = position.value
        if not isinstance(number, int) or number < 1:
            return None
        test: ir.Expression = ir.Compare(">=", ir.Call(ir.Builtin("len"), [args]), constant(number))
        return ir.Conditional(args if number == 1 else test, ir.Item(args, constant(number - 1)), constant(None))
    if not _counts_arguments(ctx, position):
        return None
    return ir.Item(args, ir.Binary("-", lower_expression(ctx, position), constant(1)))


def _selects_varargs(ctx: Context, node: lua.Call) -> bool:
    """Whether a call is `select(n, ...)` of the library; `debug` could change the arguments of a function."""
    return (
        not ctx.unit.uses_debug
        and not ctx.unit.library_may_change
        and ctx.unit.functions.library.function_of(node.func) == "select"
        and len(node.args) == 2
        and isinstance(node.args[1], lua.Vararg)
    )


def _is_count(ctx: Context, node: lua.Expression) -> bool:
    """Whether an expression is `select("#", ...)`, or a local that always holds it."""
    if isinstance(node, lua.Name):
        variable = ctx.unit.scopes.uses.get(node.id)
        value = only_value(variable) if variable is not None and variable.function is ctx.scope else None
        return value is not None and not isinstance(value, lua.Name) and _is_count(ctx, value)
    if not isinstance(node, lua.Call) or not _selects_varargs(ctx, node):
        return False
    return isinstance(node.args[0], lua.String) and node.args[0].value == "#"


def _counts_arguments(ctx: Context, node: lua.Expression) -> bool:
    """Whether an expression is the variable of a loop from one argument of this function to another."""
    variable = ctx.unit.scopes.uses.get(node.id) if isinstance(node, lua.Name) else None
    loop = variable.declaration if variable is not None else None
    if (
        variable is None
        or not isinstance(loop, lua.NumericFor)
        or variable.writes
        or variable.function is not ctx.scope
    ):
        return False
    step = loop.step
    if step is None or _is_positive(step):
        return _is_positive(loop.first) and _is_count(ctx, loop.limit)
    falls = isinstance(step, lua.Unary) and step.op == "-" and _is_positive(step.operand)
    return falls and _is_count(ctx, loop.first) and _is_positive(loop.limit)


def _is_positive(node: lua.Expression) -> bool:
    return isinstance(node, lua.Number) and isinstance(node.value, int) and node.value > 0


def listed_varargs(ctx: Context, node: lua.Expression) -> ir.Expression | None:
    """The arguments that `{...}` holds, for those who only look through it; `debug` could see the table."""
    if not isinstance(node, lua.Table) or len(node.fields) != 1 or ctx.unit.uses_debug:
        return None
    field = node.fields[0]
    return lower_all_varargs(ctx, field.value) if field.key is None and isinstance(field.value, lua.Vararg) else None
