"""What programs may write into SQL besides values: names, and simple expressions (Freight specification, section 12).

Values always travel apart from SQL. Names and fragments cannot; as they may come from a request (`?sort=…`), everything
but names, numbers, comparisons and known functions is refused here.
"""

import re
from functools import lru_cache
from typing import Any

from cmc.runtime.core.errors import LuaError

_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_COLUMN = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
_TOKEN = re.compile(
    r"\s*(?:(?P<word>[A-Za-z_]\w*(?:\.(?:[A-Za-z_]\w*|\*))*)|(?P<number>\d+(?:\.\d+)?)|(?P<mark><>|!=|<=|>=|\|\||[-+*/%(),=<>])"
    r"|(?P<value>\?))",
    re.ASCII,
)
_FUNCTIONS = frozenset(
    (
        "COUNT", "SUM", "AVG", "MIN", "MAX", "TOTAL", "LOWER", "UPPER", "LENGTH", "TRIM", "SUBSTR", "SUBSTRING",
        "REPLACE", "CONCAT", "COALESCE", "IFNULL", "NULLIF", "ABS", "ROUND", "FLOOR", "CEIL", "CEILING", "RANDOM",
        "RAND", "DATE", "TIME", "DATETIME", "YEAR", "MONTH", "DAY", "STRFTIME", "DATE_TRUNC", "EXTRACT", "CAST",
        "GREATEST", "LEAST", "GROUP_CONCAT", "STRING_AGG", "CHAR_LENGTH", "NOW", "IN", "AND", "OR", "NOT", "ON",
        "DISTINCT",
    )
)  # fmt: skip
_FORBIDDEN = frozenset(
    (
        "SELECT", "INSERT", "UPDATE", "DELETE", "DROP", "ALTER", "CREATE", "UNION", "INTO", "FROM", "EXEC", "EXECUTE",
        "ATTACH", "PRAGMA", "GRANT", "TRUNCATE", "WHERE",
    )
)  # fmt: skip

_RESERVED = frozenset(
    (
        "ADD", "ALL", "ALTER", "ANALYZE", "AND", "ANY", "ARRAY", "AS", "ASC", "BETWEEN", "BIGINT", "BINARY", "BLOB",
        "BOTH", "BY", "CASCADE", "CASE", "CAST", "CHANGE", "CHAR", "CHECK", "COLLATE", "COLUMN", "CONDITION",
        "CONSTRAINT", "CONTINUE", "CREATE", "CROSS", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP",
        "CURRENT_USER", "DATABASE", "DATABASES", "DEFAULT", "DELETE", "DESC", "DESCRIBE", "DISTINCT", "DIV", "DO",
        "DOUBLE", "DROP", "EACH", "ELSE", "END", "EXCEPT", "EXISTS", "EXPLAIN", "FALSE", "FETCH", "FLOAT", "FOR",
        "FOREIGN", "FROM", "FULL", "FULLTEXT", "FUNCTION", "GRANT", "GROUP", "GROUPS", "HAVING", "IF", "IGNORE", "IN",
        "INDEX", "INNER", "INSERT", "INT", "INTEGER", "INTERSECT", "INTERVAL", "INTO", "IS", "JOIN", "KEY", "KEYS",
        "KILL", "LEADING", "LEFT", "LIKE", "LIMIT", "LINES", "LOAD", "LOCK", "LONG", "MATCH", "NATURAL", "NOT", "NULL",
        "NUMERIC", "OF", "OFFSET", "ON", "ONLY", "OPTION", "OR", "ORDER", "OUTER", "OVER", "PARTITION", "PRECISION",
        "PRIMARY", "PROCEDURE", "RANGE", "RANK", "READ", "REAL", "REFERENCES", "RELEASE", "RENAME", "REPLACE",
        "REQUIRE", "RESTRICT", "RETURN", "REVOKE", "RIGHT", "ROW", "ROWS", "SCHEMA", "SELECT", "SESSION_USER", "SET",
        "SHOW", "SMALLINT", "SQL", "SYSTEM", "TABLE", "THEN", "TO", "TRAILING", "TRIGGER", "TRUE", "UNION", "UNIQUE",
        "UNLOCK", "UPDATE", "USAGE", "USE", "USER", "USING", "VALUES", "VARCHAR", "WHEN", "WHERE", "WHILE", "WINDOW",
        "WITH", "WRITE", "XOR",
    )
)  # fmt: skip


