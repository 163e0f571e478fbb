"""Transactions as `with` blocks."""

from contextlib import AbstractContextManager, suppress
from types import TracebackType
from typing import TYPE_CHECKING

from cmc.runtime.core.errors import LuaError

if TYPE_CHECKING:
    from cmc.runtime.shims.sqlite.database import Database


class Transaction(AbstractContextManager[None]):
    """A transaction, or a savepoint where the job has a transaction already."""

    def __init__(self, database: "Database") -> None:
        self.database = database
        self.savepoint = ""

    def __enter__(self) -> None:
        if self.database.in_transaction:
            self.savepoint = self.database.next_savepoint()
            self.database.command(f"SAVEPOINT {self.savepoint}")
        else:
            self.database.command("BEGIN")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is not None:
            self._undo()
            return
        try:
            self.database.command(f"RELEASE {self.savepoint}" if self.savepoint else "COMMIT")
        except LuaError:
            self._undo()
            raise

    def _undo(self) -> None:
        # The body may have ended the transaction itself; the error that is under way says more than this one would.
        with suppress(LuaError):
            if self.savepoint:
                self.database.command(f"ROLLBACK TO {self.savepoint}")
                self.database.command(f"RELEASE {self.savepoint}")
            elif self.database.in_transaction:
                self.database.command("ROLLBACK")
