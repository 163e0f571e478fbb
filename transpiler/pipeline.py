"""The stages of a compilation, in order; the only file that knows the order (docs/architecture.md)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmc import __version__
from cmc.transpiler.analysis.annotations import find_annotations
from cmc.transpiler.analysis.functions import find_functions
from cmc.transpiler.analysis.library import Library, may_alter
from cmc.transpiler.analysis.scopes import resolve
from cmc.transpiler.analysis.tables import find_tables
from cmc.transpiler.analysis.tailcalls import deep_tail_calls
from cmc.transpiler.analysis.types import infer
from cmc.transpiler.diagnostics import Diagnostic, InternalError
from cmc.transpiler.emit.code import CodeOutput, emit_code
from cmc.transpiler.emit.sourcemap import SourceMap, map_module
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.chunk import lower_chunk, lower_module
from cmc.transpiler.lower.context import Unit
from cmc.transpiler.lower.rungs import rungs
from cmc.transpiler.options import Options
from cmc.transpiler.passes.depth import limit_depth
from cmc.transpiler.passes.imports import add_imports, helpers_of, spell_helpers
from cmc.transpiler.passes.names import Names, assign_names
from cmc.transpiler.source import Source
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.comments import attach_comments
from cmc.transpiler.syntax.order import first_noticed
from cmc.transpiler.syntax.parser import ParseResult, SyntaxFinding, parse
from cmc.transpiler.syntax.walk import walk

if TYPE_CHECKING:
    # Only `cmc check` surveys.
    from cmc.transpiler.analysis.checks.survey import Survey


@dataclass(frozen=True, slots=True)
class Compiled:
    """A chunk ready to run, or what is wrong with it; `may_alter` as in `analysis/library.py`."""

    output: CodeOutput | None
    findings: tuple[SyntaxFinding, ...]
    may_alter: bool = False


@contextmanager
def naming_defects(source: Source) -> Iterator[None]:
    """Gives what goes wrong in the compiler itself the name of the file and, if it is known, the line.

    Raises:
        InternalError: instead of any error that is none of the program that calls the compiler.
    """
    try:
        yield
    except (InternalError, MemoryError):
        raise
    except Exception as error:
        raise InternalError(source.short_name, _line_of(error), error) from error


def _line_of(error: BaseException) -> int:
    """The Lua line that the compiler was at, by the node that the innermost function which has one was called with."""
    line = 0
    trace = error.__traceback__
    while trace is not None:
        for value in trace.tb_frame.f_locals.values():
            if isinstance(value, lua.Node):
                line = value.line
                break
        trace = trace.tb_next
    return line


def analyse(source: Source, options: Options, *, recover: bool, is_file: bool) -> Unit | tuple[SyntaxFinding, ...]:
    """Front end and analyses of one chunk; the findings when there are any, without `recover` only the first."""
    result = read(source, options, recover=recover, is_file=is_file)
    if result.findings and not recover:
        # Errors of scopes may come before the place where reading has stopped.
        result = read(source, options, recover=True, is_file=is_file)
    scopes = resolve(result.chunk)
    findings = (*result.findings, *scopes.findings)
    if findings:
        return findings if recover else (first_noticed(findings, source.text, is_file=is_file),)
    uses_debug = mentions(result.chunk, "debug")
    library = Library(scopes, options.library and not uses_debug)
    annotations = find_annotations(result.chunk, source.text)
    functions = find_functions(result.chunk, scopes, library, annotations, closed=not uses_debug)
    tables = find_tables(result.chunk, scopes, functions, closed=not uses_debug)
    types = infer(result.chunk, functions, tables, metamethods=options.metamethods, closed=not uses_debug)
    deep = deep_tail_calls(result.chunk, scopes)
    watches = mentions(result.chunk, "collectgarbage")
    basic = options.basic_metatables or changes_basic_metatables(result.chunk, uses_debug)
    return Unit(source, result.chunk, scopes, types, functions, options, uses_debug, watches, basic, deep, rungs())


def changes_basic_metatables(chunk: lua.Chunk, uses_debug: bool) -> bool:
    """Whether a program may change the metatable of strings, or of numbers, nil and so on by the debug library."""
    for node in walk(chunk.body):
        if isinstance(node, lua.Call) and isinstance(node.func, lua.Name) and node.func.name == "getmetatable":
            if node.args and isinstance(node.args[0], lua.String):
                return True
        elif uses_debug and isinstance(node, lua.String) and node.value == "setmetatable":
            return True
    return False


def read(source: Source, options: Options, *, recover: bool, is_file: bool) -> ParseResult:
    """The tree of a chunk, from the front end that the options ask for."""
    if options.front_end == "luaparser":
        # Imported on demand: nothing else needs luaparser.
        from cmc.transpiler.syntax.from_luaparser import parse_with_luaparser

        return parse_with_luaparser(source, recover=recover, is_file=is_file)
    return parse(source, recover=recover, is_file=is_file)


def mentions(chunk: lua.Chunk, name: str) -> bool:
    """Whether a chunk names a global or field, so that it may get hold of the library function or table."""
    return any(
        (isinstance(node, lua.Name) and node.name == name) or (isinstance(node, lua.String) and node.value == name)
        for node in walk(chunk.body)
    )


def compile_chunk(source: Source, options: Options, *, filename: str, is_file: bool = True) -> Compiled:
    """Lua text to a code object."""
    with naming_defects(source):
        unit = analyse(source, options, recover=False, is_file=is_file)
        if not isinstance(unit, Unit):
            return Compiled(None, unit)
        module = lower_chunk(unit)
        names = run_passes(module, source)
        return Compiled(emit_code(module, names, filename), (), may_alter(unit.chunk, unit.scopes))


def run_passes(module: ir.Module, source: Source) -> Names:
    """What happens to every module between lowering and emitting; tests look at modules here (`ir/check.py`)."""
    limit_depth(module)
    return assign_names(module)


def check_source(source: Source, options: Options, survey: "Survey | None" = None) -> tuple[SyntaxFinding, ...]:
    """Everything that is wrong with the text of one file; a survey looks at how a sound one uses libraries."""
    with naming_defects(source):
        unit = analyse(source, options, recover=True, is_file=True)
        if not isinstance(unit, Unit):
            if survey is not None:
                survey.add_unreadable(source.text)
            return unit
        if survey is not None:
            survey.add(source.name, source.text, unit.chunk, unit.scopes)
        return ()


def to_diagnostics(findings: tuple[SyntaxFinding, ...], source: Source, path: str) -> list[Diagnostic]:
    """Findings with the place that people look for."""
    diagnostics = []
    for finding in findings:
        line, column = source.line_and_column(finding.start)
        diagnostics.append(Diagnostic(finding.code, finding.message, path, finding.start, finding.end, line, column))
    return diagnostics


@dataclass(frozen=True, slots=True)
class Output:
    """One generated module: its text and its source map; `may_alter` as in `analysis/library.py`."""

    text: str
    source_map: SourceMap
    may_alter: bool


def build_module(source: Source, options: Options) -> Output | tuple[SyntaxFinding, ...]:
    """Lua text to the text of a Python module."""
    with naming_defects(source):
        unit = analyse(source, options, recover=True, is_file=True)
        if not isinstance(unit, Unit):
            return unit
        attach_comments(unit.chunk, source.text)
        module = lower_module(unit)
        module.doc = f"Compiled from {plain_name(source.short_name)} by cmc {__version__}."
        names = run_passes(module, source)
        helpers = spell_helpers(helpers_of(module), names.taken)
        add_imports(module, helpers)
        # Imported on demand: programs that are run are never written down.
        from cmc.transpiler.emit.cst import emit_module
        from cmc.transpiler.emit.format import format_module

        text = format_module(emit_module(module, names, helpers).code)
        return Output(text, map_module(module, names, helpers, text), may_alter(unit.chunk, unit.scopes))


def plain_name(name: str) -> str:
    """The name of a file without what could not stand in a docstring."""
    return "".join(c if c.isprintable() and c not in '"\\' else "?" for c in name)
