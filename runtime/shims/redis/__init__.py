"""`require("redis")`: Redis servers (Redis client specification), on redis-py."""

from cmc.runtime.bridge import current_job, wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.redis.client import Client
from cmc.runtime.shims.redis.settings import settings_of, url_of
from cmc.runtime.shims.redis.subscriber import Subscriber

__all__ = ["Client", "Subscriber", "connect", "new"]


@lua_function("redis.new", suspends=True)
def new(url: str = "redis://127.0.0.1:6379") -> Client:
    """Connects to the server of a URL: `redis://[user][:password]@host[:port][/database]`, `rediss://`, `unix://`.

    `redis+sentinel://host[:port],…/service[/database]` asks sentinels for the master, `redis+cluster://host[:port],…`
    connects to a cluster.

    Options after a question mark, in seconds and 0 for no limit: `timeout` of answers (30), `connect_timeout` (5);
    `pool` connections (50) are made as needed, a command waits `pool_timeout` (30) for one.
    """
    settings = settings_of(url)
    try:
        from cmc.runtime.shims.redis.link import Link, Session, packed
    except ModuleNotFoundError as error:
        raise LuaError("Redis error: the Python package redis is not installed (pip install redis)") from error
    kind = Link
    if settings.kind == "sentinel":
        from cmc.runtime.shims.redis.sentinel import SentinelLink as kind
    elif settings.kind == "cluster":
        from cmc.runtime.shims.redis.cluster import ClusterLink as kind
    link = kind(settings, current_job())
    wait(link.run(Session(), current_job(), packed("PING")))
    return Client(link)


@lua_function("redis.connect", suspends=True)
def connect(host: str = "127.0.0.1", port: int | None = None) -> Client:
    """Connects to a server by host and port, or by a URL."""
    if port is None and "://" in host:
        return new(host)
    if port is not None and not 0 < port < 65536:
        raise LuaError("Redis error: the port must be from 1 to 65535")
    return new(url_of(host, 6379 if port is None else port))
