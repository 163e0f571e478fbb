"""The stages of a compilation, in order; the only file that knows the order (docs/architecture.md)."""

from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from cmc import __version__
from cmc.transpiler.analysis.annotations import Signature, find_annotations
from cmc.transpiler.analysis.catalogue import LUA, Catalogue, catalogue_of
from cmc.transpiler.analysis.classes.result import Classes
from cmc.transpiler.analysis.dead import find_branches
from cmc.transpiler.analysis.fills import targets_of
from cmc.transpiler.analysis.flow.heap import NUMBERS
from cmc.transpiler.analysis.flow.program import MODULE_TABLES, Part, Solution, World, solve
from cmc.transpiler.analysis.functions import Functions, known_functions
from cmc.transpiler.analysis.kinds import ANY
from cmc.transpiler.analysis.library import (
    EVERYTHING,
    VERSION,
    VERSION_NAME,
    Library,
    altered_paths,
    alters_lua,
    extends_strings,
    imported_locals,
    may_alter,
)
from cmc.transpiler.analysis.loading import literal_loads
from cmc.transpiler.analysis.scopes import Scopes, resolve
from cmc.transpiler.analysis.shapes import Shapes
from cmc.transpiler.analysis.tailcalls import deep_tail_calls
from cmc.transpiler.analysis.types import Types
from cmc.transpiler.diagnostics import Diagnostic, InternalError
from cmc.transpiler.emit.code import CodeOutput, emit_code
from cmc.transpiler.emit.sourcemap import SourceMap, map_module
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.chunk import lower_chunk, lower_module
from cmc.transpiler.lower.context import Unit
from cmc.transpiler.lower.documentation import leave_out_hints
from cmc.transpiler.lower.rungs import rungs
from cmc.transpiler.options import Options
from cmc.transpiler.passes.depth import limit_depth
from cmc.transpiler.passes.hints import settle_hints
from cmc.transpiler.passes.imports import add_imports, helpers_of, spell_helpers
from cmc.transpiler.passes.names import Names, assign_names
from cmc.transpiler.project.native import manifest
from cmc.transpiler.project.program_text import facts_of
from cmc.transpiler.source import Source
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.comments import as_prose, attach_comments
from cmc.transpiler.syntax.flat import flatten
from cmc.transpiler.syntax.order import first_noticed
from cmc.transpiler.syntax.parser import ParseResult, SyntaxFinding, parse
from cmc.transpiler.syntax.walk import walk

if TYPE_CHECKING:
    # Only `cmc check` surveys.
    from cmc.transpiler.analysis.checks.survey import Survey

    # Only `cmc explain` looks at how things are lowered.
    from cmc.transpiler.explain.uses import Use


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


@dataclass(frozen=True, slots=True, eq=False)
class Front:
    """A chunk that has been read: what its own text says."""

    source: Source
    chunk: lua.Chunk
    scopes: Scopes
    signatures: dict[int, Signature]
    uses_debug: bool
    exposes_locals: bool


