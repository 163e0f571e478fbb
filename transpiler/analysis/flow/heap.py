"""Abstract objects: what is stored in tables, and what reaches functions.

A table has a node for each constant string that it is indexed with, and one each for all other strings, numbers and
other keys. Objects that get to code outside the program are *exposed*: anything may be stored in them, and whatever is
stored in them gets outside as well.
"""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from cmc.transpiler.analysis.flow.graph import Graph
from cmc.transpiler.analysis.flow.packs import Pack, Uniform
from cmc.transpiler.analysis.flow.values import ANYTHING, UNKNOWN, bit_of, indexes
from cmc.transpiler.analysis.kinds import ANY, ASCII, FUNCTION, NIL, NUMBER, OTHER, STRING, TABLE, TEXT
from cmc.transpiler.syntax import nodes as lua

NUMBERS, STRINGS, OTHERS = 0, 1, 2
"""The summaries of a table: keys that are numbers, strings that are not constant, and all other keys."""

Key: TypeAlias = "str | int"
"""A constant string, or a summary."""

_ALL_STRINGS, _EVERYTHING = 3, 4


@dataclass(slots=True, eq=False)
class Object:
    """A table, function or thread, or all of those that one place of the program makes.

    `sort` is `table`, `function`, `library` (with its `path`), `chunk` (what `load` gives for a literal), `wrapped`,
    `thread`, `file`, or `host` and `host table` for the objects of a class of the runtime (with its path). `keys` is
    the node of the keys that it is stored with. `definite` are the fields that it has from the beginning. `home` is the
    flow that a function was made in, or that of the chunk.
    `is_odd` says that something is done to a table that only tables of the runtime answer, `is_measured` that somebody
    asks for its length, `is_asked` that its metatable is looked at, `is_operand` that metamethods may be asked for.
    `settings` are the calls that give it a metatable. Whether the table is a sequence is up to the last six, of which
    `elements` are the nodes that must not hold nil, and `rest` what the constructor ends with, if that may give several
    values (`sequences.py`).
    """

    index: int
    sort: str
    node: lua.Node | None = None
    path: str = ""
    is_exposed: bool = False
    is_metatable: bool = False
    keys: int = -1
    metatables: int = -1
    definite: frozenset[str] = frozenset()
    fields: dict[Key, int] = field(default_factory=dict)
    raw: dict[Key, int] = field(default_factory=dict)
    lookups: dict[Key, int] = field(default_factory=dict)
    params: list[int] = field(default_factory=list)
    vararg: Pack | None = None
    results: Pack | None = None
    hides_text: bool = False
    home: Any = None
    is_odd: bool = False
    is_measured: bool = False
    is_asked: bool = False
    is_called: bool = False
    is_operand: bool = False
    settings: set[int] = field(default_factory=set)
    copied_to: "list[Object]" = field(default_factory=list)
    is_scattered: bool = False
    is_late: bool = False
    by_field: bool = False
    shrinks: bool = False
    elements: list[int] = field(default_factory=list)
    rest: "tuple[Any, lua.Expression] | None" = None


