"""Functions of a program that nobody calls: they are looked at last, as what they were written for.

A method gets the objects that have it. No other parameter has any value, so that nothing that such a function stores
is taken for what the program stores.
"""

from cmc.transpiler.analysis.flow.heap import Heap, Object
from cmc.transpiler.analysis.flow.state import Flow
from cmc.transpiler.analysis.flow.values import bit_of
from cmc.transpiler.syntax import nodes as lua


def enter_uncalled(flow: Flow, live: set[lua.Node]) -> None:
    """Looks at all functions of the program, of which `live` are those that control may get to."""
    while flow.waiting:
        waiting = [function for function in flow.waiting if function.node in live]
        receivers = _receivers(flow.heap, waiting)
        for function in waiting:
            flow.enter(function)
            for receiver in receivers.get(function, ()):
                flow.graph.add(function.params[0], flow.heap.bits(receiver))
        if not waiting:
            flow.waiting.clear()
        flow.graph.propagate()


def _receivers(heap: Heap, functions: list[Object]) -> dict[Object, list[Object]]:
    """The objects that have each of some functions as a method, or the class itself where it has no instances."""
    methods = [made for made in functions if isinstance(made.node, lua.Function) and made.node.method]
    wanted = 0
    for made in methods:
        wanted |= bit_of(made.index)
    if not methods:
        return {}
    values = heap.graph.values
    heirs: dict[Object, list[Object]] = {}
    for table in heap.objects:
        for owner in _sources(heap, table) if table.sort == "table" else ():
            heirs.setdefault(owner, []).append(table)
    found: dict[Object, list[Object]] = {made: [] for made in methods}
    for owner in heap.objects:
        if owner.sort != "table" or owner.is_exposed:
            continue
        stored = 0
        for node in owner.fields.values():
            stored |= values[node]
        for made in heap.among(stored & wanted):
            if made in found:
                found[made] += heirs.get(owner, [owner])
    return found


def _sources(heap: Heap, table: Object) -> list[Object]:
    """What a table inherits fields from, directly or not."""
    values = heap.graph.values
    found: list[Object] = []
    pending = [table]
    while pending:
        for metatable in heap.among(values[pending.pop().metatables]):
            index = metatable.fields.get("__index") if metatable.sort == "table" else None
            for source in heap.among(values[index]) if index is not None else ():
                if source.sort == "table" and source not in found:
                    found.append(source)
                    pending.append(source)
    return found
