"""`sqlite`: databases in files and in memory (CopperMoon database specification, section 2), on Python's sqlite3."""

import sqlite3

from cmc.runtime.declare import lua_function
from cmc.runtime.shims.sqlite.connection import connect
from cmc.runtime.shims.sqlite.database import Database

__all__ = ["Database", "memory", "open", "version"]


@lua_function("sqlite.open")
def open(path: str) -> Database:
    """Opens the database in a file, which is made if it does not exist; `:memory:` and `file:` URIs are taken too."""
    return Database(connect(path))


@lua_function("sqlite.memory")
def memory() -> Database:
    """A new database in memory."""
    return Database(connect(":memory:"))


@lua_function("sqlite.version")
def version() -> str:
    """The version of SQLite."""
    return sqlite3.sqlite_version
