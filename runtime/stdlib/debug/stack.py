"""The stack that a debug function looks at: the program's, or that of a coroutine."""

from collections.abc import Iterator
from types import FrameType

from cmc.runtime.core.coroutine import Coroutine
from cmc.runtime.core.frames import Level, levels, levels_of, traceback_frames


def stack_of(coroutine: Coroutine | None, frame: FrameType) -> Iterator[Level]:
    """The levels of a coroutine, or from `frame` outwards; a coroutine that died by an error shows where."""
    if coroutine is None or coroutine.status == "running":
        return levels(frame)
    if coroutine.traceback is not None:
        return levels_of(traceback_frames(coroutine.traceback))
    if coroutine.thread is None or coroutine.status == "dead":
        return iter(())
    return levels(coroutine.thread.gr_frame)
