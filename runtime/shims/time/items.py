"""Formats of `time.format` and `time.parse`, taken apart (CopperMoon specification, section 10)."""

from dataclasses import dataclass
from functools import lru_cache

NUMBERS: dict[str, tuple[int, str]] = {
    "Y": (4, "0"), "C": (2, "0"), "y": (2, "0"), "m": (2, "0"), "d": (2, "0"), "e": (2, " "), "w": (1, "0"),
    "u": (1, "0"), "U": (2, "0"), "W": (2, "0"), "G": (4, "0"), "g": (2, "0"), "V": (2, "0"), "j": (3, "0"),
    "H": (2, "0"), "k": (2, " "), "I": (2, "0"), "l": (2, " "), "M": (2, "0"), "S": (2, "0"), "f": (9, "0"),
    "s": (1, "0"),
}  # fmt: skip
"""Specifiers of numbers: how many digits, and what fills them up."""

TEXTS = frozenset(
    ("a", "A", "b", "B", "p", "P", "Z", "z", ":z", "::z", ".f", ".3f", ".6f", ".9f", "3f", "6f", "9f", "+")
)
"""Specifiers of everything else."""

_SAME = {"h": "b"}
_COMPOSITE = {
    "D": "%m/%d/%y",
    "x": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "v": "%e-%b-%Y",
    "R": "%H:%M",
    "T": "%H:%M:%S",
    "X": "%H:%M:%S",
    "r": "%I:%M:%S %p",
    "c": "%a %b %e %H:%M:%S %Y",
    "t": "\t",
    "n": "\n",
}
_PADDINGS = {"-": "", "_": " ", "0": "0"}


class FormatError(ValueError):
    """A format has a specifier that does not exist."""


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a format: text to be taken as it is (without specifier), or a specifier.

    `padding` is what fills up a number; empty for nothing.
    """

    text: str = ""
    specifier: str = ""
    padding: str = ""


@lru_cache(maxsize=64)
def items_of(form: str) -> tuple[Item, ...]:
    """The parts of a format.

    Raises:
        FormatError: it has a specifier that does not exist.
    """
    items: list[Item] = []
    literal, *rest = form.split("%")
    items += [Item(literal)] if literal else []
    pending = iter(rest)
    for piece in pending:
        if not piece:  # two percent signs, or one at the very end
            following = next(pending, None)
            if following is None:
                raise FormatError(form)
            items.append(Item("%" + following))
            continue
        found, length = _specifier(piece, form)
        items += found
        items += [Item(piece[length:])] if len(piece) > length else []
    return tuple(items)


def _specifier(piece: str, form: str) -> tuple[tuple[Item, ...], int]:
    """The items of the specifier at the beginning of a text, and its length."""
    padding = _PADDINGS.get(piece[0])
    name = piece[1:2] if padding is not None else piece[:1]
    if padding is not None and name in NUMBERS:
        return (Item(specifier=name, padding=padding),), 2
    for length in (3, 2, 1):
        name = _SAME.get(piece[:length], piece[:length])
        if name in TEXTS:
            return (Item(specifier=name),), length
    if name in NUMBERS:
        return (Item(specifier=name, padding=NUMBERS[name][1]),), 1
    if name in _COMPOSITE:
        return items_of(_COMPOSITE[name]), 1
    raise FormatError(form)
