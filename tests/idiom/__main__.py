"""`python -m tests.idiom`: how much of the generated Python is calls of helpers, and which helpers these are."""

import argparse

from tests.compiling import deep_recursion
from tests.idiom.density import Density
from tests.idiom.programs import is_annotated
from tests.idiom.survey import GOALS, GROUPS, Part, density, density_of, lower, parts, programs

WORST = 10


def main() -> None:
    """Prints the tables, or lowers the ceilings."""
    parser = argparse.ArgumentParser(prog="python -m tests.idiom", description=__doc__)
    parser.add_argument("--lower", action="store_true", help="write densities below their ceilings as the new ones")
    parser.add_argument("--only", choices=GROUPS, help="look at these programs only")
    options = parser.parse_args()
    with deep_recursion():
        if options.lower:
            for part, value in lower().items():
                print(f"{part.group:9} {part.name:10} {value:6.1f}")
            return
        _report([options.only] if options.only else list(GROUPS))


def _report(groups: list[str]) -> None:
    print("Uses of helpers of cmc.runtime per 100 code lines; `names` counts its types, as Table, as well.\n")
    if "examples" in groups:
        for program in programs("examples"):
            print(_line(f"{program.name}{' (annotated)' if is_annotated(program) else ''}", density_of(program)))
        print()
    found = {part: density(part) for part in parts() if part.group in groups}
    for annotated in (False, True):
        total = Density()
        for part, counts in found.items():
            if part.annotated == annotated and counts.lines:
                print(_line(f"{part.group}, {_kind(annotated)}", counts))
                total.add(counts)
        print(f"{_line(f'all, {_kind(annotated)}', total)}   goal {GOALS[annotated]:.0f}")
    _worst(found)


def _kind(annotated: bool) -> str:
    return "with annotations" if annotated else "without annotations"


def _line(name: str, counts: Density) -> str:
    return (
        f"{name:32} {counts.lines:6} lines {counts.per_hundred():6.1f} helpers {counts.names_per_hundred():6.1f} names"
    )


def _worst(found: dict[Part, Density]) -> None:
    total = Density()
    for counts in found.values():
        total.add(counts)
    by_group = {group: Density() for group in GROUPS}
    for part, counts in found.items():
        by_group[part.group].add(counts)
    print(f"\nThe worst: uses in {', '.join(GROUPS)}, and the first place")
    for name, _ in total.helpers.most_common(WORST):
        counts_of = "".join(f"{by_group[group].helpers[name]:7}" for group in GROUPS)
        print(f"{name:10}{counts_of}  {total.samples[name]}")


if __name__ == "__main__":
    main()
