"""What the flow analysis finds out about the values of a program."""

import pytest

from cmc.transpiler.analysis import kinds
from cmc.transpiler.analysis.flow.patterns import captures_of
from cmc.transpiler.analysis.functions import Functions
from cmc.transpiler.analysis.types import Types
from cmc.transpiler.options import Options
from cmc.transpiler.pipeline import Front, Program, analyse_program, read_front
from cmc.transpiler.source import Source
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

NAMES = {
    "nil": kinds.NIL, "false": kinds.FALSE, "true": kinds.TRUE, "small": kinds.SMALL, "counter": kinds.COUNTER,
    "big": kinds.BIG, "float": kinds.FLOAT, "ascii": kinds.ASCII, "string": kinds.STRING, "table": kinds.TABLE,
    "function": kinds.FUNCTION, "other": kinds.OTHER,
}  # fmt: skip

METAMETHODS = frozenset(("__index", "__newindex", "__add", "__call", "__tostring"))


def program_of(**texts: str) -> Program:
    """Some modules, of which `main` is the entry."""
    options = Options("lua54", metamethods=METAMETHODS)
    fronts = []
    for name, text in texts.items():
        front = read_front(Source.from_text(f"@{name}.lua", text), options, recover=False, is_file=True)
        assert isinstance(front, Front), front
        fronts.append((name, front, () if name == "main" else (name,)))
    return analyse_program(fronts, options, is_closed=True, knows_computed=True)


def seen(text: str, **modules: str) -> set[str]:
    """The kinds of the argument of `print(…)`, the only call of it in `main`."""
    program = program_of(main=text, **modules)
    unit = program.unit("main")
    arguments = [
        node.args[0]
        for node in walk(unit.chunk.body)
        if isinstance(node, lua.Call) and isinstance(node.func, lua.Name) and node.func.name == "print"
    ]
    assert len(arguments) == 1
    found = unit.types.of(arguments[0])
    return {name for name, bit in NAMES.items() if found & bit}


ACCOUNT = """
local Account = {} Account.__index = Account
function Account.new(balance) return setmetatable({balance = balance}, Account) end
function Account:add(n) self.balance = self.balance + n return self.balance end
"""

CASES = {
    "a parameter gets what calls pass": ("local function f(x) print(x) end f(1) f('a')", {"small", "ascii"}),
    "a missing argument is nil": ("local function f(x, y) print(y) end f(1)", {"nil"}),
    "a function that gets outside may get anything": (
        "local function f(x) print(x) end unknown(f)",
        set(NAMES),
    ),
    "fields of instances": (ACCOUNT + "local a = Account.new(1.5) a:add(2.5) print(a.balance)", {"float"}),
    "results of methods": (ACCOUNT + "local a = Account.new(1.5) print(a:add(2.5))", {"float"}),
    "instances that get outside": (ACCOUNT + "local a = Account.new(1.5) unknown(a) print(a.balance)", set(NAMES)),
    "inherited methods": (
        ACCOUNT + "local S = setmetatable({}, {__index = Account}) S.__index = S "
        "local s = setmetatable({balance = 1.5}, S) print(s:add(0.5))",
        {"float"},
    ),
    "what constructors make is told apart by their callers": (
        "local function list() return {} end local a, b = list(), list() a[1] = 1.5 b[1] = {} print(a[1])",
        {"nil", "float"},
    ),
    "elements": ("local t = {} for i = 1, 3 do t[#t + 1] = i / 2 end print(t[1])", {"nil", "float"}),
    "computed names reach all fields": ("local t = {a = 1} t[unknown()] = 2.5 print(t.a)", {"small", "float"}),
    "names of other fields do not": ("local t = {a = 1} t.b = 2.5 print(t.a)", {"small"}),
    "values of a loop over pairs": (
        "local t = {a = 1, b = 'x'} for _, v in pairs(t) do print(v) end",
        {"small", "ascii"},
    ),
    "keys of a loop over pairs": ("local t = {a = 1, b = 'x'} for k in pairs(t) do print(k) end", {"ascii"}),
    "fields that a loop copies keep their names": (
        "local a, b = {x = 1, y = 'y'}, {} for k, v in pairs(a) do b[k] = v end print(b.x)",
        {"nil", "small"},
    ),
    "values of coroutines": (
        "local co = coroutine.wrap(function(x) coroutine.yield(x) end) print(co(2.5))",
        {"nil", "float"},
    ),
    "errors": (
        "local ok, e = pcall(function() error({}) end) print(e)",
        {"ascii", "string", "table"},
    ),
    "metamethods give results": (
        "local V = {__add = function(a, b) return 2.5 end} local v = setmetatable({}, V) print(v + v)",
        {"float"},
    ),
    "tables that are called": (
        "local F = setmetatable({}, {__call = function(self, x) return x end}) print(F(2.5))",
        {"float"},
    ),
    "functions under __index": (
        "local t = setmetatable({}, {__index = function(t, k) return 2.5 end}) print(t.x)",
        {"nil", "float"},
    ),
    "globals": ("count = 1 function step() count = count + 1 end step() print(count)", {"nil", "small", "counter"}),
    "text that is loaded sees globals": ("count = 1 load(io.read())() print(count)", set(NAMES)),
    "a literal that is loaded is read": ("count = 1 load('count = {}')() print(count)", {"nil", "small", "table"}),
    "sums of counters may be big": (
        "local a = 0 for i = 1, 9 do a = a + i * i end print(a)",
        {"small", "counter", "big"},
    ),
    "masks leave small numbers": ("local h = tonumber('1') print(math.tointeger(h) & 255)", {"small"}),
    "a field may be read before it is set": ("local t = {} t.x = t.x or 1 print(t.x)", {"nil", "small"}),
}

