"""Work on archives: in a thread when there is much of it; the end of writing; and walking through directories."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Generic, ParamSpec, Protocol, TypeVar
from weakref import finalize

from cmc.runtime.core.collector import warn
from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims.fs.failures import failing
from cmc.runtime.shims.os_ext import os_error
from cmc.runtime.threads import in_thread

P = ParamSpec("P")
T = TypeVar("T")


class Closable(Protocol):
    """Files and archives."""

    def close(self) -> None: ...


_IN_PLACE = 1 << 18
"""Bytes up to which compressing takes no longer than a thread would."""


def work(size: int, function: Callable[[], T]) -> T:
    """The result of a function that works on so many bytes."""
    return function() if size <= _IN_PLACE else in_thread(function)


class Completion(Generic[P]):
    """The last step of writing an archive: on demand, or when nobody has the writer any more, or the program ends."""

    def __init__(self, writer: object, complete: Callable[P, None], *args: P.args, **options: P.kwargs) -> None:
        self._complete: Callable[[], None] = partial(complete, *args, **options)
        self._finalizer = finalize(writer, _complete_alone, self._complete)

    def __call__(self) -> None:
        """Takes the step now.

        Raises:
            OSError: the archive cannot be written.
        """
        self._finalizer.detach()
        self._complete()


def _complete_alone(complete: Callable[[], None]) -> None:
    try:
        complete()
    except OSError as error:  # there is nobody to tell but the one who reads warnings
        warn(f"an archive that was not closed is incomplete: {os_error(error)}")


def close_all(*files: Closable) -> None:
    """Closes files in turn, the later ones also when an earlier one fails.

    Raises:
        OSError: one cannot be written to its end.
    """
    with ExitStack() as stack:
        for file in reversed(files):
            stack.callback(file.close)


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
