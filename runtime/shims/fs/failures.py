"""Errors of the file system as Lua errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Literal

from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims.os_ext import os_error


@contextmanager
def failing(what: str) -> Iterator[None]:
    """Turns errors of the operating system into Lua errors `what: No such file or directory (os error 2)`."""
    try:
        yield
    except OSError as error:
        raise LuaError(f"{what}: {os_error(error)}") from error
    except ValueError as error:  # Python's own check of paths
        raise LuaError(f"{what}: file name contained an unexpected NUL byte") from error


def opened(path: str, mode: Literal["rb", "wb", "ab"], what: str) -> BinaryIO:
    """An open file.

    Raises:
        LuaError: it cannot be opened.
    """
    with failing(what):
        return open(path, mode)
