"""Runs a case in the reference interpreter and in cmc, and says how what they show differs.

A case is `cases/AREA/NAME.lua`, or a folder `cases/AREA/NAME/` whose `main.lua` is run. `NAME.stdin` beside it is the
standard input, and `NAME.args` has one argument a line. Each run gets a fresh copy of the case as its folder.
"""

import difflib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CASES = Path(__file__).parent / "cases"

_TIMEOUT = 120.0
_PROGRAM_NAME = re.compile(rb"\A(lua5\.4|lua|cmc): ")
_ADDRESS = re.compile(rb"0x[0-9a-fA-F]{6,}")


@dataclass(frozen=True)
class Case:
    """A program with its input."""

    path: Path

    @property
    def name(self) -> str:
        """`AREA/NAME`"""
        return self.path.relative_to(CASES).with_suffix("").as_posix()

    @property
    def script(self) -> str:
        """The name of the file to run, as seen from the folder of a run."""
        return "main.lua" if self.path.is_dir() else self.path.name

    @property
    def stdin(self) -> bytes:
        """What the program can read."""
        beside = self.path.with_name(f"{self.path.stem}.stdin")
        return beside.read_bytes() if beside.exists() else b""

    @property
    def arguments(self) -> list[str]:
        """The arguments of the script."""
        beside = self.path.with_name(f"{self.path.stem}.args")
        return beside.read_text().splitlines() if beside.exists() else []

    def copy_to(self, folder: Path) -> None:
        """Puts the files of the program into a folder."""
        if self.path.is_dir():
            shutil.copytree(self.path, folder, dirs_exist_ok=True)
        else:
            shutil.copy(self.path, folder)


@dataclass(frozen=True)
class Outcome:
    """What a run showed; `status` is None when it did not end in time."""

    stdout: bytes
    status: int | None
    stderr: bytes


def find_cases() -> list[Case]:
    """All cases, in the order of their names."""
    entries = (entry for area in CASES.iterdir() for entry in area.iterdir())
    return [Case(entry) for entry in sorted(entries) if entry.is_dir() or entry.suffix == ".lua"]


@cache
def reference_command() -> list[str]:
    """The reference interpreter."""
    if shutil.which("lua5.4") is None:
        raise RuntimeError("the differential tests need the reference interpreter: apt-get install lua5.4")
    return ["lua5.4"]


@cache
def cmc_command() -> list[str]:
    """`cmc run` in the Python that runs the tests."""
    return [sys.executable, "-m", "cmc.cli", "run", "--dialect", "lua54"]


def environment(**more: str) -> dict[str, str]:
    """The environment of a run: nothing that changes what a Lua program sees, and times in UTC."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUA_", "LC_", "LANG"))}
    return {**kept, "TZ": "UTC", **more}


def run(command: list[str], case: Case, folder: Path, **variables: str) -> Outcome:
    """Runs a copy of the case in `folder`, which is made."""
    folder.mkdir(parents=True)
    case.copy_to(folder)
    try:
        done = subprocess.run(
            [*command, case.script, *case.arguments],
            cwd=folder,
            env=environment(**variables),
            input=case.stdin,
            capture_output=True,
            check=False,
            timeout=_TIMEOUT,
        )
    except subprocess.TimeoutExpired as late:
        return Outcome(late.stdout or b"", None, late.stderr or b"")
    return Outcome(done.stdout, done.returncode, _normalised(done.stderr))


def _normalised(stderr: bytes) -> bytes:
    """The text of an error without the name of the interpreter and without addresses."""
    return _ADDRESS.sub(b"0x", _PROGRAM_NAME.sub(b"", stderr))


def difference(expected: Outcome, found: Outcome) -> str:
    """How two outcomes differ, for people to read; empty when they are equal."""
    parts = []
    if expected.status != found.status:
        parts.append(f"exit status: lua5.4 {_status(expected)}, cmc {_status(found)}\n")
    for stream in ("stdout", "stderr"):
        before, after = getattr(expected, stream), getattr(found, stream)
        if before != after:
            parts.append(text_difference(before, after, stream))
    return "".join(parts)


def _status(outcome: Outcome) -> str:
    return "did not end" if outcome.status is None else str(outcome.status)


def text_difference(expected: bytes, found: bytes, name: str) -> str:
    """A unified diff of two outputs."""
    before, after = (repr(text)[2:-1].replace("\\n", "\n").splitlines() for text in (expected, found))
    lines = difflib.unified_diff(before, after, f"lua5.4 {name}", f"cmc {name}", n=2, lineterm="")
    return "".join(f"{line}\n" for line in lines)
