"""What has to be known of a whole program before its first chunk is compiled, read off the texts alone.

`cmc run` compiles a module when `require` loads it, so the modules that come later are only looked through for words.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_REQUIRED = re.compile(r"""\brequire\b\s*\(?\s*["']([^"'\n]+)["']""")
_BASIC = re.compile(r"""\bdebug\b.*\bsetmetatable\b|\bgetmetatable\s*\(?\s*["']""", re.DOTALL)


def changes_basic_metatables(texts: Iterable[str]) -> bool:
    """Whether the texts name what gives metatables to values that are no tables; that they say so is not sure."""
    return any(_BASIC.search(text) for text in texts)


def program_texts(file: Path) -> Iterator[str]:
    """The text of a file and of all that it requires by constant names, as far as they lie where modules are found."""
    pending, seen = [file], set[Path]()
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
            for folder in (file.parent, Path()):
                found = (folder / f"{relative}.lua", folder / relative / "init.lua")
                pending += [candidate for candidate in found if candidate.is_file()]
