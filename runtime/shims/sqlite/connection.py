"""Connections to database files, and statements that wait for others to finish.

SQLite itself would wait with the whole program standing still, also for another request of the same program. So it is
told not to wait, and the job tries again while other jobs run.
"""

import sqlite3
import time
from contextlib import suppress

from cmc.runtime.bridge import wait
from cmc.runtime.core.errors import LuaError

BUSY_SECONDS = 5.0
"""How long a statement waits for others, unless the program sets another time with `PRAGMA busy_timeout`."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.001, 0.05


def connect(path: str) -> sqlite3.Connection:
    """A connection with the settings that programs rely on.

    Raises:
        LuaError: the database cannot be opened.
    """
    try:
        connection = sqlite3.connect(
            path,
            timeout=0.0,
            isolation_level=None,
            cached_statements=256,
            uri=path.startswith("file:"),
            check_same_thread=False,
        )
    except (sqlite3.Error, ValueError) as error:
        raise LuaError(f"SQLite error: {error}: {path}") from error
    for setting in ("foreign_keys = ON", "recursive_triggers = ON", "journal_mode = WAL", "synchronous = NORMAL"):
        # A file that is read-only, in use or no database stays as it is; statements will tell what is wrong with it.
        with suppress(sqlite3.DatabaseError):
            connection.execute(f"PRAGMA {setting}")
    return connection


class Patience:
    """The pauses of a statement that finds the database locked."""

    __slots__ = ("_end", "_pause")

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._pause = _FIRST_PAUSE

    def wait_after(self, error: Exception) -> bool:
        """Waits a little if the statement may be tried again; false if it has failed for good."""
        # A transaction that has read what others have changed since cannot write any more (SQLITE_BUSY_SNAPSHOT).
        if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_BUSY or time.monotonic() >= self._end:
            return False
        import asyncio

        wait(asyncio.sleep(self._pause))
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        return True