PATTERNS = {
    "a piece": ("print(('a1'):match('%d+'))", {"nil", "ascii"}),
    "a piece of any text": ("print(('é1'):match('%d+'))", {"nil", "ascii", "string"}),
    "a position": ("print(('a1'):match('()%d'))", {"nil", "small"}),
    "the second of two": ("local _, x = ('a1'):match('(a)()') print(x)", {"nil", "small"}),
    "loops": ("for k, v in ('a=b'):gmatch('(%w)=(%w)') do print(v) end", {"ascii", "string"}),
    "iterators": ("local step = ('a=b'):gmatch('(%w)=(%w)') local k, v = step() print(v)", {"nil", "ascii", "string"}),
}


@pytest.mark.parametrize("case", PATTERNS)
def test_patterns(case: str) -> None:
    """Captures of constant patterns are known."""
    text, expected = PATTERNS[case]
    assert seen(text) == expected


@pytest.mark.parametrize(
    ("pattern", "captures"),
    [
        ("abc", ""), ("(a)()", "sp"), ("%(a%)", ""), ("[(]()", "p"), ("[]()]", ""), ("[^](]", ""), ("%b()(x)", "s"),
        ("%f[(](.)", "s"), ("((a)b)", "ss"), ("(", None), (")", None), ("[a", None), ("%", None), ("%b(", None),
        ("[%]()]", ""), ("[%", None),
    ],
)  # fmt: skip
def test_captures(pattern: str, captures: str | None) -> None:
    """Captures are counted as the reference does."""
    assert captures_of(pattern) == captures


GUARDS = {
    "behind a guard that returns": ("local x = t.x if not x then return end print(x)", "1 or false", {"small"}),
    "where a condition fails": ("local x = t.x if x then else print(x) end", "1 or false", {"false", "nil"}),
    "not nil": ("local x = t.x if x ~= nil then print(x) end", "false", {"false"}),
    "types": ("local x = t.x if type(x) == 'string' then print(x) end", "1 or 'a'", {"ascii"}),
    "other types": ("local x = t.x if type(x) == 'string' then return end print(x)", "1 or 'a'", {"small", "nil"}),
    "types of numbers": ("local x = t.x if math.type(x) == 'float' then print(x) end", "1 or 2.5", {"float"}),
    "types kept in locals": (
        "local x = t.x local k = type(x) if k == 'number' then print(x) end",
        "1 or 'a'",
        {"small"},
    ),
    "tests kept in locals": ("local x = t.x local ok = x ~= nil if not ok then return end print(x)", "1", {"small"}),
    "a type of what it was before": (
        "local x = t.x local k = type(x) x = 2.5 if k == 'string' then print(x) end",
        "'a'",
        {"float"},
    ),
    "both hold": ("local x, y = t.x, t.y if x and y then print(x) end", "1 or false", {"small"}),
    "one of both holds": ("local x, y = t.x, t.y if x or y then print(x) end", "1 or false", {"small", "false", "nil"}),
    "assert": ("local x = t.x assert(x) print(x)", "1 or false", {"small"}),
    "assert of a test": ("local x = t.x assert(type(x) == 'number' and x) print(x)", "1 or 'a'", {"small"}),
    "error ends a branch": ("local x = t.x if not x then error('none') end print(x)", "1", {"small"}),
    "break ends a branch": ("while true do local x = t.x if not x then break end print(x) end", "1", {"small"}),
    "goto ends a branch": (
        "for i = 1, 3 do local x = t.x if not x then goto next end print(x) ::next:: end",
        "1",
        {"small"},
    ),
    "comparisons with numbers": ("local x = t.x if x < 3 then print(x) end", "1 or 'a'", {"small"}),
    "what is stored in is no string": ("local x = t.x rawset(x, 'y', 1) print(x)", "{} or 'a'", {"table"}),
    "assignment on one path": ("local x = t.x if not x then x = 'a' end print(x)", "1", {"small", "ascii"}),
    "assignment on both paths": ("local x if t.x then x = 1 else x = 'a' end print(x)", "1", {"small", "ascii"}),
    "another kind": ("local x = t.x print(x) x = 'a'", "1", {"small", "nil"}),
    "loops": ("local x = t while x do print(x) x = x.x end", "t", {"table"}),
    "behind loops": ("local x = t while x do x = x.x end print(x)", "t", {"nil"}),
    "assignment in a loop": ("local x = 1 while t.x do print(x) x = 'a' end", "t", {"small", "ascii"}),
    "assignment before a jump back": (
        "local x = 1 ::top:: print(x) x = 'a' if t.x then goto top end",
        "t",
        {"small", "ascii"},
    ),
    "a guard before a jump back": (
        "local x = t.x if x then ::top:: print(x) x = t.x goto top end",
        "1 or 'a'",
        {"small", "ascii", "nil"},
    ),
    "what closures assign is not followed": (
        "local x = t.x local function f() x = 'a' end if x then f() print(x) end",
        "1",
        {"small", "ascii", "nil"},
    ),
    "what others read is": ("local x = t.x if x then print(x) end function g() return x end x = 'a'", "1", {"small"}),
    "variables of outer functions": ("local x = t.x function g() if x then print(x) end end g()", "1", {"small"}),
    "variables of outer functions that are assigned": (
        "local x = t.x function g() if x then print(x) end end g() x = 'a'",
        "1",
        {"small", "ascii", "nil"},
    ),
}


