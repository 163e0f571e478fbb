"""Finalizers (`__gc`, manual §2.5.3) and collections, on Python's collector.

Python notices most garbage at once. Lua's finalizers run when a collection has found their object, so a table that
nobody refers to any more waits in a queue: until the program asks for a collection, until it has run on for a while, or
until it ends.
"""

import ctypes
import gc
import sys
import time
import weakref
from types import FrameType
from typing import Any

from cmc.runtime.core.frames import chunk_of_globals
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table, dict_get
from cmc.runtime.core.weak import has_weak_tables

_EVENTS_BEFORE_RUN = 2000
"""Lines that the program may run on before finalizers in the queue are called without being asked for."""

_EVENTS_BEFORE_COLLECTION = 20_000
"""Lines after which a program with a new weak table gets a collection that it has not asked for."""

_SECONDS_BETWEEN = 1.0
"""How long after such a collection there is no other one."""

_UNCONDITIONAL = 20
"""How many such collections a program gets however fast they follow each other."""

_GARBAGE_RATE = 64
"""KBytes of garbage that a program is taken to make in a millisecond of processor time; shorter times make none."""

_BLOCK_BYTES = 64
"""Size of a block of Python's allocator, on average."""


class _Collector:
    """What is marked for finalization, in order of marking, and what waits for its finalizer to be called."""

    def __init__(self) -> None:
        self.marks = 0
        self.pending: dict[int, tuple[int, weakref.ref[Table]]] = {}
        self.queue: list[tuple[int, Table]] = []
        self.dying: set[int] = set()
        self.countdown = 0
        self.collects = False
        self.collected_at = -_SECONDS_BETWEEN
        self.unconditional = _UNCONDITIONAL
        self.garbage_since = time.process_time()
        self.running = True
        self.closing = False
        self.finalizing = False


_collector = _Collector()


def mark_for_finalization(table: Table) -> None:
    """Notes that `__gc` is to be called for a table, at the end of the program at the latest.

    What finalizers make while the program ends is not finalized any more (GCSTPCLS).
    """
    if _collector.closing:
        return
    _collector.marks += 1
    _collector.pending[id(table)] = (_collector.marks, weakref.ref(table))


def finalize(table: Table) -> None:
    """Queues a table that nobody refers to any more for its finalizer."""
    mark = _collector.pending.pop(id(table), None)
    if mark is None:
        return
    _collector.queue.append((mark[0], table))
    _collector.dying.add(id(table))
    _clear_finalized_flag(table)
    if has_weak_tables() and _may_collect():
        # A finalizer that is called tells the program that weak tables have lost their entries as well.
        _collector.collects = True
    _count_down(_EVENTS_BEFORE_RUN)


def is_dying(value: Any) -> bool:
    """Whether a value only lives until its finalizer has run."""
    return id(value) in _collector.dying


def _clear_finalized_flag(table: Table) -> None:
    """Lets Python call `__del__` of a table again: Lua finalizes an object as often as it is marked for it.

    CPython keeps the flag in the lowest bit of the second word before the object (`PyGC_Head._gc_prev`).
    """
    word = ctypes.c_size_t.from_address(id(table) - ctypes.sizeof(ctypes.c_size_t))
    word.value &= ~1


def collect_later() -> None:
    """Has a collection come after a while, for programs that wait for a weak table to lose its entries."""
    if _may_collect():
        _collector.collects = True
        _count_down(_EVENTS_BEFORE_COLLECTION)


def _may_collect() -> bool:
    """Whether the program may get another collection that it has not asked for; it counts as given."""
    now = time.monotonic()
    if not _collector.unconditional and now - _collector.collected_at < _SECONDS_BETWEEN:
        return False
    _collector.unconditional = max(0, _collector.unconditional - 1)
    _collector.collected_at = now
    return True


def _count_down(events: int) -> None:
    """Has the queue run after some more lines of the program."""
    if _collector.countdown:
        _collector.countdown = min(_collector.countdown, events)
        return
    if sys.gettrace() is not None:
        return
    _collector.countdown = events
    sys.settrace(_trace)
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        frame.f_trace = _trace
        frame = frame.f_back


