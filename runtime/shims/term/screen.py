"""Cursor and screen: sequences that are written at once, and what is known of the terminal."""

import os
import sys

from cmc.runtime.core.errors import LuaError
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.kinds import U16
from cmc.runtime.shims.os_ext import os_error

_FALLBACK = os.terminal_size((80, 24))


def _emit(sequence: str, problem: str) -> None:
    try:
        sys.stdout.write(sequence)
        sys.stdout.flush()
    except BrokenPipeError:
        raise  # the reader has gone: the program ends, as when it prints
    except OSError as error:
        raise LuaError(f"{problem}: {os_error(error)}") from error


@lua_function("term.clear")
def clear() -> None:
    """Clears the screen and puts the cursor into the upper left corner."""
    _emit("\x1b[2J\x1b[1;1H", "Failed to clear screen")


@lua_function("term.clear_line")
def clear_line() -> None:
    """Clears the cursor's line; the cursor stays where it is."""
    _emit("\x1b[2K", "Failed to clear line")


@lua_function("term.size")
def size() -> tuple[int, int]:
    """Columns and rows of the terminal; 80 and 24 if the output is none."""
    try:
        columns, rows = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        columns, rows = _FALLBACK
    return (columns, rows) if columns and rows else (_FALLBACK.columns, _FALLBACK.lines)


@lua_function("term.is_tty")
def is_tty() -> bool:
    """Whether the standard output is a terminal."""
    return sys.stdout.isatty()


def _move(sequence: str) -> None:
    _emit(sequence, "Failed to move cursor")


@lua_function("term.cursor_to")
def cursor_to(col: U16, row: U16) -> None:
    """Moves the cursor to a column and a row, both counted from 1."""
    _move(f"\x1b[{max(row, 1)};{max(col, 1)}H")


@lua_function("term.cursor_up")
def cursor_up(n: U16 = 1) -> None:
    """Moves the cursor up by `n` rows."""
    _move(f"\x1b[{n}A")


@lua_function("term.cursor_down")
def cursor_down(n: U16 = 1) -> None:
    """Moves the cursor down by `n` rows."""
    _move(f"\x1b[{n}B")


@lua_function("term.cursor_right")
def cursor_right(n: U16 = 1) -> None:
    """Moves the cursor right by `n` columns."""
    _move(f"\x1b[{n}C")


@lua_function("term.cursor_left")
def cursor_left(n: U16 = 1) -> None:
    """Moves the cursor left by `n` columns."""
    _move(f"\x1b[{n}D")


@lua_function("term.cursor_hide")
def cursor_hide() -> None:
    """Hides the cursor."""
    _emit("\x1b[?25l", "Cursor error")


@lua_function("term.cursor_show")
def cursor_show() -> None:
    """Shows the cursor again."""
    _emit("\x1b[?25h", "Cursor error")


@lua_function("term.cursor_save")
def cursor_save() -> None:
    """Has the terminal remember where the cursor is."""
    _emit("\x1b7", "Cursor error")


@lua_function("term.cursor_restore")
def cursor_restore() -> None:
    """Moves the cursor to where it was when it was remembered."""
    _emit("\x1b8", "Cursor error")
