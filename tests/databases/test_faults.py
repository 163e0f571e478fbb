"""Servers that go away, come back, hang or refuse: on servers of our own."""

import asyncio
import socket
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from cmc.runtime.bridge import run, wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.shims import mysql, postgresql, redis
from tests.databases.conftest import problem
from tests.databases.servers import handle_for

CONNECT: dict[str, Callable[[Any], Any]] = {"postgresql": postgresql.connect, "mysql": mysql.connect}
MY_ID = {"postgresql": "SELECT pg_backend_pid() AS id", "mysql": "SELECT CONNECTION_ID() AS id"}
KILL = {"postgresql": "SELECT pg_terminate_backend({})", "mysql": "KILL {}"}
SLEEP = {"postgresql": "SELECT pg_sleep({})", "mysql": "SELECT SLEEP({})"}


def kill(engine: str, number: int) -> None:
    other = handle_for(engine)
    if engine == "postgresql":
        other.query(KILL[engine].format(number))
    else:
        other.exec(KILL[engine].format(number))
    other.close()


def test_a_server_that_is_killed_and_comes_back(server_engine: str, own_server: Any) -> None:
    server = own_server(server_engine)
    db = CONNECT[server_engine](server.options())
    db.exec("CREATE TABLE kept (a INT)")
    db.execute("INSERT INTO kept VALUES (?)", 1)
    server.stop()
    assert db.ping() is False
    assert "onnect" in problem(db.execute, "INSERT INTO kept VALUES (?)", 2)
    server.start()
    assert db.ping() is True
    assert db.execute("INSERT INTO kept VALUES (?)", 3) == 1
    db.begin()
    db.execute("INSERT INTO kept VALUES (?)", 4)
    server.stop()
    server.start()
    lost = "the connection was lost, and what was done in the transaction or session with it"
    problem(db.execute, "INSERT INTO kept VALUES (?)", 5)
    assert problem(db.execute, "INSERT INTO kept VALUES (?)", 6) == lost
    assert problem(db.query, "SELECT 1") == lost
    assert problem(db.commit) == lost
    rows = db.query("SELECT a FROM kept ORDER BY a")
    assert {row["a"] for row in rows.values()} >= {1} and not {4, 5, 6} & {row["a"] for row in rows.values()}
    with pytest.raises(LuaError), db.transaction():
        server.stop()
        server.start()
        db.execute("INSERT INTO kept VALUES (?)", 7)
    assert db.execute("INSERT INTO kept VALUES (?)", 8) == 1
    db.close()


def test_a_connection_that_the_server_ends(server_engine: str) -> None:
    db = handle_for(server_engine)
    kill(server_engine, db.query_row(MY_ID[server_engine])["id"])
    assert db.query_row("SELECT 7 AS n")["n"] == 7
    kill(server_engine, db.query_row(MY_ID[server_engine])["id"])
    time.sleep(0.1)
    assert db.exec("CREATE TEMPORARY TABLE after_it (a INT)") == 0
    db.close()


def test_a_connection_that_was_idle_for_too_long(server_engine: str, table_name: str) -> None:
    db = handle_for(server_engine)
    db.exec(f"CREATE TABLE {table_name} (a INT)")
    setting = "idle_session_timeout = 300" if server_engine == "postgresql" else "SESSION wait_timeout = 1"
    db.exec(f"SET {setting}")
    time.sleep(0.6 if server_engine == "postgresql" else 1.5)
    assert db.execute(f"INSERT INTO {table_name} VALUES (?)", 1) == 1
    assert len(db.query(f"SELECT * FROM {table_name}")) == 1
    db.close()


def test_a_statement_that_is_cut_off(server_engine: str, table_name: str) -> None:
    db = handle_for(server_engine)
    db.exec(f"CREATE TABLE {table_name} (a INT)")

    def cut(sql: str) -> Any:
        async def main() -> Any:
            ids: list[int] = []

            def body() -> Any:
                ids.append(db.query_row(MY_ID[server_engine])["id"])
                return db.execute(sql) if sql.startswith("INSERT") else len(db.query(sql))

            def killer() -> None:
                while not ids:
                    wait(asyncio.sleep(0.02))
                wait(asyncio.sleep(0.1))
                other = handle_for(server_engine)
                (
                    other.query(KILL[server_engine].format(ids[0]))
                    if server_engine == "postgresql"
                    else other.exec(KILL[server_engine].format(ids[0]))
                )
                other.close()

            return (await asyncio.gather(run(body), run(killer), return_exceptions=True))[0]

        return asyncio.run(main())

    # What only reads is done again on another connection; what writes is an error, and the handle goes on.
    assert cut(SLEEP[server_engine].format("0.4")) == 1
    sleep = SLEEP[server_engine].format("0.4").removeprefix("SELECT ")
    assert isinstance(cut(f"INSERT INTO {table_name} SELECT 1 FROM (SELECT {sleep}) AS s"), LuaError)
    assert db.query_row(f"SELECT COUNT(*) AS n FROM {table_name}")["n"] == 0
    db.close()


