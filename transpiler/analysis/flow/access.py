"""Reading and writing fields (manual §2.4: `__index`, `__newindex`)."""

from collections.abc import Callable
from functools import partial

from cmc.transpiler.analysis.flow.calling import call
from cmc.transpiler.analysis.flow.files import file_lookup
from cmc.transpiler.analysis.flow.heap import NUMBERS, OTHERS, STRINGS, Key, Object, key_classes
from cmc.transpiler.analysis.flow.packs import Pack
from cmc.transpiler.analysis.flow.sequences import Keeping, note_store
from cmc.transpiler.analysis.flow.shims import host_lookup, store_in_host
from cmc.transpiler.analysis.flow.state import Flow
from cmc.transpiler.analysis.flow.values import ANYTHING, UNKNOWN
from cmc.transpiler.analysis.kinds import ANY, ASCII, FLOAT, FUNCTION, INTEGER, NIL, NUMBER, OTHER, STRING, TEXT

_KEY_KINDS = {NUMBERS: NUMBER, STRINGS: TEXT}


def lookup(flow: Flow, table: Object, key: Key) -> int:
    """The node of what indexing a table gives, its metatables included."""
    graph, heap = flow.graph, flow.heap
    if table.is_exposed:
        # Whatever is found there is outside as well.
        return heap.unknown
    node = table.lookups.get(key)
    if node is not None:
        return node
    node = table.lookups[key] = graph.node(0 if key in table.definite else NIL)
    graph.edge(heap.stored(table, key), node)

    def on_metatables(bits: int) -> None:
        if table.is_exposed:
            return
        if bits & UNKNOWN:
            graph.add(node, ANYTHING)
        for metatable in heap.among(bits):
            if metatable.sort == "table":
                graph.watch(heap.stored(metatable, "__index"), on_index)

    def on_index(bits: int) -> None:
        if table.is_exposed:
            return
        if bits & UNKNOWN:
            graph.add(node, ANYTHING)
            heap.fails()
        for target in heap.among(bits):
            if target.sort == "table":
                graph.edge(lookup(flow, target, key), node)
            else:
                graph.edge(_computed(flow, table, target, key), node)

    if key not in table.definite:
        graph.watch(table.metatables, on_metatables)
        return node
    # The metatables matter from when the field may be cleared.
    cleared: list[bool] = []

    def on_stored(bits: int) -> None:
        if bits & NIL and not cleared:
            cleared.append(True)
            graph.watch(table.metatables, on_metatables)

    graph.watch(node, on_stored)
    return node


def _computed(flow: Flow, table: Object, function: Object, key: Key) -> int:
    """What a function under `__index` gives; strings are not told apart."""
    summary = STRINGS if isinstance(key, str) else key
    place = (table.index, function.index, summary)
    node = flow.computed.get(place)
    if node is None:
        kinds = _KEY_KINDS.get(summary, 0)
        name = flow.constant(kinds) if kinds else flow.heap.odd_keys
        args = Pack(flow.graph, (flow.of_object(table), name), is_closed=True)
        node = flow.computed[place] = call(flow, flow.of_object(function), args).at(0)
    return node


def load(
    flow: Flow, base: int, key: "str | int", target: int, *, is_constant: bool, of_text: int | None = None
) -> None:
    """`target` gets what indexing gives; `key` is the string itself if it is constant, else the node of the key.

    `of_text` is what the field of a string is, if that is known.
    """
    graph = flow.graph

    def read(table: Object, by: Key) -> None:
        graph.edge(lookup(flow, table, by), target)

    def other(bits: int) -> None:
        if bits & UNKNOWN:
            graph.add(target, ANYTHING)
        if bits & TEXT and of_text is not None:
            graph.add(target, of_text)
        elif bits & TEXT and is_constant:
            graph.add(target, _field_of_string(flow, key))
        elif bits & TEXT:
            graph.add(target, NIL)
            graph.watch(int(key), by_text)

    def by_text(bits: int) -> None:
        if flow.extends_strings or flow.alters_library or bits & (TEXT | UNKNOWN):
            graph.add(target, ANYTHING)

    def of_host(made: Object) -> None:
        if made.sort == "thread":
            # Threads have no fields; whoever reads some expects a metatable.
            graph.add(target, ANYTHING)
        elif made.sort == "file":
            graph.edge(file_lookup(flow, made, key if is_constant else OTHERS), target)
        else:
            graph.edge(host_lookup(flow, made, key if is_constant else OTHERS), target)

    _each_place(flow, base, key, read, other, of_host, is_constant=is_constant)


def load_own(flow: Flow, base: int, key: str, target: int) -> None:
    """`target` gets a field that the tables have themselves, unless it is cleared."""
    graph, heap = flow.graph, flow.heap
    cleared: set[int] = set()

    def on_base(bits: int) -> None:
        if bits & (UNKNOWN | OTHER | TEXT):
            graph.add(target, ANYTHING)
        for table in heap.among(bits):
            if table.sort == "table":
                stored = heap.stored(table, key)
                graph.edge(stored, target)
                graph.watch(stored, partial(on_stored, table))

    def on_stored(table: Object, bits: int) -> None:
        if bits & NIL and table.index not in cleared:
            cleared.add(table.index)
            graph.edge(lookup(flow, table, key), target)

    graph.watch(base, on_base)


def _field_of_string(flow: Flow, name: "str | int | None") -> int:
    """What the fields of strings are: functions of the library, and what the program adds."""
    if flow.alters_library or not isinstance(name, str):
        return ANYTHING
    if f"string.{name}" in flow.catalogue.functions:
        return FUNCTION | UNKNOWN
    return ANYTHING if flow.extends_strings else NIL


