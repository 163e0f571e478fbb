"""`cmc check PATHS…`"""

import os
import sys
from pathlib import Path

import click

from cmc.cli.options import dialect_option, parser_option
from cmc.cli.report import CLEAN, FAILURE, FINDINGS, print_diagnostics, print_failure
from cmc.transpiler.options import Options
from cmc.transpiler.pipeline import check_source, to_diagnostics
from cmc.transpiler.project.discover import DiscoveryError, lua_files, read_file
from cmc.transpiler.source import Source


@click.command("check")
@dialect_option
@parser_option
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def command(dialect: str, front_end: str, paths: tuple[Path, ...]) -> None:
    """Look for errors in Lua files, or in all Lua files below folders."""
    options = Options(dialect, front_end)
    status = CLEAN
    count = 0
    try:
        for file in [file for path in paths for file in _lua_files(path)]:
            count += 1
            source = Source.from_bytes(f"@{file}", read_file(file))
            findings = check_source(source, options)
            if findings:
                print_diagnostics(to_diagnostics(findings, source, str(file)))
                status = FINDINGS
    except DiscoveryError as error:
        print_failure(error.code, str(error))
        sys.exit(FAILURE)
    if status == CLEAN:
        click.echo(f"{count} files, no findings")
    sys.exit(status)


def _lua_files(path: Path) -> list[Path]:
    return [path / relative for relative in lua_files(path)] if os.path.isdir(path) else [path]
