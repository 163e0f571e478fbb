"""SQL texts: splitting scripts, finding placeholders, and the messages of SQLite errors."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.text import to_bytes

_TOKEN = re.compile(
    r"""
      '(?:[^']|'')*' | "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^]]*\]   # strings and quoted names
    | --[^\n]* | /\*.*?(?:\*/|\Z)                                    # comments
    | (?P<named>[:@$][A-Za-z0-9_\u0080-\U0010ffff]+)
    | (?P<plain>\?[0-9]*)
    """,
    re.VERBOSE | re.DOTALL,
)
_BLANK = re.compile(r"(?:\s|;|--[^\n]*(?:\n|\Z)|/\*(?:(?!\*/).)*(?:\*/|\Z))*", re.DOTALL)

_FIRST_WORD = re.compile(_BLANK.pattern + r"([A-Za-z]+)", re.DOTALL)


def is_blank(sql: str) -> bool:
    """Whether there is no statement in a text, only white space, comments and semicolons."""
    return _BLANK.fullmatch(sql) is not None


def split_script(sql: str) -> Iterator[str]:
    """The statements of a script; semicolons in strings, comments and trigger bodies do not end one."""
    start = 0
    end = sql.find(";")
    while end >= 0:
        statement = sql[start : end + 1]
        if sqlite3.complete_statement(statement):
            if not is_blank(statement):
                yield statement
            start = end + 1
        end = sql.find(";", end + 1)
    rest = sql[start:]
    if not is_blank(rest):
        yield rest


@dataclass(frozen=True, slots=True)
class Facts:
    """What there is to know of a statement before it is run.

    Attributes:
        verb: the word that it begins with, in capitals.
        names: the names of its named placeholders, in the order of their numbers.
        adapts: whether text or values have to be changed before it is run.
        inserts: whether it inserts rows, as far as its first word tells.
        controls: whether it may begin or end a transaction.
        is_special: whether more is to be done after it than to count rows.
        busy_timeout: the milliseconds of `PRAGMA busy_timeout`, -1 if it asks for them; None for other statements.
    """

    verb: str
    names: tuple[str, ...]
    adapts: bool
    inserts: bool
    controls: bool
    is_special: bool
    busy_timeout: int | None

    def named(self, values: tuple[Any, ...]) -> Any:
        """The values by the names of their placeholders, if these have names.

        Raises:
            LuaError: there are more or fewer values than names.
        """
        if not self.names:
            return values
        if len(self.names) != len(values):
            raise LuaError(wrong_count(len(values), len(self.names)))
        return dict(zip(self.names, values, strict=True))


_CONTROLS = ("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE")
_BUSY_TIMEOUT = re.compile(
    _BLANK.pattern + r"PRAGMA\s+(?:main\s*\.\s*)?busy_timeout\s*(?:=\s*([0-9]+)|\(\s*([0-9]+)\s*\))?\s*;?\s*",
    re.DOTALL | re.IGNORECASE,
)


def first_word(sql: str) -> str:
    """The word that a statement begins with, in capitals."""
    match = _FIRST_WORD.match(sql)
    return match[1].upper() if match is not None else ""


@lru_cache(maxsize=1024)
def facts_of(sql: str) -> Facts:
    """What there is to know of a statement."""
    verb = first_word(sql)
    controls = verb in _CONTROLS
    timeout = _BUSY_TIMEOUT.fullmatch(sql) if verb == "PRAGMA" else None
    names = placeholder_names(sql)
    return Facts(
        verb,
        names,
        bool(names) or timeout is not None,
        verb in ("INSERT", "REPLACE"),
        controls,
        controls or verb == "WITH",
        None if timeout is None else int(timeout[1] or timeout[2] or -1),
    )


def placeholder_names(sql: str) -> tuple[str, ...]:
    """The names of named placeholders (`:a`, `@a`, `$a`) in the order of their numbers; none if there are only others.

    Values are given by position, which Python's sqlite3 does for `?` only.
    """
    if not any(mark in sql for mark in ":@$"):
        return ()
    found = list(_TOKEN.finditer(sql))
    if any(match["plain"] for match in found):
        return ()
    return tuple(dict.fromkeys(match["named"][1:] for match in found if match["named"]))


_COUNT = re.compile(r"The current statement uses (\d+), and there (?:is|are) (\d+) supplied")
_BY_PARSER = re.compile(r'(?:near "(.+)": syntax error|unrecognized token: "(.+)")', re.DOTALL)
_QUOTES = "'\"`["
_PLACED = re.compile(
    r"(?:no such (?:column|function)|ambiguous column name): (.+)|(?:table|index|view|trigger) (.+) already exists"
    r"|wrong number of arguments to function (.+)\(\)|misuse of aggregate(?: function|:) (.+)\(\)"
    r"|unknown database (.+)",
    re.DOTALL,
)


def error_message(error: Exception, sql: str, connection: sqlite3.Connection) -> str:
    """The text of a SQLite error, with statement and place where it is certain.

    SQLite knows the place, but Python does not pass it on.
    """
    text = str(error)
    count = _COUNT.search(text)
    if count is not None:
        needed, got = int(count[1]), int(count[2])
        return wrong_count(got, needed)
    by_parser = _BY_PARSER.fullmatch(text)
    placed = by_parser or _PLACED.fullmatch(text)
    if placed is None:
        return text
    word = next(group for group in placed.groups() if group is not None)
    found = _places_of(word, sql)
    if word[0] in _QUOTES:
        found = found[-1:]  # it is not closed, so it goes to the end
    elif by_parser is not None and len(found) > 1:
        found = _where_parsing_ends(text, word, found, sql, connection)
    return f"{text} in {sql} at offset {len(to_bytes(sql[: found[0]]))}" if len(found) == 1 else text


def _places_of(word: str, sql: str) -> list[int]:
    """Where a word stands in a statement, not as a part of a longer one."""
    before = r"(?<!\w)" if re.match(r"\w", word) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", word) else ""
    return [match.start() for match in re.finditer(f"{before}{re.escape(word)}{after}", sql)]


def _where_parsing_ends(text: str, word: str, found: list[int], sql: str, connection: sqlite3.Connection) -> list[int]:
    """The one of several places of a word at which SQLite stops to understand a statement.

    It understands what stands before that place, as the beginning of a statement, and not the word itself. EXPLAIN runs
    nothing, but for settings, which are set already when they are understood.
    """
    if first_word(sql) == "PRAGMA":
        return []
    for place in found:
        try:
            connection.execute(f"EXPLAIN {sql[: place + len(word)]}")
        except sqlite3.Error as error:
            if str(error) == text:
                return [place]
    return []


def wrong_count(got: int, needed: int) -> str:
    """The message for a wrong number of values; one too many is as far as they are counted."""
    return f"Wrong number of parameters passed to query. Got {min(got, needed + 1)}, needed {needed}"
