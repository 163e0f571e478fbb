"""Functions that block."""

import asyncio
import threading
import time

import pytest

from cmc.runtime.bridge import run
from cmc.runtime.core.errors import LuaError
from cmc.runtime.threads import in_thread


def test_without_an_event_loop_the_function_is_called_here() -> None:
    assert in_thread(threading.get_ident) == threading.get_ident()


def test_other_jobs_run_meanwhile() -> None:
    log: list[str] = []

    def block(name: str, *, seconds: float) -> str:
        time.sleep(seconds)
        log.append(name)
        return name

    async def main() -> list[str]:
        jobs = [
            run(lambda name=name, s=s: in_thread(block, name, seconds=s)) for name, s in (("slow", 0.2), ("quick", 0))
        ]
        return list(await asyncio.gather(*jobs))

    assert asyncio.run(main()) == ["slow", "quick"]
    assert log == ["quick", "slow"]


def test_errors_come_back() -> None:
    def fail() -> None:
        raise LuaError("reason")

    async def main() -> None:
        await run(in_thread, fail)

    with pytest.raises(LuaError, match="reason"):
        asyncio.run(main())
