"""Connections of one database handle, shared by all requests that use the handle.

Every job (request, timer, main chunk) that uses a handle has a *session*. A statement takes the connection that the
session used last if it can still have it, else a free one, else a new one. While a transaction is open, or something
else is kept in the connection (a setting, a temporary table, a lock), nobody else gets it. Otherwise the session keeps
its connection only as long as nobody else needs it.

Settings (`SET`, `USE`) that are made by the job that opened the handle hold for all its connections; those of other
jobs end with the job.
"""

import math
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import ref

from cmc.runtime.bridge import Job
from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims.sql.connection import Connection, ConnectionLost, Result
from cmc.runtime.shims.sql.lifetime import at_end_of_loop
from cmc.runtime.shims.sql.session import Session
from cmc.runtime.shims.sql.statements import Statement
from cmc.runtime.shims.sql.waiting import Waiters

if TYPE_CHECKING:
    import asyncio

IDLE_SECONDS = 0.05
"""After this time a connection is looked at before it is used: the server may have closed it."""

_ROUNDS = 5

LOST = "the connection was lost, and what was done in the transaction or session with it"


class Pool:
    """The connections of a handle. All methods but `leave` and `abandon` belong into the event loop.

    Args:
        connect: makes a connection.
        size: how many connections there may be at a time.
        wait_seconds: how long a statement waits for one of them.
        owner: the job whose settings hold for all connections.
    """

    def __init__(
        self, connect: Callable[[], Awaitable[Connection]], size: int, wait_seconds: float | None, owner: Job
    ) -> None:
        self._connect = connect
        self._max = size
        self._wait_seconds = wait_seconds
        self._owner = ref(owner)
        self._settings: list[tuple[Statement, tuple[Any, ...]]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._running_loop: Callable[[], object] = lambda: None  # until asyncio has been imported
        self._end_of_loop: AsyncGenerator[None, None] | None = None
        self._forget_all()
        self.is_closed = False

    def _forget_all(self) -> None:
        self._all: set[Connection] = set()
        self._opening = 0
        self._free: list[Connection] = []
        self._parked: dict[Session, None] = {}
        self._waiting = Waiters()

    # Statements

    async def run(
        self, session: Session, job: Job, statement: Statement, values: tuple[Any, ...], script: str | None = None
    ) -> Result:
        """Runs a statement on a connection of the session; once more on another one if it may be done twice.

        Args:
            script: the text to be run, without values, if it may be more than one statement.
        """
        is_retry = False
        while True:
            connection = self._at_hand(session, statement) or await self._take(session, statement)
            session.is_lost = was_in_transaction = connection.in_transaction
            is_private = was_in_transaction or connection.keeps_state
            try:
                result = await (connection.run(statement, values) if script is None else connection.script(script))
                session.is_lost = False
            except ConnectionLost as error:
                self._drop(session, connection)
                self._drop_free()
                if is_private or is_retry or not statement.is_idempotent:
                    raise LuaError(str(error)) from error
                is_retry = True
                continue
            except BaseException:
                session.is_lost = was_in_transaction and connection.is_closed
                raise
            finally:
                self._give_back(session)
            self._note(session, job, statement, values, result)
            return result

    def _note(self, session: Session, job: Job, statement: Statement, values: tuple[Any, ...], result: Result) -> None:
        """Notes what a statement has left behind."""
        if statement.changes_rows and result.changes:
            session.changes = result.count
        if statement.inserts:
            session.inserted = statement if result.last_id is None else None
            session.last_insert_id = result.last_id or session.last_insert_id
        if statement.changes_schema:
            for connection in self._all:
                connection.schema_has_changed()
        if statement.keeps_state or statement.is_setting:
            self._note_state(session, job, statement, values)

    async def last_insert_id(self, session: Session) -> int:
        """The id of the row that the session inserted last."""
        while session.resolving is not None:
            await session.resolving
        if session.inserted is not None:
            await self._resolve_id(session)
        return session.last_insert_id

    async def _resolve_id(self, session: Session) -> None:
        """Asks the connection that inserted a row for its id."""
        import asyncio

        statement, connection = session.inserted, session.connection
        if statement is None or connection is None:
            return
        session.resolving = asyncio.get_running_loop().create_future()
        self._parked.pop(session, None)
        try:
            session.last_insert_id = await connection.last_id(statement.table) or session.last_insert_id
        except ConnectionLost as error:
            self._drop(session, connection)
            raise LuaError(str(error)) from error
        finally:
            session.inserted = None
            session.resolving.set_result(None)
            session.resolving = None
            self._give_back(session)

    def _note_state(self, session: Session, job: Job, statement: Statement, values: tuple[Any, ...]) -> None:
        connection = session.connection
        if connection is None:
            return
        if statement.is_setting and self._owner() is job and not connection.in_transaction:
            self._settings.append((statement, values))
            connection.applied = len(self._settings)
        else:
            connection.keeps_state = True
            self._parked.pop(session, None)

    # Taking and giving back

    def _at_hand(self, session: Session, statement: Statement) -> Connection | None:
        """The connection for the next statement of a session if it is there, ready and was in use just now."""
        connection = session.connection
        if connection is None:
            if not self._free or self._waiting or (statement.reads_session and session.was_robbed):
                return None
            connection = self._free[-1]
        if (
            self.is_closed
            or self._running_loop() is not self._loop
            or session.is_lost
            or session.resolving is not None
            or connection.applied < len(self._settings)
            or self._clock() - connection.used_at > IDLE_SECONDS
            or connection not in self._all
            or connection.is_closed
        ):
            return None
        if session.connection is None:
            session.connection = self._free.pop()
        else:
            self._parked.pop(session, None)
        return connection

    async def _take(self, session: Session, statement: Statement) -> Connection:
        """The connection for the next statement of a session, as soon as there is one."""
        if self.is_closed:
            raise LuaError("database is closed")
        if session.is_lost:
            raise LuaError(LOST)
        while session.resolving is not None:
            await session.resolving  # somebody else is about to get the connection
        self._parked.pop(session, None)
        connection = session.connection
        if connection is None or not await self._is_usable(connection):
            if connection is not None:
                is_private = connection.in_transaction or connection.keeps_state
                session.is_lost = connection.in_transaction
                self._drop(session, connection)
                session.was_robbed = True
                if is_private:
                    raise LuaError(LOST)
            if statement.reads_session and session.was_robbed:
                raise LuaError(
                    "another request has used the connection that this statement asks about: use last_insert_id(), "
                    "or run both statements in a transaction"
                )
            connection = session.connection = await self._find(session)
        if connection.applied < len(self._settings):
            await self._apply_settings(session, connection)
        return connection

    async def _is_usable(self, connection: Connection) -> bool:
        """Whether a connection has not been closed, by the server for instance."""
        import asyncio

        if self._running_loop() is not self._loop or connection not in self._all:
            return False
        if self._clock() - connection.used_at > IDLE_SECONDS:
            # The loop notices what the server has said last, and then the end of the connection, as it goes round.
            for _ in range(_ROUNDS):
                await asyncio.sleep(0)
        return not connection.is_closed

    async def _find(self, session: Session) -> Connection:
        """A connection that nobody needs, or a new one."""
        await self._enter_loop()
        has_waited = False
        end = math.inf if self._wait_seconds is None else self._clock() + self._wait_seconds
        while True:
            if self.is_closed:
                raise LuaError("database is closed")
            if self._waiting and not has_waited:
                # Those who have come before are served before.
                await self._wait_for_one(end, in_front=False)
            elif self._free:
                connection = self._free.pop()
                if await self._is_usable(connection):
                    return connection
                self._all.discard(connection)
                continue
            elif len(self._all) + self._opening < self._max:
                return await self._open()
            elif self._parked:
                robbed = await self._rob(next(iter(self._parked)))
                if robbed is not None:
                    return robbed
                continue
            else:
                await self._wait_for_one(end, in_front=has_waited)
            has_waited = True

    async def _open(self) -> Connection:
        self._opening += 1
        try:
            connection = await self._connect()
        except BaseException:
            self._waiting.wake()
            raise
        finally:
            self._opening -= 1
        if self.is_closed:
            connection.abort()
            raise LuaError("database is closed")
        self._all.add(connection)
        return connection

    async def _rob(self, other: Session) -> Connection | None:
        """Takes the connection of a session that does not need it now; the session's last id is asked for before."""
        if other.inserted is not None:
            with suppress(LuaError):
                # The other session is told when it asks for the id itself.
                await self._resolve_id(other)
        if other not in self._parked:
            return None
        del self._parked[other]
        connection, other.connection = other.connection, None
        other.was_robbed = True
        if connection is None or not await self._is_usable(connection):
            if connection is not None:
                self._all.discard(connection)
            return None
        return connection

    async def _wait_for_one(self, end: float, *, in_front: bool) -> None:
        try:
            await self._waiting.wait(end, in_front=in_front)
        except TimeoutError:
            raise LuaError(
                f"no connection has become free in {self._wait_seconds:g} seconds (there are {self._max})"
            ) from None

    def _give_back(self, session: Session) -> None:
        """After a statement: keeps the connection for the session, for nobody else if there is something in it."""
        connection = session.connection
        if connection is None:
            return
        if connection.is_closed:
            session.is_lost = session.is_lost or connection.in_transaction
            self._drop(session, connection)
            return
        connection.used_at = self._clock()
        if not (connection.in_transaction or connection.keeps_state):
            self._parked[session] = None
            if self._waiting:
                self._waiting.wake()

    def _drop(self, session: Session, connection: Connection) -> None:
        """Parts with a connection that is of no use any more."""
        session.connection = None
        self._parked.pop(session, None)
        self._all.discard(connection)
        self._waiting.wake()

    def _drop_free(self) -> None:
        """After a loss: the connections that nobody uses have most likely been lost as well."""
        for connection in self._free:
            connection.abort()
            self._all.discard(connection)
        self._free.clear()

    async def _apply_settings(self, session: Session, connection: Connection) -> None:
        """Gives a connection the settings that hold for the whole handle."""
        try:
            for statement, values in self._settings[connection.applied :]:
                await connection.run(statement, values)
                connection.applied += 1
        except ConnectionLost as error:
            self._drop(session, connection)
            raise LuaError(str(error)) from error
        except LuaError:
            self._give_back(session)
            raise

    # Beginning and end

    async def open(self) -> None:
        """Makes the first connection, so that a program learns at once if there is none to be had."""
        await self._enter_loop()
        connection = await self._open()
        connection.used_at = self._clock()
        self._free.append(connection)

    def _clock(self) -> float:
        return 0.0 if self._loop is None else self._loop.time()

    async def _enter_loop(self) -> None:
        """Begins anew where another event loop runs than before: connections belong to the loop that made them."""
        import asyncio

        loop = asyncio.get_running_loop()
        if loop is self._loop:
            return
        self._forget_all()
        self._loop = loop
        self._running_loop = asyncio.get_running_loop
        self._end_of_loop = await at_end_of_loop(self._close_connections)

    async def finish(self, session: Session) -> None:
        """At the end of a job: undoes what its session has left in its connection, and frees it."""
        connection = session.connection
        if connection is None or connection not in self._all:
            return
        try:
            if connection.in_transaction:
                await connection.script("ROLLBACK")
            if connection.keeps_state:
                await connection.reset()
                connection.keeps_state = False
                connection.applied = 0
        except (ConnectionLost, LuaError):
            connection.abort()
            self._drop(session, connection)
            return
        self.leave(session)

    def leave(self, session: Session) -> None:
        """At the end of a job that has left nothing in its connection: frees it."""
        connection, session.connection = session.connection, None
        if connection is not None and connection in self._all:
            self._parked.pop(session, None)
            self._free.append(connection)
            self._waiting.wake()

    async def close(self) -> None:
        """Closes all connections, also those that are in use."""
        self.is_closed = True
        self._waiting.wake_all()
        await self._close_connections()

    async def _close_connections(self) -> None:
        import asyncio

        connections, self._all = self._all, set()
        self._forget_all()
        if self._loop is asyncio.get_running_loop():
            await asyncio.gather(*[connection.close() for connection in connections])

    def abandon(self) -> None:
        """Ends the connections of a handle that the program has lost."""
        self.is_closed = True
        if self._loop is not None and not self._loop.is_closed():
            for connection in self._all:
                connection.abort()
        self._forget_all()
