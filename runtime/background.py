"""What belongs to an event loop besides the jobs that are waited for: timers, spawned jobs, connections kept open."""

import threading
from collections.abc import Awaitable, Callable
from typing import Any, Protocol


class _Closers(threading.local):
    """What is to be closed when the event loop of a thread comes to its end."""

    def __init__(self) -> None:
        self.functions: list[Callable[[], Awaitable[Any]]] = []


_closers = _Closers()


def at_loop_end(close: Callable[[], Awaitable[Any]]) -> None:
    """Has `close` called and awaited at the end of the event loop that runs: for connections that are kept open."""
    _closers.functions.append(close)


async def close_all() -> None:
    """Closes what `at_loop_end` was told of, last first."""
    while _closers.functions:
        await _closers.functions.pop()()


class Background:
    """Work beside the main chunk that keeps a program running: timers (`timers.py`) and jobs that `spawn` began.

    `sources` are the parts that have such work.
    """

    def __init__(self) -> None:
        self.sources: list[Source] = []

    def begin(self) -> None:
        """Called when an event loop has begun to run."""
        for source in self.sources:
            source.begin()

    def is_busy(self) -> bool:
        """Whether there is work left."""
        return any(source.is_busy() for source in self.sources)

    async def finish(self) -> None:
        """Waits until there is no work left."""
        while self.is_busy():
            for source in self.sources:
                await source.finish()


class Source(Protocol):
    """A part of the runtime that may have work while the main chunk waits, and after it has ended."""

    def begin(self) -> None:
        """Called in a running event loop: what has been asked for before there was one can be begun."""

    def is_busy(self) -> bool:
        """Whether work is left that the program must not end without."""

    async def finish(self) -> None:
        """Waits for that work."""


background = Background()


def keep_running_for(source: Source) -> None:
    """Has programs go on after their main chunk as long as `source` is busy."""
    background.sources.append(source)
