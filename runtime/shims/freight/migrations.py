"""Migrations by name (Freight specification, section 7.2)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.shims.freight.moments import now

if TYPE_CHECKING:
    from cmc.runtime.shims.freight.database import Database

HISTORY = "_freight_migrations"
"""The table of the migrations that have been run."""

_ORDER = "ORDER BY batch, executed_at, name"


class Migrations:
    """The migrations of a database; those that a program runs have one batch number."""

    def __init__(self, database: "Database") -> None:
        self._database = database
        self._batch: int | None = None
        self._known = False
        self._downs: dict[str, Any] = {}

    def _prepare(self) -> None:
        if self._known:
            return
        moment = "TEXT" if self._database.dialect.name == "sqlite" else "VARCHAR(40)"
        self._database.execute(
            f"CREATE TABLE IF NOT EXISTS {HISTORY} "
            f"(name VARCHAR(255) PRIMARY KEY, batch INTEGER NOT NULL, executed_at {moment} NOT NULL)"
        )
        self._known = True

    def forget(self) -> None:
        """The tables have been dropped."""
        self._known = False
        self._batch = None

    def migrate(self, name: str, up: Callable[..., Any], down: Any) -> bool:
        """Runs a migration unless it has been run; whether it was."""
        self._prepare()
        database = self._database
        self._downs[name] = down
        if database.query_row(f"SELECT name FROM {HISTORY} WHERE name = ?", name) is not None:
            return False
        batch = self._next_batch()

        def body() -> None:
            up(database)
            sql = f"INSERT INTO {HISTORY} (name, batch, executed_at) VALUES (?, ?, ?)"
            database.execute(sql, name, batch, now())

        database.in_transaction(body)
        self._batch = batch
        return True

    def _next_batch(self) -> int:
        return self._batch if self._batch is not None else self._last_batch() + 1

    def _last_batch(self) -> int:
        row = self._database.query_row(f"SELECT MAX(batch) AS last FROM {HISTORY}")
        return 0 if row is None or row["last"] is None else int(row["last"])

    def status(self) -> Table:
        """What has been run: `current_batch`, `total_migrations`, `migrations`."""
        self._prepare()
        rows = self._database.query(f"SELECT name, batch, executed_at FROM {HISTORY} {_ORDER}")
        return Table(current_batch=self._last_batch(), total_migrations=len(rows), migrations=rows)

    def rollback(self, definitions: Table) -> None:
        """Undoes the last batch, the latest first.

        Raises:
            LuaError: it is not known how to undo one of them, or that fails.
        """
        self._prepare()
        database = self._database
        sql = f"SELECT name FROM {HISTORY} WHERE batch = ? {_ORDER}"
        names = [row["name"] for row in database.query(sql, self._last_batch()).values()]
        steps = [(name, self._down(name, definitions)) for name in reversed(names)]

        def body() -> None:
            for name, down in steps:
                down(database)
                database.execute(f"DELETE FROM {HISTORY} WHERE name = ?", name)

        database.in_transaction(body)
        self._batch = None

    def _down(self, name: str, definitions: Table) -> Any:
        entry = definitions[name]
        down = entry["down"] if isinstance(entry, Table) else self._downs.get(name)
        if down is None:
            raise LuaError(f"migration '{name}' has no down function")
        return down
