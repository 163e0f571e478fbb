"""Declarations and the functions that Lua programs get from them."""

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Annotated, Any, Self

import pytest

from cmc.runtime.core.arguments import MISSING
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.iteration import each2, lua_pairs
from cmc.runtime.core.operators import index, method, setindex
from cmc.runtime.core.table import Table, array, entries, raw_get
from cmc.runtime.core.values import type_name
from cmc.runtime.declare import (
    Bytes,
    HostObject,
    HostTable,
    Kind,
    as_table,
    lua_field,
    lua_function,
    lua_method,
    module_library,
)
from cmc.runtime.deferred import deferred_library
from cmc.runtime.lua_form import lua_form, signature_of
from cmc.runtime.stdlib.print import show


def form_of(function: Callable[..., Any]) -> Callable[..., Any]:
    return lua_form(function, "sample.f")


def message(function: Callable[..., Any], *args: Any) -> str:
    with pytest.raises(LuaError) as caught:
        function(*args)
    return str(caught.value)


def test_surplus_arguments_are_dropped_and_missing_ones_are_nil() -> None:
    def f(a: str, b: Any, c: int = 7) -> Any:
        return a, b, c

    form = form_of(f)
    assert form("x", 1, 2, 3, 4) == ("x", 1, 2)
    assert form("x") == ("x", None, 7)
    assert form("x", None, None) == ("x", None, 7)


@pytest.mark.parametrize(
    ("annotation", "value", "expected"),
    [
        (str, "text", "text"),
        (str, 5, "5"),
        (str, 1.0, "1.0"),
        (str, "caf\u00e9", "caf\u00e9"),
        (Bytes, "\udcff", "\udcff"),
        (int, 1.9, 1),
        (int, -1.9, -1),
        (int, "0x10", 16),
        (float, 3, 3.0),
        (float, "2.5", 2.5),
        (int | float, "7", 7),
        (bool, None, False),
        (bool, 0, True),
        (str | None, None, None),
        (Any, None, None),
    ],
)
def test_conversions(annotation: Any, value: Any, expected: Any) -> None:
    def f(a):  # type: ignore[no-untyped-def]
        return a

    f.__annotations__ = {"a": annotation, "return": Any}
    result = form_of(f)(value)
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize(
    ("annotation", "value", "problem"),
    [
        (str, None, "string expected, got nil"),
        (str, True, "string expected, got boolean"),
        (str, Table(), "string expected, got table"),
        (str, "a\udcff", "invalid utf-8 sequence of 1 bytes from index 1"),
        (str, "a\udcc3", "incomplete utf-8 byte sequence from index 1"),
        (Bytes, None, "string expected, got nil"),
        (int, "x", "number expected, got string"),
        (int, float("nan"), "number has no integer representation"),
        (int, 2.0**63, "number has no integer representation"),
        (int, True, "number expected, got boolean"),
        (float, None, "number expected, got nil"),
        (Table, "x", "table expected, got string"),
        (Callable[..., Any], Table(), "function expected, got table"),
        (str | Table, 5, "string or table expected, got number"),
        (str | None, Table(), "string expected, got table"),
    ],
)
def test_what_does_not_convert(annotation: Any, value: Any, problem: str) -> None:
    def f(a):  # type: ignore[no-untyped-def]
        return a

    f.__annotations__ = {"a": annotation, "return": Any}
    assert message(form_of(f), value) == f"bad argument #1 to 'sample.f' ({problem})"


def test_unions_take_the_member_of_the_value_s_type() -> None:
    def f(a: str | Callable[..., Any] | Table) -> Any:
        return a

    form = form_of(f)
    table = Table()
    assert form(table) is table
    assert form(print) is print
    assert form("\u00e9") == "\u00e9"


def test_rest_arguments_are_checked_one_by_one() -> None:
    def f(first: str, *rest: int) -> Any:
        return first, rest

    form = form_of(f)
    assert form("a") == ("a", ())
    assert form("a", 1, 2.5, "3") == ("a", (1, 2, 3))
    assert message(form, "a", 1, "x") == "bad argument #3 to 'sample.f' (number expected, got string)"


