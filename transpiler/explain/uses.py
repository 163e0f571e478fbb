"""Which node of the Lua text each use of a helper stands for.

The tables of rungs travel with the unit, so that lowering is watched by handing it other tables: compilations that
nobody wants explained do not notice.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.walk import expressions_of, statements_of, walk
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.registry import Rungs
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk as walk_lua


@dataclass(frozen=True, slots=True)
class Use:
    """A helper in the output: its name, the Lua node that it stands for, and the rungs that have declined the node."""

    helper: str
    node: lua.Node
    declined: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Tracer:
    """Notes for each helper that lowering makes the innermost node that it was made for."""

    _made: dict[int, tuple[ir.Helper, Use]] = field(default_factory=dict)

    def rungs(self, rungs: Rungs) -> Rungs:
        """The same tables, watched."""
        return Rungs(
            {key: self._expressions(table) for key, table in rungs.expressions.items()},
            {key: self._statements(table) for key, table in rungs.statements.items()},
            {key: self._expressions(table) for key, table in rungs.conditions.items()},
            {key: self._expressions(table) for key, table in rungs.results.items()},
        )

    def uses(self, module: ir.Module, chunk: lua.Chunk) -> list[Use]:
        """The uses in the module of a chunk, in the order of the Lua text."""
        # Blocks make some themselves (`<close>`), which then carry where they come from.
        statements = {node.start: node for node in walk_lua(chunk.body) if isinstance(node, lua.Statement)}
        found = []
        for helper, origin in _called_in(module.body):
            if id(helper) in self._made:
                found.append(self._made[id(helper)][1])
            else:
                found.append(Use(helper.name, statements.get(origin.offset, chunk) if origin else chunk, ()))
        return sorted(found, key=lambda use: (use.node.start, -use.node.end))

    def _expressions(self, table: tuple[Callable[[Any, Any], ir.Expression | None], ...]) -> Any:
        return tuple(self._expression(table, position) for position in range(len(table)))

    def _expression(self, table: tuple[Callable[[Any, Any], Any], ...], position: int) -> Any:
        rung, declined = table[position], _names(table[:position])

        def watched(ctx: Context, node: lua.Expression) -> ir.Expression | None:
            expression: ir.Expression | None = rung(ctx, node)
            if expression is not None:
                self._note(walk(expression), node, declined)
            return expression

        return watched

    def _statements(self, table: tuple[Callable[[Any, Any], bool], ...]) -> Any:
        return tuple(self._statement(table, position) for position in range(len(table)))

    def _statement(self, table: tuple[Callable[[Any, Any], Any], ...], position: int) -> Any:
        rung, declined = table[position], _names(table[:position])

        def watched(ctx: Context, node: lua.Statement) -> bool:
            first = len(ctx.out)
            done: bool = rung(ctx, node)
            if done:
                self._note(helpers_in(ctx.out[first:]), node, declined)
            return done

        return watched

    def _note(self, expressions: Iterable[ir.Expression], node: lua.Node, declined: tuple[str, ...]) -> None:
        for expression in expressions:
            if isinstance(expression, ir.Helper):
                self._made.setdefault(id(expression), (expression, Use(expression.name, node, declined)))


def _names(rungs: tuple[Callable[..., Any], ...]) -> tuple[str, ...]:
    return tuple(rung.__name__ for rung in rungs)


def helpers_in(body: list[ir.Statement]) -> Iterator[ir.Helper]:
    """All helpers of a statement list, functions entered."""
    return (helper for helper, _ in _called_in(body))


def _called_in(body: list[ir.Statement]) -> Iterator[tuple[ir.Helper, ir.Origin | None]]:
    """The helpers with the origins of their calls, or of the statements that they stand in."""
    for statement in statements_of(body):
        origins: dict[int, ir.Origin | None] = {}
        for expression in expressions_of(statement):
            for node in walk(expression):
                if isinstance(node, ir.Call) and node.origin is not None:
                    origins[id(node.function)] = node.origin
                elif isinstance(node, ir.Helper):
                    yield node, origins.get(id(node), statement.origin)
        if isinstance(statement, ir.FunctionDef):
            yield from _called_in(statement.body)
