"""The `utf8` library against the reference interpreter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import Source, assert_same_calls, assert_same_programs, literal, open_globals

from cmc.runtime.core.text import from_bytes
from cmc.runtime.stdlib.utf8 import decode, encode

_PIECES = (
    b"a", b"b", "é".encode(), "€".encode(), "😀".encode(), b"\0", b"\x80", b"\xff", b"\xc0\x80", b"\xe2\x82",
    b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80", b"\xfd\xbf\xbf\xbf\xbf\xbf",
    b"\xfe\x80\x80\x80\x80\x80\x80",
)  # fmt: skip


def _strings(pieces: tuple[bytes, ...]) -> st.SearchStrategy[str]:
    joined = st.lists(st.sampled_from(pieces), max_size=6).map(lambda chosen: from_bytes(b"".join(chosen)))
    return st.one_of(joined, st.text("abé€😀", max_size=8))


strings = _strings(_PIECES)
without_strays = _strings(tuple(piece for piece in _PIECES if piece != b"\x80"))
"""Without continuation bytes that belong to no character, which `utf8.codes` of 5.4.4 overlooks (docs/semantics.md)."""
numbers = st.one_of(st.none(), st.integers(-9, 12), st.sampled_from([2.0, 2.5, "2", "x", 2**63 - 1, -(2**63)]))
codes = st.one_of(
    st.integers(0, 0x7FFFFFFF),
    st.integers(0, 0x11FFFF),
    st.sampled_from([-1, 2**31, "65", 65.0, 65.5, "x", None, 0xD800, 0xDFFF, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF]),
)
lax = st.sampled_from([None, True, False])
calls = st.one_of(
    st.tuples(st.sampled_from(["utf8.len", "utf8.codepoint"]), st.tuples(strings, numbers, numbers, lax)),
    st.tuples(st.just("utf8.offset"), st.tuples(strings, st.integers(-6, 6), numbers)),
    st.tuples(st.just("utf8.char"), st.lists(codes, max_size=4).map(tuple)),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(calls, min_size=10, max_size=40))
def test_as_the_reference(calls: list) -> None:
    assert_same_calls(calls)


@settings(max_examples=40, deadline=None)
@given(st.lists(without_strays, max_size=20), st.booleans())
def test_codes_as_the_reference(cases: list, lax: bool) -> None:
    assert_same_programs([f"""
            local text = ""
            for _, case in ipairs({{{", ".join(map(literal, cases))}}}) do
              local function collect()
                for p, c in utf8.codes(case, {literal(lax)}) do text = text .. p .. "=" .. c .. " " end
              end
              local _, message = pcall(collect)
              text = text .. tostring(message) .. "\\n"
              for c in case:gmatch(utf8.charpattern) do text = text .. #c .. " " end
            end
            return text
            """])


@given(st.integers(0, 0x7FFFFFFF))
def test_encoded_codes_come_back(code: int) -> None:
    data = encode(code)
    assert decode(data, 0, True) == (code, len(data))
    if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
        assert data == chr(code).encode()
        assert decode(data, 0, False) == (code, len(data))
    else:
        assert decode(data, 0, False) is None


def test_mistakes() -> None:
    functions = ("len", "codepoint", "offset", "codes", "char")
    assert_same_calls([(f"utf8.{name}", args) for name in functions for args in ((None,), ({},), (True,))])
    assert_same_calls(
        [
            ("utf8.len", ()),
            ("utf8.len", ("abc", 5)),
            ("utf8.len", ("abc", 0)),
            ("utf8.len", ("abc", 1, 4)),
            ("utf8.codepoint", ("abc", 0)),
            ("utf8.codepoint", ("abc", 1, 4)),
            ("utf8.codepoint", ("",)),
            ("utf8.codepoint", ("é", 2)),
            ("utf8.codepoint", (Source('("x"):rep(1100000)', "x" * 1_100_000), 1, -1)),
            ("utf8.offset", ("abc",)),
            ("utf8.offset", ("abc", 1, 5)),
            ("utf8.offset", ("é", 1, 2)),
        ]
    )


PROGRAMS = {
    "the iterator itself": """
        local f, s, zero = utf8.codes("aéb")
        local text = ""
        for _, control in ipairs({0, 1, 2, 3, 4, 9, -1, "1", 1.5, "x"}) do
          local p, c = f(s, control)
          text = text .. tostring(p) .. "," .. tostring(c) .. ";"
        end
        return text, s, zero, select("#", f(s, 9)), f(12, 0)
    """,
    "the iterator with no string": "local f = utf8.codes('')  f(nil, 0)",
    "position of errors": """
        local s = "ab\\xff"
        for _, c in utf8.codes(s) do
          s = s .. c
        end
    """,
    "bad self": "utf8.len({})",
    "the pattern": "return utf8.charpattern",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(name: str) -> None:
    assert_same_programs([PROGRAMS[name]])


def test_text_is_counted_without_decoding_it() -> None:
    table = open_globals()["utf8"]
    assert table["len"]("é" * 1000) == 1000
    assert table["len"]("é" * 1000 + "\udcff") == (None, 2001)