def test_statements_have_a_time_limit(server_engine: str) -> None:
    db = handle_for(server_engine, timeout=0.2)
    begin = time.monotonic()
    assert problem(db.query, SLEEP[server_engine].format(5)) == "the statement has not ended within 0.2 seconds"
    assert time.monotonic() - begin < 2
    assert db.query_row("SELECT 1 AS n")["n"] == 1
    db.begin()
    problem(db.query, SLEEP[server_engine].format(5.125))
    problem(db.query, "SELECT 1")
    db.rollback()
    running = {
        "postgresql": "SELECT count(*) AS n FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%sleep(5.12%'",
        "mysql": "SELECT COUNT(*) AS n FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP(5.12%'",
    }[server_engine]
    for _ in range(50):
        if db.query_row(running)["n"] - (server_engine == "postgresql") == 0:
            break
        time.sleep(0.02)
    assert db.query_row(running)["n"] - (server_engine == "postgresql") == 0
    assert db.query_row("SELECT 1 AS n")["n"] == 1
    db.close()


@pytest.mark.parametrize(
    ("connect", "message"),
    [
        (
            lambda port: mysql.connect(Table(host="127.0.0.1", port=port, connect_timeout=0.2)),
            "no answer within 0.2 seconds",
        ),
        (
            lambda port: postgresql.connect(Table(host="127.0.0.1", port=port, connect_timeout=0.2)),
            "no answer within 0.2 seconds",
        ),
        (lambda port: redis.new(f"redis://:secret@127.0.0.1:{port}?connect_timeout=0.2&timeout=0.2"), "no answer"),
    ],
)
def test_servers_that_do_not_answer(connect: Callable[[int], Any], message: str) -> None:
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(5)
        begin = time.monotonic()
        text = problem(connect, silent.getsockname()[1])
        assert message in text.lower() or "time" in text.lower()
        assert "secret" not in text
        assert time.monotonic() - begin < 3


def test_columns_that_change_under_a_prepared_statement(server_engine: str, table_name: str) -> None:
    db = handle_for(server_engine)
    db.exec(f"CREATE TABLE {table_name} (a INT)")
    db.execute(f"INSERT INTO {table_name} VALUES (?)", 1)
    sql = f"SELECT * FROM {table_name} WHERE a = ?"
    assert dict(db.query_row(sql, 1)) == {"a": 1}
    db.exec(f"ALTER TABLE {table_name} ADD COLUMN b INT DEFAULT 5")
    assert dict(db.query_row(sql, 1)) == {"a": 1, "b": 5}
    db.exec(f"ALTER TABLE {table_name} DROP COLUMN b")
    assert dict(db.query_row(sql, 1)) == {"a": 1}
    db.close()


def test_more_statements_than_are_kept(server_engine: str) -> None:
    db = handle_for(server_engine)
    for number in range(300):
        assert db.query_row(f"SELECT {number} AS n")["n"] == number
    assert db.query_row("SELECT 0 AS n")["n"] == 0
    db.close()


def test_long_statements(server_engine: str) -> None:
    db = handle_for(server_engine)
    for number in range(3):
        values = list(range(2000))
        sql = f"SELECT 1 AS found FROM (SELECT {number} AS n) AS t WHERE n IN ({', '.join('?' for _ in values)})"
        assert len(sql) < 8192 < len(sql + " -- long" * 1000)
        for text in (sql, sql + " -- long" * 1000):
            assert db.query_row(text, *values)["found"] == 1
    db.close()


def test_passwords_of_mysql(own_server: Any) -> None:
    server = own_server("mysql")
    admin = mysql.connect(server.options())
    admin.exec("CREATE USER 'lua'@'localhost' IDENTIFIED BY 'p@ss w\u00f6rd'; GRANT ALL ON *.* TO 'lua'@'localhost'")
    options = {**server.options(), "user": "lua", "password": "p@ss w\u00f6rd"}
    db = mysql.connect(Table(options))
    assert db.ping()
    db.close()
    db = mysql.open(f"mysql://lua:p%40ss%20w%C3%B6rd@127.0.0.1:{server.port}/mysql")
    assert db.ping()
    db.close()
    message = problem(mysql.connect, Table({**options, "password": "wrong"}))
    assert message.startswith("MySQL error: MySqlError { ERROR 1045 (28000): Access denied for user 'lua'@")
    admin.close()
