"""A time limit for what is done on a connection, one thing after the other. Only drivers import this module."""

import asyncio
from types import TracebackType


class Limit:
    """Does what `asyncio.timeout` does, again and again: `with limit:` around what may take so long.

    Timers cost more than most of what they watch over, so there is one for many blocks: it is set when there is none,
    and looks at the block that is running when it goes off.

    Args:
        seconds: how long a block may take; None for ever.
    """

    __slots__ = ("_cancelling", "_end", "_has_ended", "_loop", "_task", "_timer", "seconds")

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self._cancelling = 0
        self._end = 0.0
        self._has_ended = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[object] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> None:
        if self.seconds is None:
            return
        loop = asyncio.get_running_loop()
        task = self._task = asyncio.current_task(loop)
        self._cancelling = 0 if task is None else task.cancelling()
        self._end = loop.time() + self.seconds
        if self._timer is None or loop is not self._loop:
            self._loop = loop
            self._timer = loop.call_at(self._end, self._look, loop)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Ends the block.

        Raises:
            TimeoutError: it has taken too long.
        """
        task, self._task = self._task, None
        if self._has_ended:
            self._has_ended = False
            if task is not None and task.uncancel() <= self._cancelling and kind is asyncio.CancelledError:
                raise TimeoutError from error

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        if self._task is None:
            return
        if self._end > loop.time():
            self._timer = loop.call_at(self._end, self._look, loop)
        else:
            self._has_ended = True
            self._task.cancel()
