"""A program that is being run, as the compiler knows it: its files are compiled knowing each other."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cmc.transpiler.options import Options
from cmc.transpiler.project.cache import digest_of
from cmc.transpiler.project.config import ALL_PACKAGES
from cmc.transpiler.project.native import native_libraries
from cmc.transpiler.project.program_text import (
    ProgramFacts,
    ProgramTexts,
    changes_modules,
    facts_of,
    program_texts,
    required_in,
    strings_in,
)

if TYPE_CHECKING:
    from cmc.transpiler.pipeline import Compiled, Program


@dataclass(slots=True, eq=False)
class RunningProgram:
    """The files of a program, what their texts tell, and what the compiler found out about all of them together."""

    files: ProgramTexts
    facts: ProgramFacts
    options: Options
    analysed: "Program | None" = None

    def path_of(self, name: str, text: str) -> str | None:
        """The file that a chunk name means, if the text is the one that the program was read with."""
        if not self.files.is_whole or not name.startswith("@"):
            return None
        path = os.path.realpath(name[1:])
        return path if self.files.texts.get(path) == text else None

    @property
    def expected(self) -> frozenset[str] | None:
        """The modules that the parts were compiled to expect behind computed names; None for any.

        What `require` finds under a constant name is one of the parts, or something of which nothing is assumed.
        """
        if not (self.files.is_whole and self.files.is_complete and self.files.computes):
            return None
        if any(changes_modules(text) for text in self.files.texts.values()):
            return None
        names = {name for names in self.files.names.values() for name in names}
        for text in self.files.texts.values():
            names.update(required_in(text))
        return frozenset(names | self.natives)

    @property
    def natives(self) -> frozenset[str]:
        """The libraries of the runtime whose names some text has as a string, so that it may compute them."""
        # Imported on demand: a program that has been compiled starts without the analyses.
        from cmc.transpiler.analysis.library import LIBRARY_TABLES

        known = native_libraries() - LIBRARY_TABLES
        found: set[str] = set()
        for text in self.files.texts.values():
            found.update(known.intersection(strings_in(text)))
        return frozenset(found)

    def compile(self, path: str, name: str, filename: str) -> "Compiled":
        """Compiles one of the files; `name` is what the chunk is called this time."""
        from cmc.transpiler.pipeline import compile_chunk, compile_unit, naming_defects
        from cmc.transpiler.source import Source

        source = Source.from_text(name, self.files.texts[path])
        if self.analysed is None:
            with naming_defects(source):
                self.analysed = self._analyse()
        if path not in self.analysed.fronts:
            # It has errors, which are told in its own name.
            return compile_chunk(source, self.options, filename=filename)
        with naming_defects(source):
            unit = self.analysed.unit(path)
            unit.source = source
            return compile_unit(unit, filename)

    def _analyse(self) -> "Program":
        from cmc.transpiler.pipeline import Front, analyse_program, read_front
        from cmc.transpiler.source import Source

        fronts = []
        for path, text in self.files.texts.items():
            front = read_front(Source.from_text(f"@{path}", text), self.options, recover=False, is_file=True)
            if isinstance(front, Front):
                fronts.append((path, front, tuple(sorted(self.files.names.get(path, ())))))
        files = self.files
        may_be_native = bool(self.natives) or not files.is_complete
        return analyse_program(
            fronts, self.options, is_closed=True, is_complete=files.is_complete, knows_computed=not may_be_native
        )


def open_program(
    file: str, dialect: str, templates: list[str], from_source: frozenset[str] = frozenset()
) -> RunningProgram:
    """Reads the files of a program.

    `templates` are those of `package.path`, `from_source` the packages that come from `harbor_modules/` although the
    runtime brings them along, `*` for all.
    """
    has_natives = dialect == "coppermoon" and ALL_PACKAGES not in from_source
    natives: Callable[[], frozenset[str]] = frozenset
    if has_natives:
        natives = lambda: native_libraries() - from_source  # noqa: E731
    files = program_texts(Path(file), templates, natives)
    facts = facts_of(files.texts.values())
    parts: list[str] = []
    for path, text in sorted(files.texts.items()):
        parts += (path, *sorted(files.names.get(path, ())), text)
    options = Options(
        dialect,
        basic_metatables=facts.basic_metatables,
        metamethods=facts.metamethods,
        library=facts.library,
        natives=natives(),
        program=f"{digest_of(parts)}{files.is_complete}",
    )
    return RunningProgram(files, facts, options)
