"""The examples of the pages on databases print what the pages say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"

EXAMPLES = [
    pytest.param(text, id=f"{page}-{number}")
    for page in ("databases", "freight")
    for number, text in enumerate(
        re.findall(r"```lua\n(.*?)```", (DOCS / f"{page}.md").read_text("utf-8"), re.DOTALL), 1
    )
]


@pytest.mark.parametrize("text", EXAMPLES)
def test_example(text: str, tmp_path: Path) -> None:
    (tmp_path / "main.lua").write_text(text, "utf-8")
    command = [sys.executable, "-m", "cmc.cli", "run", "main.lua"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == re.findall(r"^--> (.*)$", text, re.MULTILINE)
