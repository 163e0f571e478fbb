"""Waiting in turn for something that others have."""

import math
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio


class Waiters:
    """Those who wait, in the order in which they came. All methods belong into the event loop."""

    __slots__ = ("_futures",)

    def __init__(self) -> None:
        self._futures: deque[asyncio.Future[None]] = deque()

    def __bool__(self) -> bool:
        return bool(self._futures)

    async def wait(self, end: float, *, in_front: bool) -> None:
        """Waits until it is worth looking again.

        Args:
            end: the time on the loop's clock at which that has taken too long; infinity for never.
            in_front: whether the caller has waited before, and goes on at the head of the queue.

        Raises:
            TimeoutError: it has taken too long.
        """
        import asyncio

        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if in_front:
            self._futures.appendleft(future)
        else:
            self._futures.append(future)
        try:
            async with asyncio.timeout_at(None if end == math.inf else end):
                await future
        finally:
            if future in self._futures:
                self._futures.remove(future)
            elif future.cancelled():
                self.wake()

    def wake(self) -> None:
        """Has the one look again who has waited longest."""
        while self._futures:
            future = self._futures.popleft()
            if not future.done():
                future.set_result(None)
                return

    def wake_all(self) -> None:
        """Has everyone look again."""
        while self._futures:
            self.wake()
