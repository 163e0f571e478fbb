"""When files were made. Python tells it on some systems only; Linux has the system call `statx`."""

import ctypes
import os
import sys
from functools import cache
from struct import Struct
from typing import Any

_AT_FDCWD, _STATX_BTIME = -100, 0x800
_Answer = ctypes.c_char * 256
_FACTS = Struct("=I76xq")
"""In an answer: which facts are there, and the second in which the file was made."""


def birth_second(path: str, found: os.stat_result) -> int | None:
    """When a file was made, in seconds since 1970; None where the system does not keep it.

    `found` is what `os.stat` gave for the path.
    """
    known: float | None = getattr(found, "st_birthtime", None)
    if known is not None:
        return int(known)
    call = _statx()
    if call is None:
        return None
    answer = _Answer()
    if call(_AT_FDCWD, os.fsencode(path), 0, _STATX_BTIME, answer) != 0:
        return None
    mask, seconds = _FACTS.unpack_from(answer)
    return seconds if mask & _STATX_BTIME else None


@cache
def _statx() -> Any:
    """The function `statx` of the C library, None if it has none."""
    call = getattr(ctypes.CDLL(None), "statx", None) if sys.platform == "linux" else None
    if call is not None:
        call.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_uint, _Answer]
    return call
