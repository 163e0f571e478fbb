"""What functions of the library do with values that programs give them (manual §6).

A model adds what the function returns to its results. Functions without a model of their own either do nothing with
tables and functions, or are taken for code outside the program.
"""

from functools import partial

from cmc.transpiler.analysis.arithmetic import unary_kind
from cmc.transpiler.analysis.flow import coroutines, files, modules, tables
from cmc.transpiler.analysis.flow.access import load, store
from cmc.transpiler.analysis.flow.calling import call, call_unknown, invoke, models, one
from cmc.transpiler.analysis.flow.files import open_files
from cmc.transpiler.analysis.flow.iterators import iterator
from cmc.transpiler.analysis.flow.packs import Pack, Uniform
from cmc.transpiler.analysis.flow.state import Flow, Operation
from cmc.transpiler.analysis.flow.values import ANYTHING, HAVING_METATABLES, OBJECTS, UNKNOWN
from cmc.transpiler.analysis.kinds import (
    ANY,
    ASCII,
    BOOLEAN,
    FALSY,
    FLOAT,
    FUNCTION,
    INTEGER,
    NIL,
    NUMBER,
    OTHER,
    SMALL,
    SMALL_LIMIT,
    TABLE,
    TEXT,
)
from cmc.transpiler.analysis.library import FUNCTIONS

_COMPOSITE = TABLE | FUNCTION | OTHER


def _uniform(flow: Flow, results: Pack, bits: int) -> None:
    results.add_source(Uniform(flow.graph, flow.constant(bits)))


def _plain(path: str, flow: Flow, args: Pack, results: Pack) -> None:
    """Keeps nothing, calls nothing."""
    given = FUNCTIONS[path]
    if given.count is None:
        results.add_source(Uniform(flow.graph, _bounded(flow, path, _MANY.get(path, ANYTHING))))
    else:
        kind = given.kind if given.count else NIL
        one(flow, results, _bounded(flow, path, kind | (UNKNOWN if kind & _COMPOSITE else 0)))


def _bounded(flow: Flow, path: str, kinds: int) -> int:
    """A node for what a function gives, as long as it is the library's own."""
    bounds = _BOUNDS.get(path)
    return flow.constant(kinds) if bounds is None or flow.alters_library else flow.bounded(kinds, *bounds)


_MANY = {
    "collectgarbage": NUMBER | BOOLEAN, "math.modf": NUMBER, "math.randomseed": INTEGER, "string.byte": SMALL | NIL,
    "string.match": SMALL | TEXT | NIL, "string.unpack": NUMBER | TEXT | NIL,
    "utf8.codepoint": SMALL | NIL, "utf8.len": SMALL | NIL, "io.read": NUMBER | TEXT | NIL,
    "os.remove": BOOLEAN | TEXT | SMALL | NIL, "os.rename": BOOLEAN | TEXT | SMALL | NIL,
    "os.execute": BOOLEAN | TEXT | SMALL | NIL, "io.close": BOOLEAN | TEXT | SMALL | NIL, "os.exit": NIL,
}  # fmt: skip

_BOUNDS = {
    "string.byte": (0, 255), "string.len": (0, SMALL_LIMIT), "rawlen": (0, SMALL_LIMIT),
    "string.find": (0, SMALL_LIMIT), "utf8.codepoint": (0, SMALL_LIMIT), "utf8.len": (0, SMALL_LIMIT),
}  # fmt: skip
"""Between which bounds the small integers lie that functions of the library give."""

_PLAIN = frozenset((
    *_MANY, "math.abs", "math.acos", "math.asin", "math.atan", "math.ceil", "math.cos", "math.deg", "math.exp",
    "math.floor", "math.fmod", "math.log", "math.rad", "math.sin", "math.sqrt", "math.tan",
    "math.tointeger", "math.type", "math.ult", "os.clock", "os.date", "os.difftime", "os.getenv",
    "os.tmpname", "rawequal", "string.char", "string.len", "string.pack", "string.packsize", "table.concat",
    "tonumber", "utf8.char", "utf8.offset", "warn", "coroutine.isyieldable", "coroutine.status", "io.type",
))  # fmt: skip