def store(
    flow: Flow, base: int, key: "str | int", value: int, *, is_constant: bool, keeping: Keeping | None = None
) -> None:
    """A value is stored in a field; with `keeping`, in a way that leaves no hole in a sequence."""
    graph, heap = flow.graph, flow.heap

    written: set[tuple[int, Key]] = set()

    def write(table: Object, by: Key) -> None:
        if (table.index, by) in written:
            return
        written.add((table.index, by))
        if table.is_exposed:
            heap.expose(value)
            if not is_constant:
                heap.expose(int(key))
            return
        graph.edge(value, heap.field(table, by))
        note_store(table, value, keeping if by == NUMBERS else None)
        if not isinstance(by, str):
            assert isinstance(key, int)
            _note_key(flow, table, by, key)
        if heap.mentions("__newindex"):
            graph.watch(table.metatables, lambda bits: redirect(bits, table, by))

    def redirect(bits: int, table: Object, by: Key) -> None:
        if table.is_exposed:
            return
        for metatable in heap.among(bits):
            if metatable.sort == "table":
                handlers = heap.stored(metatable, "__newindex")
                graph.watch(handlers, lambda found: hand_over(found, table, by))

    def hand_over(bits: int, table: Object, by: Key) -> None:
        if table.is_exposed:
            return
        if bits & UNKNOWN:
            heap.expose(value)
            heap.fails()
        for target in heap.among(bits):
            if target.sort == "table":
                target.is_scattered = True
                write(target, by)
            elif target.sort == "host table":
                store_in_host(flow, target, by if isinstance(by, str) else OTHERS)
            else:
                name, stored = _intercepted(flow, table, target)
                graph.edge(flow.constant(ASCII if by.isascii() else STRING) if isinstance(by, str) else int(key), name)
                graph.edge(value, stored)

    def other(bits: int) -> None:
        if bits & (UNKNOWN | OTHER):
            heap.expose(value)
            if not is_constant:
                assert isinstance(key, int)
                heap.expose(key)

    def in_host(made: Object) -> None:
        if made.sort == "host table":
            store_in_host(flow, made, key if is_constant else OTHERS)

    _each_place(flow, base, key, write, other, in_host, is_constant=is_constant)


def copy_fields(flow: Flow, source: int, target: int) -> None:
    """`for k, v in pairs(source) do target[k] = v end`: fields keep their names."""
    graph, heap = flow.graph, flow.heap
    targets: list[Object] = []
    sources: list[Object] = []

    def on_sources(bits: int) -> None:
        if bits & (UNKNOWN | OTHER):
            store(flow, target, heap.unknown, heap.unknown, is_constant=False)
        for table in heap.among(bits):
            if table.sort == "table":
                sources.append(table)
                for other in tuple(targets):
                    heap.copy(table, other)

    def on_targets(bits: int) -> None:
        if bits & (UNKNOWN | OTHER):
            heap.expose(source)
        for table in heap.among(bits):
            if table.sort == "host table":
                store_in_host(flow, table, OTHERS)
            if table.sort == "table":
                targets.append(table)
                for other in tuple(sources):
                    heap.copy(other, table)

    graph.watch(source, on_sources)
    graph.watch(target, on_targets)


def _intercepted(flow: Flow, table: Object, function: Object) -> tuple[int, int]:
    """The nodes of the keys and values that a function under `__newindex` gets."""
    place = (table.index, function.index)
    nodes = flow.intercepted.get(place)
    if nodes is None:
        nodes = flow.intercepted[place] = (flow.graph.node(), flow.graph.node())
        call(flow, flow.of_object(function), Pack(flow.graph, (flow.of_object(table), *nodes), is_closed=True))
    return nodes


def _note_key(flow: Flow, table: Object, by: Key, key: int) -> None:
    """What `next` may give as a key."""
    mask = None if isinstance(by, str) else _KEY_KINDS.get(by)
    if by == NUMBERS:
        # A float that equals an integer is stored as that.
        flow.graph.watch(key, lambda bits: flow.graph.add(table.keys, INTEGER) if bits & FLOAT else None)
    flow.graph.masked(key, table.keys, ~(NIL | NUMBER | TEXT) if mask is None else mask)
    if by == OTHERS:
        flow.graph.edge(key, flow.heap.odd_keys)


def store_number(flow: Flow, base: int, value: int, kind: int, keeping: Keeping | None = None) -> None:
    """A value is stored under an integer of some kind (`table.insert`)."""
    store(flow, base, flow.constant(kind), value, is_constant=False, keeping=keeping)


def _each_place(
    flow: Flow,
    base: int,
    key: "str | int",
    action: "Callable[[Object, Key], None]",
    other: "Callable[[int], None]",
    of_host: "Callable[[Object], None]",
    *,
    is_constant: bool,
) -> None:
    """Does something for each table of `base` and what the key may mean there; `other` is told of all that comes.

    `of_host` is called with the objects that are no tables of the program, but have fields.
    """
    tables: list[Object] = []
    places: list[Key] = [key] if is_constant else []

    def on_base(bits: int) -> None:
        other(bits)
        for table in flow.heap.among(bits):
            if table.sort == "table":
                tables.append(table)
                for place in tuple(places):
                    action(table, place)
            elif table.sort in ("host", "host table", "thread", "file"):
                of_host(table)

    def on_key(bits: int) -> None:
        for place in key_classes(bits & (ANY | UNKNOWN)):
            if place not in places:
                places.append(place)
                for table in tuple(tables):
                    action(table, place)

    flow.graph.watch(base, on_base)
    if not is_constant:
        flow.graph.watch(int(key), on_key)
