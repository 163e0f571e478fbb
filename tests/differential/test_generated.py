"""Generated programs print the same in the reference interpreter and in cmc."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from .generator import programs
from .sessions import Pair


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both interpreters, up for all programs."""
    with Pair.started_in(tmp_path_factory.mktemp("generated")) as started:
        yield started


@settings(
    max_examples=200,
    deadline=None,
    # The reducer takes less time than hypothesis to make such a program small.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(program=programs())
def test_generated_program(pair: Pair, program: str) -> None:
    """All lines, and the values or the error at the end, are equal."""
    if pair.difference(program):
        smallest = pair.smallest(program)
        pytest.fail(f"{pair.difference(smallest)}\n{smallest}", pytrace=False)
