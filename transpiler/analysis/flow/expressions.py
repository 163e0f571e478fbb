"""What expressions give: one function for each kind of node, called for operands first."""

from collections.abc import Callable
from functools import partial
from typing import Any

from cmc.transpiler.analysis.arithmetic import binary_kind, loop_kind, unary_kind
from cmc.transpiler.analysis.flow.access import load, load_own, lookup, store
from cmc.transpiler.analysis.flow.calling import call, call_unknown, invoke
from cmc.transpiler.analysis.flow.files import STREAMS, TEXT_FORMATS, file_of
from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.modules import required
from cmc.transpiler.analysis.flow.packs import MethodArguments, Pack
from cmc.transpiler.analysis.flow.patterns import special_path
from cmc.transpiler.analysis.flow.sequences import REPLACING
from cmc.transpiler.analysis.flow.shims import watch_hosts
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow, Operation, Site
from cmc.transpiler.analysis.flow.values import ANYTHING, HAVING_METATABLES, OBJECTS, UNKNOWN
from cmc.transpiler.analysis.kinds import (
    ANY,
    ASCII,
    BIG,
    BOOLEAN,
    FALSE,
    FALSY,
    FLOAT,
    NIL,
    OTHER,
    SMALL,
    SMALL_LIMIT,
    STRING,
    TABLE,
    TRUE,
)
from cmc.transpiler.analysis.library import LIBRARY_TABLES
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

EVENTS = {
    "+": "__add", "-": "__sub", "*": "__mul", "/": "__div", "%": "__mod", "//": "__idiv", "^": "__pow", "&": "__band",
    "|": "__bor", "~": "__bxor", "<<": "__shl", ">>": "__shr", "..": "__concat", "==": "__eq", "~=": "__eq",
    "<": "__lt", ">": "__lt", "<=": "__le", ">=": "__le",
}  # fmt: skip
_UNARY_EVENTS = {"-": "__unm", "~": "__bnot", "#": "__len"}
_COMPARISONS = frozenset(("==", "~=", "<", "<=", ">", ">="))
_COMPOSITE = TABLE | OTHER | UNKNOWN
MULTIPLE = (lua.Call, lua.MethodCall, lua.Vararg)


def node_of(flow: Flow, unit: ChunkFlow, expression: lua.Expression) -> int:
    """The node of an expression cut to one value; its operands have been looked at."""
    node = unit.nodes[expression.id]
    if node < 0:
        node = unit.nodes[expression.id] = RULES[type(expression)](flow, unit, expression)
    return node


def pack_of(flow: Flow, unit: ChunkFlow, values: list[lua.Expression], consumed: set[int] | None = None) -> Pack:
    """The values of a list of expressions, of which the last may stand for several; `consumed` as for a pack."""
    return _pack(flow, unit, [], values, consumed)


def _pack(
    flow: Flow, unit: ChunkFlow, first: list[int], values: list[lua.Expression], consumed: set[int] | None = None
) -> Pack:
    explicit = list(first)
    spread = values[-1] if values and isinstance(values[-1], MULTIPLE) else None
    explicit += [node_of(flow, unit, value) for value in (values if spread is None else values[:-1])]
    pack = Pack(flow.graph, tuple(explicit), is_closed=spread is None, consumed=consumed)
    if spread is not None:
        pack.add_source(results_of(flow, unit, spread), len(explicit))
    return pack


def results_of(flow: Flow, unit: ChunkFlow, expression: lua.Expression) -> Pack:
    """All results of a call or `...`."""
    node_of(flow, unit, expression)
    return unit.packs[expression.id]


def environment_node(flow: Flow, unit: ChunkFlow, expression: lua.Name) -> int:
    """The node of the table that a global name is a field of."""
    variable = unit.scopes.env_uses[expression.id]
    if variable is unit.scopes.env:
        return flow.of_object(flow.globals)
    return unit.place_of(flow, variable)


def _name(flow: Flow, unit: ChunkFlow, expression: lua.Name) -> int:
    if expression.id in unit.scopes.uses:
        return unit.read_by(flow, expression)
    path = unit.library.path_of(expression)
    if path is not None:
        return flow.of_object(flow.library_object(path))
    node = flow.graph.node()
    load(flow, environment_node(flow, unit, expression), expression.name, node, is_constant=True)
    return node


def _index(flow: Flow, unit: ChunkFlow, expression: lua.Index) -> int:
    path = unit.library.path_of(expression)
    if path is not None:
        constants = unit.library.catalogue.constants
        if path in unit.library.catalogue.callable_tables:
            return flow.constant(TABLE | UNKNOWN)
        if path in STREAMS:
            return flow.of_object(file_of(flow))
        if path not in constants:
            return flow.of_object(flow.library_object(path))
        kind = constants[path]
        return flow.constant(kind | (UNKNOWN if kind & _COMPOSITE else 0))
    base = node_of(flow, unit, expression.obj)
    node = flow.graph.node()
    key = expression.key
    if isinstance(key, lua.String) and expression.id in unit.definite.reads:
        load_own(flow, base, key.value, node)
    elif isinstance(key, lua.String):
        load(flow, base, key.value, node, is_constant=True)
    else:
        load(flow, base, node_of(flow, unit, key), node, is_constant=False)
    return node


