"""Coroutines that can be generators of Python: every yield stands in a function that is known to run in a coroutine.

A function that yields is a *generator* if it is written as the argument of `coroutine.wrap` or `coroutine.create`, or
if all of its calls are known and stand in generators, which then say `yield from`. Nothing else may lie between: yields
that go through a function of the library, a metamethod or a function that is not known need a stack of their own.
"""

from collections.abc import Iterator

from cmc.transpiler.analysis.flow.callgraph import Call, CallGraph
from cmc.transpiler.analysis.flow.state import ChunkFlow
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import children, walk

_MAKERS = frozenset(("coroutine.wrap", "coroutine.create"))
_ODD_NAMES = frozenset(("running", "isyieldable", "collectgarbage"))
"""What tells generators from other coroutines."""

_ODD_EVENTS = ("__close", "__gc")
_MAX_BLOCKS, _MAX_NESTING = 10, 12
"""How deep blocks and expressions may nest, beyond which they would continue in Python functions of their own."""


def find_generators(graph: CallGraph) -> frozenset[lua.Node]:
    """The functions that can be generators, in a program that is known as a whole."""
    flow, units = graph.flow, graph.units
    made = {node for unit in units for node in _made(unit)}
    if not made or flow.alters_library or graph.runs_unknown_code():
        return frozenset()
    if any(flow.heap.mentions(event) for event in _ODD_EVENTS) or any(_is_odd(unit) for unit in units):
        return frozenset()
    functions = graph.functions
    colored = graph.above({node for node, function in functions.items() if function.yields})
    opaque = graph.above({node for node, function in functions.items() if function.is_opaque})
    if graph.uses_levels() or not graph.metamethods().isdisjoint(colored | opaque):
        return frozenset()
    exposed = graph.exposed()
    callers: dict[lua.Node, set[lua.Node]] = {}
    for node, function in functions.items():
        for call in function.calls:
            for callee in call.callees:
                callers.setdefault(callee, set()).add(node)
    wrong = {
        node
        for node in colored
        if node in opaque
        or not isinstance(node, lua.Function)
        or not _fits(node)
        or not all(_is_clean(call, colored) for call in functions[node].calls)
        or _is_chain(graph, node)
        or (node not in made and (node in exposed or node in flow.handed or node not in callers))
    }
    # A generator is called by generators only, and calls no other function that yields.
    pending = list(wrong)
    while pending:
        linked = {callee for call in functions[pending[-1]].calls for callee in call.callees}
        linked |= callers.get(pending.pop(), set())
        for other in (linked & colored) - wrong:
            wrong.add(other)
            pending.append(other)
    return frozenset(colored - wrong)


def _made(unit: ChunkFlow) -> Iterator[lua.Function]:
    """The functions that are written as arguments of what makes coroutines."""
    for node in walk(unit.chunk.body):
        if not isinstance(node, lua.Call) or unit.library.function_of(node.func) not in _MAKERS:
            continue
        if len(node.args) == 1 and isinstance(node.args[0], lua.Function):
            yield node.args[0]


def _is_odd(unit: ChunkFlow) -> bool:
    """Whether a chunk may tell a generator from another coroutine."""
    for node in walk(unit.chunk.body):
        if isinstance(node, lua.Name) and node.name in _ODD_NAMES and node.id not in unit.scopes.uses:
            return True
        if isinstance(node, lua.Index):
            if isinstance(node.key, lua.String) and node.key.value in _ODD_NAMES:
                return True
            holds_library = isinstance(node.obj, lua.Name) and node.obj.name in ("coroutine", "_G", "_ENV")
            if holds_library and not isinstance(node.key, lua.String):
                return True
    return False


def _is_chain(graph: CallGraph, node: lua.Node) -> bool:
    """Whether a function calls itself just once, as through a list: a switch goes through all levels of the recursion.

    That is slow where they are many; those who call themselves several times go through trees, which are low.
    """
    above = graph.above({node})
    weights = [call.weight for call in graph.functions[node].calls if not call.callees.isdisjoint(above)]
    return sum(weights) == 1


def _is_clean(call: Call, colored: set[lua.Node]) -> bool:
    """Whether a call reaches nothing that yields, or only what a `yield from` may be said of."""
    if call.callees.isdisjoint(colored):
        return True
    return call.is_plain and not call.is_tail and call.callees <= colored


def _fits(function: lua.Function) -> bool:
    """Whether nothing of a function is moved to other Python functions: jumps are plain, and nesting is low."""
    return not any(isinstance(node, lua.Goto | lua.Label) for node in walk(function.body)) and _is_flat(function)


def _is_flat(function: lua.Function) -> bool:
    pending: list[tuple[lua.Node, int, int]] = [(function.body, 0, 0)]
    while pending:
        node, blocks, nesting = pending.pop()
        for child in children(node):
            if isinstance(child, lua.Function):
                continue
            inner = nesting + 1 if isinstance(child, lua.Expression) else 0
            deeper = blocks + 1 if isinstance(child, lua.Block) else blocks
            if deeper > _MAX_BLOCKS or inner > _MAX_NESTING:
                return False
            pending.append((child, deeper, inner))
    return True
