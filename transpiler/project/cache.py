"""Compiled chunks on disk, so that a program that has run before starts without the compiler.

An entry is found by what it was made from: text, chunk name, options, the version of cmc and of Python's bytecode.
Entries are written to a temporary file and renamed, so a reader never sees half of one; what cannot be read is
compiled again.
"""

import contextlib
import importlib.util
import marshal
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cmc import __version__
from cmc.transpiler.source import blake2b


def cache_folder() -> Path:
    """Where entries are kept: `CMC_CACHE_DIR`, or `cmc` in the user's cache folder."""
    if named := os.environ.get("CMC_CACHE_DIR"):
        return Path(named)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "cmc"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cmc"


def digest_of(parts: Iterable[str]) -> str:
    """A digest of some texts, in hexadecimal digits."""
    digest = blake2b(digest_size=20)
    for part in parts:
        digest.update(part.encode("utf-8", "surrogateescape"))
        digest.update(b"\0")
    return digest.hexdigest()


def entry_path(text: str, name: str, options: str) -> Path:
    """The file of an entry."""
    key = digest_of((__version__, compiler_stamp(), importlib.util.MAGIC_NUMBER.hex(), options, name, text))
    return cache_folder() / key[:2] / key[2:]


def compiler_stamp() -> str:
    """Changes whenever the compiler's files do, so that a compiler in development does not find its old output."""
    folder = Path(__file__).parent.parent
    newest = 0
    for parent, _, files in os.walk(folder):
        for file in files:
            if file.endswith(".py"):
                newest = max(newest, os.stat(os.path.join(parent, file)).st_mtime_ns)
    return str(newest)


def read_entry(path: Path) -> Any:
    """The value of an entry, None when there is none that can be read."""
    try:
        return marshal.loads(path.read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        return None


def write_entry(path: Path, value: Any) -> None:
    """Stores a value of plain data and code. A cache that cannot be written is no error: nothing is lost but time."""
    import tempfile  # when something was compiled only

    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(marshal.dumps(value))
            os.replace(temporary, path)
        except OSError:
            os.unlink(temporary)
            raise
