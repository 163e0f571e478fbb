"""Directories and whole trees."""

import errno
import os
import shutil

from cmc.runtime.core.table import Table, array
from cmc.runtime.core.text import has_escaped
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.fs.failures import failing
from cmc.runtime.shims.fs.files import copy_file
from cmc.runtime.threads import in_thread


@lua_function("fs.mkdir")
def mkdir(path: str) -> bool:
    """Makes a directory in one that exists.

    Raises:
        LuaError: it is there already, or cannot be made.
    """
    with failing(f"Failed to create directory '{path}'"):
        os.mkdir(path)
    return True


@lua_function("fs.mkdir_all")
def mkdir_all(path: str) -> bool:
    """Makes a directory and those that it lies in, as far as they are missing.

    Raises:
        LuaError: one cannot be made.
    """
    with failing(f"Failed to create directories '{path}'"):
        if path:
            os.makedirs(path, exist_ok=True)
    return True


@lua_function("fs.rmdir")
def rmdir(path: str) -> bool:
    """Removes an empty directory.

    Raises:
        LuaError: it is not empty, or none.
    """
    with failing(f"Failed to remove directory '{path}'"):
        os.rmdir(path)
    return True


@lua_function("fs.rmdir_all", suspends=True)
def rmdir_all(path: str) -> bool:
    """Removes a directory with everything in it; links are removed, not followed.

    Raises:
        LuaError: there is none, or something in it cannot be removed.
    """
    with failing(f"Failed to remove directories '{path}'"):
        if os.path.islink(path):
            os.unlink(path)
        else:
            in_thread(shutil.rmtree, path)
    return True


@lua_function("fs.readdir")
def readdir(path: str) -> Table:
    """The names in a directory, in no order, without `.` and `..`.

    Raises:
        LuaError: it is no directory.
    """
    with failing(f"Failed to read directory '{path}'"):
        if not path:
            raise FileNotFoundError(errno.ENOENT, "")
        return array(*[name for name in os.listdir(path) if name.isascii() or not has_escaped(name)])


@lua_function("fs.copy_dir", suspends=True)
def copy_dir(source: str, target: str) -> bool:
    """Copies what is in a directory into another, which is made if needed; what else is there stays.

    Raises:
        LuaError: something cannot be copied, or the target lies in the source.
    """
    with failing(f"Failed to copy directory '{source}' to '{target}'"):
        in_thread(copy_tree, source, target)
    return True


def copy_tree(source: str, target: str) -> None:
    """Copies a directory's content into a directory; links are copied as the files that they lead to.

    Raises:
        OSError: that cannot be done.
    """
    names = os.listdir(source)
    real_source, real_target = os.path.realpath(source), os.path.realpath(target)
    if real_target.startswith(os.path.join(real_source, "")):
        raise OSError("the target directory lies in the source directory")
    _copy_tree(source, target, names)


def _copy_tree(source: str, target: str, names: list[str]) -> None:
    os.makedirs(target, exist_ok=True)
    for name in names:
        inner, copied = os.path.join(source, name), os.path.join(target, name)
        if os.path.isdir(inner) and not os.path.islink(inner):
            _copy_tree(inner, copied, os.listdir(inner))
        else:
            copy_file(inner, copied)