@pytest.mark.parametrize("case", GUARDS)
def test_guards(case: str) -> None:
    """A name means what its local holds on the paths that lead to it; `t.x` may be nil as well."""
    text, value, expected = GUARDS[case]
    stores = " ".join(f"if unknown then t.x = {each} end" for each in (*value.split(" or "), "nil"))
    assert seen(f"local t = {{}} {stores} {text}") == expected


@pytest.mark.parametrize("case", CASES)
def test_kinds(case: str) -> None:
    """The kinds of one expression are these, and no others."""
    text, expected = CASES[case]
    assert seen(text) == expected


def test_modules() -> None:
    """Values are followed through what modules return, also by computed names."""
    module = "local M = {} function M.half(x) return x / 2 end return M"
    assert seen("local m = require('m') print(m.half(3))", m=module) == {"float"}
    assert seen("local m = require('m' .. '') print(m.half(3))", m=module) == {"float"}


def functions_of(text: str) -> tuple[Functions, Types, dict[str, int]]:
    """The functions of a program, with the ids of those that have names."""
    unit = program_of(main=text).unit("main")
    ids = {node.name: node.id for node in walk(unit.chunk.body) if isinstance(node, lua.Function)}
    return unit.functions, unit.types, ids


def test_settled_functions() -> None:
    """Nobody can tell nothing from nil where all calls use one result at most."""
    functions, _, ids = functions_of("local function f() end local function g() end f() local x = f() unknown(g())")
    assert ids["f"] in functions.settled
    assert ids["g"] not in functions.settled


def test_least_arguments() -> None:
    """Functions that are handed on may get any number of arguments."""
    text = "local function f(a, b) end local function g(a) end local function h(...) end f(1) f(1, 2) g(1) pcall(g) h()"
    functions, _, ids = functions_of(text)
    assert functions.least.get(ids["f"]) == 1
    assert ids["g"] not in functions.least
    assert ids["h"] not in functions.least


def test_code_that_is_too_much_is_declined() -> None:
    """The analysis gives up rather than take minutes."""
    many = "\n".join(f"local function f{i}(g) g(f{i}) t[f{i}] = g return g(g) end f{i}(t)" for i in range(150))
    program = program_of(main="local t = {}\n" + many)
    assert program.unit("main").types.of(program.fronts["main"].chunk.body.statements[0]) == kinds.ANY


def test_sequences() -> None:
    """A table is counted by its entries as long as no store leaves a hole."""
    cases = {
        "local t = {1, 2} t[#t + 1] = 3 table.insert(t, 4) table.insert(t, 1, 0) table.remove(t) t[#t] = nil": True,
        "local t = {} for i = 1, 3 do t[i] = i end for i in ipairs(t) do t[i] = 'x' end table.sort(t)": True,
        "local o = {t = {}} local t = o.t o.t[#o.t + 1] = 1": True,
        "local t = {} t[3] = 1": False,
        "local t = {1, nil, 3}": False,
        "local t = {} t.x = 1": False,
        "local t = {} t[unknown] = 1": False,
        "local t = {} for i = 1, 3 do t[i] = unknown() end": False,
        "local t = {} for i = 1, 3 do if unknown then t[i] = 1 end end": False,
        "local t = {} for i = 2, 3 do t[i] = 1 end": False,
        "local t = {} for i = 1, 3 do if i == 2 then goto next end t[i] = 1 ::next:: end": False,
        "local t = {} for i = 1, 3 do local u = t t = {} t[i] = 1 end": False,
        "local t = {} table.insert(t, 1, unknown())": False,
        "local t = {} t[#t + 1] = table.remove(t)": False,
        "local t = {} unknown(t)": False,
        "local t = setmetatable({}, {__len = unknown})": False,
    }
    for text, expected in cases.items():
        program = program_of(main=f"{text} print(t)")
        unit = program.unit("main")
        statement = program.fronts["main"].chunk.body.statements[-1]
        assert isinstance(statement, lua.CallStatement)
        assert unit.shapes.are_sequences(statement.call.args[0]) is expected, text
