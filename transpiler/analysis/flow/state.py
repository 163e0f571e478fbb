"""What the rules of the flow analysis are handed: the graph, the heap, and the chunks of the program."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from cmc.transpiler.analysis.annotations import Signature
from cmc.transpiler.analysis.catalogue import Catalogue, Given
from cmc.transpiler.analysis.flow.definite import Definite
from cmc.transpiler.analysis.flow.graph import Graph
from cmc.transpiler.analysis.flow.heap import Heap, Object
from cmc.transpiler.analysis.flow.intervals import Interval
from cmc.transpiler.analysis.flow.packs import Pack
from cmc.transpiler.analysis.flow.sequences import Keeping
from cmc.transpiler.analysis.flow.versions import EVERYTHING, Version, Versions
from cmc.transpiler.analysis.kinds import ASCII
from cmc.transpiler.analysis.library import Library
from cmc.transpiler.analysis.scopes import FunctionScope, Scopes, Variable
from cmc.transpiler.syntax import nodes as lua


class Operation(NamedTuple):
    """An operator with the nodes of its operands, -1 for none.

    Beside the binary operators of Lua there are `unary -`, `unary ~`, `unary #`, `unary abs`, `for` (start, limit,
    step), and `random` with its two limits.
    """

    op: str
    left: int
    right: int = -1
    step: int = -1


class Copying(NamedTuple):
    """How often a function is looked at anew for the sake of calls, and how deep such calls may lie in each other.

    `clones` are for single calls, `receivers` for single objects. `limit` is that of the graph.
    """

    limit: int
    clones: int = 0
    depth: int = 0
    receivers: int = 0


@dataclass(slots=True, eq=False)
class ChunkFlow:
    """One chunk: the node of each expression by its id, -1 for those that were never looked at.

    A function that is looked at once more for the sake of one call has a flow of its own: `own` are the scopes that it
    has nodes for, `parent` knows all others, and `depth` counts how many calls it lies inside such calls.

    `loaded` has what calls of `load` with a literal give, `is_loaded` says that this is the chunk of such a literal:
    it is compiled when it is loaded, by itself, so that nothing of it may be written in another way. `dead` are the
    blocks that never run. `inside` has the functions that this flow lies inside, as they are there, `call_sites` the
    calls by id: what they make does not depend on the receiver of the method that they stand in.
    """

    chunk: lua.Chunk
    scopes: Scopes
    library: Library
    signatures: dict[int, Signature]
    loose: frozenset[str]
    definite: Definite
    versions: Versions
    keeping: dict[int, Keeping]
    nodes: list[int] | dict[int, int]
    exports: Pack
    arguments: Pack
    variables: dict[Variable, int] = field(default_factory=dict)
    functions: dict[int, Object] = field(default_factory=dict)
    packs: dict[int, Pack] = field(default_factory=dict)
    uncut: set[int] = field(default_factory=set)
    tested: set[Variable] = field(default_factory=set)
    parent: "ChunkFlow | None" = None
    clones: "list[ChunkFlow]" = field(default_factory=list)
    own: frozenset[FunctionScope] = frozenset()
    depth: int = 0
    callees: dict[int, int] = field(default_factory=dict)
    returns: dict[int, list[lua.Return]] = field(default_factory=dict)
    returned_by: dict[int, lua.Function | None] = field(default_factory=dict)
    version_nodes: dict[Version, int] = field(default_factory=dict)
    loaded: dict[int, Object] = field(default_factory=dict)
    is_loaded: bool = False
    dead: frozenset[int] = frozenset()
    inside: dict[lua.Node, Object] = field(default_factory=dict)
    call_sites: "dict[int, Site]" = field(default_factory=dict)

    def bits_of(self, flow: "Flow", id: int) -> int:
        """What an expression may give, in whatever call."""
        bits = 0
        for unit in (self, *self.clones):
            node = unit.nodes[id]
            if node >= 0:
                bits |= flow.graph.values[node]
        return bits

    def is_known(self, id: int) -> bool:
        """Whether an expression has been looked at."""
        return self.nodes[id] >= 0

    def bits_of_callee(self, flow: "Flow", id: int) -> int:
        """Who may be called by a call."""
        bits = 0
        for unit in (self, *self.clones):
            if id in unit.callees:
                bits |= flow.graph.values[unit.callees[id]]
        return bits

    def place_of(self, flow: "Flow", variable: Variable) -> int:
        """The node of a local."""
        unit = self
        while unit.parent is not None and variable.function not in unit.own:
            unit = unit.parent
        node = unit.variables.get(variable)
        if node is None:
            node = unit.variables[variable] = flow.graph.node()
        return node

    def read_by(self, flow: "Flow", name: lua.Name) -> int:
        """The node of what a name reads from a local."""
        version = self.versions.reads.get(name.id)
        return self.place_of(flow, self.scopes.uses[name.id]) if version is None else self._node_of(flow, version)

    def assigned_by(self, flow: "Flow", target: lua.Name | lua.Binding) -> int:
        """The node of what a name or binding assigns to a local."""
        root = self.versions.assigned.get(target.id)
        if root is not None:
            return self._node_of(flow, (root, EVERYTHING))
        variables = self.scopes.declares if isinstance(target, lua.Binding) else self.scopes.uses
        return self.place_of(flow, variables[target.id])

    def _node_of(self, flow: "Flow", version: Version) -> int:
        """The node of a version, made with all that leads to it; not by recursion, as functions may be long."""
        pending: list[Version] = []
        node = self._made(flow, version, pending)
        while pending:
            root, mask = current = pending.pop()
            target = self.version_nodes[current]
            for source, through in [(root, mask)] if mask != EVERYTHING else root.sources:
                made = self._made(flow, (source, EVERYTHING), pending)
                if through == EVERYTHING:
                    flow.graph.edge(made, target)
                else:
                    flow.graph.masked(made, target, through)
        return node

    def _made(self, flow: "Flow", version: Version, pending: list[Version]) -> int:
        node = self.version_nodes.get(version)
        if node is None:
            root, mask = version
            if root.is_whole and mask == EVERYTHING:
                node = self.place_of(flow, root.variable)
            else:
                node = flow.graph.node()
                pending.append(version)
                if mask == EVERYTHING and not root.sources:
                    flow.graph.edge(node, self.place_of(flow, root.variable))
            self.version_nodes[version] = node
        return node


@dataclass(slots=True, eq=False)
class Site:
    """A call in the text: who may be called, and with how many arguments.

    `count` takes the last argument for one, which `rest` is if it may stand for several. `is_cut` says that one result
    at most is used, `tail` is the function that returns all results, if one does. `depth` and `inside` are those of the
    flow that the call stands in.
    """

    count: int
    rest: "tuple[ChunkFlow, lua.Expression] | None"
    is_cut: bool
    tail: lua.Function | None
    depth: int
    inside: dict[lua.Node, Object]
    clones: dict[Object, Object] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Flow:
    """The state of the analysis.

    `alters_library` says that the program may replace functions of the library, `alters_modules` what `require`
    finds, `knows_computed` that it finds nothing but `modules` under names that are computed. `modules` has the
    chunk that `require` finds under a name, `natives` the modules that come with the runtime. `extends_strings`
    says that strings may have functions of the program. `catalogue` has the libraries, `hosts` the objects of its
    classes; tables of `open_packages` may be changed by code that is not seen, `handed_tables` are those that
    packages got. `bounds` are those of the integers in nodes made with some, `operations` the operators whose
    results nodes hold, `consumed` the nodes whose values each get to one place only (`growing.py`). `sites` are the
    calls by callee, `handed` the functions that the library calls, `setters` the calls of `setmetatable` in the
    text by the identity of their arguments. `contexts` has the functions as they are for one receiver, `received`
    counts these, `texts` has some literals by node, `sizes` the nodes of functions. `waiting` are the functions that
    nobody has called yet, with what looks at their bodies.
    """

    graph: Graph
    heap: Heap
    globals: Object
    alters_library: bool
    alters_modules: bool
    knows_computed: bool
    modules: dict[str, ChunkFlow]
    natives: frozenset[str]
    extends_strings: bool
    catalogue: Catalogue
    copying: Copying
    constants: dict[int, int] = field(default_factory=dict)
    bounds: dict[int, Interval] = field(default_factory=dict)
    bounded_constants: dict[tuple[int, Interval], int] = field(default_factory=dict)
    operations: dict[int, Operation] = field(default_factory=dict)
    consumed: set[int] = field(default_factory=set)
    library: dict[str, Object] = field(default_factory=dict)
    computed: dict[tuple[int, int, str | int], int] = field(default_factory=dict)
    intercepted: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    sites: dict[lua.Node, list[Site]] = field(default_factory=dict)
    handed: set[lua.Node] = field(default_factory=set)
    hosts: dict[str, Object] = field(default_factory=dict)
    open_packages: set[str] = field(default_factory=set)
    handed_tables: set[tuple[Object, str]] = field(default_factory=set)
    cloned: dict[lua.Node, int] = field(default_factory=dict)
    worth_cloning: dict[lua.Node, bool] = field(default_factory=dict)
    setters: dict[int, tuple[Pack, lua.Node]] = field(default_factory=dict)
    cloner: "Callable[[Flow, Object, Site], Object] | None" = None
    by_receiver: "Callable[[Flow, Object, Object], Object] | None" = None
    contexts: dict[tuple[Object, Object], Object] = field(default_factory=dict)
    received: dict[lua.Node, int] = field(default_factory=dict)
    sizes: dict[lua.Node, int] = field(default_factory=dict)
    waiting: "dict[Object, Callable[[], None]]" = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    def enter(self, function: Object) -> None:
        """Looks at the body of a function, unless that has been done."""
        look = self.waiting.pop(function, None)
        if look is not None:
            look()

    def constant(self, bits: int) -> int:
        """A node that holds certain bits; nothing may be added to it."""
        node = self.constants.get(bits)
        if node is None:
            node = self.constants[bits] = self.graph.node(bits)
        return node

    def text(self, value: str) -> int:
        """A node for a literal whose value matters to functions of the library; nothing may be added to it."""
        node = next((each for each, known in self.texts.items() if known == value), None)
        if node is None:
            node = self.graph.node(ASCII)
            self.texts[node] = value
        return node

    def bounded(self, bits: int, low: int, high: int) -> int:
        """A node that holds certain bits, and whose integers lie between two bounds; nothing may be added to it."""
        key = (bits, (low, high))
        node = self.bounded_constants.get(key)
        if node is None:
            node = self.bounded_constants[key] = self.graph.node(bits)
            self.bounds[node] = (low, high)
        return node

    def given(self, path: str) -> Given | None:
        """What a function of the library or a method of a host object returns."""
        folder, colon, name = path.partition(":")
        if colon:
            return self.catalogue.classes[folder].methods[name].given
        return self.catalogue.functions.get(path)

    def library_object(self, path: str) -> Object:
        """The object of a library function."""
        made = self.library.get(path)
        if made is None:
            made = self.library[path] = self.heap.new("library", path=path)
        return made

    def of_object(self, made: Object) -> int:
        """A node that holds one object."""
        return self.constant(self.heap.bits(made))
