"""Redis Cluster, on redis-py's client, which knows the server of each key. Only `connect` imports this module."""

import asyncio
from collections.abc import Sequence
from typing import Any

from redis.asyncio.cluster import ClusterNode, RedisCluster
from redis.asyncio.connection import Connection, SSLConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisClusterException, RedisError, ResponseError

from cmc.runtime.bridge import Job
from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims.redis.link import IDEMPOTENT, Link, Session, message_of, seconds_for

_OF_A_CONNECTION = frozenset(("MULTI", "EXEC", "DISCARD", "WATCH", "UNWATCH", "SELECT", "AUTH", "SCAN"))
"""What belongs to one connection, or one server."""

_EVERYWHERE = frozenset(("KEYS", "DBSIZE", "FLUSHDB", "FLUSHALL", "SCRIPT", "FUNCTION"))
_ADDED_UP = frozenset(("KEYS", "DBSIZE"))
_ANYWHERE = frozenset(("PING", "ECHO", "INFO", "TIME", "PUBLISH", "CONFIG", "CLIENT", "COMMAND", "CLUSTER", "PUBSUB"))


class ClusterLink(Link):
    """The connections of a client to all servers of a cluster."""

    _cluster: Any = None

    async def run(self, session: Session, job: Job, command: tuple[bytes, ...]) -> Any:
        name = command[0].decode("latin-1").upper()
        if name in _OF_A_CONNECTION:
            raise LuaError(f"Redis error: {name} is not possible in a cluster; multi(fn) is, for keys of one slot")
        targets = RedisCluster.PRIMARIES if name in _EVERYWHERE else None
        targets = RedisCluster.DEFAULT_NODE if name in _ANYWHERE else targets
        options = {} if targets is None else {"target_nodes": targets}
        is_retry = False
        while True:
            try:
                async with asyncio.timeout(seconds_for(name, self.settings.timeout)):
                    cluster = await self._client()
                    reply = await cluster.execute_command(name, *command[1:], **options)
            except (ResponseError, RedisClusterException) as error:
                raise LuaError(f"Redis error: {message_of(error)}") from error
            except TimeoutError as error:
                raise LuaError(f"Redis error: no answer within {self.settings.timeout:g} seconds") from error
            except (RedisError, OSError) as error:
                if is_retry or name not in IDEMPOTENT:
                    raise LuaError(f"Redis error: {message_of(error)}") from error
                is_retry = True
                continue
            # Of several servers that say the same, one.
            return next(iter(reply.values())) if isinstance(reply, dict) and targets is not None else reply

    async def batch(self, session: Session, commands: Sequence[tuple[bytes, ...]]) -> list[Any]:
        is_transaction = commands[0][0] == b"MULTI"
        wanted = commands[1:-1] if is_transaction else commands
        try:
            async with asyncio.timeout(self.settings.timeout):
                pipeline = (await self._client()).pipeline(transaction=is_transaction)
                for name, *arguments in wanted:
                    pipeline.execute_command(name.decode("latin-1").upper(), *arguments)
                replies = await pipeline.execute(raise_on_error=False) if wanted else []
        except (ResponseError, RedisClusterException) as error:
            raise LuaError(f"Redis error: {message_of(error)}") from error
        except TimeoutError as error:
            raise LuaError(f"Redis error: no answer within {self.settings.timeout:g} seconds") from error
        except (RedisError, OSError) as error:
            raise LuaError(f"Redis error: {message_of(error)}") from error
        return [b"OK", *[b"QUEUED" for _ in wanted], replies] if is_transaction else list(replies)

    async def _client(self) -> Any:
        """The client of the running event loop."""
        if self.is_closed:
            raise LuaError("Redis error: the client is closed")
        await self._enter_loop()
        if self._cluster is None:
            settings = self.settings
            cluster = RedisCluster(
                startup_nodes=[ClusterNode(host, port) for host, port in settings.nodes],
                **settings.arguments,
                ssl=settings.is_encrypted,
                protocol=2,
                max_connections=settings.pool,
                socket_timeout=None,
                socket_connect_timeout=settings.connect_timeout,
                retry=Retry(NoBackoff(), 0),
            )
            # Replies as they come; redis-py needs its own view of what it asks for itself.
            for callbacks in (cluster.response_callbacks, cluster.result_callbacks):
                for name in list(callbacks):
                    if not name.startswith(("CLUSTER", "COMMAND")) and name not in _ADDED_UP:
                        del callbacks[name]
            try:
                await cluster.initialize()
            except BaseException:
                await cluster.aclose()
                raise
            self._cluster = cluster
        return self._cluster

    def make_connection(self) -> Any:
        node = self._cluster.get_random_node()
        kind = SSLConnection if self.settings.is_encrypted else Connection
        return self.connection_of(kind, {"host": node.host, "port": node.port})

    def _forget_all(self) -> None:
        super()._forget_all()
        self._cluster = None

    async def _disconnect_all(self) -> None:
        cluster, self._cluster = self._cluster, None
        if cluster is not None and self._loop is asyncio.get_running_loop():
            await cluster.aclose()
