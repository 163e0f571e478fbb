"""Names of function literals follow from what stands around them."""

import pytest

from cmc.transpiler.analysis.purposes import find_purposes
from cmc.transpiler.analysis.scopes import resolve
from tests.compiling import tree_of


def names(text: str) -> list[str]:
    """The names of the functions of a text, in its order."""
    chunk = tree_of(text)
    return [name for _, name in sorted(find_purposes(chunk, resolve(chunk)).items())]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("M.on_error = function() end", "on_error"),
        ("M[1] = function() end", "m_item"),
        ("self.handlers[name] = function() end", "handler"),
        ("local t = { run = function() end }", "run"),
        ("local t = { ['not a name'] = function() end }", "not_a_name"),
        ("local t = { ['1'] = function() end }", "t_item"),
        ("local handlers = { function() end }", "handler"),
        ("return { run = function() end }", "run"),
        ('app:get("/users/:id", function() end)', "get_users_id"),
        ('bus:on("order.*", function() end)', "on_order"),
        ("bus:on(function() end)", "handler"),
        ("on_change(function() end)", "on_change_handler"),
        ("db:transaction(function() end)", "on_transaction"),
        ('describe("one two three four five", function() end)', "describe_one_two_three_four"),
        ("table.sort(t, function() end)", "compare"),
        ("pcall(function() end)", "attempt"),
        ('pcall(with_file, "a.txt", function() end)', "with_file_a_txt"),
        ("xpcall(f, function() end)", "handle_error"),
        ("coroutine.wrap(function() end)", "producer"),
        ('s:gsub("%w", function() end)', "replace"),
        ("local log = options.log or function() end", "default_log"),
        ("local log = (quiet and function() end)", "log"),
        ("local t = setmetatable({}, { __index = function() end })", "__index"),
        ("f()(function() end)", "callback"),
        ("(function() end)()", "body"),
        ("return function() end", "exported"),
        ("x = { { [f] = function() end } }", "x_item"),
        ("f({ { [g] = function() end } })", "function"),
        ("local eventHandlers = { a = 1 } eventHandlers[1] = function() end", "event_handler"),
    ],
)
def test_names(text: str, name: str) -> None:
    """One function, named after its place."""
    assert names(text) == [name]


def test_results() -> None:
    """A function that is made by a factory is its product."""
    assert set(names("function M.make_counter() return function() end end")) == {"make_counter", "counter"}
    assert set(names("function M.guard() return function() end end")) == {"guard", "inner"}


def test_conflicts() -> None:
    """Functions of one name are told apart by their tables, and so are functions and variables."""
    assert set(names("function Queue.new() end function Stack:new() end")) == {"queue_new", "stack_new"}
    assert names("local push function Queue.push() end") == ["queue_push"]
    assert set(names("V.__add = function() end W.__add = function() end")) == {"__add"}
    assert set(names("Va.__add = function() end Wa.__add = function() end")) == {"va__add", "wa__add"}
    assert set(names("function self.new() end function Stack.new() end")) == {"new", "stack_new"}


def test_an_edit_elsewhere_changes_no_name() -> None:
    """There is no count through the file."""
    line = "app:get('/', function() end)\n"
    before = names(line)
    assert names("local x = function() end\n" + line)[1:] == before


def test_long_chain() -> None:
    """A chain of operators may be as long as the file."""
    assert names("local f = " + " or ".join(["x"] * 5000) + " or function() end") == ["default_f"]
