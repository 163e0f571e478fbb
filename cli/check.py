"""`cmc check PATHS…`"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from cmc.cli.options import dialect_option, parser_option
from cmc.cli.report import CLEAN, FAILURE, FINDINGS, print_diagnostics, print_failure
from cmc.transpiler.options import Options
from cmc.transpiler.pipeline import check_source, to_diagnostics
from cmc.transpiler.project.discover import is_skipped
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
    for path in paths:
        if not path.exists():
            print_failure("P002", f"cannot read {path}: no such file or folder")
            sys.exit(FAILURE)
        for file in _lua_files(path):
            count += 1
            try:
                source = Source.from_bytes(f"@{file}", file.read_bytes())
            except OSError as error:
                print_failure("P002", f"cannot read {file}: {error.strerror}")
                sys.exit(FAILURE)
            findings = check_source(source, options)
            if findings:
                print_diagnostics(to_diagnostics(findings, source, str(file)))
                status = FINDINGS
    if status == CLEAN:
        click.echo(f"{count} files, no findings")
    sys.exit(status)


def _lua_files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    yield from sorted(file for file in path.rglob("*.lua") if file.is_file() and not is_skipped(file.relative_to(path)))
