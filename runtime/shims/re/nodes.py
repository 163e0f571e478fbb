"""Patterns as trees. Flags are resolved: a node says itself what they mean for it."""

from dataclasses import dataclass
from typing import Literal as Choice


@dataclass(frozen=True, slots=True)
class Characters:
    """Ranges of code points, both ends included."""

    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Property:
    """Characters with a property of Unicode; `query` is what `\\p{…}` takes. Perl's classes are `d`, `s` and `w`."""

    query: str
    is_negated: bool


@dataclass(frozen=True, slots=True)
class Union:
    """Characters that are in one of some sets, or in none of them."""

    items: tuple["CharacterSet", ...]
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """Two sets combined: `&&` (in both), `--` (in the first only), `~~` (in one of them only)."""

    operator: str
    left: "CharacterSet"
    right: "CharacterSet"


CharacterSet = Characters | Property | Union | Operation


@dataclass(frozen=True, slots=True)
class OneOf:
    """One character of a set; with `ignores_case`, of the set with all cases of its characters."""

    characters: CharacterSet
    ignores_case: bool = False


AssertionKind = Choice["start", "end", "line start", "line end", "boundary", "no boundary"]


@dataclass(frozen=True, slots=True)
class Assertion:
    """A place in the text. Boundaries are those of Unicode's words, or only of ASCII's."""

    kind: AssertionKind
    is_ascii: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group; `index` is None for one that captures nothing."""

    node: "Node"
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Repetition:
    """A node again and again; `most` is None without limit."""

    node: "Node"
    least: int
    most: int | None
    is_greedy: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """Nodes one after the other; the empty pattern has none."""

    nodes: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The first of some nodes that leads to a match."""

    nodes: tuple["Node", ...]


Node = OneOf | Assertion | Group | Repetition | Sequence | Alternatives

ANYTHING = Characters(((0, 0x10FFFF),))


def characters(*texts: str) -> Characters:
    """Some single characters."""
    return Characters(tuple((ord(text), ord(text)) for text in texts))
