"""`json` (CopperMoon specification, section 8)."""

import json as python_json
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.metatable import set_metatable
from cmc.runtime.core.numbers import MAX_INTEGER, MIN_INTEGER
from cmc.runtime.core.operators import setindex
from cmc.runtime.core.table import TRUE_KEY, Table, array, raw_delete
from cmc.runtime.declare import as_table
from cmc.runtime.shims import json
from cmc.runtime.shims.json import encoder
from cmc.runtime.shims.json.decoder import LARGE, EmptyObject, decode_text
from cmc.runtime.shims.json.strict import read_document


def problem(function: Callable[..., Any], *args: Any) -> str:
    with pytest.raises(LuaError) as caught:
        function(*args)
    return str(caught.value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (-5, "-5"),
        (1.0, "1.0"),
        (-0.0, "-0.0"),
        (1e15, "1000000000000000.0"),
        (1e16, "1e+16"),
        (1.5e16, "1.5e+16"),
        (1e300, "1e+300"),
        (0.0001, "0.0001"),
        (1e-5, "0.00001"),
        (-1.5e-5, "-0.000015"),
        (1e-6, "1e-6"),
        (5e-324, "5e-324"),
        (0.1 + 0.2, "0.30000000000000004"),
        ('a"\\\b\f\n\r\t\x1f/\x7f\u2028', '"a\\"\\\\\\b\\f\\n\\r\\t\\u001f/\x7f\u2028"'),
        (Table(), "[]"),
        (array(1, "x", array()), '[1,"x",[]]'),
        (Table({1: "a", 3: "c"}), '["a",null,"c"]'),
        (Table({3: "c"}), '[null,null,"c"]'),
        (Table(b=1, a=2, Z=3), '{"Z":3,"a":2,"b":1}'),
        (Table({1: "a", "x": "b"}), '{"1":"a","x":"b"}'),
        (Table({0: "z"}), '{"0":"z"}'),
        (Table({1.5: "f", 1e20: "g"}), '{"1.5":"f","100000000000000000000":"g"}'),
        (Table({2**40: 1}), '{"1099511627776":1}'),
        (Table({2: "b", 1: "a"}), '["a","b"]'),
        (Table({1: "a", 3: "c", 2: "b"}), '["a","b","c"]'),
        (Table(enumerate(range(2000), 1)), "[" + ",".join(map(str, range(2000))) + "]"),
        (Table(none="null", at=array("null", Table())), '{"at":["null",[]],"none":"null"}'),
        (Table(gone=None, kept=1), '{"kept":1}'),
        (Table(gone=None), "[]"),
        (array(array(Table({1: 1, 3: 3}))), "[[[1,null,3]]]"),
        (Table({"\u00e9": 1, "z": 2, "e": 3}), '{"e":3,"z":2,"\u00e9":1}'),
        ({"list": [1, None], "none": None, "empty": []}, '{"empty":[],"list":[1,null]}'),
    ],
)
def test_encode(value: Any, text: str) -> None:
    assert json.encode(value) == text
    assert python_json.loads(json.pretty(value)) == python_json.loads(text)


def test_pretty() -> None:
    value = Table(name="app", tags=array("x", "y"), meta=Table(), none=array())
    assert json.pretty(value) == (
        '{\n  "meta": [],\n  "name": "app",\n  "none": [],\n  "tags": [\n    "x",\n    "y"\n  ]\n}'
    )


def test_empty_objects_stay_what_they_were() -> None:
    assert json.encode(json.decode('{"list":[],"map":{}}')) == '{"list":[],"map":{}}'
    table = json.decode("{}")
    setindex(table, 1, "one")
    assert json.encode(table) == '["one"]'
    emptied = array(1)
    raw_delete(emptied, 1)
    assert json.encode(emptied) == "[]"


