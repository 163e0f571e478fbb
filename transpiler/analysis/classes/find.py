"""The classes of a program, chunk by chunk, as lowering asks for them."""

from collections.abc import Iterable

from cmc.runtime.core.events import METHODS_OF_EVENTS
from cmc.transpiler.analysis.classes.allocations import Allocation
from cmc.transpiler.analysis.classes.members import Members, Use, find_members
from cmc.transpiler.analysis.classes.namespaces import Namespace, find_namespaces
from cmc.transpiler.analysis.classes.operators import find_operators
from cmc.transpiler.analysis.classes.program import Candidate, Family, drop_lost, find_family
from cmc.transpiler.analysis.classes.result import METHOD, Classes, ClassShape, Creation, NamespaceShape
from cmc.transpiler.analysis.classes.singletons import mark_singletons
from cmc.transpiler.analysis.fills import targets_of
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import ANY, FUNCTION, TABLE
from cmc.transpiler.analysis.scopes import Variable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


def find_classes(flow: Flow, units: Iterable[ChunkFlow], loaded: Iterable[ChunkFlow]) -> dict[lua.Chunk, Classes]:
    """The classes of each chunk; those of `loaded` literals are compiled by themselves."""
    units = list(units)
    family = find_family(flow, units)
    writers = [*units, *loaded]
    members = find_members(family, units)
    while family.classes and _lose_odd_uses(family, members, writers):
        drop_lost(family)
        members = find_members(family, units)
    mark_singletons(family, writers)
    if any(candidate.is_singleton for candidate in family.classes.values()):
        members = find_members(family, units)
    family.namespaces = find_namespaces(family, units, writers)
    if family.namespaces:
        members = find_members(family, units)
    if not family.classes and not family.namespaces:
        return {unit.chunk: Classes() for unit in units}
    nones = _find_nones(family, members)
    sites = _find_sites(family)
    return {unit.chunk: _of_chunk(family, members, unit, nones, sites) for unit in units}


def _lose_odd_uses(family: Family, members: Members, units: list[ChunkFlow]) -> bool:
    """Gives up classes that are written to where it is not clear what is, or whose metamethods are read as fields."""
    known = {use.node: use for use in members.uses}
    found = False
    for unit in units:
        written: set[lua.Node] = set()
        copied: set[lua.Node] = set()
        for node in walk(unit.chunk.body):
            targets = targets_of(node)
            is_single = not isinstance(node, lua.Assign) or len(targets) == len(node.values) == 1
            written.update(targets)
            if isinstance(node, lua.Assign) and _copies_event(family, unit, node):
                copied.add(node.values[0])
            if node not in written and node not in copied and _names_event(node):
                assert isinstance(node, lua.Index | lua.MethodCall)
                found = _lose_all(family, unit, node.obj) or found
            for target in targets:
                if isinstance(target, lua.Index) and unit.is_known(target.obj.id):
                    found = _lose_by_write(family, members, unit, target, known.get(target), is_single) or found
    return found


def _copies_event(family: Family, unit: ChunkFlow, node: lua.Assign) -> bool:
    """`Derived.__tostring = Base.__tostring` where the base has one of its own: what Python has may be derived."""
    if len(node.targets) != 1 or len(node.values) != 1:
        return False
    target, value = node.targets[0], node.values[0]
    if not isinstance(target, lua.Index) or not isinstance(value, lua.Index):
        return False
    name = value.key.value if isinstance(value.key, lua.String) else ""
    if name not in METHODS_OF_EVENTS or getattr(target.key, "value", None) != name or not unit.is_known(value.obj.id):
        return False
    bits = unit.bits_of(family.flow, value.obj.id)
    return not bits & (UNKNOWN | ANY) & ~TABLE and all(
        name in made.definite and not family.values(made, name) & (UNKNOWN | ANY) & ~FUNCTION
        for made in family.flow.heap.among(bits)
    )


def _names_event(node: lua.Node) -> bool:
    """Whether an expression reads what may be a metamethod."""
    if isinstance(node, lua.MethodCall):
        return node.name.startswith("__")
    return isinstance(node, lua.Index) and isinstance(node.key, lua.String) and node.key.value.startswith("__")


