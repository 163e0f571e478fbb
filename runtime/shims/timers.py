"""`setTimeout`, `setInterval` and what ends them (CopperMoon specification, section 5).

Of the verdicts there: no delay is 0, clearing nil or an id that is unknown does nothing, equal deadlines fire in the
order of their calls.
"""

import sys
from collections.abc import Callable
from itertools import count
from typing import Any

from cmc.runtime.core.errors import error_value
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.kinds import Unsigned
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.os import ProgramExit
from cmc.runtime.timers import Timer, start_timer

_ids = count(1)
_timers: dict[int, Timer] = {}


@lua_function("setTimeout", calls_with=((),))
def set_timeout(function: Callable[..., Any], delay: Unsigned = 0) -> int:
    """Calls a function without arguments once, at least `delay` milliseconds later; returns the timer's id."""
    number = next(_ids)

    def call() -> None:
        _timers.pop(number, None)
        _call(function)

    _timers[number] = start_timer(call, delay)
    return number


@lua_function("setInterval", calls_with=((),))
def set_interval(function: Callable[..., Any], delay: Unsigned = 0) -> int:
    """Calls a function without arguments every `delay` milliseconds until it is cleared; returns the timer's id."""
    number = next(_ids)
    _timers[number] = start_timer(lambda: _call(function), delay, repeat=True)
    return number


@lua_function("clearTimeout")
def clear_timeout(number: Unsigned | None = None) -> None:
    """Ends a timer of either kind; ids that are not running are ignored."""
    timer = None if number is None else _timers.pop(number, None)
    if timer is not None:
        timer.cancel()


@lua_function("clearInterval")
def clear_interval(number: Unsigned | None = None) -> None:
    """The same as `clearTimeout`."""
    clear_timeout(number)


def _call(function: Callable[..., Any]) -> None:
    """Calls a timer's function; an error is reported, and the program goes on, unless nobody reads its output."""
    try:
        function()
    except BrokenPipeError as error:
        raise ProgramExit(1) from error
    except Exception as error:
        sys.stdout.flush()
        sys.stderr.write(f"Timer callback error: {to_string(error_value(error))}\n")
        sys.stderr.flush()
