"""Coroutines that can be generators of Python: every yield stands in a function that is known to run in a coroutine.

A function that yields is a *generator* if it is written as the argument of `coroutine.wrap` or `coroutine.create`, or
if all of its calls are known and stand in generators, which then say `yield from`. Nothing else may lie between: yields
that go through a function of the library, a metamethod or a function that is not known need a stack of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import OTHER
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import children, walk

_MAKERS = frozenset(("coroutine.wrap", "coroutine.create"))
_CALLING = frozenset(("pcall", "xpcall", "table.sort", "string.gsub", "load"))
"""Functions of the library that call functions which they are given."""

_ODD_NAMES = frozenset(("running", "isyieldable", "collectgarbage", "load", "loadfile", "dofile", "debug"))
"""What tells generators from other coroutines, and what may run code that is not in sight."""

_ODD_EVENTS = ("__close", "__gc")
_MAX_BLOCKS, _MAX_NESTING = 10, 12
"""How deep blocks and expressions may nest, beyond which they would continue in Python functions of their own."""


@dataclass(slots=True, eq=False)
class _Call:
    """A call in a function: who may be called. `is_plain` says that these are functions of the program, and no others.

    `weight` counts the call twice where a loop repeats it.
    """

    callees: set[lua.Node]
    is_plain: bool
    is_tail: bool = False
    weight: int = 1


@dataclass(slots=True, eq=False)
class _Function:
    """What the body of a function does. `is_opaque` says that it may call what is not known."""

    calls: list[_Call] = field(default_factory=list)
    yields: bool = False
    is_opaque: bool = False


def find_generators(flow: Flow, units: list[ChunkFlow], *, is_closed: bool) -> frozenset[lua.Node]:
    """The functions that can be generators."""
    made = {node for unit in units for node in _made(unit)}
    if not made or not is_closed or flow.alters_library or not all(unit.library.known for unit in units):
        return frozenset()
    if any(flow.heap.mentions(event) for event in _ODD_EVENTS) or any(_is_odd(flow, unit) for unit in units):
        return frozenset()
    functions: dict[lua.Node, _Function] = {
        scope.node: _look(flow, unit, scope.node) for unit in units for scope in unit.scopes.functions.values()
    }
    colored = _closure(functions, {node for node, function in functions.items() if function.yields})
    opaque = _closure(functions, {node for node, function in functions.items() if function.is_opaque})
    if any(node in colored or node in opaque for node in _metamethods(flow)):
        return frozenset()
    exposed = {each.node for each in flow.heap.objects if each.is_exposed and each.node is not None}
    callers: dict[lua.Node, set[lua.Node]] = {}
    for node, function in functions.items():
        for call in function.calls:
            for callee in call.callees:
                callers.setdefault(callee, set()).add(node)
    wrong = {
        node
        for node in colored
        if node in opaque
        or not isinstance(node, lua.Function)
        or not _fits(node)
        or not all(_is_clean(call, colored) for call in functions[node].calls)
        or _is_chain(functions, node)
        or (node not in made and (node in exposed or node in flow.handed or node not in callers))
    }
    # A generator is called by generators only, and calls no other function that yields.
    pending = list(wrong)
    while pending:
        linked = {callee for call in functions[pending[-1]].calls for callee in call.callees}
        linked |= callers.get(pending.pop(), set())
        for other in (linked & colored) - wrong:
            wrong.add(other)
            pending.append(other)
    return frozenset(colored - wrong)


def _made(unit: ChunkFlow) -> Iterator[lua.Function]:
    """The functions that are written as arguments of what makes coroutines."""
    for node in walk(unit.chunk.body):
        if not isinstance(node, lua.Call) or unit.library.function_of(node.func) not in _MAKERS:
            continue
        if len(node.args) == 1 and isinstance(node.args[0], lua.Function):
            yield node.args[0]


def _is_odd(flow: Flow, unit: ChunkFlow) -> bool:
    """Whether a chunk may tell a generator from another coroutine, or run code that is not in sight."""
    for node in walk(unit.chunk.body):
        if isinstance(node, lua.Name) and node.name in _ODD_NAMES and node.id not in unit.scopes.uses:
            return True
        if isinstance(node, lua.Index):
            if isinstance(node.key, lua.String) and node.key.value in _ODD_NAMES:
                return True
            holds_library = isinstance(node.obj, lua.Name) and node.obj.name in ("coroutine", "_G", "_ENV")
            if holds_library and not isinstance(node.key, lua.String):
                return True
        elif isinstance(node, lua.Call):
            path = unit.library.function_of(node.func)
            if path == "error" and len(node.args) > 1 and not _is_low_level(node.args[1]):
                return True
            if path == "require" and not _is_known_module(flow, node):
                return True
            # Handed on, `error` may be given any level.
            if any(unit.library.function_of(each) == "error" for each in node.args):
                return True
    return False


def _is_low_level(node: lua.Expression) -> bool:
    return isinstance(node, lua.Number) and node.value in (0, 1, 2)


def _is_known_module(flow: Flow, call: lua.Call) -> bool:
    name = call.args[0] if call.args else None
    return isinstance(name, lua.String) and (name.value in flow.modules or name.value in flow.natives)


def _look(flow: Flow, unit: ChunkFlow, function: lua.Node) -> _Function:
    """Reads the body of a function, without those inside it."""
    found = _Function()
    assert isinstance(function, lua.Function | lua.Chunk)
    tails, repeated = set(), _repeated(function)
    for node in walk(function.body, into_functions=False):
        if isinstance(node, lua.Return) and len(node.values) == 1:
            tails.add(node.values[0].id)
        if isinstance(node, lua.Call):
            path = unit.library.function_of(node.func)
            if path == "coroutine.yield":
                found.yields = True
            elif path is not None:
                _call_library(flow, unit, found, path, node.args)
            else:
                _call(flow, unit, found, unit.bits_of_callee(flow, node.id), node.args)
                found.calls[-1].is_tail = node.id in tails
                found.calls[-1].weight = 2 if node.id in repeated else 1
        elif isinstance(node, lua.MethodCall):
            _call(flow, unit, found, unit.bits_of_callee(flow, node.id), node.args)
            found.calls[-1].is_tail = node.id in tails
            found.calls[-1].weight = 2 if node.id in repeated else 1
        elif isinstance(node, lua.GenericFor):
            iterator = node.values[0]
            bits = unit.bits_of(flow, iterator.id) if unit.is_known(iterator.id) else UNKNOWN
            _call(flow, unit, found, bits, [], is_plain=False)
    return found


def _repeated(function: lua.Function | lua.Chunk) -> set[int]:
    """The ids of all nodes in the loops of a function."""
    loops = [node for node in walk(function.body, into_functions=False) if isinstance(node, _LOOPS)]
    return {node.id for loop in loops for node in walk(loop.body, into_functions=False)}


_LOOPS = (lua.While, lua.Repeat, lua.NumericFor, lua.GenericFor)


def _is_chain(functions: dict[lua.Node, _Function], node: lua.Node) -> bool:
    """Whether a function calls itself just once, as through a list: a switch goes through all levels of the recursion.

    That is slow where they are many; those who call themselves several times go through trees, which are low.
    """
    above = _closure(functions, {node})
    weights = [call.weight for call in functions[node].calls if not call.callees.isdisjoint(above)]
    return sum(weights) == 1


def _call(
    flow: Flow, unit: ChunkFlow, found: _Function, bits: int, args: list[lua.Expression], *, is_plain: bool = True
) -> None:
    if bits & (UNKNOWN | OTHER):
        found.is_opaque = True
    callees: set[lua.Node] = set()
    for callee in flow.heap.among(bits):
        if callee.sort == "function":
            assert callee.node is not None
            callees.add(callee.node)
        elif callee.sort == "table":
            found.is_opaque = found.is_opaque or flow.heap.mentions("__call")
        else:
            is_plain = False
            if callee.sort == "library":
                _call_library(flow, unit, found, callee.path, args)
    found.calls.append(_Call(callees, is_plain))


def _call_library(flow: Flow, unit: ChunkFlow, found: _Function, path: str, args: list[lua.Expression]) -> None:
    if path in ("coroutine.yield", "dofile", "loadfile"):
        # As a value: what is called under another name is not told from other functions.
        found.is_opaque = True
    if path == "require":
        found.calls.append(_Call({unit.chunk for unit in flow.modules.values()}, is_plain=False))
    if path in _CALLING:
        for arg in args:
            bits = unit.bits_of(flow, arg.id) if unit.is_known(arg.id) else UNKNOWN
            if not isinstance(arg, lua.String | lua.Number | lua.Table):
                _call(flow, unit, found, bits, [], is_plain=False)


def _closure(functions: dict[lua.Node, _Function], found: set[lua.Node]) -> set[lua.Node]:
    """Some functions, and all that may call them."""
    found = set(found)
    before = -1
    while before != len(found):
        before = len(found)
        for node, function in functions.items():
            if node not in found and any(not call.callees.isdisjoint(found) for call in function.calls):
                found.add(node)
    return found


def _is_clean(call: _Call, colored: set[lua.Node]) -> bool:
    """Whether a call reaches nothing that yields, or only what a `yield from` may be said of."""
    if call.callees.isdisjoint(colored):
        return True
    return call.is_plain and not call.is_tail and call.callees <= colored


def _metamethods(flow: Flow) -> Iterator[lua.Node]:
    """The functions that are called without a call in the text."""
    for made in flow.heap.objects:
        if made.is_metatable:
            for key, node in made.fields.items():
                if not isinstance(key, str) or key.startswith("__"):
                    for stored in flow.heap.among(flow.graph.values[node]):
                        if stored.node is not None and stored.sort == "function":
                            yield stored.node


def _fits(function: lua.Function) -> bool:
    """Whether nothing of a function is moved to other Python functions: jumps are plain, and nesting is low."""
    return not any(isinstance(node, lua.Goto | lua.Label) for node in walk(function.body)) and _is_flat(function)


def _is_flat(function: lua.Function) -> bool:
    pending: list[tuple[lua.Node, int, int]] = [(function.body, 0, 0)]
    while pending:
        node, blocks, nesting = pending.pop()
        for child in children(node):
            if isinstance(child, lua.Function):
                continue
            inner = nesting + 1 if isinstance(child, lua.Expression) else 0
            deeper = blocks + 1 if isinstance(child, lua.Block) else blocks
            if deeper > _MAX_BLOCKS or inner > _MAX_NESTING:
                return False
            pending.append((child, deeper, inner))
    return True
