"""Values on their way to the server and back, type by type."""

from typing import Any

import pytest

from cmc.runtime.core.table import Table
from cmc.runtime.shims.buffer import from_data
from tests.databases.conftest import problem
from tests.databases.servers import handle_for

BYTES = "".join(chr(code) if code < 128 else chr(0xDC00 + code) for code in range(256))

# Column type, what is bound, what comes back.
MYSQL_VALUES: list[tuple[str, Any, Any]] = [
    ("TINYINT", -128, -128),
    ("TINYINT UNSIGNED", 255, 255),
    ("BOOLEAN", True, 1),
    ("SMALLINT", -32768, -32768),
    ("SMALLINT UNSIGNED", 65535, 65535),
    ("MEDIUMINT", 8388607, 8388607),
    ("MEDIUMINT UNSIGNED", 16777215, 16777215),
    ("INT", -2147483648, -2147483648),
    ("INT UNSIGNED", 4294967295, 4294967295),
    ("BIGINT", -9223372036854775808, -9223372036854775808),
    ("BIGINT UNSIGNED", 9223372036854775807, 9223372036854775807),
    ("BIGINT UNSIGNED", "18446744073709551615", "18446744073709551615"),
    ("FLOAT", 0.5, 0.5),
    ("DOUBLE", 0.1, 0.1),
    ("DOUBLE", 1e308, 1e308),
    ("DECIMAL(30,10)", "12345678901234567890.0123456789", "12345678901234567890.0123456789"),
    ("DECIMAL(10,2)", 2.5, "2.50"),
    ("BIT(12)", 0xABC, "\n\udcbc"),
    ("CHAR(5)", "ab", "ab"),
    ("VARCHAR(300)", "\u00e9" * 300, "\u00e9" * 300),
    ("TEXT", 'it\'s "q" \\ % _ \n \t \u4f60\U0001f600', 'it\'s "q" \\ % _ \n \t \u4f60\U0001f600'),
    ("LONGTEXT", "x" * 70_000, "x" * 70_000),
    ("ENUM('red','green')", "green", "green"),
    ("SET('a','b','c')", "a,c", "a,c"),
    ("JSON", '{"a": [1, null]}', '{"a": [1, null]}'),
    ("BINARY(4)", "\udcff\0\udcfe\0", "\udcff\0\udcfe\0"),
    ("VARBINARY(256)", BYTES, BYTES),
    ("BLOB", BYTES, BYTES),
    ("BLOB", "\\x41", "\\x41"),
    ("DATE", "2024-02-29", "2024-02-29"),
    ("DATETIME", "2024-06-15 14:30:45", "2024-06-15 14:30:45"),
    ("DATETIME(3)", "2024-06-15 14:30:45.120", "2024-06-15 14:30:45.120"),
    ("DATETIME(6)", "2024-06-15 14:30:45", "2024-06-15 14:30:45"),
    ("TIMESTAMP(6) NULL", "2024-06-15 14:30:45.000001", "2024-06-15 14:30:45.000001"),
    ("TIME", "-838:59:59", "-838:59:59"),
    ("TIME(3)", "05:06:07.5", "5:06:07.500"),
    ("YEAR", 2024, 2024),
    ("INT", "17", 17),
    ("INT", 12.0, 12),
    ("DOUBLE", 7, 7.0),
]

