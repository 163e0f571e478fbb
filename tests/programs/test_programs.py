"""Larger programs: each folder runs under the reference interpreter and under `cmc run`, and must do the same.

A folder has a `main.lua` beside its modules, and may have `stdin.txt` (the standard input) and `arguments.txt`
(the command line, one argument a line). Both run in a copy of the folder, since programs write files.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
PROGRAMS = sorted(path.parent.name for path in FOLDER.glob("*/main.lua"))
TIME_LIMIT = 120
CMC = (sys.executable, "-m", "cmc.cli", "run", "--dialect", "lua54")
MISSING = "the reference interpreter `lua5.4` is not installed: apt-get install lua5.4 (or brew install lua@5.4)"


@dataclass(frozen=True)
class Outcome:
    """What a run shows; of the standard error only the first line, without the interpreter's name."""

    output: bytes
    status: int
    error: bytes


def run(command: tuple[str, ...], program: str, copy: Path) -> Outcome:
    """Runs a program's `main.lua` in a copy of its folder."""
    shutil.copytree(FOLDER / program, copy)
    arguments = copy / "arguments.txt"
    words = arguments.read_text(encoding="utf-8").splitlines() if arguments.exists() else []
    stdin = copy / "stdin.txt"
    # Unbuffered or coloured output of either side, or Lua paths of the user, must not make a difference.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LUA_")}
    completed = subprocess.run(
        [*command, "main.lua", *words],
        cwd=copy,
        input=stdin.read_bytes() if stdin.exists() else b"",
        capture_output=True,
        timeout=TIME_LIMIT,
        # Libraries that are installed have names like those of a program's own modules.
        env=environment | {"LC_ALL": "C.UTF-8", "NO_COLOR": "1", "LUA_PATH": "./?.lua;./?/init.lua"},
        check=False,
    )
    first = completed.stderr.partition(b"\n")[0]
    for prefix in (b"lua5.4: ", b"lua: "):
        first = first.removeprefix(prefix)
    return Outcome(completed.stdout, completed.returncode, first)


@pytest.fixture(scope="session")
def reference() -> str:
    """The reference interpreter's command, which it also prints before its errors."""
    if shutil.which("lua5.4") is None:
        pytest.fail(MISSING)
    return "lua5.4"


@pytest.mark.parametrize("program", PROGRAMS)
def test_program(program: str, reference: str, tmp_path: Path) -> None:
    """Output, exit status and the first line of the error are those of the reference."""
    expected = run((reference,), program, tmp_path / "reference" / program)
    actual = run(CMC, program, tmp_path / "compiled" / program)
    assert expected.output.count(b"\n") >= 40, "a program of this suite prints at least 40 lines"
    # Lines rather than bytes: pytest then shows which of them differ.
    assert text(actual.output) == text(expected.output)
    assert text(actual.error) == text(expected.error)
    assert actual.status == expected.status


def text(data: bytes) -> list[str]:
    """Lines, with every byte kept."""
    return data.decode("utf-8", "surrogateescape").split("\n")
