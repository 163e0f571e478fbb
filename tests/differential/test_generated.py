"""Generated programs print the same in the reference interpreter and in cmc."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from . import classes, guards, integers, objects
from .generator import programs
from .runner import Case, cmc_command, difference, reference_command, run
from .sessions import Pair

ADDRESS = re.compile(rb"0x[0-9a-f]{6,}")

PRELUDE = """\
local calls = 0
function tick() calls = calls + 1 if calls > 3000 then error("too many calls", 0) end end
function clip(text) return #text > 60 and text:sub(1, 60) or text end
"""
"""What generated programs expect to find as globals (driver.lua)."""


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


@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(program=programs())
def test_generated_file(tmp_path_factory: pytest.TempPathFactory, program: str) -> None:
    """Files know the library by its names, so they are compiled in other ways than texts that are loaded."""
    folder = tmp_path_factory.mktemp("file")
    source = folder / "program.lua"
    source.write_bytes((PRELUDE + program).encode("utf-8", "surrogateescape"))
    expected = run(reference_command(), Case(source), folder / "reference")
    found = run(cmc_command(), Case(source), folder / "cmc", CMC_CACHE_DIR=str(folder / "cache"))
    differs = difference(*(replace(each, stdout=ADDRESS.sub(b"0x", each.stdout)) for each in (expected, found)))
    if differs:
        pytest.fail(f"{differs}\n{PRELUDE}{program}", pytrace=False)


# Errors of arithmetic by zero have a wrong line in the reference's 5.4.4.
_BLURRED = re.compile(rb"[^\n]*(?:divide by zero|'n%+0'|C stack overflow)[^\n]*")


@pytest.mark.parametrize("maker", [objects, guards, classes])
@pytest.mark.parametrize("first", range(0, 40, 10))
def test_generated_kinds(tmp_path: Path, first: int, maker: ModuleType) -> None:
    """Programs about classes and their instances, or locals of changing kinds: what is known of values is right."""
    for seed in range(first, first + 10):
        _compare(tmp_path, maker.program(seed), seed)


@pytest.mark.parametrize("seed", range(4))
def test_generated_modules(tmp_path: Path, seed: int) -> None:
    """Classes that are in a module of their own are the same to those who ask the module for them."""
    source = tmp_path / "program"
    source.mkdir()
    texts = classes.folder(seed)
    for name, text in texts.items():
        (source / name).write_text(text, encoding="utf-8")
    _compare_case(tmp_path, Case(source), "\n".join(texts.values()))


@pytest.mark.parametrize("seed", range(6))
def test_generated_integers(tmp_path: Path, seed: int) -> None:
    """Programs that reckon with integers of all sizes: nothing that may wrap around is taken for bounded."""
    _compare(tmp_path, integers.program(seed), seed)


def _compare(folder: Path, program: str, seed: int) -> None:
    """Both interpreters show the same, as far as the reference can be relied on."""
    source = folder / f"program{seed}.lua"
    source.write_text(program, encoding="utf-8")
    _compare_case(folder, Case(source), program)


def _compare_case(folder: Path, case: Case, program: str) -> None:
    expected = run(reference_command(), case, folder / f"reference-{case.path.stem}")
    if b"C stack overflow" in expected.stdout:
        return
    found = run(cmc_command(), case, folder / f"cmc-{case.path.stem}", CMC_CACHE_DIR=str(folder / "cache"))
    outcomes = (replace(each, stdout=_BLURRED.sub(b"", ADDRESS.sub(b"0x", each.stdout))) for each in (expected, found))
    differs = difference(*outcomes)
    assert not differs, f"{differs}\n{program}"
