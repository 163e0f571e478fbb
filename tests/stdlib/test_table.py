"""The `table` library against the reference interpreter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import assert_same_programs, literal, open_globals

from cmc.runtime.core.chunks import load_text

SHOW = """
local function show(t, ...)
  local names = {}
  for k, v in pairs(t) do names[#names + 1] = tostring(k) .. '=' .. tostring(v) end
  table.sort(names)
  return table.concat(names, ' '), #t, ...
end
"""


def show(*programs: str) -> None:
    """Compares programs that may use `show`, which tells the contents of a table."""
    assert_same_programs([SHOW + program for program in programs])


# Elements


def test_insert() -> None:
    show(
        "local t = {} table.insert(t, 'a') table.insert(t, 'b') return show(t, select('#', table.insert(t, 'c')))",
        "local t = {1, 2, 3} table.insert(t, 1, 'x') table.insert(t, 3, 'y') table.insert(t, 6, 'z') return show(t)",
        "local t = {1, 2, 3, name = 'n', [10] = 'ten'} table.insert(t, 2, 'x') table.insert(t, 'y') return show(t)",
        "local t = {} table.insert(t, nil) return show(t)",
        "local t = {1, 2, 3} table.insert(t, 2, nil) return show(t)",
        "local t = {1, 2, 3} table.insert(t, '2', 'x') table.insert(t, 1.0, 'y') return show(t)",
        "local t = {n = 1} for i = 1, 20 do table.insert(t, i) t[-i] = i end return show(t)",
    )


def test_remove() -> None:
    show(
        "local t = {1, 2, 3} return show(t, table.remove(t), table.remove(t), table.remove(t), table.remove(t))",
        "local t = {'a', 'b', 'c', 'd'} local x, y = table.remove(t, 1), table.remove(t, 2) return show(t, x, y)",
        "local t = {'a', 'b'} return show(t, table.remove(t, 3))",
        "local t = {[0] = 'zero'} local x = table.remove(t) return show(t, x)",
        "local t = {[0] = 'zero'} local x = table.remove(t, 0) return show(t, x)",
        "local t = {1, 2, 3, name = 'n', other = 'o'} local x = table.remove(t) return show(t, x, table.remove(t))",
        "local t = {} for i = 1, 50 do t[i] = i t[-i] = i end for i = 1, 49 do table.remove(t, 1) end return show(t)",
        "return table.remove({}, nil)",
    )


def test_move() -> None:
    show(
        "return show(table.move({1, 2, 3}, 1, 3, 2))",
        "return show(table.move({1, 2, 3}, 2, 3, 1))",
        "return show(table.move({1, 2, 3}, 1, 3, 2, {'a'}))",
        "local t = table.move({1, nil, 3, nil, 5}, 1, 5, 3) return table.unpack(t, 1, 7)",
        "return show(table.move({1, nil, 3}, 1, 3, 1, {'a', 'b', 'c', 'd'}))",
        "return show(table.move({1, 2}, 1, 0, 5))",
        "return show(table.move({10, 20}, 0, 3, -2))",
        "local t = {1, 2, 3} return show(table.move(t, 1, 3, 2, t))",
        "return show(table.move({[math.maxinteger] = 1}, math.maxinteger, math.maxinteger, math.mininteger))",
    )


def test_pack_and_unpack() -> None:
    show(
        "return show(table.pack())",
        "return show(table.pack(1, nil, 3, nil))",
        "return table.unpack({1, 2, 3, 4, 5})",
        "return table.unpack({1, 2, nil, 4}, 1, 4)",
        "return table.unpack({1, 2, 3}, 2), (table.unpack({1, 2, 3}))",
        "return table.unpack({1, 2, 3}, -1, 1)",
        "return select('#', table.unpack({}, 1, 200)), select('#', table.unpack({}))",
        "return table.unpack({}, 5, 4)",
        "return table.unpack('abc', 1, 2)",
        "return table.unpack({1, 2}, '2', 3.0)",
        "return table.unpack({[math.maxinteger] = 'x'}, math.maxinteger, math.maxinteger)",
        "return table.unpack({}, math.maxinteger, math.mininteger)",
        "return table.unpack(table.pack(1, nil, nil), 1, 3)",
    )


def test_concat() -> None:
    show(
        "return table.concat({})",
        "return table.concat({1, 2.0, 3.5, 'x', 1e100, -0.0, 1 << 62})",
        "return table.concat({1, 2, 3}, ', ')",
        "return table.concat({1, 2, 3}, ', ', 2), table.concat({1, 2, 3}, ', ', 2, 2), table.concat({1}, 'x', 2)",
        "return table.concat({'a', 'b'}, 5)",
        "return table.concat({'\\xc3', '\\xa9', '\\xc3'}), table.concat({'\\xc3', '\\xc3'}, '\\xa9')",
        "return table.concat({[5] = 'x', [6] = 'y'}, '-', 5, 6)",
        "return table.concat({}, 'x', 1, 0)",
    )


@pytest.mark.parametrize(
    "expression",
    [
        "table.insert()", "table.insert(nil, 1)", "table.insert({})", "table.insert({}, 1, 2, 3)",
        "table.insert({}, 5, 1)", "table.insert({}, 0, 1)", "table.insert({}, nil, 1)", "table.insert({}, 1.5, 1)",
        "table.insert({}, 'x', 1)", "table.insert('abc', 1)", "table.insert(io.stdout, 1)", "table.remove()",
        "table.remove({}, 5)", "table.remove({1, 2}, 4)", "table.remove({1, 2}, 0)", "table.remove({}, -1)",
        "table.remove({1}, 'x')", "table.concat()", "table.concat({1, {}, 3})", "table.concat({1, nil, 3}, ',', 1, 3)",
        "table.concat({true})", "table.concat({}, {})", "table.concat({1}, '', 1, 2)", "table.concat({}, '', 1, 1)",
        "table.concat({}, 'x', math.maxinteger, math.maxinteger)", "table.concat({}, 'x', math.mininteger)",
        "table.unpack()", "table.unpack(nil)", "table.unpack({}, 1, 1e7)", "table.unpack({}, 1, 1e6)",
        "table.unpack({}, math.mininteger, math.maxinteger)", "table.unpack({}, 0, math.maxinteger)",
        "table.unpack(5, 1, 2)", "table.unpack({}, 1.5)", "table.unpack({}, 1, {})", "table.move()",
        "table.move({}, 1)", "table.move(1, 1, 1, 1)", "table.move({}, 1, 1, 1, 5)", "table.move({}, 1, 2, 'x')",
        "table.move({}, -1, math.maxinteger, 2)", "table.move({}, 1, math.maxinteger, 2)",
        "table.move({}, math.mininteger, math.maxinteger, 2)", "table.move({}, 1, 2, math.maxinteger)",
        "table.sort()", "table.sort({1, 2}, 5)", "table.sort({1}, 5)", "table.sort({1, 'x'})", "table.sort({{}, {}})",
        "table.sort({3, 1, nil, 2})", "table.sort({1, 2, 3}, function() error('stop') end)",
        "table.sort({1, 2, 3}, function() error({}) end)", "table.sort({1, 2, 3}, setmetatable({}, {__call = print}))",
    ],
)  # fmt: skip
def test_errors(expression: str) -> None:
    """The message names the function as it was called."""
    function, _, args = expression.partition("(")
    assert_same_programs([f"return {expression}", f"return pcall({function}, {args}" if args != ")" else "return 1"])


# Metamethods

PROXY = """
local function proxy(list)
  local log = {}
  return setmetatable({}, {
    __index = function(_, k) log[#log + 1] = 'get ' .. tostring(k) return list[k] end,
    __newindex = function(_, k, v) log[#log + 1] = 'set ' .. tostring(k) .. ' ' .. tostring(v) list[k] = v end,
    __len = function() log[#log + 1] = 'len' return #list end,
  }), list, log
end
local function told(t, log, ...) return table.concat(t, ' '), table.concat(log, ', '), ... end
"""


@pytest.mark.parametrize(
    "use",
    [
        "table.insert(p, 'x')", "table.insert(p, 2, 'x')", "local x = table.remove(p)", "local x = table.remove(p, 1)",
        "table.move(p, 1, 3, 2)", "table.move({7, 8}, 1, 2, 2, p)", "table.move(p, 2, 3, 1)",
        "log.text = table.concat(p, '-')", "log.n = select('#', table.unpack(p))",
        "log.text = table.concat({table.unpack(p, 2, 3)})",
    ],
)  # fmt: skip
def test_metamethods(use: str) -> None:
    assert_same_programs([f"{PROXY} local p, t, log = proxy({{1, 2, 3}}) {use} return told(t, log, log.text, log.n)"])


def test_tables_with_a_metatable() -> None:
    show(
        "local t = setmetatable({3, 1, 2}, {__index = {extra = 1}}) table.insert(t, 0) table.sort(t) return show(t)",
        "local t = setmetatable({1}, {__index = function(_, k) return k <= 3 and k * 10 or nil end})"
        " return table.concat(t, ' ', 1, 3), table.unpack(t, 1, 4)",
        "local t = setmetatable({1, 2}, {__len = function() return 1 end}) table.insert(t, 'x') return show(t)",
        "local t = setmetatable({1, 2}, {__len = function() return '1' end}) return table.remove(t), rawlen(t)",
        "local t = setmetatable({}, {__len = function() return 2.0 end}) table.insert(t, 'x') return t[3]",
        "local t = setmetatable({}, {__newindex = function() error('read only') end}) table.insert(t, 1)",
        "local t = setmetatable({}, {__len = function() return 'abc' end}) table.insert(t, 1)",
        "local t = setmetatable({}, {__len = function() return {} end}) table.unpack(t)",
        "local t = setmetatable({}, {__len = function() return math.maxinteger end}) table.insert(t, 5)"
        " return t[math.mininteger]",
        "local t = setmetatable({}, {__len = function() return math.maxinteger end}) table.sort(t)",
        "local t = setmetatable({}, {__mode = 'v'}) table.insert(t, 'a') table.insert(t, 1, 'b') table.sort(t)"
        " return table.concat(t), table.unpack(t)",
        "local t = {true} return pcall(table.remove, t, true)",
        "local t = setmetatable({5, 4, 3}, {__eq = function() return true end})"
        " return show(table.move(t, 1, 3, 2, setmetatable({5, 4, 3}, getmetatable(t))))",
    )


# Order


def sorted_by(values: str, comparator: str) -> str:
    """A program that tells how a list is sorted, and for which pairs the comparison function is called."""
    return (
        f"local log, t = {{}}, {values} table.sort(t, function(a, b) log[#log + 1] = a .. '<' .. b {comparator} end)"
        " return table.concat(t, ' '), table.concat(log, ' ')"
    )


numbers = st.lists(st.integers(0, 30), max_size=40)


@settings(max_examples=60, deadline=None)
@given(numbers)
def test_comparison_functions_are_called_as_in_the_reference(values: list[int]) -> None:
    source = "{" + ", ".join(map(str, values)) + "}"
    assert_same_programs(
        [
            sorted_by(source, "return a < b"),
            sorted_by(source, "return a > b"),
            sorted_by(source, "return a // 10 < b // 10"),
            sorted_by(source, "return a // 10 < b // 10 or nil, 'x'"),
        ]
    )


@settings(max_examples=60, deadline=None)
@given(numbers)
def test_contradictory_comparison_functions_end_alike(values: list[int]) -> None:
    source = "{" + ", ".join(map(str, values)) + "}"
    assert_same_programs(
        [
            sorted_by(source, "return true"),
            sorted_by(source, "return a <= b"),
            sorted_by(source, "return a ~= b"),
            sorted_by(source, "return (a * 7 + b * 5) % 3 == 0"),
            sorted_by(source, "return"),
            sorted_by(source, "return 0"),
        ]
    )


scalars = st.one_of(
    st.integers(-3, 3),
    st.sampled_from([0.0, -0.0, 1.0, 2.0, 1.5, float("inf"), -float("inf"), float("nan"), 2**53, 2.0**53, 2**53 + 1]),
)
texts = st.text(st.sampled_from(["a", "b", "é", "\udcc3", "\udca9", "\0", "\U0001f600", "\uffff"]), max_size=4)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.lists(scalars, max_size=30), st.lists(st.floats(), max_size=20)))
def test_order_of_numbers(values: list[float]) -> None:
    source = "{" + ", ".join(map(literal, values)) + "}"
    assert_same_programs([f"local t = {source} table.sort(t) return table.unpack(t)"])


@settings(max_examples=60, deadline=None)
@given(st.lists(texts.map(lambda text: text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape"))))
def test_order_of_strings(values: list[str]) -> None:
    source = "{" + ", ".join(map(literal, values)) + "}"
    assert_same_programs([f"local t = {source} table.sort(t) return table.unpack(t)"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(scalars, texts.filter(str.isascii), st.booleans()), max_size=6))
def test_order_of_values_of_several_kinds(values: list[object]) -> None:
    source = "{" + ", ".join(map(literal, values)) + "}"
    assert_same_programs([f"local t = {source} local ok, e = pcall(table.sort, t) return ok, e, table.unpack(t, 1, 6)"])


def test_large_lists() -> None:
    fill = "math.randomseed(7) local t = {} for i = 1, 3000 do t[i] = math.random(%d) end "
    assert_same_programs(
        [
            fill % 100000 + "table.sort(t) return table.concat(t, ' ')",
            fill % 50 + "local n = 0 table.sort(t, function(a, b) n = n + 1 return a > b end) return n, t[1], t[3000]",
            fill % 3000 + "local r = {} for i, v in ipairs(t) do r[i] = {v // 10, i} end"
            " table.sort(r, function(a, b) return a[1] < b[1] end)"
            " for i, v in ipairs(r) do t[i] = v[2] end return table.concat(t, ' ')",
            "local t = {} for i = 1, 2000 do t[i] = i end table.sort(t, function(a, b) return a > b end)"
            " return table.concat(t, ' ')",
        ]
    )


def test_sorting_with_metamethods_and_errors() -> None:
    assert_same_programs(
        [
            "local m = {__lt = function(a, b) return a.n < b.n end} local t = {}"
            " for i = 1, 20 do t[i] = setmetatable({n = i * 7 % 20}, m) end table.sort(t)"
            " local r = {} for i, v in ipairs(t) do r[i] = v.n end return table.concat(r, ' ')",
            "local t = {5, 3, 1, 4} pcall(table.sort, t, function(a, b) if a == 1 then error('x') end return a < b end)"
            " return table.concat(t, ' ')",
            "local t = {3, 1, 2} return select('#', table.sort(t)), table.concat(t)",
        ]
    )


def test_a_comparison_function_may_yield() -> None:
    """The reference cannot do this: there, sorting is a function of C."""
    table = open_globals()
    program = """
    local compare = coroutine.wrap(function()
      local t = {3, 1, 2}
      table.sort(t, function(a, b) return coroutine.yield(a, b) end)
      return 'sorted', table.concat(t, ' ')
    end)
    local a, b = compare()
    while a ~= 'sorted' do a, b = compare(a < b) end
    return b
    """
    assert load_text(program, "=test", table)() == "1 2 3"
