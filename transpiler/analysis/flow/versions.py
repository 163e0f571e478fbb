"""The versions of locals: what a name means at each place where it stands, by the paths that lead there.

A local that only its own function assigns has a *root* for each assignment, and one for each place where paths meet
that bring different roots. A version is a root and the kinds that the guards on the way let through. Who reads a local
from another function reads the *whole* of it, which gets what every root gets.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from cmc.transpiler.analysis.scopes import Variable

EVERYTHING = -1
"""The mask that lets all through."""


@dataclass(slots=True, eq=False)
class Root:
    """A place where a local gets its value.

    `sources` are the versions that meet there; an assignment has none. `is_whole` says that the root stands for the
    local as such: nothing assigns it after its declaration.
    """

    variable: Variable
    is_whole: bool = False
    sources: "list[Version]" = field(default_factory=list)


Version: TypeAlias = tuple[Root, int]


@dataclass(slots=True, eq=False)
class Versions:
    """The versions of the locals of a chunk.

    `reads` has the version that a name reads, `assigned` the root that a name or binding assigns, both by their ids.
    What is in neither means the whole local. `guarded` has what guards tell where a function is made of the variables
    that nobody assigns later, by the id of the function: it holds inside it as well.
    """

    reads: dict[int, Version] = field(default_factory=dict)
    assigned: dict[int, Root] = field(default_factory=dict)
    guarded: dict[int, dict[Variable, Version]] = field(default_factory=dict)

    def guard(self, function: int, state: "State") -> None:
        """Notes what holds where a function is made, in each place that leads there."""
        known = {
            variable: version
            for variable, version in state.locals.items()
            if not variable.writes and version[0].is_whole and version[1] != EVERYTHING
        }
        before = self.guarded.get(function, known)
        self.guarded[function] = {
            variable: (version[0], version[1] | before[variable][1])
            for variable, version in known.items()
            if variable in before
        }


@dataclass(slots=True, frozen=True, eq=False)
class State:
    """What holds at a place: the versions of the locals of the function, and of those from outside that guards tell of.

    `is_live` is false where control does not come; the versions are then those of some other place.
    """

    locals: dict[Variable, Version]
    is_live: bool = True

    def with_version(self, variable: Variable, version: Version) -> "State":
        """The state after an assignment or a guard."""
        return State({**self.locals, variable: version}, self.is_live)

    def ended(self) -> "State":
        """The state behind a `return`."""
        return State(self.locals, False)


def join(states: Iterable[State]) -> State:
    """The state where paths meet."""
    states = list(states)
    live = [state for state in states if state.is_live]
    if not live:
        return states[0].ended()
    first, others = live[0], live[1:]
    others = [state for state in others if state.locals is not first.locals]
    if not others:
        return first
    found: dict[Variable, Version] = {}
    for variable, version in first.locals.items():
        rest = [state.locals.get(variable) for state in others]
        if all(other is version for other in rest):
            found[variable] = version
        elif None not in rest:
            found[variable] = _meeting(variable, [version, *(other for other in rest if other is not None)])
        # Otherwise the variable is declared by some block that is left, or from outside, where the whole is meant.
    return State(found)


def _meeting(variable: Variable, versions: list[Version]) -> Version:
    masks: dict[Root, int] = {}
    for root, mask in versions:
        masks[root] = masks.get(root, 0) | mask
    if len(masks) == 1:
        return next(iter(masks.items()))
    return Root(variable, sources=list(masks.items())), EVERYTHING
