"""What the rules of the flow analysis are handed: the graph, the heap, and the chunks of the program."""

from dataclasses import dataclass, field

from cmc.transpiler.analysis.annotations import Signature
from cmc.transpiler.analysis.flow.graph import Graph
from cmc.transpiler.analysis.flow.heap import Heap, Object
from cmc.transpiler.analysis.flow.packs import Pack
from cmc.transpiler.analysis.library import Library
from cmc.transpiler.analysis.scopes import Scopes, Variable
from cmc.transpiler.syntax import nodes as lua


@dataclass(slots=True, eq=False)
class ChunkFlow:
    """One chunk: the node of each expression by its id, -1 for those that were never looked at."""

    chunk: lua.Chunk
    scopes: Scopes
    library: Library
    signatures: dict[int, Signature]
    loose: frozenset[str]
    masks: dict[int, int]
    definite: dict[int, frozenset[str]]
    nodes: list[int]
    exports: Pack
    arguments: Pack
    variables: dict[Variable, int] = field(default_factory=dict)
    functions: dict[int, Object] = field(default_factory=dict)
    packs: dict[int, Pack] = field(default_factory=dict)
    uncut: set[int] = field(default_factory=set)
    callees: dict[int, int] = field(default_factory=dict)
    returns: dict[int, list[lua.Return]] = field(default_factory=dict)
    returned_by: dict[int, Object | None] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Site:
    """A call in the text: who may be called, and with how many arguments.

    `count` is None where the last argument may stand for several. `is_cut` says that one result at most is used, `tail`
    is the function that returns all results, if one does.
    """

    count: int | None
    is_cut: bool
    tail: Object | None


@dataclass(slots=True, eq=False)
class Flow:
    """The state of the analysis.

    `alters_library` says that the program may replace functions of the library, `alters_modules` what `require` finds,
    `knows_computed` that it finds nothing but `modules` under names that are computed.
    `modules` has the chunk that `require` finds under a name, `natives` the modules that come with the runtime,
    `string_names` the functions of strings. `sites` are the calls by callee, `handed` the functions that the library
    calls.
    """

    graph: Graph
    heap: Heap
    globals: Object
    alters_library: bool
    alters_modules: bool
    knows_computed: bool
    modules: dict[str, ChunkFlow]
    natives: frozenset[str]
    string_names: frozenset[str]
    constants: dict[int, int] = field(default_factory=dict)
    library: dict[str, Object] = field(default_factory=dict)
    computed: dict[tuple[int, int, str | int], int] = field(default_factory=dict)
    sites: dict[int, list[Site]] = field(default_factory=dict)
    handed: set[int] = field(default_factory=set)

    def constant(self, bits: int) -> int:
        """A node that holds certain bits; nothing may be added to it."""
        node = self.constants.get(bits)
        if node is None:
            node = self.constants[bits] = self.graph.node(bits)
        return node

    def library_object(self, path: str) -> Object:
        """The object of a library function."""
        made = self.library.get(path)
        if made is None:
            made = self.library[path] = self.heap.new("library", path=path)
        return made

    def of_object(self, made: Object) -> int:
        """A node that holds one object."""
        return self.constant(self.heap.bits(made))
