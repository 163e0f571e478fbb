"""Running a program: what `cmc run` does once its command line is read."""

from pathlib import Path

from cmc.runtime.core.state import state
from cmc.runtime.script import run_script
from cmc.runtime.stdlib.package import path_templates
from cmc.transpiler.dynamic import run_program
from cmc.transpiler.project.config import ConfigError, source_packages


def run_program_file(file: str, args: list[str], dialect: str) -> int:
    """Runs a Lua file (`-` for the standard input) with arguments; returns the exit status."""
    try:
        return _run(file, args, dialect)
    except BrokenPipeError:
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        # Imported on demand: programs that run need nothing of it.
        from cmc.cli.report import tell_failure

        return tell_failure(error)


def _run(file: str, args: list[str], dialect: str) -> int:
    try:
        state.source_packages = source_packages(Path(file).parent if file != "-" else Path())
    except ConfigError as error:
        from cmc.cli.report import FAILURE, print_failure

        print_failure("P003", str(error))
        return FAILURE
    if file != "-":
        state.expected_modules = run_program(file, dialect, path_templates(dialect), state.source_packages)
    # Arguments are bytes to Lua; Python has decoded them with the same error handler that strings use.
    return run_script(file, args, dialect)
