"""`os_ext` (CopperMoon specification, section 12)."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cmc.runtime.core.errors import LuaError
from cmc.runtime.declare import module_library
from cmc.runtime.shims import os_ext


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMC_SAMPLE", "alpha")
    assert os_ext.env("CMC_SAMPLE") == "alpha"
    os_ext.setenv("CMC_SAMPLE", "caf\u00e9")
    assert os.environ["CMC_SAMPLE"] == "caf\u00e9" == os_ext.env("CMC_SAMPLE")
    os_ext.unsetenv("CMC_SAMPLE")
    os_ext.unsetenv("CMC_SAMPLE")
    assert os_ext.env("CMC_SAMPLE") is None
    monkeypatch.setitem(os.environ, "CMC_SAMPLE", "\udcff")
    assert os_ext.env("CMC_SAMPLE") is None


def test_functions_without_result_give_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMC_SAMPLE", "")
    assert module_library("os_ext", os_ext)["setenv"]("CMC_SAMPLE", 42) == ()
    assert os.environ["CMC_SAMPLE"] == "42"


def test_a_new_zone_counts_at_once(output: Callable[..., list[str]]) -> None:
    assert output("""
        os_ext.setenv("TZ", "XXX-3")
        print(time.date(0), os.date("%H", 0))
        os_ext.setenv("TZ", "UTC0")
        print(time.date(0), os.date("%H", 0))
        """) == ["1970-01-01T03:00:00.000+03:00\t03", "1970-01-01T00:00:00.000+00:00\t00"]


@pytest.mark.parametrize("name", ["", "a=b", "a\0b"])
def test_names_that_cannot_be_set(name: str) -> None:
    for call in (lambda: os_ext.setenv(name, "x"), lambda: os_ext.unsetenv(name)):
        with pytest.raises(LuaError, match="invalid name"):
            call()
    assert os_ext.env(name) is None


def test_directories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inner").mkdir()
    assert os_ext.chdir("inner") is True
    assert os_ext.cwd() == str(tmp_path / "inner")
    with pytest.raises(LuaError) as caught:
        os_ext.chdir("missing")
    assert str(caught.value) == "Failed to change directory to 'missing': No such file or directory (os error 2)"


def test_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/sample")
    monkeypatch.setenv("TMPDIR", "/var/sample")
    assert (os_ext.homedir(), os_ext.tmpdir()) == ("/home/sample", "/var/sample")
    monkeypatch.delenv("HOME")
    monkeypatch.delenv("TMPDIR")
    assert os_ext.tmpdir() == "/tmp"
    assert os_ext.homedir()


@pytest.mark.parametrize(
    ("quotas", "limit"),
    [
        (["max 100000", "max 100000"], sys.maxsize),
        (["250000 100000", "max 100000"], 2),
        (["max 100000", "300000 100000"], 3),
        (["50000 100000", "400000 100000"], 0),
    ],
)
def test_limits_of_control_groups(tmp_path: Path, quotas: list[str], limit: int) -> None:
    group = tmp_path / "outer" / "inner"
    group.mkdir(parents=True)
    for folder, quota in zip((group, group.parent), quotas, strict=True):
        (folder / "cpu.max").write_text(quota + "\n")
    (tmp_path / "self").write_text("1:name=systemd:/\n0::/outer/inner\n")
    assert os_ext.cgroup_limit(tmp_path / "self", tmp_path) == limit
    assert os_ext.cgroup_limit(tmp_path / "missing", tmp_path) == sys.maxsize


def test_facts() -> None:
    assert os_ext.platform() in ("linux", "macos", "windows")
    assert os_ext.arch()
    assert os_ext.hostname()
    assert os_ext.cpus() >= 1
