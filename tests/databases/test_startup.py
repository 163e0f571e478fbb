"""Programs load no driver before they connect."""

import subprocess
import sys
from pathlib import Path

import pytest

DRIVERS = ("asyncio", "asyncpg", "aiomysql", "pymysql", "redis", "sqlite3", "ssl")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("print(type(mysql.connect), type(postgresql.open))", set()),
        ("local redis, freight = require('redis'), require('freight') print(freight.string(5).size)", set()),
        (
            "pcall(mysql.open, 'nothing') pcall(postgresql.open, 'nothing') pcall(require('redis').new, 'nothing')",
            set(),
        ),
        (
            "require('freight').open('sqlite', { database = ':memory:' }):model('t', { id = { type = 'text' } })",
            {"sqlite3"},
        ),
    ],
)
def test_drivers_that_are_loaded(tmp_path: Path, text: str, expected: set[str]) -> None:
    (tmp_path / "main.lua").write_text(text)
    script = (
        "import sys\n"
        "from cmc.runtime.script import run_script\n"
        "status = run_script('main.lua', [], 'coppermoon')\n"
        f"print('loaded:', *[name for name in {DRIVERS!r} if name in sys.modules])\n"
        "sys.exit(status)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.splitlines()[-1].split()[1:]) == expected
