"""What the scanner makes of SQL texts."""

import pytest

from cmc.runtime.shims.sql.statements import mysql_statement, postgresql_statement


@pytest.mark.parametrize(
    ("sql", "text", "count"),
    [
        ("SELECT ?", "SELECT $1", 1),
        ("a = ? AND b = ?", "a = $1 AND b = $2", 2),
        ("SELECT 'what?', ?", "SELECT 'what?', $1", 1),
        ("SELECT 'it''s ?', ?", "SELECT 'it''s ?', $1", 1),
        ("SELECT 'C:\\', ?", "SELECT 'C:\\', $1", 1),
        ("SELECT E'it\\'s ?', ?", "SELECT E'it\\'s ?', $1", 1),
        ("SELECT e'\\\\', ?", "SELECT e'\\\\', $1", 1),
        ('SELECT "a?" FROM t WHERE "b""?" = ?', 'SELECT "a?" FROM t WHERE "b""?" = $1', 1),
        ("SELECT ? -- why?\n, ?", "SELECT $1 -- why?\n, $2", 2),
        ("SELECT /* ? /* ? */ ? */ ?", "SELECT /* ? /* ? */ ? */ $1", 1),
        ("SELECT $$ ? $$, ?", "SELECT $$ ? $$, $1", 1),
        ("SELECT $a$ $$ ? $b$ ? $a$, ?", "SELECT $a$ $$ ? $b$ ? $a$, $1", 1),
        ("data ?? 'k' AND x = ?", "data ? 'k' AND x = $1", 1),
        ("data ?| array['a'] AND x = ?", "data ?| array['a'] AND x = $1", 1),
        ("data ?& array['a'] AND x = ?", "data ?& array['a'] AND x = $1", 1),
        ("SELECT ?||'x'", "SELECT $1||'x'", 1),
        ("SELECT ?::int", "SELECT $1::int", 1),
        ("SELECT $1, $2, data ? 'k'", "SELECT $1, $2, data ? 'k'", 2),
        ("SELECT a$1 FROM t WHERE x = ?", "SELECT a$1 FROM t WHERE x = $1", 1),
        ("SELECT '$1', ?", "SELECT '$1', $1", 1),
        ("SELECT name FROM t WHERE name = 'open ?", "SELECT name FROM t WHERE name = 'open ?", 0),
        ("SELECT /* open ?", "SELECT /* open ?", 0),
        ("SELECT $$ open ?", "SELECT $$ open ?", 0),
        ("SELECT Tabelle'x?', ?", "SELECT Tabelle'x?', $1", 1),
        ("", "", 0),
    ],
)
def test_placeholders_of_postgresql(sql: str, text: str, count: int) -> None:
    statement = postgresql_statement(sql)
    assert (statement.text, statement.placeholders) == (text, count)


@pytest.mark.parametrize(
    ("sql", "text", "count"),
    [
        ("SELECT ?, '?', \"?\", `?`", "SELECT ?, '?', \"?\", `?`", 1),
        ("SELECT 'it\\'s ?', ?", "SELECT 'it\\'s ?', ?", 1),
        ("SELECT 'a''?', ?", "SELECT 'a''?', ?", 1),
        ("SELECT 1 # ?\n, ?", "SELECT 1 # ?\n, ?", 1),
        ("SELECT 1 -- ?\n, ?", "SELECT 1 -- ?\n, ?", 1),
        ("SELECT 1--?", "SELECT 1--?", 1),
        ("SELECT /* ? */ ?", "SELECT /* ? */ ?", 1),
        ("SELECT :a, :b, :a", "SELECT ?, ?, ?", 3),
        ("SELECT '12:30', :a", "SELECT '12:30', ?", 1),
        ("SET @x := 5", "SET @x := 5", 0),
    ],
)
def test_placeholders_of_mysql(sql: str, text: str, count: int) -> None:
    statement = mysql_statement(sql)
    assert (statement.text, statement.placeholders) == (text, count)


def test_placeholders_of_both_kinds() -> None:
    with pytest.raises(ValueError, match="Can not mix named and positional parameters"):
        mysql_statement("SELECT ?, :a")


@pytest.mark.parametrize(
    ("sql", "properties"),
    [
        ("SELECT 1", {"is_idempotent", "gives_rows"}),
        ("  -- why\n select 1", {"is_idempotent", "gives_rows"}),
        ("WITH x AS (SELECT 1) SELECT * FROM x", {"is_idempotent", "gives_rows"}),
        ("WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x", {"inserts", "changes_rows"}),
        ("INSERT INTO t VALUES (1)", {"inserts", "changes_rows"}),
        ("INSERT INTO t VALUES (1) RETURNING id", {"inserts", "changes_rows", "gives_rows"}),
        ("UPDATE t SET a = 'INSERT'", {"changes_rows"}),
        ("SET search_path TO x", {"is_setting", "keeps_state"}),
        ("SET LOCAL search_path TO x", {"keeps_state"}),
        ("CREATE TEMP TABLE t (a int)", {"keeps_state"}),
        ("CREATE TABLE t (a int)", set()),
        ("SELECT pg_advisory_lock(1)", {"is_idempotent", "gives_rows", "keeps_state"}),
        ("SELECT lastval()", {"is_idempotent", "gives_rows", "reads_session"}),
        ("BEGIN", set()),
        ("PREPARE x AS SELECT 1", {"keeps_state"}),
    ],
)
def test_what_statements_do(sql: str, properties: set[str]) -> None:
    statement = postgresql_statement(sql)
    names = ("is_idempotent", "gives_rows", "inserts", "changes_rows", "is_setting", "keeps_state", "reads_session")
    assert {name for name in names if getattr(statement, name)} == properties


def test_where_rows_go() -> None:
    assert postgresql_statement('INSERT INTO "my table" (a) VALUES (1)').table == '"my table"'
    assert postgresql_statement("insert into app . users (a) values (1)").table == "app . users"
    assert postgresql_statement("UPDATE t SET a = 1").table == ""
