"""Writing tar archives, plain or compressed with gzip."""

import io
import tarfile
from gzip import GzipFile
from typing import IO

from cmc.runtime.core.errors import LuaError
from cmc.runtime.declare import HostObject, lua_function, lua_method
from cmc.runtime.shims.archive.tarreader import is_compressed
from cmc.runtime.shims.archive.work import Completion, close_all, name_in_archive, walk, work
from cmc.runtime.shims.buffer.data import StrictData, bytes_of
from cmc.runtime.shims.fs.failures import failing, opened
from cmc.runtime.threads import in_thread


@lua_function("archive.tar.create")
def create_tar(path: str) -> "TarWriter":
    """Makes a new tar archive, over a file that was there; compressed if its name ends in `.tar.gz` or `.tgz`.

    It is complete when it has been closed, or is not used any more.

    Raises:
        LuaError: the file cannot be made.
    """
    return TarWriter(opened(path, "wb", f"Failed to create '{path}'"), is_compressed(path))


class TarWriter(HostObject, path="archive.TarWriterObj"):
    """A tar archive that is being written."""

    __slots__ = ("_archive", "_complete")

    def __init__(self, file: IO[bytes], compressed: bool) -> None:
        super().__init__()
        stream = GzipFile(filename="", fileobj=file, mode="wb", mtime=0) if compressed else file
        archive = tarfile.TarFile(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT, dereference=True)
        self._archive: tarfile.TarFile | None = archive
        # An archive that is not closed becomes complete when nobody has it any more, or the program ends.
        self._complete = Completion(self, close_all, archive, stream, file)

    def _open_archive(self) -> tarfile.TarFile:
        if self._archive is None:
            raise LuaError("TarWriter is closed")
        return self._archive

    @lua_method("archive.TarWriterObj:add", suspends=True)
    def add(self, path: str, name: str | None = None) -> None:
        """Adds a file from disk, by default under its own name, with its permissions, time and owner.

        Raises:
            LuaError: the file cannot be read, or the name cannot be stored.
        """
        _add_file(self._open_archive(), path, name_in_archive(path, name))

    @lua_method("archive.TarWriterObj:add_data", suspends=True)
    def add_data(self, name: str, data: StrictData) -> None:
        """Adds an entry with some content.

        Raises:
            LuaError: the name cannot be stored, or `data` is neither a string nor a Buffer.
        """
        archive, content = self._open_archive(), bytes_of(data)
        entry = tarfile.TarInfo(_checked_name(name.replace("\\", "/")))
        entry.size = len(content)
        with failing(f"Failed to add '{name}' to tar"):
            work(len(content), lambda: archive.addfile(entry, io.BytesIO(content)))

    @lua_method("archive.TarWriterObj:add_string", suspends=True)
    def add_string(self, name: str, data: StrictData) -> None:
        """The same as `add_data`."""
        self.add_data(name, data)

    @lua_method("archive.TarWriterObj:add_dir", suspends=True)
    def add_dir(self, path: str, prefix: str = "") -> None:
        """Adds all that is in a directory, with names that begin below it and a prefix before them; links are followed.

        Raises:
            LuaError: something cannot be read, or a name cannot be stored.
        """
        in_thread(_add_folder, self._open_archive(), path, prefix)

    @lua_method("archive.TarWriterObj:close", suspends=True)
    def close(self) -> None:
        """Writes the end of the archive and closes it.

        Raises:
            LuaError: it has been closed, or cannot be written.
        """
        if self._archive is None:
            raise LuaError("TarWriter is already closed")
        self._archive = None
        with failing("Failed to finalize tar"):
            self._complete()


def _checked_name(name: str) -> str:
    """A name that may be stored: relative, and without `..`."""
    if name.startswith("/"):
        raise LuaError(f"Failed to add '{name}': paths in archives must be relative when setting path for ")
    if ".." in name.split("/"):
        raise LuaError(f"Failed to add '{name}': paths in archives must not have `..` when setting path for ")
    return name


def _add_file(archive: tarfile.TarFile, path: str, name: str) -> None:
    with opened(path, "rb", f"Failed to open '{path}'") as reader, failing(f"Failed to add '{name}' to tar"):
        entry = archive.gettarinfo(arcname=_checked_name(name), fileobj=reader)
        work(entry.size, lambda: archive.addfile(entry, reader))


def _add_folder(archive: tarfile.TarFile, folder: str, prefix: str) -> None:
    for path, name, is_folder in walk(folder, prefix):
        if not is_folder:
            _add_file(archive, path, name)
            continue
        with failing(f"Failed to add dir '{name}'"):
            entry = archive.gettarinfo(path, _checked_name(name))
            archive.addfile(entry)
