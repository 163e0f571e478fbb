"""What all tests share: profiles of hypothesis, and a look at the IR of everything that is compiled in the process."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from cmc.transpiler import pipeline
from tests.compiling import check_around

# `ci` tries the same examples on every run and every machine; `fuzz` looks for new ones (HYPOTHESIS_PROFILE=fuzz).
settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.register_profile("fuzz", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session", autouse=True)
def _ir_is_checked() -> Iterator[None]:
    """Every module must be valid IR after lowering and after the passes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "run_passes", check_around(pipeline.run_passes))
        yield