def _foreign(path: str, flow: Flow, args: Pack, results: Pack) -> None:
    """May keep its arguments, call them, and return anything."""
    given = FUNCTIONS[path]
    call_unknown(flow, args, Pack(flow.graph))
    if given.count is None:
        results.add_source(flow.heap.unknown_pack)
    else:
        kind = given.kind if given.count else NIL
        one(flow, results, flow.constant(kind | (UNKNOWN if kind & _COMPOSITE else 0)))


def _ascii_in_ascii_out(flow: Flow, args: Pack, results: Pack) -> None:
    """Pieces of a string of one byte a character are such strings, and so is `string.rep` if its separator is."""
    node = flow.graph.node()
    for position in (0, 2):
        flow.graph.watch(
            args.at(position),
            lambda bits: flow.graph.add(node, TEXT if bits & ANY & ~(ASCII | NUMBER | NIL) else ASCII),
        )
    one(flow, results, node)


def _random(flow: Flow, args: Pack, results: Pack) -> None:
    graph = flow.graph
    node = graph.node()
    first, second = args.at(0), args.at(1)
    flow.operations[node] = Operation("random", first, second)
    known = flow.bounds.get(first)
    # `math.random(0)` gives any integer.
    may_be_zero = known is None or known[0] <= 0 <= known[1]

    def on_limit(_: int) -> None:
        low, high = graph.values[first], graph.values[second]
        kinds = FLOAT if low & NIL else 0
        if (low | high) & ANY & ~NIL:
            is_single = bool(high & NIL) and may_be_zero
            kinds |= INTEGER if is_single or (low | high) & ANY & ~(NIL | SMALL) else SMALL
        graph.derive(node, kinds)

    graph.watch(first, on_limit)
    graph.watch(second, on_limit)
    one(flow, results, _any_number(flow, node))


def _any_number(flow: Flow, node: int) -> int:
    """A node for a number; what is put in the place of a function of the library may give any."""
    return flow.constant(NUMBER) if flow.alters_library else node


def _find(flow: Flow, args: Pack, results: Pack) -> None:
    """`string.find`: two positions and captures, or nil."""
    position = _bounded(flow, "string.find", SMALL | NIL)
    found = Pack(flow.graph, (position, position))
    found.add_source(Uniform(flow.graph, flow.constant(SMALL | TEXT | NIL)), 2)
    results.add_source(found)


def _absolute(flow: Flow, args: Pack, results: Pack) -> None:
    """`math.abs`: a number of the same kind."""
    node, operand = flow.graph.node(), args.at(0)
    flow.operations[node] = Operation("unary abs", operand)
    values = flow.graph.values
    flow.graph.watch(operand, lambda _: flow.graph.derive(node, unary_kind("-", values[operand] & ANY)))
    one(flow, results, _any_number(flow, node))


def _extreme(flow: Flow, args: Pack, results: Pack) -> None:
    """`math.max`, `math.min`: one of the arguments."""
    graph = flow.graph
    node, everything = graph.node(), args.everything()
    graph.masked(everything, node, ~NIL)
    if len(args.explicit) < 2:
        # A single argument is not compared.
        graph.edge(args.at(0), node)
    if flow.heap.mentions("__lt"):
        flow.heap.mark_operands(everything)
        graph.watch(everything, lambda bits: flow.heap.expose(everything) if bits & UNKNOWN else None)
        invoke(flow, "__lt", Pack(graph, (everything, everything), is_closed=True))
    one(flow, results, flow.constant(ANYTHING) if flow.alters_library else node)


