"""The handle of `mysql`: what asks the catalogues of this engine."""

import re

from cmc.runtime.core.table import Table
from cmc.runtime.declare import lua_method
from cmc.runtime.shims.sql.database import ServerDatabase
from cmc.runtime.shims.sql.statements import Statement, mysql_statement

_TABLES = "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?"

_COLUMNS = """
SELECT ordinal_position AS cid, column_name AS name, data_type AS type, column_type AS full_type,
    is_nullable = 'NO' AS `notnull`, column_default AS `default`, column_key = 'PRI' AS pk, extra
FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position
"""

_INDEXES = """
SELECT index_name AS name, MIN(non_unique) = 0 AS `unique` FROM information_schema.statistics
WHERE table_schema = DATABASE() AND table_name = ? GROUP BY index_name ORDER BY index_name
"""


class Database(ServerDatabase, path="mysql.Database"):
    """A handle for a MySQL or MariaDB database."""

    __slots__ = ()

    engine = "MySQL"
    begin_text = "START TRANSACTION"

    @lua_method("mysql.Database:table_exists", suspends=True)
    def table_exists(self, name: str) -> bool:
        """Whether there is a table or view of that name in the current database."""
        return bool(self.run(_TABLES, (name,)).rows)

    @lua_method("mysql.Database:table_info", suspends=True)
    def table_info(self, name: str) -> Table:
        """The columns of a table: `cid` from 1, `name`, `type`, `full_type`, `notnull`, `default`, `pk`, `extra`."""
        columns = self.query(_COLUMNS, name)
        for column in columns.values():
            column["notnull"] = column["notnull"] != 0
            column["pk"] = column["pk"] != 0
            if column["default"] == "NULL":  # as MariaDB writes it
                del column["default"]
        return columns

    @lua_method("mysql.Database:index_list", suspends=True)
    def index_list(self, name: str) -> Table:
        """The indexes of a table: `name`, `unique`."""
        indexes = self.query(_INDEXES, name)
        for index in indexes.values():
            index["unique"] = index["unique"] != 0
        return indexes

    @lua_method("mysql.Database:server_version", suspends=True)
    def server_version(self) -> tuple[int, int, int]:
        """The version of the server: major, minor, patch."""
        text = str(self.run("SELECT VERSION()", ()).rows[0][0])
        numbers = [int(number) for number in re.findall(r"\d+", text)[:3]]
        major, minor, patch = (*numbers, 0, 0, 0)[:3]
        return major, minor, patch

    def _scan(self, sql: str) -> Statement:
        return mysql_statement(sql)

    def _wrong_count(self, needed: int, got: int) -> str:
        return f"DriverError {{ Statement takes {needed} parameters but {got} was supplied }}"
