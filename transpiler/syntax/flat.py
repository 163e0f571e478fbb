"""`do … end` blocks whose statements can as well stand in the block around them (manual §3.3.1).

    local Stack = {} do
        function Stack.new() … end
    end

Which variable a name means has been settled before, so that such a block says nothing that the program would show.
"""

from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

_LEAVING = (lua.Return, lua.Break, lua.Goto)


def flatten(chunk: lua.Chunk) -> None:
    """Takes such blocks away; what is to be closed, labels, and jumps at their ends keep the others."""
    blocks = [node for node in walk(chunk.body) if isinstance(node, lua.Block)]
    # From the inside out.
    for block in reversed(blocks):
        if any(isinstance(statement, lua.Do) for statement in block.statements) and _is_plain(block):
            block.statements = [inner for statement in block.statements for inner in _parts(statement)]


def _parts(statement: lua.Statement) -> list[lua.Statement]:
    if not isinstance(statement, lua.Do) or not statement.body.statements or not _is_plain(statement.body):
        return [statement]
    inner = statement.body.statements
    declared = [name for each in inner if isinstance(each, lua.Local) for name in each.names]
    closes = any(name.attribute == "close" for name in declared)
    return [statement] if closes or isinstance(inner[-1], _LEAVING) else inner


def _is_plain(block: lua.Block) -> bool:
    return not any(isinstance(statement, lua.Label) for statement in block.statements)
