"""Of all that is wrong in a text, cmc reports first what the reference reports, in its words and for its line."""

import random
from pathlib import Path

import pytest

from cmc.transpiler.options import Options
from cmc.transpiler.pipeline import analyse
from cmc.transpiler.source import Source
from cmc.transpiler.syntax.lexer import tokenize
from tests.compiling import deep_recursion
from tests.unit.lua_reference import syntax_errors

CASES = Path(__file__).parents[2] / "differential" / "cases"
MUTANTS_OF_AN_AREA = 40
LONGEST_TEXT = 3000

TEXTS = {
    "break": [
        "local x = 1\nbreak\nlocal y",
        "local function f()\n  break\nend\n\nprint(1)",
        "local function f()\n  break\nend",
        "do\n break\nend\nx = = 1",
        "do local function f() break end\n",
        "goto a\nbreak\n",
        "break\ngoto a\n",
        "while x do break end\nrepeat local z = function()\n break end until z\n",
    ],
    "goto": [
        "do\n  goto a\nend\ndo ::a:: end\n",
        "goto a\nlocal b\n::a::\n;;\nprint(b)",
        "goto a\nlocal b\n::a:: ::c:: ;\n",
        "goto a\nlocal b\n::a::\n",
        "repeat goto a\nlocal b\n::a::\nuntil\nb",
        "::a::\n::a::\n",
        "goto a\nlocal b ::a:: ::",
        "goto a\nlocal b ::a:: ::c\n",
        "goto a\nlocal b ::a:: ; ::c:",
        "::a::\n::b::\n;\n::a::\n\nprint(1)",
        "do ::a:: end ::a::\nfunction f() ::a:: ::b:: ::b:: end\n",
        "local function f()\n goto a\nend\nlocal x <const> = 1\nx = 2",
    ],
    "constants": [
        "local x <const> = 1\nx\n= 2",
        "local x <const> = 1\nx, y\n= 2",
        "local x <const> = 1\ny, x\n= 2 2",
        "local x <const> = 1\nx = = 2",
        "local x <const> = 1\nfunction x()\nend\n\nprint(x)",
        "local x <const> = 1\nfunction x() goto a end",
        "local x <const> = 1\nfunction x.y() end\nfunction x:z() x = 3 end",
        "local x <const> = 1\nlocal function x() x = 2 y y end",
        "local x <const> = 1\nlocal function f(x) x = 2 y y end",
        "local x <const> = 1\nfor x = 1, 2 do x = 2 y y end",
        "local x <const> = 1\nfor y, x in z do x = 2 y y end",
        "local x <const> = 1\nlocal f = function()\nx\n= 2 end end",
        "local x <const> = 1\nprint(function() x = 2 end, function() y y end)",
        "local x <close> = nil\nif y then x = 1 elseif = then end",
        "local x <const> = 1\nrepeat x = 2 until =",
        "local x <const> = 1\ndo x = 2\n",
        "local x <close>, y <close> = 1",
        "local x <fixed>\n= 1",
        "local x <const = 1",
        "local _ENV <const> = {}\n_ENV = 1",
    ],
    "brackets": [
        "print(1\n, 2\nprint(3)",
        "print\n\n(1\n print(2)",
        "x = a.b\n.c\n(1 2)",
        "x = (1\n + 2",
        "x = {1,\n 2",
        "x = {1, 2\n y = 3",
        "x = f{1\n 2}",
        "x[1\n = 2",
        "local f = function\n\n(a)\n x",
        "local function\nf\n(a)\n x",
        "function f\n\n(a)\n x",
        "if x then\n y()\n",
        "for i = 1, 2\n do\n print(i)\n",
    ],
    "tokens": [
        "x = .0x1p",
        "x = 0x",
        "x = 3x",
        "x = 1..2",
        "x = 0x1.8p",
        "x = 1e+",
        "x = 'a\nb'",
        "x = 'a\0b\nc'",
        "x = 'a\\qb'",
        "x = '\\300'",
        "x = '\\u{110000000}'",
        "x = '\\xZ'",
        "x = [==[ a ]=]",
        "--[==[ a ]=]\n\n",
        "x = [=x",
        "x y\n",
        "x = 1 [[\nlong\ntext]]",
        "x = 'a\\z \n b' 'c",
        "x = @",
        "x = \x01",
        "x = 'é' ñ",
        "x = ~ = 1",
        "return return",
        "return 1,",
        "return 1; x = 2",
        "function f(...) end function g() return ... end",
        "function f(a, ..., b) end",
        "function f.1() end",
        "x.y = ",
        "x:y = 1",
        "x = }",
        "f() = 1",
        "(x) = 1",
        "a.b:c",
        "local 1",
        "for 1 = 2",
        "for x",
        "for x in",
        "goto 1",
        "::a:",
        "until x",
        "else",
        "local function f.x() end",
    ],
}

# Without the words that stand in every program anyway.
ADDED = (
    "and", "or", "nil", "then", "else", "end", "while", "do", "for", "repeat", "until", "function", "local", "return",
    "break", "goto", "=", "==", "(", ")", "{", "}", "[", "]", ";", ":", "::", ",", ".", "..", "...", "-", "#", "~", "<",
    "x", "<const>", "<close>", "'text'", "[[", "[=[", "--", "--[[", '"', "'", "0x", "3x", "@", "$", "é", "\n",
    "local c <const> = 1 ", "c = 2 ", "goto a ", "\n::a::\n;", "function c() end ",
)  # fmt: skip


def _first_error(text: str) -> str | None:
    findings = analyse(Source.from_text("=test.lua", text), Options(), recover=False, is_file=False)
    if not isinstance(findings, tuple):
        return None
    position = "" if findings[0].code == "L006" else f"test.lua:{findings[0].line}: "
    return position + findings[0].message


def _compare(texts: list[str]) -> None:
    with deep_recursion():
        found = [_first_error(text) for text in texts]
    differing = [
        f"{text}\n--- reference: {expected}\n--- cmc: {message}"
        for text, expected, message in zip(texts, syntax_errors(texts), found, strict=True)
        if expected != message
    ]
    assert not differing, f"{len(differing)} of {len(texts)}\n" + "\n\n".join(differing[:3])


@pytest.mark.parametrize("kind", TEXTS)
def test_texts(kind: str) -> None:
    """Texts with one error, and texts with several, of which the first that a one-pass compiler notices counts."""
    _compare(TEXTS[kind])


@pytest.mark.parametrize("area", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_mutants(area: str) -> None:
    """Good programs with tokens taken out, doubled, exchanged and added."""
    # The seed makes each area's programs the same in every run.
    chance = random.Random(area)
    texts = [path.read_text("utf-8", "surrogateescape") for path in sorted((CASES / area).rglob("*.lua"))]
    texts = [text for text in texts if len(text) < LONGEST_TEXT]
    _compare([_mutant(chance, chance.choice(texts)) for _ in range(MUTANTS_OF_AN_AREA)])


def _mutant(chance: random.Random, text: str) -> str:
    tokens = tokenize(text, is_file=False)
    spans = list(zip(tokens.starts[:-1], tokens.ends[:-1], strict=True)) or [(0, 0)]
    edits = []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        start, end = chance.choice(spans)
        other = text[slice(*chance.choice(spans))]
        edits.append(
            chance.choice(
                (
                    (start, end, ""),
                    (end, end, f" {text[start:end]}"),
                    (start, end, other),
                    (start, start, f" {chance.choice(ADDED)} "),
                    (start, end, chance.choice(ADDED)),
                    (start, start, "\n"),
                    (start, len(text), ""),
                )
            )
        )
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text
