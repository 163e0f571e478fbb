"""Coroutines on greenlets (manual §2.6): a coroutine may yield anywhere, through Python code as through Lua code."""

from types import TracebackType
from typing import Any

from greenlet import getcurrent, greenlet

from cmc.runtime.core.calls import CoroutineClose, call_close_after_error
from cmc.runtime.core.errors import LuaError, error_value
from cmc.runtime.core.values import NAMES


MAX_NESTING = 195
"""How many coroutines may be resumed one inside the other, as the 200 C levels of the reference implementation allow."""


class _Thread(greenlet):
    """The greenlet of a coroutine; `coroutine` leads from the running greenlet to the Lua value."""

    coroutine: "Coroutine"


class Coroutine:
    """A Lua thread.

    `error` and `traceback` are those of an error that ended it, `unclosed` the to-be-closed variables that this has
    left open until somebody closes the coroutine (manual §6.2). `status` is what `coroutine.status` says, but that a running one may be `normal`."""

    __slots__ = ("__dict__", "__weakref__", "depth", "error", "function", "resumer", "status", "thread", "traceback", "unclosed")

    lua_type = "thread"

    def __init__(self, function: Any) -> None:
        self.function = function
        self.status = "suspended"
        self.thread: _Thread | None = None
        self.resumer: greenlet | None = None
        self.error: BaseException | None = None
        self.traceback: TracebackType | None = None
        self.unclosed: list[Any] = []
        self.depth = 0

    def resume(self, args: tuple[Any, ...]) -> Any:
        """Runs to the next yield or the end; returns the values, as a call does.

        Raises:
            LuaError: the coroutine cannot be resumed (`resumable` tells beforehand).
            Exception: what the coroutine raised.
        """
        thread = self.thread
        resumer = getcurrent()
        outer = getattr(resumer, "coroutine", None)
        self.depth = outer.depth + 1 if outer is not None else 1
        if self.depth > MAX_NESTING:
            raise LuaError("C stack overflow")
        if thread is None:
            thread = self.thread = _Thread(self._run, resumer)
            thread.coroutine = self
        elif thread.parent is not resumer:
            thread.parent = resumer
        self.resumer = resumer
        self.status = "running"
        if outer is not None:
            outer.status = "normal"
        try:
            return thread.switch(args)
        finally:
            if outer is not None:
                outer.status = "running"

    def _run(self, args: tuple[Any, ...]) -> Any:
        try:
            return self.function(*args)
        except Exception as error:
            self.error = error
            self.traceback = error.__traceback__
            raise
        finally:
            self.status = "dead"

    def _close_variables(self, error: BaseException | None) -> BaseException | None:
        """Closes what an error in the body has left open; returns the error that is left in the end."""
        for value in self.unclosed:
            try:
                call_close_after_error(value, None if error is None else error_value(error))
            except Exception as following:
                error = following
        self.unclosed.clear()
        return error

    def close(self) -> BaseException | None:
        """Unwinds a suspended coroutine (manual §6.2, `coroutine.close`); returns the error it ended with, if any."""
        thread = self.thread
        if self.status == "dead" or thread is None:
            self.status = "dead"
            error, self.error = self.error, None
            return self._close_variables(error)
        closing = CoroutineClose()
        self.status = "running"
        if thread.parent is not getcurrent():
            thread.parent = getcurrent()
        try:
            thread.throw(closing)
        except CoroutineClose:
            pass
        finally:
            self.status = "dead"
        return closing.error


NAMES[Coroutine] = "thread"


def current() -> Coroutine | None:
    """The running coroutine, None in the main program."""
    return getattr(getcurrent(), "coroutine", None)


def yield_values(args: tuple[Any, ...]) -> Any:
    """Suspends the running coroutine; returns what it is resumed with, as a call does."""
    thread = getcurrent()
    coroutine: Coroutine | None = getattr(thread, "coroutine", None)
    if coroutine is None:
        raise LuaError("attempt to yield from outside a coroutine")
    coroutine.status = "suspended"
    assert coroutine.resumer is not None
    return coroutine.resumer.switch(args)


def resumable(coroutine: Coroutine) -> str:
    """Why a coroutine cannot be resumed; empty when it can."""
    if coroutine.status == "suspended":
        return ""
    return "cannot resume dead coroutine" if coroutine.status == "dead" else "cannot resume non-suspended coroutine"


