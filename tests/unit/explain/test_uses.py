"""Every helper in the output stands for a node of the Lua text, and there is a reason for it."""

import pytest

from cmc.transpiler.analysis import kinds
from cmc.transpiler.explain.findings import find
from cmc.transpiler.explain.reasons import causes_of
from cmc.transpiler.explain.uses import Tracer, helpers_in
from cmc.transpiler.explain.view import View
from cmc.transpiler.explain.words import counted, joined, kinds_in_words, with_article
from cmc.transpiler.lower.chunk import lower_module
from cmc.transpiler.options import Options
from cmc.transpiler.pipeline import Front, analyse_program, read_front
from cmc.transpiler.source import Source
from tests.compiling import deep_recursion
from tests.idiom.programs import fixtures


def view_of(text: str) -> View:
    """A program of one file."""
    source = Source.from_text("@main.lua", text)
    front = read_front(source, Options("lua54"), recover=False, is_file=True)
    assert isinstance(front, Front), front
    program = analyse_program([("main", front, ())], Options("lua54"), is_closed=True, knows_computed=True)
    chunks = []
    if program.solution is not None:
        chunks = [(source, front.chunk, program.solution.units[front.chunk])]
    return View(program.unit("main"), chunks)


def check(text: str) -> None:
    """All helpers of a program have a record, and each record a reason."""
    view = view_of(text)
    tracer = Tracer()
    view.unit.rungs = tracer.rungs(view.unit.rungs)
    module = lower_module(view.unit)
    uses = tracer.uses(module, view.unit.chunk)
    assert sorted(use.helper for use in uses) == sorted(helper.name for helper in helpers_in(module.body))
    assert all(cause.text for use in uses for cause in causes_of(view, use))
    assert len(find(view, uses)) == len(uses)


@pytest.mark.parametrize("part", range(8))
def test_programs(part: int) -> None:
    """The fixtures of the whole project."""
    with deep_recursion():
        for program in list(fixtures())[part::40]:
            path = program.path
            if path.is_file():
                check(path.read_text(encoding="utf-8", errors="surrogateescape"))


REASONS = {
    "a parameter of an exposed function": (
        "local function f(x) return x + 1 end unknown(f)",
        "add",
        "`x` may be anything: it comes from parameter `x` of `f` (line 1), "
        "which is passed to `unknown`, which is not known (line 1)",
    ),
    "an argument that is left out": (
        "local function f(x) return x .. 'a' end f('b') f()",
        "concat",
        "`x` may be nil: it comes from parameter `x` of `f` (line 1), which a call leaves out",
    ),
    "a field": (
        "local t = {n = 1} local k = 'n' t[k] = 'text' print(t.n * 2)",
        "mul",
        "`t.n` may be an ASCII string",
    ),
    "results": (
        "local function f(c) if c then return 1, 2 end end local x = f(unknown)",
        "first",
        "`f` may give no result, or several: `return 1, 2` (line 1)",
    ),
    "an unknown function": (
        "local x = unknown.f(1)",
        "first",
        "`unknown.f` may be a function that is not known, with any number of results: "
        "`unknown` may be a table of other code",
    ),
    "a size": ("local x = math.maxinteger print(x * 2)", "wrap", "`x` may be an integer of any size"),
    "a boolean as a key": (
        "local t = {} local k = t[1] == t[2] print(t[k])",
        "index",
        "`k` may be a boolean, which Python takes for a number: it comes from `t[1] == t[2]` (line 1)",
    ),
}


@pytest.mark.parametrize("name", REASONS)
def test_reasons(name: str) -> None:
    """What is said of some helpers."""
    text, helper, reason = REASONS[name]
    view = view_of(text)
    tracer = Tracer()
    view.unit.rungs = tracer.rungs(view.unit.rungs)
    found = find(view, tracer.uses(lower_module(view.unit), view.unit.chunk))
    reasons = [finding.reasons[0] for finding in found if finding.helper == helper]
    assert any(said.startswith(reason) for said in reasons), reasons or found


def test_words() -> None:
    """Sets of kinds as people read them."""
    assert kinds_in_words(kinds.ANY) == ["anything"]
    assert kinds_in_words(kinds.NUMBER | kinds.NIL) == ["number", "nil"]
    assert joined(kinds_in_words(kinds.SMALL | kinds.ASCII | kinds.TRUE)) == "small integer, ASCII string or true"
    assert with_article(["integer", "table", "nil"]) == "an integer, a table or nil"
    assert (counted(0, "result"), counted(1, "result"), counted(2, "result")) == ("no results", "1 result", "2 results")
