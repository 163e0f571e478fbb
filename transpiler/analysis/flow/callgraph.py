"""Who may call whom in a program: calls by function, those of the library and of metamethods included."""

from dataclasses import dataclass, field

from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import OTHER
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

_CALLING = frozenset(("pcall", "xpcall", "table.sort", "string.gsub", "load"))
"""Functions of the library that call functions which they are given."""


@dataclass(slots=True, eq=False)
class Call:
    """A call in a function: who may be called. `is_plain` says that these are functions of the program, and no others.

    `weight` counts the call twice where a loop repeats it.
    """

    callees: set[lua.Node]
    is_plain: bool
    is_tail: bool = False
    weight: int = 1


@dataclass(slots=True, eq=False)
class Function:
    """What the body of a function does. `is_opaque` says that it may call what is not known."""

    calls: list[Call] = field(default_factory=list)
    yields: bool = False
    is_opaque: bool = False


@dataclass(slots=True, eq=False)
class CallGraph:
    """The functions of a program by node, chunks among them; read when somebody asks."""

    flow: Flow
    units: list[ChunkFlow]
    _functions: dict[lua.Node, Function] = field(default_factory=dict)

    @property
    def functions(self) -> dict[lua.Node, Function]:
        """What each function does."""
        if not self._functions:
            for unit in self.units:
                for scope in unit.scopes.functions.values():
                    self._functions[scope.node] = _look(self.flow, unit, scope.node)
        return self._functions

    def above(self, found: set[lua.Node]) -> set[lua.Node]:
        """Some functions, and all that may call them, directly or through others."""
        found = set(found)
        before = -1
        while before != len(found):
            before = len(found)
            for node, function in self.functions.items():
                if node not in found and any(not call.callees.isdisjoint(found) for call in function.calls):
                    found.add(node)
        return found

    def exposed(self) -> set[lua.Node]:
        """The functions that code outside may call."""
        return {made.node for made in self.flow.heap.objects if made.is_exposed and made.node is not None}

    def metamethods(self) -> set[lua.Node]:
        """The functions that are called without a call in the text."""
        found = set()
        for made in self.flow.heap.objects:
            for key, node in made.fields.items() if made.is_metatable else ():
                if not isinstance(key, str) or key.startswith("__"):
                    stored = self.flow.heap.among(self.flow.graph.values[node])
                    found |= {each.node for each in stored if each.node is not None and each.sort == "function"}
        return found

    def runs_unknown_code(self) -> bool:
        """Whether Lua code may run that is not in sight, or look at the stack."""
        return any(not unit.library.known or _loads(self.flow, unit) for unit in self.units)

    def uses_levels(self) -> bool:
        """Whether errors may be raised with the position of a function further out than the caller's."""
        return any(_uses_levels(unit) for unit in self.units)


def _look(flow: Flow, unit: ChunkFlow, function: lua.Node) -> Function:
    """Reads the body of a function, without those inside it."""
    found = Function()
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


def _call(
    flow: Flow, unit: ChunkFlow, found: Function, bits: int, args: list[lua.Expression], *, is_plain: bool = True
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
    found.calls.append(Call(callees, is_plain))


def _call_library(flow: Flow, unit: ChunkFlow, found: Function, path: str, args: list[lua.Expression]) -> None:
    if path in ("coroutine.yield", "dofile", "loadfile"):
        # As a value: what is called under another name is not told from other functions.
        found.is_opaque = True
    if path == "require":
        found.calls.append(Call({unit.chunk for unit in flow.modules.values()}, is_plain=False))
    if path in _CALLING:
        for arg in args:
            bits = unit.bits_of(flow, arg.id) if unit.is_known(arg.id) else UNKNOWN
            if not isinstance(arg, lua.String | lua.Number | lua.Table):
                _call(flow, unit, found, bits, [], is_plain=False)


_LOADING = frozenset(("load", "loadfile", "dofile", "debug"))


def _loads(flow: Flow, unit: ChunkFlow) -> bool:
    """Whether a chunk may load texts or other modules than those of the program."""
    for node in walk(unit.chunk.body):
        if isinstance(node, lua.Name):
            if node.name in _LOADING and node.id not in unit.scopes.uses:
                return True
        elif isinstance(node, lua.String):
            if node.value in _LOADING:
                return True
        elif isinstance(node, lua.Call) and unit.library.function_of(node.func) == "require":
            name = node.args[0] if node.args else None
            if not isinstance(name, lua.String) or name.value not in {*flow.modules, *flow.natives}:
                return True
    return False


def _uses_levels(unit: ChunkFlow) -> bool:
    named: set[int] = set()
    for node in walk(unit.chunk.body):
        if isinstance(node, lua.Call):
            named.add(node.func.id)
            if unit.library.function_of(node.func) == "error" and len(node.args) > 1:
                level = node.args[1]
                if not isinstance(level, lua.Number) or level.value not in (0, 1, 2):
                    return True
            is_protected = unit.library.function_of(node.func) == "pcall" and 0 < len(node.args) <= 2
            if is_protected and not isinstance(node.args[-1], lua.Call | lua.MethodCall | lua.Vararg):
                named.add(node.args[0].id)
        elif isinstance(node, lua.Local):
            named |= {value.id for value in node.values if isinstance(value, lua.Name)}
    # Handed on, `error` may be given any level.
    return any(node.id not in named and unit.library.path_of(node) == "error" for node in walk(unit.chunk.body))
