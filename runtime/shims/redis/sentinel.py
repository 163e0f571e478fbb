"""Servers that sentinels watch over: they say which one is the master. Only `connect` imports this module."""

from typing import Any

from redis.asyncio.sentinel import Sentinel
from redis.exceptions import RedisError

from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims.redis.link import Link, message_of


class SentinelLink(Link):
    """The connections of a client to the master of a service, whichever that is."""

    async def open(self, connection: Any) -> None:
        settings = self.settings
        seconds = settings.connect_timeout
        options: dict[str, Any] = {"socket_timeout": seconds, "socket_connect_timeout": seconds}
        if settings.sentinel_password:
            options["password"] = settings.sentinel_password
        sentinel = Sentinel(settings.nodes, sentinel_kwargs=options)  # type: ignore[no-untyped-call]
        try:
            connection.host, connection.port = await sentinel.discover_master(settings.service)
        except (RedisError, OSError) as error:
            text = f"cannot find the master of `{settings.service}`: {message_of(error)}"
            raise LuaError(f"Redis error: {text}") from error
        finally:
            for each in sentinel.sentinels:
                await each.aclose()
        await super().open(connection)
