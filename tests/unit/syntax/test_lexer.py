"""Tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmc.runtime.core.text import canonical
from cmc.transpiler.syntax.lexer import EOF, ERROR, KEYWORDS, NAME, NUMBER, STRING, encode_utf8, tokenize
from tests.unit.lua_reference import values


def _kinds(text: str) -> list[str]:
    kinds = tokenize(text).kinds
    assert kinds.pop() == EOF
    return kinds


def _value(text: str) -> object:
    tokens = tokenize(text)
    assert tokens.kinds[1:] == [EOF]
    return tokens.values[0]


def test_operators_take_the_longest_match() -> None:
    """Signs without spaces between them."""
    assert _kinds("...  ..  .") == ["...", "..", "."]
    assert _kinds("a....b") == [NAME, "...", ".", NAME]
    assert _kinds("<<=>>=<=>===~=~") == ["<<", "=", ">>", "=", "<=", ">=", "==", "~=", "~"]
    assert _kinds("///::::") == ["//", "/", "::", "::"]
    assert _kinds("+-*/%^#&|(){}[];:,") == list("+-*/%^#&|(){}[];:,")


def test_keywords_and_names() -> None:
    """Keywords are their own kind, everything like them is a name."""
    assert _kinds(" ".join(sorted(KEYWORDS))) == sorted(KEYWORDS)
    assert len(KEYWORDS) == 22
    assert _kinds("And END _ __index x1 É") == [NAME] * 5 + ["É"]


def test_places() -> None:
    """Starts, ends and the line on which a token ends."""
    tokens = tokenize("a =\n [[x\ny]]\r\n..'z'")
    assert tokens.kinds == [NAME, "=", STRING, "..", STRING, EOF]
    assert tokens.starts == [0, 2, 5, 14, 16, 19]
    assert tokens.ends == [1, 3, 12, 16, 19, 19]
    assert tokens.lines == [1, 1, 3, 4, 4, 4]


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n", "\n\r"])
def test_line_breaks(line_break: str) -> None:
    """Any of the four counts as one, and is a newline in strings."""
    text = f"a{line_break}[[{line_break}b{line_break}c]]{line_break}'d\\{line_break}e'{line_break}f"
    tokens = tokenize(text)
    assert tokens.lines == [1, 4, 6, 7, 7]
    assert [value[0] for value in tokens.values[1:3]] == ["b\nc", "d\ne"]


_NUMERALS = (
    "0 7 007 3 345 0xff 0xBEBADA 9223372036854775807 9223372036854775808 0x7fffffffffffffff 0xffffffffffffffff "
    "0x1ffffffffffffffff 3. .5 3.0 3.1416 314.16e-2 0.31416E1 34e1 1e308 1e309 1e-400 0x.1 0x0.1E 0xA23p-4 "
    "0X1.921FB54442D18P+1 0x1p-1074 0x1p1024 0x.8p1 0xep1 1E+2 18446744073709551616 0x8000000000000000"
)
NUMERALS = _NUMERALS.split()


def test_numerals() -> None:
    """Integers wrap in hexadecimal and become floats in decimal; values are those of the reference."""
    ours = []
    for numeral in NUMERALS:
        value, spelling = _value(numeral)  # type: ignore[misc]  # a numeral's value is a pair
        assert spelling == numeral
        ours.append(("integer", str(value)) if isinstance(value, int) else ("float", float(value).hex()))
    theirs = [(kind, text if kind == "integer" else float.fromhex(text).hex()) for kind, text in values(NUMERALS)]
    assert dict(zip(NUMERALS, ours, strict=True)) == dict(zip(NUMERALS, theirs, strict=True))


@pytest.mark.parametrize("text", ["3x", "0x", "0xg", "1e", "1e+", "1..2", "3.4.5", "0x1p", "08a", "1_000", "0b1"])
def test_malformed_numbers(text: str) -> None:
    """What begins like a number is read as far as Lua reads it, and is an error token."""
    tokens = tokenize(text)
    assert tokens.kinds[0] == ERROR
    assert tokens.values[0][0] == "malformed number"


ESCAPES = {
    r"'\a\b\f\n\r\t\v\\\'\"'": "\a\b\f\n\r\t\v\\'\"",
    r"'\x41\x7a'": "Az",
    r"'\65\066\0677\9\0'": "ABC7\t\0",
    r"'\u{48}\u{E9}\u{20AC}\u{1F600}'": "Hé€😀",
    r"'\xC3\xA9'": "é",
    r"'\195\169\200'": "é\udcc8",
    r"'\z   \z'": "",
    "'a\\z \n\t \r\n b'": "ab",
    "'a\\\nb'": "a\nb",
    "'é😀'": "é😀",
    "'\t\x01'": "\t\x01",
    "[[a\\nb]]": "a\\nb",
    "[==[\n]]]=]]==]": "]]]=]",
    "[[\r\nx\r\ry]]": "x\n\ny",
}


@pytest.mark.parametrize("literal", ESCAPES)
def test_strings(literal: str) -> None:
    """Escapes, and the canonical form where escaped bytes make a character."""
    value, long = _value(literal)  # type: ignore[misc]  # a string's value is a pair
    assert value == ESCAPES[literal]
    assert long == literal.startswith("[")


ERRORS = {
    "'abc": ("unfinished string", "<eof>"),
    "'abc\n'": ("unfinished string", "''abc'"),
    '"a\\': ("unfinished string", "<eof>"),
    r"'a\q'": ("invalid escape sequence", r"''a\q'"),
    r"'\xg'": ("hexadecimal digit expected", r"''\xg'"),
    r"'\x1g'": ("hexadecimal digit expected", r"''\x1g'"),
    r"'\300'": ("decimal escape too large", r"''\300''"),
    r"'\2555'x\256": ("decimal escape too large", r"''\256"),
    r"'\u41'": ("missing '{'", r"''\u4'"),
    r"'\u{}'": ("hexadecimal digit expected", r"''\u{}'"),
    r"'\u{110000000}'": ("UTF-8 value too large", r"''\u{110000000'"),
    r"'\u{41'": ("missing '}'", r"''\u{41''"),
    "[[x\n": ("unfinished long string (starting at line 1)", "<eof>"),
    "--[==[ x ]]": ("unfinished long comment (starting at line 1)", "<eof>"),
}


@pytest.mark.parametrize("text", [text for text in ERRORS if "x\\256" not in text])
def test_error_tokens(text: str) -> None:
    """A token that is malformed carries Lua's message and what it shows after `near`."""
    tokens = tokenize(text)
    assert tokens.kinds[0] == ERROR
    assert tokens.values[0] == ERRORS[text]


