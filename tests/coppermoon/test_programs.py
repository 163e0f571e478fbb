"""Every program below `fixtures/lua/coppermoon` does what CopperMoon did with it."""

from pathlib import Path

import pytest

from tests.coppermoon.programs import deviations, message, programs, record_of, run, without

DEVIATIONS = deviations()


@pytest.mark.parametrize("program", programs())
def test_program(program: str, tmp_path: Path) -> None:
    """Output, exit status, and the message of an uncaught error are those of the record, but for the deviations."""
    record = record_of(program)
    actual = run(program, tmp_path)
    allowed = DEVIATIONS.get(program, [])
    expected_lines = without(record.output, [line for each in allowed for line in each.record])
    actual_lines = without(actual.output, [line for each in allowed for line in each.instead])
    assert (actual_lines, actual.status) == (expected_lines, record.status), "\n".join(actual.error[-5:])
    assert message(record.error) in "\n".join(actual.error)


def test_deviations_are_about_programs_that_exist() -> None:
    assert set(DEVIATIONS) <= set(programs())
    assert all(each.reason and (each.record or each.instead) for found in DEVIATIONS.values() for each in found)
