"""Putting a package on disk: the old output or the new one, never half of either.

The new folder is put together beside the old one. Files that did not change are linked from the old folder, so they
keep their time stamps, and so do files that are not ours. Then the two folders change places.
"""

import contextlib
import ctypes
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from cmc.transpiler.project.package import FILES_KEY

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class WriteError(Exception):
    """The output cannot be written; the message names the place and the reason."""


def write_package(files: dict[str, str], folder: Path) -> list[str]:
    """Makes `folder` hold exactly `files`, and what else was in it; returns the paths that changed.

    Raises:
        WriteError: the folder holds something that is no output of cmc, or cannot be written.
    """
    try:
        previous = _generated_files(folder)
        changed = [
            path for path, text in files.items() if _read(folder / path) != text.encode("utf-8", "surrogatepass")
        ]
        removed = [path for path in previous if path not in files and (folder / path).exists()]
        if not changed and not removed:
            return []
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        os.chmod(staging, 0o777 & ~_umask())
        try:
            _fill(staging, files, set(changed), set(previous), folder)
            _swap(staging, folder)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise WriteError(f"cannot write {folder}: {error.strerror or error}") from error
    return sorted(changed + removed)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _generated_files(folder: Path) -> list[str]:
    """The files that an earlier build has put into a folder."""
    if not folder.exists():
        return []
    if not folder.is_dir():
        raise WriteError(f"cannot write {folder}: there is a file of that name")
    try:
        manifest = json.loads((folder / "_cmc" / "package.json").read_text("utf-8"))
        return list(manifest[FILES_KEY])
    except FileNotFoundError:
        if any(folder.iterdir()):
            raise WriteError(
                f"{folder} holds files that cmc did not make; choose another folder with -o, or empty it"
            ) from None
        return []
    except (ValueError, TypeError, KeyError) as error:
        raise WriteError(f"cannot read {folder / '_cmc' / 'package.json'}: {error}") from error


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _fill(staging: Path, files: dict[str, str], changed: set[str], previous: set[str], old: Path) -> None:
    for path, text in files.items():
        target = staging / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if path in changed:
            target.write_bytes(text.encode("utf-8", "surrogatepass"))
        else:
            _link(old / path, target)
    if not old.exists():
        return
    for source in old.rglob("*"):
        relative = source.relative_to(old)
        if source.is_dir() or relative.as_posix() in previous or "__pycache__" in relative.parts:
            continue
        target = staging / relative
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            _link(source, target)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _swap(staging: Path, folder: Path) -> None:
    """Lets `staging` take the place of `folder`, which is gone or in the place of `staging` afterwards."""
    if not folder.exists():
        os.rename(staging, folder)
        return
    if _exchange(staging, folder):
        return
    # Without an atomic exchange there is a moment in which only the old folder's other name exists.
    aside = staging.with_name(staging.name + ".old")
    os.rename(folder, aside)
    try:
        os.rename(staging, folder)
    except OSError:
        os.rename(aside, folder)
        raise
    with contextlib.suppress(OSError):
        shutil.rmtree(aside)


def _exchange(left: Path, right: Path) -> bool:
    """Exchanges two folders in one step where the system can."""
    if not sys.platform.startswith("linux"):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    names = (os.fsencode(left), os.fsencode(right))
    return bool(library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)
