"""What the database handles of compiled programs cost over their bare drivers, and Freight over the handles.

    python bench/db/run.py [--rounds 7] [--only TEXT] [--markdown] [--json FILE]

Both sides do the same work on the same servers (those of scripts/services), in turns. Shown are microseconds for one
operation and our throughput in parts of the bare one's, both by the wall clock and by the processor time of the client
process alone, which says more where the servers run on the same machine. A star marks what is below its goal.
"""

import argparse
import asyncio
import json
import sys
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict

from measure import Case, Figure, measured
from others import FREIGHT, freight_cases, redis_cases
from relational import ENGINES, cases

GROUPS: dict[str, AbstractAsyncContextManager[list[Case]]] = {
    **{engine: cases(engine) for engine in ENGINES},
    "redis": redis_cases(),
    **{f"freight {engine}": freight_cases(engine) for engine in FREIGHT},
}
HEAD = ("", "operation", "bare µs", "cmc µs", "ratio", "CPU bare", "CPU cmc", "CPU ratio", "goal")


async def measure(rounds: int, only: str) -> list[Figure]:
    """All figures of the groups and operations whose names have `only` in them."""
    figures = []
    for name, group in GROUPS.items():
        async with group as found:
            wanted = [case for case in found if only in f"{name} {case.name}"]
            figures += [await measured(case, rounds) for case in wanted]
    return figures


def cells(figure: Figure) -> tuple[str, ...]:
    """A row of the table."""
    star = "*" if figure.ratio < figure.goal else ""
    times = [f"{figure.bare:.0f}", f"{figure.ours:.0f}", f"{figure.ratio:.2f}{star}"]
    cpu = [f"{figure.cpu_bare:.0f}", f"{figure.cpu_ours:.0f}", f"{figure.cpu_ratio:.2f}"]
    return (figure.engine, figure.name, *times, *cpu, f"{figure.goal}")


def table(figures: list[Figure], *, markdown: bool) -> str:
    """The figures as text, or as a table of Markdown."""
    rows = [HEAD, *map(cells, figures)]
    if markdown:
        rows.insert(1, ("---", "---", *["--:"] * (len(HEAD) - 2)))
        return "".join(f"| {' | '.join(row)} |\n" for row in rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) if place < 2 else cell.rjust(width) for place, (cell, width) in enumerate(pairs))
        for pairs in (list(zip(row, widths, strict=True)) for row in rows)
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", metavar="TEXT", help="what the name of an operation must have in it")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--json", metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    figures = asyncio.run(measure(options.rounds, options.only))
    sys.stdout.write(table(figures, markdown=options.markdown))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump([asdict(figure) for figure in figures], file, indent=1)


if __name__ == "__main__":
    main()
