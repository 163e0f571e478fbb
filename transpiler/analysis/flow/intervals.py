"""Arithmetic of intervals: between which bounds the integer that an operator gives lies (manual §3.4.1, §3.4.2).

An interval is a pair of bounds, both included. None stands for no integer at all.
"""

from collections.abc import Callable
from typing import TypeAlias

Interval: TypeAlias = tuple[int, int]

LOWEST, HIGHEST = -(1 << 63), (1 << 63) - 1
FULL: Interval = (LOWEST, HIGHEST)
"""All integers of Lua."""

STEPS = 1 << 42
"""No program runs long enough to take so many steps: those would be days of doing nothing else."""

_SMALL_ADDEND, _SMALL, _OUT_OF_REACH = 1 << 20, 1 << 31, 1 << 62


def fits(interval: Interval | None) -> bool:
    """Whether 64 bits hold all of an interval, so that nothing wraps around."""
    return interval is None or (interval[0] >= LOWEST and interval[1] <= HIGHEST)


def wrapped(interval: Interval | None) -> Interval | None:
    """What is left of a result after it has been brought to 64 bits."""
    return interval if fits(interval) else FULL


def join(left: Interval | None, right: Interval | None) -> Interval | None:
    """The smallest interval that holds both."""
    if left is None or right is None:
        return right if left is None else left
    return min(left[0], right[0]), max(left[1], right[1])


def growth(addend: int) -> int | None:
    """How far any number of steps of at most `addend` leads, None if no bound is known.

    Sums of what is small stay below 2^62, as everywhere in the analyses (`analysis/kinds.py`).
    """
    if addend <= _SMALL_ADDEND:
        return addend * STEPS
    return _OUT_OF_REACH if addend <= _SMALL else None


def grown(interval: Interval, addend: Interval) -> Interval | None:
    """Where any number of steps from an interval may lead, None if no bound is known."""
    down, up = growth(max(0, -addend[0])), growth(max(0, addend[1]))
    return None if down is None or up is None else (interval[0] - down, interval[1] + up)


def binary(op: str, left: Interval | None, right: Interval | None) -> Interval | None:
    """The exact result of `left op right` for two integers, before it is brought to 64 bits."""
    if left is None or right is None or op not in _BINARY:
        return None
    return _BINARY[op](left, right)


def unary(op: str, operand: Interval | None) -> Interval | None:
    """The exact result of `-x`, `~x` or `math.abs(x)` for an integer."""
    if operand is None:
        return None
    if op == "abs":
        return (max(operand[0], -operand[1], 0), max(-operand[0], operand[1]))
    return (-operand[1], -operand[0]) if op == "-" else (~operand[1], ~operand[0])


def loop(first: Interval, limit: Interval | None, step: Interval) -> Interval:
    """The values of the variable of a numeric `for`, which never wraps around; no `limit` if it may be no integer."""
    reached = grown(first, step) or FULL
    low, high = reached
    if step[0] >= 0:
        low, high = first[0], min(high, HIGHEST)
    elif step[1] <= 0:
        low, high = max(low, LOWEST), first[1]
    if limit is not None:
        low, high = max(low, min(first[0], limit[0])), min(high, max(first[1], limit[1]))
    return max(low, LOWEST), min(high, HIGHEST)


def _multiply(left: Interval, right: Interval) -> Interval:
    products = [a * b for a in left for b in right]
    return min(products), max(products)


def _divide(left: Interval, right: Interval) -> Interval:
    if right[0] > 0:
        quotients = [a // b for a in left for b in right]
        return min(quotients), max(quotients)
    size = max(-left[0], left[1], 0)
    return -size, size


def _modulo(left: Interval, right: Interval) -> Interval:
    """Between zero and the divisor; what is divided does not matter, so that cycles end here."""
    return min(right[0] + 1, 0), max(right[1] - 1, 0)


def _mask(left: Interval, right: Interval) -> Interval:
    limits = [side[1] for side in (left, right) if side[0] >= 0]
    return (0, min(limits)) if limits else _same_bits(left, right)


def _same_bits(left: Interval, right: Interval) -> Interval:
    """The numbers that take no more bits than the operands."""
    bounds = (*left, *right)
    size = 1 << max((bound if bound >= 0 else ~bound).bit_length() for bound in bounds)
    return (0 if left[0] >= 0 and right[0] >= 0 else -size), size - 1


def _shift_left(left: Interval, right: Interval) -> Interval:
    if right[0] < 0 or right[1] > 63:
        return FULL
    shifted = [a << b for a in left for b in right]
    return min(shifted), max(shifted)


def _shift_right(left: Interval, right: Interval) -> Interval:
    """A logical shift: what is negative becomes large."""
    if right[0] < 0:
        return FULL
    if left[0] >= 0:
        return left[0] >> min(right[1], 64), left[1] >> min(right[0], 64)
    return FULL if right[0] == 0 else (0, (1 << 64 - min(right[0], 64)) - 1)


_BINARY: dict[str, Callable[[Interval, Interval], Interval]] = {
    "+": lambda left, right: (left[0] + right[0], left[1] + right[1]),
    "-": lambda left, right: (left[0] - right[1], left[1] - right[0]),
    "*": _multiply,
    "//": _divide,
    "%": _modulo,
    "&": _mask,
    "|": _same_bits,
    "~": _same_bits,
    "<<": _shift_left,
    ">>": _shift_right,
}
