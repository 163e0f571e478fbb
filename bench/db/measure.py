"""Work in asyncio, by hand and in jobs of compiled programs, timed in turns."""

import asyncio
import gc
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from cmc.runtime.bridge import run

Work = Callable[[int], Awaitable[Any]]
"""Does an operation so many times."""


def jobs(body: Callable[[], Any], at_a_time: int = 1) -> Work:
    """Work of the kind that compiled programs do: synchronous code in jobs."""

    async def work(count: int) -> None:
        def job() -> None:
            for _ in range(count // at_a_time):
                body()

        await asyncio.gather(*[run(job) for _ in range(at_a_time)])

    return work


def tasks(body: Callable[[], Awaitable[Any]], at_a_time: int = 1) -> Work:
    """The same with asynchronous code."""

    async def work(count: int) -> None:
        async def task() -> None:
            for _ in range(count // at_a_time):
                await body()

        await asyncio.gather(*[task() for _ in range(at_a_time)])

    return work


@dataclass(frozen=True, slots=True)
class Case:
    """An operation on both sides: how often it is done in a round, and the throughput that is wanted."""

    engine: str
    name: str
    count: int
    bare: Work
    ours: Work
    goal: float = 0.7


@dataclass(frozen=True, slots=True)
class Figure:
    """Microseconds for one operation on both sides, and our throughput in parts of the bare one's; by two clocks."""

    engine: str
    name: str
    bare: float
    ours: float
    ratio: float
    cpu_bare: float
    cpu_ours: float
    cpu_ratio: float
    goal: float


async def measured(case: Case, rounds: int) -> Figure:
    """The medians of rounds; the ratios are medians of pairs, so that what else the machine does meets both sides."""
    bare: list[tuple[float, float]] = []
    ours: list[tuple[float, float]] = []
    for number in range(rounds + 1):
        sides = [(case.bare, bare), (case.ours, ours)]
        for work, times in sides if number % 2 else reversed(sides):
            gc.collect()
            begin, cpu = time.perf_counter(), time.process_time()
            await work(case.count)
            times.append((time.perf_counter() - begin, time.process_time() - cpu))
    # The first round fills caches and opens connections.
    pairs = list(zip(bare[1:], ours[1:], strict=True))

    def middle(values: list[float], scale: float = 1e6 / case.count) -> float:
        return statistics.median(values) * scale

    return Figure(
        case.engine,
        case.name,
        middle([left[0] for left, _ in pairs]),
        middle([right[0] for _, right in pairs]),
        middle([left[0] / right[0] for left, right in pairs], 1),
        middle([left[1] for left, _ in pairs]),
        middle([right[1] for _, right in pairs]),
        middle([left[1] / right[1] for left, right in pairs], 1),
        case.goal,
    )
