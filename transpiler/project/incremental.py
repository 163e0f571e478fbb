"""Compiling again only what changed: what was read and built, kept for the next build."""

from dataclasses import dataclass, field

from cmc.transpiler.options import Options
from cmc.transpiler.pipeline import Front, Output, Program, build_unit, read_front
from cmc.transpiler.source import Source
from cmc.transpiler.syntax.parser import SyntaxFinding

Read = Front | tuple[SyntaxFinding, ...]


@dataclass(slots=True, eq=False)
class Memory:
    """What modules were read and compiled to, by chunk name; only the last result of each is kept.

    A module is compiled again when its text changes, or what the other modules make true of it. `compiled` counts the
    modules that had to be compiled since it was last set to zero.
    """

    fronts: dict[str, tuple[str, str, Read]] = field(default_factory=dict)
    outputs: dict[str, tuple[str, str, Output]] = field(default_factory=dict)
    compiled: int = 0

    def read(self, source: Source, options: Options) -> Read:
        """`read_front`, remembered."""
        known = self.fronts.get(source.name)
        if known is not None and known[:2] == (source.digest, options.front_end):
            return known[2]
        front = read_front(source, options, recover=True, is_file=True)
        self.fronts[source.name] = (source.digest, options.front_end, front)
        return front

    def build(self, program: Program, source: Source) -> Output:
        """`build_unit`, remembered."""
        facts = program.fingerprint(source.name)
        known = self.outputs.get(source.name)
        if known is not None and known[:2] == (source.digest, facts):
            return known[2]
        output = build_unit(program.unit(source.name))
        self.outputs[source.name] = (source.digest, facts, output)
        self.compiled += 1
        return output
