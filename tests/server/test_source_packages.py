"""Where packages come from: the program's own files, the runtime, `harbor_modules/`, and what changes that order."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cmc.cli.build import build
from cmc.transpiler.options import Options
from tests.server.conftest import RUN

APP = """
local honeymoon = require("honeymoon")
print(honeymoon._VERSION, require("honeymoon.lib.router").origin or "native", (require("installed")))
"""
NATIVE, SOURCE, OWN = "0.2.0\tnative\tinstalled", "source\tsource\tinstalled", "own\tsource\tinstalled"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    write(folder / "app.lua", APP)
    write(folder / "harbor_modules" / "honeymoon" / "init.lua", 'return { _VERSION = "source" }')
    write(folder / "harbor_modules" / "honeymoon" / "lib" / "router.lua", 'return { origin = "source" }')
    write(folder / "harbor_modules" / "installed.lua", 'return "installed"')
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def out_of(command: list[str], folder: Path, packages: str = "") -> str:
    env = {name: value for name, value in os.environ.items() if name != "CMC_PACKAGES"}
    if packages:
        env["CMC_PACKAGES"] = packages
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return done.stdout.strip().partition("\t:")[0]


def ran(folder: Path, packages: str = "") -> str:
    return out_of([*RUN, "app.lua"], folder, packages)


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """What a project prints as a package, run where none of its sources are."""

    def built(folder: Path, packages: str = "") -> str:
        monkeypatch.delenv("CMC_PACKAGES", raising=False)
        if packages:
            monkeypatch.setenv("CMC_PACKAGES", packages)
        package = tmp_path / "compiled"
        assert build(folder / "app.lua", package, Options()) == 0
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir(exist_ok=True)
        return out_of([sys.executable, str(package)], elsewhere)

    return built


@pytest.mark.parametrize("how", ["ran", "built"])
class TestOrder:
    """The order of the places, when a program is run and when it is compiled to a package."""

    @pytest.fixture
    def result(self, how: str, request: pytest.FixtureRequest) -> object:
        return ran if how == "ran" else request.getfixturevalue("built")

    def test_the_runtime_before_installed_packages(self, project: Path, result) -> None:  # type: ignore[no-untyped-def]
        assert result(project) == NATIVE

    def test_source_in_the_configuration(self, project: Path, result) -> None:  # type: ignore[no-untyped-def]
        write(project / "cmc.toml", '[packages]\nhoneymoon = "source"\nvein = "native"\n')
        assert result(project) == SOURCE

    def test_another_package_in_the_configuration(self, project: Path, result) -> None:  # type: ignore[no-untyped-def]
        write(project / "cmc.toml", '[packages]\nvein = "source"\n')
        assert result(project) == NATIVE

    def test_source_in_the_environment(self, project: Path, result) -> None:  # type: ignore[no-untyped-def]
        assert result(project, "source") == SOURCE

    def test_the_environment_wins(self, project: Path, result) -> None:  # type: ignore[no-untyped-def]
        write(project / "cmc.toml", '[packages]\nhoneymoon = "source"\n')
        assert result(project, "native") == NATIVE

    def test_own_files_win(self, project: Path, result) -> None:  # type: ignore[no-untyped-def]
        write(project / "honeymoon.lua", 'return { _VERSION = "own" }')
        assert result(project, "source") == OWN


def test_code_that_was_compiled_for_the_other_package_says_so(project: Path, tmp_path: Path) -> None:
    write(project / "app.lua", 'local honeymoon = require("honeymoon")\nprint(honeymoon.utils.trim(" x "))\n')
    package = tmp_path / "compiled"
    assert build(project / "app.lua", package, Options()) == 0
    assert "from cmc.runtime.lib import honeymoon" in (package / "app.py").read_text()
    assert out_of([sys.executable, str(package)], project) == "x"
    done = subprocess.run(
        [sys.executable, str(package)],
        cwd=project,
        env={**os.environ, "CMC_PACKAGES": "source"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "'require' finds another package 'honeymoon' than the runtime's" in done.stderr


def test_values_that_mean_nothing(project: Path) -> None:
    write(project / "cmc.toml", '[packages]\nhoneymoon = "mine"\n')
    for command in ("run", "build"):
        done = subprocess.run([*RUN[:-1], command, "app.lua"], cwd=project, capture_output=True, text=True, timeout=60)
        assert done.returncode == 2
        assert "[packages] honeymoon must be 'source' or 'native', not 'mine'" in done.stderr
