"""Synchronous Lua over asyncio: Lua code runs in greenlets, the event loop in the one that started them.

Whatever runs Lua code is a *job*: the main chunk, a request. Each has a greenlet of its own, a worker. A library
function that has to wait calls `wait(awaitable)`; the worker then switches to its driver, which awaits in its place and
switches back with the result. To the Lua code this is a call that takes a while; meanwhile other jobs run. Lua
coroutines are greenlets inside a job: a wait in a coroutine suspends the job with all its coroutines.

asyncio is imported when something first waits, so programs that never wait do not pay for it.

`spawn(function)` in `spawning.py` begins a job beside the one that runs. Timers are in `timers.py`:
`start_timer(function, ms, repeat=…)` calls a function as a job later, `Timer.cancel()` ends that, and the program runs
while there are timers.
"""

import sys
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from contextvars import Context, copy_context
from typing import TYPE_CHECKING, Any, TypeVar

from greenlet import GreenletExit, getcurrent, greenlet

from cmc.runtime.background import background, close_all
from cmc.runtime.core.frame_room import JOB, with_room
from cmc.runtime.core.frames import LEVEL, native_codes

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")


class BridgeError(RuntimeError):
    """The bridge was used in a place where it cannot work; the message says what to do instead."""


busy_since = [0.0]
"""When the Lua code that runs got the event loop's thread (`time.monotonic`), 0.0 while none runs."""


class Job:
    """One piece of Lua work from its begin to its end, and what library objects keep for it.

    `local` holds values by the object that they belong to, as the last insert id of a database handle.
    """

    __slots__ = ("__weakref__", "_at_end", "local")

    def __init__(self) -> None:
        self.local: dict[Any, Any] = {}
        self._at_end: list[Callable[[], None]] = []

    def at_end(self, callback: Callable[[], None]) -> None:
        """Has `callback` called when the job ends, in its greenlet: it may wait."""
        self._at_end.append(callback)

    def finish(self) -> None:
        """Calls what `at_end` collected, last first."""
        while self._at_end:
            self._at_end.pop()()


_outside = Job()
"""The job of code that no worker runs: tests, and Python programs that import generated modules."""


class _Suspension:
    """What a worker sends when something in it waits: where to come back to, and what is waited for."""

    __slots__ = ("awaitable", "place")

    def __init__(self, place: greenlet, awaitable: Awaitable[Any]) -> None:
        self.place = place
        self.awaitable = awaitable


