"""From trees to patterns of RE2, which finds matches in linear time.

What RE2 lacks is written in other words: set operations and properties become ranges, counts beyond RE2's limit are
written out. A group that is written out several times stands in several groups of RE2; the last that took part counts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from cmc.runtime.shims.re.charsets import bits_of, ranges_of, re2_source
from cmc.runtime.shims.re.errors import PatternError
from cmc.runtime.shims.re.nodes import (
    Alternatives,
    Assertion,
    Characters,
    CharacterSet,
    Group,
    Node,
    OneOf,
    Property,
    Repetition,
    Sequence,
    Union,
)

_MAX_COUNT = 1000
"""The largest count of RE2, which also holds for nested counts multiplied."""

_MAX_SOURCE = 1 << 20
TOO_LARGE = "Compiled regex exceeds size limit of 10485760 bytes."

_ASSERTIONS = {
    "start": r"\A",
    "end": r"\z",
    "line start": "(?m:^)",
    "line end": "(?m:$)",
    "boundary": r"\b",
    "no boundary": r"\B",
}


@dataclass(slots=True)
class Emitted:
    """A pattern for RE2; `groups[i - 1]` is the group of the tree that group `i` of RE2 stands for."""

    source: str = ""
    groups: list[int] = field(default_factory=list)


def emit(node: Node, one_of: Callable[[OneOf], str]) -> Emitted:
    """The RE2 pattern of a tree; `one_of` gives the source for a node of one character.

    Raises:
        PatternError: it would become too large.
    """
    emitted = Emitted()
    emitted.source = _emit(node, one_of, emitted.groups)
    return emitted


def _emit(node: Node, one_of: Callable[[OneOf], str], groups: list[int]) -> str:
    if isinstance(node, OneOf):
        return one_of(node)
    if isinstance(node, Assertion):
        return _ASSERTIONS[node.kind]
    if isinstance(node, Group):
        if node.index is None:
            return f"(?:{_emit(node.node, one_of, groups)})"
        groups.append(node.index)
        return f"({_emit(node.node, one_of, groups)})"
    if isinstance(node, Sequence):
        return "".join(_emit_part(each, one_of, groups) for each in node.nodes)
    if isinstance(node, Alternatives):
        return "|".join(_emit(each, one_of, groups) for each in node.nodes)
    return _emit_repetition(node, one_of, groups)


def _emit_part(node: Node, one_of: Callable[[OneOf], str], groups: list[int]) -> str:
    source = _emit(node, one_of, groups)
    return f"(?:{source})" if isinstance(node, Alternatives) else source


def _emit_repetition(node: Repetition, one_of: Callable[[OneOf], str], groups: list[int]) -> str:
    lazy = "" if node.is_greedy else "?"
    inner = weight(node.node)
    largest = node.least if node.most is None else node.most
    if largest * inner <= _MAX_COUNT or largest <= 1:
        return f"(?:{_emit(node.node, one_of, groups)}){_count(node.least, node.most)}{lazy}"
    step = max(1, _MAX_COUNT // inner)
    pieces: list[str] = []

    def add(least: int, most: int | None, before: str = "(?:", after: str = ")") -> None:
        pieces.append(f"{before}{_emit(node.node, one_of, groups)}{after}{_count(least, most)}")
        if sum(map(len, pieces)) > _MAX_SOURCE:
            raise PatternError(TOO_LARGE)

    for done in range(0, node.least, step):
        add(min(step, node.least - done), min(step, node.least - done))
    if node.most is None:
        add(0, None)
        return "".join(pieces) + lazy
    optional = node.most - node.least
    if optional:
        if optional * inner <= _MAX_COUNT:
            add(0, optional)
            return "".join(pieces) + lazy
        if not isinstance(node.node, OneOf):
            raise PatternError(TOO_LARGE)
        pieces.append(_optional(one_of(node.node), optional, lazy))
    return "".join(pieces)


def _optional(source: str, most: int, lazy: str) -> str:
    """Up to so many of one character, in steps that RE2 takes."""
    rest = most % _MAX_COUNT
    nested = f"{source}{{0,{rest}}}{lazy}" if rest else ""
    for _ in range(most // _MAX_COUNT):
        fewer = f"{source}{{0,{_MAX_COUNT - 1}}}{lazy}"
        more = f"{source}{{{_MAX_COUNT}}}{nested}"
        nested = f"(?:{fewer}|{more})" if lazy else f"(?:{more}|{fewer})"
        if len(nested) > _MAX_SOURCE:
            raise PatternError(TOO_LARGE)
    return nested


def _count(least: int, most: int | None) -> str:
    if most is None:
        return {0: "*", 1: "+"}.get(least, f"{{{least},}}")
    if (least, most) == (0, 1):
        return "?"
    return f"{{{least}}}" if least == most else f"{{{least},{most}}}"


def weight(node: Node) -> int:
    """By how much a count around a node is multiplied by the counts in it."""
    if isinstance(node, Repetition):
        largest = max(node.least, node.most or 0, 1)
        return min(largest, _MAX_COUNT) * weight(node.node)
    if isinstance(node, Group):
        return weight(node.node)
    if isinstance(node, Sequence | Alternatives):
        return max((weight(each) for each in node.nodes), default=1)
    return 1


# Single characters


def one_of_text(node: OneOf) -> str:
    """The source for one character of UTF-8 text."""
    characters = node.characters
    if isinstance(characters, Characters) and characters.ranges[0][0] == characters.ranges[0][1]:
        source = _code(characters.ranges[0][0]) if len(characters.ranges) == 1 else f"[{_ranges(characters.ranges)}]"
        return f"(?i:{source})" if node.ignores_case else source
    items = _class_items(characters)
    if items is None:
        return f"[{_ranges(ranges_of(bits_of(characters, node.ignores_case)))}]"
    return f"(?i:[{items}])" if node.ignores_case else f"[{items}]"


def _class_items(characters: CharacterSet, *, is_outermost: bool = True) -> str | None:
    """What a class of RE2 has between its brackets, None where RE2 cannot say it."""
    if isinstance(characters, Characters):
        return _ranges(characters.ranges)
    if isinstance(characters, Property):
        source = re2_source(characters)
        if source is None and is_outermost and characters.is_negated:
            positive = re2_source(Property(characters.query, False))
            return None if positive is None else "^" + positive
        return source
    if not isinstance(characters, Union) or (characters.is_negated and not is_outermost):
        return None
    pieces = [_class_items(item, is_outermost=False) for item in characters.items]
    joined = "".join(piece for piece in pieces if piece is not None)
    if None in pieces or not joined:
        return None
    return f"^{joined}" if characters.is_negated else joined


def _ranges(ranges: tuple[tuple[int, int], ...] | list[tuple[int, int]]) -> str:
    if not ranges:
        return r"^\x00-\x{10ffff}"
    return "".join(_code(first) if first == last else f"{_code(first)}-{_code(last)}" for first, last in ranges)


def _code(code: int) -> str:
    char = chr(code)
    return char if char.isascii() and char.isalnum() else rf"\x{{{code:x}}}"
