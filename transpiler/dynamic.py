"""The compiler as the runtime calls it: `load`, `require` and `cmc run`.

The pipeline itself is imported only when a chunk is not in the cache.
"""

import sys
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import TYPE_CHECKING, Any

from cmc.transpiler.options import Options
from cmc.transpiler.project.cache import entry_path, read_entry, write_entry
from cmc.transpiler.project.program import RunningProgram, open_program
from cmc.transpiler.project.program_text import ProgramFacts
from cmc.transpiler.source import Source

if TYPE_CHECKING:
    from cmc.transpiler.pipeline import Compiled


@dataclass(frozen=True, slots=True)
class DynamicChunk:
    """A compiled chunk as plain data, or the message of its first syntax error."""

    code: CodeType | None
    operations: list[Any]
    functions: dict[str, Any]
    may_alter: bool = False
    error: str = ""


def compile_text(
    text: str,
    name: str,
    dialect: str,
    is_file: bool,
    is_program: bool = False,
    basic_metatables: bool = False,
) -> DynamicChunk:
    """Compiles a chunk; `name` is the chunk name as `load` takes it. Files are cached on disk as well.

    `is_program` says that the chunk is a part of the program and finds its globals in `_G`, `basic_metatables` that
    values that are no tables may have got metatables.

    Raises:
        SystemExit: a part of the program makes the compiler fail, which the standard error stream is told. Other chunks
            get the failure as their error, as a program that goes on may catch it.
    """
    facts = _programs[-1].facts if _programs else ProgramFacts(False, None)
    metamethods = facts.metamethods if is_program else None
    library = is_program and facts.library
    options = Options(dialect, "native", basic_metatables or facts.basic_metatables, library, metamethods)
    try:
        if is_program and _programs:
            path = _programs[-1].path_of(name, text)
            if path is not None:
                return _compile_part(_programs[-1], path, name)
        return _compile_once(text, name, options, is_file)
    except Exception as error:
        from cmc.transpiler.diagnostics import InternalError

        if not isinstance(error, InternalError):
            raise
        if isinstance(error.__cause__, RecursionError) and not is_program:
            # The program's own recursion has left the compiler no room.
            raise error.__cause__ from None
        if not is_program:
            return DynamicChunk(None, [], {}, error=str(error))
        from cmc.transpiler.project.failures import FAILURE, internal_error_text

        sys.stderr.write(internal_error_text(error))
        raise SystemExit(FAILURE) from error


_programs: list[RunningProgram] = []
"""The program that is run, if one is."""


def run_program(
    file: str, dialect: str, templates: list[str], from_source: frozenset[str] = frozenset()
) -> frozenset[str] | None:
    """From now on the files of a program are compiled knowing each other; the arguments are those of `open_program`.

    Returns the names that `require` may be handed when they are computed, None for any.
    """
    _programs[:] = [open_program(file, dialect, templates, from_source)]
    return _programs[-1].expected


def _compile_part(program: RunningProgram, path: str, name: str) -> DynamicChunk:
    """One of the files of the program."""
    entry_file = entry_path(program.files.texts[path], name, program.options.key())
    entry = read_entry(entry_file)
    if entry is not None:
        return DynamicChunk(*entry)
    chunk = _as_data(program.compile(path, name, name[1:].replace("\0", "?")), name)
    if chunk.code is not None:
        write_entry(entry_file, (chunk.code, chunk.operations, chunk.functions, chunk.may_alter))
    return chunk


@lru_cache(maxsize=256)
def _compile_once(text: str, name: str, options: Options, is_file: bool) -> DynamicChunk:
    if not is_file:
        return _compile(text, name, options, False)
    path = entry_path(text, name, options.key())
    entry = read_entry(path)
    if entry is not None:
        return DynamicChunk(*entry)
    chunk = _compile(text, name, options, True)
    if chunk.code is not None:
        write_entry(path, (chunk.code, chunk.operations, chunk.functions, chunk.may_alter))
    return chunk


def _compile(text: str, name: str, options: Options, is_file: bool) -> DynamicChunk:
    from cmc.transpiler.pipeline import compile_chunk

    source = Source.from_text(name, text)
    filename = source.short_name.replace("\0", "?")
    return _as_data(compile_chunk(source, options, filename=filename, is_file=is_file), name)


def _as_data(compiled: "Compiled", name: str) -> DynamicChunk:
    if compiled.output is None:
        finding = compiled.findings[0]
        source = Source.from_text(name, "")
        position = "" if finding.code == "L006" else f"{source.short_name}:{finding.line}: "
        return DynamicChunk(None, [], {}, error=position + finding.message)
    output = compiled.output
    return DynamicChunk(output.code, output.operations, output.functions, compiled.may_alter)
