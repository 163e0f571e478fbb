"""Coroutines on greenlets (manual §2.6): a coroutine may yield anywhere, through Python code as through Lua code.

Python's collector does not look into the frames of a suspended greenlet. So nothing that a greenlet holds leads back to
its coroutine: a coroutine that the program drops while it is suspended goes at once, with all that its frames hold.
"""

from types import TracebackType
from typing import Any
from weakref import ref

from greenlet import getcurrent, greenlet

from cmc.runtime.core.calls import CoroutineClose, call_close_after_error
from cmc.runtime.core.errors import LuaError, error_value
from cmc.runtime.core.state import state
from cmc.runtime.core.values import NAMES

MAX_NESTING = 195
"""How many coroutines may be resumed one inside the other, as the 200 C levels of the reference allow."""


class _Thread(greenlet):
    """The greenlet of a coroutine; `coroutine` leads from the running greenlet to the Lua value."""

    reference: "ref[Coroutine]"

    @property
    def coroutine(self) -> "Coroutine | None":
        """The coroutine; a running one is held by who resumed it."""
        return self.reference()


class Coroutine:
    """A Lua thread.

    `error` and `traceback` are those of an error that ended it, `unclosed` the to-be-closed variables that this has
    left open until somebody closes the coroutine (manual §6.2). `status` is what `coroutine.status` says, but that a
    running one may be `normal`.
    """

    __slots__ = (
        "__dict__",
        "__weakref__",
        "depth",
        "error",
        "function",
        "resumer",
        "status",
        "thread",
        "traceback",
        "unclosed",
    )

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
            thread = self.thread = _Thread(_run, resumer)
            thread.reference = ref(self)
        elif thread.parent is not resumer:
            thread.parent = resumer
        self.resumer = resumer
        self.status = "running"
        if outer is not None:
            outer.status = "normal"
        protected_calls = state.protected_calls
        if outer is None:
            try:
                result = thread.switch(args)
                while _passed_on:
                    result = _passed_on.pop().switch(result)
                return result
            finally:
                state.protected_calls = protected_calls
        try:
            return thread.switch(args)
        finally:
            state.protected_calls = protected_calls
            outer.status = "running"
            # Else the coroutine that has resumed this one, and perhaps holds it, would be held in turn.
            self.resumer = None
            if thread:
                thread.parent = _root(resumer)

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


def _run(args: tuple[Any, ...]) -> Any:
    """The body of a greenlet."""
    reference = getcurrent().reference
    try:
        return reference().function(*args)
    except Exception as error:
        coroutine = reference()
        coroutine.error = error
        coroutine.traceback = error.__traceback__
        raise
    finally:
        # There is none when the greenlet ends because the program has dropped the coroutine.
        coroutine = reference()
        if coroutine is not None:
            coroutine.status = "dead"


def _root(thread: greenlet) -> greenlet:
    while thread.parent is not None:
        thread = thread.parent
    return thread


def current() -> Coroutine | None:
    """The running coroutine, None in the main program."""
    return getattr(getcurrent(), "coroutine", None)


def yield_values(args: tuple[Any, ...]) -> Any:
    """Suspends the running coroutine; returns what it is resumed with, as a call does."""
    return _suspend().switch(args)


_passed_on: list[greenlet] = []
"""The coroutine for which the values are that a nested coroutine has just yielded."""


def _suspend() -> greenlet:
    """Marks the running coroutine as suspended and returns where to switch to.

    That is not the coroutine that resumed it: the call of `switch` would hold it as long as this one is suspended.
    """
    coroutine: Coroutine | None = getattr(getcurrent(), "coroutine", None)
    if coroutine is None:
        raise LuaError("attempt to yield from outside a coroutine")
    coroutine.status = "suspended"
    resumer = coroutine.resumer
    assert resumer is not None
    outer: Coroutine | None = getattr(resumer, "coroutine", None)
    if outer is None:
        return resumer
    _passed_on.append(resumer)
    while outer is not None:
        resumer = outer.resumer
        assert resumer is not None
        outer = getattr(resumer, "coroutine", None)
    return resumer


def resumable(coroutine: Coroutine) -> str:
    """Why a coroutine cannot be resumed; empty when it can."""
    if coroutine.status == "suspended":
        return ""
    return "cannot resume dead coroutine" if coroutine.status == "dead" else "cannot resume non-suspended coroutine"
