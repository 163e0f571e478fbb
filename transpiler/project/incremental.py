"""Compiling again only what changed: the results of a build, kept for the next one."""

from dataclasses import dataclass, field

from cmc.transpiler.options import Options
from cmc.transpiler.pipeline import Output, build_module
from cmc.transpiler.source import Source
from cmc.transpiler.syntax.parser import SyntaxFinding

Result = Output | tuple[SyntaxFinding, ...]


@dataclass(slots=True, eq=False)
class Memory:
    """What modules compiled to, by chunk name, text and options; only the last result of each module is kept.

    `compiled` counts the modules that had to be compiled since it was last set to zero.
    """

    results: dict[str, tuple[str, str, Result]] = field(default_factory=dict)
    compiled: int = 0

    def compile_module(self, source: Source, options: Options) -> Result:
        """`build_module`, remembered."""
        key = options.key()
        known = self.results.get(source.name)
        if known is not None and known[:2] == (source.digest, key):
            return known[2]
        result = build_module(source, options)
        self.results[source.name] = (source.digest, key, result)
        self.compiled += 1
        return result
