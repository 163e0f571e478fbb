"""Calls and results: cutting and filling lists of values, tail calls, cells, to-be-closed variables.

A Lua function returns one value as it is, and a tuple for none or several; Lua values are never tuples.
"""

import sys
from itertools import cycle
from types import CodeType, FrameType, FunctionType, TracebackType
from typing import Any

from greenlet import GreenletExit, getcurrent

from cmc.runtime.core.errors import call_error, error_value, runtime_error
from cmc.runtime.core.frames import PROTECTED, UNWINDING, chunk_of_globals, native_codes
from cmc.runtime.core.metamethods import call_event, first_of, metamethod, resolve_call
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table

first = first_of


def results(result: Any) -> tuple[Any, ...]:
    """All results of a call as a tuple."""
    return result if type(result) is tuple else (result,)


def adjust(result: Any, wanted: int) -> tuple[Any, ...]:
    """The first `wanted` results of a call, filled up with nil (manual §3.4.12)."""
    if type(result) is not tuple:
        return (result,) + (None,) * (wanted - 1)
    size = len(result)
    if size == wanted:
        return result
    return result[:wanted] if size > wanted else result + (None,) * (wanted - size)


def coalesce(value: Any, default: Any) -> Any:
    """`value or default` where evaluating the default does not matter."""
    return default if value is None or value is False else value


class Cell:
    """A local variable that several closures share and that is fresh in every iteration of a loop."""

    __slots__ = ("value",)

    def __init__(self, value: Any = None) -> None:
        self.value = value


def call(function: Any, *args: Any) -> Any:
    """A call of a value that may be callable only by the metatable of its basic type."""
    if not callable(function) and (handler := metamethod(function, "__call")) is not None:
        return call(handler, function, *args)
    if not callable(function):
        raise call_error(function)
    return function(*args)


# Tail calls


class _TailJump(BaseException):
    """Unwinds the frames of finished tail calls down to the `tail` that is to make the next call."""

    def __init__(self, target: FrameType, function: Any, args: tuple[Any, ...]) -> None:
        self.target, self.function, self.args_ = target, function, args


_CHECK_EVERY = 4096
_MIN_CHAIN = 64
_looks = cycle([False] * (_CHECK_EVERY - 1) + [True])
_ABSENT: Any = object()


def tail(function: Any, a: Any = _ABSENT, b: Any = _ABSENT, c: Any = _ABSENT, d: Any = _ABSENT, *rest: Any) -> Any:
    """A tail call that may be part of an endless chain (manual §3.4.10).

    Python keeps the frames of callers that have nothing left to do. Now and then the stack is looked at: where it
    consists of such frames, they are dropped by going back to the first of them and calling from there.
    """
    if type(function) is not FunctionType and isinstance(function, Table):
        function, args = resolve_call(function, _present(a, b, c, d, *rest))
        a, b, c, d = (*args, _ABSENT, _ABSENT, _ABSENT, _ABSENT)[:4]
        rest = args[4:]
    if next(_looks) and (target := _chain_start(sys._getframe())) is not None:
        raise _TailJump(target, function, _present(a, b, c, d, *rest))
    try:
        # Python calls without unpacking use no C stack.
        if b is _ABSENT:
            return function() if a is _ABSENT else function(a)
        if c is _ABSENT:
            return function(a, b)
        if d is _ABSENT:
            return function(a, b, c)
        return function(a, b, c, d, *rest) if rest else function(a, b, c, d)
    except _TailJump as jump:
        frame = sys._getframe()
        while True:
            if jump.target is not frame:
                raise
            function, args = jump.function, jump.args_
            # The exception holds the dropped frames.
            jump.target = None  # type: ignore[assignment]
            jump.__traceback__ = None
            try:
                return function(*args)
            except _TailJump as following:
                jump = following
                if jump.target is not frame:
                    raise


def _present(*args: Any) -> tuple[Any, ...]:
    """The arguments of a call without those that are not there."""
    return tuple([value for value in args if value is not _ABSENT])


def _chain_start(frame: FrameType) -> FrameType | None:
    """The outermost `tail` of the unbroken chain of tail calls that ends in `frame`."""
    start: FrameType | None = None
    length = 0
    known: dict[tuple[CodeType, int], bool] = {}
    caller = frame.f_back
    while caller is not None:
        if caller.f_code is tail.__code__:
            start = caller
        else:
            place = (caller.f_code, caller.f_lasti)
            if place not in known:
                chunk = chunk_of_globals(caller.f_globals)
                known[place] = chunk is not None and chunk.operation(*place)[4]
            if not known[place]:
                break
            length += 1
        caller = caller.f_back
    return start if length >= _MIN_CHAIN else None


# To-be-closed variables


class CoroutineClose(BaseException):
    """Unwinds a suspended coroutine that is being closed; `error` is what its `__close` methods raised last."""

    error: BaseException | None = None


class to_close:
    """`with to_close(value, name) as name:` for `local name <close> = value` (manual §3.3.8)."""

    __slots__ = ("value",)

    def __init__(self, value: Any, name: str) -> None:
        if value is not None and value is not False and metamethod(value, "__close") is None:
            raise runtime_error(f"variable '{name}' got a non-closable value")
        self.value = value

    def __enter__(self) -> Any:
        return self.value

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        value = self.value
        if value is None or value is False:
            return
        if error is None:
            call_close(value, None)
        elif isinstance(error, CoroutineClose):
            _close_in_closing(value, error)
        elif not isinstance(error, Exception):
            # The program, or the request, is being stopped. `os.exit` without `close` leaves everything as it is, and
            # so does the collection of a suspended coroutine.
            if getattr(error, "closes", True) and not isinstance(error, GreenletExit):
                call_close(value, None)
        else:
            if (unclosed := _left_open()) is not None:
                unclosed.append(value)
                return
            from cmc.runtime.stdlib.base import handle_early

            handled = handle_early(error)
            call_close_after_error(value, error_value(handled))
            if handled is not error:
                raise handled from error


def _left_open() -> list[Any] | None:
    """Where to put a variable that an error leaves open if nobody in the running coroutine is going to catch it."""
    reference = getattr(getcurrent(), "coroutine", None)
    if reference is None:
        return None
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        if native_codes.get(frame.f_code) == PROTECTED:
            return None
        frame = frame.f_back
    unclosed: list[Any] = reference().unclosed
    return unclosed


def _close_in_closing(value: Any, closing: CoroutineClose) -> None:
    """Closes a variable of a coroutine that is being closed; an error is passed on to the next ones."""
    try:
        call_close(value, None if closing.error is None else error_value(closing.error))
    except Exception as error:
        closing.error = error


def call_close(value: Any, error: Any) -> None:
    """Calls `__close` of a value, which may have lost it meanwhile."""
    call_event(metamethod(value, "__close"), "close", value, error)


def call_close_after_error(value: Any, error: Any) -> None:
    """`call_close` while an error unwinds the stack: for Lua, the functions up to the protected call are gone."""
    call_close(value, error)


native_codes[call_close_after_error.__code__] = UNWINDING


class closing_values:
    """`with closing_values(f(x)) as values:` around a generic `for` that may have a closing value (manual §3.3.5)."""

    __slots__ = ("closer", "values")

    def __init__(self, result: Any) -> None:
        self.values = adjust(result, 4)
        self.closer = to_close(self.values[3], "(for state)")

    def __enter__(self) -> tuple[Any, ...]:
        return self.values

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.closer.__exit__(kind, error, traceback)


def require(name: str) -> Any:
    """`require(name)` for its value alone, in programs that leave the function as it is (manual §6.3)."""
    return first(state.globals["require"](name))
