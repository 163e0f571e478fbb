"""The functions of a chunk that are known by name: which calls reach them, and how many results they give.

A local *bears* functions when nothing else is ever stored in it. A function is *closed* when all of its calls are in
sight: its local is only ever called, so what its parameters hold comes from the calls' arguments alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cmc.transpiler.analysis.annotations import Signature
from cmc.transpiler.analysis.library import Library
from cmc.transpiler.analysis.scopes import Scopes, Variable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


@dataclass(slots=True, eq=False)
class Functions:
    """The result: functions by the local that bears them, their calls if they are closed, and those of one result.

    `loose` are the names of fields that the text takes off objects without calling them as methods.
    """

    scopes: Scopes
    library: Library
    borne: dict[Variable, list[lua.Function]] = field(default_factory=dict)
    calls: dict[int, list[lua.Call]] = field(default_factory=dict)
    returns: dict[int, list[lua.Return]] = field(default_factory=dict)
    single: set[int] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)
    signatures: dict[int, Signature] = field(default_factory=dict)

    def has_table_as_self(self, function: lua.Function) -> bool:
        """Whether `self` of a method is a value that has the method as a field, and so is no string.

        Calls `x:name()` see to that. The name must not be taken off with a dot, but to hand a `self` on
        (`Base.name(self)`).
        """
        return function.name.rpartition(":")[2] not in self.loose

    def callees(self, node: lua.Node) -> list[lua.Function]:
        """The functions that a call can reach; none if they are not known."""
        if isinstance(node, lua.Call) and isinstance(node.func, lua.Name):
            variable = self.scopes.uses.get(node.func.id)
            if variable is not None:
                return self.borne.get(variable, [])
        return []

    def count(self, node: lua.Node) -> int | None:
        """How many results a call gives, None if that is not known. Other expressions give one, `...` any number."""
        if isinstance(node, lua.Vararg | lua.MethodCall):
            return None
        if not isinstance(node, lua.Call):
            return 1
        given = self.library.given(node)
        if given is not None:
            return given.count
        callees = self.callees(node)
        return 1 if callees and all(function.id in self.single for function in callees) else None


def find_functions(
    chunk: lua.Chunk, scopes: Scopes, library: Library, signatures: dict[int, Signature], *, closed: bool
) -> Functions:
    """Finds the functions of a chunk. None are known if `closed` is false: locals may be written from outside."""
    functions = Functions(scopes, library, signatures=signatures)
    for scope in scopes.functions.values():
        body = scope.node.body
        functions.returns[scope.node.id] = [
            node for node in walk(body, into_functions=False) if isinstance(node, lua.Return)
        ]
    if not closed:
        return functions
    for variable in scopes.declares.values():
        borne = list(_borne(variable))
        if borne and None not in borne:
            functions.borne[variable] = [function for function in borne if function is not None]
    _collect_calls(chunk, functions)
    functions.loose = _loose_names(chunk, scopes)
    _find_single(functions)
    return functions


def _borne(variable: Variable) -> Iterator[lua.Function | None]:
    """The functions that are stored in a local; None for anything else but nil."""
    declaration = variable.declaration
    if isinstance(declaration, lua.LocalFunction):
        yield declaration.function
    elif isinstance(declaration, lua.Local):
        position = next(i for i, name in enumerate(declaration.names) if name is variable.node)
        if position < len(declaration.values):
            value = declaration.values[position]
            yield value if isinstance(value, lua.Function) else None
        elif declaration.values:
            yield None
    else:
        yield None
    for write in variable.writes:
        if isinstance(write, lua.FunctionStatement):
            yield write.function
        elif isinstance(write, lua.Assign) and len(write.targets) == 1 and isinstance(write.values[0], lua.Function):
            yield write.values[0]
        else:
            yield None


def _collect_calls(chunk: lua.Chunk, functions: Functions) -> None:
    """Notes the calls of the locals that are only ever called."""
    called: dict[int, lua.Call] = {}
    written: set[int] = set()
    for node in walk(chunk.body):
        if isinstance(node, lua.Call) and isinstance(node.func, lua.Name):
            called[node.func.id] = node
        elif isinstance(node, lua.FunctionStatement):
            written.add(node.target.id)
        elif isinstance(node, lua.Assign):
            written |= {target.id for target in node.targets}
    calls: dict[Variable, list[lua.Call] | None] = {variable: [] for variable in functions.borne}
    for use, variable in functions.scopes.uses.items():
        known = calls.get(variable)
        if known is None or use in written:
            continue
        if use in called:
            known.append(called[use])
        else:
            calls[variable] = None
    for variable, known in calls.items():
        if known is not None:
            for function in functions.borne[variable]:
                functions.calls[function.id] = known


def _loose_names(chunk: lua.Chunk, scopes: Scopes) -> set[str]:
    names: set[str] = set()
    bound: set[int] = set()
    for node in walk(chunk.body):
        if isinstance(node, lua.Call) and isinstance(node.func, lua.Index) and node.args:
            first = node.args[0]
            if isinstance(first, lua.Name) and first.name == "self" and first.id in scopes.uses:
                bound.add(node.func.id)
        elif isinstance(node, lua.FunctionStatement):
            bound.add(node.target.id)
        elif isinstance(node, lua.Assign):
            bound |= {target.id for target in node.targets}
        elif isinstance(node, lua.Index) and isinstance(node.key, lua.String) and node.id not in bound:
            names.add(node.key.value)
    return names


def _find_single(functions: Functions) -> None:
    """Starts from the functions that look as if they gave one result, and drops those that do not."""
    borne = {function.id: function for group in functions.borne.values() for function in group}
    functions.single = {
        id for id, function in borne.items() if always_returns(function.body, functions.library, functions.scopes)
    }
    changed = True
    while changed:
        changed = False
        for id in list(functions.single):
            for node in functions.returns[id]:
                if len(node.values) != 1 or functions.count(node.values[0]) != 1:
                    functions.single.discard(id)
                    changed = True
                    break


def always_returns(block: lua.Block, library: Library, scopes: Scopes) -> bool:
    """Whether control never leaves a block at its end."""
    if not block.statements:
        return False
    last = block.statements[-1]
    if isinstance(last, lua.Return):
        return True
    if isinstance(last, lua.CallStatement):
        return isinstance(last.call, lua.Call) and library.function_of(last.call.func) == "error"
    if isinstance(last, lua.Do):
        return always_returns(last.body, library, scopes)
    if isinstance(last, lua.If):
        blocks = [*(body for _, body in last.arms), last.orelse]
        return all(body is not None and always_returns(body, library, scopes) for body in blocks)
    if isinstance(last, lua.While):
        endless = isinstance(last.condition, lua.Boolean) and last.condition.value
        return endless and not any(loop is last for loop in scopes.breaks.values())
    return False
