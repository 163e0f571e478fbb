"""The densities of all programs, by group and by whether they have annotations, and the ceilings that hold them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

from tests.idiom.density import Density, measure
from tests.idiom.programs import Program, examples, fixtures, is_annotated, modules

CEILINGS = Path(__file__).with_name("ceiling.toml")
GROUPS = ("examples", "goldens", "fixtures")
GOALS = {True: 3.0, False: 8.0}
# The tests and the ceilings look at one of so many fixtures: all of them take half a minute to compile.
SAMPLE = 5
# How far a density may exceed its ceiling: programs that are added move the means a little.
SLACK = 0.5
# A ceiling this far above the density no longer holds anything.
LOOSE = 0.9

_HEAD = """\
# Uses of helpers per 100 code lines that the generated Python may have at most (see density.py).
# `python -m tests.idiom --lower` writes what is reached; it never raises a ceiling.
# Of the fixtures, one of five is looked at (see survey.py).
"""


@dataclass(frozen=True)
class Part:
    """A group of programs, of those with annotations or of those without."""

    group: str
    annotated: bool

    @property
    def name(self) -> str:
        """The entry in the file of ceilings."""
        return "annotated" if self.annotated else "plain"


def parts() -> list[Part]:
    """All parts, the examples first."""
    return [Part(group, annotated) for group in GROUPS for annotated in (False, True)]


def programs(group: str, *, sample: bool = False) -> list[Program]:
    """The programs of a group that compile; with `sample` only some of the fixtures, chosen by their names."""
    found = [program for program in examples() + fixtures() if program.group == group]
    if sample and group == "fixtures":
        found = [program for program in found if crc32(program.name.encode()) % SAMPLE == 0]
    return [program for program in found if modules(program)]


@cache
def density_of(program: Program) -> Density:
    """The counts of a program."""
    total = Density()
    for module in modules(program):
        total.add(measure(module.python, module.place, module.lua_lines))
    return total


def density(part: Part, *, sample: bool = False) -> Density:
    """The counts of a part; with `sample` of what the ceilings hold."""
    total = Density()
    for program in programs(part.group, sample=sample):
        if is_annotated(program) == part.annotated:
            total.add(density_of(program))
    return total


def ceilings() -> dict[Part, float]:
    """The recorded ceilings; a part without programs has none."""
    recorded = tomllib.loads(CEILINGS.read_text("utf-8")) if CEILINGS.exists() else {}
    return {part: recorded[part.group][part.name] for part in parts() if part.name in recorded.get(part.group, {})}


def lower() -> dict[Part, float]:
    """Writes the densities that lie below their ceilings as the new ones; returns all ceilings."""
    before = ceilings()
    after = {}
    for part in parts():
        found = density(part, sample=True)
        if found.lines:
            after[part] = min(round(found.per_hundred(), 1), before.get(part, float("inf")))
    sections = (
        f"\n[{group}]\n" + "".join(f"{part.name} = {value}\n" for part, value in after.items() if part.group == group)
        for group in GROUPS
    )
    CEILINGS.write_text(_HEAD + "".join(sections), "utf-8")
    return after