def _call(flow: Flow, unit: ChunkFlow, expression: lua.Call) -> int:
    path = unit.library.function_of(expression.func)
    args = pack_of(flow, unit, expression.args)
    first = expression.args[0] if expression.args else None
    if path == "require" and isinstance(first, lua.String):
        results = _require(flow, first.value, args)
    elif path == "load" and expression.id in unit.loaded and not flow.alters_library:
        results = Pack(flow.graph, (flow.of_object(unit.loaded[expression.id]),), is_closed=True)
    elif path == "select" and isinstance(first, lua.String):
        results = Pack(flow.graph, (flow.constant(SMALL),), is_closed=True)
    elif path is not None:
        if path == "setmetatable":
            flow.setters[id(args)] = args, expression
        pattern = expression.args[1] if len(expression.args) > 1 else None
        special = special_path(path, pattern, unit.scopes)
        results = call(flow, flow.of_object(flow.library_object(special or path)), args)
    else:
        function = unit.callees[expression.id] = node_of(flow, unit, expression.func)
        results = call(flow, function, args, _site(unit, expression, expression.args, 0))
    unit.packs[expression.id] = results
    return results.at(0)


def _require(flow: Flow, name: str, args: Pack) -> Pack:
    """What `require` gives for a constant name."""
    results = Pack(flow.graph)
    unit = flow.modules.get(name)
    if unit is not None:
        results.add_source(required(flow, unit))
    if unit is None or flow.alters_modules:
        call_unknown(flow, args, results)
        if name not in flow.natives:
            flow.heap.expose(flow.of_object(flow.globals))
    return results


def _method_call(flow: Flow, unit: ChunkFlow, expression: lua.MethodCall) -> int:
    base = node_of(flow, unit, expression.obj)
    graph = flow.graph
    function = unit.callees[expression.id] = graph.node()
    path = f"string.{expression.name}"
    first = expression.args[0] if expression.args else None
    of_text = None
    if path in flow.catalogue.functions and not flow.alters_library:
        special = special_path(path, first, unit.scopes)
        of_text = flow.heap.bits(flow.library_object(special or path))
    load(flow, base, expression.name, function, is_constant=True, of_text=of_text)
    values = _pack(flow, unit, [base], expression.args)
    args = MethodArguments(graph, values.explicit, is_closed=values.is_closed)
    args.add_source(values)
    _find_receivers(flow, base, expression.name, args)
    results = call(flow, function, args, _site(unit, expression, expression.args, 1))
    unit.packs[expression.id] = results
    return results.at(0)


def _find_receivers(flow: Flow, base: int, name: str, args: MethodArguments) -> None:
    """Hands each method the objects that have it."""

    def on_base(bits: int) -> None:
        for table in flow.heap.among(bits):
            if table.sort == "table":
                flow.graph.watch(lookup(flow, table, name), partial(on_methods, flow.heap.bits(table)))

    def on_methods(table: int, bits: int) -> None:
        for method in flow.heap.among(bits):
            if method.sort == "function":
                flow.graph.derive(args.receivers_of(method.index), table)

    flow.graph.watch(base, on_base)


def _site(unit: ChunkFlow, expression: lua.Node, args: list[lua.Expression], first: int) -> Site | None:
    if unit.is_loaded:
        return None
    site = unit.call_sites.get(expression.id)
    if site is None:
        rest = (unit, args[-1]) if args and isinstance(args[-1], MULTIPLE) else None
        tail = unit.returned_by.get(expression.id)
        site = Site(len(args) + first, rest, expression.id not in unit.uncut, tail, unit.depth, unit.inside)
        unit.call_sites[expression.id] = site
    return site


def _vararg(flow: Flow, unit: ChunkFlow, expression: lua.Vararg) -> int:
    pack = unit.packs[expression.id]
    return pack.at(0)


def _function(flow: Flow, unit: ChunkFlow, expression: lua.Function) -> int:
    return flow.of_object(unit.functions[expression.id])


