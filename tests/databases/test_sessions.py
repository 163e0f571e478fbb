"""Requests that use one handle at the same time: what belongs to one of them never reaches another."""

import asyncio
import gc
from collections.abc import Callable
from typing import Any

import pytest

from cmc.runtime.bridge import run, wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims import mysql, postgresql
from tests.databases.conftest import problem
from tests.databases.servers import MYSQL, NUMBERED, POSTGRESQL, handle_for


def jobs(*functions: Callable[[], Any]) -> list[Any]:
    """Runs functions as requests at the same time; errors are results."""

    async def main() -> list[Any]:
        return await asyncio.gather(*[run(function) for function in functions], return_exceptions=True)

    return asyncio.run(main())


def pause(seconds: float) -> None:
    wait(asyncio.sleep(seconds))


def with_table(server_engine: str, table_name: str, **options: Any) -> Any:
    db = handle_for(server_engine, **options)
    db.exec(f"CREATE TABLE {table_name} (id {NUMBERED[server_engine]}, name VARCHAR(50), n INT)")
    return db


def names(server_engine: str, table: str) -> list[str]:
    db = handle_for(server_engine)
    rows = db.query(f"SELECT name FROM {table} ORDER BY id")
    db.close()
    return [row["name"] for row in rows.values()]


@pytest.mark.parametrize("pool", [1, 2, 10])
def test_ids_belong_to_the_request(server_engine: str, table_name: str, pool: int) -> None:
    db = with_table(server_engine, table_name, pool=pool)

    def job(name: str, count: int) -> Callable[[], Any]:
        def body() -> Any:
            for number in range(count):
                db.execute(f"INSERT INTO {table_name} (name) VALUES (?)", f"{name}{number}")
            changes = db.changes()
            pause(0.01)
            db.query("SELECT 1 AS one")
            pause(0.01)
            row = db.query_row(f"SELECT name FROM {table_name} WHERE id = ?", db.last_insert_id())
            assert changes == 1
            return row["name"]

        return body

    assert jobs(*[job(chr(97 + each), 1 + each % 3) for each in range(12)]) == [
        f"{chr(97 + each)}{each % 3}" for each in range(12)
    ]
    db.close()


def test_transactions_do_not_mix(server_engine: str, table_name: str) -> None:
    db = with_table(server_engine, table_name)

    def undone(number: int) -> Callable[[], Any]:
        def body() -> None:
            with db.transaction():
                db.execute(f"INSERT INTO {table_name} (name) VALUES (?)", f"undone{number}")
                pause(0.01)
                assert db.query_row(f"SELECT COUNT(*) AS n FROM {table_name} WHERE name LIKE 'undone%'")["n"] == 1
                raise LuaError("undo")

        return body

    def kept() -> None:
        pause(0.005)
        db.execute(f"INSERT INTO {table_name} (name) VALUES ('kept')")

    results = jobs(undone(1), kept, undone(2), undone(3))
    assert [str(result) for result in results] == ["undo", "None", "undo", "undo"]
    assert names(server_engine, table_name) == ["kept"]
    db.close()


def test_row_locks(server_engine: str, table_name: str) -> None:
    db = with_table(server_engine, table_name)
    db.execute(f"INSERT INTO {table_name} (n) VALUES (0)")

    def count_up() -> None:
        with db.transaction():
            row = db.query_row(f"SELECT n FROM {table_name} WHERE id = 1 FOR UPDATE")
            pause(0.002)
            db.execute(f"UPDATE {table_name} SET n = ? WHERE id = 1", row["n"] + 1)

    assert jobs(*[count_up] * 20) == [None] * 20
    check = handle_for(server_engine)
    assert check.query_row(f"SELECT n FROM {table_name}")["n"] == 20
    check.close()


def test_a_transaction_that_a_request_leaves_open_is_rolled_back(server_engine: str, table_name: str) -> None:
    db = with_table(server_engine, table_name, pool=1)

    def careless() -> None:
        db.begin()
        db.execute(f"INSERT INTO {table_name} (name) VALUES ('lost')")

    assert jobs(careless, lambda: db.execute(f"INSERT INTO {table_name} (name) VALUES ('kept')")) == [None, 1]
    assert names(server_engine, table_name) == ["kept"]