def _tostring(flow: Flow, args: Pack, results: Pack) -> None:
    node = flow.graph.node()
    flow.graph.watch(args.at(0), lambda bits: flow.graph.add(node, TEXT if bits & (TEXT | _COMPOSITE) else ASCII))
    show(flow, args.at(0))
    one(flow, results, node)


def show(flow: Flow, node: int) -> None:
    """`__tostring` gets what is shown as text."""
    if flow.heap.mentions("__tostring"):
        flow.heap.mark_operands(node)
        seen: list[bool] = []

        def on_value(bits: int) -> None:
            if bits & UNKNOWN:
                flow.heap.fails()
            if bits & (TABLE | OTHER) and not seen:
                seen.append(True)
                owner = flow.graph.node()
                flow.graph.masked(node, owner, HAVING_METATABLES)
                invoke(flow, "__tostring", Pack(flow.graph, (owner,), is_closed=True))

        flow.graph.watch(node, on_value)


def _print(flow: Flow, args: Pack, results: Pack) -> None:
    show(flow, args.everything())
    results.add_source(Pack(flow.graph, (), is_closed=True))


def _format(flow: Flow, args: Pack, results: Pack) -> None:
    show(flow, args.everything())
    one(flow, results, flow.constant(TEXT))


def _type(flow: Flow, args: Pack, results: Pack) -> None:
    one(flow, results, flow.constant(ASCII))


def _error(flow: Flow, args: Pack, results: Pack) -> None:
    flow.graph.edge(args.at(0), flow.heap.failures)


def _assert(flow: Flow, args: Pack, results: Pack) -> None:
    node = flow.graph.node()
    flow.graph.masked(args.at(0), node, ~FALSY)
    flow.graph.edge(args.at(1), flow.heap.failures)
    pack = Pack(flow.graph, (node,))
    pack.add_source(args)
    results.add_source(pack)


def _protected(flow: Flow, args: Pack, results: Pack) -> None:
    """`pcall(f, …)`"""
    inner = Pack(flow.graph)
    inner.add_source(args, -1)
    pack = Pack(flow.graph, (flow.constant(BOOLEAN),))
    pack.add_source(call(flow, args.at(0), inner), 1)
    pack.add_source(Pack(flow.graph, (flow.heap.failures,), is_closed=True), 1)
    results.add_source(pack)


def _protected_with_handler(flow: Flow, args: Pack, results: Pack) -> None:
    """`xpcall(f, handler, …)`"""
    inner = Pack(flow.graph)
    inner.add_source(args, -2)
    failure = Pack(flow.graph, (flow.heap.failures,), is_closed=True)
    pack = Pack(flow.graph, (flow.constant(BOOLEAN),))
    pack.add_source(call(flow, args.at(0), inner), 1)
    pack.add_source(call(flow, args.at(1), failure), 1)
    pack.add_source(failure, 1)
    results.add_source(pack)


def _time(flow: Flow, args: Pack, results: Pack) -> None:
    """`os.time`: asks for the fields of a date, and sets them."""
    store(flow, args.at(0), flow.constant(ASCII), flow.constant(INTEGER | BOOLEAN), is_constant=False)
    load(flow, args.at(0), flow.constant(ASCII), flow.graph.node(), is_constant=False)
    _plain("os.time", flow, args, results)


def _select(flow: Flow, args: Pack, results: Pack) -> None:
    node = flow.graph.node(SMALL | NIL)
    for position in range(1, 7):
        flow.graph.edge(args.at(position), node)
    results.add_source(Uniform(flow.graph, node))


