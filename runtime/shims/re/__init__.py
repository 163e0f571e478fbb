"""`re`: regular expressions in the syntax of Rust's `regex` (CopperMoon specification, section 20).

Matching takes linear time. RE2 does it; `parser.py` reads the syntax and explains mistakes, `emit.py` says in RE2's
words what RE2 lacks: set operations in classes, properties of Unicode, classes and word boundaries of Unicode,
`\\u{…}`, the flag `x`, and counts beyond 1000. Boundaries with a direction (`\\b{start}`, `\\<`) and line anchors with
the flag `R` cannot be had from RE2; such patterns are errors.
"""

from cmc.runtime.core.table import Table
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.re.escapes import META
from cmc.runtime.shims.re.pattern import Pattern

__all__ = [
    "Pattern",
    "compile",
    "escape",
    "find",
    "find_all",
    "match",
    "replace",
    "replace_all",
    "split",
    "test",
]


@lua_function("re.compile")
def compile(pattern: str, flags: str = "") -> Pattern:
    """A compiled pattern. Flags are `i`, `m`, `s`, `x` and `U`.

    Raises:
        LuaError: the pattern is malformed, or a flag is unknown.
    """
    return Pattern(pattern, flags)


@lua_function("re.test", suspends=True)
def test(pattern: str, text: str, flags: str = "") -> bool:
    """Whether a pattern matches somewhere in a text."""
    return Pattern(pattern, flags).test(text)


@lua_function("re.match", suspends=True)
def match(pattern: str, text: str, flags: str = "") -> Table | None:
    """The first match of a pattern; see `Pattern.match`."""
    return Pattern(pattern, flags).match(text)


@lua_function("re.find", suspends=True)
def find(pattern: str, text: str, flags: str = "") -> Table | None:
    """The same as `match`."""
    return Pattern(pattern, flags).match(text)


@lua_function("re.findAll", suspends=True)
def find_all(pattern: str, text: str, flags: str = "") -> Table:
    """All matches of a pattern; see `Pattern.match`."""
    return Pattern(pattern, flags).find_all(text)


@lua_function("re.replace", suspends=True)
def replace(pattern: str, text: str, replacement: str, flags: str = "") -> str:
    """The text with the first match replaced; see `Pattern.replace`."""
    return Pattern(pattern, flags).replace(text, replacement)


@lua_function("re.replaceAll", suspends=True)
def replace_all(pattern: str, text: str, replacement: str, flags: str = "") -> str:
    """The text with all matches replaced."""
    return Pattern(pattern, flags).replace_all(text, replacement)


@lua_function("re.split", suspends=True)
def split(pattern: str, text: str, flags: str = "") -> Table:
    """The pieces between the matches of a pattern."""
    return Pattern(pattern, flags).split(text)


@lua_function("re.escape")
def escape(text: str) -> str:
    """A pattern that matches a text as it is."""
    return "".join("\\" + char if char in META else char for char in text)
