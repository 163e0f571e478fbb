"""Streams, optimistic locking, scripts, many blocked clients, UNIX sockets: what goes through `command` as a rule."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from cmc.runtime.bridge import wait
from cmc.runtime.core.table import Table
from cmc.runtime.shims import redis
from tests.databases.conftest import problem
from tests.databases.servers import REDIS, RedisServer, free_port
from tests.databases.test_redis_client import call, client, jobs, key

__all__ = ["client", "key"]


def command(target: Any, *parts: Any) -> Any:
    return call(target, "command", *parts)


def plain(value: Any) -> Any:
    """Arrays as lists."""
    return [plain(item) for item in value.values()] if isinstance(value, Table) else value


def test_streams(client: Any, key: str) -> None:
    first = command(client, "XADD", key, "*", "kind", "a", "n", 1)
    command(client, "XADD", key, "*", "kind", "b")
    assert client.typeof(key) == "stream"
    assert command(client, "XLEN", key) == 2
    assert plain(command(client, "XRANGE", key, "-", "+", "COUNT", 1)) == [[first, ["kind", "a", "n", "1"]]]
    assert command(client, "XGROUP", "CREATE", key, "workers", 0) == "OK"

    def works() -> Any:
        entries = plain(command(client, "XREADGROUP", "GROUP", "workers", "w", "COUNT", 10, "STREAMS", key, ">"))
        return [command(client, "XACK", key, "workers", entry[0]) for entry in entries[0][1]]

    def waits() -> Any:
        return plain(command(client, "XREAD", "BLOCK", 5000, "STREAMS", key, "$"))[0][1][0][1]

    def adds() -> Any:
        wait(asyncio.sleep(0.05))
        return command(client, "XADD", key, "*", "kind", "c")

    assert jobs(works, waits, adds)[:2] == [[1, 1], ["kind", "c"]]
    assert plain(command(client, "XPENDING", key, "workers"))[0] == 0
    assert command(client, "XREAD", "BLOCK", 10, "STREAMS", key, "$") is None


def test_watch(client: Any, key: str) -> None:
    """A transaction of a request that has watched a key fails when another one has changed it."""
    client.set(key, "1")

    def counts_up(pause: float) -> Any:
        while True:
            command(client, "WATCH", key)
            value = int(client.get(key))
            wait(asyncio.sleep(pause))
            command(client, "MULTI")
            client.set(key, str(value + 1))
            if command(client, "EXEC") is not None:
                return value + 1

    results = jobs(*[lambda number=number: counts_up(number / 1000) for number in range(5)])  # type: ignore[misc]
    assert sorted(results) == [2, 3, 4, 5, 6]
    assert client.get(key) == "6"

    def gives_up() -> Any:
        command(client, "WATCH", key)
        command(client, "UNWATCH")
        command(client, "MULTI")
        client.set(key, "never")
        return command(client, "DISCARD")

    assert jobs(gives_up) == ["OK"]
    assert client.get(key) == "6"


def test_scripts(client: Any, key: str) -> None:
    digest = command(client, "SCRIPT", "LOAD", "return redis.call('INCRBY', KEYS[1], ARGV[1])")
    assert command(client, "EVALSHA", digest, 1, key, 5) == 5
    assert "NOSCRIPT" in problem(command, client, "EVALSHA", "0" * 40, 0)
    assert plain(client.eval("return {1, false, {'a'}, 'b'}")) == [1, ["a"], "b", 4]
    assert "ERR" in problem(client.eval, "return redis.error_reply('ERR no')")
    assert client.eval("return ARGV[1]", None, Table({1: "\0\udcff"})) == "\0\udcff"


def test_many_who_wait(key: str) -> None:
    """Blocked pops hold connections; others have their turn all the same, and come to an end."""
    client = redis.new(f"{REDIS}?pool=30")

    def waits(number: int) -> Any:
        return plain(command(client, "BLPOP", f"{key}q{number}", 10))[1]

    def feeds() -> Any:
        wait(asyncio.sleep(0.05))
        assert client.ping() == "PONG"
        return [client.rpush(f"{key}q{number}", str(number)) for number in range(20)]

    results = jobs(*[lambda number=number: waits(number) for number in range(20)], feeds)  # type: ignore[misc]
    assert results == [*[str(number) for number in range(20)], [1] * 20]
    client.close()


def test_a_unix_socket(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    path = own_folder / f"redis-{port}.socket"
    folder = own_folder / f"redis-{port}"
    socket = folder / "socket"
    plain_command = RedisServer.command
    monkeypatch.setattr(RedisServer, "command", lambda self: [*plain_command(self), "--unixsocket", str(socket)])
    server = RedisServer(folder, port)
    server.start()
    try:
        client = redis.new(f"unix://{socket}?db=2")
        client.set("a", "1")
        assert (client.get("a"), client.dbsize()) == ("1", 1)
        client.close()
        assert str(path) in problem(redis.new, f"unix://{path}")
    finally:
        server.stop()
