"""Kinds of arguments that several shims take (CopperMoon specification, section 0.1): sized integers."""

from typing import Annotated, Any

from cmc.runtime.core.numbers import MAX_INTEGER, MIN_INTEGER
from cmc.runtime.lua_form import Kind, bad_argument, to_integer


def _sized(low: int, high: int) -> Kind:
    """The kind of integers from `low` to `high`; fractions of floats are cut off first."""

    def convert(value: Any, number: int, name: str) -> int:
        integer = to_integer(value, number, name)
        if low <= integer <= high:
            return integer
        raise bad_argument(number, "out of range", name)

    test = "type({x}) is int" if (low, high) == (MIN_INTEGER, MAX_INTEGER) else f"type({{x}}) is int and {low} <= {{x}}"
    return Kind("integer", test if high == MAX_INTEGER else f"{test} <= {high}", convert)


Unsigned = Annotated[int, _sized(0, MAX_INTEGER)]
"""Sizes, positions and milliseconds: integers from 0."""

U32 = Annotated[int, _sized(0, 0xFFFFFFFF)]
"""Integers of 32 bits without sign."""

I32 = Annotated[int, _sized(-0x80000000, 0x7FFFFFFF)]
"""Integers of 32 bits with sign."""

U16 = Annotated[int, _sized(0, 0xFFFF)]
"""Integers of 16 bits without sign: ports, columns and rows."""

U8 = Annotated[int, _sized(0, 0xFF)]
"""Bytes."""