def test_no_argument_can_be_told_from_nil() -> None:
    def f(value: Any = MISSING) -> bool:
        return value is MISSING

    form = form_of(f)
    assert form() is True
    assert form(None) is False


def test_functions_without_result_give_no_value() -> None:
    def f() -> None: ...

    assert form_of(f)() == ()
    assert signature_of(f).results == ()


def test_results_are_read_from_the_annotation() -> None:
    def f() -> tuple[int, str | None]:
        return 1, None

    def g() -> tuple[Any, ...]:
        return ()

    assert signature_of(f).results == ("integer", "string|nil")
    assert signature_of(g).results is None


def test_annotations_without_lua_form_are_refused() -> None:
    def f(a: set[int]) -> None: ...

    def g(a) -> None: ...  # type: ignore[no-untyped-def]

    with pytest.raises(TypeError, match=r"set\[int\]"):
        signature_of(f)
    with pytest.raises(TypeError, match="the parameter a has no annotation"):
        signature_of(g)


def test_kinds_of_a_shim() -> None:
    def to_even(value: Any, number: int, name: str) -> int:
        return int(value) // 2 * 2

    def f(a: Annotated[int, Kind("even", "type({x}) is int and {x} % 2 == 0", to_even)]) -> int:
        return a

    assert form_of(f)(7) == 6
    assert signature_of(f).parameters[0].kind.lua == "even"


# Objects


class Counter(HostObject, path="sample.Counter"):
    """Counts."""

    __slots__ = ("count",)

    def __init__(self, count: int = 0) -> None:
        super().__init__()
        self.count = count

    @lua_method("sample.Counter:add")
    def add(self, n: int = 1) -> Self:
        self.count += n
        return self

    @lua_method("sample.Counter:value")
    def value(self) -> int:
        return self.count


def test_methods_of_a_host_object() -> None:
    counter = Counter()
    assert type_name(counter) == "userdata"
    assert method(counter, "add")(counter, 2) is counter
    assert method(counter, "value")(counter) == 2
    assert counter.add(3).value() == 5
    assert index(counter, "nothing") is None


def test_wrong_self() -> None:
    add = index(Counter(), "add")
    assert message(add, Table()) == "bad argument #1 to 'add' (Counter expected, got table)"
    assert message(add) == "bad argument #1 to 'add' (Counter expected, got nil)"


def test_host_objects_cannot_be_written_and_hide_their_metatable() -> None:
    from cmc.runtime.core.metamethods import protected_metatable

    counter = Counter()
    assert message(setindex, counter, "x", 1) == "attempt to index a Counter value"
    assert protected_metatable(counter) is False


def test_host_objects_as_arguments() -> None:
    def f(counter: Counter) -> int:
        return counter.count

    assert form_of(f)(Counter(4)) == 4
    assert message(form_of(f), 4) == "bad argument #1 to 'sample.f' (Counter expected, got number)"


class Page(HostTable, path="sample.Page"):
    """A page."""

    __slots__ = ("asked", "written")

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.written: list[Any] = []

    @lua_field
    def title(self) -> str | None:
        self.asked += 1
        return "untitled"

    @lua_method("sample.Page:write", idioms=("plain data",))
    def write(self, text: Any) -> Self:
        self.written.append(text)
        return self

    @lua_method("sample.Page:line")
    def line(self, text: str) -> Self:
        return self.write(text + "\n")

    @lua_method("sample.Page:on", idioms=("decorator",))
    def on(self, event: str, handler: Callable[..., Any]) -> Self:
        self.written.append((event, handler))
        return self


def test_fields_are_made_when_they_are_read() -> None:
    page = Page()
    assert page.asked == 0
    assert index(page, "title") == "untitled"
    assert page.title == "untitled"
    assert page.asked == 1


