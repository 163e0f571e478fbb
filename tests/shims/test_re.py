"""`re` (CopperMoon specification, section 20)."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

from cmc.runtime.bridge import run
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.shims import re


def items(table: Table) -> list[Any]:
    """The elements of a list."""
    return [table[position] for position in range(1, len(table) + 1)]


def found(pattern: str, text: str, flags: str = "") -> list[str]:
    """The texts of all matches."""
    return [match["match"] for match in items(re.find_all(pattern, text, flags))]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"\w+", "\u00e9t\u00e9 \u65e5\u672c_1 \u0939\u0940", ["\u00e9t\u00e9", "\u65e5\u672c_1", "\u0939\u0940"]),
        (r"\W", "a\u00e9-\u2028", ["-", "\u2028"]),
        (r"\d+", "1\u0663 \u00b2", ["1\u0663"]),
        (r"\s", "\x85\u3000\u200b", ["\x85", "\u3000"]),
        (r"\S+", "a\u00a0b", ["a", "b"]),
        (r"[\w--\d]+", "ab12\u00e9", ["ab", "\u00e9"]),
        (r"[\w&&[^a-c]]+", "abcxyz", ["xyz"]),
        (r"[a-e~~c-g]+", "abcdefg", ["ab", "fg"]),
        (r"[^\W\d_]+", "a1_\u00e9b", ["a", "\u00e9b"]),
        (r"[^[a-c]\d]+", "a1xy2", ["xy"]),
        (r"[[:^alpha:]]+", "ab12cd", ["12"]),
        (r"[[:word:]&&\D]+", "a1_b", ["a", "_b"]),
        (r"\p{Alphabetic}+", "a\u24d0\u0939\u0940-", ["a\u24d0\u0939\u0940"]),
        (r"\p{Greek}+", "ab\u03b1\u03b2", ["\u03b1\u03b2"]),
        (r"\p{script=greek}|\p{Uppercase_Letter}|\pN", "xA\u03b11", ["A", "\u03b1", "1"]),
        (r"\P{L}+", "a12b", ["12"]),
        (r"\p{Emoji_Presentation}", "a\U0001f600", ["\U0001f600"]),
        (r"(?i)[\p{Lu}--[X]]+", "abx", ["ab"]),
        (r"(?i)\u{e9}\x{DF}", "\u00c9\u1e9e", ["\u00c9\u1e9e"]),
        (r"(?i)k", "kK\u212a", ["k", "K", "\u212a"]),
        (r"(?-u)\w+", "a\u00e9b", ["a", "b"]),
        (r"(?x) a b # comment", "ab", ["ab"]),
        (r"(?U)a+|b+?", "aabb", ["a", "a", "bb"]),
        (r"a{1500}", "a" * 3001, ["a" * 1500] * 2),
        (r"^.{0,2500}$", "b" * 2500, ["b" * 2500]),
        (r"(?:a{40}){40}b", "a" * 1600 + "b", ["a" * 1600 + "b"]),
    ],
)
def test_what_re2_lacks(pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"\b\w+\b", "\u00e9t\u00e9 \u65e5 b", ["\u00e9t\u00e9", "\u65e5", "b"]),
        (r"\B.", "\u00e9ab \u00fc", ["a", "b"]),
        (r"\bt", "\u00e9t t", ["t"]),
        (r"(?i)\b[\u00c0-\u00dc]+\b", "\u00e9\u00e8 x\u00e9", ["\u00e9\u00e8"]),
        (r"(?m)^\b.+\b$", "\u00e9a\n-b\nc\u00e9", ["\u00e9a", "c\u00e9"]),
        (r"\b", "\u00e9 a", ["", "", "", ""]),
        (r"[^\w\s]\b(\w)", "-\u00e9 +\u65e5", ["-\u00e9", "+\u65e5"]),
    ],
)
def test_word_boundaries_of_unicode(pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


def test_positions_are_bytes() -> None:
    match = re.match(r"\b(\w)\b", "\u00e9\u00e9 \u00fc!")
    assert match is not None
    assert (match["start"], match["end"], match["groups"][1]) == (6, 7, "\u00fc")
    match = re.match("(?P<x>b)(c)?", "\u00e9b")
    assert match is not None
    assert (match["start"], match["end"], dict(match["groups"]), dict(match["named"])) == (3, 3, {1: "b"}, {"x": "b"})
    empty = re.match("", "a")
    assert empty is not None and (empty["start"], empty["end"], empty["named"]) == (1, 0, None)


def test_groups_that_are_written_out_keep_their_numbers() -> None:
    match = re.match(r"(?:(?P<n>a)|b){1200}(c)", "a" * 600 + "b" * 600 + "c")
    assert match is not None
    assert dict(match["groups"]) == {1: "a", 2: "c"} and match["named"]["n"] == "a"


@pytest.mark.parametrize(
    ("pattern", "text", "pieces"),
    [
        ("", "a\u00e9", ["", "a", "\u00e9", ""]),
        ("x*", "axb", ["", "a", "b", ""]),
        (",", "", [""]),
        ("(,)(;)?", "a,b,;c", ["a", "b", "c"]),
        ("$", "a\n", ["a\n", ""]),
    ],
)
def test_splitting(pattern: str, text: str, pieces: list[str]) -> None:
    assert items(re.split(pattern, text)) == pieces


@pytest.mark.parametrize(
    ("replacement", "expected"),
    [
        ("$0$0", "abab"),
        ("$1x", ""),
        ("${1}x", "ax"),
        ("$n-$m-$3", "a--"),
        ("$$1 $ $- ${ ${1", "$1 $ $- ${ ${1"),
        ("${n}${}", "a"),
        ("$01", "a"),
        (r"\1", r"\1"),
    ],
)
def test_replacements(replacement: str, expected: str) -> None:
    assert re.replace("(?P<n>a)b", "ab", replacement) == expected


def test_replacing_empty_matches() -> None:
    assert re.replace_all("x*", "\u00e9xb", "-") == "-\u00e9-b-"
    assert re.replace("x*", "ab", "-") == "-ab"


def mistake(pattern: str, flags: str = "") -> str:
    """The message for a pattern that cannot be used."""
    with pytest.raises(LuaError) as caught:
        re.compile(pattern, flags)
    text = str(caught.value)
    assert text.startswith("re: invalid pattern: ")
    return text.removeprefix("re: invalid pattern: ")


@pytest.mark.parametrize(
    ("pattern", "marks", "reason"),
    [
        ("a(b", " ^", "unclosed group"),
        ("ab)", "  ^", "unopened group"),
        ("[[a]", "^", "unclosed character class"),
        ("(?P<n>a)(?P<n>b)", "    ^       ^", "duplicate capture group name"),
        ("a{2,1}", " ^^^^^", "invalid repetition count range, the start must be <= the end"),
        ("x{1,2", " ^^^^", "unclosed counted repetition"),
        ("a{,2}", "  ^", "repetition quantifier expects a valid decimal"),
        ("*", "^", "repetition operator missing expression"),
        ("(?)", " ^", "repetition operator missing expression"),
        ("(?i-)", "   ^", "dangling flag negation operator"),
        ("(?z)", "  ^", "unrecognized flag"),
        (r"(a)\1", "   ^^", "backreferences are not supported"),
        ("a(?<=b)", " ^^^^", "look-around, including look-ahead and look-behind, is not supported"),
        (r"\p{Nope}", "^^^^^^^^", "Unicode property not found"),
        (r"\p{sc=Nope}", "^^^^^^^^^^^", "Unicode property value not found"),
        (r"[\b]", " ^^", "invalid escape sequence found in character class"),
        (r"[a-\d]", "   ^^", "invalid range boundary, must be a literal"),
        ("[z-a]", " ^^^", "invalid character class range, the start must be <= the end"),
        (r"\x{110000}", "   ^^^^^^", "hexadecimal literal is not a Unicode scalar value"),
        (r"\xg", "  ^", "invalid hexadecimal digit"),
        ("\\", "^", "incomplete escape sequence, reached end of pattern prematurely"),
        ("(?-u).", "     ^", "pattern can match invalid UTF-8"),
        ("(?s-u).", "      ^", "pattern can match invalid UTF-8"),
        (r"(?-u)\pL", "     ^^^", "Unicode not allowed here"),
        (r"\p{Nope}(", "        ^", "unclosed group"),
        ("(?<1>a)", "   ^", "invalid capture group character"),
    ],
)
def test_mistakes(pattern: str, marks: str, reason: str) -> None:
    assert mistake(pattern) == f"regex parse error:\n    {pattern}\n    {marks}\nerror: {reason}"


def test_mistakes_in_patterns_of_several_lines() -> None:
    divider = "~" * 79
    assert mistake("a\n(\n", "x") == (
        f"regex parse error:\n{divider}\n1: (?x)a\n2: (\n   ^\n{divider}\nerror: unclosed group"
    )
    assert mistake("ab(?\n") == (
        f"regex parse error:\n{divider}\n1: ab(?\n{divider}\n"
        "on line 1 (column 5) through line 2 (column 0)\nerror: unrecognized flag"
    )


def test_flags() -> None:
    assert found("^b.", "a\nB\n", "ims") == ["B\n"]
    assert mistake("a", "ii").endswith("error: duplicate flag")
    with pytest.raises(LuaError, match="re: unknown flag 'g'. Valid flags: i, m, s, x, U"):
        re.test("a", "a", "ig")


def test_patterns_that_are_too_large() -> None:
    for pattern in (r"\w{50000}", "(?:(?:ab?){1000}){1000}{1000}", "(?:ab?){0,5000}"):
        assert mistake(pattern) == "Compiled regex exceeds size limit of 10485760 bytes."


def test_time_is_linear() -> None:
    begin = time.monotonic()
    assert not re.test("(a*)*(a|a)*b", "a" * 100_000)
    assert not re.test(r"\b(\w+\s?)*\b$", "\u00e9a " * 3_000 + "!")
    assert time.monotonic() - begin < 10


def test_escaping() -> None:
    text = "a.b*c[d]\\e-\u00e9 #&~"
    assert re.escape(text) == "a\\.b\\*c\\[d\\]\\\\e\\-\u00e9 \\#\\&\\~"
    assert re.test(f"^{re.escape(text)}$", text)


def test_objects(output: Callable[..., list[str]]) -> None:
    assert (
        output("""
        local p = re.compile("a(b)?", "i")
        print(p, type(p), p:source(), p:test("xAB"), require("re") == re)
        print(pcall(p.test, p, "\\xff"))
        print(pcall(function() return p("a") end))
        print(pcall(p.match, "a", "b"))
        print(select(2, pcall(re.compile, "(")))
        """)
        == [
            "Pattern(a(b)?)\tuserdata\ta(b)?\ttrue\ttrue",
            "false\tbad argument #2 to 'test' (invalid utf-8 sequence of 1 bytes from index 0)",
            "false\tmain.lua:5: attempt to call a Pattern value (upvalue 'p')",
            "false\tbad argument #1 to 'match' (Pattern expected, got string)",
            "re: invalid pattern: regex parse error:",
            "    (",
            "    ^",
            "error: unclosed group",
        ]
    )


def test_other_jobs_run_while_a_long_text_is_searched() -> None:
    text = "ab " * 500_000
    order: list[str] = []

    def search() -> None:
        order.append("begun")
        assert len(re.split("(a+)+c|x", text)) == 1 and len(re.find_all("ab", text)) == 500_000
        assert re.replace_all("ab ", text, "").strip() == "" and not re.test("x", text)
        order.append("found")

    async def main() -> None:
        await asyncio.gather(run(search), run(lambda: order.append("other")))

    asyncio.run(main())
    assert order == ["begun", "other", "found"]
