"""Synchronous code over asyncio."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from cmc.runtime.bridge import BridgeError, Turns, current_job, run, wait
from cmc.runtime.core.coroutine import Coroutine, yield_values
from cmc.runtime.core.errors import LuaError
from cmc.runtime.stdlib.base import lua_pcall


async def after(seconds: float, value: Any) -> Any:
    await asyncio.sleep(seconds)
    return value


async def fails() -> None:
    await asyncio.sleep(0)
    raise LuaError("no luck")


def together(*functions: Callable[[], Any]) -> list[Any]:
    """The results of functions that run as jobs at the same time."""

    async def main() -> list[Any]:
        return await asyncio.gather(*[run(function) for function in functions])

    return asyncio.run(main())


def test_outside_of_jobs_the_loop_is_run_until_the_result_is_there() -> None:
    assert wait(after(0.001, "x")) == "x"
    assert wait(after(0, "again")) == "again"
    with pytest.raises(LuaError, match="no luck"):
        wait(fails())


def test_waiting_in_asynchronous_code_is_a_named_error() -> None:
    async def main() -> None:
        awaitable = after(0, 1)
        try:
            wait(awaitable)
        finally:
            awaitable.close()  # type: ignore[attr-defined]

    with pytest.raises(BridgeError, match="await bridge.run"):
        asyncio.run(main())


def test_jobs_run_while_others_wait() -> None:
    log: list[str] = []

    def job(name: str, seconds: float) -> Callable[[], str]:
        def body() -> str:
            log.append(f"{name} begins")
            result: str = wait(after(seconds, name))
            log.append(f"{name} ends")
            return result

        return body

    assert together(job("slow", 0.05), job("fast", 0.01)) == ["slow", "fast"]
    assert log == ["slow begins", "fast begins", "fast ends", "slow ends"]


def test_errors_come_back_into_the_code_that_waits() -> None:
    def body() -> Any:
        return lua_pcall(lambda: wait(fails()))

    assert together(body) == [(False, "no luck")]


def test_errors_of_a_job_reach_who_runs_it() -> None:
    async def main() -> None:
        await run(lambda: wait(fails()))

    with pytest.raises(LuaError, match="no luck"):
        asyncio.run(main())


def test_a_wait_in_a_coroutine_suspends_the_whole_job() -> None:
    log: list[Any] = []

    def inside() -> str:
        log.append(wait(after(0.01, "waited")))
        log.append(yield_values(("yielded",)))
        log.append(wait(after(0.01, "waited again")))
        return "done"

    def body() -> None:
        coroutine = Coroutine(inside)
        log.append(coroutine.resume(()))
        log.append(coroutine.status)
        log.append(coroutine.resume(("resumed",)))
        log.append(coroutine.status)

    def other() -> None:
        log.append("other")

    together(body, other)
    assert log == ["other", "waited", "yielded", "suspended", "resumed", "waited again", "done", "dead"]


def test_each_job_has_its_own_values() -> None:
    def job(value: int) -> Callable[[], Any]:
        def body() -> Any:
            current_job().local["key"] = value
            wait(after(0.01, None))
            inside = Coroutine(lambda: current_job().local["key"])
            return inside.resume(())

        return body

    assert together(job(1), job(2), job(3)) == [1, 2, 3]
    assert "key" not in current_job().local


def test_what_a_job_leaves_for_its_end() -> None:
    log: list[str] = []

    def body() -> None:
        job = current_job()
        job.at_end(lambda: log.append(wait(after(0.001, "first"))))
        job.at_end(lambda: log.append("second"))
        raise LuaError("stop")

    async def main() -> None:
        with pytest.raises(LuaError, match="stop"):
            await run(body)

    asyncio.run(main())
    assert log == ["second", "first"]


def test_cancelled_jobs_unwind() -> None:
    log: list[str] = []

    def body() -> None:
        try:
            lua_pcall(lambda: wait(after(60, None)))
            log.append("not reached")
        finally:
            log.append("unwound")

    async def main() -> None:
        task = asyncio.create_task(run(body))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert log == ["unwound"]


def test_many_jobs() -> None:
    def job(n: int) -> Callable[[], int]:
        return lambda: wait(after(0.001 * (n % 7), n))

    assert together(*[job(n) for n in range(600)]) == list(range(600))


def test_turns_keep_other_jobs_waiting() -> None:
    turns = Turns()
    log: list[str] = []

    def owner() -> None:
        turns.take()
        log.append("owner")
        assert turns.pass_by(1)
        wait(after(0.02, None))
        log.append("owner ends")
        turns.release()

    def other(name: str) -> Callable[[], None]:
        def body() -> None:
            assert turns.pass_by(1)
            log.append(name)

        return body

    together(owner, other("a"), other("b"))
    assert log == ["owner", "owner ends", "a", "b"]


def test_turns_tell_when_waiting_takes_too_long() -> None:
    turns = Turns()
    results: list[bool] = []

    def owner() -> None:
        turns.take()
        wait(after(0.1, None))

    together(owner, lambda: results.append(turns.pass_by(0.01)))
    assert results == [False]


def test_awaitables_of_every_kind() -> None:
    class Ready:
        def __await__(self) -> Any:
            yield from asyncio.sleep(0).__await__()
            return "ready"

    ready: Awaitable[str] = Ready()
    assert wait(ready) == "ready"
    assert together(lambda: wait(Ready())) == ["ready"]
