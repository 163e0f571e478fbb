"""`cmc build FILE|DIR [-o DIR]`"""

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from cmc.cli.options import dialect_option, parser_option
from cmc.cli.report import CLEAN, FAILURE, FINDINGS, print_diagnostics, print_failure, print_internal_error
from cmc.transpiler.diagnostics import InternalError
from cmc.transpiler.options import Options
from cmc.transpiler.project.config import ConfigError
from cmc.transpiler.project.discover import DiscoveryError, Project, discover
from cmc.transpiler.project.incremental import Memory
from cmc.transpiler.project.names import identifier
from cmc.transpiler.project.package import compile_package
from cmc.transpiler.project.writer import WriteError, write_package


@click.command("build")
@dialect_option
@parser_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The package's folder.  [default: build/NAME]")
@click.argument("target", type=click.Path(path_type=Path))
def command(dialect: str, front_end: str, output: Path | None, target: Path) -> None:
    """Compile the program TARGET (a Lua file, or a folder) to a Python package."""
    sys.exit(build(target, output, Options(dialect, front_end)))


def build(target: Path, output: Path | None, options: Options) -> int:
    """Builds and reports; returns the exit status."""
    outcome = try_build(target, output, options, Memory())
    if outcome.message:
        click.echo(outcome.message)
    return outcome.status


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a build went: exit status, the project if it could be read, the package's folder, what changed, a summary."""

    status: int
    project: Project | None = None
    folder: Path = Path()
    changed: tuple[str, ...] = ()
    message: str = ""


def try_build(target: Path, output: Path | None, options: Options, memory: Memory) -> Outcome:
    """Builds a program; findings and failures are printed, and leave the earlier output as it is."""
    try:
        project = discover(target, options.dialect)
    except DiscoveryError as error:
        print_failure(error.code, str(error))
        return Outcome(FAILURE)
    except ConfigError as error:
        print_failure("P003", str(error))
        return Outcome(FAILURE)
    folder = output or Path("build") / identifier(project.name)
    try:
        package = compile_package(project, options, folder.resolve().name, memory)
    except InternalError as error:
        print_internal_error(error)
        return Outcome(FAILURE, project, folder)
    if package.diagnostics:
        print_diagnostics(package.diagnostics)
        return Outcome(FINDINGS, project, folder)
    try:
        changed = write_package(package.files, folder)
    except WriteError as error:
        print_failure("P005", str(error))
        return Outcome(FAILURE, project, folder)
    modules = len(project.modules)
    summary = f"{modules} modules, {len(changed)} files written" if changed else "up to date"
    return Outcome(CLEAN, project, folder, tuple(changed), f"{folder}: {summary}")
