"""The analysis of a whole program, or of one chunk alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cmc.transpiler.analysis.annotations import Signature
from cmc.transpiler.analysis.classes.find import find_classes
from cmc.transpiler.analysis.classes.result import Classes
from cmc.transpiler.analysis.dead import find_branches
from cmc.transpiler.analysis.fills import targets_of
from cmc.transpiler.analysis.flow import models  # noqa: F401  (fills the table of models)
from cmc.transpiler.analysis.flow.arity import Arity, find_arity, is_one
from cmc.transpiler.analysis.flow.callgraph import CallGraph
from cmc.transpiler.analysis.flow.cloning import clone, for_receiver, generate, make_functions
from cmc.transpiler.analysis.flow.conditions import Trust
from cmc.transpiler.analysis.flow.definite import find_definite
from cmc.transpiler.analysis.flow.generators import find_generators
from cmc.transpiler.analysis.flow.graph import Graph, TooMuch
from cmc.transpiler.analysis.flow.heap import NUMBERS, STRINGS, Heap
from cmc.transpiler.analysis.flow.packs import Pack
from cmc.transpiler.analysis.flow.protected import find_inlined
from cmc.transpiler.analysis.flow.ranges import Ranges, find_ranges
from cmc.transpiler.analysis.flow.sequences import keeping_stores
from cmc.transpiler.analysis.flow.shims import use_shims
from cmc.transpiler.analysis.flow.splitting import find_versions
from cmc.transpiler.analysis.flow.state import ChunkFlow, Copying, Flow
from cmc.transpiler.analysis.flow.tails import deep_returns
from cmc.transpiler.analysis.flow.uncalled import enter_uncalled
from cmc.transpiler.analysis.flow.values import ANYTHING
from cmc.transpiler.analysis.kinds import NIL, SMALL, TEXT
from cmc.transpiler.analysis.library import LIBRARY_TABLES, Library
from cmc.transpiler.analysis.returns import loose_names
from cmc.transpiler.analysis.scopes import Scopes, Variable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A chunk of the program, with what is known of it so far. `names` are those that `require` finds it under.

    `is_open` says that others may get what it returns. `loads` has the chunks of literals that calls of it load.
    """

    chunk: lua.Chunk
    scopes: Scopes
    library: Library
    signatures: dict[int, Signature]
    names: tuple[str, ...] = ()
    is_open: bool = False
    loads: dict[int, lua.Chunk] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class World:
    """What is known of the world around the chunks.

    `is_closed` says that no other code finds the globals of the chunks, `is_complete` that none requires them,
    `knows_computed` that `require` finds only these under computed names, `extends_strings` that strings may have other
    functions than those of the standard library.
    `metamethods` are those that the texts mention (None: any), `natives` the modules that come with the runtime.
    """

    is_closed: bool
    is_complete: bool
    knows_computed: bool
    extends_strings: bool
    metamethods: frozenset[str] | None
    alters_library: bool
    natives: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """What holds in the chunks of a program."""

    flow: Flow
    arity: Arity
    deep_returns: set[lua.Return]
    units: dict[lua.Chunk, ChunkFlow]
    classes: dict[lua.Chunk, Classes]
    ranges: Ranges


_ATTEMPTS = (
    Copying(130_000, clones=50, depth=4, receivers=80),
    Copying(200_000, clones=12, depth=2),
    Copying(250_000),
)
"""The closer a program is looked at, the sooner that is given up: a hundred thousand steps take about a second."""


def solve(parts: Iterable[Part], world: World) -> Solution | None:
    """Follows all values through the chunks; None where that takes too long."""
    parts = list(parts)
    for copying in _ATTEMPTS:
        try:
            return _solve(parts, world, copying)
        except TooMuch:
            continue
    return None