POSTGRESQL_VALUES: list[tuple[str, Any, Any]] = [
    ("boolean", True, True),
    ("boolean", "f", False),
    ("boolean", 1, True),
    ("smallint", -32768, -32768),
    ("integer", 2147483647, 2147483647),
    ("bigint", -9223372036854775808, -9223372036854775808),
    ("integer", "17", 17),
    ("integer", 12.0, 12),
    ("oid", 16, 16),
    ("real", 0.1, 0.10000000149011612),
    ("double precision", 0.1, 0.1),
    ("double precision", 3, 3.0),
    ("double precision", float("inf"), float("inf")),
    ("numeric(30,10)", "12345678901234567890.0123456789", "12345678901234567890.0123456789"),
    ("numeric", 5, "5"),
    ("numeric", 2.5, "2.5"),
    ("money", "12.5", "$12.50"),
    ("text", 'it\'s "q" \\ % _ \n \u4f60\U0001f600', 'it\'s "q" \\ % _ \n \u4f60\U0001f600'),
    ("text", 5, "5"),
    ("varchar(10)", "abc", "abc"),
    ("char(4)", "ab", "ab  "),
    ("name", "n", "n"),
    ("bytea", BYTES, BYTES),
    ("bytea", "\\x41", "\\x41"),
    ("date", "2024-02-29", "2024-02-29"),
    ("time", "05:06:07.5", "05:06:07.5"),
    ("timetz", "05:06:07+02", "05:06:07+02"),
    ("timestamp", "2024-06-15 14:30:45", "2024-06-15 14:30:45"),
    ("timestamptz", "2024-06-15 14:30:45+00", "2024-06-15 14:30:45+00"),
    ("interval", "1 day 02:00:00", "1 day 02:00:00"),
    ("json", '{"b": 1,  "a": 2}', '{"b": 1,  "a": 2}'),
    ("jsonb", '{"b": 1, "a": [true]}', '{"a": [true], "b": 1}'),
    ("uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    ("inet", "10.0.0.1", "10.0.0.1"),
    ("cidr", "10.0.0.0/8", "10.0.0.0/8"),
    ("macaddr", "08:00:2b:01:02:03", "08:00:2b:01:02:03"),
    ("bit(4)", "1010", "1010"),
    ("varbit", "101", "101"),
    ("point", "(1,2)", "(1,2)"),
    ("int4range", "[1,5)", "[1,5)"),
    ("int[]", "{1,NULL,3}", "{1,NULL,3}"),
    ("text[]", '{a,"b c",NULL}', '{a,"b c",NULL}'),
    ("jsonb[]", '{"{\\"a\\": 1}"}', '{"{\\"a\\": 1}"}'),
    ("tsvector", "'a' 'b'", "'a' 'b'"),
    ("xml", "<a/>", "<a/>"),
]


SQLITE_VALUES: list[tuple[str, Any, Any]] = [
    ("INTEGER", 9223372036854775807, 9223372036854775807),
    ("INT", "17", 17),
    ("TINYINT", True, 1),
    ("SMALLINT", -32768, -32768),
    ("MEDIUMINT", 12.0, 12),
    ("BIGINT", -9223372036854775808, -9223372036854775808),
    ("UNSIGNED BIG INT", 0, 0),
    ("INT2", 2.5, 2.5),
    ("INT8", "x", "x"),
    ("CHARACTER(20)", "ab", "ab"),
    ("VARCHAR(255)", 5, "5"),
    ("NCHAR(55)", "\u4f60\U0001f600", "\u4f60\U0001f600"),
    ("TEXT", 'it\'s "q" \\ % _ \n \t', 'it\'s "q" \\ % _ \n \t'),
    ("CLOB", "a\0b", "a\0b"),
    ("BLOB", BYTES, BYTES),
    ("BLOB", "text", "text"),
    ("REAL", 0.1, 0.1),
    ("DOUBLE", 3, 3.0),
    ("DOUBLE PRECISION", float("inf"), float("inf")),
    ("FLOAT", "2.50", 2.5),
    ("NUMERIC", "12", 12),
    ("DECIMAL(10,5)", 1.5, 1.5),
    ("BOOLEAN", False, 0),
    ("DATE", "2024-02-29", "2024-02-29"),
    ("DATETIME", "2024-06-15 14:30:45", "2024-06-15 14:30:45"),
    ("JSON", '{"a": [1, null]}', '{"a": [1, null]}'),
]


def round_trips(engine: str, values: list[tuple[str, Any, Any]]) -> None:
    db = handle_for(engine)
    kind = "TEMPORARY TABLE"
    wrong = []
    columns = ", ".join(f"c{number} {column}" for number, (column, _, _) in enumerate(values))
    db.exec(f"CREATE {kind} round_trip (id int, {columns})")
    marks = ", ".join(["?"] * (len(values) + 1))
    db.execute(f"INSERT INTO round_trip VALUES ({marks})", 1, *[value for _, value, _ in values])
    row = db.query_row("SELECT * FROM round_trip WHERE id = ?", 1)
    assert list(row) == ["id", *[f"c{number}" for number in range(len(values))]]
    for number, (column, _, expected) in enumerate(values):
        found = row[f"c{number}"]
        if found != expected or type(found) is not type(expected):
            wrong.append((column, expected, found))
    assert wrong == []
    db.execute(f"INSERT INTO round_trip VALUES ({marks})", 2, *[None] * len(values))
    assert dict(db.query_row("SELECT * FROM round_trip WHERE id = ?", 2)) == {"id": 2}
    db.close()


def test_sqlite() -> None:
    assert len({column for column, _, _ in SQLITE_VALUES}) >= 24
    round_trips("sqlite", SQLITE_VALUES)


def test_mysql() -> None:
    assert len({column for column, _, _ in MYSQL_VALUES}) >= 24
    round_trips("mysql", MYSQL_VALUES)


def test_postgresql() -> None:
    assert len({column for column, _, _ in POSTGRESQL_VALUES}) >= 24
    round_trips("postgresql", POSTGRESQL_VALUES)


def test_types_that_a_program_makes() -> None:
    db = handle_for("postgresql")
    db.begin()
    db.exec("CREATE TYPE cm_mood AS ENUM ('sad', 'happy'); CREATE TYPE cm_pair AS (a int, b text)")
    db.exec("CREATE DOMAIN cm_small AS int CHECK (VALUE < 10)")
    row = db.query_row(
        "SELECT ?::cm_mood AS e, ?::cm_pair AS p, ?::cm_small AS s, ARRAY['sad'::cm_mood] AS l", "happy", "(1,x)", 5
    )
    assert dict(row) == {"e": "happy", "p": "(1,x)", "s": 5, "l": "{sad}"}
    assert "cm_small" in problem(db.query, "SELECT ?::cm_small AS s", 50)
    db.rollback()
    db.close()


def test_what_mysql_makes_of_parameters() -> None:
    db = handle_for("mysql")
    row = db.query_row(
        "SELECT ? AS i, ? AS f, ? AS s, ? AS yes, ? AS none, ? AS bytes", 5, 2.5, "t", True, None, "\udcff"
    )
    assert dict(row) == {"i": 5, "f": 2.5, "s": "t", "yes": 1, "bytes": "\udcff"}
    row = db.query_row("SELECT CAST('0000-00-00' AS DATE) AS d, TIMEDIFF('10:00:00', '10:00:01') AS t")
    assert dict(row) == {"d": "0000-00-00", "t": "-0:00:01"}
    db.close()


def test_rows(db: Any, engine: str) -> None:
    assert list(db.query_row("SELECT 3 AS z, 1 AS a, 2 AS m")) == ["z", "a", "m"]
    assert dict(db.query_row("SELECT 1 AS x, 2 AS x")) == {"x": 2}
    assert dict(db.query_row("SELECT 1 AS x, NULL AS x")) == {}
    assert (
        db.query_row("SELECT 1 AS x WHERE 1 = 0" if engine != "mysql" else "SELECT 1 AS x FROM DUAL WHERE 1 = 0")
        is None
    )
    rows = db.query("SELECT 1 AS x UNION ALL SELECT NULL UNION ALL SELECT 3")
    assert [dict(row) for row in rows.values()] == [{"x": 1}, {}, {"x": 3}]


def test_buffers(db: Any, engine: str, table_name: str) -> None:
    kind = "BYTEA" if engine == "postgresql" else "BLOB"
    db.exec(f"CREATE TABLE {table_name} (data {kind})")
    db.execute(f"INSERT INTO {table_name} VALUES (?)", from_data(b"a\0\xffb"))
    assert db.query_row(f"SELECT data FROM {table_name}")["data"] == "a\0\udcffb"


@pytest.mark.parametrize("value", [Table(), print, object()])
def test_values_that_no_engine_takes(server_engine: str, value: Any) -> None:
    db = handle_for(server_engine)
    name = {"mysql": "MySQL", "postgresql": "PostgreSQL"}[server_engine]
    assert problem(db.query, "SELECT ?", value) == f"Unsupported value type for {name}"
    db.close()


@pytest.mark.parametrize(
    ("cast", "value", "message"),
    [
        ("int", "x", 'invalid input syntax for type integer: "x"'),
        ("int", 1.5, 'invalid input syntax for type integer: "1.5"'),
        ("int", 3000000000, 'value "3000000000" is out of range for type integer'),
        ("boolean", "maybe", 'invalid input syntax for type boolean: "maybe"'),
        ("date", "tomorrowish", 'invalid input syntax for type date: "tomorrowish"'),
        ("text", "a\udcffb", 'invalid byte sequence for encoding "UTF8"'),
        ("float8", "x", 'invalid input syntax for type double precision: "x"'),
        ("text", "a\0b", 'invalid byte sequence for encoding "UTF8": 0x00'),
    ],
)
def test_values_that_do_not_fit(cast: str, value: Any, message: str) -> None:
    db = handle_for("postgresql")
    assert problem(db.query, f"SELECT ?::{cast}", value).startswith(message)
    assert db.ping()
    db.close()
