"""What functions of the library read from tables and store in them (manual §6.1, §6.6)."""

from cmc.transpiler.analysis.flow.access import load, store, store_number
from cmc.transpiler.analysis.flow.calling import Model, call, call_unknown, invoke, one
from cmc.transpiler.analysis.flow.intervals import STEPS
from cmc.transpiler.analysis.flow.packs import Pack, Uniform
from cmc.transpiler.analysis.flow.sequences import ATOMIC, REPLACING, SORTING, Keeping, note_removal
from cmc.transpiler.analysis.flow.state import Flow
from cmc.transpiler.analysis.flow.values import ANYTHING, UNKNOWN
from cmc.transpiler.analysis.kinds import (
    COUNTER,
    NIL,
    OTHER,
    SMALL,
    TEXT,
)


def _concat(flow: Flow, args: Pack, results: Pack) -> None:
    """`table.concat`"""
    _measure(flow, args.at(0))
    load(flow, args.at(0), flow.constant(SMALL), flow.graph.node(), is_constant=False)
    one(flow, results, flow.constant(TEXT))


def _raw_get(flow: Flow, args: Pack, results: Pack) -> None:
    node = flow.graph.node()
    load(flow, args.at(0), args.at(1), node, is_constant=False)
    # Objects of the runtime have their methods from a metatable.
    flow.graph.watch(args.at(0), lambda bits: flow.graph.add(node, ANYTHING) if bits & OTHER else None)
    one(flow, results, node)


def _raw_set(flow: Flow, args: Pack, results: Pack) -> None:
    store(flow, args.at(0), args.at(1), args.at(2), is_constant=False)
    one(flow, results, args.at(0))


def _entries(flow: Flow, tables: int, results: Pack) -> None:
    """A key and its value."""
    heap, graph = flow.heap, flow.graph
    key, value = graph.node(NIL), graph.node(NIL)

    def on_tables(bits: int) -> None:
        if bits & (UNKNOWN | OTHER):
            graph.add(key, ANYTHING)
            graph.add(value, ANYTHING)
        for table in heap.among(bits):
            if table.sort == "table":
                graph.edge(table.keys, key)
                # What is found is no nil; a name of its own keeps the nil of the end apart.
                graph.masked(heap.everything(table), value, ~NIL)

    graph.watch(tables, on_tables)
    results.add_source(Pack(graph, (key, value), is_closed=True))


def _next(flow: Flow, args: Pack, results: Pack) -> None:
    _entries(flow, args.at(0), results)


def _pairs(flow: Flow, args: Pack, results: Pack) -> None:
    iterator = flow.of_object(flow.library_object("next"))
    results.add_source(Pack(flow.graph, (iterator, args.at(0), flow.constant(NIL)), is_closed=True))
    if flow.heap.mentions("__pairs"):
        flow.graph.watch(args.at(0), lambda bits: call_unknown(flow, args, results) if bits & UNKNOWN else None)
        results.add_source(invoke(flow, "__pairs", args))


def _ipairs(flow: Flow, args: Pack, results: Pack) -> None:
    iterator = flow.of_object(flow.library_object("$ipairs"))
    results.add_source(Pack(flow.graph, (iterator, args.at(0), flow.constant(SMALL)), is_closed=True))


def _ipairs_step(flow: Flow, args: Pack, results: Pack) -> None:
    value = flow.graph.node()
    load(flow, args.at(0), flow.constant(SMALL), value, is_constant=False)
    position = flow.bounded(SMALL | COUNTER | NIL, 1, STEPS)
    results.add_source(Pack(flow.graph, (position, value), is_closed=True))


def _insert(flow: Flow, args: Pack, results: Pack) -> None:
    _measure(flow, args.at(0))
    value = args.at(2) if len(args.explicit) == 3 else args.at(1)
    if not args.is_closed or len(args.explicit) not in (2, 3):
        value = args.from_position(1)
        store_number(flow, args.at(0), value, SMALL | COUNTER)
    else:
        keeping = REPLACING if len(args.explicit) == 3 else ATOMIC
        store_number(flow, args.at(0), value, SMALL | COUNTER, keeping)
    if len(args.explicit) == 3:
        # Elements move up, which may go through metamethods.
        _move_elements(flow, args.at(0), args.at(0), ATOMIC)
    results.add_source(Pack(flow.graph, (), is_closed=True))


def _measure(flow: Flow, node: int) -> None:
    """The length of a table is asked for, which may be a matter of its metatable."""
    flow.heap.mark_odd(node)
    if flow.heap.mentions("__len"):
        invoke(flow, "__len", Pack(flow.graph, (node, node), is_closed=True))


def _raw_length(flow: Flow, args: Pack, results: Pack) -> None:
    flow.heap.mark_odd(args.at(0))
    one(flow, results, flow.constant(SMALL))


def _move_elements(flow: Flow, source: int, target: int, keeping: Keeping | None = None) -> None:
    element = flow.graph.node()
    load(flow, source, flow.constant(SMALL), element, is_constant=False)
    store_number(flow, target, element, SMALL | COUNTER, keeping)


def _remove(flow: Flow, args: Pack, results: Pack) -> None:
    _measure(flow, args.at(0))
    element = flow.graph.node(NIL)
    load(flow, args.at(0), flow.constant(SMALL), element, is_constant=False)
    flow.graph.watch(args.at(0), lambda bits: note_removal(flow.heap.among(bits)))
    one(flow, results, element)


def _unpack(flow: Flow, args: Pack, results: Pack) -> None:
    _measure(flow, args.at(0))
    element = flow.graph.node(NIL)
    load(flow, args.at(0), flow.constant(SMALL), element, is_constant=False)
    results.add_source(Uniform(flow.graph, element))


def _pack(flow: Flow, args: Pack, results: Pack) -> None:
    made = flow.heap.new("table")
    node = flow.of_object(made)
    store_number(flow, node, args.everything(), SMALL)
    flow.graph.add(flow.heap.field(made, "n"), SMALL)
    made.definite = frozenset(("n",))
    one(flow, results, node)


def _move(flow: Flow, args: Pack, results: Pack) -> None:
    target = flow.graph.node()
    for position in (0, 4):
        flow.graph.masked(args.at(position), target, ~NIL)
    _move_elements(flow, args.at(0), target)
    one(flow, results, target)


def _sort(flow: Flow, args: Pack, results: Pack) -> None:
    _measure(flow, args.at(0))
    _move_elements(flow, args.at(0), args.at(0), SORTING)
    raw = flow.graph.node()
    load(flow, args.at(0), flow.constant(SMALL), raw, is_constant=False)
    element = flow.graph.node()
    flow.graph.masked(raw, element, ~NIL)
    pair = Pack(flow.graph, (element, element), is_closed=True)
    call(flow, args.at(1), pair)
    if flow.heap.mentions("__lt"):
        flow.heap.mark_operands(element)
        invoke(flow, "__lt", pair)
        flow.graph.watch(element, lambda bits: flow.heap.expose(element) if bits & UNKNOWN else None)
    results.add_source(Pack(flow.graph, (), is_closed=True))


MODELS: dict[str, Model] = {
    "rawget": _raw_get, "rawset": _raw_set, "rawlen": _raw_length, "next": _next, "pairs": _pairs, "ipairs": _ipairs,
    "$ipairs": _ipairs_step, "table.insert": _insert, "table.remove": _remove, "table.unpack": _unpack,
    "table.pack": _pack, "table.concat": _concat, "table.move": _move, "table.sort": _sort,
}  # fmt: skip
"""The models of the functions that deal with tables."""
