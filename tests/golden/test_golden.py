"""What cmc makes of the fixtures is what `fixtures/expected_py` holds, is good Python, and does what Lua does."""

import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from cmc.transpiler.emit.format import format_module
from cmc.transpiler.project.writer import write_package
from tests.golden.pairs import EXPECTED, FIXTURES, Pair, package_of, pairs, text_of

ROOT = FIXTURES.parent
PAIRS = pairs()
EXCEPTIONS = tomllib.loads(Path(__file__).with_name("exceptions.toml").read_text("utf-8"))["exception"]
# Ruff's default rules and those that the project itself follows.
RULES = "E4,E7,E9,F,B,C4,RET,SIM,UP"
UPDATE = "python -m tests.golden.update writes the files anew"


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_text(pair: Pair) -> None:
    """The Python text is the expected one, which compiles and has Black's layout."""
    expected = pair.python.read_text("utf-8") if pair.python.exists() else ""
    lines = (text.splitlines() for text in (expected, text_of(pair)))
    difference = "\n".join(difflib.unified_diff(*lines, "expected", "made by cmc", lineterm="", n=2))
    assert not difference, f"{pair.python.name}: {UPDATE}\n{difference}"
    compile(expected, pair.python.name, "exec", dont_inherit=True)
    assert format_module(expected) == expected


def test_there_is_nothing_else() -> None:
    """Every expected file has its Lua program."""
    names = {path.relative_to(EXPECTED).as_posix() for path in EXPECTED.rglob("*.py")}
    assert names == {pair.python.name for pair in PAIRS}, UPDATE


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_behaviour(pair: Pair, tmp_path: Path) -> None:
    """The compiled package prints what the program prints in the reference interpreter."""
    write_package(package_of(pair).files, tmp_path / pair.name)
    found = _run([sys.executable, "-m", pair.name], tmp_path)
    assert found == _run(["lua5.4", pair.lua.name], pair.lua.parent)
    assert found[1] == 0


def _run(command: list[str], folder: Path) -> tuple[list[str], int]:
    """The lines of the standard output, and the exit status."""
    if shutil.which(command[0]) is None:
        raise RuntimeError("these tests need the reference interpreter: apt-get install lua5.4")
    # The reference finds modules by names without `./`, which its error messages would show.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LUA_")}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**environment, "LUA_PATH": "?.lua", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.splitlines(), done.returncode


def test_ruff() -> None:
    """Ruff finds nothing but what is listed."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", RULES]
        + ["--target-version", "py311", "--output-format", "json", "."],
        cwd=EXPECTED,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    found = defaultdict(list)
    for finding in json.loads(done.stdout):
        place = f"{Path(finding['filename']).name}:{finding['location']['row']}: {finding['message']}"
        found[finding["code"], Path(finding["filename"]).stem].append(place)
    _compare("ruff", found)


def test_mypy(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Mypy, without its strict rules, finds nothing but what is listed."""
    # Mypy finds modules by folders alone, so it is shown the namespace as links.
    package = tmp_path / "cmc"
    package.mkdir()
    for part in ("src/cmc/__init__.py", "src/cmc/py.typed", "transpiler", "runtime", "cli"):
        (package / Path(part).name).symlink_to(ROOT / part)
    (tmp_path / "mypy.ini").write_text("[mypy]\npython_version = 3.11\n")
    cache = request.config.cache.mkdir("golden_mypy") if request.config.cache else tmp_path / "cache"
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", str(tmp_path / "mypy.ini"), "--cache-dir", str(cache)]
        + ["--follow-imports", "silent", "--namespace-packages", "--explicit-package-bases"]
        + ["--no-error-summary", "--no-pretty", "--hide-error-context", EXPECTED.name],
        cwd=FIXTURES,
        env={**os.environ, "MYPYPATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == "", done.stderr
    found = defaultdict(list)
    for line in done.stdout.splitlines():
        match = re.fullmatch(r".*?([^/\\]+)\.py:\d+: error: .*\[([\w-]+)\]", line)
        if match is None:
            assert ": note: " in line, line
            continue
        found[match[2], match[1]].append(line)
    _compare("mypy", found)


def _compare(tool: str, found: dict[tuple[str, str], list[str]]) -> None:
    """What a tool found, by rule and file, must be what is listed."""
    listed = {(entry["code"], file) for entry in EXCEPTIONS if entry["tool"] == tool for file in entry["files"]}
    new = [
        f"{code} {place}" for (code, file), places in found.items() if (code, file) not in listed for place in places
    ]
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
