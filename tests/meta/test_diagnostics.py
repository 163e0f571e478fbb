"""The catalogue of messages, and the page that is made of it."""

import re

import pytest

from cmc.transpiler.diagnostics import CATALOGUE
from tests.meta.diagnostics_page import EXAMPLES, PAGE, example_output, page, reported_codes
from tests.meta.sources import python_files, strings_in

CODE = re.compile(r"[A-Z]\d{3}")


def test_page_is_up_to_date() -> None:
    """`docs/diagnostics.md` says what cmc prints."""
    assert PAGE.read_text("utf-8") == page(), "python -m tests.meta.diagnostics_page writes the page anew"


@pytest.mark.parametrize("code", EXAMPLES)
def test_examples_show_their_code(code: str) -> None:
    """The example of a code is reported under it, and under no other."""
    assert set(re.findall(r"(?:error|warning)\[(\w+)\]", example_output(code))) == {code}


def test_every_reported_code_has_an_example() -> None:
    """Except for errors of cmc itself, which no program can ask for."""
    assert {code for code in reported_codes() if not code.startswith("I")} == set(EXAMPLES)


def test_codes_are_in_the_catalogue() -> None:
    """Codes have one form, and what is reported has an entry."""
    assert all(CODE.fullmatch(code) and rule.code == code for code, rule in CATALOGUE.items())
    for path in python_files():
        unknown = [text for text in strings_in(path) if re.fullmatch(r"[LPIW]\d{3}", text) and text not in CATALOGUE]
        assert unknown == [], path


def test_texts_of_the_catalogue() -> None:
    """Every entry has a short title and a hint that is a sentence."""
    for rule in CATALOGUE.values():
        assert rule.title
        assert not rule.title.endswith(".")
        assert rule.hint.endswith(".")