def _table(flow: Flow, unit: ChunkFlow, expression: lua.Table) -> int:
    made = flow.heap.new("table", expression)
    made.definite = unit.definite.fields.get(expression.id) or frozenset(
        field.key.value for field in expression.fields if isinstance(field.key, lua.String) and field.named
    )
    if not flow.heap.mentions("__newindex"):
        made.definite |= unit.definite.filled.get(expression.id, frozenset())
    node = flow.of_object(made)
    element = flow.constant(SMALL)
    for field in expression.fields:
        value = node_of(flow, unit, field.value)
        if isinstance(field.key, lua.String):
            flow.graph.edge(value, flow.heap.field(made, field.key.value))
            made.is_scattered = True
        elif field.key is not None:
            store(flow, node, node_of(flow, unit, field.key), value, is_constant=False)
        else:
            if field is expression.fields[-1] and isinstance(field.value, MULTIPLE):
                more = flow.graph.node()
                flow.graph.masked(results_of(flow, unit, field.value).from_position(1), more, ~NIL)
                store(flow, node, element, more, is_constant=False, keeping=REPLACING)
                made.rest = unit, field.value
            store(flow, node, element, value, is_constant=False, keeping=REPLACING)
    return node


def _unary(flow: Flow, unit: ChunkFlow, expression: lua.Unary) -> int:
    op = expression.op
    if op == "not":
        return flow.constant(BOOLEAN)
    graph = flow.graph
    operand = node_of(flow, unit, expression.operand)
    node = graph.node()
    event = _UNARY_EVENTS[op]
    is_mentioned = flow.heap.mentions(event)

    flow.operations[node] = Operation(f"unary {op}", operand)
    flow.consumed.add(node)

    def on_operand(bits: int) -> None:
        graph.derive(node, unary_kind(op, graph.values[operand] & ANY))

    graph.watch(operand, on_operand)
    watch_hosts(flow, operand, node)
    if op == "#":
        flow.heap.mark_measured(operand)
    if is_mentioned:
        flow.heap.mark_operands(operand)
        _watch_composite(flow, event, operand, node)
    return node


def _watch_composite(flow: Flow, event: str, operand: int, node: int) -> None:
    """An operand that is a table may have a metatable with a metamethod."""
    graph, heap = flow.graph, flow.heap
    handlers = graph.node()
    seen: list[bool] = []

    def on_operand(bits: int) -> None:
        if bits & UNKNOWN:
            graph.add(node, ANYTHING)
            heap.expose(operand)
        if bits & (OTHER | UNKNOWN):
            graph.edge(heap.event(event), handlers)
        if bits & _COMPOSITE and not seen:
            seen.append(True)
            owner = graph.node()
            graph.masked(operand, owner, HAVING_METATABLES)
            results = call(flow, handlers, Pack(graph, (owner, owner), is_closed=True))
            graph.edge(results.at(0), node)
        for table in heap.among(bits):
            if table.sort == "table":
                graph.watch(table.metatables, on_metatables)

    def on_metatables(bits: int) -> None:
        if bits & UNKNOWN:
            graph.add(node, ANYTHING)
            heap.expose(operand)
        for metatable in heap.among(bits):
            if metatable.sort == "table":
                graph.edge(heap.stored(metatable, event), handlers)

    graph.watch(operand, on_operand)


def _binary(flow: Flow, unit: ChunkFlow, expression: lua.Binary) -> int:
    op = expression.op
    left, right = node_of(flow, unit, expression.left), node_of(flow, unit, expression.right)
    if op in ("and", "or"):
        return _logic(flow, op, left, right)
    graph = flow.graph
    node = flow.constant(BOOLEAN) if op in _COMPARISONS else graph.node()
    event = EVENTS[op]
    # Where there is no `__le`, `a <= b` asks `__lt` whether `b < a`, as the reference is built.
    for asked in (event, "__lt") if event == "__le" else (event,):
        if flow.heap.mentions(asked):
            _watch_composites(flow, asked, left, right, None if op in _COMPARISONS else node)
    if op not in _COMPARISONS:
        flow.operations[node] = Operation(op, left, right)
        flow.consumed.add(node)

        def on_operand(_: int) -> None:
            kinds = binary_kind(op, graph.values[left] & ANY, graph.values[right] & ANY)
            graph.derive(node, SMALL if kinds and is_masked else kinds)

        is_masked = op == "&" and (_is_small_mask(expression.left) or _is_small_mask(expression.right))

        graph.watch(left, on_operand)
        graph.watch(right, on_operand)
        watch_hosts(flow, left, node)
        watch_hosts(flow, right, node)
    return node


def _is_small_mask(expression: lua.Expression) -> bool:
    """Whether an operand of `&` is a literal that leaves a small result, whatever the other one is."""
    return (
        isinstance(expression, lua.Number)
        and isinstance(expression.value, int)
        and 0 <= expression.value <= SMALL_LIMIT
    )


