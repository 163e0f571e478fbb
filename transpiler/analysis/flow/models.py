"""What functions of the library do with values that programs give them (manual §6).

A model adds what the function returns to its results. Functions without a model of their own either do nothing with
tables and functions, or are taken for code outside the program.
"""

from functools import partial

from cmc.transpiler.analysis.arithmetic import unary_kind
from cmc.transpiler.analysis.flow.access import load, store, store_number
from cmc.transpiler.analysis.flow.calling import call, call_unknown, invoke, models
from cmc.transpiler.analysis.flow.files import MODELS as FILE_MODELS
from cmc.transpiler.analysis.flow.files import open_files
from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.intervals import STEPS
from cmc.transpiler.analysis.flow.iterators import iterator
from cmc.transpiler.analysis.flow.packs import Pack, Uniform
from cmc.transpiler.analysis.flow.sequences import ATOMIC, REPLACING, SORTING, Keeping, note_removal
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow, Operation
from cmc.transpiler.analysis.flow.values import ANYTHING, HAVING_METATABLES, OBJECTS, UNKNOWN
from cmc.transpiler.analysis.kinds import (
    ANY,
    ASCII,
    BOOLEAN,
    COUNTER,
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
    TRUE,
)
from cmc.transpiler.analysis.library import FUNCTIONS

_COMPOSITE = TABLE | FUNCTION | OTHER


def _one(flow: Flow, results: Pack, node: int) -> None:
    results.add_source(Pack(flow.graph, (node,), is_closed=True))


def _uniform(flow: Flow, results: Pack, bits: int) -> None:
    results.add_source(Uniform(flow.graph, flow.constant(bits)))


def _plain(path: str, flow: Flow, args: Pack, results: Pack) -> None:
    """Keeps nothing, calls nothing."""
    given = FUNCTIONS[path]
    if given.count is None:
        results.add_source(Uniform(flow.graph, _bounded(flow, path, _MANY.get(path, ANYTHING))))
    else:
        kind = given.kind if given.count else NIL
        _one(flow, results, _bounded(flow, path, kind | (UNKNOWN if kind & _COMPOSITE else 0)))


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
        _one(flow, results, flow.constant(kind | (UNKNOWN if kind & _COMPOSITE else 0)))


def _ascii_in_ascii_out(flow: Flow, args: Pack, results: Pack) -> None:
    """Pieces of a string of one byte a character are such strings, and so is `string.rep` if its separator is."""
    node = flow.graph.node()
    for position in (0, 2):
        flow.graph.watch(
            args.at(position),
            lambda bits: flow.graph.add(node, TEXT if bits & ANY & ~(ASCII | NUMBER | NIL) else ASCII),
        )
    _one(flow, results, node)


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
    _one(flow, results, _any_number(flow, node))


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
    _one(flow, results, _any_number(flow, node))


def _extreme(flow: Flow, args: Pack, results: Pack) -> None:
    """`math.max`, `math.min`: one of the arguments."""
    node = flow.graph.node()
    everything = args.everything()
    flow.graph.masked(everything, node, NUMBER)
    flow.graph.watch(everything, lambda bits: flow.graph.add(node, NUMBER) if bits & TEXT else None)
    _one(flow, results, _any_number(flow, node))


def _tostring(flow: Flow, args: Pack, results: Pack) -> None:
    node = flow.graph.node()
    flow.graph.watch(args.at(0), lambda bits: flow.graph.add(node, TEXT if bits & (TEXT | _COMPOSITE) else ASCII))
    show(flow, args.at(0))
    _one(flow, results, node)


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
    _one(flow, results, flow.constant(TEXT))


def _type(flow: Flow, args: Pack, results: Pack) -> None:
    _one(flow, results, flow.constant(ASCII))


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


def _concat(flow: Flow, args: Pack, results: Pack) -> None:
    """`table.concat`"""
    _measure(flow, args.at(0))
    load(flow, args.at(0), flow.constant(SMALL), flow.graph.node(), is_constant=False)
    _one(flow, results, flow.constant(TEXT))


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
    _one(flow, results, node)


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
    _one(flow, results, node)


def _raw_get(flow: Flow, args: Pack, results: Pack) -> None:
    node = flow.graph.node()
    load(flow, args.at(0), args.at(1), node, is_constant=False)
    # Objects of the runtime have their methods from a metatable.
    flow.graph.watch(args.at(0), lambda bits: flow.graph.add(node, ANYTHING) if bits & OTHER else None)
    _one(flow, results, node)


def _raw_set(flow: Flow, args: Pack, results: Pack) -> None:
    store(flow, args.at(0), args.at(1), args.at(2), is_constant=False)
    _one(flow, results, args.at(0))


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
    _one(flow, results, flow.constant(SMALL))


def _move_elements(flow: Flow, source: int, target: int, keeping: Keeping | None = None) -> None:
    element = flow.graph.node()
    load(flow, source, flow.constant(SMALL), element, is_constant=False)
    store_number(flow, target, element, SMALL | COUNTER, keeping)


