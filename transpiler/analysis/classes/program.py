"""Finding the classes of a program among its tables (docs/decisions.md).

A class is a local table of a chunk's top level that other tables inherit from by `__index`. It is written as a Python
class if all tables that have to do with it can be: its own one, those of its family, and all instances.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from keyword import iskeyword

from cmc.runtime.core.events import METHODS_OF_EVENTS
from cmc.transpiler.analysis.classes.allocations import Allocation, find_allocations
from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import ANY, NIL, TABLE
from cmc.transpiler.analysis.scopes import Variable
from cmc.transpiler.syntax import nodes as lua


@dataclass(slots=True, eq=False)
class Candidate:
    """A table that may become a class: its object, where it is declared, what it inherits from, and its instances.

    `parent` is the allocation that gives it the metatable by which it inherits.
    """

    unit: ChunkFlow
    statement: lua.Local
    constructor: lua.Table
    variable: Variable
    made: Object
    parent: Allocation | None = None
    base: "Candidate | None" = None
    instances: list[Object] = field(default_factory=list)
    is_lost: bool = False


@dataclass(slots=True, eq=False)
class Family:
    """All classes of a program, by their objects, and the class of each instance.

    `allocations` are the constructors of instances that are written as such, by the node of the constructor.
    """

    flow: Flow
    classes: dict[Object, Candidate] = field(default_factory=dict)
    instances: dict[Object, Candidate] = field(default_factory=dict)
    allocations: dict[lua.Node, Allocation] = field(default_factory=dict)

    def chain(self, candidate: Candidate) -> Iterator[Candidate]:
        """A class and all that it inherits from."""
        current: Candidate | None = candidate
        while current is not None:
            yield current
            current = current.base

    def values(self, table: Object, name: str) -> int:
        """What is ever stored in a field."""
        return self.flow.graph.values[table.fields[name]] if name in table.fields else 0


def find_family(flow: Flow, units: Iterable[ChunkFlow]) -> Family:
    """The classes of a program; none where tables may be watched by what instances of classes cannot answer."""
    family = Family(flow)
    if any(flow.heap.mentions(event) for event in ("__mode", "__gc")):
        return family
    by_node: dict[lua.Node, list[Object]] = {}
    for made in flow.heap.objects:
        if made.sort == "table" and made.node is not None:
            by_node.setdefault(made.node, []).append(made)
    found: dict[lua.Node, Allocation] = {}
    for unit in units:
        for allocation in find_allocations(unit.chunk, unit.scopes, unit.library):
            found[allocation.constructor] = allocation
        for statement in unit.chunk.body.statements:
            candidate = _declared(unit, statement, by_node, found)
            if candidate is not None:
                family.classes[candidate.made] = candidate
    _inherit(family)
    _collect_instances(family, by_node, found)
    _judge(family)
    drop_lost(family)
    return family


def _declared(
    unit: ChunkFlow, statement: lua.Statement, by_node: dict[lua.Node, list[Object]], found: dict[lua.Node, Allocation]
) -> Candidate | None:
    """`local C = { … }` or `local C = setmetatable({ … }, { __index = Base })` at the top level of a chunk."""
    if not isinstance(statement, lua.Local) or len(statement.names) != 1 or len(statement.values) != 1:
        return None
    variable, value = unit.scopes.declares[statement.names[0].id], statement.values[0]
    if isinstance(value, lua.Call) and value.args and unit.library.function_of(value.func) == "setmetatable":
        value = value.args[0]
    if not isinstance(value, lua.Table) or variable.writes or statement.names[0].attribute == "close":
        return None
    objects = by_node.get(value, [])
    if len(objects) != 1 or not all(each.named for each in value.fields):
        return None
    allocation = found.get(value)
    if isinstance(statement.values[0], lua.Call) and allocation is None:
        return None
    return Candidate(unit, statement, value, variable, objects[0], allocation)


def _inherit(family: Family) -> None:
    """Finds the base of each class."""
    graph, heap = family.flow.graph, family.flow.heap
    for candidate in family.classes.values():
        bits = graph.values[candidate.made.metatables]
        if not bits:
            candidate.parent = None
            continue
        metatables = heap.among(bits)
        parent = candidate.parent
        if bits & UNKNOWN or len(metatables) != 1 or parent is None or parent.literal is None:
            candidate.is_lost = True
            continue
        sources = family.values(metatables[0], "__index")
        bases = heap.among(sources)
        if metatables[0].node is not parent.literal or sources & UNKNOWN or len(bases) != 1:
            candidate.is_lost = True
            continue
        candidate.base = family.classes.get(bases[0])
        if candidate.base is None or len(candidate.made.settings) != 1:
            candidate.is_lost = True
    for candidate in family.classes.values():
        seen = {candidate}
        base = candidate.base
        while base is not None and base not in seen:
            seen.add(base)
            base = base.base
        if base is not None:
            candidate.is_lost = True
            candidate.base = None


def _collect_instances(
    family: Family, by_node: dict[lua.Node, list[Object]], found: dict[lua.Node, Allocation]
) -> None:
    """Finds the instances of each class; a class with an instance that must stay a table is lost."""
    flow = family.flow
    for made in flow.heap.objects:
        if made.sort != "table":
            continue
        _lose_handlers(family, made)
        if made in family.classes:
            continue
        bits = flow.graph.values[made.metatables]
        classes = {
            candidate
            for metatable in flow.heap.among(bits)
            if metatable.sort == "table"
            for candidate in _classes_of(family, metatable)
        }
        if not classes:
            continue
        only = next(iter(classes))
        allocation = found.get(made.node) if made.node is not None else None
        fits = (
            len(classes) == 1
            and not bits & UNKNOWN
            and len(flow.heap.among(bits)) == 1
            and len(made.settings) == 1
            and allocation is not None
            and all(each.named for each in allocation.constructor.fields)
            and len({_name(each) for each in allocation.constructor.fields}) == len(allocation.constructor.fields)
            and _inherits_from(family, flow.heap.among(bits)[0], only, allocation)
        )
        if fits and allocation is not None:
            only.instances.append(made)
            family.instances[made] = only
            family.allocations[allocation.constructor] = allocation
        else:
            for candidate in classes:
                candidate.is_lost = True
    # One constructor makes either instances or plain tables.
    for node in family.allocations:
        objects = by_node[node]
        if not all(made in family.instances for made in objects):
            for made in objects:
                if made in family.instances:
                    family.instances[made].is_lost = True


def _name(field: lua.Field) -> str:
    return field.key.value if isinstance(field.key, lua.String) else ""


def _classes_of(family: Family, metatable: Object) -> list[Candidate]:
    """The classes that a metatable has to do with: itself, and what it gives fields of."""
    found = [family.classes[metatable]] if metatable in family.classes else []
    for source in family.flow.heap.among(family.values(metatable, "__index")):
        if source in family.classes and family.classes[source] not in found:
            found.append(family.classes[source])
    return found


def _inherits_from(family: Family, metatable: Object, candidate: Candidate, allocation: Allocation) -> bool:
    """Whether a metatable makes instances of a class: `C` itself with `C.__index = C`, or a literal for the purpose."""
    sources = family.values(metatable, "__index")
    if sources & (UNKNOWN | ANY) & ~(NIL | TABLE) or family.flow.heap.among(sources) != [candidate.made]:
        return False
    if metatable is candidate.made:
        return allocation.literal is None and "__index" in metatable.definite
    return allocation.literal is not None and metatable.node is allocation.literal


def _lose_handlers(family: Family, metatable: Object) -> None:
    """A class that some other table inherits from in another way is lost; so is one that answers for another event."""
    if not metatable.is_metatable:
        return
    for key, node in metatable.fields.items():
        if not isinstance(key, str) or not key.startswith("__"):
            continue
        for value in family.flow.heap.among(family.flow.graph.values[node]):
            candidate = family.classes.get(value)
            if candidate is not None and key != "__index":
                candidate.is_lost = True


def _judge(family: Family) -> None:
    """Notes which tables cannot be written as classes, by what is done to them."""
    for candidate in family.classes.values():
        if not candidate.is_lost:
            candidate.is_lost = not _is_class(family, candidate) or not all(
                _is_static(family, made) and _hides_nothing(family, made, candidate) for made in candidate.instances
            )
    heirs = {candidate.base for candidate in family.classes.values() if candidate.base is not None}
    for candidate in family.classes.values():
        if candidate not in heirs and not candidate.instances and candidate.base is None:
            candidate.is_lost = True


def drop_lost(family: Family) -> None:
    """Drops the classes that are lost, and with each of them all of its relatives."""
    changed = True
    while changed:
        changed = False
        shared: dict[lua.Node, list[Candidate]] = {}
        for made, candidate in family.instances.items():
            assert made.node is not None
            shared.setdefault(made.node, []).append(candidate)
        related = [[each, each.base] for each in family.classes.values() if each.base is not None]
        groups = [*related, *shared.values()]
        for group in groups:
            if any(each.is_lost for each in group) and not all(each.is_lost for each in group):
                changed = True
                for each in group:
                    each.is_lost = True
    family.classes = {made: each for made, each in family.classes.items() if not each.is_lost}
    family.instances = {made: each for made, each in family.instances.items() if not each.is_lost}
    kept = {made.node for made in family.instances}
    family.allocations = {node: each for node, each in family.allocations.items() if node in kept}


def _is_static(family: Family, made: Object) -> bool:
    """Whether nothing is done to a table but to read and write fields by names that are attributes of Python."""
    if made.is_exposed or made.is_odd:
        return False
    written = [key for key, node in made.fields.items() if family.flow.graph.values[node]]
    read = [key for key in (*made.raw, *made.lookups) if not isinstance(key, str) or not key.startswith("__")]
    return all(isinstance(key, str) and _is_attribute(key) for key in (*written, *read))


def _is_attribute(name: str) -> bool:
    if name.startswith("__"):
        return name == "__index" or name in METHODS_OF_EVENTS
    return name.isidentifier() and name.isascii() and not (name.endswith("_") and iskeyword(name[:-1]))


def _is_class(family: Family, candidate: Candidate) -> bool:
    """Whether the table itself can be a Python class."""
    made = candidate.made
    if not _is_static(family, made):
        return False
    own = family.values(made, "__index")
    if own and (own & UNKNOWN or family.flow.heap.among(own) != [made] or "__index" not in made.definite):
        return False
    # Metamethods are there from the beginning.
    return all(
        name in made.definite
        for name in made.fields
        if str(name) in METHODS_OF_EVENTS and family.values(made, str(name))
    )


def _hides_nothing(family: Family, made: Object, candidate: Candidate) -> bool:
    """Whether a constructor stores no nil under a name that the class has, and no metamethod."""
    if any(str(key).startswith("__") and family.values(made, str(key)) for key in made.fields):
        return False
    allocation = family.allocations[made.node] if made.node is not None else None
    if allocation is None:
        return False
    for each in allocation.constructor.fields:
        name = _name(each)
        if family.values(made, name) & NIL and any(
            family.values(base.made, name) & ~NIL for base in family.chain(candidate)
        ):
            return False
    return True
