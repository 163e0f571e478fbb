"""Timers: functions that run as jobs after some time, once or again and again (CopperMoon specification, section 5).

Timers fire while the main chunk waits and after it has ended, and keep the program running until none is left. Those
with the same deadline fire in the order in which they were started.
"""

import heapq
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any

from cmc.runtime.background import keep_running_for
from cmc.runtime.bridge import has_loop, run

if TYPE_CHECKING:
    import asyncio

_order = count()

_HOLD_UP_SECONDS = 0.25
"""How late repeated timers may be and still fire as if they were not."""


class Timer:
    """A function that is going to be called; `cancel` ends that. `interval` in seconds is None for one call only."""

    __slots__ = ("deadline", "function", "interval", "is_cancelled", "order")

    def __init__(self, function: Callable[[], Any], deadline: float, interval: float | None) -> None:
        self.function = function
        self.deadline = deadline
        self.interval = interval
        self.is_cancelled = False
        self.order = next(_order)

    def cancel(self) -> None:
        """Has the function called no more; a call that runs goes on."""
        if not self.is_cancelled:
            self.is_cancelled = True
            _schedule.forget(self)

    def __lt__(self, other: "Timer") -> bool:
        return (self.deadline, self.order) < (other.deadline, other.order)


def start_timer(function: Callable[[], Any], milliseconds: float, *, repeat: bool = False) -> Timer:
    """Calls `function` as a job of its own in so many milliseconds, and again and again with `repeat`.

    Repetitions are measured from deadline to deadline. A call that takes longer than the interval delays the next one:
    there is never more than one call of a timer at a time, and what has been missed is not made up for. The function
    has to deal with its own errors; what it lets out is reported by the event loop.
    """
    seconds = milliseconds / 1000
    timer = Timer(function, time.monotonic() + seconds, seconds if repeat else None)
    _schedule.add(timer)
    return timer


def cancel_timers() -> None:
    """Cancels all timers of the thread, as when a program is told to stop."""
    _schedule.clear()


@contextmanager
def paused_timers() -> Iterator[None]:
    """While the context is open, no timer of the thread fires; its timers then fire as much later as that took.

    So nothing that a program plans for a time after a server's start comes before it, however slow the machine is.
    """
    begun = time.monotonic()
    _schedule.pause()
    try:
        yield
    finally:
        _schedule.resume(time.monotonic() - begun)


class _Schedule(threading.local):
    """The timers of a thread. One call of the event loop's is pending at a time, for the earliest."""

    def __init__(self) -> None:
        self.heap: list[Timer] = []
        self.tasks: dict[asyncio.Task[None], Timer] = {}
        self._call: asyncio.Handle | None = None
        self._called_at = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed: asyncio.Event | None = None
        self._pauses = 0

    def pause(self) -> None:
        """Has no timer fire until `resume`."""
        self._pauses += 1
        if self._call is not None:
            self._call.cancel()
            self._call = None

    def resume(self, seconds: float) -> None:
        """Ends the pause that has taken so long, unless there is another one around it."""
        self._pauses -= 1
        if self._pauses:
            return
        for timer in self.heap:
            timer.deadline += seconds
        if has_loop():
            self.begin()

    def add(self, timer: Timer) -> None:
        heapq.heappush(self.heap, timer)
        if has_loop():
            self.begin()

    def forget(self, timer: Timer) -> None:
        if timer in self.heap:
            self.heap.remove(timer)
            heapq.heapify(self.heap)
        self._tell()

    def clear(self) -> None:
        for timer in [*self.heap, *self.tasks.values()]:
            timer.is_cancelled = True
        self.heap.clear()
        self._tell()

    def begin(self) -> None:
        """Has the event loop call for the earliest timer."""
        import asyncio

        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._call, self._changed = loop, None, asyncio.Event()
            self.tasks.clear()
        if not self.heap or self._pauses:
            return
        deadline = self.heap[0].deadline
        if self._call is not None:
            if self._called_at <= deadline:
                return
            self._call.cancel()
        # The loop's clock is `time.monotonic`, on which the deadlines are.
        self._called_at = deadline
        self._call = loop.call_at(deadline, self._fire)

    def _fire(self) -> None:
        """Starts a job for the earliest timer, if its time has come.

        The next look is taken when the job has ended or waits, since what is then due may come before the others.
        """
        self._call = None
        if not self.heap or self.heap[0].deadline > time.monotonic():
            self.begin()
            return
        timer = heapq.heappop(self.heap)
        assert self._loop is not None
        task = self._loop.create_task(self._run(timer))
        self.tasks[task] = timer
        task.add_done_callback(self._ended)
        self._called_at = 0.0
        self._call = self._loop.call_soon(self._fire)

    async def _run(self, timer: Timer) -> None:
        begun = time.monotonic()
        try:
            await run(timer.function)
        except Exception:
            self._repeat(timer, begun)
            raise
        except BaseException:
            # The program ends.
            self.clear()
            raise
        self._repeat(timer, begun)

    def _repeat(self, timer: Timer, begun: float) -> None:
        """Puts a repeated timer, whose call has begun at some time and ended now, back among the pending ones.

        When the process was held up for a moment, its deadlines stay where they were, so that timers fire in the order
        of their deadlines all the same.
        """
        if timer.interval is None or timer.is_cancelled:
            return
        now = time.monotonic()
        deadline = timer.deadline + timer.interval
        is_slow = now - begun >= timer.interval or now - deadline > _HOLD_UP_SECONDS
        timer.deadline = max(deadline, now) if is_slow else deadline
        timer.order = next(_order)
        self.add(timer)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self.tasks.pop(task, None)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            task.get_loop().call_exception_handler({"message": "error in a timer", "exception": error, "task": task})
        self._tell()

    def _tell(self) -> None:
        if self._changed is not None:
            self._changed.set()

    def is_busy(self) -> bool:
        """Whether a timer is pending or a timer's function runs."""
        return bool(self.heap or self.tasks)

    async def finish(self) -> None:
        """Waits until there are no timers."""
        self.begin()
        while self.is_busy() and self._changed is not None:
            self._changed.clear()
            await self._changed.wait()


_schedule = _Schedule()
keep_running_for(_schedule)
