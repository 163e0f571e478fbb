"""Every program under `cases/` shows the same in the reference interpreter and in cmc."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from .runner import Case, cmc_command, difference, find_cases, reference_command, run

KNOWN = tomllib.loads((Path(__file__).parent / "known_differences.toml").read_text())


@pytest.mark.parametrize("case", find_cases(), ids=lambda case: case.name)
def test_case(case: Case, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Standard output, exit status and standard error are equal, or differ just as it is written down."""
    # Compiled chunks are kept from run to run, as users have them; a change of the compiler makes them new.
    compiled = request.config.cache.mkdir("cmc_compiled") if request.config.cache else tmp_path / "compiled"
    expected = run(reference_command(), case, tmp_path / "reference")
    found = run(cmc_command(), case, tmp_path / "cmc", CMC_CACHE_DIR=str(compiled))
    known = KNOWN.get(case.name)
    if known is not None:
        assert difference(expected, found), "the difference is gone: take it out of known_differences.toml"
        expected = replace(expected, stdout=known["stdout"].encode())
    differs = difference(expected, found)
    if differs:
        pytest.fail(f"{case.name}\n{differs}", pytrace=False)


def test_known_differences_are_of_cases() -> None:
    """No entry outlives its case."""
    assert set(KNOWN) <= {case.name for case in find_cases()}