def _set_metatable(flow: Flow, args: Pack, results: Pack) -> None:
    heap, graph = flow.heap, flow.graph
    metatable = graph.node()
    graph.edge(args.at(1), metatable)
    # What is no table of the program may have any metamethods.
    graph.watch(args.at(1), lambda bits: graph.add(metatable, UNKNOWN) if bits & OTHER else None)

    def on_tables(bits: int) -> None:
        for table in heap.among(bits):
            if table.sort == "table":
                table.settings.add(id(args))
                graph.edge(metatable, table.metatables)
                if heap.mentions("__gc"):
                    graph.watch(metatable, partial(finalize, flow.of_object(table)))

    def finalize(node: int, bits: int) -> None:
        for each in heap.among(bits):
            if each.sort == "table":
                call(flow, heap.stored(each, "__gc"), Pack(graph, (node,), is_closed=True))

    def on_metatable(bits: int) -> None:
        if bits & UNKNOWN:
            heap.expose(args.at(0))

    graph.watch(args.at(0), on_tables)
    graph.watch(args.at(0), lambda bits: heap.expose(metatable) if bits & UNKNOWN else None)
    graph.watch(metatable, on_metatable)
    node = graph.node(TABLE)
    graph.masked(args.at(0), node, OBJECTS | UNKNOWN | TABLE)
    one(flow, results, node)


def _get_metatable(flow: Flow, args: Pack, results: Pack) -> None:
    heap, graph = flow.heap, flow.graph
    node = graph.node(NIL)

    def on_values(bits: int) -> None:
        if bits & (UNKNOWN | TEXT | OTHER):
            graph.add(node, ANYTHING)
        if bits & (UNKNOWN | OTHER):
            open_files(flow)
        for table in heap.among(bits):
            if table.sort == "table":
                table.is_asked = True
                graph.edge(table.metatables, node)
                if heap.mentions("__metatable"):
                    load(flow, table.metatables, "__metatable", node, is_constant=True)

    graph.watch(args.at(0), on_values)
    one(flow, results, node)


def _substitute(flow: Flow, args: Pack, results: Pack) -> None:
    """`string.gsub(s, pattern, replacement)`"""
    captured = Uniform(flow.graph, flow.constant(TEXT | SMALL))
    called: list[bool] = []

    def on_replacement(bits: int) -> None:
        if bits & (FUNCTION | UNKNOWN) and not called:
            called.append(True)
            call(flow, functions, captured)

    functions = flow.graph.node()
    flow.graph.masked(args.at(2), functions, ~TABLE)
    flow.graph.watch(args.at(2), on_replacement)
    load(flow, args.at(2), flow.constant(TEXT | SMALL), flow.graph.node(), is_constant=False)
    results.add_source(Pack(flow.graph, (flow.constant(TEXT), flow.constant(SMALL)), is_closed=True))


def _iterator(kinds: int, flow: Flow, args: Pack, results: Pack) -> None:
    """`string.gmatch`, `io.lines`, `utf8.codes`: a function that gives values of some kinds."""
    made = flow.of_object(iterator(flow, kinds))
    results.add_source(Pack(flow.graph, (made, flow.constant(TEXT | NIL), flow.constant(SMALL | NIL)), is_closed=True))


models.update({path: partial(_plain if path in _PLAIN else _foreign, path) for path in FUNCTIONS})
models.update(
    dict.fromkeys(("string.sub", "string.upper", "string.lower", "string.rep", "string.reverse"), _ascii_in_ascii_out)
)
models.update({
    "math.random": _random, "math.abs": _absolute, "math.max": _extreme, "math.min": _extreme, "tostring": _tostring,
    "print": _print, "type": _type, "error": _error, "assert": _assert, "pcall": _protected,
    "xpcall": _protected_with_handler, "select": _select, "setmetatable": _set_metatable,
    "getmetatable": _get_metatable, "os.time": _time, "string.find": _find, "string.format": _format,
    "string.gsub": _substitute, "string.gmatch": partial(_iterator, TEXT | SMALL | NIL),
    "io.lines": partial(_iterator, TEXT | NUMBER | NIL), "utf8.codes": partial(_iterator, SMALL | NIL),
})  # fmt: skip
for of_library in (coroutines, files, modules, tables):
    models.update(of_library.MODELS)
