"""Ids, counts and transactions of one request, on all engines; schema helpers and errors of the servers."""

from typing import Any

import pytest

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.operators import method
from cmc.runtime.core.table import Table
from cmc.runtime.shims import mysql, postgresql
from tests.databases.conftest import problem
from tests.databases.servers import MYSQL, NUMBERED, POSTGRESQL

on_postgresql = pytest.mark.parametrize("server_engine", ["postgresql"])


@pytest.fixture
def items(db: Any, engine: str, table_name: str) -> str:
    """A table with an automatic key, a name that is unique and a number."""
    db.exec(f"CREATE TABLE {table_name} (id {NUMBERED[engine]}, name VARCHAR(50) NOT NULL UNIQUE, n INT)")
    return table_name


def names(db: Any, items: str) -> list[str]:
    return [row["name"] for row in db.query(f"SELECT name FROM {items} ORDER BY name").values()]


def test_ids_and_counts(db: Any, engine: str, items: str) -> None:
    assert db.last_insert_id() == 0
    assert db.execute(f"INSERT INTO {items} (name, n) VALUES (?, ?)", "a", 1) == 1
    assert (db.last_insert_id(), db.last_insert_rowid(), db.changes()) == (1, 1, 1)
    assert db.exec(f"INSERT INTO {items} (name) VALUES ('b')") == 1
    assert db.last_insert_id() == 2
    db.query(f"INSERT INTO {items} (name) VALUES (?) RETURNING id", "c")
    assert db.last_insert_id() == 3
    assert db.execute(f"UPDATE {items} SET n = 7") == 3
    assert (db.last_insert_id(), db.changes()) == (3, 3)
    db.query("SELECT 1 AS one")
    assert db.changes() == 3
    assert db.execute(f"DELETE FROM {items} WHERE id > ?", 99) == 0
    assert db.changes() == 0


def test_transactions_nest(db: Any, items: str) -> None:
    def body() -> None:
        db.execute(f"INSERT INTO {items} (name) VALUES ('outer')")
        with pytest.raises(LuaError, match="inner"), db.transaction():
            db.execute(f"INSERT INTO {items} (name) VALUES ('inner')")
            raise LuaError("inner")
        with db.transaction():
            db.execute(f"INSERT INTO {items} (name) VALUES ('second')")
            with pytest.raises(LuaError), db.transaction():
                db.execute(f"INSERT INTO {items} (name) VALUES ('third')")
                db.execute(f"INSERT INTO {items} (name) VALUES ('outer')")

    assert method(db, "transaction")(db, body) is True
    assert names(db, items) == ["outer", "second"]


def test_errors_go_through_a_transaction_as_they_are(db: Any, items: str) -> None:
    marker = Table(code=7)

    def body() -> None:
        db.execute(f"INSERT INTO {items} (name) VALUES ('a')")
        raise LuaError(marker)

    assert problem(db.run_transaction, body) is marker
    assert names(db, items) == []


def test_begin_and_rollback(db: Any, items: str) -> None:
    db.begin()
    db.execute(f"INSERT INTO {items} (name) VALUES ('a')")
    db.rollback()
    db.begin()
    db.execute(f"INSERT INTO {items} (name) VALUES ('b')")
    db.commit()
    assert names(db, items) == ["b"]


def test_a_failed_statement_spoils_a_transaction_of_postgresql(open_handle: Any) -> None:
    db = open_handle("postgresql")
    db.exec("CREATE TEMP TABLE spoiled (a int PRIMARY KEY)")

    def body() -> None:
        db.execute("INSERT INTO spoiled VALUES (1)")
        problem(db.execute, "INSERT INTO spoiled VALUES (1)")

    assert problem(db.run_transaction, body) == "the transaction was rolled back, as a statement in it had failed"
    assert len(db.query("SELECT * FROM spoiled")) == 0


@on_postgresql
def test_the_id_comes_from_the_table_that_was_written(open_handle: Any, server_engine: str, table_name: str) -> None:
    db = open_handle("postgresql")
    db.begin()
    db.exec(f"CREATE TABLE {table_name} (id SERIAL PRIMARY KEY, a int)")
    db.exec(f"CREATE TABLE {table_name}_log (id SERIAL PRIMARY KEY, a int)")
    db.exec(f"INSERT INTO {table_name}_log (a) VALUES (1), (2)")
    db.exec(
        f"CREATE FUNCTION {table_name}_f() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN INSERT INTO {table_name}_log (a) VALUES (3); RETURN NEW; END $$"
    )
    db.exec(f"CREATE TRIGGER x AFTER INSERT ON {table_name} FOR EACH ROW EXECUTE FUNCTION {table_name}_f()")
    db.execute(f"INSERT INTO {table_name} (a) VALUES (?)", 5)
    assert db.last_insert_id() == 1
    db.execute(f"INSERT INTO {table_name}_log (a) VALUES (?)", 5)
    assert db.last_insert_id() == 4
    db.rollback()


