"""The classes of a program, chunk by chunk, as lowering asks for them."""

from collections.abc import Iterable

from cmc.runtime.core.events import METHODS_OF_EVENTS
from cmc.transpiler.analysis.classes.allocations import Allocation
from cmc.transpiler.analysis.classes.members import Members, Use, find_members
from cmc.transpiler.analysis.classes.program import Candidate, Family, drop_lost, find_family
from cmc.transpiler.analysis.classes.result import METHOD, Classes, ClassShape, Creation
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


def find_classes(flow: Flow, units: Iterable[ChunkFlow]) -> dict[lua.Chunk, Classes]:
    """The classes of each chunk."""
    units = list(units)
    family = find_family(flow, units)
    members = find_members(family, units)
    while family.classes and _lose_odd_uses(family, members, units):
        drop_lost(family)
        members = find_members(family, units)
    if not family.classes:
        return {unit.chunk: Classes() for unit in units}
    nones = _find_nones(family, members)
    initial = {candidate: _initial(family, candidate) for candidate in family.classes.values()}
    return {unit.chunk: _of_chunk(family, members, unit, nones, initial) for unit in units}


def _lose_odd_uses(family: Family, members: Members, units: list[ChunkFlow]) -> bool:
    """Gives up classes that are written to where it is not clear what is, or whose metamethods are read as fields."""
    known = {use.node: use for use in members.uses}
    found = False
    for unit in units:
        written: set[lua.Node] = set()
        for node in walk(unit.chunk.body):
            targets: list[lua.Expression] = []
            if isinstance(node, lua.Assign):
                targets = node.targets
            elif isinstance(node, lua.FunctionStatement):
                targets = [node.target]
            written.update(targets)
            if node not in written and _names_event(node):
                assert isinstance(node, lua.Index | lua.MethodCall)
                found = _lose_all(family, unit, node.obj) or found
            for target in targets:
                if isinstance(target, lua.Index) and unit.is_known(target.obj.id):
                    is_single = len(targets) == 1 and (isinstance(node, lua.FunctionStatement) or len(node.values) == 1)
                    found = _lose_by_write(family, members, unit, target, known.get(target), is_single) or found
    return found


def _names_event(node: lua.Node) -> bool:
    """Whether an expression reads what may be a metamethod."""
    if isinstance(node, lua.MethodCall):
        return node.name.startswith("__")
    return isinstance(node, lua.Index) and isinstance(node.key, lua.String) and node.key.value.startswith("__")


def _lose_all(family: Family, unit: ChunkFlow, node: lua.Expression) -> bool:
    if not unit.is_known(node.id):
        return False
    made = family.flow.heap.among(unit.bits_of(family.flow, node.id))
    found = [family.classes.get(each) or family.instances.get(each) for each in made]
    for candidate in found:
        if candidate is not None:
            candidate.is_lost = True
    return any(found)


def _lose_by_write(
    family: Family, members: Members, unit: ChunkFlow, target: lua.Index, use: Use | None, is_single: bool
) -> bool:
    written = family.flow.heap.among(unit.bits_of(family.flow, target.obj.id))
    classes = [family.classes[made] for made in written if made in family.classes]
    if not classes:
        return False
    name = target.key.value if isinstance(target.key, lua.String) else ""
    modes = {members.modes.get((each, name), METHOD) for each in classes}
    is_clear = (
        use is not None
        and len(classes) == len(written)
        and len(modes) == 1
        and (is_single or name not in ("__index", *METHODS_OF_EVENTS))
    )
    if not is_clear:
        for each in classes:
            each.is_lost = True
    return not is_clear


def _find_nones(family: Family, members: Members) -> dict[Candidate, set[str]]:
    """The fields of each class that may be asked for while they are missing."""
    needs: dict[Candidate, set[str]] = {each: set() for each in family.classes.values()}
    for use in members.uses:
        if use.is_write:
            continue
        for made in use.receivers:
            candidate = family.instances.get(made)
            if candidate is not None and use.name in made.definite:
                continue
            chain = list(family.chain(candidate if candidate is not None else family.classes[made]))
            owners = [each for each in chain if family.values(each.made, use.name)]
            if not any(use.name in each.made.definite for each in owners):
                needs[owners[-1] if owners else chain[0]].add(use.name)
    for candidate, names in needs.items():
        for base in list(family.chain(candidate))[1:]:
            names -= needs[base]
    return needs


