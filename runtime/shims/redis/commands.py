"""The commands that have methods of their own (Redis client specification, section 3).

A method says what is sent and what the reply becomes; `call` of the client sends it at once, that of a pipeline later.
"""

from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.declare import lua_method
from cmc.runtime.shims.redis.values import (
    Convert,
    Value,
    lua_reply,
    table_of_pairs,
    to_flag,
)

_OPTIONS = {"ex": "EX", "px": "PX", "exat": "EXAT", "pxat": "PXAT"}
_FLAGS = {"nx": "NX", "xx": "XX", "keepttl": "KEEPTTL", "get": "GET"}


def some(values: tuple[str, ...], what: str) -> tuple[str, ...]:
    """`values`, of which there must be one at least."""
    if not values:
        raise LuaError(f"at least one {what} is needed")
    return values


class Sender:
    """What sends the commands of methods."""

    __slots__ = ()

    def call(self, convert: Convert, *parts: str) -> Any:
        """Sends a command, and gives the reply as `convert` makes it."""
        raise NotImplementedError


class Strings(Sender):
    """Strings and counters."""

    __slots__ = ()

    @lua_method("redis.Client:get", suspends=True)
    def get(self, key: Value) -> str | None:
        """The value of a key, nil if there is none."""
        return self.call(lua_reply, "GET", key)  # type: ignore[no-any-return]

    @lua_method("redis.Client:set", suspends=True)
    def set(self, key: Value, value: Value, options: Any = None) -> str | None:
        """Sets a key: `"OK"`. `options` is a time to live in seconds, or a table of `ex`, `px`, `nx`, `xx`, `keepttl`.

        With `nx` (only if there is no such key) and `xx` (only if there is one) the result may be nil.
        """
        parts: list[str] = []
        if isinstance(options, Table):
            parts += [part for name in _OPTIONS if options[name] is not None for part in _option(options, name)]
            parts += [flag for name, flag in _FLAGS.items() if options[name] not in (None, False)]
        elif type(options) is int or type(options) is float:
            parts += ["PX", str(int(options * 1000))] if type(options) is float else ["EX", str(options)]
        elif options is not None:
            raise LuaError("the third argument of set must be a number of seconds or a table of options")
        return self.call(lua_reply, "SET", key, value, *parts)  # type: ignore[no-any-return]

    @lua_method("redis.Client:setex", suspends=True)
    def setex(self, key: Value, seconds: int, value: Value) -> str:
        """Sets a key that lives for some seconds."""
        return self.call(lua_reply, "SETEX", key, str(seconds), value)  # type: ignore[no-any-return]

    @lua_method("redis.Client:setnx", suspends=True)
    def setnx(self, key: Value, value: Value) -> bool:
        """Sets a key that is not there yet; whether it was set."""
        return self.call(to_flag, "SETNX", key, value)  # type: ignore[no-any-return]

    @lua_method("redis.Client:mget", suspends=True)
    def mget(self, *keys: Value) -> Table:
        """The values of several keys; missing ones are holes, and `n` tells how many there are."""
        return self.call(lua_reply, "MGET", *some(keys, "key"))  # type: ignore[no-any-return]

    @lua_method("redis.Client:mset", suspends=True)
    def mset(self, values: Table) -> str:
        """Sets the keys of a table."""
        return self.call(lua_reply, "MSET", *table_of_pairs(values))  # type: ignore[no-any-return]

    @lua_method("redis.Client:incr", suspends=True)
    def incr(self, key: Value, amount: int = 1) -> int:
        """Adds to a counter; its new value."""
        return self.call(lua_reply, "INCRBY", key, str(amount))  # type: ignore[no-any-return]

    @lua_method("redis.Client:decr", suspends=True)
    def decr(self, key: Value, amount: int = 1) -> int:
        """Takes from a counter; its new value."""
        return self.call(lua_reply, "DECRBY", key, str(amount))  # type: ignore[no-any-return]

    @lua_method("redis.Client:append", suspends=True)
    def append(self, key: Value, value: Value) -> int:
        """Appends to a string; its new length."""
        return self.call(lua_reply, "APPEND", key, value)  # type: ignore[no-any-return]

    @lua_method("redis.Client:strlen", suspends=True)
    def strlen(self, key: Value) -> int:
        """The length of a string, 0 if there is none."""
        return self.call(lua_reply, "STRLEN", key)  # type: ignore[no-any-return]


