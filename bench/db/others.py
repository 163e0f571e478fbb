"""Redis against redis-py, and Freight against the plain query that it comes down to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import redis.asyncio
from measure import Case, jobs, tasks

from cmc.runtime.bridge import run
from cmc.runtime.core.operators import method
from cmc.runtime.core.table import Table
from cmc.runtime.shims import freight
from cmc.runtime.shims import redis as lua_redis

KEY = "cmc_bench"
URL = "redis://127.0.0.1:6379/8"
AT_A_TIME = (1, 64)


@asynccontextmanager
async def redis_cases() -> AsyncIterator[list[Case]]:
    """Get, set, and fifty commands at once."""
    bare = redis.asyncio.Redis.from_url(URL, protocol=2)
    client = await run(lua_redis.new, URL)

    async def bare_pipeline() -> None:
        pipeline = bare.pipeline(transaction=False)
        for _ in range(50):
            pipeline.incr(KEY + ":n")
        await pipeline.execute()

    def fill(pipeline: Any) -> None:
        incr = method(pipeline, "incr")
        for _ in range(50):
            incr(pipeline, KEY + ":n")

    pairs = [
        ("get", 1280, lambda: bare.get(KEY), lambda: client.get(KEY)),
        ("set", 1280, lambda: bare.set(KEY, "value"), lambda: client.set(KEY, "value")),
        ("pipeline of 50", 64, bare_pipeline, lambda: client.pipeline(fill)),
    ]
    try:
        yield [
            Case("redis", f"{name}, {at_a_time} at a time", count, tasks(by_hand, at_a_time), jobs(ours, at_a_time))
            for at_a_time in AT_A_TIME
            for name, count, by_hand, ours in pairs
        ]
    finally:
        await bare.delete(KEY, KEY + ":n")
        await bare.aclose()
        await run(client.close)


FREIGHT: dict[str, dict[str, Any]] = {
    "sqlite": {"database": ":memory:"},
    "mysql": {"host": "127.0.0.1", "database": "test"},
    "postgres": {"host": "127.0.0.1", "database": "test"},
}


@asynccontextmanager
async def freight_cases(engine: str) -> AsyncIterator[list[Case]]:
    """Find and create, against the statement with the same result on the handle itself."""
    database = await run(freight.open, engine, Table(FREIGHT[engine]))
    db = database.handle
    fields = Table(id=freight.primary_key(), name=freight.string(50), n=freight.integer(), live=freight.boolean())
    model = database.model("cmc_bench_models", fields)
    await run(database.dropTables, model)
    await run(database.autoMigrate, model)
    for number in range(10):
        await run(model.create, Table(name="x", n=number))
    select = "SELECT * FROM cmc_bench_models WHERE id = ?"
    insert = "INSERT INTO cmc_bench_models (name, n) VALUES (?, ?)"
    pairs = [
        ("find / SELECT", 640, lambda: db.query_row(select, 7), lambda: model.find(7)),
        ("create / INSERT", 192, lambda: db.execute(insert, "x", 5), lambda: model.create(Table(name="x", n=5))),
        (
            "create / INSERT RETURNING",
            192,
            lambda: db.query_row(insert + " RETURNING *", "x", 5),
            lambda: model.create(Table(name="x", n=5)),
        ),
    ]
    times = 10 if engine == "sqlite" else 1  # no server to wait for
    try:
        yield [
            Case(f"freight {engine}", name, count * times, jobs(plain), jobs(ours), 0.5)
            for name, count, plain, ours in pairs
        ]
    finally:
        await run(database.dropTables, model)
        await run(database.close)
