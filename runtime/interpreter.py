"""The stand-alone interpreter: what `lua` does, with the compiler at hand (manual §7, lua.c)."""

import os
import sys
from dataclasses import dataclass, field
from typing import Any

from cmc import __version__
from cmc.runtime.core.errors import ChunkError, LuaError, error_text, error_value
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.operators import setindex
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table
from cmc.runtime.launch import report, run_program


@dataclass(slots=True)
class CommandLine:
    """What the interpreter is asked for.

    `script` is the place of the script among the arguments, 0 if there is none; `steps` are the options `-e`, `-l` and
    `-W` with their arguments, in their order.
    """

    argv: list[str]
    script: int = 0
    steps: list[tuple[str, str]] = field(default_factory=list)
    is_interactive: bool = False
    shows_version: bool = False
    ignores_environment: bool = False

    @property
    def reads_input(self) -> bool:
        """Whether the program comes from the standard input: as the script `-`, or for want of anything else to do."""
        if self.script:
            return self.argv[self.script] == "-" and self.argv[self.script - 1] != "--"
        return not (self.is_interactive or self.shows_version or any(option == "-e" for option, _ in self.steps))


def run_interpreter(command: CommandLine) -> int:
    """Runs what a command line asks for; returns the exit status."""

    def start() -> None:
        from cmc.runtime.stdlib.environment import open_libraries

        state.dialect = "lua54"
        if command.shows_version or command.is_interactive:
            print(_version())
        environment = open_libraries(state.dialect)
        environment["arg"] = _argument_table(command)
        if not command.ignores_environment:
            _run_initial()
        for option, text in command.steps:
            _STEPS[option](text)
        if command.script:
            _run_script(command)
        if command.is_interactive:
            _read_lines()
        elif not command.script and command.reads_input:
            if sys.stdin.isatty():
                print(_version())
                _read_lines()
            else:
                _run_file(None)

    return run_program(start)


def _version() -> str:
    return f"Lua 5.4 (cmc {__version__})"


def _argument_table(command: CommandLine) -> Table:
    """`arg`: the script at 0, its arguments after, and what comes before it at negative places (createargtable)."""
    return Table((place - command.script, argument) for place, argument in enumerate(command.argv))


def _run_initial() -> None:
    """Runs what `LUA_INIT` says: statements, or a file after `@`."""
    for variable in ("LUA_INIT_5_4", "LUA_INIT"):
        text = os.environ.get(variable)
        if text is not None:
            if text.startswith("@"):
                _run_file(text[1:])
            else:
                _run_text(text, f"={variable}")
            return


def _run_text(text: str, name: str) -> None:
    from cmc.runtime.stdlib.base import load_chunk

    try:
        chunk = load_chunk(text, name, "bt", state.globals, is_program=True)
    except LuaError as error:
        raise ChunkError(error.value) from None
    chunk()


def _run_file(name: str | None, *args: str) -> None:
    from cmc.runtime.stdlib.base import load_file

    try:
        chunk = load_file(name, "bt", state.globals, is_program=True)
    except LuaError as error:
        raise ChunkError(error.value) from None
    chunk(*args)


def _run_script(command: CommandLine) -> None:
    args = state.arguments = tuple(command.argv[command.script + 1 :])
    _run_file(None if command.reads_input else command.argv[command.script], *args)


def _run_statements(text: str) -> None:
    _run_text(text, "=(command line)")


def _require(text: str) -> None:
    """`-l mod` or `-l g=mod`: requires a module into a global, which a version after the name is no part of."""
    variable, equals, module = text.partition("=")
    if not equals:
        module, variable = text, text.partition("-")[0]
    setindex(state.globals, variable, first_of(state.globals["require"](module)))


def _turn_warnings_on(_: str) -> None:
    state.warnings = True


_STEPS = {"-e": _run_statements, "-l": _require, "-W": _turn_warnings_on}


# Lines from the standard input


def _read_lines() -> None:
    """Reads statements and expressions, runs them, and shows what they return, until the input ends (doREPL)."""
    while (line := _read_line("_PROMPT", "> ")) is not None:
        try:
            results = _complete(line)()
        except ChunkError as error:
            sys.stderr.write(f"{error_text(error.value)}\n")
        except Exception as error:
            report(str(error_text(error_value(error))), error)
        else:
            _show(results if type(results) is tuple else (results,))
        sys.stderr.flush()
    print()


def _read_line(prompt: str, default: str) -> str | None:
    """A line of the input without its end, None after the last; the prompt is a global that the program may set."""
    from cmc.runtime.stdlib.base import to_string

    chosen = state.globals[prompt]
    sys.stdout.write(default if chosen is None else to_string(chosen))
    sys.stdout.flush()
    line = sys.stdin.readline()
    return line.removesuffix("\n") if line else None


def _complete(line: str) -> Any:
    """The function of a line, as an expression if it is one, or of it and those that complete it.

    Raises:
        ChunkError: the lines are malformed.
    """
    from cmc.runtime.stdlib.base import load_chunk

    try:
        return load_chunk(f"return {line}", "=stdin", "t", state.globals)
    except LuaError:
        text = line
    while True:
        try:
            return load_chunk(text, "=stdin", "t", state.globals)
        except LuaError as error:
            more = _read_line("_PROMPT2", ">> ") if str(error.value).endswith("<eof>") else None
            if more is None:
                raise ChunkError(error.value) from None
            text = f"{text}\n{more}"


def _show(values: tuple[Any, ...]) -> None:
    """Prints what a line has returned with whatever the program calls `print`."""
    if values:
        try:
            state.globals["print"](*values)
        except Exception as error:
            sys.stderr.write(f"error calling 'print' ({error_text(error_value(error))})\n")