INSERTS = [
    ("INSERT INTO {t} (n) VALUES (?)", (1,), 1),
    ("INSERT INTO {t} (n) VALUES (?);  ", (1,), 1),
    ("INSERT INTO {t} (n) VALUES (?) -- the end", (1,), 1),
    ("insert into {t} (n) values (?) /* ; */ ;", (1,), 1),
    ("INSERT INTO {t} (n) VALUES (?), (?)", (1, 2), 2),
    ("INSERT INTO {t} (n) SELECT * FROM generate_series(1, ?)", (3,), 3),
    ("INSERT INTO {t} (number, n) VALUES (?, 1)", (77,), 77),
    ("INSERT INTO {t} (n) VALUES (?) ON CONFLICT DO NOTHING", (1,), 1),
    ("WITH x AS (SELECT 1) INSERT INTO {t} (n) SELECT * FROM x", (), 1),
    ("INSERT INTO {t} DEFAULT VALUES", (), 1),
]


@on_postgresql
@pytest.mark.parametrize(("sql", "values", "expected"), INSERTS)
def test_ids_of_inserts_in_postgresql(
    open_handle: Any, server_engine: str, table_name: str, sql: str, values: tuple[Any, ...], expected: int
) -> None:
    db = open_handle("postgresql")
    db.exec(f"CREATE TABLE {table_name} (n int, number serial PRIMARY KEY, other serial)")
    db.exec(f"ALTER SEQUENCE {table_name}_other_seq RESTART 500")
    sql = sql.format(t=table_name)
    assert len(db.query(sql, *values)) == 0  # nobody has asked for rows
    assert db.last_insert_id() == expected
    assert db.execute("DELETE FROM " + table_name) == db.changes() > 0


@on_postgresql
def test_ids_where_nothing_can_be_returned(open_handle: Any, server_engine: str, table_name: str) -> None:
    """Views, rules, tables without numbers, tables that are made anew, rows that a trigger throws away."""
    db = open_handle("postgresql")
    db.exec(f"CREATE TABLE {table_name} (id serial PRIMARY KEY, n int)")
    db.exec(f"CREATE VIEW {table_name}_v AS SELECT * FROM {table_name}")
    assert db.execute(f"INSERT INTO {table_name}_v (n) VALUES (?)", 1) == 1
    assert db.last_insert_id() == 1
    db.exec(f"CREATE RULE r AS ON INSERT TO {table_name} DO ALSO SELECT 1")
    assert db.execute(f"INSERT INTO {table_name} (n) VALUES (?)", 1) == 1
    assert db.last_insert_id() == 2
    db.exec(f"DROP VIEW {table_name}_v; DROP TABLE {table_name}")
    db.exec(f"CREATE TABLE {table_name} (key int GENERATED BY DEFAULT AS IDENTITY (START 40), n int)")
    db.begin()
    assert db.execute(f"INSERT INTO {table_name} (n) VALUES (?)", 1) == 1
    assert db.last_insert_id() == 40
    db.commit()
    db.exec(
        f"CREATE FUNCTION {table_name}_f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;"
        f"CREATE TRIGGER t BEFORE INSERT ON {table_name} FOR EACH ROW EXECUTE FUNCTION {table_name}_f()"
    )
    assert db.execute(f"INSERT INTO {table_name} (n) VALUES (?)", 1) == 0
    assert db.last_insert_id() == 40
    db.exec(f"DROP TABLE {table_name}; DROP FUNCTION {table_name}_f")
    db.exec(f"CREATE TABLE {table_name} (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), n int)")
    assert db.execute(f"INSERT INTO {table_name} (n) VALUES (?)", 1) == 1
    assert db.last_insert_id() == 40


