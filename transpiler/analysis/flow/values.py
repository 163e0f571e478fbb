"""What a node of the flow graph holds: a set of bits.

The low bits are kinds (`analysis/kinds.py`). `UNKNOWN` stands for every value that code outside the program may have
got hold of, escaped objects included. The bits above stand for one abstract object each: a table constructor, a
function.
"""

from collections.abc import Iterator

from cmc.transpiler.analysis.kinds import ANY, OTHER, TABLE

UNKNOWN = ANY + 1
FIRST = UNKNOWN.bit_length()
"""The position of the bit of the first object."""

ANYTHING = ANY | UNKNOWN

OBJECTS = -1 << FIRST
"""The mask of all objects."""

HAVING_METATABLES = TABLE | OTHER | UNKNOWN | OBJECTS
"""The mask of what may have a metatable of its own; who changes that of strings hands functions outside."""


def bit_of(index: int) -> int:
    """The bit of an object."""
    return 1 << (FIRST + index)


def indexes(bits: int) -> Iterator[int]:
    """The objects of a set."""
    bits >>= FIRST
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
