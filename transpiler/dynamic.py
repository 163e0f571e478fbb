"""The compiler as the runtime calls it: `load`, `require` and `cmc run`.

The pipeline itself is imported only when a chunk is not in the cache.
"""

import sys
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Any

from cmc.transpiler.options import Options
from cmc.transpiler.project.cache import entry_path, read_entry, write_entry


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
    metamethods: frozenset[str] | None = None,
) -> DynamicChunk:
    """Compiles a chunk; `name` is the chunk name as `load` takes it. Files are cached on disk as well.

    `is_program` says that the chunk is a part of the program and finds its globals in `_G`; the others are facts of the
    program (`Options`).

    Raises:
        SystemExit: a part of the program makes the compiler fail, which the standard error stream is told. Other chunks
            get the failure as their error, as a program that goes on may catch it.
    """
    options = Options(
        dialect, basic_metatables=basic_metatables, library=is_program, metamethods=metamethods if is_program else None
    )
    try:
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
    from cmc.transpiler.source import Source

    source = Source.from_text(name, text)
    filename = source.short_name.replace("\0", "?")
    compiled = compile_chunk(source, options, filename=filename, is_file=is_file)
    if compiled.output is None:
        finding = compiled.findings[0]
        position = "" if finding.code == "L006" else f"{source.short_name}:{finding.line}: "
        return DynamicChunk(None, [], {}, error=position + finding.message)
    output = compiled.output
    return DynamicChunk(output.code, output.operations, output.functions, compiled.may_alter)
