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
"""How many coroutines may be resumed or closed one inside the other, as the 200 C levels of the reference allow."""


class _Thread(greenlet):
    """The greenlet of a coroutine; `coroutine()` leads from the running greenlet to the Lua value."""

    __slots__ = ("coroutine",)

    coroutine: "ref[Coroutine]"
    """A running coroutine is held by who resumed it."""


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
        resumer = getcurrent()
        if type(resumer) is _Thread:
            return self._resume_inside(resumer, args)
        thread = self.thread
        if thread is None:
            thread = self._start(resumer)
        elif thread.parent is not resumer:
            thread.parent = resumer
        self.depth = 1
        self.resumer = resumer
        self.status = "running"
        protected_calls = state.protected_calls
        try:
            result = thread.switch(args[0] if len(args) == 1 else args)
            while _passed_on:
                result = _passed_on.pop().switch(result)
            return result
        finally:
            state.protected_calls = protected_calls

    def _resume_inside(self, resumer: _Thread, args: tuple[Any, ...]) -> Any:
        """`resume` in another coroutine."""
        outer = resumer.coroutine()
        assert outer is not None
        self.depth = outer.depth + 1
        if self.depth > MAX_NESTING:
            raise LuaError("C stack overflow")
        thread = self.thread
        if thread is None:
            thread = self._start(resumer)
        else:
            thread.parent = resumer
        self.resumer = resumer
        self.status = "running"
        outer.status = "normal"
        protected_calls = state.protected_calls
        try:
            return thread.switch(args[0] if len(args) == 1 else args)
        finally:
            state.protected_calls = protected_calls
            outer.status = "running"
            # Else the coroutine that has resumed this one, and perhaps holds it, would be held in turn.
            self.resumer = None
            if thread:
                thread.parent = _root(resumer)

    def _start(self, resumer: greenlet) -> _Thread:
        """A greenlet that is to run the function."""
        thread = self.thread = _Thread(_run, resumer)
        thread.coroutine = ref(self)
        return thread

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
        closer = current()
        self.depth = 1 if closer is None else closer.depth + 1
        if self.depth > MAX_NESTING:
            raise LuaError("C stack overflow")
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


def _run(values: Any) -> Any:
    """The body of a greenlet; `values` are the arguments of the function, in the form in which calls return values."""
    reference = getcurrent().coroutine
    try:
        function = reference().function
        return function(*values) if type(values) is tuple else function(values)
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
    while (parent := thread.parent) is not None:
        thread = parent
    return thread


def current() -> Coroutine | None:
    """The running coroutine, None in the main program."""
    thread = getcurrent()
    return thread.coroutine() if type(thread) is _Thread else None


def yield_values(args: tuple[Any, ...]) -> Any:
    """Suspends the running coroutine; returns what it is resumed with, as a call does."""
    return suspend().switch(args[0] if len(args) == 1 else args)


_passed_on: list[greenlet] = []
"""The coroutine for which the values are that a nested coroutine has just yielded."""


def suspend() -> greenlet:
    """Marks the running coroutine as suspended and returns where to switch to with what it yields.

    That is not the coroutine that resumed it: the call of `switch` would hold it as long as this one is suspended. Nor
    may the caller of `switch` hold the coroutine or its greenlet in a variable, so all this is a function.
    """
    thread = getcurrent()
    if type(thread) is not _Thread:
        raise LuaError("attempt to yield from outside a coroutine")
    coroutine: Any = thread.coroutine()
    coroutine.status = "suspended"
    resumer: greenlet = coroutine.resumer
    if type(resumer) is _Thread:
        _passed_on.append(resumer)
        while type(resumer) is _Thread:
            outer: Any = resumer.coroutine()
            resumer = outer.resumer
    return resumer


def resumable(coroutine: Coroutine) -> str:
    """Why a coroutine cannot be resumed; empty when it can."""
    if coroutine.status == "suspended":
        return ""
    return "cannot resume dead coroutine" if coroutine.status == "dead" else "cannot resume non-suspended coroutine"
