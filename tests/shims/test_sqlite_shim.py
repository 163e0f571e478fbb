"""`sqlite` (CopperMoon database specification, sections 1 and 2)."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cmc.runtime.bridge import run, wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.operators import method
from cmc.runtime.core.table import Table
from cmc.runtime.shims import sqlite
from cmc.runtime.shims.sqlite import Database
from cmc.runtime.shims.sqlite.statements import placeholder_names, split_script


@pytest.fixture
def db() -> Database:
    handle = sqlite.memory()
    handle.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, n INTEGER CHECK (n >= 0))")
    return handle


def rows(table: Table) -> list[dict[str, Any]]:
    return [dict(table[position]) for position in range(1, len(table) + 1)]


def problem(function: Callable[..., Any], *args: Any) -> Any:
    with pytest.raises(LuaError) as caught:
        function(*args)
    return caught.value.value


def test_values_of_every_type(db: Database) -> None:
    row = db.query_row(
        "SELECT ? AS i, ? AS f, ? AS s, ? AS yes, ? AS no, ? AS none, ? AS blob, typeof(?) AS kind",
        7, 2.0, "caf\u00e9", True, False, None, "\udcff\udcfe", "\udcff",
    )  # fmt: skip
    assert row is not None
    assert dict(row) == {
        "i": 7, "f": 2.0, "s": "caf\u00e9", "yes": 1, "no": 0, "blob": "\udcff\udcfe", "kind": "blob",
    }  # fmt: skip
    assert type(row["f"]) is float
    assert type(row["yes"]) is int


def test_values_are_bound_and_never_spliced(db: Database) -> None:
    name = "x'); DROP TABLE t; --"
    assert db.execute("INSERT INTO t (name) VALUES (?)", name) == 1
    assert rows(db.query("SELECT name FROM t WHERE name = ?", name)) == [{"name": name}]
    assert len(db.table_info("t'); DROP TABLE t; --")) == 0
    assert db.table_exists("t")


def test_rows(db: Database) -> None:
    assert db.query("SELECT * FROM t") is not None and len(db.query("SELECT * FROM t")) == 0
    assert db.query_row("SELECT * FROM t") is None
    assert rows(db.query("SELECT 1 AS a, 2 AS a UNION ALL SELECT 3, NULL")) == [{"a": 2}, {}]
    assert rows(db.query("SELECT 1 + 1, 'x' AS \"a b\"")) == [{"1 + 1": 2, "a b": "x"}]
    assert db.query_row("SELECT value FROM json_each('[5, 6]')") is not None


def test_counts_and_ids(db: Database) -> None:
    assert db.last_insert_id() == 0
    assert db.exec("INSERT INTO t (name) VALUES ('a'); INSERT INTO t (name) VALUES ('b'), ('c');") == 2
    assert (db.last_insert_id(), db.changes()) == (3, 2)
    assert db.execute("UPDATE t SET n = 1 WHERE id > 1") == 2
    assert db.execute("DELETE FROM t WHERE id = 99") == 0
    assert db.changes() == 0
    assert rows(db.query("INSERT INTO t (name) VALUES ('r') RETURNING id")) == [{"id": 4}]
    assert (db.last_insert_id(), db.changes()) == (4, 1)
    assert db.execute("WITH q AS (SELECT 'x' AS name) INSERT INTO t (name) SELECT name FROM q") == 1
    assert db.last_insert_id() == 5 == db.last_insert_rowid()
    db.query("SELECT 1")
    assert (db.last_insert_id(), db.changes()) == (5, 1)


def test_exec_runs_all_statements() -> None:
    db = sqlite.memory()
    db.exec("""
        CREATE TABLE a (x); -- a comment; with semicolons;
        CREATE TABLE log (text);
        CREATE TRIGGER grow AFTER INSERT ON a BEGIN
            INSERT INTO log VALUES ('one;');
            INSERT INTO log VALUES ('two');
        END;
        INSERT INTO a VALUES (';');
        /* the last one has none ; */ INSERT INTO a VALUES ('b')
        """)
    assert len(db.query("SELECT * FROM log")) == 4
    assert db.exec("") == db.exec(" ; -- nothing\n;") == db.execute("-- nothing") == 0


def test_split_script() -> None:
    assert list(split_script("A; B;;\n C 'x;y' ; -- ;\n")) == ["A;", " B;", "\n C 'x;y' ;"]


@pytest.mark.parametrize(
    ("call", "args", "message"),
    [
        ("exec", ("SELEC 1",), 'near "SELEC": syntax error in SELEC 1 at offset 0'),
        ("exec", ("CREATE TABLE x (",), "incomplete input"),
        ("query", ("SELECT * FROM nope",), "no such table: nope"),
        ("query", ("SELECT \u00e9, nope FROM t",), "no such column: \u00e9 in SELECT \u00e9, nope FROM t at offset 7"),
        ("query", ("SELECT nope, nope FROM t",), "no such column: nope"),
        (
            "exec",
            ("INSERT INTO t VALUES (1,,2)",),
            'near ",": syntax error in INSERT INTO t VALUES (1,,2) at offset 24',
        ),
        (
            "query",
            ("SELECT ?, FROM t -- FROM", 1),
            'near "FROM": syntax error in SELECT ?, FROM t -- FROM at offset 10',
        ),
        ("query", ("SELECT '",), "unrecognized token: \"'\" in SELECT ' at offset 7"),
        ("query", ("SELECT 'a' || 'a",), "unrecognized token: \"'a\" in SELECT 'a' || 'a at offset 14"),
        ("query", ("SELECT t.nope FROM t",), "no such column: t.nope in SELECT t.nope FROM t at offset 7"),
        ("query", ("SELECT abs()",), "wrong number of arguments to function abs() in SELECT abs() at offset 7"),
        ("query", ("SELECT no_func(1)",), "no such function: no_func in SELECT no_func(1) at offset 7"),
        ("exec", ("CREATE TABLE t (a)",), "table t already exists in CREATE TABLE t (a) at offset 13"),
        ("execute", ("INSERT INTO t (n) VALUES (?)", -1), "CHECK constraint failed: n >= 0"),
        ("query", ("SELECT ?, ?", 1), "Wrong number of parameters passed to query. Got 1, needed 2"),
        ("query", ("SELECT ?", 1, 2, 3), "Wrong number of parameters passed to query. Got 2, needed 1"),
        ("query", ("SELECT :a, :b", 1), "Wrong number of parameters passed to query. Got 1, needed 2"),
        ("query", ("SELECT ?", Table()), "Unsupported value type for SQLite"),
        ("execute", ("SELECT 1",), "Execute returned results - did you mean to call query?"),
        ("exec", ("SELECT 1",), "Execute returned results - did you mean to call query?"),
        ("query", ("SELECT 1; SELECT 2",), "You can only execute one statement at a time."),
        ("execute", (None,), "First argument must be SQL string"),
        ("query", (5,), "First argument must be SQL string"),
        ("commit", (), "cannot commit - no transaction is active"),
        ("rollback", (), "cannot rollback - no transaction is active"),
        ("exec", (5,), 'near "5": syntax error in 5 at offset 0'),
    ],
)
def test_messages(db: Database, call: str, args: tuple[Any, ...], message: str) -> None:
    assert problem(method(db, call), db, *args) == message


def test_named_and_numbered_placeholders(db: Database) -> None:
    assert rows(db.query("SELECT :a AS x, @b AS y, $c AS z, :a AS w", 1, 2, 3)) == [{"x": 1, "y": 2, "z": 3, "w": 1}]
    assert rows(db.query("SELECT ?2 AS x, ?1 AS y", 1, 2)) == [{"x": 2, "y": 1}]
    assert rows(db.query("SELECT ? AS x, ':a' AS y -- :b", 1)) == [{"x": 1, "y": ":a"}]
    assert placeholder_names("SELECT '12:30', \"a:b\", [c:d], /* :e */ 1 -- :f") == ()


def test_transactions(db: Database) -> None:
    seen: list[Any] = []

    def body(*args: Any) -> Any:
        seen.append(args)
        db.execute("INSERT INTO t (name) VALUES ('a')")
        return "ignored"

    assert method(db, "transaction")(db, body) is True
    assert seen == [()]

    def failing() -> None:
        db.execute("INSERT INTO t (name) VALUES ('b')")
        raise LuaError(marker)

    marker = Table(code=7)
    assert problem(db.run_transaction, failing) is marker
    assert rows(db.query("SELECT name FROM t")) == [{"name": "a"}]


def test_nested_transactions(db: Database) -> None:
    with db.transaction():
        db.execute("INSERT INTO t (name) VALUES ('outer')")
        with pytest.raises(LuaError, match="inner"), db.transaction():
            db.execute("INSERT INTO t (name) VALUES ('inner')")
            raise LuaError("inner")
        with db.transaction():
            db.execute("INSERT INTO t (name) VALUES ('second')")
    assert [row["name"] for row in rows(db.query("SELECT name FROM t ORDER BY id"))] == ["outer", "second"]


def test_a_body_that_ends_the_transaction_itself(db: Database) -> None:
    assert problem(db.run_transaction, db.commit) == "cannot commit - no transaction is active"
    assert problem(db.run_transaction, db.begin) == "cannot start a transaction within a transaction"
    assert db.run_transaction(lambda: None) is True


def test_a_failing_commit_rolls_back() -> None:
    db = sqlite.memory()
    db.exec("CREATE TABLE p (id INTEGER PRIMARY KEY)")
    db.exec("CREATE TABLE c (p REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)")
    assert (
        problem(db.run_transaction, lambda: db.execute("INSERT INTO c VALUES (1)")) == "FOREIGN KEY constraint failed"
    )
    assert len(db.query("SELECT * FROM c")) == 0
    db.begin()
    db.rollback()


def jobs(*functions: Callable[[], Any]) -> list[Any]:
    async def main() -> list[Any]:
        return await asyncio.gather(*[run(function) for function in functions], return_exceptions=True)

    return asyncio.run(main())


def test_transactions_of_two_requests_do_not_mix(db: Database) -> None:
    log: list[str] = []

    def first() -> None:
        with db.transaction():
            db.execute("INSERT INTO t (name) VALUES ('first')")
            wait(asyncio.sleep(0.02))
            log.append("first ends")
            raise LuaError("undo")

    def second() -> None:
        db.execute("INSERT INTO t (name) VALUES ('second')")
        log.append("second has written")

    def third() -> None:
        with db.transaction():
            db.execute("INSERT INTO t (name) VALUES ('third')")
            wait(asyncio.sleep(0.001))

    results = jobs(first, second, third)
    assert [str(result) for result in results] == ["undo", "None", "None"]
    assert log == ["first ends", "second has written"]
    assert [row["name"] for row in rows(db.query("SELECT name FROM t ORDER BY name"))] == ["second", "third"]


def test_ids_and_counts_belong_to_the_request(db: Database) -> None:
    def job(name: str, count: int) -> Callable[[], Any]:
        def body() -> Any:
            for number in range(count):
                db.execute("INSERT INTO t (name) VALUES (?)", f"{name}{number}")
            wait(asyncio.sleep(0.005))
            db.query("SELECT 1")
            row = db.query_row("SELECT name FROM t WHERE id = ?", db.last_insert_id())
            assert row is not None
            return row["name"]

        return body

    assert jobs(job("a", 1), job("b", 3), job("c", 2)) == ["a0", "b2", "c1"]


def test_a_transaction_that_a_request_leaves_open_is_rolled_back(db: Database) -> None:
    def careless() -> None:
        db.begin()
        db.execute("INSERT INTO t (name) VALUES ('lost')")

    assert jobs(careless, lambda: db.execute("INSERT INTO t (name) VALUES ('kept')")) == [None, 1]
    assert [row["name"] for row in rows(db.query("SELECT name FROM t"))] == ["kept"]


def test_waiting_for_a_transaction_ends(db: Database) -> None:
    db.query("PRAGMA busy_timeout = 20")

    def slow() -> None:
        with db.transaction():
            wait(asyncio.sleep(0.2))

    assert [str(result) for result in jobs(slow, lambda: db.query("SELECT 1"))] == ["None", "database is locked"]


def test_files(tmp_path: Path) -> None:
    path = str(tmp_path / "data.db")
    first, second = sqlite.open(path), sqlite.open(path)
    first.exec("CREATE TABLE t (a)")
    second.execute("INSERT INTO t VALUES (?)", 1)
    assert rows(first.query("SELECT a FROM t")) == [{"a": 1}]
    assert rows(first.query("PRAGMA journal_mode")) == [{"journal_mode": "wal"}]
    assert rows(first.query("PRAGMA foreign_keys")) == [{"foreign_keys": 1}]
    first.close()
    second.close()
    readonly = sqlite.open(f"file:{path}?mode=ro")
    assert rows(readonly.query("SELECT a FROM t")) == [{"a": 1}]
    assert "readonly" in problem(readonly.exec, "DELETE FROM t")
    readonly.close()


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    path = str(tmp_path / "missing" / "data.db")
    assert problem(sqlite.open, path) == f"SQLite error: unable to open database file: {path}"


def test_close(db: Database) -> None:
    db.close()
    db.close()
    assert problem(db.query, "SELECT 1") == "database is closed"


def test_text_that_is_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / "bad.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.execute("INSERT INTO t VALUES (CAST(x'61FF' AS TEXT)), ('ok')")
    connection.close()
    db = sqlite.open(str(path))
    assert [row["a"] for row in rows(db.query("SELECT a FROM t"))] == ["a\ufffd", "ok"]
    db.close()


def test_schema(db: Database) -> None:
    assert db.table_exists("t")
    assert not db.table_exists("T")
    assert not db.table_exists("nothing")
    db.exec("CREATE TABLE \"odd name\" (a TEXT NOT NULL DEFAULT 'x', PRIMARY KEY (a))")
    assert rows(db.table_info("odd name")) == [
        {"cid": 0, "name": "a", "type": "TEXT", "notnull": True, "default": "'x'", "pk": True}
    ]
    assert "default" not in rows(db.table_info("t"))[0]
    assert len(db.table_info("nothing")) == 0


def test_two_handles_of_a_program_wait_for_each_other(tmp_path: Path) -> None:
    """A statement that finds the file locked by another request lets that request go on, and then succeeds."""
    path = str(tmp_path / "shared.db")
    first, second = sqlite.open(path), sqlite.open(path)
    first.exec("CREATE TABLE t (name TEXT)")

    def slow() -> None:
        with first.transaction():
            first.execute("INSERT INTO t VALUES ('slow')")
            wait(asyncio.sleep(0.05))

    assert jobs(slow, lambda: second.execute("INSERT INTO t VALUES ('quick')")) == [None, 1]
    assert [row["name"] for row in rows(second.query("SELECT name FROM t ORDER BY rowid"))] == ["slow", "quick"]
    first.close()
    second.close()


def test_a_file_that_stays_locked(tmp_path: Path) -> None:
    path = str(tmp_path / "locked.db")
    db = sqlite.open(path)
    db.exec("CREATE TABLE t (a)")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert rows(db.query("PRAGMA busy_timeout")) == [{"timeout": 5000}]
    assert rows(db.query("PRAGMA busy_timeout = 30;")) == [{"timeout": 30}]
    begin = time.monotonic()
    assert problem(db.execute, "INSERT INTO t VALUES (1)") == "database is locked"
    assert 0.03 <= time.monotonic() - begin < 3
    assert problem(db.run_transaction, lambda: db.execute("INSERT INTO t VALUES (1)")) == "database is locked"
    other.execute("COMMIT")
    assert db.execute("INSERT INTO t VALUES (1)") == 1
    other.close()
    db.close()


def test_a_transaction_that_has_read_too_early(tmp_path: Path) -> None:
    """It cannot write any more after others have; to wait would not help."""
    path = str(tmp_path / "snapshot.db")
    first, second = sqlite.open(path), sqlite.open(path)
    first.exec("CREATE TABLE t (a)")
    first.begin()
    first.query("SELECT * FROM t")
    second.execute("INSERT INTO t VALUES (1)")
    begin = time.monotonic()
    assert problem(first.execute, "INSERT INTO t VALUES (2)") == "database is locked"
    assert time.monotonic() - begin < 2
    first.rollback()
    first.close()
    second.close()


def test_files_that_are_no_databases(tmp_path: Path) -> None:
    path = tmp_path / "junk.db"
    path.write_text("this is not a database file " * 50)
    db = sqlite.open(str(path))
    assert problem(db.query, "SELECT * FROM sqlite_master") == "file is not a database"
    assert db.ping() is True  # statements that read no file still work
    db.close()
    assert db.ping() is False


def test_what_the_other_engines_have_too(db: Database) -> None:
    db.exec("CREATE INDEX by_n ON t (n)")
    indexes = rows(db.index_list("t"))
    assert {"name": "by_n", "unique": False} in indexes
    assert [index["unique"] for index in indexes] == [False, True]
    assert len(db.index_list("nothing")) == 0
    assert db.server_version() == sqlite.version()


def test_buffers_are_blobs(output: Callable[..., list[str]]) -> None:
    assert output("""
        local db = require("sqlite").memory()
        local row = db:query_row("SELECT ? AS b, typeof(?) AS t", buffer.from("a\\0b"), buffer.from("x"))
        print(#row.b, row.t, require("sqlite") == sqlite)
        """) == ["3\tblob\ttrue"]


def test_errors_that_end_the_transaction(db: Database) -> None:
    db.execute("INSERT INTO t (name) VALUES ('there')")
    db.begin()
    db.execute("INSERT INTO t (name) VALUES ('lost')")
    assert "UNIQUE" in problem(db.execute, "INSERT OR ROLLBACK INTO t (name) VALUES ('there')")
    assert not db.in_transaction
    assert problem(db.commit) == "cannot commit - no transaction is active"
    assert [row["name"] for row in rows(db.query("SELECT name FROM t"))] == ["there"]


def test_savepoints_of_the_program_itself(db: Database) -> None:
    db.exec("SAVEPOINT one")
    assert db.in_transaction
    db.execute("INSERT INTO t (name) VALUES ('a')")
    db.exec("ROLLBACK TO one; RELEASE one")
    assert not db.in_transaction
    assert len(db.query("SELECT * FROM t")) == 0


@pytest.mark.parametrize("count", [1, 2, 3])
def test_nulls_and_blobs_in_any_number_of_rows(db: Database, count: int) -> None:
    for number in range(count):
        db.execute(
            "INSERT INTO t (id, name) VALUES (?, ?)", number, "\udcff" if number == count - 1 else f"text{number}"
        )
    found = rows(db.query("SELECT id, name, n FROM t ORDER BY id"))
    assert found == [{"id": n, "name": "\udcff" if n == count - 1 else f"text{n}"} for n in range(count)]


def test_rows_that_change_and_return(db: Database) -> None:
    row = db.query_row("INSERT INTO t (name) VALUES ('a'), ('b'), ('c') RETURNING id, name")
    assert row is not None and dict(row) == {"id": 1, "name": "a"}
    assert (db.changes(), db.last_insert_id()) == (3, 3)
    message = "Execute returned results - did you mean to call query?"
    assert problem(db.execute, "DELETE FROM t RETURNING id") == message
    assert db.changes() == 3 and len(db.query("SELECT * FROM t")) == 0
