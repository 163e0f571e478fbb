"""`cmc run FILE [ARGS…]`"""

import sys

import click

from cmc.cli.options import dialect_option


@click.command("run", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@dialect_option
@click.argument("file")
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def command(dialect: str, file: str, args: tuple[str, ...]) -> None:
    """Compile FILE (`-` for the standard input) and run it with ARGS."""
    from cmc.runtime.script import run_script

    # Arguments are bytes to Lua; Python has decoded them with the same error handler that strings use.
    sys.exit(run_script(file, list(args), dialect))
