"""`vein.cache`: values by key, of which those that were not used for longest are dropped (section 10)."""

from collections import OrderedDict
from typing import Any

from cmc.runtime.core.table import Table, array
from cmc.runtime.declare import HostTable, lua_method
from cmc.runtime.stdlib.library import library

DEFAULT_LIMIT = 100


class TemplateCache(HostTable, path="vein.TemplateCache"):
    """A cache with a limit."""

    __slots__ = ("_limit", "_values")

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit
        self._values: OrderedDict[Any, Any] = OrderedDict()

    @lua_method("vein.TemplateCache:get")
    def get(self, key: Any) -> Any:  # type: ignore[override]
        """A value, nil if there is none."""
        if key in self._values:
            self._values.move_to_end(key)
        return self._values.get(key)

    @lua_method("vein.TemplateCache:set")
    def set(self, key: Any, value: Any = None) -> None:
        """Stores a value."""
        self._values[key] = value
        self._values.move_to_end(key)
        while len(self._values) > self._limit:
            self._values.popitem(last=False)

    @lua_method("vein.TemplateCache:has")
    def has(self, key: Any) -> bool:
        """Whether there is a value."""
        return key in self._values

    @lua_method("vein.TemplateCache:remove")
    def remove(self, key: Any) -> None:
        """Drops a value."""
        self._values.pop(key, None)

    @lua_method("vein.TemplateCache:clear")
    def clear(self) -> None:  # type: ignore[override]
        """Drops all values."""
        self._values.clear()

    @lua_method("vein.TemplateCache:keys")
    def keys(self) -> Table:  # type: ignore[override]
        """The keys, those used last at the end."""
        return array(*self._values)

    @lua_method("vein.TemplateCache:stats")
    def stats(self) -> Table:
        """Number of values, limit and keys."""
        return Table({"count": len(self._values), "limit": self._limit, "keys": array(*self._values)})


def _new(limit: Any = None, *_: Any) -> TemplateCache:
    return TemplateCache(int(limit) if type(limit) in (int, float) else DEFAULT_LIMIT)


def cache_library() -> Table:
    """The table `vein.cache`."""
    return library({"new": _new})
