"""`cmc run`: programs as the `lua` command runs them, and the cache of compiled chunks."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import CMC, cmc, environment, execute, write_files


def run(folder: Path, *args: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """`cmc run --dialect lua54 ARGS`"""
    return cmc(folder, "run", "--dialect", "lua54", *args, stdin=stdin, **variables)


def reference(folder: Path, *args: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """`lua5.4 ARGS`"""
    return subprocess.run(
        ["lua5.4", *args], cwd=folder, input=stdin, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


ARGUMENTS = """
print(#arg, arg[0], ...)
for i, value in ipairs(arg) do io.write(i, "=[", value, "] ") end
print(select("#", ...), arg[-1] ~= nil)
"""


def test_arguments(tmp_path: Path) -> None:
    """`arg` and `...` hold what follows the file, options included."""
    write_files(tmp_path, {"sub/a.lua": ARGUMENTS})
    args = ("sub/a.lua", "one", "two words", "", "-x", "--dialect", "--help", "ü")
    assert run(tmp_path, *args).stdout == reference(tmp_path, *args).stdout


@pytest.mark.parametrize(
    ("args", "expected"),
    [(("--", "-x"), "-x"), (("-x", "--", "y"), "-x -- y"), (("--", "--"), "--"), (("a", "--", "b"), "a -- b")],
)
def test_two_dashes_behind_the_file_are_left_out(tmp_path: Path, args: tuple[str, ...], expected: str) -> None:
    write_files(tmp_path, {"a.lua": 'print(table.concat(arg, " "))'})
    assert run(tmp_path, "a.lua", *args).stdout == expected + "\n"


def test_standard_input_of_a_program(tmp_path: Path) -> None:
    """The program reads it."""
    write_files(tmp_path, {"a.lua": 'for line in io.lines() do print("<" .. line .. ">") end print(io.read())\n'})
    assert run(tmp_path, "a.lua", stdin="one\ntwo").stdout == "<one>\n<two>\nnil\n"


def test_program_from_standard_input(tmp_path: Path) -> None:
    """`-` is the standard input; messages call it `stdin`."""
    program = 'print(arg[0], ...)\nerror("out")\n'
    found, expected = (each(tmp_path, "-", "x", stdin=program) for each in (run, reference))
    assert found.stdout == expected.stdout == "-\tx\n"
    assert found.returncode == 1
    assert found.stderr.splitlines()[0] == "lua: stdin:2: out"


@pytest.mark.parametrize(
    ("program", "status"),
    [
        ("", 0),
        ("os.exit(3)", 3),
        ("os.exit(true)", 0),
        ("os.exit(false)", 1),
        ("os.exit(0, true)", 0),
        ("return 7", 0),
        ("error('x')", 1),
        ("error()", 1),
        ("x =", 1),
        ("coroutine.wrap(function() os.exit(4) end)()", 4),
    ],
)
def test_exit_status(tmp_path: Path, program: str, status: int) -> None:
    """As `lua` ends."""
    write_files(tmp_path, {"a.lua": program})
    assert reference(tmp_path, "a.lua").returncode == status
    assert run(tmp_path, "a.lua").returncode == status


UNCAUGHT = [
    "local function f(x) return x.y.z end\n\nlocal t = {}\nprint(pcall(f))\nf(t)\n",
    "error('text')",
    "error('text', 0)",
    "error({ code = 2 })",
    "error(setmetatable({}, { __tostring = function() return 'shown' end }))",
    "error(42)",
    "local s = 'a' + 1",
    "return {} < {}",
    "local function a() error('deep') end\nlocal function b() a() end\nlocal co = coroutine.wrap(b)\nco()\n",
    "require('gone')",
    "string.rep()",
    "for i = 1, 10, 0 do end",
    "local x <const> = 1\nx = 2\n",
]


@pytest.mark.parametrize("program", UNCAUGHT)
def test_uncaught_errors(tmp_path: Path, program: str) -> None:
    """The message of `lua`, which is also what comes first on the standard error stream."""
    write_files(tmp_path, {"a.lua": program})
    found, expected = (each(tmp_path, "a.lua") for each in (run, reference))
    first, there = (done.stderr.splitlines()[0] for done in (found, expected))
    if "gone" in program:
        # What follows depends on the folders of an installation.
        assert first == "lua: a.lua:1: module 'gone' not found:"
    else:
        assert first == there.replace("lua5.4: ", "lua: ", 1)
    assert (found.stdout, found.returncode) == (expected.stdout, expected.returncode)


def test_modules_beside_the_script(tmp_path: Path) -> None:
    """In CopperMoon, `require` finds modules beside the script, from wherever it is run."""
    write_files(tmp_path, {"p/main.lua": 'print((require("lib.a")))', "p/lib/a.lua": 'return "found"'})
    done = cmc(tmp_path, "run", "p/main.lua")
    assert (done.stdout, done.stderr, done.returncode) == ("found\n", "", 0)


def test_closed_pipe(tmp_path: Path) -> None:
    """A reader that goes away ends the program quietly."""
    write_files(tmp_path, {"a.lua": "for i = 1, 1e6 do print(i) end"})
    process = subprocess.Popen(
        [*CMC, "run", "a.lua"], cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b"1\n"
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(30) == 1


def _entries(cache: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in cache.rglob("*") if path.is_file()}


def test_cache(tmp_path: Path) -> None:
    """A file is compiled once as long as it does not change; damaged entries are replaced."""
    write_files(tmp_path, {"a.lua": 'print((require("b")))', "b.lua": "return 1"})
    cache = tmp_path / ".cache"
    assert run(tmp_path, "a.lua").stdout == "1\n"
    first = _entries(cache)
    assert len(first) == 2
    assert run(tmp_path, "a.lua").stdout == "1\n"
    assert _entries(cache) == first

    (tmp_path / "b.lua").write_text("return 2")
    assert run(tmp_path, "a.lua").stdout == "2\n"
    second = _entries(cache)
    # What is known of one file depends on the others.
    assert len(second) == 4
    assert first.items() <= second.items()

    for path in second:
        path.write_bytes(b"damaged")
    assert run(tmp_path, "a.lua").stdout == "2\n"
    assert {path.read_bytes() == b"damaged" for path in second} == {True, False}
    # The same text under another name is another chunk: its messages differ.
    (tmp_path / "c.lua").write_text("return 2")
    assert run(tmp_path, "c.lua").returncode == 0
    assert len(_entries(cache)) == 5


def test_cache_saves_the_compiler(tmp_path: Path) -> None:
    """The second run does not load the compiler's stages."""
    write_files(tmp_path, {"a.lua": "local x = 1"})
    script = (
        "import sys\nfrom cmc.runtime.script import run_script\n"
        "status = run_script('a.lua', [], 'lua54')\n"
        "print('cmc.transpiler.pipeline' in sys.modules, status)\n"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=tmp_path,
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _ in range(2)
    ]
    assert outputs == ["True 0\n", "False 0\n"]


def test_cache_that_cannot_be_written(tmp_path: Path) -> None:
    """It costs time, and nothing else."""
    write_files(tmp_path, {"a.lua": "print(1)", "cache": "a file"})
    done = run(tmp_path, "a.lua", CMC_CACHE_DIR=str(tmp_path / "cache"))
    assert (done.stdout, done.stderr, done.returncode) == ("1\n", "", 0)
    assert (tmp_path / "cache").read_text() == "a file"


def test_syntax_errors_are_not_cached(tmp_path: Path) -> None:
    """Nor is anything else about a program that does not compile."""
    write_files(tmp_path, {"a.lua": "x ="})
    assert run(tmp_path, "a.lua").stderr.startswith("lua: a.lua:1: unexpected symbol near <eof>")
    assert _entries(tmp_path / ".cache") == {}


def test_start_loads_little(tmp_path: Path) -> None:
    """Neither what reads options nor what writes packages is loaded to run a program, compiled now or before."""
    write_files(tmp_path, {"x.lua": "print(1)\n"})
    script = "import atexit, sys\natexit.register(lambda: print(*sys.modules))\nfrom cmc.cli.main import entry\nentry()"
    for known, absent in (
        (False, ("libcst", "black")),
        (True, ("click", "cmc.transpiler.pipeline", "cmc.transpiler.syntax.parser", "hashlib", "tempfile")),
    ):
        done = execute((sys.executable, "-c", script, "run", "x.lua"), tmp_path)
        first, *loaded = done.stdout.split()
        assert (done.returncode, done.stderr, first) == (0, "", "1")
        assert "cmc.runtime.script" in loaded
        assert [name for name in (*absent, "re2") if name in loaded] == [], f"with the program compiled before: {known}"


def test_modules_are_compiled_together(tmp_path: Path) -> None:
    """What one module passes is known in the other one, and what changes there is noticed."""
    write_files(
        tmp_path, {"a.lua": 'print(require("b").double(4))', "b.lua": "return {double = function(x) return x * 2 end}"}
    )
    assert run(tmp_path, "a.lua").stdout == "8\n"
    (tmp_path / "a.lua").write_text('print(require("b").double("4"))')
    assert run(tmp_path, "a.lua").stdout == "8\n"
    (tmp_path / "a.lua").write_text('print(pcall(require("b").double, {}))')
    assert run(tmp_path, "a.lua").stdout.endswith(
        "b.lua:1: attempt to perform arithmetic on a table value (local 'x')\n"
    )


def test_computed_names(tmp_path: Path) -> None:
    """They mean any file below the program's folder; others would not fit what is known of the program."""
    plugin = "return {run = function(x) return x .. 1 end}"
    program = 'local ok, found = pcall(require, arg[1]) print(ok, ok and found.run("a") or found)'
    write_files(tmp_path, {"app/main.lua": program, "app/plugins/p.lua": plugin, "other/q.lua": plugin})
    assert run(tmp_path / "app", "main.lua", "plugins.p").stdout == "true\ta1\n"
    outside = run(tmp_path / "app", "main.lua", "q", LUA_PATH="./?.lua")
    assert outside.stdout.startswith("false\tmodule 'q' not found:")
    (tmp_path / "app" / "main.lua").write_text('package.path = arg[2] .. "/?.lua" ' + program)
    refused = run(tmp_path / "app", "main.lua", "q", str(tmp_path / "other"))
    assert refused.stdout.startswith("false\tmodule 'q' was not known when the program was compiled")
    (tmp_path / "app" / "main.lua").write_text(program)
    assert run(tmp_path / "app", "main.lua", "q", LUA_PATH="../other/?.lua;./?.lua").stdout == "true\ta1\n"
