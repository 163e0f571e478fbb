"""Reading ZIP archives."""

import io
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.numbers import format_number
from cmc.runtime.core.table import Table, array, border
from cmc.runtime.core.text import from_bytes
from cmc.runtime.core.values import type_name
from cmc.runtime.declare import HostObject, lua_function, lua_method
from cmc.runtime.shims.archive.limits import IN_MEMORY, ON_DISK, TooLargeError, check_size, limit_of
from cmc.runtime.shims.archive.work import work
from cmc.runtime.shims.buffer.buffer import Buffer
from cmc.runtime.shims.buffer.data import StrictData, bytes_of
from cmc.runtime.shims.fs.failures import failing, opened
from cmc.runtime.shims.os_ext import os_error
from cmc.runtime.stdlib.print import seen_through
from cmc.runtime.threads import in_thread

_NO_END = "Could not find EOCD"


@lua_function("archive.zip.open", suspends=True)
def open_zip(path: str) -> "ZipReader":
    """Opens a ZIP archive for reading.

    Raises:
        LuaError: the file cannot be opened, or is no archive.
    """
    file = opened(path, "rb", f"Failed to open '{path}'")
    try:
        return ZipReader(_archive_of(file, f"Failed to read ZIP '{path}'"))
    except LuaError:
        file.close()
        raise


@lua_function("archive.zip.from_string")
def zip_from_string(data: StrictData) -> "ZipReader":
    """A ZIP archive that is in memory already.

    Raises:
        LuaError: the data is no archive.
    """
    return ZipReader(_archive_of(io.BytesIO(bytes_of(data)), "Failed to read ZIP from memory"))


@lua_function("archive.zip.from_buffer")
def zip_from_buffer(data: StrictData) -> "ZipReader":
    """The same as `from_string`."""
    return zip_from_string(data)


def _archive_of(file: BinaryIO, what: str) -> zipfile.ZipFile:
    try:
        return in_thread(zipfile.ZipFile, file)
    except zipfile.BadZipFile as error:
        reason = _NO_END if str(error) == "File is not a zip file" else str(error)
        raise LuaError(f"{what}: invalid Zip archive: {reason}") from error
    except OSError as error:
        raise LuaError(f"{what}: i/o error: {os_error(error)}") from error
    except NotImplementedError as error:
        raise LuaError(f"{what}: unsupported Zip archive: {error}") from error


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Turns errors of reading an entry into Lua errors."""
    try:
        yield
    except NotImplementedError as error:
        raise LuaError(
            f"File '{name}' not found in ZIP: unsupported Zip archive: Compression method not supported"
        ) from error
    except OSError as error:
        raise LuaError(f"Failed to read '{name}': {os_error(error)}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, TooLargeError) as error:
        raise LuaError(f"Failed to read '{name}': {error or 'unexpected end of file'}") from error


class ZipReader(HostObject, path="archive.ZipReader"):
    """A ZIP archive that is open for reading."""

    __slots__ = ("_archive",)

    def __init__(self, archive: zipfile.ZipFile) -> None:
        super().__init__()
        self._archive: zipfile.ZipFile | None = archive

    def _open_archive(self) -> zipfile.ZipFile:
        if self._archive is None:
            raise LuaError("ZipReader is already closed")
        return self._archive

    def _entry(self, name: str) -> zipfile.ZipInfo:
        found = self._open_archive().NameToInfo.get(name)
        if found is None:
            raise LuaError(f"File '{name}' not found in ZIP: specified file not found in archive")
        return found

    def _content(self, name: str, options: Table | None) -> bytes:
        entry, archive = self._entry(name), self._open_archive()
        with _reading(name):
            check_size(entry.file_size, limit_of(options, IN_MEMORY))
            return work(entry.file_size, lambda: archive.read(entry))

    @lua_method("archive.ZipReader:list")
    def list(self) -> Table:
        """The entries in the order of the archive: `name`, `size`, `compressed_size` (bytes), `is_dir`."""
        return array(
            *(
                Table(
                    name=entry.filename,
                    size=entry.file_size,
                    compressed_size=entry.compress_size,
                    is_dir=entry.filename.endswith("/"),
                )
                for entry in self._open_archive().infolist()
            )
        )

    @lua_method("archive.ZipReader:read", suspends=True)
    def read(self, name: str, options: Table | None = None) -> str:
        """The content of an entry; the option `max_size` is how many bytes it may be, by default 256 MiB.

        Raises:
            LuaError: there is none of that name, or it is damaged or too large.
        """
        return from_bytes(self._content(name, options))

    @lua_method("archive.ZipReader:read_buffer", suspends=True)
    def read_buffer(self, name: str, options: Table | None = None) -> Buffer:
        """The content of an entry as a Buffer; see `read`."""
        return Buffer(bytearray(self._content(name, options)))

    @lua_method("archive.ZipReader:exists")
    def exists(self, name: str) -> bool:
        """Whether there is an entry of that name."""
        return name in self._open_archive().NameToInfo

    @lua_method("archive.ZipReader:extract", suspends=True)
    def extract(self, folder: str, names: Table | None = None, options: Table | None = None) -> None:
        """Writes the entries, or those with some names, into a directory; unknown names are ignored.

        The option `max_size` is how many bytes they may be together, by default 4 GiB.

        Raises:
            LuaError: an entry leads out of the directory, or they are too large (then nothing is written), or one is
                damaged or cannot be written.
        """
        archive = self._open_archive()
        wanted = None if names is None else _names(seen_through(names))
        entries = [entry for entry in archive.infolist() if wanted is None or entry.filename in wanted]
        try:
            check_size(sum(entry.file_size for entry in entries), limit_of(options, ON_DISK))
        except TooLargeError as error:
            raise LuaError(f"Failed to extract ZIP to '{folder}': {error}") from error
        in_thread(_extract, archive, entries, folder)

    @lua_method("archive.ZipReader:close")
    def close(self) -> None:
        """Closes the archive; nothing else works afterwards."""
        archive, self._archive = self._archive, None
        if archive is not None:
            file = archive.fp
            archive.close()
            if file is not None:
                file.close()


def _names(table: Table) -> set[str]:
    names = set()
    for position in range(1, border(table) + 1):
        value = table[position]
        if type(value) not in (str, int, float):
            raise LuaError(f"error converting Lua {type_name(value)} to String (expected string or number)")
        names.add(value if type(value) is str else format_number(value))
    return names


def _extract(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], folder: str) -> None:
    for entry in entries:
        if entry.filename.startswith("/") or ".." in entry.filename.replace("\\", "/").split("/"):
            raise LuaError(f"ZIP path traversal detected: '{entry.filename}'")
    real = os.path.realpath(folder)
    for entry in entries:
        target = os.path.join(folder, entry.filename)
        if os.path.commonpath((real, os.path.realpath(target))) != real:  # by a link that was there
            raise LuaError(f"ZIP path traversal detected: '{entry.filename}'")
        with failing("Failed to create dir"):
            os.makedirs(target if entry.is_dir() else os.path.dirname(target) or ".", exist_ok=True)
        if not entry.is_dir():
            _extract_file(archive, entry, target)


def _extract_file(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: str) -> None:
    writer = opened(target, "wb", "Failed to create file")
    with writer, _reading(entry.filename), archive.open(entry) as reader:
        shutil.copyfileobj(reader, writer, 1 << 20)