def _sites(family: Family, candidate: Candidate) -> set[tuple[str, ...]]:
    """The fields of the constructors that make instances of a class."""
    allocations = {family.allocations[made.node] for made in candidate.instances if made.node is not None}
    return {_fields(allocation) for allocation in allocations}


def _fields(allocation: Allocation) -> tuple[str, ...]:
    return tuple(each.key.value for each in allocation.constructor.fields if isinstance(each.key, lua.String))


def _initial(family: Family, candidate: Candidate) -> tuple[str, ...]:
    """What `__init__` of a class takes: the fields of its constructors, if these agree."""
    sites = _sites(family, candidate)
    return next(iter(sites)) if len(sites) == 1 else ()


def _is_direct(
    family: Family, allocation: Allocation, initial: dict[Candidate, tuple[str, ...]], classes: set[Candidate]
) -> bool:
    fields = _fields(allocation)
    for candidate in classes:
        if initial[candidate] != fields or len(_sites(family, candidate)) != 1:
            return False
        if not fields and any(initial[base] for base in family.chain(candidate)):
            return False
    return True


def _of_chunk(
    family: Family,
    members: Members,
    unit: ChunkFlow,
    nones: dict[Candidate, set[str]],
    initial: dict[Candidate, tuple[str, ...]],
) -> Classes:
    declared, by_variable = {}, {}
    silent: set[int] = set()
    handed: set[int] = set()
    for candidate in family.classes.values():
        if candidate.unit is not unit:
            continue
        parent = candidate.parent
        modes = {name: mode for (owner, name), mode in members.modes.items() if owner is candidate}
        own = initial[candidate]
        inherited = next((initial[base] for base in list(family.chain(candidate))[1:] if initial[base]), ())
        shape = ClassShape(
            candidate.variable,
            candidate.constructor,
            parent.source if parent is not None else None,
            tuple(sorted(nones[candidate])),
            own if own != inherited else (),
            modes,
            candidate.made.definite,
        )
        declared[candidate.statement.id] = by_variable[candidate.variable] = shape
        if parent is not None and not parent.is_direct:
            handed.add(parent.setter.id)
            if parent.statement is not None:
                silent.add(parent.statement.id)
    made: dict[int, Creation] = {}
    nodes = {node for node in walk(unit.chunk.body) if isinstance(node, lua.Table)}
    for constructor, allocation in family.allocations.items():
        if constructor in nodes:
            classes = {family.instances[each] for each in family.instances if each.node is constructor}
            made[constructor.id] = Creation(allocation.source, _is_direct(family, allocation, initial, classes))
            handed.add(allocation.setter.id)
            if allocation.statement is not None:
                silent.add(allocation.statement.id)
    uses = [use for use in members.uses if use.unit is unit]
    indexed = {use.node.id for use in uses if use.is_write and use.name == "__index"}
    silent |= {
        node.id
        for node in walk(unit.chunk.body)
        if isinstance(node, lua.Assign) and len(node.targets) == 1 and node.targets[0].id in indexed
    }
    wrapped = {use.node.id: mode for use in uses if use.is_write and (mode := _wrapper(family, members, use))}
    return Classes(
        declared,
        by_variable,
        frozenset(silent),
        frozenset(use.node.id for use in uses),
        frozenset(use.node.id for use in uses if use.node in members.bound),
        wrapped,
        made,
        frozenset(handed),
    )


def _wrapper(family: Family, members: Members, use: Use) -> str:
    """How a function that is written to a class has to be wrapped."""
    for made in use.receivers:
        candidate = family.classes.get(made)
        if candidate is not None:
            mode = members.modes.get((candidate, use.name), METHOD)
            return "" if mode == METHOD else mode
    return ""
