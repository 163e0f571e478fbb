"""What has to be known of a whole program before its first chunk is compiled, read off the texts alone.

`cmc run` compiles a module when `require` loads it, so the modules that come later are only looked through for words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_REQUIRED = re.compile(r"""\brequire\b\s*\(?\s*["']([^"'\n]+)["']""")
_BASIC = re.compile(r"""\bdebug\b.*\bsetmetatable\b|\bgetmetatable\s*\(?\s*["']""", re.DOTALL)

_METAMETHOD = re.compile(r"\b__[a-z]+\b")


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """What the texts of a program tell: see the options of the same names."""

    basic_metatables: bool
    metamethods: frozenset[str]


def facts_of(texts: Iterable[str]) -> ProgramFacts:
    """Reads the facts off the texts. Words that only look as if are taken for what they look like."""
    basic = False
    metamethods: set[str] = set()
    for text in texts:
        basic = basic or _BASIC.search(text) is not None
        metamethods.update(_METAMETHOD.findall(text))
    return ProgramFacts(basic, frozenset(metamethods))


def program_texts(file: Path) -> Iterator[str]:
    """The text of a file and of all that it requires by constant names, as far as they lie where modules are found."""
    pending, seen = [file], set[Path]()
    folders = list(_folders(file))
    while pending:
        path = pending.pop()
        if path in seen:
            continue
        seen.add(path)
        try:
            text = path.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:  # reported when the program gets there
            continue
        yield text
        for name in _REQUIRED.findall(text):
            relative = name.replace(".", "/")
            for folder in folders:
                found = (folder / f"{relative}.lua", folder / relative / "init.lua")
                pending += [candidate for candidate in found if candidate.is_file()]


def _folders(file: Path) -> Iterator[Path]:
    """Where the modules of a program may lie, whichever of the places a name is found in first."""
    place = file.parent.resolve()
    around = next((f for f in (place, *place.parents) if (f / "harbor_modules").exists()), place)
    for folder in (file.parent, around, Path()):
        yield folder
        yield folder / "harbor_modules"
