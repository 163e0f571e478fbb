"""What the database handles of compiled programs cost over their bare drivers.

    python bench/db/run.py [--rounds 7] [--json FILE]

Both sides do the same work on the same servers (those of scripts/services), in turns, so that whatever else the machine
does meets both. Shown are microseconds for one operation, the median of the rounds, and the ratio.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiomysql
import asyncpg
import redis.asyncio

from cmc.runtime.bridge import run
from cmc.runtime.core.table import Table
from cmc.runtime.shims import mysql, postgresql
from cmc.runtime.shims import redis as lua_redis

TABLE = "cmc_bench"
ROWS = 100

Work = Callable[[int], Awaitable[None]]
"""Does an operation so many times."""


def jobs(body: Callable[[], Any], at_a_time: int = 1) -> Work:
    """Work of the kind that compiled programs do: synchronous code in jobs."""

    async def work(count: int) -> None:
        def job() -> None:
            for _ in range(count // at_a_time):
                body()

        await asyncio.gather(*[run(job) for _ in range(at_a_time)])

    return work


def tasks(body: Callable[[], Awaitable[Any]], at_a_time: int = 1) -> Work:
    """The same with asynchronous code."""

    async def work(count: int) -> None:
        async def task() -> None:
            for _ in range(count // at_a_time):
                await body()

        await asyncio.gather(*[task() for _ in range(at_a_time)])

    return work


class Case:
    """An operation, on both sides."""

    def __init__(self, name: str, count: int, bare: Work, ours: Work) -> None:
        self.name = name
        self.count = count
        self.sides = {"bare": bare, "cmc": ours}


async def postgresql_cases(close: list[Any]) -> list[Case]:
    pool = await asyncpg.create_pool("postgres://postgres@127.0.0.1:5432/test?sslmode=allow", min_size=10, max_size=10)
    db = await run(postgresql.connect, Table(host="127.0.0.1", database="test"))
    close += [lambda: run(db.exec, f"DROP TABLE {TABLE}"), lambda: run(db.close), pool.close]
    await pool.execute(f"DROP TABLE IF EXISTS {TABLE}")
    await pool.execute(f"CREATE TABLE {TABLE} (id SERIAL PRIMARY KEY, name TEXT, n INT)")
    await pool.execute(f"INSERT INTO {TABLE} (name, n) SELECT 'name ' || i, i FROM generate_series(1, {ROWS}) i")
    connection = await pool.acquire()
    close.insert(0, lambda: pool.release(connection))
    one, many = f"SELECT id, name, n FROM {TABLE} WHERE id = ", f"SELECT id, name, n FROM {TABLE} WHERE n <= "
    insert = f"INSERT INTO {TABLE} (name, n) VALUES "

    async def transaction() -> None:
        async with connection.transaction():
            await connection.execute(f"UPDATE {TABLE} SET n = n WHERE id = $1", 5)

    def our_transaction() -> None:
        with db.transaction():
            db.execute(f"UPDATE {TABLE} SET n = n WHERE id = ?", 5)

    async def pooled() -> None:
        async with pool.acquire() as other:
            await other.fetchrow(one + "$1", 7)

    return [
        Case(
            "one row", 1000, tasks(lambda: connection.fetchrow(one + "$1", 7)), jobs(lambda: db.query_row(one + "?", 7))
        ),
        Case(
            f"{ROWS} rows",
            300,
            tasks(lambda: connection.fetch(many + "$1", ROWS)),
            jobs(lambda: db.query(many + "?", ROWS)),
        ),
        Case(
            "insert",
            300,
            tasks(lambda: connection.execute(insert + "($1, $2)", "x", 1000)),
            jobs(lambda: db.execute(insert + "(?, ?)", "x", 1000)),
        ),
        Case("transaction", 200, tasks(transaction), jobs(our_transaction)),
        Case("one row, 8 at a time", 2000, tasks(pooled, 8), jobs(lambda: db.query_row(one + "?", 7), 8)),
    ]


async def mysql_cases(close: list[Any]) -> list[Case]:
    options: dict[str, Any] = {"host": "127.0.0.1", "user": "root", "db": "test", "autocommit": True}
    pool = await aiomysql.create_pool(minsize=10, maxsize=10, **options)
    db = await run(mysql.connect, Table(host="127.0.0.1", user="root", database="test"))
    connection = await pool.acquire()

    async def end() -> None:
        pool.release(connection)
        pool.close()
        await pool.wait_closed()

    close += [end, lambda: run(db.exec, f"DROP TABLE {TABLE}"), lambda: run(db.close)]

    async def fetch(sql: str, *values: Any) -> Any:
        async with connection.cursor(aiomysql.DictCursor) as cursor:
            await cursor.execute(sql, values)
            return await cursor.fetchall()

    await run(db.exec, f"DROP TABLE IF EXISTS {TABLE}")
    await fetch(f"CREATE TABLE {TABLE} (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(50), n INT)")
    for number in range(1, ROWS + 1):
        await fetch(f"INSERT INTO {TABLE} (name, n) VALUES (%s, %s)", f"name {number}", number)
    one, many = f"SELECT id, name, n FROM {TABLE} WHERE id = ", f"SELECT id, name, n FROM {TABLE} WHERE n <= "
    insert = f"INSERT INTO {TABLE} (name, n) VALUES "

    async def transaction() -> None:
        await connection.begin()
        await fetch(f"UPDATE {TABLE} SET n = n WHERE id = %s", 5)
        await connection.commit()

    def our_transaction() -> None:
        with db.transaction():
            db.execute(f"UPDATE {TABLE} SET n = n WHERE id = ?", 5)

    async def pooled() -> None:
        async with pool.acquire() as other, other.cursor(aiomysql.DictCursor) as cursor:
            await cursor.execute(one + "%s", (7,))
            await cursor.fetchall()

    return [
        Case("one row", 1000, tasks(lambda: fetch(one + "%s", 7)), jobs(lambda: db.query_row(one + "?", 7))),
        Case(f"{ROWS} rows", 200, tasks(lambda: fetch(many + "%s", ROWS)), jobs(lambda: db.query(many + "?", ROWS))),
        Case(
            "insert",
            300,
            tasks(lambda: fetch(insert + "(%s, %s)", "x", 1000)),
            jobs(lambda: db.execute(insert + "(?, ?)", "x", 1000)),
        ),
        Case("transaction", 200, tasks(transaction), jobs(our_transaction)),
        Case("one row, 8 at a time", 2000, tasks(pooled, 8), jobs(lambda: db.query_row(one + "?", 7), 8)),
    ]


async def redis_cases(close: list[Any]) -> list[Case]:
    bare = redis.asyncio.Redis.from_url("redis://127.0.0.1:6379/8", protocol=2)
    client = await run(lua_redis.new, "redis://127.0.0.1:6379/8")
    close += [lambda: bare.delete(TABLE, TABLE + ":h"), bare.aclose, lambda: run(client.close)]
    await bare.set(TABLE, "value")
    await bare.hset(TABLE + ":h", mapping={f"field{number}": number for number in range(20)})
    return [
        Case("get", 2000, tasks(lambda: bare.get(TABLE)), jobs(lambda: client.get(TABLE))),
        Case("set", 2000, tasks(lambda: bare.set(TABLE, "value")), jobs(lambda: client.set(TABLE, "value"))),
        Case(
            "hgetall of 20", 1000, tasks(lambda: bare.hgetall(TABLE + ":h")), jobs(lambda: client.hgetall(TABLE + ":h"))
        ),
        Case("get, 8 at a time", 2000, tasks(lambda: bare.get(TABLE), 8), jobs(lambda: client.get(TABLE), 8)),
    ]


async def measure(rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    """Microseconds for one operation: by engine, operation and side."""
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for engine, make in (("postgresql", postgresql_cases), ("mysql", mysql_cases), ("redis", redis_cases)):
        close: list[Any] = []
        try:
            for case in await make(close):
                times: dict[str, list[float]] = {side: [] for side in case.sides}
                for _ in range(rounds + 1):
                    for side, work in case.sides.items():
                        begin = time.perf_counter()
                        await work(case.count)
                        times[side].append((time.perf_counter() - begin) / case.count * 1e6)
                # The first round fills caches and opens connections.
                figures.setdefault(engine, {})[case.name] = {
                    side: statistics.median(values[1:]) for side, values in times.items()
                }
        finally:
            for each in close:
                await each()
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    figures = asyncio.run(measure(options.rounds))
    lines = [f"{'':12}{'operation':24}{'bare':>10}{'cmc':>10}{'ratio':>8}"]
    for engine, cases in figures.items():
        for name, sides in cases.items():
            ratio = sides["cmc"] / sides["bare"]
            lines.append(f"{engine:12}{name:24}{sides['bare']:10.1f}{sides['cmc']:10.1f}{ratio:8.2f}")
    sys.stdout.write("\n".join(lines) + "\n")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=1)


if __name__ == "__main__":
    main()
