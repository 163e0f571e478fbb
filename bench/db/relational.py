"""PostgreSQL and MySQL: the four operations that programs do most, through bare drivers and through our handles."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiomysql
import asyncpg
from measure import Case, jobs, tasks

from cmc.runtime.bridge import run
from cmc.runtime.core.table import Table
from cmc.runtime.shims import mysql, postgresql

TABLE = "cmc_bench"
ROWS = 100
POOL = 10
AT_A_TIME = (1, 64)

Do = Callable[..., Awaitable[Any]]
"""Runs statements on a connection: `do(connection, sql, *values)`."""


class Bare:
    """A driver used by hand: statements with its own placeholders, on a connection that is held or taken from a pool.

    One at a time it is the connection alone, without a pool; with more it is a pool that does nothing but hand out
    connections (asyncpg's own reset of connections, a round trip more, is left out).
    """

    def __init__(self, pool: Any, connection: Any, mark: str, fetch: Do, transaction: Any) -> None:
        self.pool = pool
        self.connection = connection
        self.mark = mark
        self.fetch = fetch
        self.transaction = transaction

    def work(self, body: Callable[[Any], Awaitable[Any]], at_a_time: int) -> Any:
        async def held() -> None:
            await body(self.connection)

        async def taken() -> None:
            async with self.pool.acquire() as connection:
                await body(connection)

        return tasks(held if at_a_time == 1 else taken, at_a_time)


@asynccontextmanager
async def bare_postgresql() -> AsyncIterator[Bare]:
    """asyncpg."""
    url = "postgres://postgres@127.0.0.1:5432/test?sslmode=allow"

    async def leave_alone(connection: Any) -> None:
        """Takes the place of asyncpg's reset."""

    async def fetch(connection: Any, sql: str, *values: Any) -> Any:
        return await connection.fetch(sql, *values)

    connection = await asyncpg.connect(url)
    pool = await asyncpg.create_pool(url, min_size=POOL, max_size=POOL, reset=leave_alone)
    try:
        yield Bare(pool, connection, "${}", fetch, lambda each: each.transaction())
    finally:
        await pool.close()
        await connection.close()


@asynccontextmanager
async def bare_mysql() -> AsyncIterator[Bare]:
    """aiomysql."""
    options: dict[str, Any] = {"host": "127.0.0.1", "user": "root", "db": "test", "autocommit": True}

    async def fetch(connection: Any, sql: str, *values: Any) -> Any:
        async with connection.cursor(aiomysql.DictCursor) as cursor:
            await cursor.execute(sql, values)
            return await cursor.fetchall()

    @asynccontextmanager
    async def transaction(connection: Any) -> AsyncIterator[None]:
        await connection.begin()
        yield
        await connection.commit()

    connection = await aiomysql.connect(**options)
    pool = await aiomysql.create_pool(minsize=POOL, maxsize=POOL, **options)
    try:
        yield Bare(pool, connection, "%s", fetch, transaction)
    finally:
        connection.close()
        pool.close()
        await pool.wait_closed()


ENGINES: dict[str, Any] = {
    "postgresql": (bare_postgresql, postgresql.connect, "SERIAL PRIMARY KEY"),
    "mysql": (bare_mysql, mysql.connect, "INT AUTO_INCREMENT PRIMARY KEY"),
}


@asynccontextmanager
async def cases(engine: str) -> AsyncIterator[list[Case]]:
    """The operations on one engine."""
    open_bare, connect, key = ENGINES[engine]
    async with open_bare() as bare:
        db = await run(connect, Table(host="127.0.0.1", database="test", pool=POOL))
        await run(db.exec, f"DROP TABLE IF EXISTS {TABLE}; CREATE TABLE {TABLE} (id {key}, name VARCHAR(50), n INT)")
        for number in range(1, ROWS + 1):
            await run(db.execute, f"INSERT INTO {TABLE} (name, n) VALUES (?, ?)", f"name {number}", number)
        try:
            yield [each for count in AT_A_TIME for each in _cases(engine, bare, db, count)]
        finally:
            await run(db.exec, f"DROP TABLE {TABLE}")
            await run(db.close)


def _cases(engine: str, bare: Bare, db: Any, at_a_time: int) -> list[Case]:
    first, second = bare.mark.format(1), bare.mark.format(2)
    one = f"SELECT id, name, n FROM {TABLE} WHERE id = "
    many = f"SELECT id, name, n FROM {TABLE} WHERE id <= "
    insert = f"INSERT INTO {TABLE} (name, n) VALUES "
    update = f"UPDATE {TABLE} SET n = n WHERE id = "
    # Requests that are under way at the same time change rows of their own.
    turns = iter(range(1 << 60))

    async def bare_transaction(connection: Any) -> None:
        row = next(turns) % ROWS + 1
        async with bare.transaction(connection):
            await bare.fetch(connection, one + first, row)
            await bare.fetch(connection, update + first, row)
            await bare.fetch(connection, insert + f"({first}, {second})", "x", 1000)

    def our_transaction() -> None:
        row = next(turns) % ROWS + 1
        with db.transaction():
            db.query_row(one + "?", row)
            db.execute(update + "?", row)
            db.execute(insert + "(?, ?)", "x", 1000)

    pairs = [
        ("point select", 1280, lambda each: bare.fetch(each, one + first, 7), lambda: db.query_row(one + "?", 7)),
        (f"{ROWS} rows", 320, lambda each: bare.fetch(each, many + first, ROWS), lambda: db.query(many + "?", ROWS)),
        (
            "insert",
            192,
            lambda each: bare.fetch(each, insert + f"({first}, {second})", "x", 1000),
            lambda: db.execute(insert + "(?, ?)", "x", 1000),
        ),
        ("transaction of 3", 128, bare_transaction, our_transaction),
    ]
    return [
        Case(engine, f"{name}, {at_a_time} at a time", count, bare.work(by_hand, at_a_time), jobs(ours, at_a_time))
        for name, count, by_hand, ours in pairs
    ]
