"""Functions that block, in threads beside the event loop."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from cmc.runtime.bridge import has_loop, wait

P = ParamSpec("P")
T = TypeVar("T")


def in_thread(function: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
    """The result of a function that blocks; other jobs run meanwhile.

    Without an event loop there is no other job that could run, and the function is simply called. It must not touch
    Lua values that programs can reach, since Lua code runs at the same time.
    """
    if not has_loop():
        return function(*args, **options)
    import asyncio

    return wait(asyncio.to_thread(function, *args, **options))
