"""What the rules of the flow analysis are handed: the graph, the heap, and the chunks of the program."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cmc.transpiler.analysis.annotations import Signature
from cmc.transpiler.analysis.catalogue import Catalogue, Given
from cmc.transpiler.analysis.flow.definite import Definite
from cmc.transpiler.analysis.flow.graph import Graph
from cmc.transpiler.analysis.flow.heap import Heap, Object
from cmc.transpiler.analysis.flow.packs import Pack
from cmc.transpiler.analysis.library import Library
from cmc.transpiler.analysis.scopes import FunctionScope, Scopes, Variable
from cmc.transpiler.syntax import nodes as lua


@dataclass(slots=True, eq=False)
class ChunkFlow:
    """One chunk: the node of each expression by its id, -1 for those that were never looked at.

    A function that is looked at once more for the sake of one call has a flow of its own: `own` are the scopes that it
    has nodes for, `parent` knows all others, and `depth` counts how many calls it lies inside such calls.
    """

    chunk: lua.Chunk
    scopes: Scopes
    library: Library
    signatures: dict[int, Signature]
    loose: frozenset[str]
    definite: Definite
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


@dataclass(slots=True, eq=False)
class Site:
    """A call in the text: who may be called, and with how many arguments.

    `count` is None where the last argument may stand for several. `is_cut` says that one result at most is used, `tail`
    is the function that returns all results, if one does. `depth` is that of the flow that the call stands in.
    """

    count: int | None
    is_cut: bool
    tail: lua.Function | None
    depth: int
    clones: dict[Object, Object] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Flow:
    """The state of the analysis.

    `alters_library` says that the program may replace functions of the library, `alters_modules` what `require` finds,
    `knows_computed` that it finds nothing but `modules` under names that are computed. `modules` has the chunk that
    `require` finds under a name, `natives` the modules that come with the runtime. `extends_strings` says that strings
    may have functions of the program. `catalogue` has the libraries, `hosts` the objects of its classes; tables of
    `open_packages` may be changed by code that is not seen, `handed_tables` are those that packages got. `sites` are
    the calls by callee, `handed` the functions that the library calls.
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
    constants: dict[int, int] = field(default_factory=dict)
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
    cloner: "Callable[[Flow, Object, Site], Object] | None" = None

    def constant(self, bits: int) -> int:
        """A node that holds certain bits; nothing may be added to it."""
        node = self.constants.get(bits)
        if node is None:
            node = self.constants[bits] = self.graph.node(bits)
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
