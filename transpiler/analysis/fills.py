"""Statements that do nothing with a new table but to set its fields, so that nobody has seen it yet."""

from collections.abc import Iterator

from cmc.transpiler.analysis.scopes import Scopes, Variable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


def targets_of(node: lua.Node) -> list[lua.Expression]:
    """What an assignment or `function a.b()` writes to; nothing for other nodes."""
    if isinstance(node, lua.Assign):
        return node.targets
    return [node.target] if isinstance(node, lua.FunctionStatement) else []


def is_use(node: lua.Expression, variable: Variable, scopes: Scopes) -> bool:
    """Whether an expression is just a certain local."""
    return isinstance(node, lua.Name) and scopes.uses.get(node.id) is variable


def only_fills(statement: lua.Statement, variable: Variable, scopes: Scopes) -> bool:
    """Whether a statement does nothing with a table but to set fields of it, and control goes on behind it."""
    if isinstance(statement, lua.FunctionStatement):
        # What it defines may use the table later on, as nobody can call it before.
        target = statement.target
        return isinstance(target, lua.Index) and is_use(target.obj, variable, scopes) and _has_name(target)
    if not isinstance(statement, lua.Assign | lua.Local | lua.LocalFunction):
        return False
    filled: set[int] = set()
    if isinstance(statement, lua.Assign):
        filled = {
            target.obj.id
            for target in statement.targets
            if isinstance(target, lua.Index) and _has_name(target) and is_use(target.obj, variable, scopes)
        }
        if len(filled) == len(statement.targets) == 1 and is_use(statement.values[0], variable, scopes):
            # `C.__index = C`
            return len(statement.values) == 1
    return not any(
        isinstance(node, lua.Name) and scopes.uses.get(node.id) is variable and node.id not in filled
        for node in walk(statement)
    )


def _has_name(target: lua.Index) -> bool:
    return isinstance(target.key, lua.String)


def filled_fields(block: lua.Block, position: int, variable: Variable, scopes: Scopes) -> Iterator[str]:
    """The fields that a table gets right after the statement at `position`, which has put it into a local."""
    for statement in block.statements[position + 1 :]:
        if isinstance(statement, lua.CallStatement):
            if any(isinstance(node, lua.Name) and scopes.uses.get(node.id) is variable for node in walk(statement)):
                return
            continue
        if not only_fills(statement, variable, scopes):
            return
        for target in targets_of(statement):
            if isinstance(target, lua.Index) and is_use(target.obj, variable, scopes):
                assert isinstance(target.key, lua.String)
                yield target.key.value
