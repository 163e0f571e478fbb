"""The share of helpers in the generated Python does not rise."""

from textwrap import dedent

import pytest

from tests.compiling import deep_recursion
from tests.idiom.density import measure
from tests.idiom.survey import LOOSE, SLACK, Part, ceilings, density, parts


@pytest.mark.parametrize("part", parts(), ids=lambda part: f"{part.group}-{part.name}")
def test_ceiling(part: Part) -> None:
    """A part's density lies below its ceiling, and not so far below that the ceiling holds nothing."""
    with deep_recursion():
        found = density(part, sample=True)
    recorded = ceilings()
    assert (part in recorded) == (found.lines > 0), "python -m tests.idiom --lower writes what is missing"
    if part in recorded:
        assert found.per_hundred() <= recorded[part] + SLACK, "python -m tests.idiom shows the worst"
        assert found.per_hundred() >= recorded[part] * LOOSE, "better: record it with python -m tests.idiom --lower"


def test_measure() -> None:
    """What counts as a helper and as a line."""
    found = measure(
        dedent('''
            """A module."""

            from cmc.runtime import (
                Table,
                add as lua_add,
                index,
            )
            from cmc.runtime.lib import print

            # A comment
            table = Table(
                {"a": 1}
            )


            @table["decorator"]
            def f(a, index_of):
                """A function."""
                text = """
            # no comment, but blank all the same
            """
                return lua_add(index(a, "b"), index_of)


            print(f(table, 1), add, text)
            '''),
        "there.lua",
        {23: 7},
    )
    assert found.helpers == {"add": 1, "index": 1}
    assert found.types == {"Table": 1}
    assert found.lines == 9
    assert found.samples["add"] == 'there.lua:7: return lua_add(index(a, "b"), index_of)'
    assert found.per_hundred() == pytest.approx(200 / 9)
    assert found.names_per_hundred() == pytest.approx(300 / 9)


def test_a_helper_bound_again_is_refused() -> None:
    """Whether such a name is a helper cannot be said."""
    with pytest.raises(ValueError, match="index is bound again"):
        measure("from cmc.runtime import index\n\nindex = 1\n")
