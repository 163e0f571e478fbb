"""What the text of a function says by itself, and what the flow analysis found out about its calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cmc.transpiler.analysis.flow.arity import Arity
from cmc.transpiler.analysis.flow.state import ChunkFlow
from cmc.transpiler.analysis.library import Library
from cmc.transpiler.syntax import nodes as lua


@dataclass(slots=True, eq=False)
class Functions:
    """The functions of a chunk, and what its calls give; nothing is known without `arity`.

    `settled` are the functions that may return None for no result, `least` has the number of arguments that all calls
    pass to those that never get too many (`flow/arity.py`), `generators` are the bodies of coroutines that Python's
    generators can be (`flow/generators.py`), `inlined` those whose protected call a `try` can be (`flow/protected.py`),
    by the ids of their nodes.
    """

    library: Library
    unit: ChunkFlow | None = None
    arity: Arity | None = None
    settled: frozenset[int] = frozenset()
    least: Mapping[int, int] = field(default_factory=dict)
    generators: frozenset[int] = frozenset()
    inlined: frozenset[int] = frozenset()

    def yields(self, node: lua.Call | lua.MethodCall) -> bool:
        """Whether a call in a generator is one of another generator."""
        if self.unit is None or self.arity is None:
            return False
        callees = self.arity.flow.heap.among(self.unit.bits_of_callee(self.arity.flow, node.id))
        return any(callee.node in self.arity.generators for callee in callees)

    def count(self, node: lua.Node) -> int | None:
        """How many results a call gives, None if that is not known. Other expressions give one, `...` any number."""
        if isinstance(node, lua.Vararg):
            return None
        if not isinstance(node, lua.Call | lua.MethodCall):
            return 1
        if self.arity is None or self.unit is None:
            given = self.library.given(node)
            return given.count if given is not None else None
        return self.arity.of_call(self.unit, node)


def known_functions(library: Library, unit: ChunkFlow, arity: Arity) -> Functions:
    """The functions of a chunk after the analysis of the program."""
    functions = [(id, made.node) for id, made in unit.functions.items() if made.node is not None]
    settled = frozenset(id for id, function in functions if function in arity.settled)
    least = {id: arity.least[function] for id, function in functions if function in arity.least}
    generators = frozenset(id for id, function in functions if function in arity.generators)
    inlined = frozenset(id for id, function in functions if function in arity.inlined)
    return Functions(library, unit, arity, settled, least, generators, inlined)
