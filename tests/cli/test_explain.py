"""`cmc explain`: reasons for helpers, facts of lines, and exit statuses."""

import re
from pathlib import Path

from tests.cli.command import cmc_here, write_files

PRICE = 'local function price(count)\n  return count * 250\nend\n\nregister("price", price)\n'
PAGE = Path(__file__).parents[2] / "docs" / "explain.md"


def test_the_page_shows_what_is_printed(tmp_path: Path) -> None:
    """docs/explain.md has the output of both ways to ask."""
    write_files(tmp_path, {"price.lua": PRICE})
    shown = re.findall(r"```console\n\$ cmc (.+)\n((?:.*\n)*?)```", PAGE.read_text())
    assert len(shown) == 2
    for command, output in shown:
        done = cmc_here(tmp_path, *command.split())
        assert (done.returncode, done.stdout, done.stderr) == (0, output, "")


def test_what_does_not_help_is_not_proposed(tmp_path: Path) -> None:
    """An annotation is only shown where it makes the helper go away."""
    text = "local function total(list, index)\n  return #list, list[index]\nend\nuse(total)\n"
    write_files(tmp_path, {"a.lua": text})
    shown = cmc_here(tmp_path, "explain", "a.lua").stdout
    assert "length: `list` may be anything" in shown
    proposed = re.findall(r"---@param (\w+ \w+)", shown)
    assert proposed == ["list table", "index integer"]
    write_files(tmp_path, {"a.lua": f"---@param list table\n---@param index integer\n{text}"})
    assert "index:" not in cmc_here(tmp_path, "explain", "a.lua").stdout


def test_nothing_to_tell(tmp_path: Path) -> None:
    """A file without helpers, and a line without expressions."""
    write_files(tmp_path, {"a.lua": "local x = 1\n\nprint(x + 1)\n"})
    assert cmc_here(tmp_path, "explain", "a.lua").stdout == "a.lua: no helpers\n"
    assert "no expressions begin here" in cmc_here(tmp_path, "explain", "a.lua:2").stdout


def test_a_part_of_a_program(tmp_path: Path) -> None:
    """A module by itself may be called by anybody; as a part of a program its callers are known."""
    module = "local M = {}\nfunction M.double(x) return x * 2 end\nreturn M\n"
    write_files(tmp_path, {"m.lua": module, "main.lua": "print(require('m').double(4))\n"})
    assert "the chunk returns" in cmc_here(tmp_path, "explain", "m.lua").stdout
    assert cmc_here(tmp_path, "explain", "--program", "main.lua", "m.lua").stdout.startswith("m.lua: no helpers\n")
    wrong = cmc_here(tmp_path, "explain", "--program", "m.lua", "main.lua")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "error[P002]: main.lua is none of the files of m.lua" in wrong.stderr


def test_values_that_are_not_followed(tmp_path: Path) -> None:
    """Programs that look at locals from outside."""
    write_files(tmp_path, {"a.lua": "local x = 1\nprint(debug.getlocal(1, 1), x + 1)\n"})
    done = cmc_here(tmp_path, "explain", "a.lua")
    assert done.returncode == 0
    assert done.stdout.startswith("The values of this program are not followed: it uses the debug library.")
    assert "add: `x` may be anything" in done.stdout
    assert cmc_here(tmp_path, "explain", "a.lua:2").returncode == 0


def test_bad_files(tmp_path: Path) -> None:
    """Errors in the program are shown as ever; files that are not there, and lines."""
    write_files(tmp_path, {"a.lua": "x =", "b.lua": "return 1\n"})
    done = cmc_here(tmp_path, "explain", "a.lua")
    assert (done.returncode, done.stdout) == (1, "")
    assert "a.lua:1:4: error[L001]" in done.stderr
    gone = cmc_here(tmp_path, "explain", "gone.lua:3")
    assert gone.returncode == 2
    assert "error[P002]: cannot read gone.lua" in gone.stderr
    assert cmc_here(tmp_path, "explain", "b.lua:7").returncode == 2
