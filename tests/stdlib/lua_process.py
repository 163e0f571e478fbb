"""Whole programs in processes of their own: what they print and how they end, here and in the reference interpreter."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_RUN = "import sys; from cmc.runtime.script import run_script; sys.exit(run_script(sys.argv[1], sys.argv[2:], 'lua54'))"


@dataclass(frozen=True)
class Ending:
    """What a program wrote, and its exit status."""

    output: bytes
    errors: bytes
    status: int


def write_script(folder: Path, text: str) -> Path:
    """A program in a file of its own."""
    script = folder / "script.lua"
    script.write_text(text)
    return script


def run_reference(script: Path, *args: str, stdin: bytes = b"") -> Ending:
    """Runs a program in `lua5.4`."""
    return _run(["lua5.4", str(script), *args], script.parent, stdin)


def run_here(script: Path, *args: str, stdin: bytes = b"", output: int | IO[bytes] = subprocess.PIPE) -> Ending:
    """Runs a program through the compiler."""
    return _run([sys.executable, "-c", _RUN, str(script), *args], script.parent, stdin, output)


def _run(command: list[str], folder: Path, stdin: bytes, output: int | IO[bytes] = subprocess.PIPE) -> Ending:
    done = subprocess.run(
        command, cwd=folder, input=stdin, stdout=output, stderr=subprocess.PIPE, check=False, timeout=120
    )
    return Ending(done.stdout or b"", done.stderr, done.returncode)


def assert_same_ending(script: Path, *args: str, stdin: bytes = b"") -> None:
    """A program writes the same and ends in the same way in both."""
    expected = run_reference(script, *args, stdin=stdin)
    actual = run_here(script, *args, stdin=stdin)
    assert (actual.output, actual.status) == (expected.output, expected.status), actual.errors.decode()
