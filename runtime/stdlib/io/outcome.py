"""How functions that deal with the operating system report success and failure (luaL_fileresult, luaL_execresult)."""

import errno
import os
from io import UnsupportedOperation
from typing import Any

from cmc.runtime.core.text import canonical, to_bytes


def c_string(text: str) -> str:
    """A string as functions of C see it: up to the first zero byte."""
    return text.partition("\0")[0] if "\0" in text else text


def path_bytes(name: str) -> bytes:
    """The bytes of a file name."""
    return to_bytes(c_string(name))


def error_code(error: OSError, unsupported: int = errno.EBADF) -> int:
    """The error number of an exception; `unsupported` for what a stream of Python cannot do at all."""
    if isinstance(error, UnsupportedOperation) or error.errno is None:
        return unsupported
    return error.errno


def error_message(code: int) -> str:
    """What the C library says of an error number."""
    return canonical(os.strerror(code))


def failure(error: OSError, name: str | None = None, unsupported: int = errno.EBADF) -> tuple[None, str, int]:
    """nil, `name: message` and the error number."""
    code = error_code(error, unsupported)
    message = error_message(code)
    return None, message if name is None else f"{c_string(name)}: {message}", code


def exit_result(code: int) -> tuple[Any, str, int]:
    """The results for a process that has ended; `code` is negative where a signal ended it."""
    if code < 0:
        return None, "signal", -code
    return (True if code == 0 else None), "exit", code
