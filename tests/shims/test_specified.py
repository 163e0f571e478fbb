"""The shims declare what the specification lists, no less and no more."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cmc.runtime.manifest import manifest
from cmc.runtime.shims.catalogue import FUNCTIONS

SPECIFIED: dict[str, Any] = tomllib.loads(Path(__file__).with_name("specified.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    return manifest()


@pytest.mark.parametrize("library", SPECIFIED["functions"])
def test_functions(library: str, data: dict[str, Any]) -> None:
    declared = [path.partition(".")[2] for path in data["functions"] if path.startswith(library + ".")]
    assert declared == SPECIFIED["functions"][library]


def test_global_functions(data: dict[str, Any]) -> None:
    assert sorted(FUNCTIONS) == SPECIFIED["global_functions"]["timers"]
    assert all(name in data["functions"] for name in FUNCTIONS)


@pytest.mark.parametrize("cls", SPECIFIED["methods"])
def test_methods(cls: str, data: dict[str, Any]) -> None:
    assert list(data["classes"][cls]["methods"]) == SPECIFIED["methods"][cls]


def test_constants(data: dict[str, Any]) -> None:
    specified = {
        f"{lib}.{name}": value for lib, found in SPECIFIED["constants"].items() for name, value in found.items()
    }
    assert specified.items() <= data["constants"].items()


def test_what_waits_says_so(data: dict[str, Any]) -> None:
    waiting = {path for path, entry in data["functions"].items() if entry.get("suspends")}
    assert {"time.sleep", "process.exec", "process.spawn", "fs.copy_dir", "fs.glob", "table.map"} <= waiting
