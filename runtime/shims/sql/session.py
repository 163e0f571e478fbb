"""What one job does with a handle."""

from typing import TYPE_CHECKING

from cmc.runtime.shims.sql.connection import Connection
from cmc.runtime.shims.sql.statements import Statement

if TYPE_CHECKING:
    import asyncio


class Session:
    """What one job does with a handle.

    Attributes:
        connection: the connection that it used last, as long as nobody else has got it.
        last_insert_id: the id of the row that it inserted last.
        inserted: the statement whose id has to be asked for when somebody wants it.
        changes: how many rows its last statement changed that changes rows.
        is_lost: whether its transaction has ended with its connection, which it does not know of yet.
        was_robbed: whether its connection has gone to another session.
    """

    __slots__ = ("changes", "connection", "inserted", "is_lost", "last_insert_id", "resolving", "was_robbed")

    def __init__(self, last_insert_id: int = 0, changes: int = 0) -> None:
        self.connection: Connection | None = None
        self.last_insert_id = last_insert_id
        self.inserted: Statement | None = None
        self.resolving: asyncio.Future[None] | None = None
        self.changes = changes
        self.is_lost = False
        self.was_robbed = False

    @property
    def in_transaction(self) -> bool:
        return self.connection is not None and self.connection.in_transaction