@on_postgresql
def test_ids_without_the_right_to_see_rows(open_handle: Any, server_engine: str, table_name: str) -> None:
    db = open_handle("postgresql")
    db.begin()
    db.exec(f"CREATE ROLE {table_name}_role")
    db.exec(f"CREATE TABLE {table_name} (id serial PRIMARY KEY, n int)")
    db.exec(f"GRANT INSERT ON {table_name} TO {table_name}_role")
    db.exec(f"GRANT USAGE ON {table_name}_id_seq TO {table_name}_role")
    db.exec(f"SET LOCAL ROLE {table_name}_role")
    assert db.execute(f"INSERT INTO {table_name} (n) VALUES (?)", 1) == 1
    assert db.last_insert_id() == 1
    db.rollback()


@on_postgresql
def test_a_table_that_another_program_makes_anew(open_handle: Any, server_engine: str, table_name: str) -> None:
    db, other = open_handle("postgresql"), open_handle("postgresql")
    for column in ("id", "number"):
        other.exec(f"DROP TABLE IF EXISTS {table_name}")
        other.exec(f"CREATE TABLE {table_name} ({column} serial PRIMARY KEY, n int)")
        assert db.execute(f"INSERT INTO {table_name} (n) VALUES (?)", 1) == 1
        assert db.last_insert_id() == 1


def test_a_table_without_sequence_leaves_the_transaction_alone(open_handle: Any) -> None:
    db = open_handle("postgresql")
    with db.transaction():
        db.exec("CREATE TEMP TABLE without (id text)")
        db.execute("INSERT INTO without VALUES (?)", "x")
        assert db.last_insert_id() == 0
        assert db.query_row("SELECT count(*) AS n FROM without")["n"] == 1


def test_exec_runs_all_statements(db: Any, engine: str, items: str) -> None:
    assert (
        db.exec(f"INSERT INTO {items} (name) VALUES ('a;'); -- ;\n INSERT INTO {items} (name) VALUES ('b'), ('c');")
        == 2
    )
    assert names(db, items) == ["a;", "b", "c"]
    problem(db.exec, f"INSERT INTO {items} (name) VALUES ('d'); SELEC 1")
    if engine != "mysql":  # which says that the query was empty
        for text in ("", " -- nothing", "/* no -- thing */ ;", ";;\n"):
            assert db.exec(text) == 0
            assert len(db.query(text)) == 0
    assert db.ping() if hasattr(db, "ping") else True


def test_schema(db: Any, engine: str, items: str) -> None:
    assert db.table_exists(items) is True
    assert db.table_exists("nothing_of_that_name") is False
    columns = {column["name"]: column for column in db.table_info(items).values()}
    assert list(columns) == ["id", "name", "n"]
    assert [column["pk"] for column in columns.values()] == [True, False, False]
    assert [column["notnull"] for column in columns.values()][1:] == [True, False]
    assert "default" not in columns["n"]
    assert len(db.table_info("nothing_of_that_name")) == 0


def test_schema_of_servers(open_handle: Any, server_engine: str, table_name: str) -> None:
    db = open_handle(server_engine)
    db.exec(f"CREATE TABLE {table_name} (id INT PRIMARY KEY, a VARCHAR(20) DEFAULT 'x' UNIQUE, b INT NOT NULL)")
    db.exec(f"CREATE INDEX {table_name}_b ON {table_name} (b)")
    columns = list(db.table_info(table_name).values())
    assert [column["cid"] for column in columns] == [1, 2, 3]
    assert columns[1]["full_type"] in ("varchar(20)", "character varying(20)")
    assert "x" in columns[1]["default"]
    unique = {index["name"]: index["unique"] for index in db.index_list(table_name).values()}
    assert unique[f"{table_name}_b"] is False
    assert sorted(unique.values()) == [False, True, True]
    assert len(db.index_list("nothing_of_that_name")) == 0


def test_server_versions(open_handle: Any) -> None:
    assert open_handle("postgresql").server_version()[0].isdigit()
    major, minor, patch = open_handle("mysql").server_version()
    assert major >= 8
    assert isinstance(minor, int)
    assert isinstance(patch, int)


def test_close(open_handle: Any, server_engine: str) -> None:
    db = open_handle(server_engine)
    db.close()
    db.close()
    assert problem(db.query, "SELECT 1") == "database is closed"
    assert problem(db.begin) == "database is closed"
    assert db.ping() is False


