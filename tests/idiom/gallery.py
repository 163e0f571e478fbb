"""`python -m tests.idiom.gallery` writes `docs/gallery.md`: extracts of the examples, Lua beside Python."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.compiling import deep_recursion
from tests.idiom.programs import ROOT, Module, examples, modules

PAGE = ROOT / "docs" / "gallery.md"
EXTRACTS = Path(__file__).with_name("gallery.toml")

_HEAD = """\
# Gallery

Extracts of the programs in `examples/`, and what cmc makes of them. The page is generated:
`python -m tests.idiom.gallery` writes it anew, and `tests/idiom/gallery.toml` says what it shows.
"""
_PAIR = """
## {title}

`{place}`

<table>
<tr><th>Lua</th><th>Python</th></tr>
<tr><td>

```lua
{lua}
```

</td><td>

```python
{python}
```

</td></tr>
</table>
"""


@dataclass(frozen=True)
class Extract:
    """What to show: an entry of `gallery.toml`."""

    title: str
    file: str
    begin: str
    end: str


def extracts() -> list[Extract]:
    """The entries, in the order of the page."""
    entries = tomllib.loads(EXTRACTS.read_text("utf-8"))["extract"]
    return [Extract(entry["title"], entry["file"], entry["from"], entry.get("to", "end")) for entry in entries]


def page() -> str:
    """The text of the page."""
    by_place = {module.place: module for program in examples() for module in modules(program)}
    return _HEAD + "".join(_pair(extract, by_place[extract.file]) for extract in extracts())


def _pair(extract: Extract, module: Module) -> str:
    lines = module.lua.splitlines()
    first, last = _lua_span(extract, lines)
    lua = _dedent(lines[first:last])
    python = _dedent(_python_lines(module, first + 1, last))
    return _PAIR.format(title=extract.title, place=module.place, lua=lua, python=python)


def _lua_span(extract: Extract, lines: list[str]) -> tuple[int, int]:
    """Where an extract begins and ends, as a slice of the lines."""
    starts = [number for number, line in enumerate(lines) if line.startswith(extract.begin)]
    if not starts:
        raise ValueError(f"{extract.file} has no line that starts with {extract.begin!r}")
    first = starts[0]
    ends = [number for number in range(first + 1, len(lines)) if lines[number] == extract.end]
    # Comments belong to what follows them.
    last = _above(lines, ends[0], "--") if extract.end.startswith("--") else ends[0] + 1
    return _above(lines, first, "--"), last


def _above(lines: list[str], number: int, *marks: str) -> int:
    """The first of the lines above that start with one of the marks."""
    while number > 0 and lines[number - 1].lstrip().startswith(marks):
        number -= 1
    return number


def _python_lines(module: Module, first: int, last: int) -> list[str]:
    """The Python that comes from some lines of Lua; what lies between in other places is left out."""
    lines = module.python.splitlines()
    chunk = json.loads(module.map)
    covered: set[int] = set()
    for begin, _, end, _, operation in chunk["spans"]:
        if first <= chunk["operations"][operation][0] <= last:
            covered.update(range(begin, end + 1))
    shown: list[str] = []
    before = 0
    for number in sorted(covered):
        start = _above(lines, number - 1, "#", "@") + 1 if number - 1 != before else number
        between = lines[before : start - 1]
        if before and any(between):
            shown += ["", "# …", ""]
        elif before:
            shown += between
        shown += lines[start - 1 : number]
        before = number
    return shown


def _dedent(lines: list[str]) -> str:
    """The text without the indentation that all lines share, and without empty lines around it."""
    width = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[width:] for line in lines).strip("\n")


if __name__ == "__main__":
    with deep_recursion():
        PAGE.write_text(page(), "utf-8")
