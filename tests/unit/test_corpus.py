"""Every Lua program of the test suites goes through the compiler: valid IR, and a text that says what the IR says."""

import warnings
from pathlib import Path

import pytest

from cmc.transpiler.emit.cst import emit_module
from cmc.transpiler.emit.sourcemap import map_module
from cmc.transpiler.lower.chunk import lower_module
from cmc.transpiler.lower.context import Unit
from cmc.transpiler.options import Options
from cmc.transpiler.passes.imports import add_imports, helpers_of, spell_helpers
from cmc.transpiler.pipeline import analyse, compile_chunk, run_passes
from cmc.transpiler.source import Source
from cmc.transpiler.syntax.comments import attach_comments
from tests.compiling import check_around, deep_recursion
from tests.unit.lua_reference import syntax_errors

ROOT = Path(__file__).parents[2]

checked_passes = check_around(run_passes)


def _programs() -> dict[str, list[Path]]:
    """All programs by folder, so that a test is not over in no time."""
    found: dict[str, list[Path]] = {}
    for top in ("tests/differential/cases", "tests/programs", "examples", "fixtures/lua"):
        for path in sorted((ROOT / top).rglob("*.lua")):
            area = path.parent if top == "tests/differential/cases" else ROOT / top
            found.setdefault(area.relative_to(ROOT).as_posix(), []).append(path)
    return found


PROGRAMS = _programs()


@pytest.mark.parametrize("area", PROGRAMS)
def test_programs_compile(area: str) -> None:
    """To code objects, and to text; Black, which takes most of the time of a build, has its tests in `tests/golden`."""
    with deep_recursion():
        for path in PROGRAMS[area]:
            source = Source.from_bytes(f"@{path.name}", path.read_bytes())
            if compile_chunk(source, Options(), filename=path.name).output is None:
                assert syntax_errors([source.text]) != [None], f"{path} does not compile"
                continue
            with warnings.catch_warnings():
                # Python would show the warning to whoever runs the program.
                warnings.simplefilter("error", SyntaxWarning)
                compile(_text_of(source), str(path), "exec", dont_inherit=True)


def _text_of(source: Source) -> str:
    """The Python module of a program without Black's layout; its source map is a check of what it says."""
    unit = analyse(source, Options(), recover=True, is_file=True)
    assert isinstance(unit, Unit)
    attach_comments(unit.chunk, source.text)
    module = lower_module(unit)
    names = checked_passes(module, source)
    helpers = spell_helpers(helpers_of(module), names.taken)
    add_imports(module, helpers)
    text = emit_module(module, names, helpers).code
    assert map_module(module, names, helpers, text).spans
    return text