def test_waiting_for_a_connection(server_engine: str) -> None:
    db = handle_for(server_engine, pool=2, pool_timeout=5)
    running: list[int] = []
    most: list[int] = []

    def short() -> None:
        with db.transaction():
            running.append(1)
            most.append(len(running))
            pause(0.01)
            running.pop()

    assert jobs(*[short] * 10) == [None] * 10
    assert max(most) == 2

    db = handle_for(server_engine, pool=2, pool_timeout=0.1)

    def long() -> None:
        with db.transaction():
            pause(0.5)

    results = jobs(long, long, lambda: db.query("SELECT 1"))
    assert str(results[2]) == "no connection has become free in 0.1 seconds (there are 2)"
    assert jobs(lambda: db.query_row("SELECT 1 AS one")["one"]) == [1]


URLS = {
    "postgresql": (postgresql.open, "postgres://postgres@127.0.0.1:{port}/test?", "SELECT pg_sleep(2)"),
    "mysql": (mysql.open, "mysql://root@127.0.0.1:{port}/test?", "SELECT SLEEP(2)"),
}


def test_sizes_and_times_in_urls(server_engine: str) -> None:
    connect, url, sleep = URLS[server_engine]
    port = {"postgresql": POSTGRESQL, "mysql": MYSQL}[server_engine]["port"]
    db = connect(url.format(port=port) + "pool=1&pool_timeout=0.1&timeout=0.5&connect_timeout=3")

    def holds() -> None:
        with db.transaction():
            pause(0.3)

    results = jobs(holds, lambda: problem(db.query, "SELECT 1"))
    assert results == [None, "no connection has become free in 0.1 seconds (there are 1)"]
    assert jobs(lambda: problem(db.query, sleep)) == ["the statement has not ended within 0.5 seconds"]
    assert jobs(lambda: db.query_row("SELECT 1 AS one")["one"]) == [1]


def test_a_connection_that_is_not_needed_goes_to_others(server_engine: str) -> None:
    db = handle_for(server_engine, pool=1, pool_timeout=0.2)

    def idle() -> Any:
        db.query("SELECT 1")
        pause(0.4)
        return db.query_row("SELECT 2 AS two")["two"]

    def other() -> Any:
        pause(0.02)
        return db.query_row("SELECT 3 AS three")["three"]

    assert jobs(idle, other, other, other) == [2, 3, 3, 3]


def test_asking_for_what_another_request_has_overwritten(server_engine: str, table_name: str) -> None:
    db = with_table(server_engine, table_name, pool=1)
    function = "lastval()" if server_engine == "postgresql" else "LAST_INSERT_ID()"

    def first() -> Any:
        db.execute(f"INSERT INTO {table_name} (name) VALUES ('a')")
        assert db.query_row(f"SELECT {function} AS id")["id"] == 1
        pause(0.05)
        return problem(db.query_row, f"SELECT {function} AS id"), db.last_insert_id()

    def second() -> None:
        pause(0.02)
        db.execute(f"INSERT INTO {table_name} (name) VALUES ('b')")

    results = jobs(first, second)
    assert results[0][0].startswith("another request has used the connection")
    assert results[0][1] == 1


SETTING = {
    "postgresql": ("SET search_path TO pg_catalog", "SELECT current_setting('search_path') AS v", "pg_catalog"),
    "mysql": ("SET sql_mode = 'ANSI_QUOTES'", "SELECT @@sql_mode AS v", "ANSI_QUOTES"),
}


def test_settings_of_the_owner_hold_for_all(server_engine: str) -> None:
    db = handle_for(server_engine, pool=4)
    setting, question, value = SETTING[server_engine]
    db.exec(setting)

    def body() -> Any:
        found = db.query_row(question)["v"]
        pause(0.01)
        return found

    assert jobs(*[body] * 6) == [value] * 6
    assert db.query_row(question)["v"] == value


