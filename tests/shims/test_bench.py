"""The benchmarks of the libraries compare like with like."""

import subprocess
import sys
from pathlib import Path

from bench.shims.cases import CASES


def test_both_sides_of_every_operation_give_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.shims", "--check"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len({case.name for case in CASES}) == len(CASES) > 30
