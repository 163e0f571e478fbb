"""How much of the generated Python is calls of the runtime's helpers.

A *helper* is a name of `cmc.runtime` that stands for an operation of Lua where Python has one of its own, as `add`,
`index`, `first`, `concat` and `Cell` do, and `G`, the table of globals. The types `Table` and `LuaError`, Lua's library
(`cmc.runtime.lib`) and the shims are none. A *code line* is a line of a statement: no blank line, comment, docstring
or import.
"""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module

from cmc.runtime import Cell

RUNTIME = "cmc.runtime"
# What a program uses of them it named itself.
LIBRARIES = ("cmc.runtime.lib", "cmc.runtime.shims")


@dataclass
class Density:
    """Counts of a text or of several; `samples` has a place for each helper, the first that was seen."""

    lines: int = 0
    helpers: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    samples: dict[str, str] = field(default_factory=dict)

    def per_hundred(self) -> float:
        """Uses of helpers per 100 code lines."""
        return 100 * self.helpers.total() / max(self.lines, 1)

    def names_per_hundred(self) -> float:
        """Uses of all names of `cmc.runtime`, types as well, per 100 code lines."""
        return self.per_hundred() + 100 * self.types.total() / max(self.lines, 1)

    def add(self, other: "Density") -> None:
        """Adds the counts of another text."""
        self.lines += other.lines
        self.helpers += other.helpers
        self.types += other.types
        for name, place in other.samples.items():
            self.samples.setdefault(name, place)


def measure(text: str, place: str = "", lua_lines: Mapping[int, int] | None = None) -> Density:
    """The counts of a generated module, read off its syntax tree.

    Samples name `place` and, where `lua_lines` knows it, the Lua line instead of the Python line.

    Raises:
        ValueError: a name that is imported from the runtime is bound again, so uses could not be told apart.
    """
    tree = ast.parse(text)
    imported = dict(_imported(tree))
    lines = text.splitlines()
    found = Density(lines=len(_code_lines(tree, lines)))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Name) or node.id not in imported:
            continue
        if not isinstance(node.ctx, ast.Load):
            raise ValueError(f"{place}:{node.lineno}: {node.id} is bound again")
        name, is_type = imported[node.id]
        if is_type:
            found.types[name] += 1
        else:
            found.helpers[name] += 1
            line = (lua_lines or {}).get(node.lineno, node.lineno)
            found.samples.setdefault(name, f"{place}:{line}: {lines[node.lineno - 1].strip()}")
    return found


def _imported(tree: ast.Module) -> Iterator[tuple[str, tuple[str, bool]]]:
    """The names that stand for something of the runtime, with the name there and whether it is a type."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and _is_below(node.module or "", RUNTIME):
            if any(_is_below(node.module or "", library) for library in LIBRARIES):
                continue
            module = import_module(node.module or "")
            for alias in node.names:
                value = getattr(module, alias.name)
                yield alias.asname or alias.name, (alias.name, isinstance(value, type) and value is not Cell)


def _is_below(module: str, package: str) -> bool:
    return f"{module}.".startswith(f"{package}.")


def _code_lines(tree: ast.Module, lines: list[str]) -> set[int]:
    """The numbers of the code lines."""
    covered: set[int] = set()
    omitted: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and node.end_lineno is not None:
            span = range(node.lineno, node.end_lineno + 1)
            if isinstance(node, ast.Import | ast.ImportFrom) or _is_docstring(node):
                omitted.update(span)
            else:
                covered.update(span)
                covered.update(line.lineno for line in getattr(node, "decorator_list", ()))
    blank = {number for number, line in enumerate(lines, 1) if not line.strip() or line.lstrip().startswith("#")}
    return covered - omitted - blank


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
