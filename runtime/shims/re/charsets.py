"""Sets of characters as bits of an integer, and the properties of Unicode.

RE2 knows the common classes itself. Sets that it cannot write down (`[\\w--\\d]`, `\\p{Alphabetic}`) are worked out:
bit `n` of a number stands for code point `n`, so that sets are combined by the operators of integers. The tables of
Unicode come from the package `regex`.
"""

import re
from functools import cache, lru_cache

from cmc.runtime.shims.re.nodes import Characters, CharacterSet, Operation, Property

SIZE = 0x110000
EVERYTHING = (1 << SIZE) - 1 ^ ((1 << 0x800) - 1 << 0xD800)
"""All characters: code points without the surrogates."""

_WORD = r"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}"
_PERL = {"d": r"\p{Nd}", "s": r"\p{White_Space}", "w": _WORD}

_SPACES = r"\t-\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
_NO_SPACES = (
    r"\x00-\x08\x0e-\x1f!-\x{84}\x{86}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}"
    r"\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{10ffff}"
)
# Alphabetic is letters, their numbers, most marks, and the letters in circles and squares.
_WORDS = (
    r"\p{L}\p{Nl}\p{M}\p{Nd}\p{Pc}\x{200c}\x{200d}"
    r"\x{24b6}-\x{24e9}\x{1f130}-\x{1f149}\x{1f150}-\x{1f169}\x{1f170}-\x{1f189}"
)
_RE2_NAMES = {"d": r"\p{Nd}", "D": r"\P{Nd}", "s": _SPACES, "S": _NO_SPACES, "w": _WORDS}

_CATEGORIES = frozenset(
    [
        "C",
        "Cc",
        "Cf",
        "Cn",
        "Co",
        "Cs",
        "L",
        "Ll",
        "Lm",
        "Lo",
        "Lt",
        "Lu",
        "M",
        "Mc",
        "Me",
        "Mn",
        "N",
        "Nd",
        "Nl",
        "No",
        "P",
        "Pc",
        "Pd",
        "Pe",
        "Pf",
        "Pi",
        "Po",
        "Ps",
        "S",
        "Sc",
        "Sk",
        "Sm",
        "So",
        "Z",
        "Zl",
        "Zp",
        "Zs",
    ]
) - {"Cn", "C"}


class PropertyError(ValueError):
    """There is no such property; the message is the reason for people."""


# Properties


@cache
def resolve_property(name: str) -> str:
    """The query by which the tables know a property, from the text in `\\p{…}`; upper case, blanks and hyphens pass.

    Raises:
        PropertyError: there is none.
    """
    loose = re.sub(r"[\s_-]", "", name.lower())
    if loose in ("any", "ascii", "assigned"):
        return loose
    if not re.fullmatch(r"[\w\s=.-]+", name, re.ASCII):
        raise PropertyError("Unicode property not found")
    if "=" in name:
        if _is_known(name):
            return name
        known = _is_known(name.partition("=")[0] + "=Yes") or loose.partition("=")[0] in (
            "gc", "generalcategory", "sc", "script", "scx", "scriptextensions", "age", "gcb", "wb", "sb",
            "graphemeclusterbreak", "wordbreak", "sentencebreak",
        )  # fmt: skip
        raise PropertyError("Unicode property value not found" if known else "Unicode property not found")
    if name in _CATEGORIES:
        return name
    name = re.sub(r"(?i)\A\s*is(?=.)", "", name)
    queries = [f"gc={name}", f"sc={name}"]
    if loose not in ("cf", "sc", "lc"):
        queries.insert(0, f"{name}=Yes")
    found = next((query for query in queries if _is_known(query)), None)
    if found is None:
        raise PropertyError("Unicode property not found")
    return found


def _is_known(query: str) -> bool:
    import regex

    try:
        regex.compile(rf"\p{{{query}}}")
    except regex.error:
        return False
    return True


def re2_source(item: Property) -> str | None:
    """What stands for a property in a class of RE2, None if RE2 has nothing for it."""
    if len(item.query) == 1 and item.query.islower():
        return _RE2_NAMES.get(item.query.upper() if item.is_negated else item.query)
    if item.query in _CATEGORIES:
        return rf"\{'P' if item.is_negated else 'p'}{{{item.query}}}"
    if item.query == "ascii" and not item.is_negated:
        return r"\x00-\x7f"
    return r"\x00-\x{10ffff}" if item.query == "any" and not item.is_negated else None


# Sets


@lru_cache(maxsize=256)
def bits_of(characters: CharacterSet, ignores_case: bool) -> int:
    """The characters of a set as bits; cases are added before sets are negated or combined."""
    if isinstance(characters, Characters):
        found = 0
        for first, last in characters.ranges:
            found |= (1 << last - first + 1) - 1 << first
        return _with_cases(found) if ignores_case else found & EVERYTHING
    if isinstance(characters, Property):
        found = property_bits(characters.query)
        if ignores_case and characters.query not in _PERL:
            found = _with_cases(found)
        return EVERYTHING ^ found if characters.is_negated else found
    if isinstance(characters, Operation):
        left, right = bits_of(characters.left, ignores_case), bits_of(characters.right, ignores_case)
        if characters.operator == "&&":
            return left & right
        return left & ~right if characters.operator == "--" else left ^ right
    found = 0
    for item in characters.items:
        found |= bits_of(item, ignores_case)
    return EVERYTHING ^ found if characters.is_negated else found


@cache
def property_bits(query: str) -> int:
    """The characters with a property."""
    if query == "any":
        return EVERYTHING
    if query == "ascii":
        return (1 << 128) - 1
    if query == "assigned":
        return EVERYTHING ^ property_bits("gc=Cn")
    source = _PERL.get(query) or rf"\p{{{query}}}"
    return _scan(f"[{source}]", ignores_case=False)


@lru_cache(maxsize=64)
def _with_cases(bits: int) -> int:
    """A set with all cases of its characters."""
    if not bits:
        return 0
    ranges = "".join(rf"\U{first:08x}-\U{last:08x}" for first, last in ranges_of(bits))
    return _scan(f"[{ranges}]", ignores_case=True)


def _scan(source: str, *, ignores_case: bool) -> int:
    """The characters that a class of the package `regex` matches."""
    import regex

    found = 0
    for match in regex.finditer(source + "+", _all_characters(), regex.IGNORECASE if ignores_case else 0):
        first, last = match.span()
        found |= (1 << last - first) - 1 << first
    return found & EVERYTHING


@cache
def _all_characters() -> str:
    return "".join(map(chr, range(SIZE)))


def ranges_of(bits: int) -> list[tuple[int, int]]:
    """The ranges of a set, both ends included."""
    return [(match.start(), match.end() - 1) for match in re.finditer("1+", bin(bits)[:1:-1])]
