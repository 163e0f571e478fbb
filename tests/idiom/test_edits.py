"""A small edit of a Lua program is a small edit of its Python, in the same place."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from cmc.transpiler.options import Options
from cmc.transpiler.project.discover import discover
from cmc.transpiler.project.package import PackageFiles, compile_package, file_of
from cmc.transpiler.source import Source
from tests.compiling import built, deep_recursion
from tests.idiom.edits import KINDS, Edit, change, edits
from tests.idiom.programs import Module, Program, examples, fixtures, modules

T = TypeVar("T")

PROGRAMS = examples() + [program for program in fixtures() if program.group == "goldens"]
# One line of Lua may be many of Python, and Black breaks and joins lines.
LINES_PER_LINE = 30
# A renamed variable may stand in what Black splits, or what moves to the start of its function.
HUNKS_PER_LINE = 2
# How far from the edit, in lines of Lua, the Python may change: a statement that is written over several lines.
NEAR = 12
EXAMPLES = max(20, settings.default.max_examples // 5 if settings.default else 0)


@pytest.fixture(autouse=True)
def _recursion() -> Iterator[None]:
    with deep_recursion():
        yield


@cache
def _package(program: Program, changed: Path | None = None, text: str = "") -> PackageFiles:
    """The package of a program in which one file has another text."""
    project = discover(program.path)
    if changed is not None:
        module = project.modules[changed]
        project.modules[changed] = replace(module, source=Source.from_text(module.source.name, text))
    package = compile_package(project, Options(program.dialect))
    assert package.diagnostics == ()
    return package


@cache
def _edits(module: Module, kind: str) -> list[Edit]:
    return edits(module.lua, kind)


def _lua_lines(module: Module, hunk: range) -> set[int]:
    """The lines of Lua that the code in and right around a hunk comes from."""
    known = module.lua_lines
    inside = {known[line] for line in hunk if line in known}
    before = max((line for line in known if line < hunk.start), default=None)
    after = min((line for line in known if line >= hunk.stop), default=None)
    return inside | {known[line] for line in (before, after) if line is not None}


def _drawn(data: st.DataObject, items: Sequence[T]) -> T:
    """One of the items; hypothesis shows its number, not all of it."""
    return items[data.draw(st.integers(0, len(items) - 1))]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_edit_is_local(kind: str, data: st.DataObject) -> None:
    """Few lines change, in few places, close to the edit, and no other module does."""
    program = _drawn(data, PROGRAMS)
    module = _drawn(data, modules(program))
    possible = _edits(module, kind)
    assume(possible)
    edit = _drawn(data, possible)
    note(f"{module.place}: {edit.difference}")

    project = discover(program.path)
    before = _package(program)
    after = _package(program, Path(module.path), edit.text)
    path = file_of(project.modules[Path(module.path)])
    found = change(before.files[path], after.files[path])

    assert found.count <= LINES_PER_LINE * len(edit.lines), found.difference
    assert len(found.hunks) <= HUNKS_PER_LINE * len(edit.lines), found.difference
    for hunk in found.hunks:
        distances = (abs(a - b) for a in _lua_lines(module, hunk) for b in edit.lines)
        assert min(distances, default=0) <= NEAR, found.difference
    others = {name for name in before.files if name.endswith(".py") and before.files[name] != after.files[name]}
    assert others <= {path}


def test_a_field_may_be_called_debug() -> None:
    """A setting of that name is no use of the library."""
    before, after = (f"local settings = {{ {name} = true }}\nprint(settings.{name})\n" for name in ("quiet", "debug"))
    assert change(built(before).text, built(after).text).count <= 4


def test_functions_keep_their_names() -> None:
    """A function that is added leaves those below alone."""
    line = "print(pcall(function() return {} end))\n"
    before, after = ("".join(line.replace("{}", str(number)) for number in range(first, 9)) for first in (1, 0))
    assert len(change(built(before).text, built(after).text).hunks) == 1
