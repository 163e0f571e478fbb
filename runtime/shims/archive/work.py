"""Work on archives: in a thread when there is much of it; and walking through directories."""

import os
from collections.abc import Callable, Iterator
from typing import TypeVar

from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims.fs.failures import failing
from cmc.runtime.threads import in_thread

T = TypeVar("T")

_IN_PLACE = 1 << 18
"""Bytes up to which compressing takes no longer than a thread would."""


def work(size: int, function: Callable[[], T]) -> T:
    """The result of a function that works on so many bytes."""
    return function() if size <= _IN_PLACE else in_thread(function)


def name_in_archive(path: str, name: str | None) -> str:
    """The name of an entry: the one that was given, or the file's; always with slashes."""
    return (os.path.basename(path.rstrip("/")) if name is None else name).replace("\\", "/")


def walk(folder: str, prefix: str) -> Iterator[tuple[str, str, bool]]:
    """Path, name in the archive, and whether it is a directory, of all that is in a directory; links are followed.

    Raises:
        LuaError: a directory cannot be read, or a link leads back to one that it is in.
    """
    prefix = prefix.replace("\\", "/").rstrip("/")
    yield from _walk(folder, f"{prefix}/" if prefix else "", ())


def _walk(folder: str, prefix: str, around: tuple[str, ...]) -> Iterator[tuple[str, str, bool]]:
    with failing(f"Failed to read dir '{folder}'"):
        names = os.listdir(folder)
    real = os.path.realpath(folder)
    if real in around:
        raise LuaError(f"Failed to read dir '{folder}': a link leads back to a directory around it")
    for name in names:
        path, entry = os.path.join(folder, name), prefix + name
        if os.path.isdir(path):
            yield path, entry, True
            yield from _walk(path, entry + "/", (*around, real))
        else:
            yield path, entry, False
