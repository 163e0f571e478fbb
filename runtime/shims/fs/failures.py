"""Errors of the file system as Lua errors."""

from types import TracebackType
from typing import BinaryIO, Literal

from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims.os_ext import os_error


class failing:
    """Turns errors of the operating system into Lua errors `what: No such file or directory (os error 2)`."""

    # A generator with `contextmanager` takes as long as asking the system for a file.
    __slots__ = ("_what",)

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(error, OSError | ValueError):
            raise failure(self._what, error) from error


def failure(what: str, error: OSError | ValueError) -> LuaError:
    """The Lua error for one of the operating system, or of Python's own check of paths."""
    reason = os_error(error) if isinstance(error, OSError) else "file name contained an unexpected NUL byte"
    return LuaError(f"{what}: {reason}")


def opened(path: str, mode: Literal["rb", "wb", "ab"], what: str) -> BinaryIO:
    """An open file.

    Raises:
        LuaError: it cannot be opened.
    """
    with failing(what):
        return open(path, mode)
