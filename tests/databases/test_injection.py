"""Values are bound, whatever they look like."""

from typing import Any

import pytest

from tests.databases.conftest import problem
from tests.databases.servers import NUMBERED

CORPUS = [
    "' OR '1'='1",
    "'; DROP TABLE {table}; --",
    '"; DROP TABLE {table}; --',
    "\\'; DROP TABLE {table}; --",
    "\\",
    "\\\\",
    "'",
    "''",
    '"',
    "`",
    "?",
    "??",
    "$1",
    ":name",
    "%s",
    "%(name)s",
    "%",
    "_",
    "-- comment",
    "/* comment */",
    "#",
    ";",
    "\n",
    "\r\n",
    "\x1a",
    "\b",
    "NULL",
    "0x41",
    "1; SELECT pg_sleep(9)",
    "1) UNION SELECT password FROM users --",
    "admin'/*",
    "x' AND 1=(SELECT COUNT(*) FROM {table}) --",
    "$$",
    "$tag$ $tag$",
    "E'\\''",
    "\u02bc OR 1=1",
    "\uff07 OR 1=1",
    "\u00bf' OR 1=1",
    "\xbf\x27",
    "{{7*7}}",
    "a" * 5000 + "'",
]


def test_corpus(db: Any, engine: str, table_name: str) -> None:
    text = "LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" if engine == "mysql" else "TEXT"
    db.exec(f"CREATE TABLE {table_name} (id {NUMBERED[engine]}, value {text})")
    values = [value.format(table=table_name) if "{table}" in value else value for value in CORPUS]
    for value in values:
        assert db.execute(f"INSERT INTO {table_name} (value) VALUES (?)", value) == 1
        rows = db.query(f"SELECT id, value FROM {table_name} WHERE value = ?", value)
        assert [row["value"] for row in rows.values()] == [value]
    assert db.query_row(f"SELECT COUNT(*) AS n FROM {table_name}")["n"] == len(values)


@pytest.mark.parametrize(
    "setting", ["SET sql_mode = 'NO_BACKSLASH_ESCAPES'", "SET NAMES gbk", "SET sql_mode = 'ANSI_QUOTES'"]
)
def test_settings_that_break_escaping_break_nothing(open_handle: Any, setting: str) -> None:
    db = open_handle("mysql")
    db.exec(setting)
    for value in ("\\' OR 1=1 --", '\\" OR 1=1 --', "x' OR '1'='1"):
        assert db.query_row("SELECT COUNT(*) AS n FROM information_schema.tables WHERE table_name = ?", value)["n"] == 0


def test_several_statements_with_values(db: Any, engine: str, table_name: str) -> None:
    db.exec(f"CREATE TABLE {table_name} (a INT)")
    problem(db.execute, f"INSERT INTO {table_name} VALUES (?); DROP TABLE {table_name}", 1)
    problem(db.query, "SELECT 1; SELECT 2")
    assert db.table_exists(table_name)
    assert db.query_row(f"SELECT COUNT(*) AS n FROM {table_name}")["n"] == 0


def test_names_are_no_sql(db: Any, table_name: str) -> None:
    db.exec(f"CREATE TABLE {table_name} (a INT)")
    for name in (f"x'; DROP TABLE {table_name}; --", f"{table_name}; --", "a b", '"', "`", "'", ""):
        assert db.table_exists(name) is False
        assert len(db.table_info(name)) == 0
    assert db.table_exists(table_name)
