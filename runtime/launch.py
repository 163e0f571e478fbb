"""Running a program: stack, standard streams, uncaught errors and the exit status (manual §7)."""

import ctypes
import gc
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from cmc.runtime.bridge import run_main
from cmc.runtime.core.collector import close_state, forget_finalizers
from cmc.runtime.core.errors import ChunkError, LuaError, error_value
from cmc.runtime.core.frame_room import PROGRAM, with_room
from cmc.runtime.core.numbers import format_number
from cmc.runtime.core.state import state

RECURSION_LIMIT = 205_000
"""Python frames that a program may nest; plain Lua calls take one each."""

# Calls that pass through C (metamethods, sort, gsub) use the C stack: at most 2 KB each on CPython 3.11, which checks
# nothing but the number of frames. Memory is taken only as it is used.
_STACK_BYTES = 512 << 20

_PREFIXES = {"lua54": "lua: ", "coppermoon": "error: "}


@dataclass(slots=True)
class _Signals:
    """Who is told of signals: `stop` is what can end gracefully, `wake` what may sleep without looking at signals."""

    stop: list[Callable[[], None]] = field(default_factory=list)
    wake: list[Callable[[], None]] = field(default_factory=list)


_signals = _Signals()


@contextmanager
def on_stop(callback: Callable[[], None]) -> Iterator[None]:
    """While the context is open, the first SIGTERM or SIGINT calls `callback` instead of ending the program.

    The callback runs in the main thread, not in the program's. A second signal ends the program.
    """
    _signals.stop.append(callback)
    try:
        yield
    finally:
        if callback in _signals.stop:
            _signals.stop.remove(callback)


def _listen_to_signals() -> None:
    """Has SIGTERM and SIGINT ask the program to stop, unless they are ignored or somebody else's."""
    if threading.current_thread() is not threading.main_thread():
        return
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _on_signal)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _on_signal)


def _on_signal(number: int, frame: FrameType | None) -> None:
    callbacks, _signals.stop = _signals.stop, []
    for callback in callbacks:
        callback()
    if callbacks:
        return
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)


def run_program(start: Callable[[], Any]) -> int:
    """Runs a program to its end and returns its exit status.

    The program gets a thread with a deep stack; this thread waits for it and passes Ctrl-C on.
    """
    configure_streams()
    _listen_to_signals()
    sys.setrecursionlimit(RECURSION_LIMIT)
    outcome = [1]
    ended = threading.Event()

    def body() -> None:
        try:
            outcome[0] = _run_guarded(with_room(PROGRAM)(lambda: start()))
        finally:
            ended.set()

    # Lua programs make many small tables, few of them garbage in cycles.
    gc.set_threshold(20_000, 20, 20)
    previous = threading.stack_size(_STACK_BYTES)
    thread = threading.Thread(target=body, name="lua")
    thread.start()
    threading.stack_size(previous)
    while not ended.is_set():
        try:
            # `join`, once interrupted, takes the thread for stopped on Python 3.11.
            while not ended.wait(_SECONDS_BETWEEN_LOOKS) and _SECONDS_BETWEEN_LOOKS is not None:
                _limit_depth(thread)
        except KeyboardInterrupt:
            _raise_in(thread, KeyboardInterrupt)
            for wake in _signals.wake:
                wake()
    thread.join()
    # What the program has left is looked through again and again while Python shuts down, which takes longer than most
    # programs: 1.6 s of 2.7 where a module holds half a million tables.
    gc.freeze()
    return _flush(outcome[0])


_SECONDS_BETWEEN_LOOKS = 0.1 if sys.version_info[:2] == (3, 13) else None
"""How often the depth of the stack is looked at. Python 3.13 does not count calls of functions with a rest parameter
once it has specialised them, so that recursion would go on until the memory is full."""


def _limit_depth(thread: threading.Thread) -> None:
    """Raises the error for recursion that is too deep in the program's thread."""
    frame = sys._current_frames().get(thread.ident or 0)
    depth = 0
    while frame is not None and depth <= RECURSION_LIMIT:
        frame = frame.f_back
        depth += 1
    if frame is not None:
        _raise_in(thread, RecursionError)


def _raise_in(thread: threading.Thread, error: type[BaseException]) -> None:
    """Raises an exception in the program's thread."""
    if thread.ident is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(error))


def _run_guarded(start: Callable[[], Any]) -> int:
    """Runs the program and its finalizers, and reports what it did not catch."""
    closes = True
    try:
        run_main(start, _signals.wake.append)
        status = 0
    except SystemExit as request:
        status = _status(request.code)
        closes = getattr(request, "closes", True)
    except KeyboardInterrupt as error:
        report("interrupted!", error)
        status = 128 + signal.SIGINT
    except BrokenPipeError:
        _discard_output()
        return 1
    except Exception as error:
        report(_message(error_value(error)), error)
        status = 1
    if not closes:
        # `os.exit` without `close` ends the process as it is.
        forget_finalizers()
        return status
    try:
        close_state()
    except SystemExit as request:
        status = _status(request.code)
    return status


def _status(code: Any) -> int:
    if code is None:
        return 0
    return code & 0xFF if isinstance(code, int) else 1


def _message(value: Any) -> str:
    """The text of an uncaught error value (msghandler of the stand-alone interpreter)."""
    from cmc.runtime.core.metatable import metamethod
    from cmc.runtime.core.values import type_name
    from cmc.runtime.stdlib.base import to_string

    if isinstance(value, str):
        return value
    if type(value) in (int, float):
        return format_number(value)
    if metamethod(value, "__tostring") is not None:
        return to_string(value)
    return f"(error object is a {type_name(value)} value)"


def _says_itself(error: BaseException) -> bool:
    """Whether the error value has a text of its own, to which the interpreter adds nothing."""
    from cmc.runtime.core.metatable import metamethod

    value = error.value if isinstance(error, LuaError) else None
    return type(value) not in (str, int, float) and metamethod(value, "__tostring") is not None


def report(message: str, error: BaseException) -> None:
    """Writes an uncaught error to the standard error stream: message, then where it came from in Lua lines."""
    from cmc.runtime.core.traceback import traceback_of_error

    with suppress(OSError):  # told at the end
        sys.stdout.flush()
    text = f"{_PREFIXES.get(state.dialect, 'lua: ')}{message}\n"
    if not isinstance(error, ChunkError) and not _says_itself(error):
        text += traceback_of_error(error) + "\n"
    sys.stderr.write(text)
    sys.stderr.flush()


def configure_streams() -> None:
    """Makes the standard streams carry Lua strings: bytes in, bytes out, no translation of line ends."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")


def _flush(status: int) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        return status or 1
    except OSError as error:
        # Lua would lose the output without a word.
        _discard_output()
        sys.stderr.write(f"{_PREFIXES.get(state.dialect, 'lua: ')}cannot write the output: {error.strerror}\n")
        return status or 1
    return status


def _discard_output() -> None:
    """Points stdout to nowhere, so that Python does not complain about a closed pipe at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
