"""Operating system facilities (manual §6.9)."""

import os
import time
from typing import Any

from greenlet import getcurrent

from cmc.runtime.core.arguments import (
    MISSING,
    argument_error,
    check_integer,
    check_option,
    check_string,
    optional_integer,
    optional_string,
)
from cmc.runtime.core.calls import CoroutineClose
from cmc.runtime.core.errors import located
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes, join_all
from cmc.runtime.stdlib.calendar import Moment, moment_fields, moment_of, read_fields, seconds_of
from cmc.runtime.stdlib.io.outcome import c_string, exit_result, failure, path_bytes
from cmc.runtime.stdlib.library import library

# Time

_SPECIFIERS = frozenset(
    list("aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%") + ["E" + c for c in "cCxXyY"] + ["O" + c for c in "deHImMSuUVwWy"]
)


def lua_clock(*_: Any) -> float:
    """`os.clock()`"""
    return time.process_time()


def lua_time(table: Any = None, *_: Any) -> int:
    """`os.time([table])`"""
    if table is None:
        return int(time.time())
    fields = read_fields(table)
    seconds = seconds_of(fields)
    moment = None if seconds is None else moment_of(seconds, utc=False)
    if seconds is None or moment is None or seconds == -1:  # C reports failure by -1
        raise located("time result cannot be represented in this installation")
    moment_fields(moment, table)
    return seconds


def lua_date(form: Any = None, seconds: Any = None, *_: Any) -> Any:
    """`os.date([format [, time]])`"""
    form = optional_string(form, 1, "%c")
    seconds = optional_integer(seconds, 2, int(time.time()))
    utc = form[:1] == "!"
    if utc:
        form = form[1:]
    moment = moment_of(seconds, utc=utc)
    if moment is None:
        raise located("date result cannot be represented in this installation")
    if c_string(form) == "*t":
        table = Table()
        moment_fields(moment, table)
        return table
    return _format_date(form, moment)


def _format_date(form: str, moment: Moment) -> str:
    """`strftime`, with the specifiers of C99 only."""
    literal, *rest = form.split("%")
    pieces = [literal]
    position = len(literal)
    pending = iter(rest)
    for piece in pending:
        position += 1
        if not piece:  # two percent signs, or one at the very end
            following = next(pending, None)
            if following is None:
                raise argument_error(1, "invalid conversion specifier '%'")
            pieces.append("%" + following)
            position += 1 + len(following)
            continue
        specifier = piece[0] if piece[0] in _SPECIFIERS else piece[:2]
        if specifier not in _SPECIFIERS:
            raise argument_error(1, f"invalid conversion specifier '%{c_string(form[position:])}'")
        pieces.append(moment.format(specifier))
        pieces.append(piece[len(specifier) :])
        position += len(piece)
    return join_all(pieces)


def lua_difftime(later: Any = MISSING, earlier: Any = MISSING, *_: Any) -> float:
    """`os.difftime(t2, t1)`"""
    return float(check_integer(later, 1) - check_integer(earlier, 2))


# Processes


class ProgramExit(SystemExit):
    """The end of the program by `os.exit`, without closing the state: no finalizer is to run any more."""

    closes = False


class ClosingExit(CoroutineClose, ProgramExit):
    """The end of the program that closes the state: to-be-closed variables on the way, then finalizers."""

    closes = True


def lua_exit(code: Any = None, close: Any = None, *_: Any) -> Any:
    """`os.exit([code [, close]])`"""
    status = (0 if code else 1) if type(code) is bool else optional_integer(code, 1, 0)
    if close is None or close is False:
        raise ProgramExit(status)
    # Only the main thread is closed; coroutines stay where they are.
    running = main = getcurrent()
    while hasattr(main, "coroutine"):
        assert main.parent is not None
        main = main.parent
    if main is running:
        raise ClosingExit(status)
    return main.throw(ClosingExit(status))


def lua_execute(command: Any = None, *_: Any) -> Any:
    """`os.execute([command])`"""
    text = optional_string(command, 1, "")
    if command is None:
        return os.access("/bin/sh", os.X_OK)
    from cmc.runtime.stdlib.io.popen import run_shell

    try:
        return exit_result(run_shell(text))
    except OSError as error:
        return failure(error)


def lua_getenv(name: Any = MISSING, *_: Any) -> str | None:
    """`os.getenv(varname)`"""
    value = os.environb.get(path_bytes(check_string(name, 1)))
    return None if value is None else from_bytes(value)


def lua_setlocale(locale: Any = None, category: Any = None, *_: Any) -> str | None:
    """`os.setlocale(locale [, category])`; there is the C locale only"""
    name = optional_string(locale, 1, "C")
    check_option(category, 2, ("all", "collate", "ctype", "monetary", "numeric", "time"), "all")
    return "C" if name in ("", "C", "POSIX") else None


# Files


def lua_remove(name: Any = MISSING, *_: Any) -> Any:
    """`os.remove(filename)`"""
    name = check_string(name, 1)
    path = path_bytes(name)
    try:
        try:
            os.unlink(path)
        except IsADirectoryError:
            os.rmdir(path)
    except OSError as error:
        return failure(error, name)
    return True


def lua_rename(old: Any = MISSING, new: Any = MISSING, *_: Any) -> Any:
    """`os.rename(oldname, newname)`"""
    try:
        os.rename(path_bytes(check_string(old, 1)), path_bytes(check_string(new, 2)))
    except OSError as error:
        return failure(error)
    return True


def lua_tmpname(*_: Any) -> str:
    """`os.tmpname()`"""
    from tempfile import mkstemp

    try:
        descriptor, name = mkstemp(prefix="lua_", dir="/tmp")
    except OSError as error:
        raise located("unable to generate a unique filename") from error
    os.close(descriptor)
    return name


def os_library() -> Table:
    """A new `os` table."""
    return library(
        {
            "clock": lua_clock,
            "date": lua_date,
            "difftime": lua_difftime,
            "execute": lua_execute,
            "exit": lua_exit,
            "getenv": lua_getenv,
            "remove": lua_remove,
            "rename": lua_rename,
            "setlocale": lua_setlocale,
            "time": lua_time,
            "tmpname": lua_tmpname,
        }
    )
