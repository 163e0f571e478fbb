"""Small builders of IR that several constructs share."""

from cmc.runtime.core.events import METHODS_OF_EVENTS
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.identifiers import identifier
from cmc.transpiler.lower.context import Context

NONE = None


def constant(value: None | bool | int | float | str) -> ir.Constant:
    """A literal."""
    return ir.Constant(value)


def helper(name: str, *args: ir.Expression, origin: ir.Origin | None = None) -> ir.Call:
    """A call of a runtime helper."""
    return ir.Call(ir.Helper(name), list(args), origin=origin)


def read(symbol: ir.Symbol) -> ir.Expression:
    """The value of a variable, taken out of its cell where it has one."""
    if symbol.boxed:
        return ir.Attribute(ir.Variable(symbol), "value")
    return ir.Variable(symbol)


def is_simple(expression: ir.Expression) -> bool:
    """Whether an expression can be written twice: it has no effect and costs next to nothing."""
    if isinstance(expression, ir.Attribute):
        return expression.name == "value" and isinstance(expression.value, ir.Variable)
    return isinstance(expression, ir.Variable | ir.Constant)


def reusable(ctx: Context, expression: ir.Expression) -> tuple[ir.Expression, ir.Expression]:
    """The expression for its first use, which may store it, and for the uses after that."""
    if is_simple(expression):
        return expression, expression
    symbol = ctx.temporary("value")
    return ir.Walrus(symbol, expression), ir.Variable(symbol)


def both(op: str, left: ir.Expression, right: ir.Expression) -> ir.Boolean:
    """`left op right` for `and` and `or`, chains flattened."""
    values: list[ir.Expression] = []
    for value in (left, right):
        if isinstance(value, ir.Boolean) and value.op == op:
            values += value.values
        else:
            values.append(value)
    return ir.Boolean(op, values)


def negate(test: ir.Expression) -> ir.Expression:
    """The opposite of a Python condition."""
    if isinstance(test, ir.Unary) and test.op == "not":
        return test.operand
    if isinstance(test, ir.Compare) and test.op in _OPPOSITE:
        return ir.Compare(_OPPOSITE[test.op], test.left, test.right, test.origin)
    return ir.Unary("not", test)


# Only those that are opposites for every operand; `<` and `>=` are not, because of NaN.
_OPPOSITE = {"is": "is not", "is not": "is", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}


def attribute_name(name: str) -> str:
    """The attribute of classes and instances that stands for a field."""
    return identifier(METHODS_OF_EVENTS.get(name, name))
