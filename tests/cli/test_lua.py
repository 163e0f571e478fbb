"""`cmc-lua`: the command line of the stand-alone interpreter (manual §7)."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cmc import __version__
from cmc.cli.lua import parse_command_line
from cmc.runtime import script
from cmc.runtime.core.state import state
from tests.cli.command import execute, write_files

CMC_LUA = (sys.executable, "-c", "from cmc.cli.lua import entry; entry()")

FILES = {
    "s.lua": "print(select('#', ...), ...)\nprint(#arg, arg[0] == 's.lua', arg[1], arg[2])\n",
    "m.lua": "return { name = 'm' }",
    "fails.lua": "local t = nil\nprint(t.x)\n",
    "malformed.lua": "x =",
}


def _ends(done: subprocess.CompletedProcess[str]) -> tuple[str, str, int]:
    """Output, first line of the errors without the name of the interpreter, and status."""
    first = (done.stderr.splitlines() or [""])[0]
    return done.stdout, first.partition(": ")[2], done.returncode


@pytest.mark.parametrize(
    ("args", "stdin"),
    [
        (("s.lua",), ""),
        (("s.lua", "a", "-e"), ""),
        (("-W", "--", "s.lua", "b"), ""),
        (("-", "c", "d"), "print(arg[0], arg[1], ...)"),
        ((), "print('input', ...)"),
        (("-e", "print(1)", "-ex = 2", "-e", "print(x)"), ""),
        (("-e", "greeting = 'hello'", "-l", "m", "-lg=m", "-e", "print(m.name, g == m, greeting)", "s.lua"), ""),
        (("-W", "-e", "warn('seen')"), ""),
        (("-e", "print(#arg, arg[1], arg[2])"), ""),
        (("-e", "error('in statement')", "s.lua"), ""),
        (("-e", "os.exit(5)"), ""),
        (("-e", "x ="), ""),
        (("-l", "gone"), ""),
        (("fails.lua",), ""),
        (("malformed.lua",), ""),
        (("absent.lua",), ""),
        (("-z",), ""),
        (("-e",), ""),
        (("-l", "-e", "print(1)"), ""),
        (("-ix",), ""),
    ],
)
def test_options(tmp_path: Path, args: tuple[str, ...], stdin: str) -> None:
    """What the reference does with the same command line."""
    write_files(tmp_path, FILES)
    found = _ends(execute((*CMC_LUA, *args), tmp_path, stdin))
    assert found == _ends(execute(("lua5.4", *args), tmp_path, stdin))


def test_version_and_environment(tmp_path: Path) -> None:
    """`LUA_INIT` runs first, unless `-E` says otherwise."""
    version = f"Lua 5.4 (cmc {__version__})\n"
    assert execute((*CMC_LUA, "-v"), tmp_path, LUA_INIT="print('init')").stdout == f"{version}init\n"
    assert execute((*CMC_LUA, "-v", "-E"), tmp_path, LUA_INIT="print('init')").stdout == version
    write_files(tmp_path, {"init.lua": "print('file')"})
    assert execute((*CMC_LUA, "-e", "print(1)"), tmp_path, LUA_INIT_5_4="@init.lua").stdout == "file\n1\n"


def test_lines_from_the_input(tmp_path: Path) -> None:
    """Lines are expressions or statements, which may go over several lines; errors end none of it."""
    lines = "1 + 1\nx = 3\nx, 'y'\nfor i = 1, 2 do\nprint(i) end\nerror('e')\nx x\n_PROMPT = '? '\n"
    done = execute((*CMC_LUA, "-i"), tmp_path, lines)
    assert done.returncode == 0
    assert done.stdout == f"Lua 5.4 (cmc {__version__})\n> 2\n> > 3\ty\n> >> 1\n2\n> > > ? \n"
    errors = done.stderr.splitlines()
    assert (errors[0], errors[1], errors[-1]) == (
        "lua: stdin:1: e",
        "stack traceback:",
        "stdin:1: syntax error near 'x'",
    )


def test_a_program_starts_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scripts find the command beside the interpreter in `arg[-1]`, or the name of `cmc` where it is not installed."""
    monkeypatch.setattr(state, "dialect", "lua54")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert script._argument_table("a.lua", ["b"])[-1] == "cmc"
    command = tmp_path / "cmc-lua"
    command.write_text("")
    command.chmod(0o755)
    table: Any = script._argument_table("a.lua", ["b"])
    assert (table[-1], table[0], table[1]) == (str(command), "a.lua", "b")


def test_places_of_arguments() -> None:
    """Before the script come the options, at negative places."""
    command = parse_command_line(["cmc-lua", "-e", "x = 1", "-i", "s.lua", "-v"])
    assert (command.script, command.steps, command.is_interactive) == (4, [("-e", "x = 1")], True)
    assert (command.shows_version, command.reads_input) == (False, False)