def _trace(frame: FrameType, event: str, argument: Any) -> Any:
    _collector.countdown -= 1
    # Inside helpers, their parameters hold what the program may be waiting for.
    if _collector.countdown > 0 or event != "line" or chunk_of_globals(frame.f_globals) is None:
        return _trace
    sys.settrace(None)
    _collector.countdown = 0
    if _collector.collects:
        _collector.collects = False
        gc.collect()
    run_finalizers()
    return None


def run_finalizers() -> None:
    """Calls the finalizers of all tables in the queue, those marked last first; one of them does not start others."""
    if _collector.finalizing:
        return
    if _collector.countdown and not _collector.collects and sys.gettrace() is _trace:
        sys.settrace(None)
        _collector.countdown = 0
    while _collector.queue:
        waiting, _collector.queue = sorted(_collector.queue, key=lambda entry: entry[0]), []
        while waiting:
            _, table = waiting.pop()
            _collector.dying.discard(id(table))
            if table.has_metatable:
                _call(dict_get(table.metatable, "__gc"), table)


def _call(handler: Any, table: Table) -> None:
    if not callable(handler):
        return
    _collector.finalizing = True
    try:
        handler(table)
    except Exception as error:
        from cmc.runtime.core.errors import error_text, error_value

        warn(f"error in __gc ({error_text(error_value(error))})")
    finally:
        _collector.finalizing = False


def collect() -> None:
    """A full collection with the finalizers of what it found."""
    gc.collect()
    run_finalizers()
    _collector.garbage_since = time.process_time()


def close_state() -> None:
    """Calls the finalizers of all tables that still wait for it, those marked last first (lua_close)."""
    _collector.closing = True
    while _collector.pending or _collector.queue:
        for mark, reference in list(_collector.pending.values()):
            table = reference()
            if table is not None:
                _collector.queue.append((mark, table))
        _collector.pending.clear()
        run_finalizers()


def forget_finalizers() -> None:
    """Ends the program without the finalizers that still wait."""
    _collector.pending.clear()
    _collector.queue.clear()


def memory_in_use() -> float:
    """KBytes in use: blocks of Python's allocator, and what the C library handed out where it can tell.

    Python frees most garbage at once. What a program in Lua would have left lying about since the last collection is
    estimated from the time it has run, so that loops that wait for memory to grow, or to shrink, come to an end.
    """
    _have_frames(sys._getframe())
    used = sys.getallocatedblocks() * _BLOCK_BYTES / 1024 + _c_library_bytes() / 1024
    now = time.process_time()
    garbage = int((now - _collector.garbage_since) * 1000) * _GARBAGE_RATE
    if garbage > used and _collector.running:
        _collector.garbage_since, garbage = now, 0
    return used + garbage


def _have_frames(frame: FrameType | None) -> None:
    """Has Python make the objects of all frames, which it does when somebody first looks: that of the outermost one is
    large (`core/frame_room.py`), and is not to look like memory of the program."""
    while frame is not None:
        frame = frame.f_back


def set_running(running: bool) -> None:
    """`collectgarbage("stop")` and `collectgarbage("restart")`."""
    _collector.running = running


def is_finalizing() -> bool:
    """Whether a finalizer runs, in which nobody may ask the collector for anything (lua_gc)."""
    return _collector.finalizing


def is_running() -> bool:
    """Whether automatic collections are on."""
    return _collector.running


class _Mallinfo2(ctypes.Structure):
    """`struct mallinfo2` of the GNU C library."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in [
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",
            "usmblks",
            "fsmblks",
            "uordblks",
            "fordblks",
            "keepcost",
        ]
    ]


def _c_library_bytes() -> int:
    """Bytes that the C library's allocator has handed out; 0 where it does not tell."""
    library = ctypes.CDLL(None)
    if not hasattr(library, "mallinfo2"):
        return 0
    library.mallinfo2.restype = _Mallinfo2
    information = library.mallinfo2()
    return int(information.uordblks + information.hblkhd)


def warn(message: str) -> None:
    """A warning of the runtime, shown when the program has turned warnings on (manual §6.1, `warn`)."""
    if state.warnings:
        sys.stdout.flush()
        sys.stderr.write(f"Lua warning: {message}\n")
