"""Running a Lua file with the compiler at hand: what `cmc run` does (manual §7)."""

import os
import sys
from contextlib import suppress
from typing import Any

from cmc.runtime.core.errors import ChunkError, LuaError
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import canonical, from_bytes
from cmc.runtime.launch import run_program


def run_script(file: str, args: list[str], dialect: str) -> int:
    """Runs the program in `file` (`-` for the standard input); returns its exit status."""

    def start() -> Any:
        from cmc.runtime.core.chunks import compile_text
        from cmc.runtime.stdlib.base import load_chunk, load_file
        from cmc.runtime.stdlib.environment import open_libraries

        state.dialect = dialect
        state.script_folder = os.path.dirname(file) if file != "-" else ""
        name, text = ("=stdin", from_bytes(sys.stdin.buffer.read())) if file == "-" else ("@" + file, _read(file))
        with suppress(LuaError):
            # Compiled while there is no Lua value yet, so that what the compiler leaves in memory can be kept from the
            # collector; an error is reported when the same text is loaded below.
            compile_text(text, name, is_file=True, is_program=True)
        environment = open_libraries(dialect)
        strings = [canonical(argument) for argument in args]
        environment["arg"] = _argument_table(file, strings)
        try:
            if file == "-":
                main = load_chunk(text, name, "bt", environment, is_file=True, is_program=True)
            else:
                main = load_file(file, "bt", environment, is_program=True)
        except LuaError as error:
            raise ChunkError(error.value) from None
        return main(*strings)

    return run_program(start)


def _read(file: str) -> str:
    """The text of a file, empty if it cannot be read, which is reported when it is loaded."""
    try:
        with open(file, "rb") as stream:
            return from_bytes(stream.read())
    except OSError:
        return ""


def _argument_table(file: str, args: list[str]) -> Table:
    """`arg`: the script at 0, its arguments after; in plain Lua the interpreter before, as a command that runs."""
    table = Table(enumerate(args, 1))
    table[0] = canonical(file)
    if state.dialect == "lua54":
        launcher = os.path.join(os.path.dirname(sys.executable), "cmc-lua")
        table[-1] = launcher if os.access(launcher, os.X_OK) else "cmc"
    return table
