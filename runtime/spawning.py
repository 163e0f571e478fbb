"""Jobs beside the one that runs."""

import threading
from collections.abc import Callable
from typing import Any

from cmc.runtime.background import keep_running_for
from cmc.runtime.bridge import has_loop, run


class _Spawned(threading.local):
    """The jobs that `spawn` has begun in a thread and that have not ended."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []
        self.tasks: set[Any] = set()

    def begin(self) -> None:
        waiting, self.waiting = self.waiting, []
        for function, args in waiting:
            spawn(function, *args)

    def is_busy(self) -> bool:
        return bool(self.waiting or self.tasks)

    async def finish(self) -> None:
        import asyncio

        while self.tasks:
            await asyncio.wait(self.tasks)


_spawned = _Spawned()
keep_running_for(_spawned)


def spawn(function: Callable[..., Any], *args: Any) -> None:
    """Runs a function as a job of its own, beside the one that runs; the program does not end before it.

    It starts when this one waits or ends. Errors are the function's own matter; one that it lets out is reported by the
    event loop, but for the requests to exit, which end the program.
    """
    if not has_loop():
        _spawned.waiting.append((function, args))
        return
    import asyncio

    task = asyncio.get_running_loop().create_task(run(function, *args))
    _spawned.tasks.add(task)
    task.add_done_callback(_spawned.tasks.discard)
