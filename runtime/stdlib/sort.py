"""The order of `table.sort` (manual §6.6).

Sorting is not stable, and programs that sort by a key with ties print what comes out. A comparison function is
therefore called for the same pairs in the same order as in the reference interpreter: quicksort with the median of
three as pivot. Where equal elements cannot be told apart, Python's sort gives the same result sooner.
"""

import operator
from collections.abc import Callable
from math import isnan
from random import getrandbits
from typing import Any, Protocol

from cmc.runtime.core.errors import located
from cmc.runtime.core.metamethods import first_of
from cmc.runtime.core.operators import lt
from cmc.runtime.core.text import to_bytes

Less = Callable[[Any, Any], Any]

_LARGE = 100  # intervals from this size on may get a random pivot
_IMBALANCE = 128


def sort_by_operator(values: list[Any]) -> None:
    """Sorts a list by `<`."""
    kinds = set(map(type, values))
    if kinds == {int}:
        values.sort()
    elif kinds == {str}:
        values.sort(key=None if all(map(str.isascii, values)) else to_bytes)
    elif kinds <= {int, float}:
        if _has_visible_ties(values, mixed=len(kinds) > 1):
            quicksort(values, len(values), operator.lt)
        else:
            values.sort()
    else:
        quicksort(values, len(values), lt)


def _has_visible_ties(values: list[Any], *, mixed: bool) -> bool:
    """Whether equal numbers may look different (`1` and `1.0`, the two zeros), or some have no order at all."""
    ties = len(set(values)) < len(values) if mixed else values.count(0.0) > 1
    return ties or any(map(isnan, values))


def _is_true(result: Any) -> bool:
    result = first_of(result)
    return result is not None and result is not False


class Sequence(Protocol):
    """What can be sorted: a list, or something that is read and written element by element."""

    def __getitem__(self, position: int, /) -> Any: ...

    def __setitem__(self, position: int, value: Any, /) -> None: ...


def quicksort(values: Sequence, count: int, less: Less) -> None:
    """Sorts `count` elements by a function that tells whether its first argument comes before the second.

    Elements are read and written as often and in the order as the reference does it.

    Raises:
        LuaError: the function contradicts itself.
    """
    _sort(values, 0, count - 1, less, 0)


def _sort(values: Sequence, low: int, high: int, less: Less, seed: int) -> None:
    while low < high:
        first, last = values[low], values[high]
        if _is_true(less(last, first)):
            values[low], values[high] = last, first
        if high - low == 1:
            return
        middle = (low + high) // 2
        if high - low >= _LARGE and seed:
            quarter = (high - low) // 4
            middle = seed % (quarter * 2) + low + quarter
        pivot, first = values[middle], values[low]
        if _is_true(less(pivot, first)):
            values[middle], values[low] = first, pivot
        else:
            last = values[high]
            if _is_true(less(last, pivot)):
                values[middle], values[high] = last, pivot
        if high - low == 2:
            return
        pivot = values[middle]
        values[middle], values[high - 1] = values[high - 1], pivot
        middle = _partition(values, low, high, pivot, less)
        if middle - low < high - middle:
            _sort(values, low, middle - 1, less, seed)
            smaller = middle - low
            low = middle + 1
        else:
            _sort(values, middle + 1, high, less, seed)
            smaller = high - middle
            high = middle - 1
        if (high - low) // _IMBALANCE > smaller:
            seed = getrandbits(32)


def _partition(values: Sequence, low: int, high: int, pivot: Any, less: Less) -> int:
    """Moves what is less than the pivot before it and what is greater behind it; returns where the pivot ends up.

    The pivot waits next to the end, and neither end is on its wrong side.
    """
    last = high - 1
    i, j = low, last
    while True:
        i += 1
        left = values[i]
        result = less(left, pivot)
        # The common results are decided on the spot, others by `_is_true`.
        while result is True or (result is not False and _is_true(result)):
            if i == last:
                raise located("invalid order function for sorting")
            i += 1
            left = values[i]
            result = less(left, pivot)
        j -= 1
        right = values[j]
        result = less(pivot, right)
        while result is True or (result is not False and _is_true(result)):
            if j < i:
                raise located("invalid order function for sorting")
            j -= 1
            right = values[j]
            result = less(pivot, right)
        if j < i:
            values[last], values[i] = left, pivot
            return i
        values[i], values[j] = right, left
