"""What ruff and mypy say of generated Python, by rule and file."""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from tests.idiom.programs import ROOT

# Ruff's default rules and those that the project itself follows.
RULES = "E4,E7,E9,F,B,C4,RET,SIM,UP"

Findings = dict[tuple[str, str], list[str]]
"""The findings by code and by file, relative to the folder and without `.py`."""


def ruff(folder: Path) -> Findings:
    """What ruff finds below a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", RULES]
        + ["--target-version", "py311", "--output-format", "json", "."],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    found: Findings = defaultdict(list)
    for finding in json.loads(done.stdout):
        name = Path(finding["filename"]).relative_to(folder.resolve()).with_suffix("").as_posix()
        found[finding["code"], name].append(f"{name}.py:{finding['location']['row']}: {finding['message']}")
    return found


def mypy(folder: Path, scratch: Path, cache: Path) -> Findings:
    """What mypy finds below a folder without its strict rules; `scratch` is an empty folder."""
    # Mypy finds modules by folders alone, so it is shown the namespace as links.
    package = scratch / "cmc"
    package.mkdir()
    for part in ("src/cmc/__init__.py", "src/cmc/py.typed", "transpiler", "runtime", "cli"):
        (package / Path(part).name).symlink_to(ROOT / part)
    (scratch / "mypy.ini").write_text("[mypy]\npython_version = 3.11\n")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", str(scratch / "mypy.ini"), "--cache-dir", str(cache)]
        + ["--follow-imports", "silent", "--namespace-packages", "--explicit-package-bases"]
        + ["--no-error-summary", "--no-pretty", "--hide-error-context", "."],
        cwd=folder,
        env={**os.environ, "MYPYPATH": str(scratch)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == "", done.stderr
    found: Findings = defaultdict(list)
    for line in done.stdout.splitlines():
        match = re.fullmatch(r"(.+)\.py:\d+: error: .*\[([\w-]+)\]", line)
        if match is None:
            assert ": note: " in line, line
            continue
        found[match[2], match[1]].append(line)
    return found
