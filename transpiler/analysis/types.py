"""Which kinds of value an expression may have.

A kind is a set of bits. Everything that is not proven is `ANY`; lowering may use a plain Python operator only where the
bits exclude what it would get wrong (docs/architecture.md, three rungs).
"""

from dataclasses import dataclass

from cmc.transpiler.analysis.flow.intervals import FULL, Interval, binary, fits
from cmc.transpiler.analysis.flow.ranges import Ranges
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow
from cmc.transpiler.analysis.kinds import (
    ANY,
    ASCII,
    BIG,
    BOOLEAN,
    FALSE,
    FLOAT,
    FUNCTION,
    INTEGER,
    NIL,
    SMALL,
    SMALL_LIMIT,
    STRING,
    TABLE,
    TRUE,
)
from cmc.transpiler.analysis.library import Library
from cmc.transpiler.syntax import nodes as lua


@dataclass(slots=True, eq=False)
class Types:
    """The kinds of the expressions of a chunk; only those of literals are known without `flow`.

    `metamethods` are those that there may be, None if nothing is known.
    """

    library: Library
    metamethods: frozenset[str] | None = None
    unit: ChunkFlow | None = None
    flow: Flow | None = None
    ranges: Ranges | None = None

    def may_have(self, event: str) -> bool:
        """Whether a value may have a metamethod."""
        return self.metamethods is None or event in self.metamethods

    def of(self, node: lua.Node) -> int:
        """The kinds that `node`, cut to one value, may have."""
        if self.unit is not None and self.flow is not None and self.unit.is_known(node.id):
            # Of what is never evaluated, as far as can be seen, nothing is assumed.
            return self.unit.bits_of(self.flow, node.id) & ANY or ANY
        return self._by_itself(node)

    def range_of(self, node: lua.Node) -> Interval | None:
        """The bounds of the integers that `node`, cut to one value, may give; None if it gives no integer."""
        kinds = self.of(node)
        if not kinds & INTEGER:
            return None
        if self.unit is not None and self.ranges is not None and self.unit.is_known(node.id):
            found = self.ranges.of_expression(self.unit, node.id)
            # Of what is never evaluated nothing is assumed here, either.
            return FULL if found is None else found
        if isinstance(node, lua.Number) and isinstance(node.value, int):
            return (node.value, node.value)
        return FULL if kinds & ~(SMALL | ANY & ~INTEGER) else (-SMALL_LIMIT, SMALL_LIMIT)

    def fits(self, node: lua.Binary) -> bool:
        """Whether 64 bits hold what an operator gives for any integers that its operands may be."""
        return fits(binary(node.op, self.range_of(node.left), self.range_of(node.right)))

    def _by_itself(self, node: lua.Node) -> int:
        """What an expression tells without its context."""
        if isinstance(node, lua.Number):
            if isinstance(node.value, float):
                return FLOAT
            return SMALL if -SMALL_LIMIT <= node.value <= SMALL_LIMIT else BIG
        if isinstance(node, lua.String):
            return ASCII if node.value.isascii() else STRING
        if isinstance(node, lua.Boolean):
            return TRUE if node.value else FALSE
        if isinstance(node, lua.Name | lua.Index):
            path = self.library.path_of(node)
            catalogue = self.library.catalogue
            if path is None or path in catalogue.callable_tables:
                return ANY
            return FUNCTION if path in catalogue.functions else catalogue.constants[path]
        if isinstance(node, lua.Call):
            given = self.library.given(node)
            return given.kind if given is not None else ANY
        if isinstance(node, lua.Unary) and node.op == "not":
            return BOOLEAN
        if isinstance(node, lua.Binary) and node.op in ("==", "~=", "<", "<=", ">", ">="):
            return BOOLEAN
        return _LITERALS.get(type(node), ANY)


_LITERALS = {lua.Nil: NIL, lua.Table: TABLE, lua.Function: FUNCTION}