class Heap:
    """All objects, with the nodes that stand for the world outside.

    What comes to `sink` gets outside; `unknown` holds what may come from there. `failures` holds the values of errors.
    """

    def __init__(self, graph: Graph, events: frozenset[str] | None) -> None:
        self.graph = graph
        self.objects: list[Object] = []
        self.unknown = graph.node(ANYTHING)
        self.unknown_pack = Uniform(graph, self.unknown)
        self.failures = graph.node(TEXT)
        self.sink = graph.node()
        self.passed_in = Pack(graph)
        self.passed_out = Pack(graph)
        self.odd_keys = graph.node()
        # Gets a bit when code outside may call a function of the program, and hand it something.
        self.called_from_outside = graph.node()
        self._mentioned = events
        self._events: dict[str, int] = {}
        self._any_event = graph.node()
        graph.watch(self.sink, self._expose_all)

    def mentions(self, event: str) -> bool:
        """Whether there may be a metamethod of that name."""
        return self._mentioned is None or event in self._mentioned

    def new(self, sort: str, node: lua.Node | None = None, path: str = "") -> Object:
        """A new object."""
        made = Object(len(self.objects), sort, node, path)
        if sort == "table":
            made.keys, made.metatables = self.graph.node(), self.graph.node()
            self.graph.watch(made.metatables, self._mark_metatables)
        self.objects.append(made)
        return made

    def bits(self, made: Object) -> int:
        """The set of one object."""
        kind = _KINDS.get(made.sort, FUNCTION)
        return bit_of(made.index) | kind

    def among(self, bits: int) -> "list[Object]":
        """The objects of a set."""
        objects = self.objects
        return [objects[index] for index in indexes(bits)]

    # Fields

    def field(self, table: Object, key: Key) -> int:
        """The node of what is stored under a key."""
        node = table.fields.get(key)
        if node is None:
            node = table.fields[key] = self.graph.node()
            if table.is_exposed:
                self._expose_node(node)
            if isinstance(key, str):
                self.graph.add(table.keys, ASCII if key.isascii() else STRING)
                if _ALL_STRINGS in table.raw:
                    self.graph.edge(node, table.raw[_ALL_STRINGS])
                if table.is_metatable and key.startswith("__"):
                    self.graph.edge(node, self.event(key))
            elif key == STRINGS:
                if table.is_metatable:
                    self.graph.edge(node, self._any_event)
                if _ALL_STRINGS in table.raw:
                    self.graph.edge(node, table.raw[_ALL_STRINGS])
            if _EVERYTHING in table.raw:
                self.graph.edge(node, table.raw[_EVERYTHING])
            for other in table.copied_to:
                self.graph.edge(node, self.field(other, key))
        return node

    def copy(self, source: Object, target: Object) -> None:
        """Whatever is stored in one table is stored in another one under the same key."""
        if target is source or target in source.copied_to:
            return
        source.copied_to.append(target)
        target.is_scattered = True
        self.graph.edge(source.keys, target.keys)
        for key, node in list(source.fields.items()):
            self.graph.edge(node, self.field(target, key))

    def stored(self, table: Object, key: Key) -> int:
        """The node of what `rawget` may find under a key, without the nil of a key that is not there."""
        node = table.raw.get(key)
        if node is None:
            node = table.raw[key] = self.graph.node()
            if key == STRINGS:
                self.graph.edge(self.all_strings(table), node)
            else:
                self.graph.edge(self.field(table, key), node)
                if isinstance(key, str):
                    self.graph.edge(self.field(table, STRINGS), node)
        return node

    def all_strings(self, table: Object) -> int:
        """The node of what is stored under strings."""
        return self._collect(table, _ALL_STRINGS)

    def everything(self, table: Object) -> int:
        """The node of all that is stored in a table."""
        return self._collect(table, _EVERYTHING)

    def _collect(self, table: Object, name: int) -> int:
        node = table.raw.get(name)
        if node is None:
            node = table.raw[name] = self.graph.node()
            for key, stored in table.fields.items():
                if name == _EVERYTHING or isinstance(key, str) or key == STRINGS:
                    self.graph.edge(stored, node)
            if table.is_exposed:
                self.graph.add(node, ANYTHING)
        return node

    # Metatables

    def event(self, name: str) -> int:
        """The node of all metamethods of a name."""
        node = self._events.get(name)
        if node is None:
            node = self._events[name] = self.graph.node()
            self.graph.edge(self._any_event, node)
            for table in self.objects:
                if table.is_metatable and name in table.fields:
                    self.graph.edge(table.fields[name], node)
        return node

    def _mark_metatables(self, bits: int) -> None:
        for table in self.among(bits):
            if table.sort == "table" and not table.is_metatable:
                table.is_metatable = True
                for key, node in list(table.fields.items()):
                    if isinstance(key, str) and key.startswith("__"):
                        self.graph.edge(node, self.event(key))
                self.graph.edge(self.field(table, STRINGS), self._any_event)

    def mark_odd(self, node: int) -> None:
        """Something is done to the tables of a node that only tables of the runtime answer."""

        def on_tables(bits: int) -> None:
            for table in self.among(bits):
                table.is_odd = True

        self.graph.watch(node, on_tables)

    def mark_measured(self, node: int) -> None:
        """Somebody asks for the length of the tables of a node."""

        def on_tables(bits: int) -> None:
            for table in self.among(bits):
                table.is_measured = True

        self.graph.watch(node, on_tables)

    def mark_operands(self, node: int) -> None:
        """Metamethods may be called for the tables of a node."""

        def on_tables(bits: int) -> None:
            for table in self.among(bits):
                table.is_operand = True

        self.graph.watch(node, on_tables)

    # The world outside

    def expose(self, node: int) -> None:
        """The values of a node get outside."""
        self.graph.edge(node, self.sink)

    def _expose_all(self, bits: int) -> None:
        for made in self.among(bits):
            if not made.is_exposed:
                made.is_exposed = True
                _EXPOSE[made.sort](self, made)

    def _expose_node(self, node: int) -> None:
        self.graph.add(node, ANYTHING)
        self.graph.edge(node, self.sink)

    def _expose_table(self, table: Object) -> None:
        self.graph.add(table.keys, ANYTHING)
        self.expose(table.keys)
        for node in table.fields.values():
            self._expose_node(node)
        self._expose_node(self.field(table, STRINGS))
        for node in (*table.raw.values(), *table.lookups.values()):
            self.graph.add(node, ANYTHING)
        self.expose(table.metatables)

    def _expose_function(self, function: Object) -> None:
        if function.params or getattr(function.node, "vararg", False):
            self.graph.add(self.called_from_outside, FUNCTION)
        for position, param in enumerate(function.params):
            mask = ANYTHING & ~TEXT if position == 0 and function.hides_text else ANYTHING
            self.graph.add(param, mask)
        assert function.vararg is not None and function.results is not None
        function.vararg.add_source(self.unknown_pack)
        self.expose(function.results.everything())

    def _expose_chunk(self, chunk: Object) -> None:
        chunk.home.arguments.add_source(self.unknown_pack)
        self.expose(chunk.home.exports.everything())

    def _expose_coroutines(self, _: Object) -> None:
        self.passed_in.add_source(self.unknown_pack)
        self.expose(self.passed_out.everything())

    def _expose_nothing(self, _: Object) -> None:
        """Functions of the library keep nothing of the program."""

    def _expose_host(self, table: Object) -> None:
        for node in table.lookups.values():
            self.graph.add(node, ANYTHING)

    def open(self, made: Object) -> None:
        """The fields of an object of the runtime may be anything from now on."""
        if not made.is_exposed:
            made.is_exposed = True
            self._expose_host(made)

    def fails(self) -> None:
        """Code outside the program runs, and may raise anything."""
        self.graph.add(self.failures, ANYTHING)


# As all code that takes a host table for a plain one would be wrong, its set says that it may be something else.
_KINDS = {"table": TABLE, "thread": OTHER, "file": OTHER, "host": OTHER, "host table": TABLE | OTHER}

_EXPOSE = {
    "table": Heap._expose_table,
    "function": Heap._expose_function,
    "library": Heap._expose_nothing,
    "chunk": Heap._expose_chunk,
    "wrapped": Heap._expose_coroutines,
    "thread": Heap._expose_coroutines,
    "file": Heap._expose_nothing,
    "host": Heap._expose_nothing,
    "host table": Heap._expose_host,
}


def key_classes(kinds: int) -> "list[Key]":
    """The summaries that keys of some kinds belong to."""
    found: list[Key] = []
    if kinds & NUMBER:
        found.append(NUMBERS)
    if kinds & TEXT:
        found.append(STRINGS)
    if kinds & (ANY | UNKNOWN) & ~(NUMBER | TEXT | NIL):
        found.append(OTHERS)
    return found
