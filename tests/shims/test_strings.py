"""The functions that `string` has more of (CopperMoon specification, section 6)."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmc.runtime.core.table import Table
from cmc.runtime.shims import strings


def items(table: Table) -> list[str]:
    """The elements of a list."""
    return [table[position] for position in range(1, len(table) + 1)]


@pytest.mark.parametrize("blank", list("\t\n\v\f\r \x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000"))
def test_white_space_of_unicode_is_trimmed(blank: str) -> None:
    assert strings.trim(f"{blank}a{blank}b{blank}") == f"a{blank}b"
    assert (strings.ltrim(blank + "a"), strings.rtrim("a" + blank)) == ("a", "a")


@pytest.mark.parametrize("kept", list("\x1c\x1f\u200b\ufeff\0"))
def test_what_is_no_white_space_stays(kept: str) -> None:
    assert strings.trim(f"{kept}a{kept}") == f"{kept}a{kept}"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("\n", [""]),
        ("a\r\nb\r", ["a", "b\r"]),
        ("a\rb\n\r\n", ["a\rb", ""]),
        ("a\r\r\nb", ["a\r", "b"]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    assert items(strings.lines(text)) == lines


def test_pieces() -> None:
    assert items(strings.split("", "")) == []
    assert items(strings.split("", ",")) == [""]
    assert items(strings.split("a\u00e9", "")) == ["a", "\u00e9"]
    assert items(strings.chars("\U0001f600x")) == ["\U0001f600", "x"]


def test_widths_count_characters() -> None:
    assert strings.pad_center("\u00e9", 4, "\u00b7!") == "\u00b7\u00e9\u00b7\u00b7"
    assert strings.pad_left("abc", 2) == "abc"
    assert strings.pad_right("a", 3, "") == "a  "


@pytest.mark.parametrize(("limit", "expected"), [(6, "abcdef"), (5, "ab..."), (3, "..."), (2, ".."), (0, "")])
def test_truncated_texts_are_never_longer_than_asked_for(limit: int, expected: str) -> None:
    assert strings.truncate("abcdef", limit, "...") == expected


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("  Hello, World!  ", "hello-world"),
        ("\u00c9t\u00e9 2024", "\u00e9t\u00e9-2024"),
        ("\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f\u0928-\u0926\u0940"),  # the virama is no letter
        ("\u24d0\u2167\u00bd", "\u24d0\u2177\u00bd"),
        ("a_b-c", "a-b-c"),
        ("\U0001f525", ""),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert strings.slug(text) == slug


def test_empty_parts() -> None:
    assert strings.count("abc", "") == 0
    assert strings.replace_all("ab", "", "-") == "-a-b-"
    assert strings.contains("a", "") and strings.starts_with("a", "") and strings.ends_with("a", "")


def test_methods_of_strings(output: Callable[..., list[str]]) -> None:
    assert (
        output("""
        print(("a,b"):split(",")[2], (" x "):trim() .. "|", ("7"):pad_left(3, 0), #("ab"):chars())
        print(("x").trim == string.trim, require("string").slug == string.slug)
        print(pcall(string.trim, "\\xff"))
        print(pcall(string.pad_left, "a", -1))
        print(select(2, pcall(function() return ("a"):split() end)))
        """)
        == [
            "b\tx|\t007\t2",
            "true\ttrue",
            "false\tbad argument #1 to 'string.trim' (invalid utf-8 sequence of 1 bytes from index 0)",
            "false\tbad argument #2 to 'string.pad_left' (out of range)",
            "main.lua:6: bad argument #1 to 'split' (string expected, got nil)",
        ]
    )


def test_plain_lua_has_none_of_them(output: Callable[..., list[str]]) -> None:
    assert output("print(string.trim, table.map, setTimeout)", options=("--dialect", "lua54")) == ["nil\tnil\tnil"]


# Any texts

TEXTS = st.text(st.sampled_from("ab,é☃\U0001f600 \n\r\t\u2003"), max_size=12)


@given(TEXTS, TEXTS, TEXTS)
def test_parts_are_found_as_bytes_are(text: str, part: str, new: str) -> None:
    data, piece = text.encode(), part.encode()
    assert strings.contains(text, part) == (piece in data)
    assert strings.starts_with(text, part) == data.startswith(piece)
    assert strings.ends_with(text, part) == data.endswith(piece)
    if part:
        assert strings.count(text, part) == data.count(piece)
        assert [each.encode() for each in items(strings.split(text, part))] == data.split(piece)
        assert strings.replace_all(text, part, new) == new.join(text.split(part))


@given(TEXTS)
def test_nothing_of_a_text_is_lost(text: str) -> None:
    assert "".join(items(strings.split(text, ""))) == text
    assert strings.trim(text) == strings.ltrim(strings.rtrim(text)) == strings.rtrim(strings.ltrim(text))
    assert text.endswith(strings.ltrim(text)) and text.startswith(strings.rtrim(text))
    lines = items(strings.lines(text))
    assert "\n".join(lines).replace("\r", "") == text.removesuffix("\n").replace("\r", "")


@given(TEXTS, st.integers(0, 20), st.none() | TEXTS)
def test_widths(text: str, width: int, fill: str | None) -> None:
    left, right, center = (pad(text, width, fill) for pad in (strings.pad_left, strings.pad_right, strings.pad_center))
    assert {len(left), len(right), len(center)} == {max(len(text), width)}
    assert left.endswith(text) and right.startswith(text) and text in center
    blank = (fill or " ")[0]
    assert set(left[: len(left) - len(text)] + right[len(text) :]) <= {blank}
    assert len(strings.truncate(text, width, fill or "")) == min(len(text), width)
    assert "".join(items(strings.chars(text))) == text


@given(st.text())
def test_slugs_of_any_text(text: str) -> None:
    slug = strings.slug(text)
    assert slug == strings.slug(slug) == slug.strip("-")
    assert "--" not in slug and " " not in slug
