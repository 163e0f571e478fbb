"""How many results functions give, and how they are called; found when all callees are known.

A function is *single* if it always gives exactly one result. It is *settled* if it gives one or none, and nobody can
tell these apart: all of its calls are known, and use one result at most. It is *exact* if no call passes more arguments than it
has parameters; `least` says how many all of them pass.
"""

from dataclasses import dataclass, field

from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.returns import always_returns
from cmc.transpiler.analysis.kinds import OTHER
from cmc.transpiler.analysis.library import FUNCTIONS
from cmc.transpiler.syntax import nodes as lua


@dataclass(slots=True, eq=False)
class Arity:
    """The answers, by the index of a function's object."""

    flow: Flow
    single: set[int] = field(default_factory=set)
    settled: set[int] = field(default_factory=set)
    least: dict[int, int] = field(default_factory=dict)

    def of_call(self, unit: ChunkFlow, node: lua.Call | lua.MethodCall) -> int | None:
        """The number of results of a call, None if it is not known. What cannot be told from one counts as one."""
        if isinstance(node, lua.Call):
            given = unit.library.given(node)
            if given is not None:
                return given.count
        functions = unit.callees.get(node.id, -1)
        if functions < 0:
            return None
        bits = self.flow.graph.values[functions]
        if bits & (UNKNOWN | OTHER):
            return None
        callees = self.flow.heap.among(bits)
        return 1 if callees and all(self._is_single(callee) for callee in callees) else None

    def _is_single(self, callee: Object) -> bool:
        if callee.sort == "library":
            given = FUNCTIONS.get(callee.path)
            return given is not None and given.count == 1 and not self.flow.alters_library
        return callee.sort == "function" and (callee.index in self.single or callee.index in self.settled)


def find_arity(flow: Flow, units: list[ChunkFlow]) -> Arity:
    """Starts from all functions that may be single or settled, and drops those that are not."""
    arity = Arity(flow)
    returns: dict[int, list[lua.Return]] = {}
    owners: dict[int, ChunkFlow] = {}
    for unit in units:
        for id, made in unit.functions.items():
            returns[made.index] = unit.returns[id]
            owners[made.index] = unit
            assert isinstance(made.node, lua.Function)
            always = always_returns(made.node.body, unit.library, unit.scopes)
            if always:
                arity.single.add(made.index)
            sites = flow.sites.get(made.index, [])
            if sites and not made.is_exposed and made.index not in flow.handed:
                if all(site.is_cut or site.tail is not None for site in sites):
                    arity.settled.add(made.index)
                counts = [site.count for site in sites]
                known = [count for count in counts if count is not None and count <= len(made.params)]
                if len(known) == len(counts) and not made.node.vararg:
                    arity.least[made.index] = min(known)
    changed = True
    while changed:
        changed = False
        for index in list(arity.single):
            if not all(_gives_one(arity, owners[index], node) for node in returns[index]):
                arity.single.discard(index)
                changed = True
        for index in list(arity.settled):
            if not all(not node.values or _gives_one(arity, owners[index], node) for node in returns[index]) or any(
                site.tail is not None and site.tail.index not in arity.settled for site in flow.sites.get(index, [])
            ):
                arity.settled.discard(index)
                changed = True
    return arity


def _gives_one(arity: Arity, unit: ChunkFlow, node: lua.Return) -> bool:
    if len(node.values) != 1:
        return False
    value = node.values[0]
    if isinstance(value, lua.Call | lua.MethodCall):
        return arity.of_call(unit, value) == 1
    return not isinstance(value, lua.Vararg)
