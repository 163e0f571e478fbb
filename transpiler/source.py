"""Source text of one Lua chunk: bytes as read, the `str` view that positions refer to, and its lines."""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from cmc.runtime.core.chunkname import short_source
from cmc.runtime.core.text import from_bytes

try:
    from _blake2 import blake2b as blake2b
except ImportError:  # pragma: no cover - another implementation of Python
    from hashlib import blake2b as blake2b  # which loads OpenSSL


@dataclass(frozen=True, slots=True)
class Source:
    """One chunk of Lua text.

    `name` is the chunk name as `load` takes it (`@file`, `=title` or the text itself). `text` is the canonical `str` of
    the bytes, so offsets count characters; `line_starts` holds the offset at which each line begins.
    """

    name: str
    text: str
    digest: str
    line_starts: tuple[int, ...] = field(repr=False)

    @staticmethod
    def from_bytes(name: str, data: bytes) -> "Source":
        """A source from the bytes of a file."""
        return Source.from_text(name, from_bytes(data))

    @staticmethod
    def from_text(name: str, text: str) -> "Source":
        """A source from a Lua string."""
        digest = blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
        starts = [0]
        position = text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = text.find("\n", position + 1)
        return Source(name, text, digest, tuple(starts))

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Line and column of a character offset, both counted from 1."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of line `line` (from 1) without its line break."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    @property
    def short_name(self) -> str:
        """The chunk name as messages show it: `file.lua` or `[string "…"]` (luaO_chunkid)."""
        return short_source(self.name)


def printable(line: str) -> str:
    """A line of a comment; bytes that are no UTF-8 are taken for Latin-1, control characters for spaces."""
    return "".join(map(_printable, line))


def _printable(character: str) -> str:
    if "\udc80" <= character <= "\udcff":
        return chr(ord(character) - 0xDC00)
    return " " if character != "\t" and unicodedata.category(character) == "Cc" else character
