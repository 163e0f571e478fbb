"""Reports Lua code that keeps the event loop, and with it all other requests, waiting.

A thread looks now and then how long the code that runs has had the loop's thread, and reads off that thread's stack
which Lua line it is at.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from cmc.runtime.bridge import busy_since
from cmc.runtime.core.frames import levels


@contextmanager
def watch_loop(seconds: float) -> Iterator[None]:
    """While the context is open, code that keeps this thread's event loop for `seconds` is reported; 0 for never."""
    if seconds <= 0:
        yield
        return
    is_over = threading.Event()
    target = threading.get_ident()
    thread = threading.Thread(target=_watch, args=(seconds, target, is_over), name="watchdog", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()


def _watch(seconds: float, target: int, is_over: threading.Event) -> None:
    reported = 0.0
    while not is_over.wait(seconds / 4):
        begin = busy_since[0]
        if begin == 0.0 or begin == reported or time.monotonic() - begin < seconds:
            continue
        frame = sys._current_frames().get(target)
        if busy_since[0] == begin:
            reported = begin
            _report(time.monotonic() - begin, frame)


def _report(seconds: float, frame: FrameType | None) -> None:
    place = next((f"{level.chunk.short_name}:{level.lua_line}: " for level in levels(frame) if level.chunk), "")
    sys.stderr.write(f"warning: {place}the event loop has been blocked for {seconds * 1000:.0f} ms\n")
    sys.stderr.flush()