def test_fields_can_be_changed_from_both_sides_and_cleared() -> None:
    page = Page()
    setindex(page, "title", "Lua")
    assert page.title == "Lua"
    page.title = "Python"
    assert index(page, "title") == "Python"
    setindex(page, "title", None)
    assert index(page, "title") is None
    assert page.asked == 0
    assert dict(entries(page)) == {}


def test_a_host_table_is_a_table() -> None:
    page = Page()
    setindex(page, "extra", 1)
    setindex(page, True, 2)
    assert type_name(page) == "table"
    assert raw_get(page, "write") is None
    iterator, state, start = lua_pairs(page)
    assert dict(each2((iterator, state, start))) == {"title": "untitled", "extra": 1, True: 2}
    assert show(page) == "{ extra = 1, true = 2, title = untitled }"
    setindex(page, "extra", None)
    assert "extra" not in page


def test_host_tables_work_as_index_of_others() -> None:
    from cmc.runtime.core.metatable import set_metatable

    page = Page()
    derived = set_metatable(Table(), Table(__index=page))
    assert index(derived, "title") == "untitled"
    assert index(derived, "write") is index(page, "write")


def test_replaced_methods() -> None:
    page = Page()
    original = index(page, "write")
    setindex(page, "write", lambda self, text: original(self, f"<{text}>"))
    page.write("a")
    page.line("b")
    method(page, "write")(page, "c")
    method(page, "line")(page, "d")
    assert page.written == ["<a>", "<b\n>", "<c>", "<d\n>"]
    assert Page().write("plain").written == ["plain"]


def test_replaced_methods_get_tables_for_plain_data() -> None:
    page = Page()
    seen: list[Any] = []
    setindex(page, "write", lambda self, data: seen.append(data))
    page.write({"list": [1, None, 3], "none": None})
    assert isinstance(seen[0], Table)
    assert dict(seen[0]["list"]) == {1: 1, 3: 3}
    assert "none" not in seen[0]


def test_decorator_form() -> None:
    page = Page()

    @page.on("load")  # type: ignore[call-arg, arg-type]
    def handler() -> None: ...

    assert page.written == [("load", handler)]
    assert page.on("save", handler) is page


def test_plain_values_stay() -> None:
    table = array(1)
    assert as_table(table) is table
    assert as_table("x") == "x"


# Libraries


@lua_function("sample.parse")
def parse(text: str) -> str:
    return text.strip()


@lua_function("sample.parse.all")
def parse_all(texts: Table) -> int:
    return len(texts)


@lua_function("sample.deep.inner")
def inner() -> int:
    return 1


def sample_module() -> ModuleType:
    module = ModuleType("sample")
    vars(module).update(parse=parse, parse_all=parse_all, inner=inner, LUA_CONSTANTS={"_VERSION": "1"})
    return module


def test_libraries_are_built_from_modules() -> None:
    library = module_library("sample", sample_module())
    assert library["_VERSION"] == "1"
    assert library["deep"]["inner"]() == 1
    assert library["parse"](" x ") == "x"
    assert library["parse"]["all"](array(1, 2)) == 2
    assert parse(" direct ") == "direct"


def test_libraries_without_their_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    library = deferred_library("sample", "sample", ("parse", "parse.all", "deep.inner"), {"_VERSION": "1"})
    parse_form = library["parse"]["all"]
    assert library["_VERSION"] == "1"
    with pytest.raises(ModuleNotFoundError):
        parse_form(array())
    monkeypatch.setitem(sys.modules, "sample", sample_module())
    assert parse_form(array(1)) == 1
    assert library["parse"]["all"] is parse_form
    assert library["deep"]["inner"]() == 1
    assert message(parse_form, "x") == "bad argument #1 to 'sample.parse.all' (table expected, got string)"


def test_method_paths_are_checked() -> None:
    with pytest.raises(TypeError, match=r"library\.Class:name"):
        lua_method("sample.f")
