"""`fs` (CopperMoon specification, section 15)."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims import fs


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in an empty directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(pattern: str) -> list[str]:
    """The paths that a pattern matches."""
    table = fs.glob(pattern)
    return [table[position] for position in range(1, len(table) + 1)]


def make(*paths: str) -> None:
    """Makes files that contain their own paths, with their directories."""
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(path)


# Files


def test_files_are_bytes() -> None:
    assert fs.write("a", "\udcff\0\u00e9") is True
    assert Path("a").read_bytes() == b"\xff\0\xc3\xa9"
    fs.append("a", "\udcfe")
    assert fs.read("a") == "\udcff\0\u00e9\udcfe"
    assert fs.read_bytes("a").to_hex() == "ff00c3a9fe"


def test_large_files() -> None:
    text = "0123456789abcdef" * (1 << 17)
    fs.write("a", text)
    fs.append("a", text)
    assert fs.size("a") == 2 * len(text)
    assert fs.read("a") == text + text


def test_a_file_copied_onto_itself_stays() -> None:
    make("a")
    os.symlink("a", "link")
    assert (fs.copy("a", "a"), fs.copy("a", "./a"), fs.copy("a", "link")) == (1, 1, 1)
    assert fs.read("a") == "a"


def test_copies_have_the_permissions() -> None:
    make("a")
    os.chmod("a", 0o751)
    fs.copy("a", "b")
    assert os.stat("b").st_mode & 0o777 == 0o751


def test_what_is_no_regular_file_is_not_copied() -> None:
    os.mkdir("d")
    with pytest.raises(LuaError) as caught:
        fs.copy("d", "x")
    assert str(caught.value) == (
        "Failed to copy 'd' to 'x': the source path is neither a regular file nor a symlink to a regular file"
    )


def test_moving_into_a_full_directory_merges() -> None:
    make("a/x", "b/y")
    assert fs.move("a", "b") is True
    assert sorted(os.listdir("b")) == ["x", "y"]
    assert not os.path.exists("a")


def test_moving_to_another_file_system() -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or os.stat(other).st_dev == os.stat(".").st_dev:
        other = Path("there")
        other.mkdir()
    make("tree/a/x", "file")
    target = other / f"cmc-{os.getpid()}-{os.urandom(4).hex()}"
    try:
        fs.move("tree", str(target))
        fs.move("file", str(target / "a" / "file"))
        assert (target / "a" / "x").read_text() == "tree/a/x"
        assert (target / "a" / "file").read_text() == "file"
        assert not os.path.exists("tree") and not os.path.exists("file")
    finally:
        fs.rmdir_all(str(target))


def test_a_directory_is_not_copied_into_itself() -> None:
    make("a/x")
    with pytest.raises(LuaError, match="the target directory lies in the source directory"):
        fs.copy_dir("a", "a/b/c")
    assert fs.copy_dir("a", "a") is True
    assert fs.read("a/x") == "a/x"


def test_touch() -> None:
    make("a")
    os.utime("a", (0, 0))
    fs.touch("a")
    assert os.stat("a").st_mtime > 1e9 and fs.read("a") == "a"
    fs.touch("new/deep/file")
    assert fs.size("new/deep/file") == 0


# Directories


def test_links_are_removed_not_followed() -> None:
    make("target/x")
    os.symlink("target", "link")
    fs.rmdir_all("link")
    assert fs.exists("target/x") and not fs.is_symlink("link")


def test_making_directories() -> None:
    assert fs.mkdir_all("a/b/c") and fs.mkdir_all("a/b/c") and fs.mkdir_all("")
    with pytest.raises(LuaError, match=r"Failed to create directory 'a': File exists \(os error 17\)"):
        fs.mkdir("a")


def test_names_that_are_no_text_are_left_out() -> None:
    make("a")
    Path(os.fsdecode(b"\xff")).write_text("")
    assert fs.readdir(".")[1] == "a" and len(fs.readdir(".")) == 1
    assert found("*") == ["a"]


# Facts


def test_facts() -> None:
    make("a")
    os.chmod("a", 0o444)
    os.utime("a", ns=(5_900_000_000, 7_900_000_000))
    os.symlink("a", "link")
    facts = fs.stat("link")
    assert {k: v for k, v in facts.items() if k != "created"} == {
        "size": 1, "is_file": True, "is_dir": False, "readonly": True, "is_symlink": True, "modified": 7, "accessed": 5,
    }  # fmt: skip
    assert fs.absolute("link") == os.path.realpath("a")
    created = facts["created"]
    assert created is None or abs(created - time.time()) < 600


def test_paths_that_cannot_be() -> None:
    assert not fs.exists("a\0b") and not fs.is_file("") and not fs.is_symlink("a\0")
    for call in (fs.read, fs.size, fs.mkdir, fs.remove, fs.readdir, fs.absolute, fs.stat):
        with pytest.raises(LuaError, match="Failed to .*: file name contained an unexpected NUL byte"):
            call("a\0b")
    with pytest.raises(LuaError, match=r"Failed to resolve path '': No such file or directory \(os error 2\)"):
        fs.absolute("")


# Patterns


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.{txt,md}", ["a.txt", "b.md"]),
        ("{src,docs}/*", ["docs/c.md", "src/d.lua", "src/e"]),
        ("src/{d,e/{f,g}}.lua", ["src/d.lua", "src/e/f.lua", "src/e/g.lua"]),
        ("{a}.txt", []),
        ("{,b}.md", ["b.md"]),
        (".*", [".hidden"]),
        (".*/*", []),
        ("*/", ["docs", "src"]),
        ("**", ["docs", "src", "src/e"]),
        ("**/*.lua", ["src/d.lua", "src/e/f.lua", "src/e/g.lua"]),
        ("**/**/f.lua", ["src/e/f.lua"]),
        ("./*.md", ["b.md"]),
        ("src/../*.md", ["src/../b.md"]),
        ("[!a].md", ["b.md"]),
        ("[]a].txt", ["a.txt"]),
        ("[b-a].md", []),
        ("src//d.lua", ["src/d.lua"]),
        ("", []),
    ],
)
def test_patterns(pattern: str, expected: list[str]) -> None:
    make("a.txt", "b.md", ".hidden", "docs/c.md", "src/d.lua", "src/e/f.lua", "src/e/g.lua")
    assert found(pattern) == expected


def test_absolute_patterns_and_links(here: Path) -> None:
    make("d/x.txt")
    os.symlink(".", "d/loop")
    os.symlink("nowhere", "broken.txt")
    assert found(f"{here}/d/*.txt") == [f"{here}/d/x.txt"]
    assert found("**/x.txt") == ["d/x.txt"]
    assert found("*.txt") == ["broken.txt"] and found("broken.txt") == []


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("***", "near position 2: wildcards are either regular `*` or recursive `**`"),
        ("a/b**", "near position 2: recursive wildcards must form a single path component"),
        ("**a", "near position 2: recursive wildcards must form a single path component"),
        ("a[", "near position 1: invalid range pattern"),
        ("[]", "near position 0: invalid range pattern"),
    ],
)
def test_malformed_patterns(pattern: str, problem: str) -> None:
    with pytest.raises(LuaError) as caught:
        fs.glob(pattern)
    assert str(caught.value) == f"Invalid glob pattern '{pattern}': Pattern syntax error {problem}"


def test_from_lua(output: Callable[..., list[str]]) -> None:
    assert (
        output("""
        print(require("fs") == fs, fs.write("n", 12.5), fs.read("n"), fs.write_bytes("b", buffer.from("x")))
        print(select(2, pcall(fs.write_bytes, "b", 5)), select(2, pcall(fs.write_bytes, "b", time.utc(0))))
        print(pcall(fs.write, "n", nil))
        print(fs.cwd() == os_ext.cwd(), fs.temp_dir() == os_ext.tmpdir())
        """)
        == [
            "true\ttrue\t12.5\ttrue",
            "Expected string or Buffer\tExpected string or Buffer",
            "false\tbad argument #2 to 'fs.write' (string expected, got nil)",
            "true\ttrue",
        ]
    )