class _Outcome:
    """What a worker sends when its function has ended."""

    __slots__ = ("error", "value")

    def __init__(self, value: Any, error: BaseException | None) -> None:
        self.value = value
        self.error = error

    def result(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.value


class _Worker(greenlet):
    """A greenlet that runs one job after the other; its parent is where the event loop runs."""

    job: Job
    parent: Any

    def __init__(self) -> None:
        super().__init__(self._serve)

    @with_room(JOB)
    def _serve(self, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
        while True:
            outcome = self._call(function, args)
            del function, args
            function, args = self.parent.switch(outcome)

    def _call(self, function: Callable[..., Any], args: tuple[Any, ...]) -> _Outcome:
        try:
            try:
                return _Outcome(function(*args), None)
            finally:
                self.job.finish()
        except GreenletExit:
            raise
        except BaseException as error:
            return _Outcome(None, error)

    def start(self, function: Callable[..., Any], args: tuple[Any, ...], context: Context | None = None) -> Any:
        """Begins a job, in the context of the caller or one of its own; returns a `_Suspension` or an `_Outcome`."""
        here = getcurrent()
        if self.parent is not here:
            self.parent = here
        self.gr_context = here.gr_context if context is None else context
        self.job = Job()
        busy_since[0] = time.monotonic()
        message = self.switch(function, args)
        busy_since[0] = 0.0
        return message


# The host that runs Lua code is the outermost level of its stack.
native_codes[_Worker._call.__code__] = LEVEL

_MAX_IDLE = 256


class _Pool(threading.local):
    """Workers of a thread that have nothing to do; making one costs more than most requests."""

    def __init__(self) -> None:
        self.idle: list[_Worker] = []

    def take(self) -> _Worker:
        return self.idle.pop() if self.idle else _Worker()

    def give_back(self, worker: _Worker) -> None:
        if len(self.idle) < _MAX_IDLE:
            self.idle.append(worker)
        else:
            worker.throw()

    def clear(self) -> None:
        """Ends all idle workers."""
        while self.idle:
            self.idle.pop().throw()


_pool = _Pool()


def current_job() -> Job:
    """The job that is running."""
    worker = _current_worker()
    return _outside if worker is None else worker.job


def _current_worker() -> _Worker | None:
    place: greenlet | None = getcurrent()
    while place is not None and type(place) is not _Worker:
        place = place.parent
    return place


def wait(awaitable: Awaitable[T]) -> T:
    """Waits for an awaitable as a plain function call; other jobs run meanwhile.

    Outside of every job the event loop is run here, until the result is there.

    Raises:
        BridgeError: called from asynchronous code, which must await instead.
    """
    worker = _current_worker()
    if worker is None:
        return _wait_outside(awaitable)
    result: T = worker.parent.switch(_Suspension(getcurrent(), awaitable))
    return result


async def run(function: Callable[..., T], *args: Any) -> T:
    """Runs a function as a job of its own, from asynchronous code."""
    worker = _pool.take()
    result: T = (await _drive(worker.start(function, args), worker)).result()
    return result


class Begun:
    """A job that waits for something; whoever has begun it must see to its end."""

    __slots__ = ("_message", "_worker")

    def __init__(self, worker: _Worker, message: _Suspension) -> None:
        self._worker = worker
        self._message = message

    def finish(self) -> Coroutine[Any, Any, Any]:
        """Drives the job to its end."""
        return _drive(self._message, self._worker)


def begin(function: Callable[[], None]) -> Begun | None:
    """Runs a function as a job of its own until it ends, which gives None, or first waits; needs no task."""
    worker = _pool.take()
    message = worker.start(function, (), copy_context())
    if type(message) is not _Outcome:
        return Begun(worker, message)
    _flush_output()
    _pool.give_back(worker)
    if message.error is not None:
        raise message.error
    return None


async def _drive(message: Any, worker: _Worker | None = None) -> _Outcome:
    """Awaits for a worker whatever it waits for, until its function has ended.

    If the worker is given, it goes back to the others, and what the function has raised is raised.
    """
    while True:
        _flush_output()
        if type(message) is _Outcome:
            if worker is not None:
                _pool.give_back(worker)
                message.result()
            return message
        place = message.place
        try:
            value = await message.awaitable
        except BaseException as error:
            busy_since[0] = time.monotonic()
            message = place.throw(error)
        else:
            busy_since[0] = time.monotonic()
            message = place.switch(value)
        busy_since[0] = 0.0


def _flush_output() -> None:
    """Shows what was printed before anybody waits; a reader that went away is noticed at the end of the program."""
    try:  # noqa: SIM105, as a context manager takes three times as long
        sys.stdout.flush()
    except BrokenPipeError:
        pass


def run_main(start: Callable[[], Any], wake: Callable[[Callable[[], None]], None]) -> None:
    """Runs the main chunk as a job, with an event loop from the moment on that it first waits.

    After a main chunk without error the loop goes on as long as there is other work (`Background`). `wake` is told how
    to rouse a loop that is waiting for events, so that Python looks for an interrupt.
    """
    worker = _pool.take()
    message = worker.start(start, ())
    try:
        if type(message) is _Suspension or (message.error is None and background.is_busy()):
            import asyncio

            with asyncio.Runner() as runner:
                loop = runner.get_loop()
                wake(lambda: _rouse(loop))
                message = runner.run(_drive_main(message))
    finally:
        if type(message) is _Outcome:
            _pool.give_back(worker)
        _pool.clear()
    message.result()


async def _drive_main(message: Any) -> _Outcome:
    """Drives the main chunk to its end, then waits for what goes on beside it."""
    background.begin()
    try:
        outcome = await _drive(message)
        if outcome.error is None:
            await background.finish()
        return outcome
    finally:
        await close_all()


def has_loop() -> bool:
    """Whether an event loop runs in this thread; does not import asyncio to find out."""
    if "asyncio" not in sys.modules:
        return False
    import asyncio

    return asyncio._get_running_loop() is not None


def _rouse(loop: "asyncio.AbstractEventLoop") -> None:
    with suppress(RuntimeError):  # the loop has been closed in the meantime
        loop.call_soon_threadsafe(lambda: None)


class _Loops(threading.local):
    """The event loop of a thread in which code waits that no worker runs."""

    def __init__(self) -> None:
        self.runner: Any = None


_loops = _Loops()


def _wait_outside(awaitable: Awaitable[T]) -> T:
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        pass
    else:
        raise BridgeError(
            "a library function waits, but asynchronous code called it: use `await bridge.run(function, …)`"
        )
    if _loops.runner is None:
        import atexit

        _loops.runner = asyncio.Runner()
        atexit.register(_close_runner, _loops.runner)
    result: T = _loops.runner.run(_as_coroutine(awaitable))
    return result


def _close_runner(runner: Any) -> None:
    runner.run(close_all())
    runner.close()


async def _as_coroutine(awaitable: Awaitable[T]) -> T:
    background.begin()
    return await awaitable


def finish_background() -> None:
    """Waits for timers and spawned jobs, for Python programs that have imported generated modules."""
    if background.is_busy():
        _wait_outside(background.finish())


class Turns:
    """A lock that belongs to a job, for resources that one job at a time may use.

    Attributes:
        owner: the job that has the lock, None if it is free.
    """

    __slots__ = ("_waiters", "owner")

    def __init__(self) -> None:
        self.owner: Job | None = None
        self._waiters: list[asyncio.Future[None]] = []

    def pass_by(self, timeout: float) -> bool:
        """Waits until no other job has the lock; false when that took too long."""
        job = current_job()
        if self.owner is None or self.owner is job:
            return True
        try:
            wait(self._freed(job, timeout))
        except TimeoutError:
            return False
        return True

    async def _freed(self, job: Job, timeout: float) -> None:
        import asyncio

        async with asyncio.timeout(timeout):
            while self.owner is not None and self.owner is not job:
                future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiters.append(future)
                try:
                    await future
                finally:
                    self._waiters.remove(future)

    def take(self) -> None:
        """Gives the lock, which must be free, to the running job."""
        self.owner = current_job()

    def release(self) -> None:
        """Frees the lock. Everyone who waits looks again, in the order of waiting, as passing by takes nothing."""
        self.owner = None
        for future in self._waiters:
            if not future.done():
                future.set_result(None)
