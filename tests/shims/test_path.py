"""`path` (CopperMoon specification, section 14)."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmc.runtime.core.errors import LuaError
from cmc.runtime.declare import module_library
from cmc.runtime.shims import path
from cmc.runtime.shims.fs import names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("..", ".."),
        ("../a", "../a"),
        ("../../a", "../../a"),
        ("a/../..", ".."),
        ("a/../../b", "../b"),
        ("./..", ".."),
        ("/..", "/"),
        ("/../a", "/a"),
        (".", ""),
        ("", ""),
        ("a/..", ""),
        ("a/b/../../c//d/.", "c/d"),
    ],
)
def test_leading_parents_stay(text: str, expected: str) -> None:
    assert path.normalize(text) == expected


def test_resolve_normalizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    here = str(tmp_path)
    assert path.resolve("./x") == f"{here}/x"
    assert path.resolve("../x") == f"{os.path.dirname(here)}/x"
    assert path.resolve("") == here
    assert path.resolve("/a/../b") == "/b"


def test_join_takes_numbers_and_passes_over_the_rest() -> None:
    assert path.join("a", 1, "b", 2.5) == "a/1/b/2.5"
    assert path.join("a", None, True, "b") == "a/b"
    with pytest.raises(LuaError, match="Invalid UTF-8 in path"):
        path.join("a", "\udcff")


@pytest.mark.parametrize(
    ("text", "folder", "name", "extension"),
    [
        ("/a/b.txt", "/a", "b.txt", ".txt"),
        ("a/b/", "a", "b", None),
        ("./a", ".", "a", None),
        ("././a", ".", "a", None),
        ("a/./b", "a", "b", None),
        ("a/.", "", "a", None),
        ("/./a", "/", "a", None),
        ("//a", "/", "a", None),
        ("/.", None, None, None),
        ("./", "", None, None),
        ("..", "", None, None),
        ("a/..", "a", None, None),
        ("...", "", "...", "."),
        (".a.b", "", ".a.b", ".b"),
        ("a.tar.gz/", "", "a.tar.gz", ".gz"),
    ],
)
def test_parts(text: str, folder: str | None, name: str | None, extension: str | None) -> None:
    assert (path.dirname(text), path.basename(text), path.extname(text)) == (folder, name, extension)
    # `fs` gives texts where `path` gives nil, and extensions without their dot.
    assert (names.dirname(text), names.basename(text)) == (folder or "", name or "")
    assert names.ext(text) == (extension or "")[1:]


def test_the_separator() -> None:
    assert module_library("path", path)["sep"] == "/"


def test_fs_join_takes_strings_only() -> None:
    assert names.join("a", "/b", "c") == "/b/c"
    with pytest.raises(LuaError, match="fs.join: all arguments must be strings"):
        names.join("a", 1)


PATHS = st.text(st.sampled_from("ab./é "), max_size=14)


@given(PATHS)
def test_normalizing(text: str) -> None:
    normal = path.normalize(text)
    assert path.normalize(normal) == normal
    assert path.is_absolute(normal) == path.is_absolute(text) != path.is_relative(text)
    assert (normal or ".") == os.path.normpath("/" + text.lstrip("/") if text.startswith("/") else text or ".")


@given(PATHS)
def test_what_a_path_consists_of(text: str) -> None:
    assert (path.dirname(text), path.basename(text)) == (path.split_path(text) or (None, None))
    folder, name, extension = path.dirname(text), path.basename(text), path.extname(text)
    if name is not None:
        assert folder is not None and "/" not in name
        assert path.normalize(path.join(folder, name)) == path.normalize(text)
    if extension is not None:
        assert name is not None and name.endswith(extension) and len(name) > len(extension)
        assert extension.count(".") == 1
    assert (names.basename(text), names.dirname(text)) == (name or "", folder or "")
    assert names.ext(text) == (extension or "")[1:]


@given(st.lists(PATHS, max_size=4))
def test_joining(parts: list[str]) -> None:
    joined = path.join(*parts)
    last_absolute = max((place for place, part in enumerate(parts) if part.startswith("/")), default=0)
    assert joined == path.join(*parts[last_absolute:])
    assert path.join(joined) == joined
    assert path.is_absolute(joined) == any(map(path.is_absolute, parts))
