"""The kinds of what operators give, as if there were no metamethods (manual §3.4)."""

from cmc.transpiler.analysis.kinds import (
    ASCII,
    BIG,
    COUNTER,
    FLOAT,
    INTEGER,
    NUMBER,
    SMALL,
    TABLE,
    TEXT,
)

_RING_OR_MODULO = frozenset("+-*%") | {"//"}
_BITWISE = frozenset(("&", "|", "~", "<<", ">>"))


def binary_kind(op: str, left: int, right: int) -> int:
    """The kinds of `left op right` for arithmetic, bitwise operators and `..`; nothing where it always fails."""
    left, right = left & _OPERANDS[op], right & _OPERANDS[op]
    if not left or not right:
        return 0
    both = left | right
    if op == "..":
        return TEXT if both & ~(ASCII | NUMBER) else ASCII
    if op in ("/", "^"):
        return FLOAT
    if op in _RING_OR_MODULO:
        if both & TEXT:
            # A string may stand for any number.
            return NUMBER
        kind = FLOAT if both & FLOAT else 0
        return kind | (_integers(op, left & INTEGER, right & INTEGER) if left & INTEGER and right & INTEGER else 0)
    if op in ("&", "|", "~") and both == SMALL:
        return SMALL if op == "&" else SMALL | COUNTER
    return INTEGER


_OPERANDS = dict.fromkeys((*_RING_OR_MODULO, *_BITWISE, "/", "^", ".."), NUMBER | TEXT)


def _integers(op: str, left: int, right: int) -> int:
    """The size of a result of two integers."""
    if op == "%":
        return right  # smaller than the divisor
    if op == "//":
        return left | (SMALL if left == SMALL else BIG if left & BIG else 0)
    both = left | right
    if op == "*" or both & BIG or (left & COUNTER and right & COUNTER):
        return INTEGER
    return SMALL | COUNTER


def unary_kind(op: str, operand: int) -> int:
    """The kinds of `op operand` for `-`, `~` and `#`."""
    if op == "#":
        return SMALL if operand & (TEXT | TABLE) else 0
    if op == "~":
        return INTEGER if operand & (NUMBER | TEXT) else 0
    return NUMBER if operand & TEXT else operand & NUMBER


def loop_kind(first: int, limit: int, step: int) -> int:
    """The kinds of the variable of a numeric `for`: integers when start and step are, however far the limit is."""
    first, limit, step = first & (NUMBER | TEXT), limit & (NUMBER | TEXT), step & (NUMBER | TEXT)
    if not first or not limit or not step:
        return 0
    if (first | step) & ~INTEGER:
        return NUMBER
    if (first | step) & ~SMALL:
        return INTEGER
    return SMALL | COUNTER if limit & ~SMALL else SMALL
