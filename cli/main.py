"""The `cmc` command: one file a subcommand, imported when it is called."""

import sys
from importlib import import_module

import click

from cmc import __version__

_COMMANDS = {
    "build": "Compile a file or project to a Python package.",
    "check": "Look for errors without writing anything.",
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


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cmc")
def main() -> None:
    """Compiles Lua 5.4 programs to Python."""


def entry() -> None:
    """The console script."""
    # Nested constructs are handled by recursion, and Lua allows long chains of operators and calls.
    sys.setrecursionlimit(100_000)
    sys.exit(main.main(prog_name="cmc", standalone_mode=True))
