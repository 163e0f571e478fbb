"""`process`: other programs, and the end of this one (CopperMoon specification, section 13).

Both ways of running a program wait for it while other requests go on. Of the weaknesses there: arguments that are
neither strings nor numbers raise an error instead of ending the list, and output is taken byte for byte.
"""

import errno
import os
import subprocess
import sys

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.numbers import format_number
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes
from cmc.runtime.core.values import type_name
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.os_ext import os_error
from cmc.runtime.stdlib.os import ProgramExit
from cmc.runtime.stdlib.print import seen_through
from cmc.runtime.threads import in_thread


@lua_function("process.exit")
def exit(code: int = 0) -> None:
    """Ends the program at once with the low 8 bits of `code`; nothing is closed, no timer fires any more."""
    raise ProgramExit(code)


@lua_function("process.pid")
def pid() -> int:
    """The number of this process."""
    return os.getpid()


@lua_function("process.exec", suspends=True)
def exec(command: str) -> Table:
    """Runs a command line in the shell and waits; the result has `stdout`, `stderr`, `status` and `success`.

    `status` is the exit status, -1 when a signal ended the command; one that fails is no error.

    Raises:
        LuaError: there is no shell.
    """
    try:
        return _run(["/bin/sh", "-c", command])
    except OSError as error:
        raise LuaError(f"Failed to execute command: {os_error(error)}") from error
    except ValueError as error:
        raise LuaError("Failed to execute command: nul byte found in provided data") from error


@lua_function("process.spawn", suspends=True)
def spawn(program: str, arguments: Table | None = None) -> Table:
    """Runs a program, looked up in PATH, with a list of arguments, and waits; the result is that of `exec`.

    Raises:
        LuaError: the program cannot be started, or an argument is neither a string nor a number.
    """
    words = [] if arguments is None else _words(seen_through(arguments))
    try:
        if not program:  # Python would try the folders of PATH themselves
            raise FileNotFoundError(errno.ENOENT, "")
        return _run([program, *words])
    except OSError as error:
        raise LuaError(f"Failed to spawn process '{program}': {os_error(error)}") from error
    except ValueError as error:
        raise LuaError(f"Failed to spawn process '{program}': nul byte found in provided data") from error


def _words(arguments: Table) -> list[str]:
    """The values under integers, in their order."""
    words = []
    for position in sorted(k for k in arguments if type(k) is int):
        value = arguments[position]
        if type(value) in (int, float):
            value = format_number(value)
        if type(value) is not str:
            raise LuaError(f"argument {position} of the program must be a string or a number, not a {type_name(value)}")
        words.append(value)
    return words


def _run(words: list[str]) -> Table:
    # What this program has printed comes before what the other prints.
    sys.stdout.flush()
    done = in_thread(subprocess.run, words, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    status = done.returncode
    return Table(
        stdout=from_bytes(done.stdout),
        stderr=from_bytes(done.stderr),
        status=status if status >= 0 else -1,
        success=status == 0,
    )