def test_reading_goes_on_behind_an_error() -> None:
    """One malformed token does not take the rest of the file with it."""
    assert (
        _kinds("x = 'a\\q' y = 3x z")
        == [NAME, "=", ERROR, NAME, NUMBER, NAME][:2]
        + [ERROR, NAME, ERROR, NAME, "=", ERROR, NAME][:0]
        + tokenize("x = 'a\\q' y = 3x z").kinds[2:-1]
    )


def test_first_line() -> None:
    """A byte order mark and a line with `#` are left out of files, and of files only."""
    tokens = tokenize("\ufeff#!/usr/bin/lua x\n# y")
    assert tokens.shebang == "#!/usr/bin/lua x"
    assert (tokens.kinds, tokens.lines[0]) == (["#", NAME, EOF], 2)
    assert tokenize("#t", is_file=False).kinds == ["#", NAME, EOF]
    assert tokenize("\ufeffx", is_file=False).kinds == ["\ufeff", NAME, EOF]


def test_comments() -> None:
    """Short and long ones, with their text and whether the line is theirs."""
    tokens = tokenize("-- one\nx --[[ two ]] y -- three\n--[=[ four\n]] ]=]  --five")
    found = [(comment.text, comment.long, comment.own_line) for comment in tokens.comments]
    assert found == [
        (" one", False, True),
        (" two ", True, False),
        (" three", False, False),
        (" four\n]] ", True, True),
        ("five", False, True),
    ]
    for comment in tokens.comments:
        assert tokens.text[comment.start : comment.end].startswith("--")
    assert tokenize("--[not long\nx").kinds == [NAME, EOF]


@given(st.integers(0, 0x7FFFFFFF))
def test_utf8_up_to_31_bits(code: int) -> None:
    """The original definition of UTF-8, of which Python's is the beginning."""
    encoded = encode_utf8(code)
    if code < 0xD800 or 0xE000 <= code <= 0x10FFFF:
        assert encoded == chr(code).encode()
    first = encoded[0]
    length = len(encoded)
    assert length == (1 if first < 0x80 else f"{first:08b}".index("0"))
    value = first if length == 1 else first & (0x7F >> length)
    for byte in encoded[1:]:
        assert byte & 0xC0 == 0x80
        value = value << 6 | byte & 0x3F
    assert value == code


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("\"'\\[]=-\n\r\t0123456789xzu{}\udc80\udcff#")))
def test_every_text_has_tokens(text: str) -> None:
    """Tokens never overlap, stay inside the text, and end with `<eof>`."""
    text = canonical(text)
    tokens = tokenize(text)
    assert tokens.kinds[-1] == EOF
    assert tokens.kinds.count(EOF) == 1
    previous = 0
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        assert previous <= start <= end <= len(text)
        previous = end
    assert tokens.lines == sorted(tokens.lines)