@pytest.mark.parametrize(
    ("engine_name", "sql", "params", "message"),
    [
        ("mysql", "SELECT ?, ?", (1,), "DriverError { Statement takes 2 parameters but 1 was supplied }"),
        ("mysql", "SELECT ?", (1, 2), "DriverError { Statement takes 1 parameters but 2 was supplied }"),
        (
            "mysql",
            "SELECT ?, :a",
            (1, 2),
            "DriverError { Can not mix named and positional parameters in one statement }",
        ),
        ("mysql", "", (), "MySqlError { ERROR 1065 (42000): Query was empty }"),
        ("mysql", "SELECT * FROM cm_no", (), "MySqlError { ERROR 1146 (42S02): Table 'test.cm_no' doesn't exist }"),
        ("postgresql", "SELECT ?, ?", (1,), "expected 2 parameters but got 1"),
        ("postgresql", "SELECT $1::int", (1, 2), "expected 1 parameters but got 2"),
        ("postgresql", "SELEC 1", (), 'syntax error at or near "SELEC" (SQLSTATE 42601)'),
        ("postgresql", "SELECT 1 / 0", (), "division by zero (SQLSTATE 22012)"),
        (
            "postgresql",
            "SELECT lower(1)",
            (),
            "function lower(integer) does not exist (SQLSTATE 42883) HINT: No function",
        ),
    ],
)
def test_messages(open_handle: Any, engine_name: str, sql: str, params: tuple[Any, ...], message: str) -> None:
    assert problem(open_handle(engine_name).query, sql, *params).startswith(message)


REFUSED = "Connection refused (os error 111)"
NO_DATABASE = 'PostgreSQL error: database "cm_no" does not exist (SQLSTATE 3D000)'
INVALID = "PostgreSQL error: invalid connection string: "


@pytest.mark.parametrize(
    ("connect", "options", "message"),
    [
        (mysql.connect, None, "connect() requires options table or URL string"),
        (
            mysql.connect,
            Table(host="127.0.0.1", port=1),
            f"MySQL error: DriverError {{ Could not connect to address `127.0.0.1:1': {REFUSED} }}",
        ),
        (
            mysql.connect,
            Table({**MYSQL, "database": "cm_no"}),
            "MySQL error: MySqlError { ERROR 1049 (42000): Unknown database 'cm_no' }",
        ),
        (mysql.open, "nothing", "URL parse error: URL ParseError { relative URL without a base }"),
        (mysql.open, "http://x/y", "URL parse error: URL scheme `http' is not supported"),
        (mysql.open, "mysql://root@127.0.0.1/test?foo=1", "URL parse error: Unknown URL parameter `foo'"),
        (postgresql.connect, 5, "connect() requires options table or URL string"),
        (
            postgresql.connect,
            Table(host="127.0.0.1", port=1),
            f"PostgreSQL error: error connecting to server: {REFUSED}",
        ),
        (postgresql.connect, Table({**POSTGRESQL, "database": "cm_no"}), NO_DATABASE),
        (postgresql.open, "host=a b", f"{INVALID}expected key=value at ' b'"),
        (postgresql.open, "postgres://a/b?x=1", f"{INVALID}unknown option `x`"),
        (postgresql.open, "mysql://a/b", f"{INVALID}URL scheme `mysql` is not supported"),
        (postgresql.connect, Table({**POSTGRESQL, "sslmode": "verify-full"}), "PostgreSQL error: "),
    ],
)
def test_messages_of_connecting(connect: Any, options: Any, message: str) -> None:
    assert problem(connect, options).startswith(message)


@pytest.mark.parametrize(
    "source",
    [
        "postgres://postgres@127.0.0.1:5432/test",
        "postgresql://postgres@127.0.0.1/test?application_name=cm%20probe&connect_timeout=3",
        "host=127.0.0.1 user=postgres dbname=test",
        "host = 127.0.0.1 user='postgres' dbname=test application_name='it\\'s'",
        "postgres://postgres@127.0.0.1:1,127.0.0.1:5432/test",
        Table(host="127.0.0.1", dbname="test"),
        Table(host="127.0.0.1", database="test", password="with space ' and quote"),
        Table(host="127.0.0.1", database="test", options="-c search_path=pg_catalog"),
    ],
)
def test_ways_to_connect_to_postgresql(source: Any) -> None:
    db = postgresql.connect(source)
    assert db.query_row("SELECT current_database() AS name")["name"] == "test"
    db.close()


def test_ways_to_connect_to_mysql() -> None:
    for url in ("mysql://root@127.0.0.1:3306/test", "mysql://root:@127.0.0.1/test?tcp_keepalive_time_ms=1000&pool=2"):
        db = mysql.open(url)
        assert db.query_row("SELECT DATABASE() AS name")["name"] == "test"
        db.close()
