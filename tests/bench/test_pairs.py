"""Every benchmark prints the same as generated Python, as hand-written Python and under the reference interpreter."""

import shutil
import sys
from pathlib import Path

import pytest

from bench.programs import Program, check_outputs, commands, dynamic, pairs
from cmc.cli.build import try_build
from cmc.cli.report import CLEAN
from cmc.transpiler.options import Options
from cmc.transpiler.project.incremental import Memory

LUA = "lua5.4"
MISSING = "the reference interpreter `lua5.4` is not installed: apt-get install lua5.4 (or brew install lua@5.4)"


def _outputs_are_equal(program: Program, folder: Path) -> None:
    if shutil.which(LUA) is None:
        pytest.fail(MISSING)
    package = folder / f"{program.name}_package"
    # In this process, since starting a compiler for every program takes longer than compiling.
    assert try_build(program.target, package, Options(), Memory()).status == CLEAN
    assert check_outputs(program, commands(program, package, sys.executable, LUA, program.small))


@pytest.mark.parametrize("program", pairs(), ids=lambda program: program.name)
def test_pair(program: Program, tmp_path: Path) -> None:
    """Generated, hand-written and reference agree on a small size."""
    assert program.hand_written is not None, "a pair has a program in Python"
    _outputs_are_equal(program, tmp_path)


@pytest.mark.parametrize("program", dynamic(), ids=lambda program: program.name)
def test_dynamic_program(program: Program, tmp_path: Path) -> None:
    """Generated and reference agree on a small size."""
    _outputs_are_equal(program, tmp_path)
