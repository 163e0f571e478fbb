"""What a pool asks of a connection to a database server."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cmc.runtime.shims.sql.statements import Statement


class ConnectionLost(Exception):
    """The server does not answer any more; the text is the driver's."""


@dataclass(slots=True)
class Result:
    """What a statement gave.

    Attributes:
        names: the names of the columns.
        rows: the rows, each with one Lua value for a column.
        count: how many rows it changed, or returned if it changes none.
        changes: whether `count` are changed rows.
        last_id: the id of the inserted row; None if the server has to be asked for it.
    """

    names: tuple[str, ...] = ()
    rows: Sequence[Any] = ()
    count: int = 0
    changes: bool = False
    last_id: int | None = None


class Connection(ABC):
    """A connection to a server, used by one session at a time.

    Attributes:
        applied: how many of the pool's settings it has got.
        in_transaction: whether a transaction is open, as the server said last; also when the connection is lost since.
        keeps_state: whether a session has left something in it that other sessions must not find.
        used_at: when it was last used, by the clock of the event loop.
    """

    def __init__(self) -> None:
        self.applied = 0
        self.in_transaction = False
        self.keeps_state = False
        self.used_at = 0.0

    @abstractmethod
    async def run(self, statement: Statement, values: tuple[Any, ...]) -> Result:
        """Runs one statement with values for its placeholders.

        Raises:
            LuaError: the server, or the connection, refuses it.
            ConnectionLost: the connection is no more.
        """

    @abstractmethod
    async def script(self, sql: str) -> Result:
        """Runs a text of any number of statements as it is, without values; the count is the last one's.

        Raises:
            LuaError: the server refuses it.
            ConnectionLost: the connection is no more.
        """

    @abstractmethod
    async def last_id(self, table: str) -> int:
        """The id that this connection last gave to a row of a table.

        Raises:
            LuaError: the server refuses to tell.
            ConnectionLost: the connection is no more.
        """

    @property
    @abstractmethod
    def is_closed(self) -> bool:
        """Whether the connection is known to be of no more use."""

    @abstractmethod
    def schema_has_changed(self) -> None:
        """What is known of tables may not hold any more."""

    @abstractmethod
    async def reset(self) -> None:
        """Forgets whatever a session has left in the connection: settings, temporary tables, locks.

        Raises:
            LuaError: the server refuses it.
            ConnectionLost: the connection is no more.
        """

    @abstractmethod
    async def close(self) -> None:
        """Says goodbye to the server."""

    @abstractmethod
    def abort(self) -> None:
        """Ends the connection at once; for places where nobody can wait."""
