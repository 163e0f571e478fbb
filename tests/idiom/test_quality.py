"""Ruff and mypy find nothing in the examples' Python but what is listed, and Black leaves it as it is."""

import tomllib
from pathlib import Path

import pytest

from cmc.transpiler.emit.format import format_module
from cmc.transpiler.options import Options
from cmc.transpiler.project.discover import discover
from cmc.transpiler.project.package import compile_package
from cmc.transpiler.project.writer import write_package
from tests.idiom.linting import Findings, mypy, ruff
from tests.idiom.programs import Program, examples, modules

EXCEPTIONS = tomllib.loads(Path(__file__).with_name("exceptions.toml").read_text("utf-8"))["exception"]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of all examples."""
    folder = tmp_path_factory.mktemp("packages")
    for program in examples():
        package = compile_package(discover(program.path), Options(program.dialect), program.name)
        assert package.diagnostics == ()
        write_package(package.files, folder / program.name)
    return folder


def test_ruff(packages: Path) -> None:
    """Ruff's default rules and bugbear, comprehensions, return, simplify and pyupgrade."""
    _compare("ruff", ruff(packages))


def test_mypy(packages: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Mypy without its strict rules."""
    cache = request.config.cache.mkdir("idiom_mypy") if request.config.cache else tmp_path / "cache"
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    _compare("mypy", mypy(packages, scratch, cache))


@pytest.mark.parametrize("program", examples(), ids=lambda program: program.name)
def test_black(program: Program) -> None:
    """Black has nothing to change."""
    for module in modules(program):
        assert format_module(module.python) == module.python, module.place


def _compare(tool: str, found: Findings) -> None:
    """What a tool found must be what is listed."""
    listed = {(entry["code"], file) for entry in EXCEPTIONS if entry["tool"] == tool for file in entry["files"]}
    new = [f"{key[0]} {place}" for key, places in found.items() if key not in listed for place in places]
    assert not new, "\n".join(new)
    stale = [f"{file}: {code}" for code, file in sorted(listed - set(found))]
    assert not stale, f"{tool} does not find this any more; drop it from exceptions.toml: {', '.join(stale)}"


def test_exceptions_have_reasons() -> None:
    """Every entry of the list says what is accepted where, and why."""
    for entry in EXCEPTIONS:
        assert set(entry) == {"tool", "code", "files", "why"}
        assert entry["tool"] in ("ruff", "mypy")
        assert entry["files"]
        assert entry["why"]
