"""Finding the classes of a program among its tables (docs/decisions.md).

A class is a local table of a chunk's top level that other tables inherit from by `__index`. It is written as a Python
class if all tables that have to do with it can be: its own one, those of its family, and all instances.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from keyword import iskeyword
from typing import TYPE_CHECKING

from cmc.runtime.core.events import METHODS_OF_EVENTS
from cmc.transpiler.analysis.classes.allocations import Allocation, Setting, find_allocations, find_settings
from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import ANY, NIL, TABLE
from cmc.transpiler.analysis.scopes import Variable
from cmc.transpiler.syntax import nodes as lua

if TYPE_CHECKING:
    from cmc.transpiler.analysis.classes.namespaces import Namespace


@dataclass(slots=True, eq=False)
class Candidate:
    """A table that may become a class: its object, where it is declared, what it inherits from, and its instances.

    `parent` is the allocation that gives it the metatable by which it inherits. `is_singleton` says that it is the only
    instance of a class of its own (`singletons.py`).
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
    is_singleton: bool = False


@dataclass(slots=True, eq=False)
class Family:
    """All classes of a program, by their objects, and the classes that each instance may be of.

    `settings` are the calls of `setmetatable`, `allocations` the constructors of tables that get a metatable at once,
    by the node of the constructor, `homes` the chunks of both. `namespaces` are tables that are there once.
    """

    flow: Flow
    classes: dict[Object, Candidate] = field(default_factory=dict)
    instances: dict[Object, tuple[Candidate, ...]] = field(default_factory=dict)
    settings: dict[lua.Node, Setting] = field(default_factory=dict)
    allocations: dict[lua.Node, Allocation] = field(default_factory=dict)
    homes: dict[lua.Node, ChunkFlow] = field(default_factory=dict)
    namespaces: "dict[Object, Namespace]" = field(default_factory=dict)

    def chain(self, candidate: Candidate) -> Iterator[Candidate]:
        """A class and all that it inherits from."""
        current: Candidate | None = candidate
        while current is not None:
            yield current
            current = current.base

    def is_class(self, made: Object) -> bool:
        """Whether a table is a class, and no instance of one."""
        return made in self.classes and not self.classes[made].is_singleton

    def values(self, table: Object, name: str) -> int:
        """What is ever stored in a field."""
        return self.flow.graph.values[table.fields[name]] if name in table.fields else 0

    def given_by(self, setting: Setting) -> list[Candidate]:
        """The classes that a call of `setmetatable` may give to a table."""
        if setting.source is None:
            return []
        unit = self.homes[setting.call]
        bits = unit.bits_of(self.flow, setting.source.id)
        return [self.classes[made] for made in self.flow.heap.among(bits) if made in self.classes]


def find_family(flow: Flow, units: Iterable[ChunkFlow]) -> Family:
    """The classes of a program; none where tables may be watched by what instances of classes cannot answer."""
    family = Family(flow)
    if any(flow.heap.mentions(event) for event in ("__mode", "__gc")):
        return family
    by_node: dict[lua.Node, list[Object]] = {}
    for made in flow.heap.objects:
        if made.sort == "table" and made.node is not None:
            by_node.setdefault(made.node, []).append(made)
    for unit in units:
        settings: dict[lua.Node, Setting] = {each.call: each for each in find_settings(unit.chunk, unit.library)}
        family.settings |= settings
        family.homes.update(dict.fromkeys(settings, unit))
        for allocation in find_allocations(unit.chunk, unit.scopes, settings):
            family.allocations[allocation.constructor] = allocation
            family.homes[allocation.constructor] = unit
        for statement in unit.chunk.body.statements:
            candidate = _declared(family, unit, statement, by_node)
            if candidate is not None:
                family.classes[candidate.made] = candidate
    if not family.classes:
        return family
    for candidate in family.classes.values():
        _inherit(family, candidate)
    _break_circles(family)
    for made in flow.heap.objects:
        if made.sort == "table":
            _collect(family, made)
    _judge(family, by_node)
    drop_lost(family)
    return family


