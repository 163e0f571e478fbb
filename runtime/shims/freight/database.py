"""The database object (Freight specification, section 3)."""

import re
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.errors import LuaError, error_value
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.operators import method
from cmc.runtime.core.table import Table
from cmc.runtime.declare import HostObject, HostTable, lua_method
from cmc.runtime.shims.freight.dialects import MYSQL, Dialect
from cmc.runtime.shims.freight.migrations import HISTORY, Migrations
from cmc.runtime.shims.freight.model import Model
from cmc.runtime.shims.freight.schema import Migration, by_dependency, drop_tables
from cmc.runtime.shims.sql.database import Sql

_RETURNING_SINCE = (10, 5)


class Database(HostTable, path="freight.Database"):
    """A database. Programs may replace `query`, `query_row` and `execute`, for a log of all statements for instance."""

    __slots__ = ("_is_host", "_migrations", "_returns_rows", "dialect", "handle", "models")

    def __init__(self, handle: Any, dialect: Dialect) -> None:
        super().__init__()
        self.handle = handle
        self._is_host = isinstance(handle, HostObject)
        self.dialect = dialect
        self.models: dict[Any, Model] = {}
        self._migrations = Migrations(self)
        self._returns_rows: bool | None = None if dialect is MYSQL else dialect.returns_rows

    def _call(self, name: str, *args: Any) -> Any:
        """Calls a method of the handle, which may be an object of the runtime or a table of the program."""
        handle = self.handle
        return first_of(method(handle, name)(handle, *args))

    def returns_rows(self) -> bool:
        """Whether INSERT can give the row that it has made: in MariaDB it can, in MySQL it cannot."""
        if self._returns_rows is None:
            row = self._call("query_row", "SELECT VERSION() AS version")
            match = re.match(r"(?:5\.5\.5-)?(\d+)\.(\d+)", str(row["version"]))
            self._returns_rows = (
                match is not None
                and "MariaDB" in row["version"]
                and ((int(match[1]), int(match[2])) >= _RETURNING_SINCE)
            )
        return self._returns_rows

    # Statements

    @lua_method("freight.Database:execute", suspends=True)
    def execute(self, sql: Sql, *params: Any) -> int:
        """Runs a statement with values for its `?`; how many rows it has changed."""
        if self._is_host:
            return self.handle.execute(sql, *params)  # type: ignore[no-any-return]
        return self._call("execute", sql, *params)  # type: ignore[no-any-return]

    @lua_method("freight.Database:query", suspends=True)
    def query(self, sql: Sql, *params: Any) -> Table:
        """All rows of a statement."""
        if self._is_host:
            return self.handle.query(sql, *params)  # type: ignore[no-any-return]
        return self._call("query", sql, *params)  # type: ignore[no-any-return]

    @lua_method("freight.Database:query_row", suspends=True)
    def query_row(self, sql: Sql, *params: Any) -> Table | None:
        """The first row of a statement, nil if there is none."""
        if self._is_host:
            return self.handle.query_row(sql, *params)  # type: ignore[no-any-return]
        return self._call("query_row", sql, *params)  # type: ignore[no-any-return]

    @lua_method("freight.Database:raw", suspends=True)
    def raw(self, sql: Sql, *params: Any) -> Any:
        """The rows of a statement, or of one that gives none, how many rows it has changed."""
        if _gives_rows(sql):
            return self.query(sql, *params)
        return self.execute(sql, *params)

    def run_script(self, sql: str) -> None:
        """Runs several statements without values, on one connection."""
        self._call("exec", sql)

    @lua_method("freight.Database:last_insert_id", suspends=True)
    def last_insert_id(self) -> int:
        """The id of the row that was inserted last."""
        return self._call("last_insert_id")  # type: ignore[no-any-return]

    @lua_method("freight.Database:last_insert_rowid", suspends=True)
    def last_insert_rowid(self) -> int:
        """The same as `last_insert_id`."""
        return self.last_insert_id()

    @lua_method("freight.Database:changes", suspends=True)
    def changes(self) -> int:
        """How many rows the last change has affected."""
        return self._call("changes")  # type: ignore[no-any-return]

    # Transactions

    @lua_method("freight.Database:begin", suspends=True)
    def begin(self) -> None:
        """Begins a transaction."""
        self._call("begin")

    @lua_method("freight.Database:commit", suspends=True)
    def commit(self) -> None:
        """Makes the changes of the transaction last."""
        self._call("commit")

    @lua_method("freight.Database:rollback", suspends=True)
    def rollback(self) -> None:
        """Undoes the changes of the transaction."""
        self._call("rollback")

    @lua_method("freight.Database:transaction", suspends=True)
    def transaction(self, body: Callable[..., Any]) -> tuple[Any, ...]:
        """Runs a function with the database in a transaction: true, or false and the error that has undone it."""
        try:
            self.in_transaction(lambda: body(self))
        except Exception as error:
            return False, error_value(error)
        return (True,)

    def in_transaction(self, body: Callable[[], Any]) -> None:
        """Runs a function in a transaction; inside of another one, in a part of it that can be undone by itself."""
        self._call("transaction", body)

    # Models and tables

    @lua_method("freight.Database:model")
    def model(self, table: str, fields: Table, options: Table | None = None) -> Model:
        """A model of a table. Options: `strict`, `fillable`, `guarded`."""
        model = self.models[table] = Model(self, table, fields, options or Table())
        return model

    @lua_method("freight.Database:autoMigrate", suspends=True)
    def autoMigrate(self, *models: Model) -> Table:  # noqa: N802
        """Creates tables, columns and indexes that are missing, and tells what it has done."""
        return Migration(self).run(models)

    @lua_method("freight.Database:dropTables", suspends=True)
    def dropTables(self, *models: Model) -> None:  # noqa: N802
        """Drops the tables of models."""
        drop_tables(self, [model.table_name for model in reversed(by_dependency(models))])

    @lua_method("freight.Database:tableExists", suspends=True)
    def tableExists(self, name: str) -> bool:  # noqa: N802
        """Whether there is a table."""
        return self._call("table_exists", name)  # type: ignore[no-any-return]

    @lua_method("freight.Database:tables", suspends=True)
    def tables(self) -> Table:
        """The names of all tables but those of the database and of Freight itself."""
        rows = self._call("query", self.dialect.tables)
        return Table(enumerate([row["name"] for row in rows.values() if row["name"] != HISTORY], 1))

    @lua_method("freight.Database:tableInfo", suspends=True)
    def tableInfo(self, name: str) -> Table:  # noqa: N802
        """The columns of a table: `name`, `type`, `notNull`, `default`, `primaryKey`."""
        columns = self._call("table_info", name)
        for column in columns.values():
            column["notNull"] = column["notnull"]
            column["primaryKey"] = column["pk"]
        return columns  # type: ignore[no-any-return]

    @lua_method("freight.Database:indexList", suspends=True)
    def indexList(self, name: str) -> Table:  # noqa: N802
        """The indexes of a table: `name`, `unique`."""
        if self.dialect.name != "sqlite":
            return self._call("index_list", name)  # type: ignore[no-any-return]
        indexes = self._call("query", 'SELECT name, "unique" FROM pragma_index_list(?) ORDER BY name', name)
        for index in indexes.values():
            index["unique"] = index["unique"] != 0
        return indexes  # type: ignore[no-any-return]

    # Migrations

    @lua_method("freight.Database:migrate", suspends=True)
    def migrate(self, name: str, up: Callable[..., Any], down: Callable[..., Any] | None = None) -> bool:
        """Runs a migration unless it has been run before; whether it was run now."""
        return self._migrations.migrate(name, up, down)

    @lua_method("freight.Database:migrationStatus", suspends=True)
    def migrationStatus(self) -> Table:  # noqa: N802
        """Which migrations have been run: `current_batch`, `total_migrations`, `migrations`."""
        return self._migrations.status()

    @lua_method("freight.Database:rollbackMigrations", suspends=True)
    def rollbackMigrations(self, definitions: Table | None = None) -> tuple[Any, ...]:  # noqa: N802
        """Undoes the last batch of migrations: true, or false and why not."""
        try:
            self._migrations.rollback(definitions or Table())
        except Exception as error:
            return False, error_value(error)
        return (True,)

    @lua_method("freight.Database:reset", suspends=True)
    def reset(self, confirmed: Any = None) -> tuple[Any, ...]:
        """Drops all tables: true, or false and why not. It must be called with true."""
        if confirmed is not True:
            return False, "Reset requires confirmation"
        try:
            drop_tables(self, [row["name"] for row in self._call("query", self.dialect.tables).values()])
        except LuaError as error:
            return False, error.value
        self._migrations.forget()
        return (True,)

    # The connection

    @lua_method("freight.Database:ping", suspends=True)
    def ping(self) -> bool:
        """Whether the database answers."""
        try:
            self._call("query_row", "SELECT 1 AS one")
        except LuaError:
            return False
        return True

    @lua_method("freight.Database:close", suspends=True)
    def close(self) -> None:
        """Closes the database."""
        self._call("close")


def _gives_rows(sql: str) -> bool:
    """Whether a statement gives rows."""
    from cmc.runtime.shims.sql.statements import mysql_statement

    try:
        statement = mysql_statement(sql)
    except ValueError:
        return True
    return statement.gives_rows
