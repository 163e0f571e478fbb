"""More functions for `string` (CopperMoon specification, section 6): plain text, no patterns; widths in characters.

Of the weaknesses there: `truncate` never gives more than it was asked for.
"""

from unicodedata import category

from cmc.runtime.core.table import Table, array
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.kinds import Unsigned

_WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""White_Space of Unicode; `str.strip` alone would take the separators U+001C to U+001F as well."""


@lua_function("string.split")
def split(text: str, separator: str) -> Table:
    """The pieces between separators, empty ones as well; without a separator, the characters."""
    return array(*(text.split(separator) if separator else text))


@lua_function("string.trim")
def trim(text: str) -> str:
    """The text without white space (as Unicode defines it) at both ends."""
    return text.strip(_WHITE_SPACE)


@lua_function("string.ltrim")
def ltrim(text: str) -> str:
    """The text without white space at its beginning."""
    return text.lstrip(_WHITE_SPACE)


@lua_function("string.rtrim")
def rtrim(text: str) -> str:
    """The text without white space at its end."""
    return text.rstrip(_WHITE_SPACE)


@lua_function("string.starts_with")
def starts_with(text: str, prefix: str) -> bool:
    """Whether a text begins with another."""
    return text.startswith(prefix)


@lua_function("string.ends_with")
def ends_with(text: str, suffix: str) -> bool:
    """Whether a text ends with another."""
    return text.endswith(suffix)


@lua_function("string.contains")
def contains(text: str, part: str) -> bool:
    """Whether a text is somewhere in another."""
    return part in text


@lua_function("string.count")
def count(text: str, part: str) -> int:
    """How often a text is in another, without overlaps; 0 for the empty text."""
    return text.count(part) if part else 0


@lua_function("string.replace_all")
def replace_all(text: str, old: str, new: str) -> str:
    """The text with every `old` replaced; an empty `old` stands before every character and at the end."""
    return text.replace(old, new)


@lua_function("string.pad_left")
def pad_left(text: str, width: Unsigned, fill: str | None = None) -> str:
    """The text with the first character of `fill` (a blank) before it, up to a width."""
    return text.rjust(width, _first(fill))


@lua_function("string.pad_right")
def pad_right(text: str, width: Unsigned, fill: str | None = None) -> str:
    """The text with the first character of `fill` (a blank) behind it, up to a width."""
    return text.ljust(width, _first(fill))


@lua_function("string.pad_center")
def pad_center(text: str, width: Unsigned, fill: str | None = None) -> str:
    """The text with the first character of `fill` (a blank) on both sides, the odd one behind it."""
    missing = max(0, width - len(text))
    before = missing // 2
    return _first(fill) * before + text + _first(fill) * (missing - before)


def _first(fill: str | None) -> str:
    return fill[0] if fill else " "


@lua_function("string.truncate")
def truncate(text: str, limit: Unsigned, suffix: str = "") -> str:
    """The text, or its beginning and a suffix, so that it has at most `limit` characters."""
    if len(text) <= limit:
        return text
    return text[: max(0, limit - len(suffix))] + suffix[:limit]


@lua_function("string.lines")
def lines(text: str) -> Table:
    """The lines, without their ends LF or CR LF."""
    *ended, last = text.split("\n")
    found = [line[:-1] if line.endswith("\r") else line for line in ended]
    return array(*found, last) if last else array(*found)


@lua_function("string.chars")
def chars(text: str) -> Table:
    """The characters (Unicode scalar values)."""
    return array(*text)


@lua_function("string.slug")
def slug(text: str) -> str:
    """The letters and digits of a text in lower case, accents included, with one hyphen for everything between them."""
    words = "".join(c if _is_alphanumeric(c) else " " for c in text.lower())
    return "-".join(words.split())


def _is_alphanumeric(character: str) -> bool:
    if character.isascii():
        return character.isalnum()
    return category(character)[0] in "LN" or _is_alphabetic_mark(character)


def _is_alphabetic_mark(character: str) -> bool:
    """Whether a character is alphabetic though no letter: vowel signs of Indic scripts, letters in circles."""
    import regex

    return regex.match(r"\p{Alphabetic}", character) is not None