def _watch_composites(flow: Flow, event: str, left: int, right: int, node: int | None) -> None:
    """Operands that are tables may have metamethods."""
    graph = flow.graph
    seen: list[bool] = []
    flow.heap.mark_operands(left)
    flow.heap.mark_operands(right)

    def on_operand(bits: int) -> None:
        if bits & UNKNOWN:
            # A metamethod that nobody knows gets both.
            flow.heap.expose(left)
            flow.heap.expose(right)
            flow.heap.fails()
            if node is not None:
                graph.add(node, ANYTHING)
        if bits & _COMPOSITE and not seen:
            seen.append(True)
            results = invoke(flow, event, Pack(graph, (left, right), is_closed=True))
            if event == "__lt" or event == "__le" or event == "__eq":
                # `a > b` is `b < a`.
                invoke(flow, event, Pack(graph, (right, left), is_closed=True))
            if node is not None:
                graph.edge(results.at(0), node)

    graph.watch(left, on_operand)
    graph.watch(right, on_operand)


def _logic(flow: Flow, op: str, left: int, right: int) -> int:
    graph = flow.graph
    node = graph.node()
    flow.consumed.add(node)
    is_and = op == "and"
    graph.masked(left, node, FALSY if is_and else ~FALSY)
    decides = ~FALSY if is_and else FALSY
    graph.watch(left, lambda bits: graph.edge(right, node) if bits & decides else None)
    return node


def loop_variable(flow: Flow, first: int, limit: int, step: int, node: int) -> None:
    """The kinds of the variable of a numeric `for`."""
    values = flow.graph.values
    flow.operations[node] = Operation("for", first, limit, step)

    def on_part(_: int) -> None:
        flow.graph.derive(node, loop_kind(values[first] & ANY, values[limit] & ANY, values[step] & ANY))

    for part in (first, limit, step):
        flow.graph.watch(part, on_part)


def _number(flow: Flow, unit: ChunkFlow, expression: lua.Number) -> int:
    if isinstance(expression.value, float):
        return flow.constant(FLOAT)
    kind = SMALL if -SMALL_LIMIT <= expression.value <= SMALL_LIMIT else BIG
    return flow.bounded(kind, expression.value, expression.value)


def _string(flow: Flow, unit: ChunkFlow, expression: lua.String) -> int:
    if expression.value in TEXT_FORMATS:
        return flow.text(expression.value)
    return flow.constant(ASCII if expression.value.isascii() else STRING)


def has_table_as_self(unit: ChunkFlow, function: lua.Function) -> bool:
    """Whether `self` of a method is a value that has the method as a field, and no string.

    Calls `x:name()` see to the first. The name must not be taken off with a dot, but to hand a `self` on
    (`Base.name(self)`), and the body must use `self` as no string can be used: functions may be put among those of
    strings from anywhere.
    """
    owner, _, name = function.name.rpartition(":")
    if not function.method or name in unit.loose or owner in LIBRARY_TABLES:
        return False
    own = unit.scopes.declares[function.params[0].id]
    for node in walk(function.body, into_functions=False):
        if isinstance(node, lua.Index) and isinstance(node.obj, lua.Name) and isinstance(node.key, lua.String):
            is_own = unit.scopes.uses.get(node.obj.id) is own
            if is_own and f"string.{node.key.value}" not in unit.library.catalogue.functions:
                return True
    return False


def function_object(flow: Flow, unit: ChunkFlow, expression: lua.Function) -> Object:
    """A new object for a function, with nodes for its parameters."""
    made = flow.heap.new("function", expression)
    made.home = unit
    made.vararg, made.results = Pack(flow.graph), Pack(flow.graph, consumed=flow.consumed)
    signature = unit.signatures.get(expression.id)
    made.hides_text = has_table_as_self(unit, expression)
    for binding in expression.params:
        variable = unit.scopes.declares[binding.id]
        node = unit.assigned_by(flow, binding)
        written = signature.params.get(binding.name) if signature is not None else None
        if written is not None and (variable.writes or variable in unit.tested):
            # Whoever looks whether a parameter is nil expects that it may be.
            written |= NIL
        if written is not None and written & ANY != ANY:
            inner, node = node, flow.graph.node()
            flow.graph.masked(node, inner, written | OBJECTS | UNKNOWN)
        made.params.append(node)
    return made


RULES: dict[type, Callable[[Flow, ChunkFlow, Any], int]] = {
    lua.Nil: lambda flow, unit, expression: flow.constant(NIL),
    lua.Boolean: lambda flow, unit, expression: flow.constant(TRUE if expression.value else FALSE),
    lua.Number: _number,
    lua.String: _string,
    lua.Vararg: _vararg,
    lua.Name: _name,
    lua.Index: _index,
    lua.Call: _call,
    lua.MethodCall: _method_call,
    lua.Binary: _binary,
    lua.Unary: _unary,
    lua.Paren: lambda flow, unit, expression: node_of(flow, unit, expression.inner),
    lua.Table: _table,
    lua.Function: _function,
}