def _solve(parts: list[Part], world: World, copying: Copying) -> Solution:
    graph = Graph(copying.limit)
    heap = Heap(graph, world.metamethods)
    environment = heap.new("table")
    units: dict[lua.Chunk, ChunkFlow] = {}
    loose: set[str] = set()
    catalogue = parts[0].library.catalogue
    for part in parts:
        loose |= loose_names(part.chunk, part.scopes)
    trust = Trust(not world.alters_library, heap.mentions)
    for part in parts:
        units[part.chunk] = ChunkFlow(
            part.chunk, part.scopes, part.library, part.signatures, frozenset(loose),
            find_definite(part.chunk, part.scopes, part.library), find_versions(part.scopes, part.library, trust),
            keeping_stores(part.chunk, part.scopes, part.library, heap, trusts_library=trust.library),
            [-1] * part.chunk.nodes, Pack(graph), Pack(graph),
            dead=find_branches(part.chunk, part.library).dead,
        )  # fmt: skip
    modules = {name: units[part.chunk] for part in parts for name in part.names}
    alters_modules = any(_mentions(part.chunk, MODULE_TABLES) for part in parts)
    flow = Flow(
        graph,
        heap,
        environment,
        world.alters_library,
        alters_modules,
        world.knows_computed,
        modules,
        world.natives | LIBRARY_TABLES,
        world.extends_strings,
        catalogue,
        copying,
    )
    use_shims(flow)
    flow.cloner = clone if copying.clones else None
    flow.by_receiver = for_receiver if copying.receivers else None
    for part in parts:
        for id, chunk in part.loads.items():
            made = units[part.chunk].loaded[id] = heap.new("chunk")
            made.home = units[chunk]
            units[chunk].is_loaded = True
    arguments = _arguments(heap)
    assigned: set[str] = set()
    for unit in units.values():
        _prepare(flow, unit)
        assigned |= _assigned_globals(unit)
    for unit in units.values():
        for node in walk(unit.chunk.body, without=unit.dead):
            name = node.name if isinstance(node, lua.Name) and node.id in unit.scopes.env_uses else None
            if name == "arg" and name not in assigned:
                graph.add(heap.field(environment, name), arguments | NIL)
            elif name is not None and (name not in assigned or name in catalogue.globals):
                graph.add(heap.field(environment, name), ANYTHING)
        generate(flow, unit, unit.scopes.root)
    # What replaces functions of the library is called from wherever these are (`runtime/core/mirror.py`).
    for key, stored in list(environment.fields.items()):
        if key in catalogue.globals and key != "_G":
            heap.expose(stored)
    heap.expose(heap.field(environment, STRINGS))
    graph.add(heap.field(environment, "_G"), heap.bits(environment))
    if not world.is_closed:
        heap.expose(flow.of_object(environment))
        for unit in units.values():
            heap.expose(unit.exports.everything())
            unit.arguments.add_source(heap.unknown_pack)
    for part in parts:
        if part.is_open:
            heap.expose(units[part.chunk].exports.everything())
    if alters_modules or not world.is_complete:
        for unit in units.values():
            heap.expose(unit.exports.everything())
    # What nobody catches is shown.
    models.show(flow, heap.failures)
    graph.propagate()
    enter_uncalled(flow, {node for unit in units.values() for node in walk(unit.chunk.body, without=unit.dead)})
    chunks = [unit for unit in units.values() if not unit.is_loaded]
    loaded = [unit for unit in units.values() if unit.is_loaded]
    arity = find_arity(flow, chunks, loaded)
    for made in heap.objects:
        if made.rest is not None and not is_one(arity, *made.rest):
            made.is_scattered = True
    if world.is_closed:
        calls = CallGraph(flow, chunks)
        arity.generators, arity.inlined = find_generators(calls), find_inlined(calls)
    classes = find_classes(flow, chunks, loaded)
    return Solution(flow, arity, deep_returns(flow, chunks), units, classes, find_ranges(flow))


MODULE_TABLES = frozenset(("loaded", "preload", "searchers", "loaders"))
"""Words of programs that may alter what `require` finds."""


def _arguments(heap: Heap) -> int:
    """The set of the table `arg`, which holds strings; programs that others import may have none."""
    made = heap.new("table")
    heap.graph.add(made.keys, SMALL)
    heap.graph.add(heap.field(made, NUMBERS), TEXT)
    return heap.bits(made)


def _mentions(chunk: lua.Chunk, words: frozenset[str]) -> bool:
    return any(isinstance(node, lua.String) and node.value in words for node in walk(chunk.body))


def _assigned_globals(unit: ChunkFlow) -> set[str]:
    return {
        target.name
        for node in walk(unit.chunk.body)
        for target in targets_of(node)
        if isinstance(target, lua.Name) and target.id in unit.scopes.env_uses
    }


def _tested(unit: ChunkFlow) -> set[Variable]:
    """The locals whose truth, or whether they are nil, is asked for."""
    asked: list[lua.Node] = []
    for node in walk(unit.chunk.body):
        if isinstance(node, lua.Unary) and node.op == "not":
            asked.append(node.operand)
        elif isinstance(node, lua.Binary) and node.op in ("and", "or"):
            asked.append(node.left)
        elif isinstance(node, lua.Binary) and node.op in ("==", "~="):
            asked += [node.left, node.right]
        elif isinstance(node, lua.If):
            asked += [condition for condition, _ in node.arms]
        elif isinstance(node, lua.While | lua.Repeat):
            asked.append(node.condition)
    uses = unit.scopes.uses
    return {uses[node.id] for node in asked if isinstance(node, lua.Name) and node.id in uses}


def _prepare(flow: Flow, unit: ChunkFlow) -> None:
    """Makes the objects of all functions, and notes which calls use more than one result."""
    unit.tested = _tested(unit)
    make_functions(flow, unit, unit.scopes.functions.values())
    if not unit.is_loaded:
        # The entry gets the arguments of the program, a module its name and file.
        unit.arguments.add_source(Pack(flow.graph, (flow.constant(ANYTHING),) * 6))
    for id, scope in unit.scopes.functions.items():
        returns = unit.returns[id] = []
        for node in walk(scope.node.body, into_functions=False):
            if isinstance(node, lua.Return):
                returns.append(node)
                if len(node.values) == 1:
                    unit.returned_by[node.values[0].id] = scope.node if isinstance(scope.node, lua.Function) else None
                if node.values:
                    unit.uncut.add(node.values[-1].id)
            elif isinstance(node, lua.Call | lua.MethodCall) and node.args:
                unit.uncut.add(node.args[-1].id)
            elif isinstance(node, lua.Table) and node.fields:
                unit.uncut.add(node.fields[-1].value.id)
            elif isinstance(node, lua.Local | lua.Assign) and node.values:
                targets = node.names if isinstance(node, lua.Local) else node.targets
                if len(targets) > len(node.values):
                    unit.uncut.add(node.values[-1].id)
            elif isinstance(node, lua.GenericFor):
                unit.uncut.add(node.values[-1].id)