def read_front(source: Source, options: Options, *, recover: bool, is_file: bool) -> Front | tuple[SyntaxFinding, ...]:
    """Reads one chunk; the findings when there are any, without `recover` only the first."""
    result = read(source, options, recover=recover, is_file=is_file)
    if result.findings and not recover:
        # Errors of scopes may come before the place where reading has stopped.
        result = read(source, options, recover=True, is_file=is_file)
    scopes = resolve(result.chunk)
    findings = (*result.findings, *scopes.findings)
    if findings:
        return findings if recover else (first_noticed(findings, source.text, is_file=is_file),)
    signatures = find_annotations(result.chunk, source.text)
    uses_debug = any(debug_libraries(result.chunk))
    if not uses_debug and not mentions(result.chunk, "collectgarbage"):
        # Both show where a block ends.
        flatten(result.chunk)
    return Front(source, result.chunk, scopes, signatures, uses_debug, exposes_locals(result.chunk))


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Chunks that are compiled knowing each other; nothing is known of their values without a solution."""

    fronts: dict[str, Front]
    libraries: dict[str, Library]
    options: Options
    solution: Solution | None

    def fingerprint(self, key: str) -> str:
        """Changes with everything that a unit says of its chunk beside the text."""
        digest = blake2b(self.options.key().encode(), digest_size=16)
        if self.solution is not None:
            flow = self.solution.units[self.fronts[key].chunk]
            solved = self.solution.flow
            kinds = array("H", (flow.bits_of(solved, id) & ANY for id in range(len(flow.nodes))))
            digest.update(kinds.tobytes())
            ranges = self.solution.ranges
            digest.update(repr([ranges.of_expression(flow, id) for id in range(len(flow.nodes))]).encode())
            functions = known_functions(self.libraries[key], flow, self.solution.arity)
            calls = [functions.count(node) for node in walk(self.fronts[key].chunk.body) if node.id in flow.callees]
            digest.update(self.solution.classes[self.fronts[key].chunk].facts().encode())
            shapes = Shapes(flow, solved)
            counted = [
                shapes.are_sequences(node.operand)
                for node in walk(self.fronts[key].chunk.body)
                if isinstance(node, lua.Unary) and node.op == "#"
            ]
            digest.update(bytes(counted))
            kept = [
                shapes.may_hold_none(target.obj, target.key.value if isinstance(target.key, lua.String) else NUMBERS)
                for node in walk(self.fronts[key].chunk.body)
                for target in targets_of(node)
                if isinstance(target, lua.Index)
            ]
            digest.update(bytes([*kept, shapes.index_runs_code]))
            digest.update((self.libraries[key].version or "").encode())
            settled, least = sorted(functions.settled), sorted(functions.least.items())
            bodies = sorted(functions.generators), sorted(functions.inlined)
            digest.update(repr((settled, least, calls, bodies)).encode())
        return digest.hexdigest()

    def unit(self, key: str) -> Unit:
        """What lowering needs to know of a chunk."""
        front, library = self.fronts[key], self.libraries[key]
        types, functions, shapes = Types(library, self.options.metamethods), Functions(library), Shapes()
        classes = Classes()
        if self.solution is not None:
            flow = self.solution.units[front.chunk]
            types = Types(library, self.options.metamethods, flow, self.solution.flow, self.solution.ranges)
            functions = known_functions(library, flow, self.solution.arity)
            shapes = Shapes(flow, self.solution.flow)
            classes = self.solution.classes[front.chunk]
        deep = deep_tail_calls(front.chunk, front.scopes)
        if self.solution is not None:
            # Both are right: one goes by names, the other one by values.
            returns = (node for nodes in flow.returns.values() for node in nodes)
            deep &= {node.id for node in returns if node in self.solution.deep_returns}
        watches = mentions(front.chunk, "collectgarbage")
        basic = self.options.basic_metatables or changes_basic_metatables(front.chunk, front.uses_debug)
        return Unit(
            front.source, front.chunk, front.scopes, types, functions, shapes, self.options, front.uses_debug, watches,
            basic, deep, rungs(), classes, find_branches(front.chunk, library),
        )  # fmt: skip


def analyse_program(
    fronts: Iterable[tuple[str, Front, tuple[str, ...]]], options: Options, *, is_closed: bool,
    is_complete: bool = True, knows_computed: bool = False,
    library: str = "",
) -> Program:  # fmt: skip
    """Follows the values through chunks: each has a key, and the names that `require` finds it under.

    `is_closed` says that no other code finds the globals of the program, `is_complete` that no other code requires its
    modules, `knows_computed` that `require` finds nothing but these under computed names. `library` is the key of the
    chunk whose value others may get, if one is.
    """
    own = list(fronts)
    loads = {key: _read_loads(front, options) for key, front, _ in own} if is_closed else {}
    # The chunks of literals belong to the program, though they are compiled when they are loaded.
    fronts = own + [(f"{key} {id}", front, ()) for key, found in loads.items() for id, front in found.items()]
    altered = frozenset().union(
        *(altered_paths(front.chunk, front.scopes, full_catalogue(options.dialect)) for _, front, _ in fronts)
    )
    libraries = find_libraries(fronts, options, altered, is_closed=is_closed)
    solution = None
    if fronts and not any(front.exposes_locals for _, front, _ in fronts):
        alters = not is_closed or alters_lua(altered)
        parts = [
            Part(
                front.chunk,
                front.scopes,
                libraries[key],
                front.signatures,
                names,
                key == library,
                {id: loaded.chunk for id, loaded in loads.get(key, {}).items()},
            )
            for key, front, names in fronts
        ]
        adds = options.dialect != "lua54" or EVERYTHING in altered
        adds = adds or any(extends_strings(front.chunk, front.scopes) for _, front, _ in fronts)
        metamethods = with_packages(options, [front for _, front, _ in fronts])
        world = World(is_closed, is_complete, knows_computed, adds, metamethods, alters, options.natives)
        solution = solve(parts, world)
    return Program({key: front for key, front, _ in own}, libraries, options, solution)


def _read_loads(front: Front, options: Options) -> dict[int, Front]:
    """The chunks of literals that a chunk loads, by the id of the call.

    Those that load others, have errors, or name metamethods in ways that nobody has seen are left to be found out.
    """
    found = {}
    for call, text, name in literal_loads(front.chunk, Library(front.scopes, not front.uses_debug)):
        loaded = read_front(Source.from_text(name, text), options, recover=False, is_file=False)
        if not isinstance(loaded, Front) or mentions(loaded.chunk, "load"):
            continue
        events = facts_of((text,)).metamethods or frozenset()
        if options.metamethods is None or events <= options.metamethods:
            found[call.id] = loaded
    return found


@cache
def full_catalogue(dialect: str) -> Catalogue:
    """The libraries of a dialect."""
    return LUA if dialect == "lua54" else catalogue_of(manifest())


def with_packages(options: Options, fronts: list[Front]) -> frozenset[str] | None:
    """The metamethods that there may be, those of packages that a program names included; None for any."""
    found = options.metamethods
    if found is None:
        return None
    for package, operators in full_catalogue(options.dialect).operators.items():
        if any(mentions(front.chunk, package) for front in fronts):
            found |= operators
    return found


def find_libraries(
    fronts: list[tuple[str, Front, tuple[str, ...]]], options: Options, altered: frozenset[str], *, is_closed: bool
) -> dict[str, Library]:
    """What the chunks of a program mean by the names of libraries, of which they alter some.

    Those of CopperMoon are taken for what they are where nothing but these chunks is there to replace them.
    """
    is_plain = not is_closed or EVERYTHING in altered or any(front.exposes_locals for _, front, _ in fronts)
    catalogue = LUA if is_plain else full_catalogue(options.dialect).without(altered)
    own = {name for _, _, names in fronts for name in names}
    is_fixed = is_closed and altered.isdisjoint((EVERYTHING, VERSION_NAME))
    alters_modules = any(mentions(front.chunk, word) for _, front, _ in fronts for word in MODULE_TABLES)
    required = frozenset() if alters_modules or is_plain else options.natives - own
    return {
        key: Library(
            front.scopes,
            options.library and not front.uses_debug,
            catalogue,
            imported_locals(front.chunk, front.scopes, catalogue, required) if required else {},
            VERSION if is_fixed else None,
        )
        for key, front, _ in fronts
    }


def analyse(source: Source, options: Options, *, recover: bool, is_file: bool) -> Unit | tuple[SyntaxFinding, ...]:
    """Front end and analyses of a chunk that is compiled by itself; the findings when there are any."""
    front = read_front(source, options, recover=recover, is_file=is_file)
    if not isinstance(front, Front):
        return front
    return analyse_program([("", front, ())], options, is_closed=False).unit("")


_HARMLESS = frozenset(("traceback",))
"""Functions of the debug library that give nobody a value of the program."""


def exposes_locals(chunk: lua.Chunk) -> bool:
    """Whether a chunk may get at the locals of functions from outside."""
    harmless = {
        node.obj.id
        for node in walk(chunk.body)
        if isinstance(node, lua.Index) and isinstance(node.key, lua.String) and node.key.value in _HARMLESS
    }
    return any(node.id not in harmless for node in debug_libraries(chunk))


def debug_libraries(chunk: lua.Chunk) -> Iterator[lua.Expression]:
    """The expressions of a chunk that may give the debug library.

    A field of that name does only in tables that hold all libraries, which may be indexed by a name from elsewhere.
    """
    holders = []
    for node in walk(chunk.body):
        if isinstance(node, lua.Name) and node.name == "debug":
            yield node
        elif isinstance(node, lua.Index) and _holds_libraries(node.obj):
            holders.append(node)
        elif isinstance(node, lua.Call | lua.MethodCall):
            yield from (arg for arg in node.args if isinstance(arg, lua.String) and arg.value == "debug")
    if any(not isinstance(node.key, lua.String) for node in holders):
        yield from (node for node in walk(chunk.body) if isinstance(node, lua.String) and node.value == "debug")
    yield from (node for node in holders if isinstance(node.key, lua.String) and node.key.value == "debug")


def _holds_libraries(node: lua.Expression) -> bool:
    if isinstance(node, lua.Name):
        return node.name in ("_G", "_ENV")
    return isinstance(node, lua.Index) and isinstance(node.key, lua.String) and node.key.value == "loaded"


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
        return compile_unit(unit, filename) if isinstance(unit, Unit) else Compiled(None, unit)


def alters_libraries(unit: Unit) -> bool:
    """Whether a chunk may replace functions of the libraries (`analysis/library.py`)."""
    return may_alter(unit.chunk, unit.scopes, full_catalogue(unit.options.dialect))


def compile_unit(unit: Unit, filename: str) -> Compiled:
    """An analysed chunk to a code object."""
    module = lower_chunk(unit)
    names = run_passes(module, unit.source)
    return Compiled(emit_code(module, names, filename), (), alters_libraries(unit))


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
        return build_unit(unit) if isinstance(unit, Unit) else unit


def build_unit(unit: Unit) -> Output:
    """An analysed chunk to the text of a Python module."""
    source = unit.source
    with naming_defects(source):
        attach_comments(unit.chunk, source.text)
        module = lower_module(unit)
        made = f"Compiled from {plain_name(source.short_name)} by cmc {__version__}."
        module.doc = "\n\n".join(filter(None, (as_prose(unit.chunk.header), made)))
        names = run_passes(module, source)
        for function in settle_hints(module, names):
            leave_out_hints(function)
        helpers = spell_helpers(helpers_of(module), names.taken)
        add_imports(module, helpers)
        # Imported on demand: programs that are run are never written down.
        from cmc.transpiler.emit.cst import emit_module
        from cmc.transpiler.emit.format import format_module

        text = format_module(emit_module(module, names, helpers).code)
        return Output(
            text,
            map_module(module, names, helpers, text),
            alters_libraries(unit),
        )


def trace_unit(unit: Unit) -> "list[Use]":
    """Lowers an analysed chunk as `build_unit` does; which Lua node each helper in its module stands for."""
    from cmc.transpiler.explain.uses import Tracer

    with naming_defects(unit.source):
        tracer = Tracer()
        return tracer.uses(lower_module(replace(unit, rungs=tracer.rungs(unit.rungs))), unit.chunk)


def plain_name(name: str) -> str:
    """The name of a file without what could not stand in a docstring."""
    return "".join(c if c.isprintable() and c not in '"\\' else "?" for c in name)
