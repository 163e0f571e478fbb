"""Statements that do nothing with a new table but to set its fields, so that nobody has seen it yet."""

from collections.abc import Iterator

from cmc.transpiler.analysis.library import Library
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


def keeps_hidden(statement: lua.Statement, variable: Variable, scopes: Scopes, known: set[str]) -> bool:
    """Whether nobody sees the new table of a local in a statement, which sets and reads fields of it at most.

    Those that are read are among `known`, so that no metatable would make a difference; what is set for sure is added.
    """
    uses = {node.id for node in walk(statement) if isinstance(node, lua.Name) and scopes.uses.get(node.id) is variable}
    if not uses:
        return True
    targets = {target.id for node in walk(statement) for target in targets_of(node)}
    for node in walk(statement, into_functions=False):
        if isinstance(node, lua.Index) and node.obj.id in uses:
            if not isinstance(node.key, lua.String) or (node.id not in targets and node.key.value not in known):
                return False
            uses.discard(node.obj.id)
    if isinstance(statement, lua.Assign):
        known |= {
            target.key.value
            for target in statement.targets
            if isinstance(target, lua.Index)
            and is_use(target.obj, variable, scopes)
            and isinstance(target.key, lua.String)
        }
    return not uses


def _sets_metatable(call: lua.Node, variable: Variable, scopes: Scopes, library: Library) -> bool:
    """`setmetatable(C, { __index = Base })`: nothing is called that might see the table."""
    if not isinstance(call, lua.Call) or library.function_of(call.func) != "setmetatable":
        return False
    others = (node for arg in call.args[1:] for node in walk(arg))
    return (
        bool(call.args)
        and is_use(call.args[0], variable, scopes)
        and not any(isinstance(node, lua.Name) and scopes.uses.get(node.id) is variable for node in others)
    )


def _has_name(target: lua.Index) -> bool:
    return isinstance(target.key, lua.String)


def filled_fields(
    block: lua.Block, position: int, variable: Variable, scopes: Scopes, library: Library
) -> Iterator[str]:
    """The fields that a table gets right after the statement at `position`, which has put it into a local."""
    for statement in block.statements[position + 1 :]:
        if isinstance(statement, lua.CallStatement):
            if _sets_metatable(statement.call, variable, scopes, library):
                continue
            if any(isinstance(node, lua.Name) and scopes.uses.get(node.id) is variable for node in walk(statement)):
                return
            continue
        if not only_fills(statement, variable, scopes):
            return
        for target in targets_of(statement):
            if isinstance(target, lua.Index) and is_use(target.obj, variable, scopes):
                assert isinstance(target.key, lua.String)
                yield target.key.value
