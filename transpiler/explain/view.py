"""What explanations are made from: one chunk of a program with all that is known of it."""

from dataclasses import dataclass, field

from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import ANY
from cmc.transpiler.lower.context import Unit
from cmc.transpiler.source import Source
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

_LONGEST = 32


@dataclass(slots=True, eq=False)
class View:
    """A unit, and the chunks of its program with their texts."""

    unit: Unit
    chunks: list[tuple[Source, lua.Chunk, ChunkFlow]]
    _sources: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    @property
    def flow(self) -> Flow | None:
        """The solution, if there is one."""
        return self.unit.types.flow

    def bits(self, node: lua.Node) -> int:
        """Kinds and objects that an expression may give."""
        chunk = self.unit.types.unit
        if chunk is None or self.flow is None or not chunk.is_known(node.id):
            return self.unit.types.of(node) | UNKNOWN
        return chunk.bits_of(self.flow, node.id)

    def kinds(self, node: lua.Node) -> int:
        """The kinds that lowering reckons with: all of them where no value is seen to come."""
        return self.unit.types.of(node)

    def objects(self, bits: int) -> list[Object]:
        """The tables and functions of a set."""
        return self.flow.heap.among(bits) if self.flow is not None else []

    def text(self, node: lua.Node, source: Source | None = None) -> str:
        """The text of a node in one line, shortened."""
        text = " ".join((source or self.unit.source).text[node.start : node.end].split())
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."

    def line(self, node: lua.Node, source: Source | None = None) -> int:
        """The line that a node begins in."""
        return (source or self.unit.source).line_and_column(node.start)[0]

    def source_of(self, chunk: ChunkFlow) -> Source:
        """The text of a chunk of the program."""
        return next(source for source, node, _ in self.chunks if node is chunk.chunk)

    def place(self, node: lua.Node, source: Source) -> str:
        """`line 3`, with the file if it is another one."""
        line = self.line(node, source)
        return f"line {line}" if source is self.unit.source else f"{source.short_name}:{line}"

    def sources(self) -> dict[int, list[tuple[int, int]]]:
        """The edges of the flow graph backwards: for each node those that it gets values from, with what comes."""
        if not self._sources and self.flow is not None:
            for source, target, mask in self.flow.graph.edges():
                self._sources.setdefault(target, []).append((source, mask))
        return self._sources


def is_anything(bits: int) -> bool:
    """Whether nothing at all is known of a value."""
    return bits & ANY == ANY


def nodes_of(chunk: lua.Chunk) -> dict[int, lua.Node]:
    """The nodes of a chunk by id."""
    return {node.id: node for node in walk(chunk.body)}
