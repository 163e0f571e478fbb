"""Taking Lua text through the stages of the compiler, one stage or several at a time."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cmc import runtime
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.check import check_module
from cmc.transpiler.ir.dump import dump_module
from cmc.transpiler.lower.chunk import lower_chunk, lower_module
from cmc.transpiler.lower.context import Unit
from cmc.transpiler.options import Options
from cmc.transpiler.passes.names import Names
from cmc.transpiler.pipeline import Output, analyse, build_module, run_passes
from cmc.transpiler.source import Source
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.parser import SyntaxFinding, parse

HELPERS = frozenset(runtime.__all__)

_LINE_BREAK = re.compile(r"\r\n|\n\r|\n|\r")


def source_of(text: str, name: str = "@test.lua") -> Source:
    """A chunk from a Lua string."""
    return Source.from_text(name, text)


def tree_of(text: str) -> lua.Chunk:
    """The tree of a text without errors."""
    result = parse(source_of(text))
    assert result.findings == ()
    return result.chunk


def findings_of(text: str, *, recover: bool = False) -> tuple[SyntaxFinding, ...]:
    """What the front end finds wrong with a text, scopes included."""
    unit = analyse(source_of(text), Options(), recover=recover, is_file=True)
    return () if isinstance(unit, Unit) else unit


def unit_of(text: str) -> Unit:
    """The analyses of a text without errors."""
    unit = analyse(source_of(text), Options(), recover=True, is_file=True)
    assert isinstance(unit, Unit), unit
    return unit


def lowered(text: str, *, chunk: bool = False) -> ir.Module:
    """The IR of a text as lowering leaves it: as a module, or as a chunk to be loaded."""
    unit = unit_of(text)
    return lower_chunk(unit) if chunk else lower_module(unit)


def named(text: str, *, chunk: bool = False) -> tuple[ir.Module, Names]:
    """The IR of a text after the passes, with the names of its variables."""
    module = lowered(text, chunk=chunk)
    return module, run_passes(module, source_of(text))


def built(text: str) -> Output:
    """The Python module of a text without errors."""
    output = build_module(source_of(text), Options())
    assert isinstance(output, Output), output
    return output


def body_of(text: str) -> str:
    """The statements of the Python module of a text: no docstring, no imports, no blank lines."""
    lines = built(text).text.splitlines()[1:]
    return "\n".join(line for line in lines if line and not line.startswith("from cmc.runtime"))


def complaints(module: ir.Module, source: Source | None = None) -> list[str]:
    """What `check_module` says of a module."""
    lines = len(_LINE_BREAK.findall(source.text)) + 1 if source is not None else None
    return check_module(module, HELPERS, lines)


def check_around(passes: Callable[[ir.Module, Source], Names]) -> Callable[[ir.Module, Source], Names]:
    """`run_passes` with a check of the IR before and after."""

    def checked(module: ir.Module, source: Source) -> Names:
        _assert_valid(module, source, "lowering")
        names = passes(module, source)
        _assert_valid(module, source, "the passes")
        return names

    return checked


def _assert_valid(module: ir.Module, source: Source, stage: str) -> None:
    found = complaints(module, source)
    if found:
        listed = "\n".join(found)
        raise AssertionError(f"invalid IR of {source.short_name} after {stage}:\n{listed}\n\n{dump_module(module)}")


@contextmanager
def deep_recursion() -> Iterator[None]:
    """The room that the command line gives to recursion."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
