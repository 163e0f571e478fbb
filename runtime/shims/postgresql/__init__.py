"""`postgresql`: PostgreSQL servers (CopperMoon database specification, sections 1 and 4), on asyncpg."""

from typing import Any

from cmc.runtime.bridge import current_job, wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.postgresql.database import Database
from cmc.runtime.shims.postgresql.options import settings_of
from cmc.runtime.shims.sql.connection import Connection
from cmc.runtime.shims.sql.pool import Pool

__all__ = ["Database", "connect", "open", "version"]


@lua_function("postgresql.connect", suspends=True)
def connect(options: Any) -> Database:
    """Connects to a server.

    Options: `host` (localhost), `port` (5432), `user` (postgres), `password`, `database` (the user's name), `sslmode`
    (prefer; allow on the same machine), `application_name`, `options`; in seconds, 0 for no limit, `connect_timeout`
    (10) and `timeout` of statements (300); `pool` connections (10) are made as needed, a statement waits
    `pool_timeout` (30) for one. A URL or a `key=value` text may be given instead.
    """
    settings = settings_of(options)
    try:
        from cmc.runtime.shims.postgresql import connection as driver
    except ModuleNotFoundError as error:
        raise LuaError("PostgreSQL error: the Python package asyncpg is not installed (pip install asyncpg)") from error

    async def make() -> Connection:
        return await driver.connect(settings.arguments, settings.connect_timeout, settings.timeout)

    pool = Pool(make, settings.pool, settings.pool_timeout, current_job())
    wait(pool.open())
    return Database(pool)


@lua_function("postgresql.open", suspends=True)
def open(url: str) -> Database:
    """Connects to the server that a URL or a `key=value` text names."""
    return connect(url)


@lua_function("postgresql.version")
def version() -> str:
    """The name and version of the driver."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as version_of

    try:
        return f"asyncpg {version_of('asyncpg')}"
    except PackageNotFoundError:
        return "asyncpg"
