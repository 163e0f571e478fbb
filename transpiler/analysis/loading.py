"""Texts that a chunk hands to `load` as they stand (manual §6.1, `load`): what they do is known beforehand.

    local bxor = assert(load("return function(a, b) return a ~ b end"))()

Programs write operators so that older versions of Lua could not read.
"""

from collections.abc import Iterator

from cmc.transpiler.analysis.library import Library
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


def literal_loads(chunk: lua.Chunk, library: Library) -> Iterator[tuple[lua.Call, str, str]]:
    """The calls of `load` with a literal and no environment: each with the text and the name of the chunk."""
    for node in walk(chunk.body):
        if isinstance(node, lua.Call) and library.function_of(node.func) == "load":
            literals = [arg.value for arg in node.args if isinstance(arg, lua.String)]
            if literals and len(literals) == len(node.args) <= 3 and "t" in (*literals, "t", "t")[2]:
                yield node, literals[0], literals[1] if len(literals) > 1 else literals[0]