def _declared(
    family: Family, unit: ChunkFlow, statement: lua.Statement, by_node: dict[lua.Node, list[Object]]
) -> Candidate | None:
    """`local C = { … }` or `local C = setmetatable({ … }, { __index = Base })` at the top level of a chunk."""
    if not isinstance(statement, lua.Local) or len(statement.names) != 1 or len(statement.values) != 1:
        return None
    variable, value = unit.scopes.declares[statement.names[0].id], statement.values[0]
    if value in family.settings:
        assert isinstance(value, lua.Call)
        value = value.args[0]
    if not isinstance(value, lua.Table) or variable.writes or statement.names[0].attribute == "close":
        return None
    objects = by_node.get(value, [])
    if len(objects) != 1 or not all(each.named for each in value.fields):
        return None
    return Candidate(unit, statement, value, variable, objects[0], family.allocations.get(value))


def _inherit(family: Family, candidate: Candidate) -> None:
    """Finds the base of a class."""
    made, parent = candidate.made, candidate.parent
    bits = family.flow.graph.values[made.metatables]
    if not bits:
        candidate.parent = None
        return
    metatables = family.flow.heap.among(bits)
    bases = {base for metatable in metatables for base in _classes_of(family, metatable)}
    candidate.base = next(iter(bases), None)
    if bits & UNKNOWN or len(metatables) != 1 or parent is None or not parent.is_early:
        candidate.is_lost = True
        return
    setting = parent.setting
    if setting.caller is not None and not parent.is_argument and setting.statement is None:
        candidate.is_lost = True
        return
    is_known = _are_calls(family, made, (setting.call,))
    if setting.source is None:
        candidate.is_lost = not is_known or bool(bases) or metatables[0].node is not setting.literal
        return
    candidate.is_lost = (
        not is_known
        or len(bases) != 1
        or not _gives_fields(family, metatables[0], candidate.base, setting)
        # What is shown or compared would be so by the metamethods of the base.
        or (setting.literal is None and (made.is_operand or made.is_called))
    )


def _break_circles(family: Family) -> None:
    for candidate in family.classes.values():
        seen = {candidate}
        base = candidate.base
        while base is not None and base not in seen:
            seen.add(base)
            base = base.base
        if base is not None:
            candidate.is_lost = True
            candidate.base = None


def _are_calls(family: Family, made: Object, calls: Iterable[lua.Node]) -> bool:
    """Whether just some of certain calls give a table its metatables."""
    known = set(calls)
    return all(id in family.flow.setters and family.flow.setters[id][1] in known for id in made.settings)


def _classes_of(family: Family, metatable: Object) -> list[Candidate]:
    """The classes that a metatable has to do with: itself, and what it gives fields of."""
    found = [family.classes[metatable]] if metatable in family.classes else []
    for source in family.flow.heap.among(family.values(metatable, "__index")):
        if source in family.classes and family.classes[source] not in found:
            found.append(family.classes[source])
    return found


def _gives_fields(family: Family, metatable: Object, candidate: Candidate | None, setting: Setting) -> bool:
    """Whether a metatable makes instances of a class: `C` itself with `C.__index = C`, or a literal for the purpose."""
    sources = family.values(metatable, "__index")
    if candidate is None or sources & (UNKNOWN | ANY) & ~(NIL | TABLE):
        return False
    if family.flow.heap.among(sources) != [candidate.made]:
        return False
    if metatable is candidate.made:
        return setting.literal is None and "__index" in metatable.definite
    return setting.literal is not None and metatable.node is setting.literal


