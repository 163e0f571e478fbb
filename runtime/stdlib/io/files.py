"""File handles (manual §6.8): the userdata of open files, the standard streams among them.

A file is read and written through a buffered stream of Python that carries bytes. The standard output is the exception:
it shares the text stream that `print` writes to, so that what both write comes out in order.
"""

import io
import os
import sys
from contextlib import suppress
from typing import Any
from weakref import WeakSet

from cmc.runtime.core.state import state
from cmc.runtime.core.values import Userdata
from cmc.runtime.stdlib.io.outcome import failure, path_bytes

METATABLE = "FILE*"
"""Where the registry keeps the metatable of files."""

SIGPIPE_STATUS = 128 + 13

_written: "WeakSet[File]" = WeakSet()
"""Files that may hold unwritten data when the program ends."""


class File(Userdata):
    """An open file; `stream` is None once it is closed.

    `flushes` says when to write through: never ahead of time, at the end of every line, or always. `failed` is set when
    unwritten data was reported as lost, so that closing the file does not report it again.
    """

    __slots__ = ("failed", "flushes", "stream")

    lua_name = "FILE*"

    def __init__(self, stream: Any) -> None:
        super().__init__(state.registry[METATABLE])
        self.stream = stream
        self.flushes = "full"
        self.failed = False

    def __del__(self) -> None:
        if self.stream is not None:
            self.close()

    def reader(self) -> Any:
        """The stream to read from.

        Raises:
            OSError: the file cannot be read.
        """
        return self.stream

    def write(self, text: str) -> None:
        """Writes a string.

        Raises:
            OSError: the file cannot be written.
        """
        self.stream.write(text.encode("utf-8", "surrogateescape"))
        if self.flushes != "full" and (self.flushes == "no" or "\n" in text):
            self.flush()

    def flush(self) -> None:
        """Writes what is buffered.

        Raises:
            OSError: it cannot be written.
        """
        try:
            self.stream.flush()
        except OSError:
            self.failed = True
            raise

    def seek(self, offset: int, whence: int) -> int:
        """Moves the position, and returns it.

        Raises:
            OSError: the position is invalid, or the file has none.
        """
        self.stream.flush()  # in append mode, only the system knows where writing has led
        return self.stream.seek(offset, whence)  # type: ignore[no-any-return]

    def set_buffering(self, mode: str) -> None:
        """`no`, `line` or `full`."""
        self.flushes = mode
        if mode == "no":
            self.flush()

    def close(self) -> Any:
        """Closes the file; returns what `f:close()` returns."""
        stream, self.stream = self.stream, None
        try:
            stream.close()
        except OSError as error:
            if not self.failed:
                return failure(error)
        return True


class StandardFile(File):
    """A standard stream, which programs cannot close."""

    __slots__ = ()

    def __del__(self) -> None:
        """Nothing: the stream belongs to the process."""

    def close(self) -> Any:
        """Refuses to close the file."""
        return None, "cannot close standard file"


class StandardInput(StandardFile):
    """`io.stdin`"""

    __slots__ = ()

    def reader(self) -> Any:
        """The stream to read from; a prompt on a terminal is shown first."""
        if getattr(sys.stdout, "line_buffering", False):
            sys.stdout.flush()
        return sys.stdin.buffer

    def write(self, text: str) -> None:
        """Fails."""
        raise io.UnsupportedOperation

    def flush(self) -> None:
        """Nothing is ever buffered."""

    def seek(self, offset: int, whence: int) -> int:
        """Moves the position, and returns it."""
        return sys.stdin.buffer.seek(offset, whence)


class StandardOutput(StandardFile):
    """`io.stdout` and `io.stderr`; `stream` is the name of the stream in `sys`, which hosts may exchange."""

    __slots__ = ()

    def reader(self) -> Any:
        """Fails."""
        raise io.UnsupportedOperation

    def write(self, text: str) -> None:
        """Writes a string; nobody listening any more ends the program, as the signal would that Python turns off."""
        stream = getattr(sys, self.stream)
        try:
            stream.write(text)
            if self.flushes == "no":
                stream.flush()
        except BrokenPipeError:
            raise SystemExit(SIGPIPE_STATUS) from None

    def flush(self) -> None:
        """Writes what is buffered."""
        try:
            getattr(sys, self.stream).flush()
        except BrokenPipeError:
            raise SystemExit(SIGPIPE_STATUS) from None

    def seek(self, offset: int, whence: int) -> int:
        """Moves the position, and returns it."""
        self.flush()
        return os.lseek(getattr(sys, self.stream).fileno(), offset, whence)

    def set_buffering(self, mode: str) -> None:
        """`no`, `line` or `full`; lines also for what `print` writes."""
        self.flush()
        self.flushes = mode
        stream = getattr(sys, self.stream)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(line_buffering=mode != "full")


class _Directory(io.RawIOBase):
    """A directory opened for reading, which C allows, though no byte can be read from it."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return len(os.read(self._descriptor, len(buffer)))

    def seek(self, offset: int, whence: int = 0) -> int:
        return os.lseek(self._descriptor, offset, whence)

    def close(self) -> None:
        if not self.closed:
            os.close(self._descriptor)
        super().close()


def open_file(name: str, mode: str) -> File:
    """Opens a file in a mode of `fopen`.

    Raises:
        OSError: it cannot be opened.
    """
    mode = mode.replace("b", "")
    path = path_bytes(name)
    try:
        stream: Any = open(path, mode + "b")  # noqa: SIM115
    except IsADirectoryError:
        if mode != "r":
            raise
        return File(io.BufferedReader(_Directory(os.open(path, os.O_RDONLY))))
    except io.UnsupportedOperation:  # both directions of something without positions, as a terminal
        raw = io.FileIO(os.fsdecode(path), mode)
        return written(File(io.BufferedRWPair(raw, raw)))
    if mode == "r":
        return File(stream)
    if mode == "a+":
        stream.seek(0)  # reading begins there
    return written(File(stream))


def written(file: File) -> File:
    """Notes that a file is to be flushed at the end of the program."""
    if file.stream.isatty():
        file.flushes = "line"
    _written.add(file)
    return file


def flush_all() -> None:
    """Writes what all files have buffered, as far as that succeeds."""
    for file in list(_written):
        if file.stream is not None:
            with suppress(OSError):  # C's `exit` tells nobody either
                file.flush()
