"""Timers and spawned jobs of the bridge."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from cmc.runtime.bridge import run, run_main, wait
from cmc.runtime.spawning import spawn
from cmc.runtime.timers import Timer, cancel_timers, paused_timers, start_timer


def as_program(main: Callable[[], Any]) -> float:
    """Runs a main chunk to the end of the program; returns the seconds that it took."""
    begin = time.monotonic()
    run_main(main, lambda wake: None)
    return time.monotonic() - begin


def test_timers_fire_in_the_order_of_their_deadlines_after_the_main_chunk() -> None:
    log: list[Any] = []

    def main() -> None:
        start_timer(lambda: log.append("late"), 20)
        for number in range(50):
            start_timer(lambda number=number: log.append(number), 1)
        start_timer(lambda: log.append("never"), 1).cancel()
        log.append("main")

    assert as_program(main) < 1
    assert log == ["main", *range(50), "late"]


def test_timers_fire_while_the_main_chunk_waits_and_while_other_timers_do() -> None:
    log: list[str] = []

    def slow() -> None:
        log.append("slow begins")
        wait(asyncio.sleep(0.03))
        log.append("slow ends")

    def main() -> None:
        start_timer(slow, 5)
        start_timer(lambda: log.append("fast"), 10)
        wait(asyncio.sleep(0.08))
        log.append("main ends")

    as_program(main)
    assert log == ["slow begins", "fast", "slow ends", "main ends"]


def test_repetition_ends_when_the_timer_cancels_itself() -> None:
    calls: list[float] = []
    timers: list[Timer] = []

    def tick() -> None:
        calls.append(time.monotonic())
        if len(calls) == 4:
            timers[0].cancel()

    def main() -> None:
        timers.append(start_timer(tick, 10, repeat=True))

    assert 0.04 <= as_program(main) < 0.5
    assert len(calls) == 4


def test_a_slow_repetition_has_no_backlog() -> None:
    calls: list[float] = []
    running = [0]

    def tick() -> None:
        running[0] += 1
        assert running[0] == 1
        calls.append(time.monotonic())
        wait(asyncio.sleep(0.03))
        running[0] -= 1

    def main() -> None:
        timer = start_timer(tick, 5, repeat=True)
        start_timer(timer.cancel, 100)

    as_program(main)
    assert 3 <= len(calls) <= 5


def test_order_after_a_hold_up() -> None:
    log: list[str] = []
    timers: list[Timer] = []

    def tick() -> None:
        log.append("tick")
        if len(log) == 4:
            timers[0].cancel()

    def main() -> None:
        timers.append(start_timer(tick, 20, repeat=True))
        start_timer(lambda: log.append("between"), 50)
        time.sleep(0.1)

    as_program(main)
    assert log == ["tick", "tick", "between", "tick"]


def test_timers_that_timers_start_keep_the_program_running() -> None:
    log: list[int] = []

    def chain(number: int) -> Callable[[], None]:
        def step() -> None:
            log.append(number)
            if number < 3:
                start_timer(chain(number + 1), 1)

        return step

    as_program(lambda: start_timer(chain(1), 1))
    assert log == [1, 2, 3]


def test_all_timers_can_be_cancelled() -> None:
    def main() -> None:
        start_timer(lambda: None, 60_000, repeat=True)
        start_timer(cancel_timers, 5)

    assert as_program(main) < 5


def test_an_error_of_the_main_chunk_discards_timers() -> None:
    log: list[str] = []

    def main() -> None:
        start_timer(lambda: log.append("never"), 1)
        raise ValueError

    try:
        as_program(main)
    except ValueError:
        log.append("error")
    cancel_timers()
    assert log == ["error"]


def test_a_pause_moves_all_timers() -> None:
    log: list[str] = []

    def main() -> None:
        start_timer(lambda: log.append("late"), 40)
        start_timer(lambda: log.append("soon"), 1)
        with paused_timers():
            with paused_timers():
                start_timer(lambda: log.append("during"), 20)
            wait(asyncio.sleep(0.06))
            log.append("paused")
        wait(asyncio.sleep(0.005))
        log.append("resumed")

    assert as_program(main) >= 0.1
    assert log == ["paused", "soon", "resumed", "during", "late"]


def test_an_exit_in_a_timer_ends_the_program() -> None:
    def leave() -> None:
        raise SystemExit(3)

    def main() -> None:
        start_timer(leave, 1)
        start_timer(lambda: None, 60_000)
        wait(asyncio.sleep(60))

    try:
        as_program(main)
        raise AssertionError("the program went on")
    except SystemExit as request:
        assert request.code == 3
    cancel_timers()


def test_spawned_jobs_are_waited_for() -> None:
    log: list[str] = []

    def job(name: str) -> None:
        wait(asyncio.sleep(0.01))
        log.append(name)
        if name == "first":
            spawn(job, "second")

    def main() -> None:
        spawn(job, "first")
        log.append("main")

    as_program(main)
    assert log == ["main", "first", "second"]


def test_spawned_jobs_begin_when_the_job_that_spawned_them_waits() -> None:
    log: list[str] = []

    def body() -> None:
        spawn(lambda: log.append("spawned"))
        log.append("before")
        wait(asyncio.sleep(0.01))
        log.append("after")

    async def main() -> None:
        await run(body)

    asyncio.run(main())
    assert log == ["before", "spawned", "after"]