def test_what_metatables_do() -> None:
    proxy = set_metatable(Table(), Table(__index=array(1, 2), __frozen=True))
    assert json.encode(Table(frozen=proxy)) == '{"frozen":[1,2]}'
    filled = set_metatable(Table({1: 1, 3: 3}), Table(__index=lambda t, k: f"v{k}"))
    assert json.encode(filled) == '[1,"v2",3]'
    hidden = set_metatable(Table(id=1), Table(__index=Table(hidden=True), __tostring=lambda t: "x"))
    assert json.encode(hidden) == '{"id":1}'


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), "Invalid number for JSON (NaN or Infinity)"),
        (array(1, float("-inf")), "Invalid number for JSON (NaN or Infinity)"),
        (print, "Cannot convert function to JSON"),
        (Table(f=print), "Cannot convert function to JSON"),
        (
            "\udcff",
            "Invalid UTF-8: error converting Lua string to &str (invalid utf-8 sequence of 1 bytes from index 0)",
        ),
        (
            Table({"\udcfe": 1}),
            "Invalid UTF-8 in key: error converting Lua string to &str "
            "(invalid utf-8 sequence of 1 bytes from index 0)",
        ),
    ],
)
def test_what_cannot_be_encoded(value: Any, message: str) -> None:
    assert problem(json.encode, value) == message
    assert problem(json.pretty, value) == message


def test_keys_that_are_no_names() -> None:
    table = Table()
    setindex(table, True, 1)
    assert problem(json.encode, table) == "JSON keys must be strings or numbers"


def test_cycles_raise_and_shared_tables_do_not() -> None:
    table = Table()
    setindex(table, "self", array(table))
    assert problem(json.encode, table) == "cannot encode a table that contains itself"
    shared = array(1)
    assert json.encode(array(shared, shared)) == "[[1],[1]]"


def test_deep_values_are_encoded(output: Callable[..., list[str]]) -> None:
    assert output("""
        local value = { leaf = { b = 1.0, a = "x" } }
        for _ = 1, 3000 do value = { value } end
        local brackets = ("["):rep(3000)
        print(json.encode(value) == brackets .. '{"leaf":{"a":"x","b":1.0}}' .. brackets:gsub("%[", "]"))
        for _ = 1, 2700 do value = value[1] end
        print((json.pretty(value):gsub("%s", "")) == json.encode(value))
        """) == ["true", "true"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        (" false ", False),
        ("-15", -15),
        ("-0", -0.0),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", 2.0**63),
        ("18446744073709551615", 1.8446744073709552e19),
        ("123456789012345678901234567890", 1.2345678901234568e29),
        ("-9223372036854775808", -(2**63)),
        ("-9223372036854775809", -(2.0**63)),
        ("1e2", 100.0),
        ("1.0", 1.0),
        ("1e-400", 0.0),
        ('"\\u0041\\ud83d\\ude00\\u0000"', "A\U0001f600\0"),
    ],
)
def test_decode(text: str, value: Any) -> None:
    result = json.decode(text)
    assert result == value
    assert type(result) is type(value)
    assert str(result) == str(value)