def _remove(flow: Flow, args: Pack, results: Pack) -> None:
    _measure(flow, args.at(0))
    element = flow.graph.node(NIL)
    load(flow, args.at(0), flow.constant(SMALL), element, is_constant=False)
    flow.graph.watch(args.at(0), lambda bits: note_removal(flow.heap.among(bits)))
    _one(flow, results, element)


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
    _one(flow, results, node)


def _move(flow: Flow, args: Pack, results: Pack) -> None:
    target = flow.graph.node()
    for position in (0, 4):
        flow.graph.masked(args.at(position), target, ~NIL)
    _move_elements(flow, args.at(0), target)
    _one(flow, results, target)


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


def _create(flow: Flow, args: Pack, results: Pack) -> None:
    _run(flow, args.at(0))
    _one(flow, results, flow.of_object(_single(flow, "thread")))


def _wrap(flow: Flow, args: Pack, results: Pack) -> None:
    _run(flow, args.at(0))
    _one(flow, results, flow.of_object(_single(flow, "wrapped")))


def _run(flow: Flow, function: int) -> None:
    flow.heap.passed_out.add_source(call(flow, function, flow.heap.passed_in))


def _single(flow: Flow, sort: str) -> Object:
    made = flow.library.get(f"${sort}")
    if made is None:
        made = flow.library[f"${sort}"] = flow.heap.new(sort)
    return made


def _resume(flow: Flow, args: Pack, results: Pack) -> None:
    flow.graph.watch(args.at(0), lambda bits: call_unknown(flow, args, results) if bits & UNKNOWN else None)
    flow.heap.passed_in.add_source(args, -1)
    pack = Pack(flow.graph, (flow.constant(BOOLEAN),))
    pack.add_source(flow.heap.passed_out, 1)
    pack.add_source(Pack(flow.graph, (flow.heap.failures,), is_closed=True), 1)
    results.add_source(pack)


def _yield(flow: Flow, args: Pack, results: Pack) -> None:
    flow.heap.passed_out.add_source(args)
    results.add_source(flow.heap.passed_in)


def _close_coroutine(flow: Flow, args: Pack, results: Pack) -> None:
    results.add_source(Pack(flow.graph, (flow.constant(BOOLEAN), flow.heap.failures), is_closed=True))


def _running(flow: Flow, args: Pack, results: Pack) -> None:
    results.add_source(Pack(flow.graph, (flow.constant(ANYTHING), flow.constant(BOOLEAN)), is_closed=True))
    flow.heap.expose(flow.of_object(_single(flow, "thread")))


def _require(flow: Flow, args: Pack, results: Pack) -> None:
    """A module that is found when the program runs: one of the program's own, or any other, which finds all globals."""
    for unit in flow.modules.values():
        results.add_source(required(flow, unit))
    if not flow.knows_computed or flow.alters_modules:
        call_unknown(flow, args, results)
        flow.heap.expose(flow.of_object(flow.globals))


def required(flow: Flow, unit: ChunkFlow) -> Pack:
    """What `require` gives for a module: `true` if the module returns nothing."""
    node = flow.graph.node()
    flow.graph.masked(unit.exports.at(0), node, ~NIL)
    flow.graph.watch(unit.exports.at(0), lambda bits: flow.graph.add(node, TRUE) if bits & NIL else None)
    return Pack(flow.graph, (node, flow.constant(TEXT)), is_closed=True)


def _load(path: str, flow: Flow, args: Pack, results: Pack) -> None:
    """Text that is compiled when the program runs finds all globals and modules."""
    call_unknown(flow, args, results)
    flow.heap.expose(flow.of_object(flow.globals))
    for unit in flow.modules.values():
        flow.heap.expose(unit.exports.everything())


models.update({path: partial(_plain if path in _PLAIN else _foreign, path) for path in FUNCTIONS})
models.update({path: partial(_load, path) for path in ("load", "loadfile", "dofile")})
models.update(
    dict.fromkeys(("string.sub", "string.upper", "string.lower", "string.rep", "string.reverse"), _ascii_in_ascii_out)
)
models.update({
    "math.random": _random, "math.abs": _absolute, "string.find": _find,
    "math.max": _extreme, "math.min": _extreme, "tostring": _tostring, "print": _print,
    "string.format": _format, "type": _type, "error": _error, "assert": _assert, "pcall": _protected,
    "xpcall": _protected_with_handler, "select": _select, "setmetatable": _set_metatable,
    "getmetatable": _get_metatable, "rawget": _raw_get, "rawset": _raw_set, "rawlen": _raw_length, "next": _next,
    "pairs": _pairs, "ipairs": _ipairs, "$ipairs": _ipairs_step, "table.insert": _insert, "table.remove": _remove,
    "table.unpack": _unpack, "table.pack": _pack, "table.concat": _concat, "table.move": _move, "table.sort": _sort,
    "os.time": _time, "string.gsub": _substitute, "string.gmatch": partial(_iterator, TEXT | SMALL | NIL),
    "io.lines": partial(_iterator, TEXT | NUMBER | NIL), "utf8.codes": partial(_iterator, SMALL | NIL),
    "coroutine.create": _create, "coroutine.wrap": _wrap, "coroutine.resume": _resume, "coroutine.yield": _yield,
    "coroutine.close": _close_coroutine, "coroutine.running": _running, "require": _require, **FILE_MODELS,
})  # fmt: skip