def _collect(family: Family, made: Object) -> None:
    """Notes whose instance a table is; a class with an instance that must stay a table is lost."""
    _lose_handlers(family, made)
    if made in family.classes:
        return
    heap = family.flow.heap
    bits = family.flow.graph.values[made.metatables]
    metatables = [metatable for metatable in heap.among(bits) if metatable.sort == "table"]
    classes = tuple({each: None for metatable in metatables for each in _classes_of(family, metatable)})
    if not classes:
        return
    if bits & UNKNOWN or not _is_made_as_instance(family, made, metatables):
        for candidate in classes:
            candidate.is_lost = True
        return
    family.instances[made] = classes
    for candidate in classes:
        candidate.instances.append(made)


def _is_made_as_instance(family: Family, made: Object, metatables: list[Object]) -> bool:
    allocation = family.allocations.get(made.node) if made.node is not None else None
    if allocation is None:
        return False
    names = [_name(each) for each in allocation.constructor.fields]
    if not all(names) or len(set(names)) != len(names) or not _are_calls(family, made, family.settings):
        return False
    settings = _settings_of(family, made)
    if any(setting.caller is not None for setting in settings):
        return False
    return allocation.setting in settings and all(
        any(
            _gives_fields(family, metatable, candidate, setting)
            for candidate in _classes_of(family, metatable)
            for setting in settings
        )
        for metatable in metatables
    )


def _name(field: lua.Field) -> str:
    return field.key.value if field.named and isinstance(field.key, lua.String) else ""


def _lose_handlers(family: Family, metatable: Object) -> None:
    """A class that answers for another event than `__index` is lost."""
    if not metatable.is_metatable:
        return
    for key, node in metatable.fields.items():
        if not isinstance(key, str) or not key.startswith("__") or key == "__index":
            continue
        for value in family.flow.heap.among(family.flow.graph.values[node]):
            candidate = family.classes.get(value)
            if candidate is not None:
                candidate.is_lost = True


def _judge(family: Family, by_node: dict[lua.Node, list[Object]]) -> None:
    """Notes which tables cannot be written as classes, by what is done to them."""
    heirs = {candidate.base for candidate in family.classes.values() if candidate.base is not None}
    for candidate in family.classes.values():
        is_used = candidate in heirs or candidate.instances or candidate.base is not None
        if not is_used or not _is_class(family, candidate):
            candidate.is_lost = True
    for made, classes in family.instances.items():
        by_literal = any(setting.literal is not None for setting in _settings_of(family, made))
        if (
            not is_static(family, made)
            or not _hides_nothing(family, made, classes)
            or made.is_metatable
            or (made.is_asked and by_literal)
            or (made.is_called and any(_is_called_by_base(family, each) for each in classes))
        ):
            _lose(classes)
        elif (made.is_operand or made.is_called) and by_literal:
            # The metatable has no metamethods, whatever the class has.
            _lose(each for each in classes if any(family.values(each.made, event) for event in METHODS_OF_EVENTS))
    for metatable in family.flow.heap.objects:
        # The runtime tells functions from tables among metamethods by whether Python calls them.
        for key, stored in metatable.fields.items() if metatable.is_metatable else ():
            if str(key).startswith("__"):
                for made in family.flow.heap.among(family.flow.graph.values[stored]):
                    _lose(family.instances.get(made, ()))
    for setting in family.settings.values():
        # A call gives classes alone, or none that is written as such; so with what it gives them to.
        if setting.source is None:
            continue
        unit = family.homes[setting.call]
        given = unit.bits_of(family.flow, setting.source.id)
        takers = family.flow.heap.among(unit.bits_of(family.flow, setting.call.args[0].id))
        found = family.given_by(setting)
        is_clean = not given & (UNKNOWN | ANY) & ~TABLE and len(found) == len(family.flow.heap.among(given))
        if not is_clean or not all(_is_covered(family, made) for made in takers):
            _lose(found)
            for made in takers:
                _lose(family.instances.get(made, ()))
    for constructor in family.allocations:
        # One constructor makes either instances or plain tables.
        objects = by_node.get(constructor, [])
        if not all(_is_covered(family, made) for made in objects):
            for made in objects:
                _lose(family.instances.get(made, ()))


