"""`cmc run FILE [ARGS…]`"""

import sys
from pathlib import Path

import click

from cmc.cli.options import dialect_option


@click.command("run", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@dialect_option
@click.argument("file")
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def command(dialect: str, file: str, args: tuple[str, ...]) -> None:
    """Compile FILE (`-` for the standard input) and run it with ARGS."""
    from cmc.runtime.core.state import state
    from cmc.runtime.script import run_script
    from cmc.transpiler.project.program_text import facts_of, program_texts

    if file != "-":
        facts = facts_of(program_texts(Path(file)))
        state.expects_basic_metatables, state.metamethods = facts.basic_metatables, facts.metamethods
    # Arguments are bytes to Lua; Python has decoded them with the same error handler that strings use.
    sys.exit(run_script(file, list(args), dialect))
