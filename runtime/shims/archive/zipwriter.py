"""Writing ZIP archives. Entries have no times (1980-01-01) and plain permissions."""

import os
import shutil
import zipfile
from typing import BinaryIO

from cmc.runtime.core.errors import LuaError
from cmc.runtime.declare import HostObject, lua_function, lua_method
from cmc.runtime.shims.archive.work import Completion, close_all, name_in_archive, walk, work
from cmc.runtime.shims.buffer.data import StrictData, bytes_of
from cmc.runtime.shims.fs.failures import failing, opened
from cmc.runtime.threads import in_thread

_FILE_MODE, _FOLDER_MODE = 0o100644 << 16, 0o40755 << 16 | 0x10


@lua_function("archive.zip.create")
def create_zip(path: str) -> "ZipWriter":
    """Makes a new ZIP archive, over a file that was there. It is complete when it has been closed, or nobody uses it.

    Raises:
        LuaError: the file cannot be made.
    """
    return ZipWriter(opened(path, "wb", f"Failed to create '{path}'"))


class ZipWriter(HostObject, path="archive.ZipWriterObj"):
    """A ZIP archive that is being written."""

    __slots__ = ("_archive", "_complete")

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._archive: zipfile.ZipFile | None = archive
        # An archive that is not closed becomes complete when nobody has it any more, or the program ends.
        self._complete = Completion(self, close_all, archive, file)

    def _open_archive(self) -> zipfile.ZipFile:
        if self._archive is None:
            raise LuaError("ZipWriter is already closed")
        return self._archive

    @lua_method("archive.ZipWriterObj:add", suspends=True)
    def add(self, path: str, name: str | None = None) -> None:
        """Adds a file from disk, by default under its own name.

        Raises:
            LuaError: the file cannot be read, or there is an entry of that name.
        """
        archive = self._open_archive()
        _add_file(archive, path, name_in_archive(path, name), "ZIP entry ")

    @lua_method("archive.ZipWriterObj:add_data", suspends=True)
    def add_data(self, name: str, data: StrictData) -> None:
        """Adds an entry with some content.

        Raises:
            LuaError: there is an entry of that name, or `data` is neither a string nor a Buffer.
        """
        archive, content = self._open_archive(), bytes_of(data)
        entry = _new_entry(archive, name.replace("\\", "/"), "ZIP entry ")
        with failing(f"Failed to write '{name}' to ZIP"):
            work(len(content), lambda: archive.writestr(entry, content, zipfile.ZIP_DEFLATED))

    @lua_method("archive.ZipWriterObj:add_string", suspends=True)
    def add_string(self, name: str, data: StrictData) -> None:
        """The same as `add_data`."""
        self.add_data(name, data)

    @lua_method("archive.ZipWriterObj:add_dir", suspends=True)
    def add_dir(self, path: str, prefix: str = "") -> None:
        """Adds all that is in a directory, with names that begin below it and a prefix before them; links are followed.

        Raises:
            LuaError: something cannot be read, or there is an entry of the same name.
        """
        in_thread(_add_folder, self._open_archive(), path, prefix)

    @lua_method("archive.ZipWriterObj:close", suspends=True)
    def close(self) -> None:
        """Writes the directory of the archive and closes it.

        Raises:
            LuaError: it has been closed, or cannot be written.
        """
        self._open_archive()
        self._archive = None
        with failing("Failed to finalize ZIP"):
            self._complete()


def _new_entry(archive: zipfile.ZipFile, name: str, what: str) -> zipfile.ZipInfo:
    if name in archive.NameToInfo:
        raise LuaError(f"Failed to start {what}'{name}': invalid Zip archive: Duplicate filename")
    entry = zipfile.ZipInfo(name)
    entry.external_attr = _FILE_MODE
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _add_file(archive: zipfile.ZipFile, path: str, name: str, what: str) -> None:
    with opened(path, "rb", f"Failed to open '{path}'") as reader:
        entry = _new_entry(archive, name, what)
        entry.file_size = os.fstat(reader.fileno()).st_size

        def write() -> None:
            with archive.open(entry, "w") as writer:
                shutil.copyfileobj(reader, writer, 1 << 20)

        with failing(f"Failed to write '{name}' to ZIP"):
            work(entry.file_size, write)


def _add_folder(archive: zipfile.ZipFile, folder: str, prefix: str) -> None:
    for path, name, is_folder in walk(folder, prefix):
        if not is_folder:
            _add_file(archive, path, name, "")
            continue
        entry = _new_entry(archive, name + "/", "")
        entry.external_attr = _FOLDER_MODE
        entry.compress_type = zipfile.ZIP_STORED
        with failing(f"Failed to write '{name}' to ZIP"):
            archive.writestr(entry, b"")
