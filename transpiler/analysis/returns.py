"""What the text of functions says by itself."""

from cmc.transpiler.analysis.library import Library
from cmc.transpiler.analysis.scopes import Scopes
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


def loose_names(chunk: lua.Chunk, scopes: Scopes) -> set[str]:
    """The names of fields that the text takes off objects with a dot, other than to hand a `self` on.

    A function `C:name` whose name is not among them is called as a method, so its `self` is a value that has it.
    """
    names: set[str] = set()
    bound: set[int] = set()
    for node in walk(chunk.body):
        if isinstance(node, lua.Call) and isinstance(node.func, lua.Index) and node.args:
            first = node.args[0]
            if isinstance(first, lua.Name) and first.name == "self" and first.id in scopes.uses:
                bound.add(node.func.id)
        elif isinstance(node, lua.FunctionStatement):
            bound.add(node.target.id)
        elif isinstance(node, lua.Assign):
            bound |= {target.id for target in node.targets}
        elif isinstance(node, lua.Index) and isinstance(node.key, lua.String) and node.id not in bound:
            names.add(node.key.value)
    return names


def always_returns(block: lua.Block, library: Library, scopes: Scopes) -> bool:
    """Whether control never leaves a block at its end."""
    if not block.statements:
        return False
    last = block.statements[-1]
    if isinstance(last, lua.Return):
        return True
    if isinstance(last, lua.CallStatement):
        return isinstance(last.call, lua.Call) and library.function_of(last.call.func) == "error"
    if isinstance(last, lua.Do):
        return always_returns(last.body, library, scopes)
    if isinstance(last, lua.If):
        blocks = [*(body for _, body in last.arms), last.orelse]
        return all(body is not None and always_returns(body, library, scopes) for body in blocks)
    if isinstance(last, lua.While):
        endless = isinstance(last.condition, lua.Boolean) and last.condition.value
        return endless and not any(loop is last for loop in scopes.breaks.values())
    return False
