"""How many results functions give, and how they are called; found when all callees are known.

A function is *single* if it always gives exactly one result. It is *settled* if it gives one or none, and nobody can
tell these apart: all of its calls are known, and use one result at most. It is *exact* if no call passes more arguments
than it has parameters; `least` says how many all of them pass. `counts` has the functions that always give as many
results, two or more (`counts.py`).
"""

from dataclasses import dataclass, field

from cmc.transpiler.analysis.catalogue import LUA
from cmc.transpiler.analysis.flow.counts import FIXED, find_counts, of_library
from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.patterns import gives_one, special_path
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow, Site
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import OTHER
from cmc.transpiler.analysis.returns import always_returns
from cmc.transpiler.syntax import nodes as lua


@dataclass(slots=True, eq=False)
class Arity:
    """The answers, by function."""

    flow: Flow
    single: set[lua.Node] = field(default_factory=set)
    settled: set[lua.Node] = field(default_factory=set)
    least: dict[lua.Node, int] = field(default_factory=dict)
    counts: dict[lua.Node, int] = field(default_factory=dict)
    generators: frozenset[lua.Node] = frozenset()
    inlined: frozenset[lua.Node] = frozenset()

    def of_call(self, unit: ChunkFlow, node: lua.Call | lua.MethodCall) -> int | None:
        """The number of results of a call, None if it is not known. What cannot be told from one counts as one."""
        if isinstance(node, lua.Call):
            given = unit.library.given(node)
            if given is not None:
                pattern = node.args[1] if len(node.args) > 1 else None
                special = special_path(unit.library.function_of(node.func), pattern, unit.scopes)
                is_single = special is not None and gives_one(special) and not self.flow.alters_library
                if is_single:
                    return 1
                count = of_library(self, unit, node)
                return given.count if count is None else count
        bits = unit.bits_of_callee(self.flow, node.id)
        if bits & (UNKNOWN | OTHER):
            return None
        callees = self.flow.heap.among(bits)
        if callees and all(self._is_single(callee) for callee in callees):
            return 1
        counts = {self._count(callee) for callee in callees}
        return counts.pop() if len(counts) == 1 else None

    def _count(self, callee: Object) -> int | None:
        """How many results a function always gives, if that is known and more than one."""
        if callee.sort == "library":
            return None if self.flow.alters_library else FIXED.get(callee.path)
        return self.counts.get(callee.node) if callee.sort == "function" and callee.node is not None else None

    def _is_single(self, callee: Object) -> bool:
        if callee.sort == "library":
            given = self.flow.given(callee.path)
            is_single = given.count == 1 if given is not None else gives_one(callee.path)
            may_be_other = self.flow.alters_library and (given is None or callee.path in LUA.functions)
            return is_single and not may_be_other
        if callee.sort == "table":
            return self._is_single_table(callee)
        return callee.sort == "function" and (callee.node in self.single or callee.node in self.settled)

    def _is_single_table(self, callee: Object) -> bool:
        """Whether calling a table gives one result, because its metamethods do."""
        values, heap = self.flow.graph.values, self.flow.heap
        bits = 0
        for metatable in heap.among(values[callee.metatables]):
            if metatable.sort == "table":
                bits |= values[heap.stored(metatable, "__call")]
        functions = heap.among(bits)
        return (
            bool(functions)
            and not (bits | values[callee.metatables]) & UNKNOWN
            and all(made.sort == "function" and self._is_single(made) for made in functions)
        )


def find_arity(flow: Flow, units: list[ChunkFlow], loaded: list[ChunkFlow]) -> Arity:
    """Starts from all functions that may be single or settled, and drops those that are not.

    Those of `loaded` chunks are compiled by themselves, without what is known of their calls.
    """
    arity = Arity(flow)
    ending: list[lua.Node] = []
    closed: list[lua.Function] = []
    exposed = {made.node for made in flow.heap.objects if made.is_exposed and made.node is not None}
    owners: dict[lua.Node, tuple[ChunkFlow, list[lua.Return]]] = {}
    for unit in (*units, *loaded):
        for id, made in unit.functions.items():
            function = made.node
            assert isinstance(function, lua.Function)
            owners[function] = (unit, unit.returns[id])
            if always_returns(function.body, unit.library, unit.scopes):
                arity.single.add(function)
                ending.append(function)
            if not unit.is_loaded and function not in exposed and function not in flow.handed:
                sites = flow.sites.get(function, [])
                closed.append(function)
                if all(site.is_cut or site.tail is not None for site in sites):
                    arity.settled.add(function)
    changed = True
    while changed:
        changed = False
        for function in list(arity.single):
            unit, returns = owners[function]
            if not all(_gives_one(arity, unit, node) for node in returns):
                arity.single.discard(function)
                changed = True
        for function in list(arity.settled):
            unit, returns = owners[function]
            if not all(not node.values or _gives_one(arity, unit, node) for node in returns) or any(
                site.tail is not None and site.tail not in arity.settled for site in flow.sites.get(function, ())
            ):
                arity.settled.discard(function)
                changed = True
    for function in closed:
        # A function that nobody calls takes what is written.
        counts = [_passed(arity, site) for site in flow.sites.get(function, ())] or [len(function.params)]
        known = [count for count in counts if count is not None and count <= len(function.params)]
        if len(known) == len(counts) and not function.vararg:
            arity.least[function] = min(known)
    several = [(function, *owners[function]) for function in ending if function not in arity.single]
    find_counts(arity, [each for each in several if not each[1].is_loaded])
    return arity


def _gives_one(arity: Arity, unit: ChunkFlow, node: lua.Return) -> bool:
    return len(node.values) == 1 and is_one(arity, unit, node.values[0])


def is_one(arity: Arity, unit: ChunkFlow, value: lua.Expression) -> bool:
    """Whether an expression at the end of a list gives one value."""
    while unit.parent is not None:
        unit = unit.parent
    if isinstance(value, lua.Call | lua.MethodCall):
        return arity.of_call(unit, value) == 1
    return not isinstance(value, lua.Vararg)


def _passed(arity: Arity, site: Site) -> int | None:
    """How many arguments a call passes."""
    return site.count if site.rest is None or is_one(arity, *site.rest) else None
