"""How the functions of classes are found: through instances, through classes, with `self` or without.

Lua hands `self` over where a colon calls; Python binds it where a function of a class is found through an instance.
Both come to the same if every use of a name goes with one of them; otherwise the function is a static method, and
`self` is written out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cmc.runtime.core.events import METHODS_OF_EVENTS
from cmc.transpiler.analysis.classes.program import Candidate, Family
from cmc.transpiler.analysis.classes.result import CLASSMETHOD, METHOD, STATIC
from cmc.transpiler.analysis.fills import targets_of
from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.state import ChunkFlow
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import ANY, BOOLEAN, FUNCTION, NIL, NUMBER, TABLE, TEXT
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

Member = tuple[Candidate, str]
"""A name in a class."""


@dataclass(slots=True, eq=False)
class Use:
    """An expression that deals with classes or instances alone: `owners` are the members that it may find.

    `receivers` are what it is asked of. `is_own` says that an instance may have the field itself, `is_test` that it
    only matters whether there is something.
    """

    unit: ChunkFlow
    node: lua.Index | lua.MethodCall
    name: str
    receivers: list[Object]
    owners: list[Member]
    is_own: bool
    is_write: bool = False
    is_test: bool = False


@dataclass(slots=True, eq=False)
class Members:
    """The uses of fields of classes and instances, and how each member that is a function is found."""

    uses: list[Use] = field(default_factory=list)
    modes: dict[Member, str] = field(default_factory=dict)
    bound: set[lua.Node] = field(default_factory=set)


def find_members(family: Family, units: Iterable[ChunkFlow]) -> Members:
    """Looks through all chunks."""
    members = Members()
    if not family.classes and not family.namespaces:
        return members
    for unit in units:
        written, tested = _written(unit.chunk), _tested(unit.chunk)
        for node in walk(unit.chunk.body):
            if isinstance(node, lua.Index) and isinstance(node.key, lua.String):
                name = node.key.value
            elif isinstance(node, lua.MethodCall):
                name = node.name
            else:
                continue
            is_write = node in written
            receivers = _receivers(family, unit, node.obj, name, is_write=is_write)
            if receivers:
                is_test = node in tested and isinstance(node, lua.Index)
                owners, is_own = _owners(family, receivers, name)
                members.uses.append(
                    Use(unit, node, name, receivers, [] if is_write else owners, is_own, is_write, is_test)
                )
    _decide(family, members)
    return members


def _written(chunk: lua.Chunk) -> set[lua.Node]:
    return {target for node in walk(chunk.body) for target in targets_of(node)}


def _tested(chunk: lua.Chunk) -> set[lua.Node]:
    """Expressions of which nothing but the truth is used: nobody can tell what Python has bound a function to."""
    found: set[lua.Node] = set()
    for node in walk(chunk.body):
        if isinstance(node, lua.If):
            found.update(condition for condition, _ in node.arms)
        elif isinstance(node, lua.While | lua.Repeat):
            found.add(node.condition)
        elif isinstance(node, lua.Unary) and node.op == "not":
            found.add(node.operand)
        elif isinstance(node, lua.Binary) and (node.op == "and" or (node.op == "or" and node in found)):
            found.add(node.left)
            if node in found:
                found.add(node.right)
        elif isinstance(node, lua.Binary) and node.op in ("==", "~=") and isinstance(node.right, lua.Nil):
            found.add(node.left)
    return found


_NUMBER_ATTRIBUTES = frozenset((*dir(int), *dir(float)))
"""What Python finds in numbers, where Lua finds nothing."""


def _receivers(family: Family, unit: ChunkFlow, node: lua.Expression, name: str, *, is_write: bool) -> list[Object]:
    """The classes and instances that an expression gives, if everything else that it gives is an error in both."""
    if not unit.is_known(node.id):
        return []
    bits = unit.bits_of(family.flow, node.id)
    fails = NIL if name in _NUMBER_ATTRIBUTES else NIL | NUMBER | BOOLEAN
    if bits & (ANY | UNKNOWN) & ~(TABLE | fails | (TEXT if is_write else FUNCTION)):
        return []
    # Functions of the program have no fields in Python either; those of the library may.
    tables = [made for made in family.flow.heap.among(bits) if made.sort != "function"]
    return (
        tables
        if all(made in family.classes or made in family.instances or made in family.namespaces for made in tables)
        else []
    )


def _owners(family: Family, receivers: list[Object], name: str) -> tuple[list[Member], bool]:
    """The classes that may answer for a name, and whether an instance may do so itself."""
    owners: list[Member] = []
    is_own = False
    for made in receivers:
        if made in family.namespaces:
            is_own = True
            continue
        if made in family.instances:
            is_own = is_own or bool(family.values(made, name) & ~NIL)
        for candidate in family.instances.get(made) or (family.classes[made],):
            for each in family.chain(candidate):
                if family.values(each.made, name):
                    if (each, name) not in owners:
                        owners.append((each, name))
                    if name in each.made.definite and not family.values(each.made, name) & NIL:
                        break
    return owners, is_own


def _decide(family: Family, members: Members) -> None:
    colon, instance_read, class_colon, class_read = (set[Member]() for _ in range(4))
    for use in members.uses:
        if use.is_write or use.is_test:
            continue
        through_instances = any(not family.is_class(made) for made in use.receivers)
        through_classes = any(family.is_class(made) for made in use.receivers)
        if isinstance(use.node, lua.MethodCall) and not (through_instances and through_classes) and not use.is_own:
            (colon if through_instances else class_colon).update(use.owners)
        else:
            if through_instances:
                instance_read.update(use.owners)
            if through_classes:
                class_read.update(use.owners)
    named: set[Member] = {
        (candidate, str(name)) for candidate in family.classes.values() for name in candidate.made.fields
    }
    for member in named:
        if not _holds_functions(family, member) or member[1] in METHODS_OF_EVENTS:
            continue
        if member in instance_read or not _binds(family, member):
            mode = STATIC
        elif member in colon:
            mode = METHOD
        elif member in class_colon and member not in class_read:
            mode = CLASSMETHOD
        else:
            # Python's classes give functions as they are.
            mode = METHOD if _takes_self(family, member) else STATIC
        members.modes[member] = mode
    _agree(family, members)


def _agree(family: Family, members: Members) -> None:
    """A call finds all its functions in one way: where one of them has to be static, all are."""
    calls = [use for use in members.uses if isinstance(use.node, lua.MethodCall) and not use.is_own]
    changed = True
    while changed:
        changed = False
        for use in calls:
            through_instances = not any(_is_object(family, made) for made in use.receivers)
            wanted = METHOD if through_instances else CLASSMETHOD
            if all(members.modes.get(owner) == wanted for owner in use.owners):
                continue
            for owner in use.owners:
                mode = members.modes.get(owner)
                if mode in (METHOD, CLASSMETHOD) if through_instances else mode == CLASSMETHOD:
                    members.modes[owner] = STATIC
                    changed = True
    for use in calls:
        through_instances = not any(_is_object(family, made) for made in use.receivers)
        wanted = METHOD if through_instances else CLASSMETHOD
        if use.owners and all(members.modes.get(owner) == wanted for owner in use.owners):
            members.bound.add(use.node)


def _is_object(family: Family, made: Object) -> bool:
    """Whether a table finds functions as they are: classes and namespaces."""
    return family.is_class(made) or made in family.namespaces


def _takes_self(family: Family, member: Member) -> bool:
    """Whether a member is written with a colon."""
    functions = family.flow.heap.among(family.values(member[0].made, member[1]))
    return all(isinstance(made.node, lua.Function) and made.node.method for made in functions)


def _holds_functions(family: Family, member: Member) -> bool:
    candidate, name = member
    bits = family.values(candidate.made, name)
    return bool(bits & (FUNCTION | UNKNOWN))


def _binds(family: Family, member: Member) -> bool:
    """Whether Python binds all that a member may be: functions of the program."""
    candidate, name = member
    bits = family.values(candidate.made, name)
    functions = family.flow.heap.among(bits)
    return not bits & (UNKNOWN | ANY) & ~(FUNCTION | NIL) and all(made.sort == "function" for made in functions)
