"""Tables that hold the functions of a module, `local M = {} … return M`, and others that are there once.

Such a table needs no object of its own where the text alone says what is in it: each field is set once, at the top
level of its chunk, before anybody can look for it. Its fields are then variables of the module, and only what the chunk
returns is an object (`dissolved`). Otherwise it is an object with attributes.
"""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field

from cmc.transpiler.analysis.classes.program import Family, is_static
from cmc.transpiler.analysis.fills import targets_of
from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.state import ChunkFlow
from cmc.transpiler.analysis.kinds import NIL
from cmc.transpiler.analysis.scopes import Variable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


@dataclass(slots=True, eq=False)
class Namespace:
    """A table that is there once: `nones` are fields that may be read before they are set."""

    unit: ChunkFlow
    statement: lua.Local
    constructor: lua.Table
    variable: Variable
    made: Object
    is_dissolved: bool = False
    nones: set[str] = field(default_factory=set)


def find_namespaces(family: Family, units: list[ChunkFlow], writers: list[ChunkFlow]) -> dict[Object, Namespace]:
    """The tables of chunks' top levels that can be objects with attributes; `writers` may write to them."""
    by_node = {made.node: made for made in family.flow.heap.objects if made.sort == "table" and made.node is not None}
    found: dict[Object, Namespace] = {}
    for unit in units:
        for statement in unit.chunk.body.statements:
            if isinstance(statement, lua.Local) and len(statement.names) == len(statement.values) == 1:
                variable, value = unit.scopes.declares[statement.names[0].id], statement.values[0]
                made = by_node.get(value)
                if (
                    made is not None
                    and isinstance(value, lua.Table)
                    and not variable.writes
                    and statement.names[0].attribute != "close"
                    and _fits(family, made, value)
                ):
                    found[made] = Namespace(unit, statement, value, variable, made)
    if found:
        writes = find_writes(family, writers, found)
        for made, namespace in found.items():
            namespace.is_dissolved = _dissolves(family, namespace, writes[made])
    return found


def _fits(family: Family, made: Object, constructor: lua.Table) -> bool:
    """Whether a table is static, has no metatable, is none, and holds functions."""
    if made in family.classes or made in family.instances or made.is_metatable or made.settings or made.is_called:
        return False
    if not is_static(family, made) or family.flow.graph.values[made.metatables]:
        return False
    if not all(each.named for each in constructor.fields):
        return False
    if any(str(name).startswith("__") for name in made.fields):
        return False
    functions = (
        each
        for name in made.definite
        for each in family.flow.heap.among(family.values(made, name))
        if each.sort == "function"
    )
    return next(functions, None) is not None


Writes = dict[str, list[lua.Node]]


def find_writes(family: Family, units: list[ChunkFlow], found: Container[Object]) -> dict[Object, Writes]:
    """The targets of assignments to fields of each table, by name."""
    writes: dict[Object, Writes] = defaultdict(dict)
    for unit in units:
        for node in walk(unit.chunk.body):
            for target in targets_of(node):
                if not isinstance(target, lua.Index) or not isinstance(target.key, lua.String):
                    continue
                if unit.is_known(target.obj.id):
                    for made in family.flow.heap.among(unit.bits_of(family.flow, target.obj.id)):
                        if made in found:
                            writes[made].setdefault(target.key.value, []).append(target)
    return writes


def _dissolves(family: Family, namespace: Namespace, writes: Writes) -> bool:
    """Whether all that is done with the local is to define fields once, to read them, and to return the table."""
    unit, made = namespace.unit, namespace.made
    body = unit.chunk.body
    for each in namespace.constructor.fields:
        assert isinstance(each.key, lua.String)
        writes.setdefault(each.key.value, []).append(each)
    defined: set[lua.Node] = set(namespace.constructor.fields)
    for statement in body.statements:
        if isinstance(statement, lua.FunctionStatement):
            defined.add(statement.target)
        elif isinstance(statement, lua.Assign) and len(statement.targets) == len(statement.values) == 1:
            defined.add(statement.targets[0])
    for name, nodes in writes.items():
        if len(nodes) != 1 or nodes[0] not in defined or name not in made.definite or family.values(made, name) & NIL:
            return False
    last = body.statements[-1] if body.statements else None
    fine: set[int] = set()
    if isinstance(last, lua.Return) and len(last.values) == 1:
        fine.add(last.values[0].id)
    for node in walk(body):
        if isinstance(node, lua.Index) and isinstance(node.key, lua.String) and node.key.value in writes:
            fine.add(node.obj.id)
    return all(
        node.id in fine
        for node in walk(body)
        if isinstance(node, lua.Name) and unit.scopes.uses.get(node.id) is namespace.variable
    )
