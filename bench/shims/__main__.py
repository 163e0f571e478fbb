"""Times CopperMoon's libraries beside the same work by hand: `python -m bench.shims` (see README.md)."""

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.shims.cases import CASES, Case
from bench.shims.documents import TEXTS
from bench.table import as_markdown, as_text
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table
from cmc.runtime.stdlib.base import load_file
from cmc.runtime.stdlib.environment import open_libraries
from cmc.transpiler.dynamic import run_program

HERE = Path(__file__).parent
BURST = 0.005
"""Seconds that one side works before it is the other's turn: short, so that both meet the same load."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Microseconds of processor time for one operation, in the fastest turn of each side."""

    case: Case
    ours: float
    hand: float

    @property
    def ratio(self) -> float:
        return self.ours / self.hand


def main() -> None:
    """Runs the cases and prints a table; the exit status is 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", metavar="TEXT", default="", help="the cases with this in their names")
    parser.add_argument("--turns", type=int, default=25, help="turns of each side")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--check", action="store_true", help="only compare what both sides give")
    options = parser.parse_args()
    state.dialect = "coppermoon"
    environment = open_libraries("coppermoon")
    gc.set_threshold(20_000, 20, 20)  # as in programs; the work by hand gains by it too
    figures = []
    start = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, text in TEXTS.items():
            Path(f"{name}.json").write_text(text, "utf-8")
        for case in CASES:
            if options.only in case.name:
                sides = compared(case, environment)
                if not options.check:
                    figures.append(measure(case, *sides, options.turns))
        os.chdir(start)
    if options.check:
        return
    table = [("operation", "hand µs", "cmc µs", "ratio", "goal"), *map(_cells, figures)]
    sys.stdout.write((as_markdown if options.markdown else as_text)(table) + "\n")
    sys.exit(any(figure.ratio > figure.case.goal for figure in figures))


def _cells(figure: Figure) -> tuple[str, ...]:
    case = figure.case
    return case.name, f"{figure.hand:.2f}", f"{figure.ours:.2f}", f"{figure.ratio:.2f}", f"{case.goal:.1f}"


def compared(case: Case, environment: Table) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Both sides of a case, which give the same.

    Raises:
        AssertionError: they do not.
    """
    file = str(HERE / case.file)
    run_program(file, "coppermoon", [])
    ours = load_file(file, "bt", environment, is_program=True)()[case.function]
    found, expected = ours(3), case.hand(3)
    assert found == expected, f"{case.name}: {found!r} instead of {expected!r}"
    return ours, case.hand


def measure(case: Case, ours: Callable[..., Any], hand: Callable[..., Any], turns: int) -> Figure:
    """Both sides of a case in turns."""
    count = 1
    while _seconds(hand, count) < BURST:
        count *= 2
    gc.collect()
    fastest = {ours: float("inf"), hand: float("inf")}
    for turn in range(turns):
        for side in (ours, hand) if turn % 2 else (hand, ours):
            fastest[side] = min(fastest[side], _seconds(side, count))
    return Figure(case, fastest[ours] / count * 1e6, fastest[hand] / count * 1e6)


def _seconds(work: Callable[..., Any], count: int) -> float:
    begin = time.process_time()
    work(count)
    return time.process_time() - begin


if __name__ == "__main__":
    main()
