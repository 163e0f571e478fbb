"""The examples do what they always did: in the reference interpreter, under `cmc run`, and as built packages.

An example is a folder of `examples/` with `main.lua`, `expected.txt` (its standard output) and perhaps `arguments.txt`
(the command line, one argument a line). `examples/users` is a service, with tests of its own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.idiom.programs import EXAMPLES, examples

NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/expected.txt"))
CMC = [sys.executable, "-m", "cmc.cli"]
TIME_LIMIT = 120
MISSING = "the reference interpreter `lua5.4` is not installed: apt-get install lua5.4 (or brew install lua@5.4)"


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of an example: programs may write files, and a build leaves a folder."""
    copy = tmp_path / str(request.param)
    shutil.copytree(EXAMPLES / str(request.param), copy)
    return copy


def run(command: list[str], folder: Path, example: str) -> list[str]:
    """The lines that a command with the example's arguments prints; it must succeed without a word on stderr."""
    arguments = EXAMPLES / example / "arguments.txt"
    words = arguments.read_text("utf-8").splitlines() if arguments.exists() else []
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LUA_")}
    done = subprocess.run(
        [*command, *words],
        cwd=folder,
        # The reference finds modules by names without `./`, which its messages would show.
        env=environment | {"LUA_PATH": "?.lua", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=TIME_LIMIT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def expected(example: str) -> list[str]:
    """The recorded output."""
    return (EXAMPLES / example / "expected.txt").read_text("utf-8").splitlines()


def test_all_examples_are_here() -> None:
    """Ten kinds of programs, and none without a recorded output but the service."""
    assert {program.name for program in examples()} == {*NAMES, "users"}
    assert len(NAMES) >= 9


@pytest.mark.parametrize(("folder", "example"), [(name, name) for name in NAMES], indirect=["folder"], ids=NAMES)
def test_reference(folder: Path, example: str) -> None:
    """The reference interpreter prints what is recorded."""
    if shutil.which("lua5.4") is None:
        pytest.fail(MISSING)
    assert run(["lua5.4", "main.lua"], folder, example) == expected(example)


@pytest.mark.parametrize(("folder", "example"), [(name, name) for name in NAMES], indirect=["folder"], ids=NAMES)
def test_cmc_run(folder: Path, example: str) -> None:
    """`cmc run` prints what is recorded."""
    assert run([*CMC, "run", "main.lua"], folder, example) == expected(example)


@pytest.mark.parametrize(("folder", "example"), [(name, name) for name in NAMES], indirect=["folder"], ids=NAMES)
def test_package(folder: Path, example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package that `cmc build` makes prints what is recorded."""
    output = folder / "build" / example
    subprocess.run([*CMC, "build", ".", "-o", str(output)], cwd=folder, capture_output=True, check=True, timeout=60)
    # From the example's folder, where its files are.
    monkeypatch.setenv("PYTHONPATH", str(output.parent))
    assert run([sys.executable, "-m", example], folder, example) == expected(example)
