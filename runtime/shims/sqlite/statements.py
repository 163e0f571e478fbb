"""SQL texts: splitting scripts, finding placeholders, and the messages of SQLite errors."""

import re
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

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


class Facts(NamedTuple):
    """What there is to know of a statement before it is run.

    Attributes:
        verb: the word that it begins with, in capitals.
        names: the names of its named placeholders, in the order of their numbers.
        inserts: whether it inserts rows, as far as its first word tells.
        controls: whether it may begin or end a transaction.
        is_special: whether more is to be done after it than to count rows.
        busy_timeout: the milliseconds of `PRAGMA busy_timeout`, -1 if it asks for them; None for other statements.
    """

    verb: str
    names: tuple[str, ...]
    inserts: bool
    controls: bool
    is_special: bool
    busy_timeout: int | None

    def named(self, values: tuple[Any, ...]) -> dict[str, Any]:
        """The values for named placeholders.

        Raises:
            LuaError: there are more or fewer values than names.
        """
        if len(self.names) != len(values):
            raise LuaError(wrong_count(len(values), len(self.names)))
        return dict(zip(self.names, values, strict=True))


_CONTROLS = ("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE")
_BUSY_TIMEOUT = re.compile(
    _BLANK.pattern + r"PRAGMA\s+(?:main\s*\.\s*)?busy_timeout\s*(?:=\s*([0-9]+)|\(\s*([0-9]+)\s*\))?\s*;?\s*",
    re.DOTALL | re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def facts_of(sql: str) -> Facts:
    """What there is to know of a statement."""
    match = _FIRST_WORD.match(sql)
    verb = match[1].upper() if match is not None else ""
    controls = verb in _CONTROLS
    timeout = _BUSY_TIMEOUT.fullmatch(sql) if verb == "PRAGMA" else None
    return Facts(
        verb,
        placeholder_names(sql),
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
_PLACED = re.compile(
    r'near "(.+)": syntax error|no such (?:column|function): (.+)|(?:table|index|view|trigger) (.+) already exists',
    re.DOTALL,
)


def error_message(error: Exception, sql: str) -> str:
    """The text of a SQLite error, with statement and place where it is certain."""
    text = str(error)
    count = _COUNT.search(text)
    if count is not None:
        needed, got = int(count[1]), int(count[2])
        return wrong_count(got, needed)
    placed = _PLACED.fullmatch(text)
    if placed is not None:
        word = next(group for group in placed.groups() if group is not None)
        # SQLite knows the place, but Python does not pass it on. A word that occurs once can only be there.
        found = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", sql)]
        if len(found) == 1:
            return f"{text} in {sql} at offset {len(to_bytes(sql[: found[0]]))}"
    return text


def wrong_count(got: int, needed: int) -> str:
    """The message for a wrong number of values; one too many is as far as they are counted."""
    return f"Wrong number of parameters passed to query. Got {min(got, needed + 1)}, needed {needed}"
