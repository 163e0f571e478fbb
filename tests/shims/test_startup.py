"""Programs do not load what they do not use."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("aiohttp", "asyncio", "sqlite3", "orjson")

PLAIN = (
    'local t = {} for i = 1, 10 do t[i] = i end print("plain", #t) coroutine.wrap(function() coroutine.yield() end)()'
)


def loaded(tmp_path: Path, text: str, dialect: str) -> set[str]:
    """Which of the heavy modules are loaded after a program has run."""
    (tmp_path / "main.lua").write_text(text)
    script = (
        "import sys\n"
        "from cmc.runtime.script import run_script\n"
        f"status = run_script('main.lua', [], {dialect!r})\n"
        f"print('loaded:', *[name for name in {HEAVY!r} if name in sys.modules])\n"
        "sys.exit(status)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize("dialect", ["lua54", "coppermoon"])
def test_plain_programs(tmp_path: Path, dialect: str) -> None:
    assert loaded(tmp_path, PLAIN, dialect) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("local j = json print(type(j), type(sqlite))", set()),
        ("json.encode({})", {"orjson"}),
        ("sqlite.memory():exec('CREATE TABLE t (a)')", {"sqlite3"}),
        ("require('honeymoon').new():get('/', print)", {"orjson"}),
    ],
)
def test_libraries_load_what_they_need(tmp_path: Path, text: str, expected: set[str]) -> None:
    assert loaded(tmp_path, text, "coppermoon") == expected
