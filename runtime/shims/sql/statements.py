"""SQL texts as their servers see them: what is text and what is code, placeholders, and what a statement does.

One scanner knows strings, comments, quoted names and dollar quotes of both dialects. Everything it finds out about a
text is kept, so that a statement that a program runs again costs a look into a cache.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, wraps

_POSTGRESQL = re.compile(
    r"""
      (?P<open>/\*)
    | --[^\n]*
    | [eE]'(?:[^'\\]|\\.|'')*(?:'|\Z)
    | '[^']*(?:'|\Z)
    | "[^"]*(?:"|\Z)
    | \$\$.*?(?:\$\$|\Z)
    | \$(?P<tag>[^\W\d]\w*)\$.*?(?:\$(?P=tag)\$|\Z)
    | (?P<word>[^\W\d][\w$]*)
    | [\d.]+\w*
    | \$(?P<number>\d+)
    | (?P<escaped>\?\?)
    | \?\|(?!\|) | \?&
    | (?P<placeholder>\?)
    | (?P<end>;)
    """,
    re.VERBOSE | re.DOTALL,
)
_MYSQL = re.compile(
    r"""
      (?:--(?=\s|\Z)|\#)[^\n]*
    | /\*.*?(?:\*/|\Z)
    | '(?:[^'\\]|\\.|'')*(?:'|\Z)
    | "(?:[^"\\]|\\.|"")*(?:"|\Z)
    | `[^`]*(?:`|\Z)
    | :=
    | @@
    | (?P<variable>@)
    | (?P<word>[^\W\d][\w$]*)
    | [\d.]+\w*
    | :(?P<name>[^\W\d]\w*)
    | (?P<placeholder>\?)
    | (?P<end>;)
    """,
    re.VERBOSE | re.DOTALL,
)

_NAME = r'(?:"(?:[^"]|"")*"|[^\W\d][\w$]*)'
_TABLE = re.compile(rf"\s*({_NAME}(?:\s*\.\s*{_NAME})?)")

_READING = frozenset(("SELECT", "VALUES", "TABLE", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "WITH"))
_GIVING = _READING | {"PRAGMA"}
_WRITING = frozenset(("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "INTO", "CALL"))
_COUNTING = frozenset(("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "COPY", "LOAD"))
_SETTING = frozenset(("SET", "RESET", "USE"))
_STATELESS = _READING | frozenset(
    (
        "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "CREATE", "ALTER", "DROP", "TRUNCATE", "RENAME", "COMMENT",
        "GRANT", "REVOKE", "ANALYZE", "VACUUM", "REINDEX", "CLUSTER", "REFRESH", "OPTIMIZE", "CHECK", "REPAIR",
        "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "CHECKPOINT", "KILL", "COPY",
        "NOTIFY",
    )
)  # fmt: skip
_STATE_WORDS = frozenset(
    (
        "TEMP", "TEMPORARY", "SET_CONFIG", "GET_LOCK", "PG_ADVISORY_LOCK", "PG_ADVISORY_LOCK_SHARED",
        "PG_TRY_ADVISORY_LOCK", "PG_TRY_ADVISORY_LOCK_SHARED", "AUTOCOMMIT",
    )
)  # fmt: skip
_SCHEMA = frozenset(("CREATE", "ALTER", "DROP", "RENAME"))
_OF_SESSION = frozenset(("LASTVAL", "CURRVAL", "LAST_INSERT_ID", "LAST_INSERT_UUID", "ROW_COUNT", "FOUND_ROWS"))


@dataclass(frozen=True, slots=True)
class Statement:
    """A text as it is sent, and what is known about it.

    Attributes:
        text: the text with the server's own placeholders.
        placeholders: how many values it takes, as far as the scanner can tell.
        gives_rows: whether its result are rows.
        changes_rows: whether it says how many rows it has changed.
        inserts: whether rows are inserted, so that there may be a new id.
        table: the table that rows are inserted into, as it is written, or nothing.
        is_idempotent: whether running it twice is the same as running it once.
        is_setting: whether it does nothing but settings of the session.
        keeps_state: whether it leaves something behind in the session: settings, temporary tables, locks.
        reads_session: whether it asks for something that an earlier statement of the session has left.
        changes_schema: whether it makes, changes or drops tables or the like.
        returning: for an INSERT of values, `text` as far as RETURNING can be put behind it.
    """

    text: str
    placeholders: int = 0
    gives_rows: bool = False
    changes_rows: bool = False
    inserts: bool = False
    table: str = ""
    is_idempotent: bool = False
    is_setting: bool = False
    keeps_state: bool = False
    reads_session: bool = False
    changes_schema: bool = False
    returning: str = ""


class _Scan:
    """What a walk over the tokens of a text collects."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.copied = 0
        self.placeholders = 0
        self.words: set[str] = set()
        self.firsts: list[str] = []
        self.at_start = True
        self.previous = ""
        self.table = ""
        self.has_variable = False
        self.end = -1

    def note_end(self, match: re.Match[str]) -> None:
        self.at_start = True
        if self.end < 0:
            self.end = match.start()

    def note_word(self, sql: str, match: re.Match[str]) -> None:
        word = match["word"].upper()
        self.words.add(word)
        if self.at_start:
            self.firsts.append(word)
            self.at_start = False
        if word == "INTO" and self.previous == "INSERT" and not self.table:
            found = _TABLE.match(sql, match.end())
            self.table = found[1] if found else ""
        self.previous = word

    def replace(self, sql: str, match: re.Match[str], text: str) -> None:
        self.parts += [sql[self.copied : match.start()], text]
        self.copied = match.end()

    def finish(self, sql: str) -> Statement:
        text = "".join([*self.parts, sql[self.copied :]]) if self.parts else sql
        first = self.firsts[0] if self.firsts else ""
        is_setting = bool(self.firsts) and _SETTING.issuperset(self.firsts)
        return Statement(
            text=text,
            placeholders=self.placeholders,
            gives_rows=(first in _GIVING and not (first == "WITH" and self.words & _COUNTING))
            or "RETURNING" in self.words,
            changes_rows=bool(_COUNTING & ({*self.firsts} if first != "WITH" else self.words)),
            inserts="INSERT" in self.words or first == "REPLACE",
            table=self.table,
            is_idempotent=first in _READING and not self.words & _WRITING,
            is_setting=is_setting and not self.words & {"LOCAL", "TRANSACTION"},
            keeps_state=(
                not _STATELESS.issuperset(self.firsts) or bool(self.words & _STATE_WORDS) or self.has_variable
            ),
            reads_session=bool(self.words & _OF_SESSION),
            changes_schema=not _SCHEMA.isdisjoint(self.firsts),
            returning=self.returning(sql, text),
        )

    def returning(self, sql: str, text: str) -> str:
        """`text` without a semicolon at its end if it is an INSERT of a few rows that returns nothing."""
        if self.firsts != ["INSERT"] or not self.words.isdisjoint(("RETURNING", "SELECT")):
            return ""
        rest = len(sql) - self.end if self.end >= 0 else 0
        return text[: len(text) - rest] if not rest or not sql[self.end + 1 :].strip() else ""


LONG = 8192
"""Texts from this length on are taken for one of their kind: nothing about them is kept."""


def _remembered(scan: Callable[[str], Statement]) -> Callable[[str], Statement]:
    """A scanner that keeps what it has found out about texts that are not long."""
    cached = lru_cache(maxsize=1024)(scan)

    @wraps(scan)
    def statement(sql: str) -> Statement:
        return cached(sql) if len(sql) < LONG else scan(sql)

    return statement


@_remembered
def postgresql_statement(sql: str) -> Statement:
    """A statement with `$1`, `$2`, … for its `?`; `??` stands for a question mark.

    A text that uses `$n` itself stays as it is, and so does each `?|` and `?&`.
    """
    matches = list(_tokens(_POSTGRESQL, sql))
    numbers = [int(match["number"]) for match in matches if match["number"]]
    scan = _Scan()
    for match in matches:
        if match["word"]:
            scan.note_word(sql, match)
        elif match["end"]:
            scan.note_end(match)
        elif match["placeholder"] and not numbers:
            scan.placeholders += 1
            scan.replace(sql, match, f"${scan.placeholders}")
        elif match["escaped"] and not numbers:
            scan.replace(sql, match, "?")
    if numbers:
        scan.placeholders = max(numbers)
    return scan.finish(sql)


@_remembered
def mysql_statement(sql: str) -> Statement:
    """A statement with `?` for `:name` too; values are counted off in both cases.

    Raises:
        ValueError: it has placeholders of both kinds.
    """
    scan = _Scan()
    named = 0
    for match in _tokens(_MYSQL, sql):
        if match["word"]:
            scan.note_word(sql, match)
        elif match["end"]:
            scan.note_end(match)
        elif match["placeholder"]:
            scan.placeholders += 1
        elif match["name"]:
            named += 1
            scan.replace(sql, match, "?")
        elif match["variable"]:
            scan.has_variable = True
    if named and scan.placeholders:
        raise ValueError("Can not mix named and positional parameters in one statement")
    scan.placeholders += named
    return scan.finish(sql)


def _tokens(pattern: re.Pattern[str], sql: str) -> Iterator[re.Match[str]]:
    """What there is in a text besides strings, comments and quoted names, which come as matches without a group."""
    position = 0
    while (match := pattern.search(sql, position)) is not None:
        position = match.end()
        if match.lastgroup == "open":
            position = _end_of_comment(sql, position)
        else:
            yield match


_COMMENT_MARK = re.compile(r"/\*|\*/")


def _end_of_comment(sql: str, position: int) -> int:
    """Where the comment ends in which `position` is; comments may be nested."""
    depth = 1
    while depth:
        match = _COMMENT_MARK.search(sql, position)
        if match is None:
            return len(sql)
        depth += 1 if match[0] == "/*" else -1
        position = match.end()
    return position
