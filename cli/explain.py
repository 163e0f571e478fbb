"""`cmc explain FILE[:LINE]`"""

import os
import re
import sys
from collections import Counter
from pathlib import Path

import click

from cmc.cli.options import dialect_option
from cmc.cli.report import CLEAN, FAILURE, FINDINGS, print_diagnostics, print_failure
from cmc.transpiler.explain.findings import Finding
from cmc.transpiler.options import Options
from cmc.transpiler.project.config import ConfigError
from cmc.transpiler.project.discover import DiscoveryError, ModuleFile, Project, discover
from cmc.transpiler.project.explanation import Explanation

_PLACE = re.compile(r"(.+):([0-9]+)")


@click.command("explain")
@dialect_option
@click.option(
    "--program",
    type=click.Path(path_type=Path),
    help="The program (a Lua file or a folder) that FILE is a part of.  [default: FILE]",
)
@click.argument("place", metavar="FILE[:LINE]")
def command(dialect: str, program: Path | None, place: str) -> None:
    """Tell why the Python for FILE calls helpers of the runtime, or what is known of the values at a LINE of it."""
    file, line = _split(place)
    try:
        project = discover(program or file, dialect)
        explanation = Explanation(project, _module(project, file), Options(dialect))
    except DiscoveryError as error:
        print_failure(error.code, str(error))
        sys.exit(FAILURE)
    except ConfigError as error:
        print_failure("P003", str(error))
        sys.exit(FAILURE)
    if explanation.diagnostics:
        print_diagnostics(explanation.diagnostics)
        sys.exit(FINDINGS)
    lines = len(explanation.source.line_starts)
    if line is not None and not 1 <= line <= lines:
        raise click.UsageError(f"{file} has {lines} lines")
    if not explanation.is_analysed:
        why = "it uses the debug library" if explanation.uses_debug else "it is too big"
        click.echo(
            f"The values of this program are not followed: {why}. All code takes the forms that are always right.\n"
        )
    if line is None:
        _tell_file(file, explanation)
    else:
        _tell_line(file, line, explanation)
    sys.exit(CLEAN)


def _split(place: str) -> tuple[Path, int | None]:
    """File and line of an argument; a file may have a colon in its name."""
    match = _PLACE.fullmatch(place)
    if match is None or os.path.exists(place):
        return Path(place), None
    return Path(match[1]), int(match[2])


def _module(project: Project, file: Path) -> ModuleFile:
    """The module of a project that a file is.

    Raises:
        DiscoveryError: it is none of its files.
    """
    real = os.path.realpath(file)
    if os.path.isdir(real):
        return project.modules[project.entry]
    for module in project.modules.values():
        if os.path.realpath(project.root / module.relative) == real:
            return module
    if not os.path.exists(real):
        raise DiscoveryError("P002", f"cannot read {file}: no such file or folder")
    raise DiscoveryError("P002", f"{file} is none of the files of {project.root / project.entry}")


def _tell_file(file: Path, explanation: Explanation) -> None:
    """Prints the uses of helpers in a file, and how many there are of each."""
    findings = explanation.findings()
    for finding in findings:
        if not finding.is_plain:
            _tell(file, finding, explanation)
    counts = Counter(finding.helper for finding in findings if not finding.is_plain)
    plain = Counter(finding.helper for finding in findings if finding.is_plain)
    click.echo(f"{file}: {_listed(counts)}" if counts else f"{file}: no helpers")
    if plain:
        click.echo(f"Besides, the plain way to say it: {_listed(plain)}")


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.most_common())


def _tell(file: Path, finding: Finding, explanation: Explanation) -> None:
    """Prints one use: place, helper and reason, the line with a marker, and the annotation that would lift it."""
    line, column = explanation.source.line_and_column(finding.start)
    text = explanation.source.line_text(line)
    length = max(1, min(finding.end - finding.start, len(text) - column + 1))
    indent = "".join("\t" if c == "\t" else " " for c in text[: column - 1])
    gutter = " " * len(str(line))
    click.echo(f"{file}:{line}:{column}: {finding.helper}: {finding.reasons[0]}")
    for reason in finding.reasons[1:]:
        click.echo(f"  and {reason}")
    click.echo(f"  {line} | {text}")
    click.echo(f"  {gutter} | {indent}{'^' * length}")
    for annotation in finding.annotations:
        click.echo(f"  would be lifted by: {annotation}")
    click.echo("")


def _tell_line(file: Path, line: int, explanation: Explanation) -> None:
    """Prints what is known at a line."""
    click.echo(f"{file}:{line}: {explanation.source.line_text(line).strip()}")
    facts = explanation.facts(line)
    width = max((len(text) for text, _ in facts), default=0)
    for text, words in facts:
        click.echo(f"  {text:<{width}}  {words}")
    if not facts:
        click.echo("  no expressions begin here")
