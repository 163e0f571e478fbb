"""The Redis client, on the server of the machine and on servers of our own."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from cmc.runtime.bridge import run, wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.operators import method
from cmc.runtime.core.table import Table
from cmc.runtime.shims import redis
from cmc.runtime.shims.redis.settings import settings_of
from tests.databases.conftest import problem
from tests.databases.servers import REDIS, RedisServer, free_port

BYTES = "".join(chr(code) if code < 128 else chr(0xDC00 + code) for code in range(256))


@pytest.fixture
def client() -> Iterator[Any]:
    found = redis.new(REDIS)
    yield found
    found.close()


@pytest.fixture
def key(client: Any) -> Iterator[str]:
    """A prefix of keys that no other test uses."""
    prefix = f"cm:{uuid4().hex[:12]}:"
    yield prefix
    names = list(client.keys(prefix + "*").values())
    if names:
        client.delete(*names)


def call(client: Any, name: str, *args: Any) -> Any:
    """Calls a method as Lua code does."""
    return method(client, name)(client, *args)


def jobs(*functions: Callable[[], Any]) -> list[Any]:
    async def main() -> list[Any]:
        return await asyncio.gather(*[run(function) for function in functions], return_exceptions=True)

    return asyncio.run(main())


def test_values(client: Any, key: str) -> None:
    for value, expected in [
        (BYTES, BYTES),
        (5, "5"),
        (5.0, "5"),
        (0.1, "0.1"),
        (True, "true"),
        ("", ""),
        ("\0\r\n", "\0\r\n"),
    ]:
        assert call(client, "set", key + "v", value) == "OK"
        assert client.get(key + "v") == expected
    assert call(client, "get", key + BYTES) is None
    assert call(client, "set", 5, "x") == "OK"
    assert call(client, "del", 5) == 1
    for wrong in (None, Table(), print):
        assert "bad argument" in problem(call, client, "set", key, wrong)
        assert "bad argument" in problem(call, client, "get", wrong)


def test_holes_are_counted(client: Any, key: str) -> None:
    client.set(key + "a", "1")
    assert dict(client.mget(key + "a", key + "b", key + "c")) == {1: "1", "n": 3}
    assert dict(client.mget(key + "a")) == {1: "1"}


def test_options_of_set(client: Any, key: str) -> None:
    assert client.set(key, "a", 100) == "OK"
    assert 90 < client.ttl(key) <= 100
    assert client.set(key, "b", Table(nx=True)) is None
    assert client.set(key, "c", Table(xx=True, keepttl=True)) == "OK"
    assert client.ttl(key) > 90
    assert client.set(key, "d", Table(px=100_000)) == "OK"
    assert client.set(key, "e") == "OK"
    assert client.ttl(key) == -1
    assert "seconds" in problem(client.set, key, "x", "soon")
    assert problem(client.set, key, "x", 0).startswith("Redis error: ERR invalid expire time")


def test_numbers(client: Any, key: str) -> None:
    client.zadd(key + "z", 2300, "a")
    client.zadd(key + "z", 0.5, "b")
    client.zadd(key + "z", float("inf"), "c")
    found = [client.zscore(key + "z", name) for name in ("a", "b", "c", "d")]
    assert found == [2300, 0.5, float("inf"), None]
    assert [type(number) for number in found[:2]] == [int, float]
    assert client.incr(key + "n", 5) == 5
    assert client.decr(key + "n") == 4
    assert client.exists(key + "n") is True
    assert client.exists(key + "n", key + "z", key + "x") == 2


@pytest.mark.parametrize(
    ("name", "args", "message"),
    [
        ("mset", (Table(),), "the table must not be empty"),
        ("hmset", ("k", Table()), "the table must not be empty"),
        ("hmset", ("k", Table({"a": Table()})), "keys and values must be strings, numbers or booleans"),
        ("del", (), "at least one key is needed"),
        ("sadd", ("k",), "at least one member is needed"),
        ("command", ("GET", None), "argument #2 of a command is nil"),
        ("command", ("SUBSCRIBE", "x"), "Redis error: SUBSCRIBE is not possible here; messages come to a subscriber"),
        ("command", ("NOSUCH",), "Redis error: ERR unknown command"),
        ("rename", ("cm:missing", "cm:other"), "Redis error: ERR no such key"),
        ("select", (9999,), "Redis error: ERR DB index is out of range"),
        ("auth", ("wrong",), "Redis error: ERR AUTH"),
    ],
)
def test_messages(client: Any, name: str, args: tuple[Any, ...], message: str) -> None:
    assert str(problem(call, client, name, *args)).removeprefix("bad argument ").startswith(message)
    assert client.ping() == "PONG"


def test_pipelines(client: Any, key: str) -> None:
    def body(pipeline: Any) -> None:
        assert call(pipeline, "set", key + "a", 1) is None
        call(pipeline, "incr", key + "a")
        call(pipeline, "get", key + "none")
        call(pipeline, "exists", key + "a")
        call(pipeline, "lpush", key + "a", "x")
        call(pipeline, "command", "HGETALL", key + "h")

    results = call(client, "pipeline", body)
    assert [results[1], results[2], results[3], results[4], results["n"]] == ["OK", 2, None, True, 6]
    assert results[5]["err"].startswith("WRONGTYPE")
    assert dict(call(client, "multi", lambda pipeline: call(pipeline, "incr", key + "a"))) == {1: 3}
    assert len(call(client, "pipeline", lambda pipeline: None)) == 0
    assert "wrong number" in problem(call, client, "multi", lambda pipeline: call(pipeline, "command", "GET"))


def test_scan_and_eval(client: Any, key: str) -> None:
    for number in range(250):
        client.set(f"{key}{number}", str(number))
    following = client.scan(key + "*", 50)
    found = set(iter(following, None))
    assert len(found) == 250
    assert client.eval("return {KEYS[1], ARGV[1], 7}", Table({1: key}), Table({1: "x"})) is not None
    assert dict(client.eval("return {KEYS[1], ARGV[1], 7}", Table({1: key}), Table({1: "x"}))) == {1: key, 2: "x", 3: 7}


def test_transactions_belong_to_a_request(client: Any, key: str) -> None:
    steps: list[str] = []

    def until(step: str) -> None:
        while step not in steps:
            wait(asyncio.sleep(0.005))

    def queues() -> Any:
        assert call(client, "command", "MULTI") == "OK"
        assert client.incr(key + "n") == "QUEUED"
        assert client.exists(key + "n") == "QUEUED"
        steps.append("queued")
        until("asked")
        return dict(call(client, "command", "EXEC"))

    def asks() -> Any:
        until("queued")
        found = client.get(key + "n")
        steps.append("asked")
        return found

    assert jobs(queues, asks) == [{1: 1, 2: 1}, None]

    def forgets() -> None:
        call(client, "command", "MULTI")
        client.incr(key + "n")

    assert jobs(forgets) == [None]
    assert client.get(key + "n") == "1"


def test_databases_belong_to_a_request(key: str) -> None:
    client = redis.new(REDIS)
    client.select(6)

    def elsewhere() -> Any:
        client.select(7)
        client.set(key + "x", "in 7")
        wait(asyncio.sleep(0.02))
        return client.get(key + "x")

    def here() -> Any:
        wait(asyncio.sleep(0.01))
        return [client.get(key + "x") for _ in range(3)]

    assert jobs(elsewhere, here, here) == ["in 7", [None] * 3, [None] * 3]
    assert jobs(here, here) == [[None] * 3] * 2
    client.close()
    assert problem(client.get, key) == "Redis error: the client is closed"


def test_many_requests(client: Any, key: str) -> None:
    def body(number: int) -> Callable[[], Any]:
        def request() -> Any:
            client.set(f"{key}{number}", str(number))
            client.incr(key + "all")
            return client.get(f"{key}{number}")

        return request

    assert jobs(*[body(number) for number in range(200)]) == [str(number) for number in range(200)]
    assert client.get(key + "all") == "200"


def test_blocking_commands(client: Any, key: str) -> None:
    def waits() -> Any:
        return dict(call(client, "command", "BLPOP", key + "queue", 5))

    def pushes() -> None:
        wait(asyncio.sleep(0.05))
        client.rpush(key + "queue", "job")

    assert jobs(waits, pushes)[0] == {1: key + "queue", 2: "job"}


def test_subscribers(client: Any, key: str) -> None:
    subscriber = client.subscriber()
    assert "forever" in problem(subscriber.receive)
    assert subscriber.receive(0.0) is None
    subscriber.subscribe(key + "a", key + "b")
    subscriber.psubscribe(key + "p*")
    for channel, payload in (("a", "1"), ("b", BYTES), ("pq", "3")):
        assert client.publish(key + channel, payload) == 1
    assert dict(subscriber.receive(1)) == {"channel": key + "a", "payload": "1"}
    assert dict(subscriber.receive()) == {"channel": key + "b", "payload": BYTES}
    assert dict(subscriber.receive(1)) == {"channel": key + "pq", "payload": "3", "pattern": key + "p*"}
    subscriber.unsubscribe()
    subscriber.punsubscribe()
    assert client.publish(key + "a", "x") == 0
    assert subscriber.receive(0.05) is None
    subscriber.subscribe(key + "c")
    for number in range(5):
        client.publish(key + "c", str(number))
    seen: list[Any] = []
    subscriber.listen(lambda message: seen.append(message["payload"]) if len(seen) < 2 else False)
    assert seen == ["0", "1"]
    assert subscriber.receive(1)["payload"] == "3"
    subscriber.close()
    assert "closed" in problem(subscriber.receive, 1)


def test_listening_while_others_work(client: Any, key: str) -> None:
    def listens() -> Any:
        subscriber = client.subscriber()
        subscriber.subscribe(key)
        seen: list[Any] = []

        def take(message: Any) -> Any:
            seen.append(message["payload"])
            return len(seen) < 3

        subscriber.listen(take)
        subscriber.close()
        return seen

    def publishes() -> None:
        sent = 0
        while sent < 3:
            wait(asyncio.sleep(0.01))
            sent += client.publish(key, str(sent))

    assert jobs(listens, publishes)[0] == ["0", "1", "2"]


def test_a_server_that_goes_and_comes(own_server: Any) -> None:
    server = own_server("redis")
    client = redis.new(server.url())
    client.set("a", "1")
    subscriber = client.subscriber()
    subscriber.subscribe("x")
    server.stop()
    assert problem(client.incr, "a").startswith("Redis error: ")
    assert problem(subscriber.receive, 2).startswith("Redis error: ")
    server.start()
    assert client.get("a") is None
    assert client.incr("a") == 1
    client.close()


def test_a_connection_that_the_server_ends(own_server: Any) -> None:
    server = own_server("redis")
    client, other = redis.new(server.url()), redis.new(server.url())
    client.set("a", "1")
    call(other, "command", "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    assert client.get("a") == "1"
    call(other, "command", "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    wait(asyncio.sleep(0.1))
    assert client.incr("a") == 2
    client.close()
    other.close()


def test_passwords(own_folder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RedisServer, "password", "geheim")
    port = free_port()
    server = RedisServer(own_folder / f"redis-{port}", port)
    server.start()
    try:
        client = redis.new(f"redis://:geheim@127.0.0.1:{port}/2")
        assert client.ping() == "PONG"
        assert redis.new(f"redis://default:geheim@127.0.0.1:{port}").ping() == "PONG"
        text = problem(redis.new, f"redis://:falsch-geheim@127.0.0.1:{port}")
        assert "falsch" not in text
        assert "NOAUTH" in problem(redis.new, server.url())
        assert client.auth("geheim") == "OK"
        assert client.auth("default", "geheim") == "OK"
        assert jobs(client.ping, client.ping, client.ping) == ["PONG"] * 3
        client.close()
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("url", "scheme", "arguments", "database"),
    [
        ("redis://h", "redis", {"host": "h", "port": 6379}, 0),
        ("redis://h:1/5", "redis", {"host": "h", "port": 1}, 5),
        ("redis://:p%40w@h", "redis", {"host": "h", "port": 6379, "password": "p@w", "username": None}, 0),
        ("redis://u:p@[::1]:7", "redis", {"host": "::1", "port": 7, "password": "p", "username": "u"}, 0),
        ("unix:///run/redis.sock?db=3", "unix", {"path": "/run/redis.sock"}, 3),
    ],
)
def test_urls(url: str, scheme: str, arguments: dict[str, Any], database: int) -> None:
    settings = settings_of(url)
    assert (settings.scheme, settings.arguments, settings.database) == (scheme, arguments, database)


@pytest.mark.parametrize("url", ["nothing", "http://h", "redis://h/x", "redis://h?foo=1", "redis://user@h"])
def test_urls_that_are_wrong(url: str) -> None:
    assert problem(redis.new, url).startswith("Redis error: ")
    with pytest.raises(LuaError):
        redis.connect(url, 0)


def test_connect() -> None:
    for arguments in (("127.0.0.1", 6379), ("127.0.0.1",), (REDIS,)):
        client = redis.connect(*arguments)
        assert client.ping() == "PONG"
        client.close()