def _is_covered(family: Family, made: Object) -> bool:
    """Whether a table is a class or an instance, or made by code that never runs: it gets no metatable then."""
    is_dead = made.node in family.allocations and not family.flow.graph.values[made.metatables]
    return made in family.instances or made in family.classes or is_dead


def _is_called_by_base(family: Family, candidate: Candidate) -> bool:
    """Whether Python would find what is called in a base, where Lua does not look for it."""
    return any(family.values(base.made, "__call") for base in list(family.chain(candidate))[1:])


def _settings_of(family: Family, made: Object) -> list[Setting]:
    """The calls that give an instance its metatables."""
    return [family.settings[family.flow.setters[id][1]] for id in made.settings]


def _lose(classes: Iterable[Candidate]) -> None:
    for candidate in classes:
        candidate.is_lost = True


def drop_lost(family: Family) -> None:
    """Drops the classes that are lost, and with each of them all of its relatives."""
    groups: list[list[Candidate]] = [[each, each.base] for each in family.classes.values() if each.base is not None]
    groups += [family.given_by(setting) for setting in family.settings.values()]
    shared: dict[lua.Node | None, list[Candidate]] = {}
    for made, classes in family.instances.items():
        shared.setdefault(made.node, []).extend(classes)
    groups += shared.values()
    changed = True
    while changed:
        changed = False
        for group in groups:
            if any(each.is_lost for each in group) and not all(each.is_lost for each in group):
                changed = True
                _lose(group)
    family.classes = {made: each for made, each in family.classes.items() if not each.is_lost}
    family.instances = {
        made: classes for made, classes in family.instances.items() if not any(each.is_lost for each in classes)
    }


_OF_BODIES = frozenset(("staticmethod", "classmethod", "Table"))
"""What the bodies of generated classes themselves refer to, which a member of that name would hide."""


def is_static(family: Family, made: Object) -> bool:
    """Whether nothing is done to a table but to read and write fields by names that are attributes of Python."""
    if made.is_exposed or made.is_odd:
        return False
    written = [key for key, node in made.fields.items() if family.flow.graph.values[node]]
    read = [key for key in (*made.raw, *made.lookups) if not isinstance(key, str) or not key.startswith("__")]
    return all(isinstance(key, str) and _is_attribute(key) for key in (*written, *read))


def _is_attribute(name: str) -> bool:
    if name.startswith("__"):
        return name == "__index" or name in METHODS_OF_EVENTS
    hides_keyword = name.endswith("_") and iskeyword(name[:-1])
    return name.isidentifier() and name.isascii() and not hides_keyword and name not in _OF_BODIES


def _is_class(family: Family, candidate: Candidate) -> bool:
    """Whether the table itself can be a Python class."""
    made = candidate.made
    if not is_static(family, made) or (made.is_asked and made.settings):
        return False
    if made.is_called and (candidate.parent is None or candidate.parent.setting.caller is None):
        return False
    for each in candidate.constructor.fields:
        name = _name(each)
        hidden = any(family.values(base.made, name) & ~NIL for base in list(family.chain(candidate))[1:])
        if hidden and family.values(made, name) & NIL:
            return False
    own = family.values(made, "__index")
    return not own or (not own & UNKNOWN and family.flow.heap.among(own) == [made] and "__index" in made.definite)


def _hides_nothing(family: Family, made: Object, classes: tuple[Candidate, ...]) -> bool:
    """Whether a constructor stores no nil under a name that the class has, and no metamethod."""
    if any(str(key).startswith("__") and family.values(made, str(key)) for key in made.fields):
        return False
    assert made.node is not None
    for each in family.allocations[made.node].constructor.fields:
        name = _name(each)
        if family.values(made, name) & NIL and any(
            family.values(base.made, name) & ~NIL for candidate in classes for base in family.chain(candidate)
        ):
            return False
    return True
