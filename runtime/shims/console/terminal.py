"""The terminal: writing at once, lines, keys without echo. Waiting for input lets other jobs run."""

import codecs
import os
import select
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cmc.runtime.bridge import Turns, wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.text import from_bytes
from cmc.runtime.shims.os_ext import os_error

if TYPE_CHECKING:
    import asyncio

_turns = Turns()
_FOREVER = 1e9
_ESCAPE_SECONDS = 0.05
"""How long after the escape character the rest of a key's sequence may come."""

_SEQUENCES = {"[A": "up", "OA": "up", "[B": "down", "OB": "down", "[3~": "backspace"}
_KEYS = {
    "\x03": "interrupt", "\x04": "end", "\n": "enter", "\r": "enter", "\x7f": "backspace", "\b": "backspace",
    "\x15": "erase",
}  # fmt: skip


@contextmanager
def conversation() -> Iterator[None]:
    """Keeps the terminal for the running job; others that want to ask something wait until it has its answer."""
    _turns.pass_by(_FOREVER)
    _turns.take()
    try:
        yield
    except OSError as error:
        raise LuaError(f"IO error: {os_error(error)}") from error
    finally:
        _turns.release()


def show(text: str) -> None:
    """Writes a text to the standard output, at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def has_terminal() -> bool:
    """Whether the input comes from a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def end_of_input() -> LuaError:
    """The error of a question that cannot be answered any more."""
    return LuaError("IO error: the input has ended")


# Lines


def read_line() -> str | None:
    """The next line of the input without its end, None at the end of the input.

    Raises:
        OSError: the input cannot be read.
    """
    if sys.stdin is None:  # the program was started without one
        return None
    _wait_for_input()
    data = sys.stdin.buffer.readline()
    return from_bytes(data).removesuffix("\n").removesuffix("\r") if data else None


def _wait_for_input() -> None:
    """Suspends the job until there is something to read, or the end of it."""
    descriptor = sys.stdin.fileno()
    if not (_is_readable(descriptor, 0) or _has_buffered(descriptor)):
        wait(_readable(descriptor))


def _is_readable(descriptor: int, seconds: float) -> bool:
    return bool(select.select([descriptor], [], [], seconds)[0])


def _has_buffered(descriptor: int) -> bool:
    """Whether the stream has read ahead.

    Its buffer can only be looked at with a call that reads more if there is nothing. So that it does not wait, and
    takes nothing from the terminal, it is given an empty file to read from.
    """
    buffer: Any = sys.stdin.buffer
    with open(os.devnull, "rb", buffering=0) as empty:
        buffer.raw.__init__(empty.fileno(), "rb", closefd=False)
        try:
            return bool(buffer.peek(1))
        finally:
            buffer.raw.__init__(descriptor, "rb", closefd=False)


async def _readable(descriptor: int) -> None:
    import asyncio

    loop = asyncio.get_running_loop()
    future: asyncio.Future[None] = loop.create_future()
    loop.add_reader(descriptor, _wake, future)
    try:
        await future
    finally:
        loop.remove_reader(descriptor)


def _wake(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)


# Keys


def _read_byte() -> bytes:
    """The next byte of the input, empty at its end."""
    buffer: Any = sys.stdin.buffer
    data: bytes = buffer.read1(1)
    return data


@contextmanager
def _without_echo() -> Iterator[None]:
    """Has the terminal pass on each key as it is pressed and show none of them."""
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    settings = termios.tcgetattr(descriptor)
    settings[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
    termios.tcsetattr(descriptor, termios.TCSADRAIN, settings)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


@contextmanager
def key_presses() -> Iterator[Iterator[str]]:
    """The keys that are pressed while the context is open, not shown.

    `up`, `down`, `enter`, `backspace`, `erase` (the whole line), `end` (of the input), and characters as they are.
    Other keys are passed over. Ctrl+C ends it with the error `Interrupted`.

    Raises:
        OSError: the input is no terminal.
    """
    with _without_echo():
        try:
            yield _keys()
        finally:
            show("\n")


def _keys() -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    while True:
        _wait_for_input()
        data = _read_byte()
        if not data:
            yield "end"
            continue
        character = decoder.decode(data)
        key = _sequence_key() if character == "\x1b" else _KEYS.get(character, character)
        if key == "interrupt":
            raise LuaError("Interrupted")
        if key in ("up", "down", "enter", "backspace", "erase", "end") or key >= " ":
            yield key


def _sequence_key() -> str:
    """The key of a sequence whose escape character has been read, empty if it is not known."""
    descriptor = sys.stdin.fileno()
    sequence = ""
    while (_has_buffered(descriptor) or _is_readable(descriptor, _ESCAPE_SECONDS)) and len(sequence) < 16:
        data = _read_byte()
        sequence += from_bytes(data)
        if not data or (len(sequence) > 1 and "@" <= sequence[-1] <= "~") or sequence[0] not in "[O":
            break
    return _SEQUENCES.get(sequence, "")


def read_secret() -> str:
    """A line that is typed without being shown. If the input is no terminal, the next line; empty at its end."""
    if not has_terminal():
        return read_line() or ""
    characters: list[str] = []
    with key_presses() as keys:
        for key in keys:
            if key in ("enter", "end"):
                break
            if key == "backspace":
                del characters[-1:]
            elif key == "erase":
                characters.clear()
            elif len(key) == 1:
                characters.append(key)
    return "".join(characters)
