"""The commands of `cmc` as click knows them: one file a subcommand, imported when it is called."""

import os
import sys
from importlib import import_module
from typing import Any

import click

from cmc import __version__
from cmc.cli.report import tell_failure

_COMMANDS = {
    "build": "Compile a file or project to a Python package.",
    "check": "Look for errors without writing anything.",
    "explain": "Tell why the output calls helpers, or what is known at a line.",
    "run": "Compile a program and run it.",
    "watch": "Build again on every save.",
}


class _Commands(click.Group):
    """Finds a subcommand in `cli/NAME.py`, so that `cmc run` does not load what only `cmc watch` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"cmc.cli.{name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the subcommand; what it does not expect becomes a message and exit status 2, never a traceback."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            sys.exit(tell_failure(error))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cmc")
@click.option("--traceback", is_flag=True, help="Show the traceback of an internal error, as CMC_TRACEBACK=1 does.")
def main(traceback: bool) -> None:
    """Compiles Lua 5.4 programs to Python."""
    if traceback:
        os.environ["CMC_TRACEBACK"] = "1"
