"""The shims declare what the specification lists, no less and no more."""

import subprocess
import sys
import tomllib
from collections.abc import Callable
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
    more = SPECIFIED["more_methods"].get(cls, [])
    assert list(data["classes"][cls]["methods"]) == sorted([*SPECIFIED["methods"][cls], *more])


def test_every_library_of_the_specification_is_compared(data: dict[str, Any]) -> None:
    assert {*data["globals"], *data["extensions"]} == set(SPECIFIED["functions"])
    classes = {cls for cls in data["classes"] if cls.partition(".")[0] in data["globals"]}
    assert classes == {*SPECIFIED["methods"], "http.Response"}


def test_constants(data: dict[str, Any]) -> None:
    specified = {
        f"{lib}.{name}": value for lib, found in SPECIFIED["constants"].items() for name, value in found.items()
    }
    assert specified.items() <= data["constants"].items()


def test_what_waits_says_so(data: dict[str, Any]) -> None:
    waiting = {path for path, entry in data["functions"].items() if entry.get("suspends")}
    assert {"time.sleep", "process.exec", "process.spawn", "fs.copy_dir", "fs.glob", "table.map"} <= waiting


def test_every_library_can_be_required(output: Callable[..., list[str]]) -> None:
    names = list(SPECIFIED["functions"])
    calls = "\n".join(f'print("{name}", require("{name}") == {name}, type({name}))' for name in names)
    assert output(calls) == [f"{name}\ttrue\ttable" for name in names]


def test_libraries_that_are_not_used_are_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "main.lua").write_text('print(type(re.test), type(archive.zip.open), #"x", ("a"):upper(), time ~= fs)')
    script = (
        "import sys\n"
        "from cmc.runtime.script import run_script\n"
        "status = run_script('main.lua', [], 'coppermoon')\n"
        "print(*[name for name in sys.modules if name.startswith('cmc.runtime.shims.')\n"
        "        or name in ('asyncio', 'regex', 'zipfile', 'tarfile')])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert set(done.stdout.splitlines()[-1].split()) == {"cmc.runtime.shims.catalogue", "cmc.runtime.shims.names"}
