"""Redis with several servers: sentinels that choose a master, and a cluster."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.operators import method
from cmc.runtime.core.table import Table
from cmc.runtime.shims import redis
from cmc.runtime.shims.redis.settings import settings_of
from tests.databases.conftest import problem
from tests.databases.servers import RedisServer, free_port


class ClusterServer(RedisServer):
    def command(self) -> list[str]:
        files = ["--cluster-config-file", str(self.folder / "nodes.conf"), "--cluster-port", str(free_port())]
        return [*super().command(), "--cluster-enabled", "yes", "--cluster-node-timeout", "1000", *files]


class ReplicaServer(RedisServer):
    master = 0

    def command(self) -> list[str]:
        return [*super().command(), "--replicaof", f"127.0.0.1 {self.master}", "--repl-diskless-sync-delay", "0"]


class SentinelServer(RedisServer):
    master = 0

    def command(self) -> list[str]:
        settings = self.folder / "sentinel.conf"
        settings.write_text(
            f"port {self.port}\nbind 127.0.0.1\ndir {self.folder}\nsentinel monitor shop 127.0.0.1 {self.master} 1\n"
            "sentinel down-after-milliseconds shop 300\nsentinel failover-timeout shop 2000\n"
        )
        settings.chmod(0o666)
        return ["redis-server", str(settings), "--sentinel"]


@pytest.fixture
def start(own_folder: Path) -> Iterator[Callable[..., Any]]:
    """Starts servers of our own, of any kind."""
    started: list[RedisServer] = []

    def make(kind: type[RedisServer], **attributes: Any) -> Any:
        port = free_port()
        server = kind(own_folder / f"redis-{port}", port)
        for name, value in attributes.items():
            setattr(server, name, value)
        started.append(server)
        server.start()
        return server

    yield make
    for server in started:
        server.stop()


def call(target: Any, name: str, *args: Any) -> Any:
    return method(target, name)(target, *args)


def until(condition: Callable[[], Any], seconds: float = 20) -> None:
    """Waits for something that becomes true; errors on the way there are part of it."""
    end = time.monotonic() + seconds
    while True:
        with suppress(LuaError):
            if condition():
                return
        assert time.monotonic() < end, "it has not become true"
        time.sleep(0.1)


def test_a_master_that_sentinels_know(start: Callable[..., Any]) -> None:
    master = start(RedisServer)
    replica = start(ReplicaServer, master=master.port)
    second = redis.new(replica.url())
    until(lambda: "master_link_status:up" in second.info("replication"))
    sentinel = start(SentinelServer, master=master.port)
    client = redis.new(f"redis+sentinel://127.0.0.1:{free_port()},127.0.0.1:{sentinel.port}/shop/3")
    assert client.set("a", "1") == "OK"
    assert call(client, "command", "WAIT", 1, 5000) == 1
    watch = redis.new(f"redis://127.0.0.1:{sentinel.port}")
    until(lambda: len(call(watch, "command", "SENTINEL", "REPLICAS", "shop")) == 1)
    master.stop()
    until(lambda: client.set("a", "2") == "OK")
    assert client.get("a") == "2"
    second.select(3)
    assert second.get("a") == "2"
    assert "cannot find the master of `none`" in problem(redis.new, f"redis+sentinel://127.0.0.1:{sentinel.port}/none")
    for each in (client, second, watch):
        each.close()


def test_a_master_that_is_demoted(start: Callable[..., Any]) -> None:
    """A server that answers READONLY has changed nothing: the sentinels say where to go instead."""
    first, second = start(RedisServer), start(RedisServer)
    sentinel = start(SentinelServer, master=first.port)
    client = redis.new(f"redis+sentinel://127.0.0.1:{sentinel.port}/shop")
    assert client.incr("n") == 1
    direct, watch = redis.new(first.url()), redis.new(f"redis://127.0.0.1:{sentinel.port}")
    call(watch, "command", "SENTINEL", "REMOVE", "shop")
    call(watch, "command", "SENTINEL", "MONITOR", "shop", "127.0.0.1", second.port, 1)
    call(direct, "command", "REPLICAOF", "127.0.0.1", second.port)
    assert client.incr("n") == 1
    other = redis.new(second.url())
    assert other.get("n") == "1"
    for each in (client, direct, watch, other):
        each.close()


@pytest.fixture
def cluster(start: Callable[..., Any]) -> Any:
    """A client of a cluster of three servers."""
    servers = [start(ClusterServer) for _ in range(3)]
    direct = [redis.new(server.url()) for server in servers]
    for number, each in enumerate(direct):
        first, last = 16384 * number // 3, 16384 * (number + 1) // 3 - 1
        call(each, "command", "CLUSTER", "ADDSLOTSRANGE", first, last)
        bus = int(call(each, "command", "CONFIG", "GET", "cluster-port")[2])
        call(each, "command", "CLUSTER", "SET-CONFIG-EPOCH", number + 1)
        if number:
            call(direct[0], "command", "CLUSTER", "MEET", "127.0.0.1", servers[number].port, bus)
    for each in direct:
        until(lambda one=each: "cluster_state:ok" in call(one, "command", "CLUSTER", "INFO"))  # type: ignore[misc]
        until(lambda one=each: "cluster_known_nodes:3" in call(one, "command", "CLUSTER", "INFO"))  # type: ignore[misc]
        each.close()
    client = redis.new(f"redis+cluster://127.0.0.1:{free_port()},127.0.0.1:{servers[1].port}")
    yield client
    client.close()


def test_a_cluster(cluster: Any) -> None:
    assert cluster.ping() == "PONG"
    for number in range(30):
        assert cluster.set(f"key {number}", str(number)) == "OK"
    assert [cluster.get(f"key {number}") for number in range(30)] == [str(number) for number in range(30)]
    assert cluster.dbsize() == 30
    assert len(cluster.keys("key *")) == 30
    assert cluster.get("none") is None
    assert (cluster.exists("key 1"), cluster.incr("n", 5), cluster.ttl("n")) == (True, 5, -1)
    cluster.hmset("h", Table(a="1", b="2"))
    assert dict(cluster.hgetall("h")) == {"a": "1", "b": "2"}
    assert dict(call(cluster, "pipeline", lambda each: [call(each, "incr", name) for name in ("x", "y", "z")])) == {
        1: 1,
        2: 1,
        3: 1,
    }
    both = call(cluster, "multi", lambda each: [call(each, "incr", "{t}a"), call(each, "get", "{t}a")])
    assert dict(both) == {1: 1, 2: "1"}
    assert cluster.eval("return redis.call('INCR', KEYS[1])", Table({1: "n"})) == 6
    assert "slot" in problem(cluster.mget, "a", "b")
    assert "not possible in a cluster" in problem(call, cluster, "command", "MULTI")
    assert "WRONGTYPE" in problem(cluster.lpush, "n", "1")
    subscriber = cluster.subscriber()
    subscriber.subscribe("news")
    cluster.publish("news", "hello")
    assert subscriber.receive(5)["payload"] == "hello"
    subscriber.close()
    assert cluster.flushdb() == "OK"
    assert cluster.dbsize() == 0


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("redis+sentinel://h", "the URL names no service"),
        ("redis+cluster://h/3", "a cluster has database 0 only"),
        ("redis+other://h", "URL scheme `redis+other` is not supported"),
        ("unix+cluster:///x", "URL scheme `unix+cluster` is not supported"),
        ("redis+sentinel://h/shop/x", "the database must be a number"),
    ],
)
def test_urls_that_are_wrong(url: str, message: str) -> None:
    assert message in problem(redis.new, url)


def test_urls() -> None:
    settings = settings_of("rediss+sentinel://u:p@a,[::1]:7/shop/2?sentinel_password=s&ssl_verify=false")
    assert (settings.nodes, settings.service, settings.database) == ([("a", 26379), ("::1", 7)], "shop", 2)
    assert (settings.sentinel_password, settings.arguments["password"], settings.is_encrypted) == ("s", "p", True)
    assert settings_of("redis+cluster://a,b:1").nodes == [("a", 6379), ("b", 1)]
