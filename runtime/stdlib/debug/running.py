"""The function object that a frame runs.

Python's frames show their code only, which closures share. CPython keeps the function in a frame's internal part; where
its place is not known, the function is searched among all objects, which takes milliseconds and finds the first that
fits.
"""

import ctypes
import gc
import sys
from types import FrameType, FunctionType
from typing import Any, Final

_WORD: Final = ctypes.sizeof(ctypes.c_void_p)
_INTERNAL_PART: Final = object.__basicsize__ + _WORD
"""Where a frame object points to its internal part: behind its head and the frame that it returns to."""
_FUNCTION_PLACES: Final = {(3, 11): 0, (3, 12): 2 * _WORD, (3, 13): 2 * _WORD}
"""Where the internal part refers to the function, by Python's version."""
_FUNCTION_PLACE: Final = _FUNCTION_PLACES.get(sys.version_info[:2]) if sys.implementation.name == "cpython" else None


def running_function(frame: FrameType) -> Any:
    """The function that runs in a frame; None when it is gone."""
    if _FUNCTION_PLACE is None:
        return _searched(frame)
    internal = ctypes.c_void_p.from_address(id(frame) + _INTERNAL_PART).value
    if internal is None:
        return _searched(frame)
    function = ctypes.py_object.from_address(internal + _FUNCTION_PLACE).value
    return function if isinstance(function, FunctionType) and function.__code__ is frame.f_code else _searched(frame)


def _searched(frame: FrameType) -> Any:
    code = frame.f_code
    candidates = [f for f in gc.get_referrers(code) if isinstance(f, FunctionType) and f.__code__ is code]
    if len(candidates) <= 1:
        return candidates[0] if candidates else None
    values = frame.f_locals
    return next((candidate for candidate in candidates if _matches(candidate, values)), candidates[-1])


def _matches(function: FunctionType, values: dict[str, Any]) -> bool:
    """Whether the captured variables of a function are those that a frame sees."""
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            held = cell.cell_contents
        except ValueError:
            continue
        if values.get(name) is not held:
            return False
    bound = function.__kwdefaults__ or {}
    return all(values.get(name) is value for name, value in bound.items())