def _option(options: Table, name: str) -> tuple[str, str]:
    value = options[name]
    if type(value) is not int:
        raise LuaError(f"the option {name} of set must be an integer")
    return _OPTIONS[name], str(value)


class Keys(Sender):
    """Keys of every type."""

    __slots__ = ()

    @lua_method("redis.Client:del", suspends=True)
    def delete(self, *keys: Value) -> int:
        """Deletes keys; how many there were."""
        return self.call(lua_reply, "DEL", *some(keys, "key"))  # type: ignore[no-any-return]

    @lua_method("redis.Client:exists", suspends=True)
    def exists(self, *keys: Value) -> bool | int:
        """Whether there is a key; of several keys, how many there are."""
        convert = to_flag if len(keys) == 1 else lua_reply
        return self.call(convert, "EXISTS", *some(keys, "key"))  # type: ignore[no-any-return]

    @lua_method("redis.Client:expire", suspends=True)
    def expire(self, key: Value, seconds: int) -> bool:
        """Has a key live for some seconds; whether there is such a key."""
        return self.call(to_flag, "EXPIRE", key, str(seconds))  # type: ignore[no-any-return]

    @lua_method("redis.Client:persist", suspends=True)
    def persist(self, key: Value) -> bool:
        """Has a key live forever; whether its time was limited."""
        return self.call(to_flag, "PERSIST", key)  # type: ignore[no-any-return]

    @lua_method("redis.Client:ttl", suspends=True)
    def ttl(self, key: Value) -> int:
        """The seconds that a key has to live: -1 for no end, -2 for no key."""
        return self.call(lua_reply, "TTL", key)  # type: ignore[no-any-return]

    @lua_method("redis.Client:keys", suspends=True)
    def keys(self, pattern: Value) -> Table:
        """The keys that match a pattern."""
        return self.call(lua_reply, "KEYS", pattern)  # type: ignore[no-any-return]

    @lua_method("redis.Client:rename", suspends=True)
    def rename(self, key: Value, new_key: Value) -> str:
        """Gives a key another name."""
        return self.call(lua_reply, "RENAME", key, new_key)  # type: ignore[no-any-return]

    @lua_method("redis.Client:typeof", suspends=True)
    def typeof(self, key: Value) -> str:
        """What a key holds: `string`, `list`, `set`, `zset`, `hash`, `stream`, `none`."""
        return self.call(lua_reply, "TYPE", key)  # type: ignore[no-any-return]


class Server(Sender):
    """The server as a whole, and scripts."""

    __slots__ = ()

    @lua_method("redis.Client:ping", suspends=True)
    def ping(self) -> str:
        """Asks the server for a sign of life."""
        return self.call(lua_reply, "PING")  # type: ignore[no-any-return]

    @lua_method("redis.Client:dbsize", suspends=True)
    def dbsize(self) -> int:
        """The number of keys in the database."""
        return self.call(lua_reply, "DBSIZE")  # type: ignore[no-any-return]

    @lua_method("redis.Client:flushdb", suspends=True)
    def flushdb(self) -> str:
        """Deletes all keys of the database."""
        return self.call(lua_reply, "FLUSHDB")  # type: ignore[no-any-return]

    @lua_method("redis.Client:info", suspends=True)
    def info(self, section: Value | None = None) -> str:
        """What the server says about itself."""
        return self.call(lua_reply, "INFO", *([] if section is None else [section]))  # type: ignore[no-any-return]

    @lua_method("redis.Client:publish", suspends=True)
    def publish(self, channel: Value, message: Value) -> int:
        """Sends a message to a channel; how many have received it."""
        return self.call(lua_reply, "PUBLISH", channel, message)  # type: ignore[no-any-return]

    @lua_method("redis.Client:eval", suspends=True)
    def eval(self, script: Value, keys: Table | None = None, args: Table | None = None) -> Any:
        """Runs a script in the server, with the keys and arguments of two arrays."""
        names, values = _array(keys), _array(args)
        return self.call(lua_reply, "EVAL", script, str(len(names)), *names, *values)


def _array(table: Table | None) -> list[str]:
    """The elements of an array as parts of a command."""
    if table is None:
        return []
    return table_of_pairs(table)[1::2] if table else []
