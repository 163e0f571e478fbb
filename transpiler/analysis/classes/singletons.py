"""Tables that inherit and of which there is one each: the only instance of a class of their own.

local queue = setmetatable({}, { __index = require("base") })
function queue:push(value) … end
return queue
"""

from cmc.runtime.core.events import METHODS_OF_EVENTS
from cmc.transpiler.analysis.classes.namespaces import find_writes
from cmc.transpiler.analysis.classes.program import Candidate, Family
from cmc.transpiler.analysis.flow.state import ChunkFlow
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import FUNCTION
from cmc.transpiler.syntax import nodes as lua


def mark_singletons(family: Family, writers: list[ChunkFlow]) -> None:
    """Notes which classes are such tables."""
    heirs = {candidate.base for candidate in family.classes.values()}
    found = {
        candidate.made: candidate
        for candidate in family.classes.values()
        if candidate.base is not None
        and candidate not in heirs
        and not candidate.instances
        and not candidate.made.is_metatable
        and not _answers_events(family, candidate)
    }
    writes = find_writes(family, writers, found)
    for made, candidate in found.items():
        candidate.is_singleton = all(_is_method(family, candidate, name, nodes) for name, nodes in writes[made].items())


def _answers_events(family: Family, candidate: Candidate) -> bool:
    """Whether the heir would do what its base does as a metatable, or calling the class means something else."""
    chain = list(family.chain(candidate))
    if any(each.parent is not None and each.parent.setting.caller is not None for each in chain):
        return True
    is_asked = candidate.made.is_operand or candidate.made.is_called
    return is_asked and any(family.values(each.made, event) for each in chain for event in METHODS_OF_EVENTS)


def _is_method(family: Family, candidate: Candidate, name: str, writes: list[lua.Node]) -> bool:
    """Whether a field is no function, or is set once, where the table is defined."""
    if not family.values(candidate.made, name) & (FUNCTION | UNKNOWN):
        return True
    fields = {each.key.value for each in candidate.constructor.fields if isinstance(each.key, lua.String)}
    defined: list[lua.Node] = []
    for statement in candidate.unit.chunk.body.statements:
        if isinstance(statement, lua.FunctionStatement):
            defined.append(statement.target)
        elif isinstance(statement, lua.Assign) and isinstance(statement.values[0], lua.Function):
            defined += statement.targets[:1]
    return name not in fields and len(writes) == 1 and writes[0] in defined and name in candidate.made.definite