def test_decode_containers() -> None:
    table = json.decode('[1,null,{"a":null,"b":[-0, "2024-0"],"a":2}]')
    assert dict(table) == {1: 1, 3: table[3]}
    assert dict(table[3]) == {"a": 2, "b": table[3]["b"]}
    assert str(table[3]["b"][1]) == "-0.0"
    assert table[3]["b"][2] == "2024-0"
    long = json.decode(str([2**63 if n == 11 else n for n in range(20)]))
    assert type(long[12]) is float and type(long[11]) is int and len(long) == 20
    records = [{"id": n, "name": f"n{n}", "price": n / 2, "new": True} for n in range(20)]
    for change in ({}, {"id": 2**63}, {"id": None}, {"tags": [1]}, {"id": 12345678901234567}):
        changed = [*records[:15], {**records[15], **change}, *records[16:]]
        table = json.decode(python_json.dumps(changed))
        assert len(table) == 20 and json.decode(json.encode(table))[16]["name"] == "n15"
        if change:
            name, value = next(iter(change.items()))
            read = table[16][name]
            assert type(read) is (float if value == 2**63 else Table if name == "tags" else type(value))
    mixed = json.decode('["a", 1.5, true, "b", false, null, {}, [], 9223372036854775808, "c", -0]')
    assert 6 not in mixed and mixed[9] == 2.0**63 and str(mixed[11]) == "-0.0" and len(mixed) == 10


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "EOF while parsing a value at line 1 column 0"),
        ("\n\n", "EOF while parsing a value at line 3 column 0"),
        ("hello", "expected value at line 1 column 1"),
        ("tru", "EOF while parsing a value at line 1 column 3"),
        ("trux", "expected ident at line 1 column 4"),
        ("[1, 2", "EOF while parsing a list at line 1 column 5"),
        ('{"a": 1', "EOF while parsing an object at line 1 column 7"),
        ('"abc', "EOF while parsing a string at line 1 column 4"),
        ("[1,]", "trailing comma at line 1 column 4"),
        ('{"a":1,}', "trailing comma at line 1 column 8"),
        ("[1 2]", "expected `,` or `]` at line 1 column 4"),
        ('{"a":1 "b"}', "expected `,` or `}` at line 1 column 8"),
        ('{"a" 1}', "expected `:` at line 1 column 6"),
        ("{a:1}", "key must be a string at line 1 column 2"),
        ("1 2", "trailing characters at line 1 column 3"),
        ("01", "invalid number at line 1 column 2"),
        ("1.", "EOF while parsing a value at line 1 column 2"),
        ("-", "EOF while parsing a value at line 1 column 1"),
        ("-x", "invalid number at line 1 column 2"),
        ("1.x", "invalid number at line 1 column 3"),
        ("1ex", "invalid number at line 1 column 3"),
        ("1e999", "number out of range at line 1 column 5"),
        ('"a\nb"', "control character (\\u0000-\\u001F) found while parsing a string at line 2 column 0"),
        ('"\\q"', "invalid escape at line 1 column 3"),
        ('"\\u12"', "EOF while parsing a string at line 1 column 6"),
        ('"\\ud83d"', "unexpected end of hex escape at line 1 column 8"),
        ('"\\ude00"', "lone leading surrogate in hex escape at line 1 column 7"),
        ('"\\ud83d\\u0041"', "lone leading surrogate in hex escape at line 1 column 13"),
        ("\ufeff1", "expected value at line 1 column 1"),
        ("[" * 200 + "]" * 200, "recursion limit exceeded at line 1 column 128"),
        ('{\n  "a": 1,\n  "b": oops\n}', "expected value at line 3 column 8"),
    ],
)
def test_what_is_no_json(text: str, reason: str) -> None:
    assert problem(json.decode, text) == f"JSON decode error: {reason}"


def test_depth_limit() -> None:
    assert json.decode("[" * 127 + "]" * 127) is not None
    assert "recursion limit" in problem(json.decode, "[" * 128 + "]" * 128)
    assert "recursion limit" in problem(json.decode, '{"a":' * 128 + "1" + "}" * 128)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(_VALUES)
def test_both_readers_agree_with_python(value: Any) -> None:
    for text in (python_json.dumps(value), python_json.dumps(value, ensure_ascii=False, indent=1)):
        read = read_document(text)
        assert python_json.dumps(_floats(read)) == python_json.dumps(_floats(python_json.loads(text)))
        assert json.encode(decode_text(text)) == json.encode(decode_text(python_json.dumps(read)))


def _floats(value: Any) -> Any:
    """A value with its numbers as Lua has them."""
    if isinstance(value, list):
        return [_floats(item) for item in value]
    if isinstance(value, dict):
        return {k: _floats(item) for k, item in value.items()}
    if type(value) is int and not -(2**63) <= value < 2**63:
        return float(value)
    return value


@given(_VALUES, st.booleans())
def test_the_fast_way_to_write_agrees_with_the_careful_one(value: Any, indent: bool) -> None:
    table = as_table(_floats(value))
    option = orjson.OPT_SORT_KEYS | (orjson.OPT_INDENT_2 if indent else 0)
    careful = orjson.dumps(encoder._plain(table, []), option=option).decode()
    assert encoder.encode_value(table, indent=indent) == careful


