"""Closing connections while there still is an event loop to do it."""

from collections.abc import AsyncGenerator, Awaitable, Callable


async def at_end_of_loop(close: Callable[[], Awaitable[None]]) -> AsyncGenerator[None, None]:
    """Has `close` awaited at the end of the running event loop, or when the result is closed.

    The caller keeps the result as long as it wants that: whoever runs a loop closes its asynchronous generators at the
    end, before the loop itself is closed.
    """
    generator = _until_closed(close)
    await anext(generator)
    return generator


async def _until_closed(close: Callable[[], Awaitable[None]]) -> AsyncGenerator[None, None]:
    try:
        yield
    finally:
        await close()
