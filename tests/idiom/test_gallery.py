"""The gallery shows what cmc makes of the examples today."""

import difflib

import pytest

from tests.compiling import deep_recursion
from tests.idiom.gallery import PAGE, Extract, extracts, page
from tests.idiom.programs import EXAMPLES, ROOT


def test_page() -> None:
    """The page is what the generator writes."""
    with deep_recursion():
        made = page().splitlines()
    written = PAGE.read_text("utf-8").splitlines() if PAGE.exists() else []
    difference = "\n".join(difflib.unified_diff(written, made, "docs/gallery.md", "made by cmc", lineterm="", n=2))
    assert not difference, f"python -m tests.idiom.gallery writes the page anew\n{difference}"


def test_every_example_is_shown() -> None:
    """Each example has an extract."""
    shown = {extract.file.split("/")[1] for extract in extracts()}
    assert shown == {folder.name for folder in EXAMPLES.iterdir() if folder.is_dir()}


@pytest.mark.parametrize("extract", extracts(), ids=lambda extract: extract.title)
def test_beginning_is_unique(extract: Extract) -> None:
    """One line of the file starts as the entry says."""
    text = (ROOT / extract.file).read_text("utf-8")
    assert sum(line.startswith(extract.begin) for line in text.splitlines()) == 1
