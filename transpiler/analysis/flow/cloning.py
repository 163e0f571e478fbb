"""Looking at a function once more for a single call.

What a constructor makes is told apart by the place that calls it: otherwise all lists of a program would have elements
of the same kinds, and all classes that a class library makes would have the same methods.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from cmc.transpiler.analysis.flow.expressions import RULES, function_object, node_of
from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.packs import Pack
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow, Site
from cmc.transpiler.analysis.flow.statements import STATEMENTS
from cmc.transpiler.analysis.returns import always_returns
from cmc.transpiler.analysis.scopes import FunctionScope, Variable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

_MAX_SIZE = 200
_MAX_METHOD = 400


def clone(flow: Flow, callee: Object, site: Site) -> Object:
    """The function as it is for one call; the function itself where that would not pay or go too far."""
    function = callee.node
    assert isinstance(function, lua.Function)
    known = site.clones.get(callee)
    if known is not None:
        return known
    if function in site.inside:
        # It calls itself.
        return site.inside[function]
    if site.depth >= flow.copying.depth or not _makes_objects(flow, function, callee.home):
        return callee
    count = flow.cloned.get(function, 0)
    if count >= flow.copying.clones:
        return callee
    flow.cloned[function] = count + 1
    made = site.clones[callee] = _copy(flow, callee, site.depth + 1, site.inside, {})
    return made


def for_receiver(flow: Flow, method: Object, receiver: Object) -> Object:
    """A method as it is for one object, so that what lists hold is told apart; the first object has the method itself.

    The same for methods that are too long, or called for too many objects.
    """
    known = flow.contexts.get((method, receiver))
    if known is not None:
        return known
    function = method.node
    assert isinstance(function, lua.Function)
    count = flow.received.get(function, 0)
    made = method
    if count < flow.copying.receivers and _size_of(flow, function) <= _MAX_METHOD:
        flow.received[function] = count + 1
        if count:
            home: ChunkFlow = method.home
            made = _copy(flow, method, home.depth, home.inside, home.call_sites)
    flow.contexts[method, receiver] = made
    return made


def _copy(
    flow: Flow, callee: Object, depth: int, inside: dict[lua.Node, Object], call_sites: dict[int, Site]
) -> Object:
    """A function with nodes of its own, and all functions inside it."""
    function = callee.node
    assert isinstance(function, lua.Function)
    home: ChunkFlow = callee.home
    scopes = list(_scopes_in(home.scopes.functions[function.id]))
    unit = ChunkFlow(
        home.chunk, home.scopes, home.library, home.signatures, home.loose, home.definite, home.versions, home.keeping,
        defaultdict(lambda: -1), Pack(flow.graph), Pack(flow.graph), parent=home, own=frozenset(scopes),
        depth=depth, uncut=home.uncut, tested=home.tested, returns=home.returns, returned_by=home.returned_by,
        loaded=home.loaded, is_loaded=home.is_loaded, dead=home.dead, inside=dict(inside),
        call_sites=call_sites,
    )  # fmt: skip
    root = home
    while root.parent is not None:
        root = root.parent
    root.clones.append(unit)
    make_functions(flow, unit, scopes)
    made = unit.inside[function] = unit.functions[function.id]
    return made


def _size_of(flow: Flow, function: lua.Function) -> int:
    size = flow.sizes.get(function)
    if size is None:
        size = flow.sizes[function] = sum(1 for _ in walk(function.body))
    return size


def _makes_objects(flow: Flow, function: lua.Function, home: ChunkFlow) -> bool:
    """Whether a function is short, and returns something that it has just made."""
    known = flow.worth_cloning.get(function)
    if known is None:
        returned = [value for node in home.returns[function.id] for value in node.values]
        known = _size_of(flow, function) <= _MAX_SIZE and any(_is_made(home, value, function) for value in returned)
        flow.worth_cloning[function] = known
    return known


def _is_made(home: ChunkFlow, value: lua.Expression, function: lua.Function) -> bool:
    """Whether an expression is a new table or function, or what a call has made and this function fills."""
    if isinstance(value, lua.Name):
        variable = home.scopes.uses.get(value.id)
        declaration = variable.declaration if variable is not None else None
        if not isinstance(declaration, lua.Local) or len(declaration.values) != 1:
            return False
        value = declaration.values[0]
        if isinstance(value, lua.Call) and any(_fills(node, variable, home) for node in walk(function.body)):
            return True
    if isinstance(value, lua.Call):
        return home.library.function_of(value.func) == "setmetatable"
    return isinstance(value, lua.Table | lua.Function)


def _fills(node: lua.Node, variable: Variable | None, home: ChunkFlow) -> bool:
    """Whether a statement stores a field in the table of a local."""
    return isinstance(node, lua.Assign) and any(
        isinstance(target, lua.Index)
        and isinstance(target.obj, lua.Name)
        and home.scopes.uses.get(target.obj.id) is variable
        for target in node.targets
    )


def _scopes_in(scope: FunctionScope) -> Iterable[FunctionScope]:
    yield scope
    for child in scope.children:
        yield from _scopes_in(child)


def make_functions(flow: Flow, unit: ChunkFlow, scopes: Iterable[FunctionScope]) -> None:
    """Makes the objects of functions, and gives each `...` its values."""
    for scope in scopes:
        owner = None
        if isinstance(scope.node, lua.Function):
            owner = unit.functions[scope.node.id] = function_object(flow, unit, scope.node)
            flow.waiting[owner] = partial(generate, flow, unit, scope)
        if scope.uses_vararg:
            for node in walk(scope.node.body, into_functions=False):
                if isinstance(node, lua.Vararg):
                    pack = unit.arguments if owner is None else owner.vararg
                    assert pack is not None
                    unit.packs[node.id] = pack


def generate(flow: Flow, unit: ChunkFlow, scope: FunctionScope) -> None:
    """Applies the rule of each node of a function, operands first."""
    owner = unit.functions.get(scope.node.id)
    for node in reversed(list(walk(scope.node.body, into_functions=False, without=unit.dead))):
        statement = STATEMENTS.get(type(node))
        if statement is not None:
            statement(flow, unit, node, owner)
        elif type(node) in RULES:
            node_of(flow, unit, node)  # type: ignore[arg-type]
    if not always_returns(scope.node.body, unit.library, unit.scopes):
        results = unit.exports if owner is None else owner.results
        assert results is not None
        results.add_source(Pack(flow.graph, (), is_closed=True))
