"""The Pattern object, and what it does (CopperMoon specification, section 20)."""

from functools import lru_cache
from itertools import islice
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table, array
from cmc.runtime.declare import HostObject, lua_method
from cmc.runtime.shims.re.engine import Engine, Spans
from cmc.runtime.shims.re.errors import PatternError
from cmc.runtime.shims.re.replacement import expand
from cmc.runtime.stdlib.library import library
from cmc.runtime.threads import in_thread

_IN_PLACE = 1 << 17
"""Characters up to which searching takes no longer than a thread would."""

_FLAGS = ("i", "m", "s", "x", "U")


@lru_cache(maxsize=256)
def engine_of(pattern: str, flags: str) -> Engine:
    """The engine of a pattern with flags.

    Raises:
        LuaError: a flag is unknown, or the pattern is malformed.
    """
    for flag in flags:
        if flag not in _FLAGS:
            raise LuaError(f"re: unknown flag '{flag}'. Valid flags: {', '.join(_FLAGS)}")
    try:
        return Engine(f"(?{flags}){pattern}" if flags else pattern)
    except PatternError as error:
        raise LuaError(f"re: invalid pattern: {error}") from error


class Pattern(HostObject, path="re.Pattern"):
    """A compiled pattern."""

    __slots__ = ("_engine", "_source")

    def __init__(self, source: str, flags: str) -> None:
        super().__init__()
        self._engine = engine_of(source, flags)
        self._source = source

    @classmethod
    def _metamethods(cls) -> dict[str, Any]:
        return {**super()._metamethods(), **library({"__tostring": _to_text})}

    @lua_method("re.Pattern:source")
    def source(self) -> str:
        """The text of the pattern, without flags."""
        return self._source

    @lua_method("re.Pattern:test", suspends=True)
    def test(self, text: str) -> bool:
        """Whether the pattern matches somewhere."""
        return bool(self._matches(text, 1))

    @lua_method("re.Pattern:match", suspends=True)
    def match(self, text: str) -> Table | None:
        """The first match: `match`, `start` and `end` (bytes from 1, both included), `groups` by number.

        With named groups there is `named` as well. Groups that took no part are absent.
        """
        found = self._matches(text, 1)
        return self._table(text.encode(), found[0]) if found else None

    @lua_method("re.Pattern:find", suspends=True)
    def find(self, text: str) -> Table | None:
        """The same as `match`."""
        return self.match(text)

    @lua_method("re.Pattern:findAll", suspends=True)
    def find_all(self, text: str) -> Table:
        """All matches; see `match`."""
        data = text.encode()
        return array(*(self._table(data, spans) for spans in self._matches(text)))

    @lua_method("re.Pattern:replace", suspends=True)
    def replace(self, text: str, replacement: str) -> str:
        """The text with the first match replaced; `$1`, `${name}` and `$0` stand for what was matched."""
        return self._replace(text, replacement, 1)

    @lua_method("re.Pattern:replaceAll", suspends=True)
    def replace_all(self, text: str, replacement: str) -> str:
        """The text with all matches replaced; see `replace`."""
        return self._replace(text, replacement)

    @lua_method("re.Pattern:split", suspends=True)
    def split(self, text: str) -> Table:
        """The pieces between the matches, empty ones as well."""
        data = text.encode()
        pieces, position = [], 0
        for spans in self._matches(text):
            start, end = spans[0] or (0, 0)
            pieces.append(data[position:start].decode())
            position = end
        return array(*pieces, data[position:].decode())

    def _matches(self, text: str, limit: int | None = None) -> list[Spans]:
        """The first matches, or all; in a thread where that may take a while."""

        def search() -> list[Spans]:
            return list(islice(self._engine.matches(text), limit))

        return search() if len(text) <= _IN_PLACE else in_thread(search)

    def _replace(self, text: str, replacement: str, limit: int | None = None) -> str:
        data = text.encode()
        pieces, position = [], 0
        for spans in self._matches(text, limit):
            start, end = spans[0] or (0, 0)
            groups = [None if span is None else data[slice(*span)].decode() for span in spans]
            pieces += [data[position:start].decode(), expand(replacement, groups, self._engine.names)]
            position = end
        return "".join([*pieces, data[position:].decode()])

    def _table(self, data: bytes, spans: Spans) -> Table:
        start, end = spans[0] or (0, 0)
        groups = [None if span is None else data[slice(*span)].decode() for span in spans]
        found = Table(match=groups[0], start=start + 1)
        found["end"] = end
        found["groups"] = Table((number, group) for number, group in enumerate(groups) if number and group is not None)
        if self._engine.names:
            named = {name: groups[number] for name, number in self._engine.names.items()}
            found["named"] = Table((name, group) for name, group in named.items() if group is not None)
        return found


def _to_text(pattern: Any = None, *_: Any) -> str:
    return f"Pattern({pattern.source()})"
