"""What the system knows about a file, with the time when it was made.

Python tells that time on some systems only. Linux has the system call `statx` for it, which tells everything else too.
"""

import ctypes
import os
import sys
from functools import cache
from struct import Struct
from typing import Any

_AT_FDCWD, _AT_SYMLINK_NOFOLLOW = -100, 0x100
_STATX_BASIC_STATS, _STATX_BTIME = 0x7FF, 0x800
_Answer = ctypes.c_char * 256
_FIELDS = Struct("=I24xH10xQ16xq8xq24xq")
"""In an answer: which fields are there, mode, size, and the seconds of last access, birth and last change."""

Status = tuple[int, int, int, int, int | None]
"""Mode, size in bytes, and in seconds since 1970 when a file was changed, read and, if that is known, made."""


def status(path: str, *, follow: bool) -> Status:
    """The status of what a path leads to, or with `follow` false, of a link itself.

    Raises:
        OSError: there is nothing, or it cannot be looked at.
        ValueError: no path has a zero byte.
    """
    call = _statx()
    name = os.fsencode(path)
    if call is not None and b"\0" not in name:
        answer = _Answer()
        flags = 0 if follow else _AT_SYMLINK_NOFOLLOW
        if call(_AT_FDCWD, name, flags, _STATX_BASIC_STATS | _STATX_BTIME, answer) == 0:
            mask, mode, size, accessed, made, changed = _FIELDS.unpack_from(answer)
            return mode, size, changed, accessed, made if mask & _STATX_BTIME else None
    found = os.stat(path, follow_symlinks=follow)  # the error, if there is one, and what other systems know
    birth: float | None = getattr(found, "st_birthtime", None)
    seconds = found.st_mtime_ns // 1_000_000_000, found.st_atime_ns // 1_000_000_000
    return found.st_mode, found.st_size, *seconds, None if birth is None else int(birth)


@cache
def _statx() -> Any:
    """The function `statx` of the C library, None if it has none."""
    call = getattr(ctypes.CDLL(None), "statx", None) if sys.platform == "linux" else None
    if call is not None:
        call.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_uint, _Answer]
    return call