def test_settings_of_a_request_are_its_own(server_engine: str) -> None:
    db = handle_for(server_engine, pool=2)
    setting, question, value = SETTING[server_engine]

    def changes() -> Any:
        db.exec(setting)
        pause(0.02)
        return db.query_row(question)["v"] == value

    def looks() -> Any:
        pause(0.01)
        return [db.query_row(question)["v"] == value for _ in range(3)]

    assert jobs(changes, looks, looks) == [True, [False] * 3, [False] * 3]
    assert jobs(*[looks] * 4) == [[False] * 3] * 4


def test_temporary_tables_and_locks_end_with_the_request(server_engine: str) -> None:
    db = handle_for(server_engine, pool=1)
    lock = "pg_advisory_lock(77701)" if server_engine == "postgresql" else "GET_LOCK('cm_77701', 0)"

    def makes() -> Any:
        db.exec("CREATE TEMPORARY TABLE of_request (a INT)")
        db.query(f"SELECT {lock}")
        db.execute("INSERT INTO of_request VALUES (1)")
        pause(0.01)
        return db.query_row("SELECT COUNT(*) AS n FROM of_request")["n"]

    def looks() -> Any:
        return problem(db.query, "SELECT * FROM of_request")

    results = jobs(makes, looks)
    assert results[0] == 1
    assert "of_request" in results[1]
    assert jobs(makes) == [1]
    free = "pg_try_advisory_lock(77701)" if server_engine == "postgresql" else "IS_FREE_LOCK('cm_77701')"
    other = handle_for(server_engine)
    assert other.query_row(f"SELECT {free} AS yes")["yes"] in (True, 1)
    other.close()


def test_several_event_loops(server_engine: str) -> None:
    db = handle_for(server_engine, pool=2)
    for number in range(3):
        assert jobs(lambda n=number: db.query_row("SELECT 1 + 1 AS n")["n"]) == [2]  # type: ignore[misc]
        assert db.query_row("SELECT 1 + 1 AS n")["n"] == 2


COUNT = {
    "postgresql": "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'cm lost'",
    "mysql": "SELECT COUNT(*) AS n FROM information_schema.processlist WHERE db = 'cm_lost'",
}


def test_a_handle_that_is_lost_closes_its_connections(server_engine: str) -> None:
    watch = handle_for(server_engine)
    if server_engine == "mysql":
        watch.exec("CREATE DATABASE IF NOT EXISTS cm_lost")
    options = {"application_name": "cm lost"} if server_engine == "postgresql" else {"database": "cm_lost"}
    db = handle_for(server_engine, **options)
    db.query("SELECT 1")
    assert watch.query_row(COUNT[server_engine])["n"] == 1
    del db
    gc.collect()
    for _ in range(50):
        if watch.query_row(COUNT[server_engine])["n"] == 0:
            break
        pause(0.02)
    assert watch.query_row(COUNT[server_engine])["n"] == 0
    if server_engine == "mysql":
        watch.exec("DROP DATABASE cm_lost")
    watch.close()


def test_many_requests(server_engine: str, table_name: str) -> None:
    db = with_table(server_engine, table_name, pool=5)

    def body(number: int) -> Callable[[], Any]:
        def request() -> Any:
            db.execute(f"INSERT INTO {table_name} (name, n) VALUES (?, ?)", "x", number)
            with db.transaction():
                db.execute(f"UPDATE {table_name} SET name = 'y' WHERE n = ?", number)
                if number % 3 == 0:
                    raise LuaError("third")
            return db.query_row(f"SELECT n, name FROM {table_name} WHERE id = ?", db.last_insert_id())["n"]

        return request

    results = jobs(*[body(number) for number in range(150)])
    assert [result for result in results if not isinstance(result, LuaError)] == [n for n in range(150) if n % 3]
    check = handle_for(server_engine)
    rows = check.query(f"SELECT name, COUNT(*) AS n FROM {table_name} GROUP BY name ORDER BY name")
    assert {row["name"]: row["n"] for row in rows.values()} == {"x": 50, "y": 100}
    check.close()
