"""Reading tar archives, plain or compressed with gzip."""

import io
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from gzip import BadGzipFile, GzipFile
from typing import IO, ParamSpec, TypeVar, cast
from zlib import error as ZlibError

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table, array
from cmc.runtime.core.text import from_bytes
from cmc.runtime.declare import HostObject, lua_function, lua_method
from cmc.runtime.shims.archive.gzip import END
from cmc.runtime.shims.archive.limits import IN_MEMORY, ON_DISK, TooLargeError, check_size, limit_of
from cmc.runtime.shims.buffer.buffer import Buffer
from cmc.runtime.shims.fs.failures import failing
from cmc.runtime.shims.os_ext import os_error
from cmc.runtime.threads import in_thread

P = ParamSpec("P")
T = TypeVar("T")

_BLOCK = 512


class _TarError(Exception):
    """An archive that cannot be read; the message is the reason for people."""


class _UnpackError(Exception):
    """An entry that cannot be written; the message is the reason for people."""


class _BoundedGzip(GzipFile):
    """A compressed archive; whoever reads it takes no more than a header at a time."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > IN_MEMORY:
            raise _TarError("a header is too large")
        return super().read(size)


@lua_function("archive.tar.open")
def open_tar(path: str) -> "TarReader":
    """A tar archive for reading; compressed with gzip if its name ends in `.tar.gz` or `.tgz`.

    Raises:
        LuaError: there is no such file.
    """
    if not os.path.exists(path):
        raise LuaError(f"File not found: '{path}'")
    return TarReader(path)


def is_compressed(path: str) -> bool:
    """Whether the name of an archive says that it is compressed."""
    return path.lower().endswith((".tar.gz", ".tgz"))


@contextmanager
def _entries(path: str) -> Iterator[tuple[tarfile.TarFile, Iterator[tarfile.TarInfo]]]:
    """The archive and its entries, which are read one after the other. An empty file is an empty archive.

    Raises:
        _TarError: it is damaged.
    """
    try:
        with open(path, "rb") as raw:
            file = cast(IO[bytes], _BoundedGzip(fileobj=raw)) if is_compressed(path) else raw
            first = file.read(1)
            file.seek(0)
            with _archive_of(file if first else io.BytesIO(bytes(tarfile.RECORDSIZE))) as archive:
                yield archive, _checked(archive, file) if first else iter(())
    except EOFError as error:
        raise _TarError(END) from error
    except BadGzipFile as error:
        raise _TarError(END if os.path.getsize(path) < 10 else "invalid gzip header") from error
    except ZlibError as error:
        raise _TarError("corrupt deflate stream") from error
    except OSError as error:
        raise _TarError(os_error(error)) from error


def _archive_of(file: IO[bytes]) -> tarfile.TarFile:
    try:
        return tarfile.open(fileobj=file, mode="r:")
    except tarfile.ReadError as error:
        file.seek(0)
        raise _TarError(_header_problem(file.read(_BLOCK))) from error


def _checked(archive: tarfile.TarFile, file: IO[bytes]) -> Iterator[tarfile.TarInfo]:
    """The entries; where the reader of Python stops at a damaged header, there is an error."""
    try:
        yield from archive
    except tarfile.ReadError as error:
        raise _TarError(END if "unexpected end" in str(error) else str(error)) from error
    file.seek(archive.offset)
    block = file.read(_BLOCK)
    if block.strip(b"\0"):
        raise _TarError(_header_problem(block))


def _header_problem(block: bytes) -> str:
    """What is wrong with a header."""
    if len(block) < _BLOCK:
        return END
    digits = block[148:156].split(b"\0")[0].decode("utf-8", "replace").strip()
    name = block[:100].split(b"\0")[0].decode("utf-8", "replace")
    if not digits or digits.strip("01234567"):
        return f"numeric field was not a number: {digits} when getting cksum for {name}"
    return "archive header checksum mismatch"


class TarReader(HostObject, path="archive.TarReader"):
    """A tar archive; every method reads it from its beginning."""

    __slots__ = ("_path",)

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    @lua_method("archive.TarReader:list", suspends=True)
    def list(self) -> Table:
        """The entries in the order of the archive: `name`, `size` (bytes), `is_dir`.

        Raises:
            LuaError: the archive is damaged.
        """
        return array(
            *(Table(name=name, size=size, is_dir=is_dir) for name, size, is_dir in _read(_listing, self._path))
        )

    @lua_method("archive.TarReader:read", suspends=True)
    def read(self, name: str, options: Table | None = None) -> str:
        """The content of the first entry of a name, which has to be exactly as it is stored.

        The option `max_size` is how many bytes it may be, by default 256 MiB.

        Raises:
            LuaError: there is none, it is too large, or the archive is damaged.
        """
        return from_bytes(self._content(name, options))

    @lua_method("archive.TarReader:read_buffer", suspends=True)
    def read_buffer(self, name: str, options: Table | None = None) -> Buffer:
        """The content of an entry as a Buffer; see `read`."""
        return Buffer(bytearray(self._content(name, options)))

    def _content(self, name: str, options: Table | None) -> bytes:
        content = _read(_content_of, self._path, name, limit_of(options, IN_MEMORY))
        if content is None:
            raise LuaError(f"File '{name}' not found in tar archive")
        return content

    @lua_method("archive.TarReader:extract", suspends=True)
    def extract(self, folder: str, options: Table | None = None) -> None:
        """Writes the entries into a directory, with their times, permissions and links.

        Entries that lead out of the directory by `..` are left out; names lose slashes at their beginning. The option
        `max_size` is how many bytes they may be together, by default 4 GiB; what fits is written.

        Raises:
            LuaError: the archive is damaged or too large, an entry leads out of the directory by a link, or cannot be
                written.
        """
        what = f"Failed to extract tar to '{folder}'"
        with failing(what):
            os.makedirs(folder, exist_ok=True)
        try:
            in_thread(_extract, self._path, folder, limit_of(options, ON_DISK))
        except _TarError as error:
            raise LuaError(f"{what}: failed to iterate over archive: {error}") from error
        except (_UnpackError, TooLargeError, tarfile.FilterError) as error:
            raise LuaError(f"{what}: {error}") from error

    @lua_method("archive.TarReader:close")
    def close(self) -> None:
        """Does nothing: the archive is open only while it is read."""


def _read(function: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
    """The result of a function that reads an archive, in a thread."""
    try:
        return in_thread(function, *args, **options)
    except (_TarError, TooLargeError) as error:
        raise LuaError(f"Tar entry error: {error}") from error


def _listing(path: str) -> list[tuple[str, int, bool]]:
    with _entries(path) as (_, entries):
        return [(entry.name, entry.size, entry.isdir()) for entry in entries]


def _content_of(path: str, name: str, limit: int) -> bytes | None:
    with _entries(path) as (archive, entries):
        for entry in entries:
            if name == entry.name or (entry.isdir() and name == entry.name + "/"):
                reader = archive.extractfile(entry) if entry.isreg() else None
                check_size(entry.size, limit)
                return b"" if reader is None else reader.read()
    return None


def _extract(path: str, folder: str, limit: int) -> None:
    size = 0
    with _entries(path) as (archive, entries):
        for entry in entries:
            if ".." in entry.name.split("/"):
                continue
            size += entry.size
            check_size(size, limit)
            try:
                archive.extract(entry, folder, filter=_without_owner)
            except BadGzipFile:
                raise
            except OSError as error:
                target = os.path.join(folder, entry.name.lstrip("/"))
                raise _UnpackError(f"failed to unpack `{target}`: {os_error(error)}") from error


def _without_owner(entry: tarfile.TarInfo, folder: str) -> tarfile.TarInfo:
    """The filter of extraction: nothing outside of the directory, and files belong to whoever extracts them."""
    checked = tarfile.tar_filter(entry, folder)
    return checked.replace(uid=None, gid=None, uname=None, gname=None, deep=False)  # type: ignore[arg-type]
