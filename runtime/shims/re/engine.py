"""Finding matches with RE2, and word boundaries as Unicode sees them.

RE2 knows the words of ASCII only. Where that matters (the pattern asks for boundaries, the text is not ASCII) the text
is translated first: characters that the pattern does not tell apart become the same byte, letters and digits a byte
that is a letter or digit to RE2. Positions in characters are then turned into positions in bytes.
"""

import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims.re.charsets import bits_of, property_bits
from cmc.runtime.shims.re.emit import TOO_LARGE, emit, one_of_text
from cmc.runtime.shims.re.errors import PatternError
from cmc.runtime.shims.re.nodes import Alternatives, Assertion, Group, Node, OneOf, Repetition, Sequence
from cmc.runtime.shims.re.parser import parse_pattern

_MEMORY = 32 << 20
"""Bytes that RE2 may use for a pattern and its automata."""

_WORD_BYTES = (string.ascii_letters + string.digits + "_").encode()
_OTHER_BYTES = bytes(code for code in range(256) if code not in _WORD_BYTES and code != 0x0A)

Spans = list[tuple[int, int] | None]
"""Begin and end in bytes of the match and its groups, None for groups that took no part."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A pattern of RE2, and for each group of the tree the groups of RE2 that stand for it."""

    regexp: Any
    members: tuple[tuple[int, ...], ...]

    def search(self, data: bytes, position: int) -> Spans | None:
        match = self.regexp.search(data, position)
        if match is None:
            return None
        spans: Spans = [match.span()]
        for indexes in self.members:
            taking_part = [match.span(index) for index in indexes if match.start(index) >= 0]
            spans.append(taking_part[-1] if taking_part else None)
        return spans


def _compile(source: str, groups: list[int], count: int, *, is_text: bool) -> _Compiled:
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    options.encoding = re2.Options.Encoding.UTF8 if is_text else re2.Options.Encoding.LATIN1
    try:
        regexp = re2.compile(source.encode("ascii"), options)
    except re2.error as error:
        raise PatternError(TOO_LARGE if b"too large" in _reason(error) else _reason(error).decode()) from error
    members: list[list[int]] = [[] for _ in range(count)]
    for position, group in enumerate(groups, 1):
        members[group - 1].append(position)
    return _Compiled(regexp, tuple(map(tuple, members)))


def _reason(error: Exception) -> bytes:
    reason = error.args[0]
    return reason if isinstance(reason, bytes) else str(reason).encode()


class Engine:
    """A pattern that is ready for searching.

    Attributes:
        groups: the number of groups that capture.
        names: their names, and which groups these are.
    """

    def __init__(self, pattern: str) -> None:
        parsed = parse_pattern(pattern)
        self.groups = parsed.groups
        self.names = parsed.names
        self._node = parsed.node
        self._kinds = frozenset(_boundaries(parsed.node))
        emitted = emit(parsed.node, one_of_text)
        self._compiled = _compile(emitted.source, emitted.groups, parsed.groups, is_text=True)
        self._compile_translated = lru_cache(maxsize=16)(self._compile_translated_for)

    def matches(self, text: str) -> Iterator[Spans]:
        """The matches from left to right, without overlaps.

        An empty match right behind the match before is none (as in Rust's `regex`).
        """
        if False in self._kinds and not text.isascii():
            return self._translated_matches(text)
        data = text.encode()
        return _matches(self._compiled, data, _next_character)

    def _translated_matches(self, text: str) -> Iterator[Spans]:
        if True in self._kinds:
            raise LuaError("re: boundaries of ASCII and of Unicode cannot be mixed in one pattern")
        signatures = {char: self._signature(ord(char)) for char in set(text)}
        codes = _codes_of(frozenset(signatures.values()))
        compiled = self._compile_translated(tuple(sorted(codes.items())))
        data = text.translate({ord(char): codes[signature] for char, signature in signatures.items()}).encode("latin-1")
        offsets = [0, *accumulate(len(char.encode()) for char in text)]
        for spans in _matches(compiled, data, lambda _, position: position + 1):
            yield [None if span is None else (offsets[span[0]], offsets[span[1]]) for span in spans]

    def _signature(self, code: int) -> tuple[bool, ...]:
        """What the pattern can tell of a character: whether it belongs to a word, ends a line, is in each set."""
        sets = [bits_of(each.characters, each.ignores_case) for each in self._sets()]
        return (bool(property_bits("w") >> code & 1), code == 0x0A, *(bool(bits >> code & 1) for bits in sets))

    def _sets(self) -> list[OneOf]:
        return list(dict.fromkeys(_one_ofs(self._node)))

    def _compile_translated_for(self, codes: tuple[tuple[tuple[bool, ...], int], ...]) -> _Compiled:
        positions = {each: number for number, each in enumerate(self._sets(), 2)}

        def one_of(node: OneOf) -> str:
            members = [rf"\x{code:02x}" for signature, code in codes if signature[positions[node]]]
            return f"[{''.join(members)}]" if members else r"[^\x00-\xff]"

        emitted = emit(self._node, one_of)
        return _compile(emitted.source, emitted.groups, self.groups, is_text=False)


def _codes_of(signatures: frozenset[tuple[bool, ...]]) -> dict[tuple[bool, ...], int]:
    """A byte for each kind of character."""
    codes = {signature: 0x0A for signature in signatures if signature[1]}
    words = sorted(signature for signature in signatures if signature[0])
    others = sorted(signature for signature in signatures if not signature[0] and not signature[1])
    if len(words) > len(_WORD_BYTES) or len(others) > len(_OTHER_BYTES):
        raise LuaError("re: the pattern tells too many characters of this text apart to find word boundaries")
    return codes | dict(zip(words, _WORD_BYTES, strict=False)) | dict(zip(others, _OTHER_BYTES, strict=False))


def _matches(compiled: _Compiled, data: bytes, following: Any) -> Iterator[Spans]:
    position, last_end = 0, -1
    while (spans := compiled.search(data, position)) is not None:
        assert spans[0] is not None
        start, end = spans[0]
        if start == end == last_end:
            if start >= len(data):
                return
            position = following(data, start)
            continue
        yield spans
        position = last_end = end


def _next_character(data: bytes, position: int) -> int:
    """The position after the character of UTF-8 text that begins at a position."""
    position += 1
    while position < len(data) and data[position] & 0xC0 == 0x80:
        position += 1
    return position


def _children(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Group | Repetition):
        return (node.node,)
    return node.nodes if isinstance(node, Sequence | Alternatives) else ()


def _boundaries(node: Node) -> Iterator[bool]:
    """For each word boundary in a tree, whether it is of ASCII only."""
    if isinstance(node, Assertion) and "boundary" in node.kind:
        yield node.is_ascii
    for child in _children(node):
        yield from _boundaries(child)


def _one_ofs(node: Node) -> Iterator[OneOf]:
    if isinstance(node, OneOf):
        yield node
    for child in _children(node):
        yield from _one_ofs(child)
