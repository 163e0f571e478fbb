"""The console script `cmc`."""

import io
import sys

from cmc.transpiler.options import DIALECTS


def entry() -> None:
    """Runs the command that the process was started with, and ends the process."""
    # Nested constructs are handled by recursion, and Lua allows long chains of operators and calls.
    sys.setrecursionlimit(100_000)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Names of files are bytes.
            stream.reconfigure(errors="surrogateescape")
    program = _plain_program(sys.argv[1:])
    if program is not None:
        from cmc.cli.running import run_program_file

        sys.exit(run_program_file(*program))
    from cmc.cli.commands import main

    sys.exit(main.main(prog_name="cmc", standalone_mode=True))


def _plain_program(args: list[str]) -> tuple[str, list[str], str] | None:
    """File, arguments and dialect of `cmc run [--dialect NAME] FILE [ARGS…]`; None for all that needs more reading.

    click would take longer to load than many a program runs.
    """
    if args[:1] != ["run"]:
        return None
    dialect, rest = DIALECTS[0], args[1:]
    if rest[:1] == ["--dialect"] and rest[1:2] and rest[1] in DIALECTS:
        dialect, rest = rest[1], rest[2:]
    if not rest or (rest[0].startswith("-") and rest[0] != "-"):
        return None
    # Options for servers may stand behind the file.
    return None if rest[1:2] and rest[1].startswith("--") else (rest[0], rest[1:], dialect)