def _lose_all(family: Family, unit: ChunkFlow, node: lua.Expression) -> bool:
    if not unit.is_known(node.id):
        return False
    made = family.flow.heap.among(unit.bits_of(family.flow, node.id))
    found = [
        candidate
        for each in made
        for candidate in ((family.classes[each],) if each in family.classes else family.instances.get(each, ()))
    ]
    for candidate in found:
        candidate.is_lost = True
    return bool(found)


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
            if made not in family.classes and use.name in made.definite:
                continue
            if made in family.namespaces:
                family.namespaces[made].nones.add(use.name)
                continue
            for candidate in family.instances.get(made) or (family.classes[made],):
                chain = list(family.chain(candidate))
                owners = [each for each in chain if family.values(each.made, use.name)]
                if not any(use.name in each.made.definite for each in owners):
                    needs[owners[-1] if owners else chain[0]].add(use.name)
    for namespace in family.namespaces.values():
        # Whoever asks for what is missing needs an object that says so.
        namespace.is_dissolved = namespace.is_dissolved and not namespace.nones
    for candidate, names in needs.items():
        for base in list(family.chain(candidate))[1:]:
            names -= needs[base]
    return needs


def _fields(allocation: Allocation) -> tuple[str, ...]:
    return tuple(each.key.value for each in allocation.constructor.fields if isinstance(each.key, lua.String))


def _find_sites(family: Family) -> dict[Candidate, set[tuple[str, ...]]]:
    """The fields of the constructors that make instances of each class."""
    sites: dict[Candidate, set[tuple[str, ...]]] = {each: set() for each in family.classes.values()}
    for allocation in _of_instances(family):
        for candidate in family.given_by(allocation.setting):
            sites[candidate].add(_fields(allocation))
    return sites


def _of_instances(family: Family) -> list[Allocation]:
    nodes = {made.node for made in family.instances}
    return [allocation for node, allocation in family.allocations.items() if node in nodes]


def _is_direct(family: Family, allocation: Allocation, sites: dict[Candidate, set[tuple[str, ...]]]) -> bool:
    """Whether `__init__` of all classes takes what a constructor has."""
    fields = _fields(allocation)
    for candidate in family.given_by(allocation.setting):
        if sites[candidate] != {fields} or any(_caller(base) is not None for base in family.chain(candidate)):
            return False
        if not fields and any(_initial(sites, base) for base in family.chain(candidate)):
            return False
    return True


def _filled(family: Family, candidate: Candidate, nones: dict[Candidate, set[str]]) -> tuple[str, ...]:
    """The fields that each instance has from the beginning, though its constructor does not tell."""
    found: set[str] = set()
    for made in candidate.instances:
        assert made.node is not None
        allocation = family.allocations[made.node]
        if candidate in family.given_by(allocation.setting):
            found |= made.definite - set(_fields(allocation))
    for each in family.chain(candidate):
        found -= nones[each] | {str(name) for name in each.made.fields if family.values(each.made, str(name))}
    return tuple(sorted(found))


def _caller(candidate: Candidate) -> lua.Expression | None:
    """What is called when a class is."""
    return candidate.parent.setting.caller if candidate.parent is not None else None


def _initial(sites: dict[Candidate, set[tuple[str, ...]]], candidate: Candidate) -> tuple[str, ...]:
    """What `__init__` of a class takes: the fields of its constructors, if these agree."""
    return next(iter(sites[candidate])) if len(sites[candidate]) == 1 else ()


def _firsts(members: Members, candidate: Candidate) -> frozenset[int]:
    """The targets that set members which nothing has set before, under whatever name of the class."""
    unit = candidate.unit
    outside = {id(node) for node in walk(unit.chunk.body, into_functions=False)}
    seen = {each.key.value for each in candidate.constructor.fields if isinstance(each.key, lua.String)}
    writes = [
        use
        for use in members.uses
        if use.is_write and use.unit is unit and candidate.made in use.receivers and id(use.node) in outside
    ]
    found: set[int] = set()
    for use in sorted(writes, key=lambda use: use.node.start):
        if use.name in seen:
            continue
        seen.add(use.name)
        if use.name in candidate.made.definite and unit.scopes.uses.get(use.node.obj.id) is candidate.variable:
            found.add(use.node.id)
    return frozenset(found)


