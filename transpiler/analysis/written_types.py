"""Types as LuaLS annotations write them, cut from their descriptions and put into Python's words."""

import re

_TYPE = re.compile(
    r"fun\([^)]*\)(?:\s*:\s*[^\s|]+)?|\{[^}]*\}(?:\[\]|\?)*|\([^)]*\)(?:\[\]|\?)*|\"[^\"]*\"|'[^']*'"
    r"|[^\s|?<\[\"']+(?:<[^>]*>)?(?:\?|\[\])*"
)
_BAR = re.compile(r"\s*\|\s*")

_WORDS = {
    "any": "Any", "boolean": "bool", "false": "bool", "function": "Callable", "integer": "int", "nil": "None",
    "number": "float", "string": "str", "table": "Table", "true": "bool", "unknown": "Any",
}  # fmt: skip


def split_type(written: str) -> tuple[list[str], str]:
    """The alternatives of the type that a text begins with, and the description behind it."""
    alternatives: list[str] = []
    position = 0
    while (match := _TYPE.match(written, position)) is not None:
        alternatives.append(match[0])
        position = match.end()
        bar = _BAR.match(written, position)
        if bar is None:
            break
        position = bar.end()
    return alternatives, written[position:].strip()


def in_python(alternatives: list[str]) -> str:
    """A type for readers: `str | None` for `string?`. Names that are the program's own stay as they are."""
    words: list[str] = []
    for name in alternatives:
        is_optional = name.endswith("?")
        name = name.rstrip("?")
        words.append(_word(name))
        if is_optional:
            words.append("None")
    unique = list(dict.fromkeys(words))
    # Python's writers put None last.
    return " | ".join([word for word in unique if word != "None"] + ["None"] * ("None" in unique))


def as_hint(alternatives: list[str]) -> str:
    """A type as a hint; empty for one that Python has no word of its own for."""
    words = in_python(alternatives).split(" | ")
    words = ["Table" if word.startswith("Table of ") else word for word in words]
    plain = list(dict.fromkeys(words))
    return " | ".join(plain) if all(word in _HINTS for word in plain) and plain != ["None"] else ""


_HINTS = frozenset(("bool", "float", "int", "str", "Table", "None"))


def _word(name: str) -> str:
    if name[:1] in "\"'":
        return "str"
    if name.startswith("fun("):
        return "Callable"
    if name.endswith("[]"):
        return f"Table of {_word(name[:-2])}"
    if name.startswith(("table<", "{")):
        return "Table"
    return _WORDS.get(name, name)
