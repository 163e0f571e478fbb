"""Explaining the compilation of one file of a project."""

from dataclasses import replace

from cmc.transpiler.diagnostics import Diagnostic
from cmc.transpiler.explain.findings import Finding, confirmed, find, with_annotations
from cmc.transpiler.explain.lines import facts_at
from cmc.transpiler.explain.view import View
from cmc.transpiler.options import Options
from cmc.transpiler.pipeline import Program, trace_unit
from cmc.transpiler.project.discover import ModuleFile, Project
from cmc.transpiler.project.incremental import Memory
from cmc.transpiler.project.package import Reading, analyse_project, read_project


class Explanation:
    """One file of a project, compiled as a part of it; `diagnostics` is all there is if a file has errors."""

    def __init__(self, project: Project, module: ModuleFile, options: Options) -> None:
        self._project = project
        self._key = module.source.name
        self._reading = read_project(project, options, Memory())
        self.source = module.source
        self.diagnostics: tuple[Diagnostic, ...] = self._reading.diagnostics
        if not self.diagnostics:
            self._program = analyse_project(project, self._reading)
            self._view = _view(self._program, self._key)

    @property
    def is_analysed(self) -> bool:
        """Whether the values of the program were followed; nothing is known of them otherwise."""
        return self._program.solution is not None

    @property
    def uses_debug(self) -> bool:
        """Whether a file of the program may get at locals from outside, so that values cannot be followed."""
        return any(front.exposes_locals for _, front, _ in self._reading.fronts)

    def findings(self) -> list[Finding]:
        """The uses of helpers in the file, with those annotations that would make some of them unnecessary."""
        found = find(self._view, trace_unit(self._view.unit))
        wanted = [annotation for finding in found for annotation in finding.annotations]
        if not wanted:
            return found
        fronts = []
        for key, front, names in self._reading.fronts:
            file = "" if key == self._key else front.source.short_name
            front = replace(front, signatures=with_annotations(front.signatures, wanted, file))
            fronts.append((key, front, names))
        annotated = Reading(tuple(fronts), self._reading.options, self._reading.expected, self._reading.is_known)
        view = _view(analyse_project(self._project, annotated), self._key)
        return confirmed(found, find(view, trace_unit(view.unit)))

    def facts(self, line: int) -> list[tuple[str, str]]:
        """What is known at a line: texts of expressions, and what they may be."""
        return facts_at(self._view, line)


def _view(program: Program, key: str) -> View:
    solution = program.solution
    chunks = []
    if solution is not None:
        chunks = [(front.source, front.chunk, solution.units[front.chunk]) for front in program.fronts.values()]
    return View(program.unit(key), chunks)