def _of_chunk(
    family: Family,
    members: Members,
    unit: ChunkFlow,
    nones: dict[Candidate, set[str]],
    sites: dict[Candidate, set[tuple[str, ...]]],
) -> Classes:
    declared, by_variable = {}, {}
    silent: set[int] = set()
    handed: set[int] = set()
    callers: dict[int, Variable] = {}
    for candidate in family.classes.values():
        if candidate.unit is not unit:
            continue
        parent = candidate.parent
        modes = {name: mode for (owner, name), mode in members.modes.items() if owner is candidate}
        is_called = any(_caller(base) is not None for base in family.chain(candidate))
        own = () if is_called else _initial(sites, candidate)
        inherited = next((taken for base in list(family.chain(candidate))[1:] if (taken := _initial(sites, base))), ())
        shape = ClassShape(
            candidate.variable,
            candidate.constructor,
            parent.setting.source if parent is not None else None,
            tuple(sorted(nones[candidate])),
            own if own != inherited else (),
            modes,
            candidate.made.definite,
            _firsts(members, candidate),
            _caller(candidate),
            _filled(family, candidate, nones),
            candidate.is_singleton,
            bool(inherited),
        )
        declared[candidate.statement.id] = by_variable[candidate.variable] = shape
        if parent is not None:
            handed.add(parent.setting.call.id)
            if parent.setting.statement is not None:
                silent.add(parent.setting.statement.id)
                if parent.setting.caller is not None:
                    callers[parent.setting.statement.id] = candidate.variable
    made: dict[int, Creation] = {}
    for allocation in _of_instances(family):
        if family.homes[allocation.constructor] is unit:
            setting = allocation.setting
            assert setting.source is not None
            made[allocation.constructor.id] = Creation(setting.source, _is_direct(family, allocation, sites))
            handed.add(setting.call.id)
            if setting.statement is not None:
                silent.add(setting.statement.id)
    changed = {
        setting.call.id: setting.source
        for setting in family.settings.values()
        if family.homes[setting.call] is unit
        and setting.call.id not in handed
        and setting.source is not None
        and family.given_by(setting)
    }
    uses = [use for use in members.uses if use.unit is unit]
    indexed = {use.node.id for use in uses if use.is_write and use.name == "__index"}
    silent |= {
        node.id
        for node in walk(unit.chunk.body)
        if isinstance(node, lua.Assign) and len(node.targets) == 1 and node.targets[0].id in indexed
    }
    wrapped = {use.node.id: mode for use in uses if use.is_write and (mode := _wrapper(family, members, use))}
    spaces = [each for each in family.namespaces.values() if each.unit is unit]
    return Classes(
        declared,
        by_variable,
        frozenset(silent),
        frozenset(use.node.id for use in uses),
        frozenset(use.node.id for use in uses if use.node in members.bound),
        wrapped,
        made,
        frozenset(handed),
        changed,
        {
            each.statement.id: NamespaceShape(
                each.variable, each.constructor, each.is_dissolved, tuple(sorted(each.nones)), _names(family, each)
            )
            for each in spaces
        },
        callers,
        find_operators(family, unit),
    )


def _names(family: Family, namespace: Namespace) -> tuple[str, ...]:
    """The fields of a table in the order of the text."""
    fields: list[lua.Node] = [*namespace.constructor.fields, *namespace.unit.chunk.body.statements]
    found: dict[str, None] = {}
    for node in fields:
        target: lua.Node | None = None
        if isinstance(node, lua.FunctionStatement):
            target = node.target
        elif isinstance(node, lua.Assign):
            target = node.targets[0]
        elif isinstance(node, lua.Field):
            target = node
        if isinstance(target, lua.Index | lua.Field) and isinstance(target.key, lua.String):
            name = target.key.value
            if family.values(namespace.made, name):
                found[name] = None
    return tuple(found)


def _wrapper(family: Family, members: Members, use: Use) -> str:
    """How a function that is written to a class has to be wrapped."""
    for made in use.receivers:
        candidate = family.classes.get(made)
        if candidate is not None:
            mode = members.modes.get((candidate, use.name), METHOD)
            return "" if mode == METHOD else mode
    return ""
