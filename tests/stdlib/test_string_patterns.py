"""`find`, `match`, `gmatch` and `gsub` against the reference interpreter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import Source, assert_same_calls, assert_same_programs, literal, open_globals

from cmc.runtime.core.chunks import load_text
from cmc.runtime.core.text import canonical, to_bytes
from cmc.runtime.stdlib.string.compiled import Compiled
from cmc.runtime.stdlib.string.matcher import BacktrackingPattern
from cmc.runtime.stdlib.string.patterns import parse, translate

_SINGLES = (
    *"abc., ()-^$]%\0é", "%a", "%s", "%w", "%d", "%p", "%l", "%u", "%x", "%c", "%g", "%z", "%A", "%S", "%W", "%Z", "%.",
    "%%", "%(", "%]", "[ab]", "[^a]", "[a-c]", "[%a_]", "[^%s]", "[]]", "[^]]", "[]a]", "[a-]", "[%-a]", "[a%]]",
    "[^%w,]", "[\0-\x1f]", "[z-a]", "[a-%z]", "[%a-z]", "[é]", "[^é]", "\udc80", "[\udc80-\udcff]",
)  # fmt: skip
_OTHERS = (
    "()", "(", ")", "%1", "%2", "%0", "%b()", "%bab", "%baa", "%f[%w]", "%f[^%s]", "%f[\0]", "%f[^\0]", "*", "+", "?",
)  # fmt: skip
_MISTAKES = ("[", "[^", "[a", "[a%", "%", "%f", "%fa", "%b", "%bx")

subjects = st.lists(st.sampled_from([*"aaabbc ,()-%]A1\n\0", "é", "\udc80", "\udce9"]), max_size=12).map(
    lambda pieces: canonical("".join(pieces))
)
singles = st.tuples(st.sampled_from(_SINGLES), st.sampled_from(["", "", "*", "+", "-", "?"])).map("".join)
items = st.one_of(singles, singles, singles, st.sampled_from(_OTHERS))
groups = st.lists(items, max_size=2).map(lambda parts: "(" + "".join(parts) + ")")
patterns = st.tuples(
    st.sampled_from(["", "", "^"]),
    st.lists(st.one_of(items, items, groups), max_size=4).map("".join),
    st.sampled_from(["", "", "", "$", *_MISTAKES]),
).map(lambda parts: canonical("".join(parts)))
positions = st.sampled_from([None, 1, 2, 3, 0, -1, -2, 20, -20, 2.0, "2"])


def _describe_arguments(*args: object) -> str:
    return f"{len(args)}:{args[0]}" if isinstance(args[0], str) else f"{len(args)}"


FUNCTION = Source(
    'function(...) return select("#", ...) .. (type(...) == "string" and ":" .. ... or "") end', _describe_arguments
)
SELECTIVE = Source(
    'function(x) if x == "a" then return nil elseif x == "b" then return false end return 1.5 end',
    lambda x=None, *_: {"a": None, "b": False}.get(x, 1.5),
)
replacements = st.sampled_from(
    [
        "", "x", "%0", "<%1>", "%1%2", "%2-%1-", "%%", "\\1", "\\g<0>", "%", "%x", "%9", "é", "\udcc3", "\udc80%0", 12,
        1.5, True, None, FUNCTION, SELECTIVE, {"a": "X", "b": False, 1: "one", " ": 7, "é": "e", 2: 1.5}, {"a": {}},
    ]
)  # fmt: skip

find_calls = st.tuples(
    st.just("string.find"),
    st.tuples(subjects, patterns, positions, st.sampled_from([None, False, True])),
)
match_calls = st.tuples(st.just("string.match"), st.tuples(subjects, patterns, positions))
gsub_calls = st.tuples(
    st.just("string.gsub"),
    st.tuples(subjects, patterns, replacements, st.sampled_from([None, None, 0, 1, 2, -1])),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(find_calls, match_calls, gsub_calls), min_size=10, max_size=30))
def test_as_the_reference(calls: list) -> None:
    assert_same_calls(calls)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(subjects, patterns, positions), min_size=10, max_size=30))
def test_gmatch_as_the_reference(cases: list) -> None:
    rows = ", ".join("{" + ", ".join(map(literal, case)) + "}" for case in cases)
    assert_same_programs([f"""
            local text = ""
            for _, case in ipairs({{{rows}}}) do
              local function collect()
                for a, b, c in string.gmatch(case[1], case[2], case[3]) do
                  text = text .. tostring(a) .. "|" .. tostring(b) .. "|" .. tostring(c) .. ";"
                end
              end
              local _, message = pcall(collect)
              text = text .. tostring(message) .. "\\n"
            end
            return text
            """])


@settings(max_examples=200, deadline=None)
@given(subjects, patterns, st.booleans())
def test_both_engines_agree(subject: str, pattern: str, is_bytes: bool) -> None:
    """What `re` can express, our own matcher finds as well."""
    parsed = parse(to_bytes(pattern))
    if translate(parsed, 256 if is_bytes else 128) is None:
        parsed = parse(b"(a*)b")
    if not is_bytes:
        subject = "".join(filter(str.isascii, subject))
    text = to_bytes(subject) if is_bytes else subject
    fast = Compiled(parsed, anchored=False, is_bytes=is_bytes).find(text, 0)
    slow = BacktrackingPattern(parsed, is_bytes=is_bytes).search(text, 0)
    assert (fast and (fast.span(), fast.groups())) == (slow and (slow.span(), slow.groups()))


MANY = "()" * 32
MISTAKES = [
    ("string.find", ("a", "%")),
    ("string.find", ("a", "[a")),
    ("string.find", ("a", "[]")),
    ("string.find", ("a", "[^]")),
    ("string.find", ("a", "[a%")),
    ("string.find", ("a", "%f")),
    ("string.find", ("a", "%fa")),
    ("string.find", ("a", "%b")),
    ("string.find", ("a", "%bx")),
    ("string.find", ("a", "%1")),
    ("string.find", ("a", "(a%1)")),
    ("string.find", ("a", "a%0")),
    ("string.find", ("a", "(a")),
    ("string.find", ("a", "a)")),
    ("string.match", ("a", "a)")),
    ("string.match", ("b", "a)")),
    ("string.match", ("ab", MANY)),
    ("string.match", ("ab", MANY + "()")),
    ("string.match", ("b" * 10, "a" + MANY + "()")),
    ("string.gsub", ("abc", "(a", "x")),
    ("string.gsub", ("abc", "(a", "%1")),
    ("string.gsub", ("abc", "a", "%2")),
    ("string.gsub", ("abc", "a", "%x")),
    ("string.gsub", ("abc", "a", "%")),
    ("string.gsub", ("abc", "z", "%")),
    ("string.gsub", ("abc", "a", {"a": True})),
    ("string.gsub", ("abc", "a", {"a": {}})),
    ("string.gsub", ("abc", "a", True)),
    ("string.gsub", ("abc", "a")),
    ("string.gsub", ("abc", "a", "x", 1.5)),
    ("string.gsub", ("abc", "a", "x", "y")),
    ("string.gsub", ("abc", "(", "x", 0)),
    ("string.find", ("abc", "b", {})),
    ("string.find", ("abc",)),
    ("string.find", ()),
    ("string.gmatch", ("abc",)),
    ("string.match", (True, "a")),
    ("string.match", ("a" * 90, ".?" * 90)),
    ("string.match", ("a" * 199, ".?" * 199)),
    ("string.match", ("a" * 200, ".?" * 200)),
    ("string.match", ("a" * 300, ".?" * 300)),
    ("string.match", ("", ".?" * 300)),
    ("string.match", ("a" * 300, "a*" + ".?" * 300)),
]


def test_mistakes() -> None:
    assert_same_calls(MISTAKES)


PROGRAMS = {
    "positions of errors": """
        local function f(s, p)
          return s:find(p)
        end
        f("a", "[a")
    """,
    "names of methods": 'local s = "x"  s:gsub("x", true)',
    "names of fields": "string.find(nil, 'x')",
    "bad self": 'local s = "x"  local t = {find = s.find}  t:find("x")',
    "errors inside a loop": """
        for word in ("a b"):gmatch("%w%") do
          print(word)
        end
    """,
    "errors of a callback": 'return ("abc"):gsub("%w", function(c) error("no " .. c) end)',
    "error objects of a callback": 'local _, e = pcall(string.gsub, "abc", "b", function() error({1}) end) return e[1]',
    "fields of a table": 'return ("a b"):gsub("%w", setmetatable({}, {__index = function(_, k) return k .. k end}))',
    "errors of __index": 'return ("a b"):gsub("%w", setmetatable({}, {__index = function(_, k) return {} end}))',
    "an iterator in coroutines": """
        local f = string.gmatch("1 2 3", "%d+")
        local co = coroutine.wrap(f)
        return f(), co(), f(), select("#", f()), f()
    """,
    "two iterators at a time": """
        local text = ""
        for a in ("ab"):gmatch(".") do
          for b in ("cd"):gmatch(".") do text = text .. a .. b end
        end
        return text
    """,
    "nested gsub": 'return ("ab cd"):gsub("%w+", function(w) return w:gsub("%w", "%0%0") end)',
    "anchors in gmatch": """
        local text = ""
        for a in ("^a^ab"):gmatch("^a") do text = text .. "[" .. a .. "]" end
        return text
    """,
    "joined characters": 'return ("\\xc3-\\xa9"):gsub("-", ""), ("a-b"):gsub("%w", {a = "\\xc3", b = "\\xa9"})',
    "captures and fields": 'return ("a (b) c"):find("%((%a+)%)"), ("$x $y"):gsub("%$(%w+)", {x = 1, y = 2})',
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(name: str) -> None:
    assert_same_programs([PROGRAMS[name]])


def test_long_subjects() -> None:
    long = "lorem ipsum " * 5000
    assert_same_calls(
        [
            ("string.find", (long, "x+")),
            ("string.find", (long + "é", "é")),
            ("string.find", (long + "é", "é", 1, True)),
            ("string.gsub", (long, "(%l+) (%l+)", "%2 %1", 3)),
            ("string.match", (long + "é", "()%f[^%a%s]")),
        ]
    )


def test_callbacks_may_yield() -> None:
    """More than the reference can do, where a call from C cannot be suspended."""
    program = """
        local co = coroutine.wrap(function()
          return ("abc"):gsub("%w", function(c) return coroutine.yield(c) end)
        end)
        return co(), co("x"), co(false), co("z")
    """
    assert load_text(program, "=test", open_globals())() == ("a", "b", "c", "xbz", 3)
