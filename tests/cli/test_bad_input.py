"""Whatever a command is given, it ends with a status and a message, never with a Python traceback."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import (
    CMC,
    cmc,
    cmc_here,
    contents,
    environment,
    make_unreadable,
    run_package,
    unwritable_folder,
    write_files,
)

Prepare = Callable[[Path], None]


def _files(**files: str) -> Prepare:
    names = {name.replace("__", "/").replace("_", "."): text for name, text in files.items()}
    return lambda folder: write_files(folder, names)


def _bytes(data: bytes) -> Prepare:
    return lambda folder: (folder / "x.lua").write_bytes(data) and None


def _unreadable(folder: Path) -> None:
    make_unreadable(folder / "x.lua")


def _unreadable_module(folder: Path) -> None:
    write_files(folder / "p", {"main.lua": "print(1)"})
    make_unreadable(folder / "p" / "x.lua")


def _empty_folder(folder: Path) -> None:
    (folder / "p").mkdir()


def _folder_named_like_a_file(folder: Path) -> None:
    (folder / "x.lua").mkdir()


def _damaged_output(folder: Path) -> None:
    write_files(folder, {"x.lua": "", "out/_cmc/package.json": "{"})


def _odd_manifest(folder: Path) -> None:
    write_files(folder, {"x.lua": "", "out/_cmc/package.json": "[1]"})


def _loop_of_links(folder: Path) -> None:
    (folder / "x.lua").symlink_to("x.lua")


LONG_NAME = "x" * 300 + ".lua"


def _nothing(folder: Path) -> None:
    pass


CASES: list[tuple[str, Prepare, tuple[str, ...], int, str]] = [
    # build
    ("missing file", _nothing, ("build", "x.lua"), 2, "error[P002]: cannot read x.lua: no such file"),
    ("missing folder", _nothing, ("build", "no/x.lua"), 2, "error[P002]: cannot read no/x.lua: no such file"),
    ("no entry", _empty_folder, ("build", "p"), 2, "error[P002]: p has no entry"),
    ("no target", _nothing, ("build",), 2, "Usage: cmc build"),
    ("unreadable", _unreadable, ("build", "x.lua"), 2, "error[P002]: cannot read x.lua: "),
    ("unreadable module", _unreadable_module, ("build", "p"), 2, "error[P002]: cannot read p/x.lua: "),
    ("binary", _bytes(bytes(range(1, 256))), ("build", "x.lua"), 1, "x.lua:1:1: error[L001]: unexpected symbol"),
    ("compiled chunk", _bytes(b"\x1bLuaS\0"), ("build", "x.lua"), 1, "x.lua:1:1: error[L001]: unexpected symbol near"),
    ("folder called .lua", _folder_named_like_a_file, ("build", "x.lua"), 2, "error[P002]: x.lua has no entry"),
    ("name too long", _nothing, ("build", LONG_NAME), 2, f"error[P002]: cannot read {LONG_NAME}: File name too long"),
    ("loop of links", _loop_of_links, ("build", "x.lua"), 2, "error[P002]: cannot read x.lua: Too many levels of"),
    ("unknown option", _files(x_lua=""), ("build", "--fast", "x.lua"), 2, "Usage: cmc build"),
    ("unknown dialect", _files(x_lua=""), ("build", "--dialect", "moon", "x.lua"), 2, "Usage: cmc build"),
    ("unknown command", _nothing, ("compile", "x.lua"), 2, "Usage: cmc "),
    # Configuration
    ("no toml", _files(p__main_lua="", p__Shipyard_toml="name = ["), ("build", "p"), 2, "error[P003]: p/Ship"),
    ("no text", _files(p__main_lua="", p__harbor_toml="\0"), ("build", "p"), 2, "error[P003]: p/harbor.toml: "),
    ("number as entry", _files(p__main_lua="", p__Shipyard_toml="entry = 3"), ("build", "p"), 2, "error[P003]: "),
    ("number as table", _files(p__main_lua="", p__harbor_toml="package = 3"), ("build", "p"), 2, "error[P003]: "),
    ("missing entry", _files(p__main_lua="", p__Shipyard_toml='entry = "x.lua"'), ("build", "p"), 2, "error[P002]: "),
    ("folder as entry", _files(p__x__y_lua="", p__Shipyard_toml='entry = "x"'), ("build", "p"), 2, "error[P002]: "),
    ("entry above", _files(p__Shipyard_toml='entry = "../x.lua"', x_lua=""), ("build", "p"), 2, "error[P003]: the en"),
    ("entry at root", _files(p__Shipyard_toml='entry = "/x.lua"'), ("build", "p"), 2, "error[P003]: the entry /x.lua "),
    # The output
    ("output is a file", _files(x_lua="", out=""), ("build", "x.lua", "-o", "out"), 2, "error[P005]: cannot write out"),
    ("output in a file", _files(x_lua="", f=""), ("build", "x.lua", "-o", "f/out"), 2, "error[P005]: cannot write f"),
    ("damaged output", _damaged_output, ("build", "x.lua", "-o", "out"), 2, "error[P005]: cannot read out/_cmc/"),
    ("output's name too long", _files(x_lua=""), ("build", "x.lua", "-o", LONG_NAME), 2, "error[P005]: cannot write "),
    ("odd manifest", _odd_manifest, ("build", "x.lua", "-o", "out"), 2, "error[P005]: cannot read out/_cmc/"),
    # check
    ("check: missing", _nothing, ("check", "x.lua"), 2, "error[P002]: cannot read x.lua: no such file or folder"),
    ("check: no path", _nothing, ("check",), 2, "Usage: cmc check"),
    ("check: unreadable", _unreadable, ("check", "x.lua"), 2, "error[P002]: cannot read x.lua: "),
    ("check: name too long", _nothing, ("check", LONG_NAME), 2, f"error[P002]: cannot read {LONG_NAME}: File name"),
    ("check: loop of links", _loop_of_links, ("check", "x.lua"), 2, "error[P002]: cannot read x.lua: Too many"),
    ("check: binary", _bytes(b"\xff\xfe\0\0"), ("check", "x.lua"), 1, "x.lua:1:1: error[L001]: unexpected symbol near"),
    # run
    ("run: missing", _nothing, ("run", "x.lua"), 1, "error: cannot open x.lua"),
    ("run: no file", _nothing, ("run",), 2, "Usage: cmc run"),
    ("run: folder", _empty_folder, ("run", "p"), 1, "error: cannot read p"),
    ("run: unreadable", _unreadable, ("run", "x.lua"), 1, "error: cannot "),
    ("run: binary", _bytes(b"\xff\xfe\0\0"), ("run", "x.lua"), 1, "error: x.lua:1: unexpected symbol near"),
    ("run: damaged chunk", _bytes(b"\x1bLuaS\0"), ("run", "x.lua"), 1, "error: x.lua: "),
    ("run: name too long", _nothing, ("run", LONG_NAME), 1, f"error: cannot open {LONG_NAME}: File name too long"),
    ("run: loop of links", _loop_of_links, ("run", "x.lua"), 1, "error: cannot open x.lua: Too many levels of symb"),
    # watch
    ("watch: name too long", _nothing, ("watch", LONG_NAME), 2, f"error[P002]: cannot read {LONG_NAME}: "),
    ("watch: missing folder", _nothing, ("watch", "no/x.lua"), 2, "error[P002]: cannot read no/x.lua: no such file"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("prepare", "args", "status", "message"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_bad_input(tmp_path: Path, prepare: Prepare, args: tuple[str, ...], status: int, message: str) -> None:
    """Exit status 1 for what is wrong in a program, 2 for what cmc cannot work with, and the reason."""
    prepare(tmp_path)
    # Programs and watches get a process of their own.
    done = (cmc if args[0] in ("run", "watch") else cmc_here)(tmp_path, *args)
    assert done.stderr.startswith(message), done.stderr
    assert done.returncode == status
    assert done.stdout == ""
    assert not (tmp_path / "build").exists()


def test_unwritable_target(tmp_path: Path) -> None:
    """A folder in which nothing can be made."""
    write_files(tmp_path, {"x.lua": "print(1)"})
    target = unwritable_folder(tmp_path) / "out"
    done = cmc_here(tmp_path, "build", "x.lua", "-o", str(target))
    assert done.stderr.startswith(f"error[P005]: cannot write {target}: ")
    assert done.returncode == 2
    assert not target.exists()


def test_folders_that_cannot_be_read(tmp_path: Path) -> None:
    """No source is left out without a word."""
    if os.geteuid() == 0:
        pytest.skip("a superuser reads every folder")
    write_files(tmp_path, {"p/main.lua": "print(1)", "p/lib/x.lua": "return 1"})
    (tmp_path / "p" / "lib").chmod(0)
    try:
        for command in ("build", "check"):
            done = cmc_here(tmp_path, command, "p")
            assert (done.returncode, done.stdout) == (2, "")
            assert done.stderr.startswith("error[P002]: cannot read p/lib: Permission denied")
    finally:
        (tmp_path / "p" / "lib").chmod(0o700)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is always full")
def test_full_disk(tmp_path: Path) -> None:
    """What is printed to a full disk is told as lost, once."""
    write_files(tmp_path, {"x.lua": "print(1)\nprint(2)\n"})
    reason = "No space left on device"
    for args, status, message in (
        (("build", "x.lua"), 2, f"error[P005]: cannot write: {reason}\n  hint: "),
        (("check", "x.lua"), 2, f"error[P005]: cannot write: {reason}\n  hint: "),
        (("run", "x.lua"), 1, f"error: cannot write the output: {reason}\n"),
        (("run", "--dialect", "lua54", "x.lua"), 1, f"lua: cannot write the output: {reason}\n"),
    ):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [*CMC, *args],
                cwd=tmp_path,
                env={**environment(tmp_path), "PYTHONUNBUFFERED": ""},
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                timeout=60,
                check=False,
            )
        assert done.returncode == status
        assert done.stderr.startswith(message), done.stderr
        assert reason not in done.stderr[len(message) :]
        assert "Traceback" not in done.stderr


def test_names_that_are_no_text(tmp_path: Path) -> None:
    """Names of files are bytes; messages and packages cope with any."""
    for name, package in ((b"caf\xe9.lua", "caf_"), (b'a"""\\\n.lua', "a_____")):
        file = os.fsdecode(tmp_path.__fspath__().encode() + b"/" + name)
        Path(file).write_text("print(1)\n")
        done = cmc(tmp_path, "build", os.fsdecode(name))
        assert (done.returncode, done.stdout, done.stderr) == (0, f"build/{package}: 1 modules, 6 files written\n", "")
        assert run_package(tmp_path / "build", package) == "1\n"
        Path(file).write_text("x = = 1\n")
        for command in ("check", "build"):
            done = cmc(tmp_path, command, os.fsdecode(name))
            assert done.stderr.startswith(f"{os.fsdecode(name)}:1:5: error[L001]: unexpected symbol near '='\n")
            assert done.returncode == 1


def test_nothing_is_written_for_bad_programs(tmp_path: Path) -> None:
    """Neither by a build nor by a check."""
    write_files(tmp_path, {"x.lua": "x ="})
    for command in ("build", "check"):
        assert cmc_here(tmp_path, command, "x.lua").returncode == 1
    assert contents(tmp_path) == {"x.lua": b"x ="}


@pytest.mark.parametrize("command", ["build", "check", "run"])
def test_deep_nesting_and_long_chains(tmp_path: Path, command: str) -> None:
    """Programs as deep as Lua allows are compiled, deeper ones are an error of the program."""
    write_files(
        tmp_path,
        {
            "deep.lua": "local x = " + "(" * 180 + "1" + ")" * 180 + "\n",
            "long.lua": "local x = 1" + " + 1" * 1000 + "\nlocal s = ''" + " .. 'a'" * 150 + "\n",
            "deeper.lua": "local x = " + "(" * 300 + "1" + ")" * 300 + "\n",
        },
    )
    for name, status in (("deep", 0), ("long", 0), ("deeper", 1)):
        done = (cmc if command == "run" else cmc_here)(tmp_path, command, f"{name}.lua")
        assert done.returncode == status, done.stderr
        assert ("C stack overflow" in done.stderr) == (status == 1)
