"""Calls: arguments reach parameters, what is returned reaches the caller (manual §3.4.10, `__call` in §2.4)."""

from collections.abc import Callable

from cmc.transpiler.analysis.catalogue import LUA
from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.packs import MethodArguments, Pack
from cmc.transpiler.analysis.flow.state import Flow, Site
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import FUNCTION, OTHER, TABLE

Model = Callable[[Flow, Pack, Pack], None]
"""What a function of the library does with its arguments; it adds sources to the results."""

models: dict[str, Model] = {}
"""The models by path, filled by `models.py`."""


MANY = 40
"""A call that may reach so many functions is taken for one of unknown functions."""


def call(flow: Flow, function: int, args: Pack, site: Site | None = None) -> Pack:
    """The results of calling the values of a node. Without a site the library calls."""
    results = Pack(flow.graph, consumed=None if site is None else flow.consumed)
    met: set[int] = set()
    entered = 0

    def on_functions(bits: int) -> None:
        nonlocal entered
        if bits & (UNKNOWN | OTHER):
            call_unknown(flow, args, results)
        for callee in flow.heap.among(bits):
            if callee.sort in ("host", "host table"):
                continue
            if callee.sort != "table":
                entered += 1
                if entered == MANY:
                    call_unknown(flow, args, results)
                if entered >= MANY:
                    # Where so many functions meet, little is known of any.
                    flow.heap.expose(flow.of_object(callee))
                    continue
                _enter(flow, callee, args, results, site)
                continue
            callee.is_called = True
            if flow.heap.mentions("__call"):
                _call_table(flow, callee, args, results, site, met)

    flow.graph.watch(function, on_functions)
    return results


def call_unknown(flow: Flow, args: Pack, results: Pack) -> None:
    """Code outside the program gets the arguments, and may return anything."""
    flow.heap.expose(args.everything())
    flow.heap.fails()
    results.add_source(flow.heap.unknown_pack)


def _enter(flow: Flow, callee: Object, args: Pack, results: Pack, site: Site | None) -> None:
    if callee.sort == "library":
        models[callee.path](flow, args, results)
        if flow.alters_library and callee.path in LUA.functions:
            # What has been put in its place is held to the kinds of its results (`runtime/core/mirror.py`).
            call_unknown(flow, args, Pack(flow.graph))
            given = LUA.functions.get(callee.path)
            if given is None or given.count is None:
                results.add_source(flow.heap.unknown_pack)
            elif given.kind & (TABLE | FUNCTION | OTHER):
                results.add_source(Pack(flow.graph, (flow.constant(given.kind | UNKNOWN),), is_closed=True))
        return
    if callee.sort == "chunk":
        callee.home.arguments.add_source(args)
        results.add_source(callee.home.exports)
        return
    if callee.sort != "function":
        flow.heap.passed_in.add_source(args)
        results.add_source(flow.heap.passed_out)
        return
    assert callee.node is not None
    if site is None:
        flow.handed.add(callee.node)
    else:
        flow.sites.setdefault(callee.node, []).append(site)
    made = callee if site is None or flow.cloner is None else flow.cloner(flow, callee, site)
    if not isinstance(args, MethodArguments):
        _link(flow, made, args, results, None)
    elif made is callee and callee.params:
        _enter_by_receiver(flow, callee, args, results)
    else:
        _link(flow, made, args, results, args.receivers_of(callee.index))


def _enter_by_receiver(flow: Flow, method: Object, args: MethodArguments, results: Pack) -> None:
    """A method that is called by a colon, for each of the objects that have it."""

    def on_receivers(bits: int) -> None:
        for receiver in flow.heap.among(bits):
            callee = method if flow.by_receiver is None else flow.by_receiver(flow, method, receiver)
            _link(flow, callee, args, results, flow.of_object(receiver))

    flow.graph.watch(args.receivers_of(method.index), on_receivers)


def _link(flow: Flow, callee: Object, args: Pack, results: Pack, receiver: int | None) -> None:
    """Arguments reach parameters, results the caller; `receiver` is the node of the first argument, if it has one."""
    flow.enter(callee)
    for position, param in enumerate(callee.params):
        source = args.at(position) if position or receiver is None else receiver
        flow.graph.edge(source, param)
    assert callee.vararg is not None and callee.results is not None
    callee.vararg.add_source(args, -len(callee.params))
    results.add_source(callee.results)


def _call_table(flow: Flow, table: Object, args: Pack, results: Pack, site: Site | None, met: set[int]) -> None:
    """What calls a table through its metamethod, which gets the table first; `met` are all functions called so."""
    moved = Pack(flow.graph, (flow.of_object(table),))
    moved.add_source(args, 1)
    if site is not None:
        site = Site(site.count + 1, site.rest, site.is_cut, site.tail, site.depth, site.inside)
    seen: set[int] = set()

    def on_metatables(bits: int) -> None:
        if bits & UNKNOWN:
            call_unknown(flow, args, results)
            flow.heap.expose(flow.of_object(table))
        for metatable in flow.heap.among(bits):
            if metatable.sort == "table" and metatable.index not in seen:
                seen.add(metatable.index)
                flow.graph.watch(flow.heap.stored(metatable, "__call"), on_functions)

    def on_functions(bits: int) -> None:
        if bits & (UNKNOWN | OTHER):
            call_unknown(flow, moved, results)
        for callee in flow.heap.among(bits):
            if callee.index in seen:
                continue
            seen.add(callee.index)
            met.add(callee.index)
            if len(met) >= MANY:
                call_unknown(flow, moved, results)
                flow.heap.expose(flow.of_object(callee))
            elif callee.sort == "table":
                # A chain of callable tables: nothing is gained by following it.
                call_unknown(flow, moved, results)
            else:
                _enter(flow, callee, moved, results, site)

    flow.graph.watch(table.metatables, on_metatables)


def one(flow: Flow, results: Pack, node: int) -> None:
    """A function gives one value."""
    results.add_source(Pack(flow.graph, (node,), is_closed=True))


def invoke(flow: Flow, event: str, args: Pack) -> Pack:
    """The results of the metamethods of a name."""
    return call(flow, flow.heap.event(event), args)
