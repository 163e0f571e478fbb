"""Facts about files and directories."""

import errno
import os
from stat import S_ISDIR, S_ISLNK, S_ISREG

from cmc.runtime.core.table import Table
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.fs.failures import failing, failure
from cmc.runtime.shims.fs.status import status


def _mode(path: str, follow: bool = True) -> int:
    """The mode of a path, 0 if there is nothing that can be looked at."""
    try:
        return os.stat(path, follow_symlinks=follow).st_mode
    except (OSError, ValueError):
        return 0


@lua_function("fs.exists")
def exists(path: str) -> bool:
    """Whether a path leads to something; links are followed."""
    return _mode(path) != 0


@lua_function("fs.is_file")
def is_file(path: str) -> bool:
    """Whether a path leads to a regular file; links are followed."""
    return S_ISREG(_mode(path))


@lua_function("fs.is_dir")
def is_dir(path: str) -> bool:
    """Whether a path leads to a directory; links are followed."""
    return S_ISDIR(_mode(path))


@lua_function("fs.is_symlink")
def is_symlink(path: str) -> bool:
    """Whether a path is a symbolic link itself."""
    return S_ISLNK(_mode(path, follow=False))


@lua_function("fs.size")
def size(path: str) -> int:
    """The size of a file in bytes.

    Raises:
        LuaError: there is no such file.
    """
    with failing(f"Failed to get size of '{path}'"):
        return os.stat(path).st_size


@lua_function("fs.stat")
def stat(path: str) -> Table:
    """Facts about what a path leads to.

    The fields are `size` (bytes), `is_file`, `is_dir`, `readonly` (nobody may write), `is_symlink` (of the path
    itself), and in whole seconds since 1970 `modified`, `accessed` and, where the system keeps it, `created`.

    Raises:
        LuaError: there is nothing.
    """
    try:
        mode, size, modified, accessed, created = status(path, follow=False)
        is_link = S_ISLNK(mode)
        if is_link:
            mode, size, modified, accessed, created = status(path, follow=True)
    except (OSError, ValueError) as error:
        raise failure(f"Failed to get metadata for '{path}'", error) from error
    facts = Table(
        size=size,
        is_file=S_ISREG(mode),
        is_dir=S_ISDIR(mode),
        readonly=mode & 0o222 == 0,
        is_symlink=is_link,
        modified=modified,
        accessed=accessed,
    )
    if created is not None:
        facts["created"] = created
    return facts


@lua_function("fs.abs")
def absolute(path: str) -> str:
    """The absolute path of something that exists, with all links followed.

    Raises:
        LuaError: it does not exist.
    """
    with failing(f"Failed to resolve path '{path}'"):
        if not path:
            raise FileNotFoundError(errno.ENOENT, "")
        return os.path.realpath(path, strict=True)
