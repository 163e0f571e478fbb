"""`cmc check PATHS…`"""

import os
import sys
from pathlib import Path

import click

from cmc.cli.options import dialect_option, parser_option
from cmc.cli.report import CLEAN, FAILURE, FINDINGS, print_diagnostics, print_failure
from cmc.transpiler.analysis.checks.libraries import libraries_of
from cmc.transpiler.analysis.checks.survey import Survey
from cmc.transpiler.options import Options
from cmc.transpiler.pipeline import check_source, to_diagnostics
from cmc.transpiler.project.config import ConfigError
from cmc.transpiler.project.discover import DiscoveryError, lua_files
from cmc.transpiler.project.native import manifest
from cmc.transpiler.project.signatures import hidden_libraries, required_sources, source_of
from cmc.transpiler.source import Source
from cmc.transpiler.syntax.parser import SyntaxFinding


@click.command("check")
@dialect_option
@parser_option
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def command(dialect: str, front_end: str, paths: tuple[Path, ...]) -> None:
    """Look for errors in Lua files, or in all Lua files below folders."""
    options = Options(dialect, front_end)
    try:
        files = [file for path in paths for file in _lua_files(path)]
        # The folders below which modules are required.
        roots = sorted({path if os.path.isdir(path) else path.parent for path in paths})
        status = _check(files, options, _survey(files, roots) if dialect == "coppermoon" else None, roots)
    except DiscoveryError as error:
        print_failure(error.code, str(error))
        sys.exit(FAILURE)
    except ConfigError as error:
        print_failure("P003", str(error))
        sys.exit(FAILURE)
    if status == CLEAN:
        click.echo(f"{len(files)} files, no findings")
    sys.exit(status)


def _lua_files(path: Path) -> list[Path]:
    return [path / relative for relative in lua_files(path)] if os.path.isdir(path) else [path]


def _survey(files: list[Path], roots: list[Path]) -> Survey:
    """A survey for some files, before it has looked at any."""
    return Survey(libraries_of(manifest(), hidden_libraries({*roots, *(file.parent for file in files)})))


def _check(files: list[Path], options: Options, survey: Survey | None, roots: list[Path]) -> int:
    """Prints the findings in all files; returns the exit status."""
    status = CLEAN
    sources = []
    for file in files:
        source = source_of(file)
        sources.append(source)
        status |= _tell(check_source(source, options, survey), source, file)
    if survey is not None:
        for required in required_sources(roots, sources):
            check_source(required, options, survey)
        for file, source in zip(files, sources, strict=True):
            status |= _tell(survey.findings(source.name), source, file)
    return status


def _tell(findings: tuple[SyntaxFinding, ...], source: Source, file: Path) -> int:
    """Prints the findings in one file; returns the exit status."""
    print_diagnostics(to_diagnostics(findings, source, str(file)))
    return FINDINGS if findings else CLEAN
