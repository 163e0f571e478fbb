"""`python -m tests.differential.fuzz --count 5000`: looks for programs over which the reference and cmc differ.

The first program of each way to differ is made smaller and saved, with what differs, to a folder.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from .generator import programs
from .sessions import Pair, kind_of

_ROUND = 250


def search(pair: Pair, count: int, seed_of_round: int) -> Iterator[str]:
    """The programs over which the two differ, among `count` of them."""
    different = []

    @seed(seed_of_round)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(program=programs())
    def compare(program: str) -> None:
        if pair.difference(program):
            different.append(program)

    compare()
    yield from different


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000, help="how many programs to try")
    parser.add_argument("--folder", type=Path, default=Path("fuzz"), help="where programs that differ are saved")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32), help="where to begin")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    kinds: Counter[tuple[str, ...]] = Counter()
    with tempfile.TemporaryDirectory() as folder, Pair.started_in(Path(folder)) as pair:
        for start in range(0, arguments.count, _ROUND):
            for program in search(pair, min(_ROUND, arguments.count - start), arguments.seed + start):
                kind = kind_of(pair.difference(program))
                kinds[kind] += 1
                if kinds[kind] > 1:
                    continue
                arguments.folder.mkdir(parents=True, exist_ok=True)
                saved = arguments.folder / f"{arguments.seed}_{len(kinds)}.lua"
                smallest = pair.smallest(program)
                differs = pair.difference(smallest)
                saved.write_bytes(smallest.encode("utf-8", "surrogateescape"))
                saved.with_suffix(".diff").write_text(differs)
                print(f"{saved}\n{differs}\n{smallest}", flush=True)
    print(f"{arguments.count} programs, {kinds.total()} of them differ, in {len(kinds)} ways")
    return 1 if kinds else 0


if __name__ == "__main__":
    sys.exit(main())