@pytest.mark.parametrize("text", ["-0", " -0 ", "[-0]", "[1,-0,2]", '{"a":-0}', '{"a": -0\n}', '["UTC-0", -0]'])
def test_negative_zero_is_found_everywhere(text: str) -> None:
    assert "-0.0" in json.encode(decode_text(text))


@pytest.mark.parametrize("text", ['"-0"', "10", '["2024-01-01", "x-0", "-0"]', "[-0.5]", "[-1]"])
def test_what_looks_like_negative_zero(text: str) -> None:
    assert json.encode(decode_text(text)) == text.replace(" ", "")


_TEXTS = st.text(alphabet='{}[]:,"\\u0019.eE+- \nabtrfn\u00e9', max_size=12)


@given(_TEXTS)
def test_the_strict_reader_refuses_what_python_refuses(text: str) -> None:
    try:
        python_json.loads(text, parse_constant=lambda name: 1 / 0)
    except (ValueError, ZeroDivisionError):
        assert problem(read_document, text).startswith("JSON decode error: ")
    else:
        if "\\ud" not in text and "E" not in text.upper():
            read_document(text)


# Large documents

FIELDS = st.sampled_from(["a", "b", "c", "d"])
SCALARS = st.one_of(
    st.integers(-(2**70), 2**70), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.none(),
    st.sampled_from(["", "null", "{", "[", "-0", "9" * 25, "\u00e9"]),
)  # fmt: skip
PLAIN = st.one_of(st.integers(-100, 100), st.floats(0, 1), st.sampled_from(["x", "y"]))


