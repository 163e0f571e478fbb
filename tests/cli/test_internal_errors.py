"""A defect of cmc is told in one message with exit status 2; Python's traceback is for those who ask for it."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.command import contents, environment, write_files

# The command line of a compiler that has no way to lower `while`.
DEFECTIVE = """
from dataclasses import replace
from cmc.cli import main
from cmc.transpiler import pipeline
from cmc.transpiler.syntax import nodes

complete = pipeline.rungs()
pipeline.rungs = lambda: replace(complete, statements={**complete.statements, nodes.While: ()})
main.entry()
"""

PROGRAM = "local n = 0\n\nwhile n < 3 do\n  n = n + 1\nend\nprint(n)\n"
MESSAGE = "the compiler failed with AssertionError: every rung declined While"


def _command(*args: str) -> list[str]:
    return [sys.executable, "-c", DEFECTIVE, *args]


def _cmc(folder: Path, *args: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(*args),
        cwd=folder,
        env=environment(folder, **variables),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _lines(name: str) -> list[str]:
    return [
        f"error[I001]: {name}: {MESSAGE}",
        "  hint: This is a defect of cmc; please report it with the file.",
        "  CMC_TRACEBACK=1 shows where in cmc it happened.",
    ]


@pytest.mark.parametrize("args", [("build", "x.lua"), ("run", "x.lua"), ("run", "--dialect", "lua54", "x.lua")])
def test_message(tmp_path: Path, args: tuple[str, ...]) -> None:
    """Code, file, line and cause, and nothing else; nothing is written."""
    write_files(tmp_path, {"x.lua": PROGRAM})
    done = _cmc(tmp_path, *args)
    assert (done.returncode, done.stdout, done.stderr.splitlines()) == (2, "", _lines("x.lua:3"))
    assert contents(tmp_path) == {"x.lua": PROGRAM.encode()}


def test_module_of_a_program(tmp_path: Path) -> None:
    """The program ends where it loads the module, though it asks for the module in a protected call."""
    write_files(tmp_path, {"x.lua": "print(1)\nprint(pcall(require, 'm'))\nprint(2)\n", "m.lua": PROGRAM})
    done = _cmc(tmp_path, "run", "x.lua")
    assert (done.returncode, done.stdout, done.stderr.splitlines()) == (2, "1\n", _lines("m.lua:3"))


def test_text_of_a_program(tmp_path: Path) -> None:
    """What `load` is given may come from anywhere: the program goes on."""
    write_files(tmp_path, {"x.lua": "print(load('while true do end', '=text'))\n"})
    done = _cmc(tmp_path, "run", "x.lua")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"nil\ttext:1: {MESSAGE}\n", "")


@pytest.mark.parametrize("by_variable", [True, False])
def test_traceback(tmp_path: Path, by_variable: bool) -> None:
    """By an option or by a variable of the environment."""
    write_files(tmp_path, {"x.lua": PROGRAM})
    for command in ("build", "run"):
        options = () if by_variable else ("--traceback",)
        variables = {"CMC_TRACEBACK": "1"} if by_variable else {}
        done = _cmc(tmp_path, *options, command, "x.lua", **variables)
        assert done.returncode == 2
        assert done.stderr.startswith("\n".join(_lines("x.lua:3")[:2]) + "\nTraceback (most recent call last):\n")
        assert "AssertionError: every rung declined While" in done.stderr


def test_watch_goes_on(tmp_path: Path) -> None:
    """The next version of the file may do without the defect."""
    write_files(tmp_path, {"x.lua": PROGRAM})
    process = subprocess.Popen(
        _command("watch", "x.lua"),
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stderr
    try:
        told = [process.stderr.readline().rstrip("\n") for _ in range(4)]
        assert told == [*_lines("x.lua:3"), "not built; the last good output stays"]
        # The watch is set up a moment after the first build.
        deadline = time.monotonic() + 20
        while not (tmp_path / "build").exists() and time.monotonic() < deadline:
            (tmp_path / "x.lua").write_text("print(1)\n")
            time.sleep(0.3)
        assert process.stdout.readline().startswith("built build/x: 1 modules compiled")
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def test_failure_of_the_command_line(tmp_path: Path) -> None:
    """What fails outside of the compiler has no file to name."""
    write_files(tmp_path, {"x.lua": PROGRAM})
    script = "from cmc.cli import build, main\ndel build.discover\nmain.entry()"
    done = subprocess.run(
        [sys.executable, "-c", script, "build", "x.lua"],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("error[I001]: NameError: name 'discover' is not defined\n  hint: ")
    assert "Traceback" not in done.stderr
