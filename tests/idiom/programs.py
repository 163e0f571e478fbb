"""The programs by whose Python the output is judged: `examples/` and `fixtures/lua`."""

import json
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from cmc.transpiler.options import Options
from cmc.transpiler.project.discover import discover
from cmc.transpiler.project.package import compile_package, file_of

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
FIXTURES = ROOT / "fixtures" / "lua"
ENTRIES = ("app.lua", "main.lua")

_ANNOTATION = re.compile(
    r"^\s*---\s*@(?:param|return|class|field|type|alias|overload|generic|operator)\b", re.MULTILINE
)
_FUNCTION = re.compile(r"\bfunction\b")


@dataclass(frozen=True)
class Program:
    """A program: what it belongs to, its name there, and the file or folder to compile."""

    group: str
    name: str
    path: Path

    @property
    def dialect(self) -> str:
        """The goldens are programs of plain Lua."""
        return "lua54" if self.group == "goldens" else "coppermoon"


@dataclass(frozen=True, repr=False)
class Module:
    """A Lua file and the Python that cmc makes of it; `map` is the source map as JSON text."""

    program: Program
    path: str
    lua: str
    python: str
    map: str

    def __repr__(self) -> str:
        return f"<{self.place}>"

    @property
    def place(self) -> str:
        """The Lua file, from the root of the checkout."""
        folder = self.program.path if self.program.path.is_dir() else self.program.path.parent
        return (folder / self.path).relative_to(ROOT).as_posix()

    @cached_property
    def lua_lines(self) -> dict[int, int]:
        """The Lua line by the line of Python where something of it begins."""
        chunk = json.loads(self.map)
        lines: dict[int, int] = {}
        for line, _, _, _, operation in chunk["spans"]:
            # By the offset: the line that an error in a definition names is that of its end.
            offset = chunk["operations"][operation][1]
            lines.setdefault(line, self.lua.count("\n", 0, offset) + 1)
        return lines


def examples() -> list[Program]:
    """The folders of `examples/`, by name."""
    folders = {path.parent for entry in ENTRIES for path in EXAMPLES.glob(f"*/{entry}")}
    return [Program("examples", folder.name, folder) for folder in sorted(folders)]


def fixtures() -> list[Program]:
    """The programs of `fixtures/lua`: folders with an entry, and all other files, each on its own."""
    folders = {path.parent for entry in ENTRIES for path in FIXTURES.rglob(entry)}
    files = {path for path in FIXTURES.rglob("*.lua") if folders.isdisjoint(path.parents)}
    return [
        Program("goldens" if path.parent == FIXTURES else "fixtures", path.relative_to(FIXTURES).as_posix(), path)
        for path in sorted(folders | files)
    ]


@cache
def modules(program: Program) -> tuple[Module, ...]:
    """The modules of a program; of a program that is one file among others only this file.

    None of a program that does not compile, which some of the fixtures do on purpose.
    """
    project = discover(program.path)
    package = compile_package(project, Options(program.dialect))
    if package.diagnostics:
        return ()
    found = []
    for module in project.modules.values():
        path = file_of(module)
        if program.path.is_dir() or module.relative == project.entry:
            text = (project.root / module.relative).read_text("utf-8", "surrogateescape")
            place = module.relative.as_posix()
            found.append(Module(program, place, text, package.files[path], package.files[f"_cmc/{path}.json"]))
    return tuple(found)


def is_annotated(program: Program) -> bool:
    """Whether a program has type annotations: at least as many as functions."""
    texts = [module.lua for module in modules(program)]
    annotations, functions = (sum(len(pattern.findall(text)) for text in texts) for pattern in (_ANNOTATION, _FUNCTION))
    return 0 < functions <= annotations
