"""`math.random` and `math.randomseed` (manual §6.7): the generator xoshiro256**, as Lua 5.4 uses it.

A seed gives the very sequence that the reference interpreter gives. A program that sets no seed cannot tell generators
apart, so until then the bits come from Python's generator, which is several times faster.
"""

from collections.abc import Callable, Iterator
from functools import partial
from random import Random, getrandbits
from typing import Any

from cmc.runtime.core.arguments import MISSING, argument_error, check_integer, optional_integer
from cmc.runtime.core.errors import located
from cmc.runtime.core.numbers import MASK, wrap

_DISCARDED = 16
_TO_UNIT = 2.0**-53


def xoshiro256(first: int, second: int) -> Iterator[int]:
    """The unsigned 64-bit integers that follow from the two parts of a seed."""
    mask = MASK
    s0, s1, s2, s3 = first & mask, 0xFF, second & mask, 0
    skip = _DISCARDED
    while True:
        if skip:
            skip -= 1
        else:
            scrambled = s1 * 5 & mask
            yield ((scrambled << 7 | scrambled >> 57) & mask) * 9 & mask
        s2 ^= s0
        s3 ^= s1
        s0 ^= s3
        shifted = s1 << 17 & mask
        s1 ^= s2
        s2 ^= shifted
        s3 = (s3 << 45 | s3 >> 19) & mask


def random_functions() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """`random` and `randomseed` around a generator of their own."""
    next_bits: Callable[[], int] = partial(Random().getrandbits, 64)

    def lua_random(low: Any = MISSING, high: Any = MISSING, *rest: Any) -> int | float:
        """`math.random([m [, n]])`"""
        bits = next_bits()
        if low is MISSING:
            return (bits >> 11) * _TO_UNIT
        if rest:
            raise located("wrong number of arguments")
        if type(low) is not int:
            low = check_integer(low, 1)
        if high is MISSING:
            if low == 0:
                return wrap(bits)
            low, high = 1, low
        elif type(high) is not int:
            high = check_integer(high, 2)
        span = high - low
        if span < 0:
            raise argument_error(1, "interval is empty")
        # Bits above those that the interval needs are cut off; what still lies outside is drawn again.
        limit = (1 << span.bit_length()) - 1
        bits &= limit
        while bits > span:
            bits = next_bits() & limit
        return low + bits  # type: ignore[no-any-return]

    def lua_randomseed(first: Any = MISSING, second: Any = None, *_: Any) -> tuple[int, int]:
        """`math.randomseed([x [, y]])`"""
        nonlocal next_bits
        if first is MISSING:
            first, second = getrandbits(63), getrandbits(63)
        else:
            first, second = check_integer(first, 1), optional_integer(second, 2, 0)
        next_bits = xoshiro256(first, second).__next__
        return first, second

    return lua_random, lua_randomseed