def check_name(name: Any) -> str:
    """A name of a table or column.

    Raises:
        LuaError: it is none.
    """
    if type(name) is not str or _NAME.fullmatch(name) is None:
        raise LuaError(f"invalid name: {name!r}" if type(name) is str else "a name must be a string")
    return name


@lru_cache(maxsize=4096)
def quoted(name: str, quote: str) -> str:
    """A name, dots included, as SQL takes it: words of SQL are quoted."""
    parts = name.split(".")
    return ".".join(f"{quote}{part}{quote}" if part.upper() in _RESERVED else part for part in parts)


def is_column(text: str) -> bool:
    """Whether a text is the name of a column, with or without its table."""
    return _COLUMN.fullmatch(text) is not None


@lru_cache(maxsize=1024)
def expression(text: str, quote: str) -> str:
    """A column, or an expression that can do no harm; `?` stands for values.

    Raises:
        LuaError: there is something else in it.
    """
    if type(text) is not str or not text.strip():
        raise LuaError("a column or expression must be a string")
    if is_column(text):
        return quoted(text, quote)
    position = 0
    depth = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise LuaError(f"not allowed in a column or expression: {text[position:].strip()[:20]!r} in {text!r}")
        word = match["word"]
        if word is not None:
            upper = word.upper()
            if upper in _FORBIDDEN:
                raise LuaError(f"not allowed in a column or expression: {word} in {text!r}")
            if text[match.end() :].lstrip().startswith("(") and upper not in _FUNCTIONS:
                raise LuaError(f"unknown function {word} in {text!r}")
        if match["mark"] == "(":
            depth += 1
        elif match["mark"] == ")":
            depth -= 1
        if depth < 0 or text.startswith(("--", "/*"), match.start(match.lastgroup or 0)):
            raise LuaError(f"not allowed in a column or expression: {text!r}")
        position = match.end()
    if depth:
        raise LuaError(f"not allowed in a column or expression: {text!r}")
    return text.strip()


_ORDER = re.compile(r"(.*?)(?:\s+(ASC|DESC))?\s*", re.IGNORECASE | re.DOTALL)


def order(text: Any, direction: Any, quote: str) -> str:
    """A part of ORDER BY; the direction may stand in the text too.

    Raises:
        LuaError: it is no expression, or the direction is neither ASC nor DESC.
    """
    if type(text) is not str:
        raise LuaError("a column or expression must be a string")
    found = _ORDER.fullmatch(text)
    name, inner = (found[1], found[2]) if found else (text, None)
    chosen = str(direction if direction is not None else inner or "ASC").upper()
    if chosen not in ("ASC", "DESC"):
        raise LuaError(f"invalid direction of an order: {direction!r}")
    return f"{expression(name, quote)} {chosen}"


_FRAGMENT = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|(?P<bad>;|--|/\*|\*/|#|')|(?P<either>\bOR\b)", re.IGNORECASE)


@lru_cache(maxsize=1024)
def fragment(text: str) -> tuple[str, bool]:
    """A condition in SQL as the program has written it, and whether it is an alternative (`… OR …`).

    Raises:
        LuaError: there is more than one statement, or a comment, in it.
    """
    has_alternative = False
    for match in _FRAGMENT.finditer(text):
        if match["bad"]:
            raise LuaError(f"not allowed in a condition: {match[0]!r} in {text!r}")
        has_alternative = has_alternative or match["either"] is not None
    return text.strip(), has_alternative
