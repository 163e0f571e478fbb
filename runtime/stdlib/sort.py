"""The order of `table.sort` (manual §6.6).

Sorting is not stable, and programs that sort by a key with ties print what comes out. A comparison function is
therefore called for the same pairs in the same order as in the reference interpreter: quicksort with the median of
three as pivot. Where equal elements cannot be told apart, Python's sort gives the same result sooner.
"""

import operator
from collections.abc import Callable
from math import isnan
from random import getrandbits
from typing import Any

from cmc.runtime.core.errors import located
from cmc.runtime.core.metatable import first_of
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
            quicksort(values, operator.lt)
        else:
            values.sort()
    else:
        quicksort(values, lt)


def _has_visible_ties(values: list[Any], *, mixed: bool) -> bool:
    """Whether equal numbers may look different (`1` and `1.0`, the two zeros), or some have no order at all."""
    ties = len(set(values)) < len(values) if mixed else values.count(0.0) > 1
    return ties or any(map(isnan, values))


def _is_true(result: Any) -> bool:
    result = first_of(result)
    return result is not None and result is not False


def quicksort(values: list[Any], less: Less) -> None:
    """Sorts a list by a function that tells whether its first argument comes before the second.

    Raises:
        LuaError: the function contradicts itself.
    """
    _sort(values, 0, len(values) - 1, less, 0)


def _sort(values: list[Any], low: int, high: int, less: Less, seed: int) -> None:
    while low < high:
        if _is_true(less(values[high], values[low])):
            values[low], values[high] = values[high], values[low]
        if high - low == 1:
            return
        middle = (low + high) // 2
        if high - low >= _LARGE and seed:
            quarter = (high - low) // 4
            middle = seed % (quarter * 2) + low + quarter
        if _is_true(less(values[middle], values[low])):
            values[middle], values[low] = values[low], values[middle]
        elif _is_true(less(values[high], values[middle])):
            values[middle], values[high] = values[high], values[middle]
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


def _partition(values: list[Any], low: int, high: int, pivot: Any, less: Less) -> int:
    """Moves what is less than the pivot before it and what is greater behind it; returns where the pivot ends up.

    The pivot waits next to the end, and neither end is on its wrong side.
    """
    last = high - 1
    i, j = low, last
    while True:
        i += 1
        result = less(values[i], pivot)
        # The common results are decided on the spot, others by `_is_true`.
        while result is True or (result is not False and _is_true(result)):
            if i == last:
                raise located("invalid order function for sorting")
            i += 1
            result = less(values[i], pivot)
        j -= 1
        result = less(pivot, values[j])
        while result is True or (result is not False and _is_true(result)):
            if j < i:
                raise located("invalid order function for sorting")
            j -= 1
            result = less(pivot, values[j])
        if j < i:
            values[last], values[i] = values[i], values[last]
            return i
        values[i], values[j] = values[j], values[i]
