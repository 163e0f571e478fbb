"""Kinds of values in words: `analysis/kinds.py` as people talk about it."""

from cmc.transpiler.analysis.kinds import (
    ANY,
    ASCII,
    BIG,
    BOOLEAN,
    COUNTER,
    FALSE,
    FLOAT,
    FUNCTION,
    INTEGER,
    NIL,
    NUMBER,
    OTHER,
    SMALL,
    STRING,
    TABLE,
    TEXT,
    TRUE,
)

_WHOLE = (
    (NUMBER, "number"),
    (INTEGER, "integer"),
    (SMALL | COUNTER | FLOAT, "float or integer below 2^62"),
    (SMALL | COUNTER, "integer below 2^62"),
    (SMALL, "small integer"),
    (COUNTER, "integer below 2^62"),
    (BIG, "integer of any size"),
    (FLOAT, "float"),
    (TEXT, "string"),
    (ASCII, "ASCII string"),
    (STRING, "string that is not ASCII"),
    (BOOLEAN, "boolean"),
    (TRUE, "true"),
    (FALSE, "false"),
    (TABLE, "table"),
    (FUNCTION, "function"),
    (OTHER, "userdata or coroutine"),
    (NIL, "nil"),
)
"""Sets of kinds that have a name, wider ones before those that they hold."""


def kinds_in_words(bits: int) -> list[str]:
    """The names of a set of kinds, widest first: `["integer", "nil"]`. All of them are `anything`."""
    bits &= ANY
    if bits == ANY:
        return ["anything"]
    if bits == ANY & ~NIL:
        return ["anything but nil"]
    found = []
    for kinds, name in _WHOLE:
        if kinds & bits == kinds:
            found.append(name)
            bits &= ~kinds
    return found


def joined(words: list[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "nothing"


def with_article(words: list[str]) -> str:
    """The same with articles, after `may be`: `a string or nil`."""
    plain = ("nil", "true", "false", "anything", "anything but nil")
    return joined([word if word in plain else f"an {word}" if word[0] in "aAi" else f"a {word}" for word in words])


def counted(count: int, one: str, many: str = "") -> str:
    """`no results`, `1 result`, `2 results`."""
    return f"{count or 'no'} {one if count == 1 else many or one + 's'}"