def documents(scalars: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Documents, as Python has them, of some numbers, texts and so on."""
    return st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELDS, inner, max_size=4))


def as_lua(value: Any) -> Any:
    """A document as Python's reader gives it, as tables are after decoding."""
    if isinstance(value, dict):
        made = Table((name, as_lua(item)) for name, item in value.items() if item is not None)
        return made if len(made) else EmptyObject()
    if isinstance(value, list):
        return Table((position, as_lua(item)) for position, item in enumerate(value, 1) if item is not None)
    return float(value) if type(value) is int and not MIN_INTEGER <= value <= MAX_INTEGER else value


def shown(value: Any) -> str:
    """A value with the classes and the order of what is in it."""
    if not isinstance(value, Table):
        return repr(value)
    return f"{type(value).__name__}({', '.join(f'{k!r}: {shown(item)}' for k, item in value.items())})"


@given(st.lists(documents(SCALARS), min_size=1, max_size=4), st.booleans())
def test_large_documents_of_all_kinds(values: list[Any], ascii_only: bool) -> None:
    document = [*values, *values] * (LARGE // len(values) + 1)
    text = python_json.dumps(document, ensure_ascii=ascii_only)
    assert len(text) >= LARGE
    assert shown(decode_text(text)) == shown(as_lua(document))


@given(documents(PLAIN).filter(lambda value: isinstance(value, dict | list)), st.integers(1, 40), documents(PLAIN))
def test_large_documents_of_one_shape(value: Any, depth: int, other: Any) -> None:
    for last in (value, other):
        rows: Any = [value] * LARGE + [last]
        for _ in range(depth):
            rows = {"data": rows} if depth % 2 else [rows]
        assert shown(decode_text(python_json.dumps(rows))) == shown(as_lua(rows))


@pytest.mark.parametrize("unit", ["[{}]", '{"a":1,"b":[{}]}', '[[{}],{"a":"{"}]'])
@pytest.mark.parametrize("depth", [1, 124, 125, 126, 127, 128, 300])
def test_the_depth_of_large_documents(unit: str, depth: int) -> None:
    inner = ",".join([unit.replace("{}", '{"x":1}')] * LARGE)
    text = "[" * depth + inner + "]" * depth
    levels = depth + {"[{}]": 2, '{"a":1,"b":[{}]}': 3, '[[{}],{"a":"{"}]': 3}[unit]
    if levels <= 127:
        assert shown(decode_text(text)) == shown(as_lua(python_json.loads(text)))
    else:
        assert problem(decode_text, text).startswith("JSON decode error: recursion limit exceeded at line 1 column ")


@pytest.mark.parametrize("digits", ["9223372036854775807", "9223372036854775808", "18446744073709551616"])
@pytest.mark.parametrize("before", ["", "0.", "0.0", "-", "12.", "1e"])
def test_long_numbers_in_large_documents(digits: str, before: str) -> None:
    number = before + (digits[:2] if before == "1e" else digits)
    text = f'[{"1.5,2," * LARGE}{number}]'
    assert shown(decode_text(text)) == shown(as_lua(python_json.loads(text)))


def test_objects_that_were_empty_once() -> None:
    document = json.decode('{"a":{},"b":[{},{}]}')
    document["a"]["x"] = Table()
    document["b"][2][1] = "one"
    assert json.encode(document) == '{"a":{"x":[]},"b":[{},["one"]]}'


# Lists of records


RECORD = st.dictionaries(FIELDS, PLAIN | st.sampled_from(["{", "[", "null"]), max_size=3)
ODD = st.one_of(
    st.just(Table()), st.just(EmptyObject()), st.just(array(1, 2)), st.just(Table({1: "a", "x": "b"})), st.just(5),
    st.just(Table(inner=Table(a=1))), st.just(Table(inner=array(1))), st.just(Table(gone=None)), st.just("{"),
    st.just(Table({2: "b"})), st.just(Table({1: "a", 3: "c"})), st.just(Table({2: "b", 1: "a"})),
    st.just(set_metatable(Table(a=1), Table(__index=Table(b=2)))),
    st.just(set_metatable(Table(), Table(__index=Table(b=2), __frozen=True))),
)  # fmt: skip


@given(st.lists(RECORD.map(as_table), min_size=1, max_size=5), st.lists(ODD, max_size=2), st.booleans(), st.booleans())
def test_records_are_written_as_all_others(records: list[Any], odd: list[Any], inside: bool, pretty: bool) -> None:
    rows: Any = array(*records * 20, *odd)
    value = Table(data=rows, total=len(rows)) if inside else rows
    expected = orjson.dumps(
        encoder._plain(value, []), option=orjson.OPT_SORT_KEYS | (orjson.OPT_INDENT_2 if pretty else 0)
    ).decode()
    assert (json.pretty if pretty else json.encode)(value) == expected


@given(documents(PLAIN), documents(PLAIN), ODD, st.integers(0, 19), st.booleans())
def test_nested_records_are_written_as_all_others(value: Any, other: Any, odd: Any, at: int, has_odd: bool) -> None:
    rows = [as_table({"value": value, "last": [value, [value]]}) for _ in range(20)]
    rows[at]["value"] = odd if has_odd else as_table(other)
    table = array(*rows)
    expected = orjson.dumps(encoder._plain(table, []), option=orjson.OPT_SORT_KEYS).decode()
    assert json.encode(table) == expected
    rows[at]["last"][2][1] = odd if has_odd else as_table(other)
    expected = orjson.dumps(encoder._plain(table, []), option=orjson.OPT_SORT_KEYS).decode()
    assert json.encode(table) == expected


@pytest.mark.parametrize("at", [0, 7])
def test_records_with_cycles_in_their_fields(at: int) -> None:
    rows = [Table(a=array(Table(b=array(1)))) for _ in range(20)]
    rows[at]["a"][1]["b"][1] = rows[at]
    assert problem(json.encode, array(*rows)) == "cannot encode a table that contains itself"
    for row in rows:
        row["a"] = row
    assert problem(json.encode, array(*rows)) == "cannot encode a table that contains itself"


def test_what_cannot_be_written_in_a_list_of_records() -> None:
    records = [Table(a=number) for number in range(100)]
    assert problem(json.encode, array(*records, Table(a=float("nan")))) == "Invalid number for JSON (NaN or Infinity)"
    assert problem(json.encode, array(*records, Table(a=print))) == "Cannot convert function to JSON"
    assert problem(json.encode, array(*records, Table({TRUE_KEY: 1}))) == "JSON keys must be strings or numbers"
    records[50]["a"] = records[50]
    assert problem(json.encode, array(*records)) == "cannot encode a table that contains itself"
