"""`cmc check`: findings with code frames, and exit statuses."""

from pathlib import Path

from tests.cli.command import cmc, cmc_here, write_files


def test_clean(tmp_path: Path) -> None:
    """Nothing found: exit status 0, and how many files there are."""
    write_files(
        tmp_path, {"a.lua": "local x = 1\n", "lib/b.lua": "return {}\n", "lib/build/c.lua": "?", ".git/d.lua": "?"}
    )
    done = cmc_here(tmp_path, "check", ".", "a.lua")
    assert (done.returncode, done.stdout, done.stderr) == (0, "3 files, no findings\n", "")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != ".cache") == [".git", "a.lua", "lib"]


BROKEN = """\
local total = = 1
for i = 1, 10
  print(i)
end
local limit <const> = 3
limit = 4
goto nowhere
break
"""


def test_several_findings_in_a_file(tmp_path: Path) -> None:
    """Every error is shown with the lines around it and a marker below its place."""
    write_files(tmp_path, {"a.lua": BROKEN})
    done = cmc_here(tmp_path, "check", "a.lua")
    assert (done.returncode, done.stdout) == (1, "")
    heads = [line for line in done.stderr.splitlines() if line.startswith("a.lua:")]
    assert heads == [
        "a.lua:1:15: error[L001]: unexpected symbol near '='",
        "a.lua:3:3: error[L001]: 'do' expected near 'print'",
        "a.lua:4:1: error[L001]: <eof> expected near 'end'",
        "a.lua:6:1: error[L003]: attempt to assign to const variable 'limit'",
        "a.lua:7:1: error[L004]: no visible label 'nowhere' for <goto> at line 7",
        "a.lua:8:1: error[L005]: break outside loop at line 8",
    ]


def test_parts_of_what_is_never_closed(tmp_path: Path) -> None:
    """What was read of a statement before its error is looked at, with what stands around it in mind."""
    text = "while true do\n  break\n  for i = 1, 2 do\n    local c <const> = i\n    c = 2\n    if c then break end\n"
    write_files(tmp_path, {"a.lua": text})
    done = cmc_here(tmp_path, "check", "a.lua")
    assert [line for line in done.stderr.splitlines() if line.startswith("a.lua:")] == [
        "a.lua:5:5: error[L003]: attempt to assign to const variable 'c'",
        "a.lua:7:1: error[L001]: 'end' expected (to close 'for' at line 3) near <eof>",
        "a.lua:7:1: error[L001]: 'end' expected (to close 'while' at line 1) near <eof>",
    ]


def test_code_frame(tmp_path: Path) -> None:
    """The whole text of a finding."""
    write_files(tmp_path, {"a.lua": "local a = 1\n\tlocal ü = ö\nlocal b\n"})
    done = cmc_here(tmp_path, "check", "a.lua")
    lines = done.stderr.splitlines()
    assert lines[:5] == [
        "a.lua:2:8: error[L001]: <name> expected near '<\\195>'",
        "  1 | local a = 1",
        "  2 | \tlocal ü = ö",
        "    | \t      ^",
        "  3 | local b",
    ]
    assert lines[5].startswith("  hint: ")


def test_files_are_checked_in_order_and_all_of_them(tmp_path: Path) -> None:
    """One bad file does not hide the others."""
    write_files(tmp_path, {"b.lua": "x =", "a.lua": "y =", "c/d.lua": "print(1)", "c/e.lua": "z = ="})
    done = cmc_here(tmp_path, "check", ".")
    assert [line.partition(":")[0] for line in done.stderr.splitlines() if "error[" in line] == [
        "a.lua",
        "b.lua",
        "c/e.lua",
    ]
    assert done.returncode == 1


def test_failure_outweighs_findings(tmp_path: Path) -> None:
    """Exit status 2 when something could not be read, with the findings up to there."""
    write_files(tmp_path, {"a.lua": "x ="})
    done = cmc_here(tmp_path, "check", "a.lua", "gone.lua")
    assert done.returncode == 2
    assert "a.lua:1:4: error[L001]" in done.stderr
    assert "error[P002]: cannot read gone.lua" in done.stderr


def test_no_colours_in_pipes(tmp_path: Path) -> None:
    """Escape sequences are for terminals."""
    write_files(tmp_path, {"a.lua": "x ="})
    assert "\x1b" not in cmc(tmp_path, "check", "a.lua").stderr


def test_help_and_version(tmp_path: Path) -> None:
    """`--help` lists all commands, and every command has its own."""
    listing = cmc_here(tmp_path, "--help")
    assert listing.returncode == 0
    for command in ("build", "check", "run", "watch"):
        assert f"  {command} " in listing.stdout
        done = cmc_here(tmp_path, command, "-h")
        assert done.returncode == 0
        assert done.stdout.startswith(f"Usage: cmc {command} ")
    assert cmc_here(tmp_path, "--version").stdout.startswith("cmc, version ")
