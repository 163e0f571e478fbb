"""Reading, writing, copying and moving files."""

import errno
import os
import shutil
from pathlib import Path
from stat import S_ISREG

from cmc.runtime.core.text import from_bytes, to_bytes
from cmc.runtime.declare import Bytes, lua_function
from cmc.runtime.shims.buffer.buffer import Buffer
from cmc.runtime.shims.buffer.data import StrictData, bytes_of
from cmc.runtime.shims.fs.failures import failing, opened
from cmc.runtime.threads import in_thread

_IN_PLACE = 1 << 20
"""Bytes up to which a file is read and written without a thread, which would take longer than that."""


def _load(path: str) -> bytes:
    with failing(f"Failed to read file '{path}'"), open(path, "rb") as file:
        if os.fstat(file.fileno()).st_size <= _IN_PLACE:
            return file.read()
        return in_thread(file.read)


def _store(path: str, data: bytes) -> None:
    with failing(f"Failed to write file '{path}'"):
        if len(data) <= _IN_PLACE:
            Path(path).write_bytes(data)
        else:
            in_thread(Path(path).write_bytes, data)


@lua_function("fs.read", suspends=True)
def read(path: str) -> str:
    """The whole content of a file, byte for byte.

    Raises:
        LuaError: it cannot be read.
    """
    return from_bytes(_load(path))


@lua_function("fs.read_bytes", suspends=True)
def read_bytes(path: str) -> Buffer:
    """The whole content of a file as a Buffer.

    Raises:
        LuaError: it cannot be read.
    """
    return Buffer(bytearray(_load(path)))


@lua_function("fs.write", suspends=True)
def write(path: str, content: Bytes) -> bool:
    """Makes a file of some content, in place of what was there.

    Raises:
        LuaError: it cannot be written.
    """
    _store(path, to_bytes(content))
    return True


@lua_function("fs.write_bytes", suspends=True)
def write_bytes(path: str, data: StrictData) -> bool:
    """The same as `write`, for strings and Buffers.

    Raises:
        LuaError: it cannot be written, or `data` is something else.
    """
    _store(path, bytes_of(data))
    return True


@lua_function("fs.append", suspends=True)
def append(path: str, content: Bytes) -> bool:
    """Writes behind the end of a file, which is made if it is not there. Other readers see it at once.

    Raises:
        LuaError: it cannot be opened or written.
    """
    data = to_bytes(content)
    file = opened(path, "ab", f"Failed to open file '{path}'")
    with failing(f"Failed to append to file '{path}'"), file:
        if len(data) <= _IN_PLACE:
            file.write(data)
        else:
            in_thread(file.write, data)
    return True


@lua_function("fs.remove")
def remove(path: str) -> bool:
    """Removes a file or a link.

    Raises:
        LuaError: there is none, or it is a directory.
    """
    with failing(f"Failed to remove file '{path}'"):
        os.unlink(path)
    return True


@lua_function("fs.copy", suspends=True)
def copy(source: str, target: str) -> int:
    """Copies a regular file with its permissions, over what was there; returns the number of bytes.

    Raises:
        LuaError: the source is no regular file, or the target cannot be written.
    """
    with failing(f"Failed to copy '{source}' to '{target}'"):
        return in_thread(copy_file, source, target)


def copy_file(source: str, target: str) -> int:
    """Copies a file; a file onto itself stays as it is.

    Raises:
        OSError: that cannot be done.
    """
    found = os.stat(source)
    if not S_ISREG(found.st_mode):
        raise OSError("the source path is neither a regular file nor a symlink to a regular file")
    if os.path.exists(target) and os.path.samestat(found, os.stat(target)):
        return found.st_size
    with open(source, "rb") as reader, open(target, "wb") as writer:
        shutil.copyfileobj(reader, writer, 1 << 20)
        size = writer.tell()
    os.chmod(target, found.st_mode & 0o7777)
    return size


@lua_function("fs.rename")
def rename(source: str, target: str) -> bool:
    """Gives a file or directory another name in the same file system, over a file that was there.

    Raises:
        LuaError: that cannot be done.
    """
    with failing(f"Failed to rename '{source}' to '{target}'"):
        os.rename(source, target)
    return True


@lua_function("fs.move", suspends=True)
def move(source: str, target: str) -> bool:
    """Gives a file or directory another name, in another file system too; `target` is the full new name.

    Raises:
        LuaError: that cannot be done.
    """
    with failing(f"Failed to move '{source}' to '{target}'"):
        try:
            os.rename(source, target)
            return True
        except OSError as error:
            # Rename cannot leave the file system or merge directories; copying can.
            if error.errno not in (errno.EXDEV, errno.ENOTEMPTY, errno.EEXIST):
                raise
        in_thread(_copy_any, source, target)
    with failing(f"Failed to remove source '{source}' after move"):
        in_thread(_remove_any, source)
    return True


def _copy_any(source: str, target: str) -> None:
    from cmc.runtime.shims.fs.directories import copy_tree

    if os.path.isdir(source):
        copy_tree(source, target)
    else:
        copy_file(source, target)


def _remove_any(path: str) -> None:
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    else:
        os.unlink(path)


@lua_function("fs.touch")
def touch(path: str) -> bool:
    """Sets a file's time of modification to now; a missing file is made, with its directories.

    Raises:
        LuaError: that cannot be done, or it is a directory.
    """
    with failing(f"Failed to touch '{path}'"):
        folder = os.path.dirname(path)
        if folder and not os.path.exists(folder):
            os.makedirs(folder)
        with open(path, "ab"):
            os.utime(path)
    return True
