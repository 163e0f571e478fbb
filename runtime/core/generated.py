"""Coroutines whose function is a generator of Python: those that yield in their own body alone, as the compiler found.

They need no stack of their own, so that a switch costs a fifth of what it costs between greenlets (`coroutine.py`).
"""

import sys
from collections.abc import Callable
from types import FrameType, FunctionType
from typing import Any

from cmc.runtime.core.coroutine import MAX_NESTING, Coroutine, current
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.values import NAMES

_CO_GENERATOR = 0x20

_nesting = 0
"""How many of them run, one inside the other."""


def is_generator(function: Any) -> bool:
    """Whether calling a function gives a generator."""
    return type(function) is FunctionType and bool(function.__code__.co_flags & _CO_GENERATOR)


class Generated(Coroutine):
    """A coroutine on a generator. What it yields and is sent is in the form in which calls return values."""

    __slots__ = ("generator",)

    def __init__(self, function: Any) -> None:
        super().__init__(function)
        self.generator: Any = None

    def resume(self, args: tuple[Any, ...]) -> Any:
        """Runs to the next yield or the end; returns the values, as a call does."""
        global _nesting
        if _nesting >= MAX_NESTING:
            raise LuaError("C stack overflow")
        _nesting += 1
        self.status = "running"
        try:
            if self.generator is None:
                self.generator = self.function(*args)
                result = self.generator.send(None)
            else:
                result = self.generator.send(args[0] if len(args) == 1 else args)
            self.status = "suspended"
            return result
        except StopIteration as stop:
            self.status = "dead"
            return stop.value
        except Exception as error:
            self.status = "dead"
            self.error = error
            self.traceback = error.__traceback__
            raise
        except BaseException:
            self.status = "dead"
            raise
        finally:
            _nesting -= 1

    def close(self) -> BaseException | None:
        """Drops a suspended coroutine; returns the error it ended with, if any. There is nothing to be closed in it."""
        error, self.error = self.error, None
        if self.status != "dead":
            self.status = "dead"
            if self.generator is not None:
                self.generator.close()
        return error


NAMES[Generated] = "thread"

_RESUMING = Generated.resume.__code__


def innermost() -> Coroutine | None:
    """The running coroutine of either sort, None in the main program."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code is _RESUMING:
            running: Coroutine = frame.f_locals["self"]
            return running
        frame = frame.f_back
    return current()


def new_coroutine(function: Callable[..., Any]) -> Coroutine:
    """A coroutine that runs a function."""
    return Generated(function) if is_generator(function) else Coroutine(function)
