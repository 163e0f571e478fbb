"""Finding the function that lowers a node: rungs, tried in order.

A rung returns None (for statements: False) to decline; the last one of a list never does. The tables themselves are
written down in `lower/rungs.py` and travel with the unit, so that constructs can call each other without import cycles.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.syntax import nodes as lua

if TYPE_CHECKING:
    from cmc.transpiler.lower.context import Context

ExpressionRung = Callable[[Any, Any], ir.Expression | None]
StatementRung = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Rungs:
    """The dispatch tables: what `key_of` says of a node, to the functions that may lower it, best first.

    `conditions` lower an expression to a Python condition, `results` to "value or tuple" where all its results count.
    """

    expressions: Mapping[type | str, tuple[ExpressionRung, ...]]
    statements: Mapping[type, tuple[StatementRung, ...]]
    conditions: Mapping[type | str, tuple[ExpressionRung, ...]]
    results: Mapping[type, tuple[ExpressionRung, ...]]


def key_of(node: lua.Expression) -> type | str:
    """The class of an expression; operators are told apart by their sign (`a - b` is `-`, `-a` is `unary -`)."""
    if isinstance(node, lua.Binary):
        return node.op
    if isinstance(node, lua.Unary):
        return "unary " + node.op
    return type(node)


def lower_expression(ctx: "Context", node: lua.Expression) -> ir.Expression:
    """The Python expression for `node` cut to one value; it may first emit definitions of functions."""
    return _first(ctx.unit.rungs.expressions[key_of(node)], ctx, node)


def lower_condition(ctx: "Context", node: lua.Expression) -> ir.Expression:
    """A Python expression that is true where Lua takes `node` for true."""
    rungs = ctx.unit.rungs.conditions
    return _first(rungs.get(key_of(node)) or rungs[lua.Expression], ctx, node)


def lower_results(ctx: "Context", node: lua.Expression) -> ir.Expression:
    """The Python expression for all results of a call or `...`: a value, or a tuple unless it is exactly one."""
    return _first(ctx.unit.rungs.results[type(node)], ctx, node)


def lower_statement(ctx: "Context", node: lua.Statement) -> None:
    """Emits the Python statements for `node`."""
    ctx.temporaries_used = 0
    ctx.hoisted.clear()
    first = len(ctx.out)
    if not any(rung(ctx, node) for rung in ctx.unit.rungs.statements[type(node)]):
        raise AssertionError(f"every rung declined {type(node).__name__}")
    if ctx.unit.watches_collector and len(ctx.out) > first and not isinstance(node, _LEAVING):
        for symbol in (*ctx.temporaries[: ctx.temporaries_used], *ctx.hoisted):
            ctx.emit(ir.Assign(ir.Variable(symbol), ir.Constant(None)))


_LEAVING = (lua.Return, lua.Break, lua.Goto)


def _first(rungs: tuple[ExpressionRung, ...], ctx: "Context", node: lua.Expression) -> ir.Expression:
    for rung in rungs:
        expression = rung(ctx, node)
        if expression is not None:
            return expression
    raise AssertionError(f"every rung declined {type(node).__name__}")
