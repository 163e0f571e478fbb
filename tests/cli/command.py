"""The `cmc` command, and the packages that it builds."""

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from cmc.cli.commands import main
from tests.compiling import deep_recursion

CMC = (sys.executable, "-m", "cmc.cli")


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """The variables of a process: none of the user's that cmc reads, and a cache of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    return {**kept, "CMC_CACHE_DIR": str(folder / ".cache"), "PYTHONDONTWRITEBYTECODE": "1", **variables}


def execute(
    command: Iterable[str], folder: Path, stdin: str = "", **variables: str
) -> subprocess.CompletedProcess[str]:
    """Runs a command in a folder; whatever it says, it is no Python traceback."""
    done = subprocess.run(
        [*command],
        cwd=folder,
        env=environment(folder, **variables),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=60,
        check=False,
    )
    assert "Traceback (most recent call last)" not in done.stderr, done.stderr
    return done


def cmc(folder: Path, *args: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """`cmc ARGS` in a process of its own."""
    return execute((*CMC, *args), folder, stdin, **variables)


def cmc_here(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """`cmc ARGS` in this process, for commands that run no program: most of their time is that for loading cmc."""
    stdout, stderr = io.StringIO(), io.StringIO()
    status: object = 0
    with contextlib.chdir(folder), contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        try:
            with deep_recursion():
                main.main(list(args), prog_name="cmc")
        except SystemExit as ending:
            status = ending.code
    assert isinstance(status, int)
    return subprocess.CompletedProcess(args, status, stdout.getvalue(), stderr.getvalue())


def build(folder: Path, *args: str) -> str:
    """`cmc build ARGS`, which must work; returns what it prints."""
    done = cmc_here(folder, "build", *args)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def run_package(folder: Path, package: str, *args: str) -> str:
    """`python -m PACKAGE ARGS`, which must work; returns what it prints."""
    done = execute((sys.executable, "-m", package, *args), folder)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Writes files by relative path."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def make_unreadable(path: Path) -> None:
    """Makes a file that exists and cannot be read, not even by a superuser."""
    if os.geteuid() == 0:
        path.symlink_to("/proc/self/mem")
    else:
        path.touch()
        path.chmod(0)


def unwritable_folder(folder: Path) -> Path:
    """A folder in which nothing can be made, not even by a superuser."""
    if os.geteuid() == 0:
        return Path("/proc")
    locked = folder / "locked"
    locked.mkdir(0o500)
    return locked
