"""The commands for hashes, lists, sets and sorted sets (Redis client specification, section 3)."""

from cmc.runtime.core.table import Table
from cmc.runtime.declare import lua_method
from cmc.runtime.shims.redis.commands import Keys, Sender, Server, Strings, some
from cmc.runtime.shims.redis.values import Value, lua_reply, score_text, table_of_pairs, to_flag, to_map, to_number


class Hashes(Sender):
    """Hashes."""

    __slots__ = ()

    @lua_method("redis.Client:hget", suspends=True)
    def hget(self, key: Value, field: Value) -> str | None:
        """The value of a field, nil if there is none."""
        return self.call(lua_reply, "HGET", key, field)  # type: ignore[no-any-return]

    @lua_method("redis.Client:hset", suspends=True)
    def hset(self, key: Value, field: Value, value: Value) -> int:
        """Sets a field: 1 if it is new, else 0."""
        return self.call(lua_reply, "HSET", key, field, value)  # type: ignore[no-any-return]

    @lua_method("redis.Client:hmset", suspends=True)
    def hmset(self, key: Value, fields: Table) -> str:
        """Sets the fields of a table."""
        return self.call(lua_reply, "HMSET", key, *table_of_pairs(fields))  # type: ignore[no-any-return]

    @lua_method("redis.Client:hgetall", suspends=True)
    def hgetall(self, key: Value) -> Table:
        """All fields as a table."""
        return self.call(to_map, "HGETALL", key)  # type: ignore[no-any-return]

    @lua_method("redis.Client:hdel", suspends=True)
    def hdel(self, key: Value, *fields: Value) -> int:
        """Deletes fields; how many there were."""
        return self.call(lua_reply, "HDEL", key, *some(fields, "field"))  # type: ignore[no-any-return]

    @lua_method("redis.Client:hexists", suspends=True)
    def hexists(self, key: Value, field: Value) -> bool:
        """Whether there is a field."""
        return self.call(to_flag, "HEXISTS", key, field)  # type: ignore[no-any-return]

    @lua_method("redis.Client:hkeys", suspends=True)
    def hkeys(self, key: Value) -> Table:
        """The names of all fields."""
        return self.call(lua_reply, "HKEYS", key)  # type: ignore[no-any-return]

    @lua_method("redis.Client:hvals", suspends=True)
    def hvals(self, key: Value) -> Table:
        """The values of all fields."""
        return self.call(lua_reply, "HVALS", key)  # type: ignore[no-any-return]

    @lua_method("redis.Client:hlen", suspends=True)
    def hlen(self, key: Value) -> int:
        """The number of fields."""
        return self.call(lua_reply, "HLEN", key)  # type: ignore[no-any-return]


class Lists(Sender):
    """Lists."""

    __slots__ = ()

    @lua_method("redis.Client:lpush", suspends=True)
    def lpush(self, key: Value, *values: Value) -> int:
        """Puts values before a list, one after the other; its new length."""
        return self.call(lua_reply, "LPUSH", key, *some(values, "value"))  # type: ignore[no-any-return]

    @lua_method("redis.Client:rpush", suspends=True)
    def rpush(self, key: Value, *values: Value) -> int:
        """Puts values behind a list; its new length."""
        return self.call(lua_reply, "RPUSH", key, *some(values, "value"))  # type: ignore[no-any-return]

    @lua_method("redis.Client:lpop", suspends=True)
    def lpop(self, key: Value) -> str | None:
        """Takes the first value, nil if there is none."""
        return self.call(lua_reply, "LPOP", key)  # type: ignore[no-any-return]

    @lua_method("redis.Client:rpop", suspends=True)
    def rpop(self, key: Value) -> str | None:
        """Takes the last value, nil if there is none."""
        return self.call(lua_reply, "RPOP", key)  # type: ignore[no-any-return]

    @lua_method("redis.Client:lrange", suspends=True)
    def lrange(self, key: Value, start: int, stop: int) -> Table:
        """The values from one position to another, counted from 0 or, negative, from the end."""
        return self.call(lua_reply, "LRANGE", key, str(start), str(stop))  # type: ignore[no-any-return]

    @lua_method("redis.Client:llen", suspends=True)
    def llen(self, key: Value) -> int:
        """The length of a list."""
        return self.call(lua_reply, "LLEN", key)  # type: ignore[no-any-return]

    @lua_method("redis.Client:lindex", suspends=True)
    def lindex(self, key: Value, position: int) -> str | None:
        """The value at a position, nil if there is none."""
        return self.call(lua_reply, "LINDEX", key, str(position))  # type: ignore[no-any-return]


class Sets(Sender):
    """Sets and sorted sets."""

    __slots__ = ()

    @lua_method("redis.Client:sadd", suspends=True)
    def sadd(self, key: Value, *members: Value) -> int:
        """Adds members; how many are new."""
        return self.call(lua_reply, "SADD", key, *some(members, "member"))  # type: ignore[no-any-return]

    @lua_method("redis.Client:srem", suspends=True)
    def srem(self, key: Value, *members: Value) -> int:
        """Removes members; how many there were."""
        return self.call(lua_reply, "SREM", key, *some(members, "member"))  # type: ignore[no-any-return]

    @lua_method("redis.Client:smembers", suspends=True)
    def smembers(self, key: Value) -> Table:
        """All members."""
        return self.call(lua_reply, "SMEMBERS", key)  # type: ignore[no-any-return]

    @lua_method("redis.Client:sismember", suspends=True)
    def sismember(self, key: Value, member: Value) -> bool:
        """Whether something is a member."""
        return self.call(to_flag, "SISMEMBER", key, member)  # type: ignore[no-any-return]

    @lua_method("redis.Client:scard", suspends=True)
    def scard(self, key: Value) -> int:
        """The number of members."""
        return self.call(lua_reply, "SCARD", key)  # type: ignore[no-any-return]

    @lua_method("redis.Client:zadd", suspends=True)
    def zadd(self, key: Value, score: int | float, member: Value) -> int:
        """Sets the score of a member: 1 if it is new, else 0."""
        return self.call(lua_reply, "ZADD", key, score_text(score), member)  # type: ignore[no-any-return]

    @lua_method("redis.Client:zrange", suspends=True)
    def zrange(self, key: Value, start: int, stop: int) -> Table:
        """Members by rising score, from one rank to another."""
        return self.call(lua_reply, "ZRANGE", key, str(start), str(stop))  # type: ignore[no-any-return]

    @lua_method("redis.Client:zrank", suspends=True)
    def zrank(self, key: Value, member: Value) -> int | None:
        """The rank of a member, from 0."""
        return self.call(lua_reply, "ZRANK", key, member)  # type: ignore[no-any-return]

    @lua_method("redis.Client:zscore", suspends=True)
    def zscore(self, key: Value, member: Value) -> int | float | None:
        """The score of a member."""
        return self.call(to_number, "ZSCORE", key, member)  # type: ignore[no-any-return]

    @lua_method("redis.Client:zrem", suspends=True)
    def zrem(self, key: Value, *members: Value) -> int:
        """Removes members; how many there were."""
        return self.call(lua_reply, "ZREM", key, *some(members, "member"))  # type: ignore[no-any-return]

    @lua_method("redis.Client:zcard", suspends=True)
    def zcard(self, key: Value) -> int:
        """The number of members."""
        return self.call(lua_reply, "ZCARD", key)  # type: ignore[no-any-return]


class Commands(Strings, Keys, Hashes, Lists, Sets, Server):
    """All commands."""

    __slots__ = ()
