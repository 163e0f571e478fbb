"""The handle of `postgresql`: what asks the catalogues of this engine."""

from cmc.runtime.core.table import Table
from cmc.runtime.declare import lua_method
from cmc.runtime.shims.sql.database import ServerDatabase
from cmc.runtime.shims.sql.statements import Statement, postgresql_statement

_TABLE = """
SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND (c.relname = $1 AND pg_table_is_visible(c.oid) OR n.nspname || '.' || c.relname = $1)
ORDER BY c.relname = $1 DESC LIMIT 1
"""

_COLUMNS = f"""
SELECT a.attnum::int AS cid, a.attname AS name, lower(format_type(a.atttypid, NULL)) AS type,
    format_type(a.atttypid, a.atttypmod) AS full_type, a.attnotnull AS "notnull",
    pg_get_expr(d.adbin, d.adrelid) AS "default",
    EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey))
        AS pk,
    CASE WHEN a.attidentity <> '' THEN 'identity' WHEN a.attgenerated <> '' THEN 'generated'
        ELSE coalesce(pg_get_expr(d.adbin, d.adrelid), '') END AS extra
FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = ({_TABLE}) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
"""

_INDEXES = f"""
SELECT c.relname AS name, i.indisunique AS "unique" FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = ({_TABLE}) ORDER BY c.relname
"""


class Database(ServerDatabase, path="postgresql.Database"):
    """A handle for a PostgreSQL database."""

    __slots__ = ()

    engine = "PostgreSQL"

    @lua_method("postgresql.Database:table_exists", suspends=True)
    def table_exists(self, name: str) -> bool:
        """Whether there is a table or view of that name, which may have its schema before it."""
        return bool(self.run(_TABLE, (name,)).rows)

    @lua_method("postgresql.Database:table_info", suspends=True)
    def table_info(self, name: str) -> Table:
        """The columns of a table: `cid` from 1, `name`, `type`, `full_type`, `notnull`, `default`, `pk`, `extra`."""
        return self.query(_COLUMNS, name)

    @lua_method("postgresql.Database:index_list", suspends=True)
    def index_list(self, name: str) -> Table:
        """The indexes of a table: `name`, `unique`."""
        return self.query(_INDEXES, name)

    @lua_method("postgresql.Database:server_version", suspends=True)
    def server_version(self) -> str:
        """The version of the server, as `15.20 (Debian 15.20-0+deb12u1)`."""
        return str(self.run("SHOW server_version", ()).rows[0][0])

    def _scan(self, sql: str) -> Statement:
        return postgresql_statement(sql)

    def _wrong_count(self, needed: int, got: int) -> str:
        return f"expected {needed} parameters but got {got}"
