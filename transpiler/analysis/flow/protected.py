"""Protected calls of function literals that a `try` in the function around them can be (manual §6.1, `pcall`).

The body then is no level of the stack, which shows where somebody counts levels: `error` with one, the debug library,
to-be-closed variables of coroutines, and the limit of 200 protected calls one inside the other.
"""

from collections.abc import Iterator

from cmc.transpiler.analysis.flow.callgraph import CallGraph
from cmc.transpiler.analysis.flow.state import ChunkFlow
from cmc.transpiler.analysis.scopes import FunctionScope
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


def find_inlined(graph: CallGraph) -> frozenset[lua.Node]:
    """The function literals that protected calls may be freed of."""
    flow, units = graph.flow, graph.units
    found = [(scope, unit) for unit in units for scope in _protected(unit) if _fits(scope, unit)]
    if not found or flow.alters_library or graph.runs_unknown_code():
        return frozenset()
    if flow.heap.mentions("__close") or graph.uses_levels():
        return frozenset()
    opaque = graph.above({node for node, function in graph.functions.items() if function.is_opaque})
    called = graph.exposed() | graph.metamethods()
    return frozenset(scope.node for scope, _ in found if not _nests(graph, scope, opaque, called))


def _protected(unit: ChunkFlow) -> Iterator[FunctionScope]:
    """The literals in `pcall(function() … end)`."""
    for node in walk(unit.chunk.body):
        is_protected = isinstance(node, lua.Call) and unit.library.function_of(node.func) == "pcall"
        if isinstance(node, lua.Call) and is_protected and len(node.args) == 1:
            function = node.args[0]
            if isinstance(function, lua.Function):
                yield unit.scopes.functions[function.id]


def _fits(scope: FunctionScope, unit: ChunkFlow) -> bool:
    """Whether a body means the same in the function around it: it has no closures, jumps, or returns but at its end."""
    function = scope.node
    if not isinstance(function, lua.Function) or function.params or function.vararg or scope.children:
        return False
    last = function.body.statements[-1] if function.body.statements else None
    for node in walk(function.body, into_functions=False):
        if isinstance(node, lua.Goto | lua.Label) or (isinstance(node, lua.Return) and node is not last):
            return False
        is_error = isinstance(node, lua.Call) and unit.library.function_of(node.func) == "error"
        if isinstance(node, lua.Call) and is_error and len(node.args) > 1:
            level = node.args[1]
            if not isinstance(level, lua.Number) or level.value not in (0, 1):
                return False
        if isinstance(node, lua.Local) and any(name.attribute == "close" for name in node.names):
            return False
    if isinstance(last, lua.Return) and any(isinstance(value, _CALLS) for value in last.values[-1:]):
        # What is called in tail position takes the place of the body.
        return False
    is_main = scope.parent is None or isinstance(scope.parent.node, lua.Chunk)
    # The variables of a module's top level are slower than those of a function.
    return not (is_main and any(isinstance(node, _LOOPS) for node in walk(function.body)))


_CALLS = (lua.Call, lua.MethodCall, lua.Vararg)
_LOOPS = (lua.While, lua.Repeat, lua.NumericFor, lua.GenericFor)


def _nests(graph: CallGraph, scope: FunctionScope, opaque: set[lua.Node], called: set[lua.Node]) -> bool:
    """Whether the protected call may come to run inside itself."""
    if scope.parent is None or isinstance(scope.parent.node, lua.Chunk):
        return False
    above = graph.above({scope.parent.node, scope.node})
    callees = {callee for call in graph.functions[scope.node].calls for callee in call.callees}
    if not callees.isdisjoint(above) or not above.isdisjoint(graph.metamethods()):
        return True
    return scope.node in opaque and not called.isdisjoint(above)
