"""`MemoryStore`: sessions in the program's memory (HoneyMoon specification, section 10.3)."""

import time
from typing import Any

from cmc.runtime.core.numbers import MAX_INTEGER
from cmc.runtime.core.table import Table, array
from cmc.runtime.declare import HostTable, lua_function, lua_method
from cmc.runtime.shims.honeymoon.utils import deep_copy

SWEEP_SECONDS = 60.0


class MemoryStore(HostTable, path="honeymoon.MemoryStore"):
    """Data by session id, until it expires."""

    __slots__ = ("_rows", "_swept")

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, tuple[Table, float]] = {}
        self._swept = time.monotonic()

    def _sweep(self, *, now: bool = False) -> None:
        """Drops what has expired, once a minute at most."""
        clock = time.monotonic()
        if now or clock - self._swept >= SWEEP_SECONDS:
            self._swept = clock
            for id in [id for id, (_, expires) in self._rows.items() if expires <= clock]:
                del self._rows[id]

    @lua_method("honeymoon.MemoryStore:get")
    def get(self, id: str) -> Table | None:  # type: ignore[override]
        """A copy of a session's data."""
        return deep_copy(self._rows[id][0]) if self.exists(id) else None

    @lua_method("honeymoon.MemoryStore:set")
    def set(self, id: str, data: Table, ttl: float = 86400) -> None:
        """Keeps a copy of a session's data for so many seconds."""
        self._sweep()
        self._rows[id] = deep_copy(data), time.monotonic() + min(ttl, MAX_INTEGER)

    @lua_method("honeymoon.MemoryStore:destroy")
    def destroy(self, id: str) -> None:
        """Drops a session."""
        self._rows.pop(id, None)

    @lua_method("honeymoon.MemoryStore:touch")
    def touch(self, id: str, ttl: float = 86400) -> None:
        """Has a session expire in so many seconds from now."""
        if self.exists(id):
            self._rows[id] = self._rows[id][0], time.monotonic() + ttl

    @lua_method("honeymoon.MemoryStore:exists")
    def exists(self, id: str) -> bool:
        """Whether there is a session that has not expired."""
        row = self._rows.get(id)
        if row is not None and row[1] <= time.monotonic():
            del self._rows[id]
            return False
        return row is not None

    @lua_method("honeymoon.MemoryStore:all")
    def all(self) -> Table:
        """The ids of all sessions."""
        self._sweep(now=True)
        return array(*self._rows)

    @lua_method("honeymoon.MemoryStore:length")
    def length(self) -> int:
        """The number of sessions."""
        self._sweep(now=True)
        return len(self._rows)

    @lua_method("honeymoon.MemoryStore:clear")
    def clear(self) -> None:  # type: ignore[override]
        """Drops all sessions."""
        self._rows.clear()


@lua_function("honeymoon.MemoryStore")
def make_store(*_: Any) -> MemoryStore:
    """A store without sessions."""
    return MemoryStore()
