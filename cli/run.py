"""`cmc run FILE [ARGS…]`"""

import sys
from typing import Any

import click

from cmc.cli.options import dialect_option
from cmc.cli.serving import export, options_after_file, server_options


@server_options
@click.command("run", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@dialect_option
@click.argument("file")
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def command(dialect: str, file: str, args: tuple[str, ...], **serving: Any) -> None:
    """Compile FILE (`-` for the standard input) and run it with ARGS.

    The options for servers may stand behind FILE as well, before the first of ARGS or `--`.
    """
    more, rest = options_after_file(list(args))
    serving = {**serving, **more}
    export(serving)
    if serving["workers"] is not None and serving["workers"] > 1:
        from cmc.cli.workers import run_workers

        sys.exit(run_workers(serving["workers"], dialect, file, rest))
    from cmc.cli.running import run_program_file

    sys.exit(run_program_file(file, rest, dialect))
