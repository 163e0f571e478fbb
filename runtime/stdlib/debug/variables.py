"""`debug.getlocal` and `debug.setlocal`"""

import ctypes
import sys
from itertools import islice
from types import FrameType
from typing import Any

from cmc.runtime.core.arguments import MISSING, argument_error, check_any, check_integer
from cmc.runtime.core.calls import Cell
from cmc.runtime.core.frames import Level
from cmc.runtime.core.values import type_name
from cmc.runtime.stdlib.debug.info import chunk_of
from cmc.runtime.stdlib.debug.stack import stack_of


def lua_getlocal(*args: Any) -> Any:
    """`debug.getlocal([thread,] f, local)`"""
    from cmc.runtime.stdlib.debug import split_thread

    coroutine, rest = split_thread(args)
    offset = len(args) - len(rest)
    subject, number = (*rest, MISSING, MISSING)[:2]
    position = check_integer(number, offset + 2)
    if type_name(subject) == "function":
        return _parameter_name(subject, position)
    level = _level(stack_of(coroutine, sys._getframe()), check_integer(subject, offset + 1), offset + 1)
    found = _find(level, position)
    if found is None:
        return None
    lua_name, python_name, _ = found
    return lua_name, _read(level.frame, python_name)


def lua_setlocal(*args: Any) -> Any:
    """`debug.setlocal([thread,] level, local, value)`"""
    from cmc.runtime.stdlib.debug import split_thread

    coroutine, rest = split_thread(args)
    offset = len(args) - len(rest)
    subject, number, value = (*rest, MISSING, MISSING, MISSING)[:3]
    level_number, position = check_integer(subject, offset + 1), check_integer(number, offset + 2)
    check_any(value, offset + 3)
    level = _level(stack_of(coroutine, sys._getframe()), level_number, offset + 1)
    found = _find(level, position)
    if found is None:
        return None
    lua_name, python_name, _ = found
    _write(level.frame, python_name, value)
    return lua_name


def _level(stack: Any, number: int, argument: int) -> Level:
    level: Level | None = next(islice(stack, number, None), None) if number >= 0 else None
    if level is None:
        raise argument_error(argument, "level out of range")
    return level


def _parameter_name(function: Any, position: int) -> str | None:
    _, facts = chunk_of(function)
    if facts is None or not 0 < position <= facts[3]:
        return None
    name: str = facts[7][position - 1][0]
    return name


def _find(level: Level, position: int) -> tuple[str, str, Any] | None:
    """Lua name, Python name and rest position of the `position`th variable that is visible at a level."""
    facts = level.facts
    if facts is None:
        return None
    if position < 0:
        return _find_vararg(level, -position)
    offset = level.operation[1]
    visible = [entry for entry in facts[7] if entry[3] <= offset < entry[4] or _is_parameter(facts, entry)]
    visible = [entry for entry in visible if not entry[1] or entry[1].partition(":")[0] in level.frame.f_locals]
    if not 0 < position <= len(visible):
        return None
    return visible[position - 1][0], visible[position - 1][1], None


def _is_parameter(facts: Any, entry: Any) -> bool:
    return entry in facts[7][: facts[3]]


def _find_vararg(level: Level, position: int) -> tuple[str, str, Any] | None:
    name = level.facts[8]
    if not level.facts[4] or not 0 < position <= len(level.frame.f_locals[name]):
        return None
    return "(vararg)", f"{name}:{position - 1}", None


def _read(frame: FrameType, name: str) -> Any:
    holder, colon, item = name.partition(":")
    if colon:
        return frame.f_locals[holder][int(item)]
    value = frame.f_locals.get(name)
    return value.value if isinstance(value, Cell) else value


def _write(frame: FrameType, name: str, value: Any) -> None:
    variables = frame.f_locals
    holder, colon, item = name.partition(":")
    if not holder:
        return
    if colon:
        position, held = int(item), variables[holder]
        name, value = holder, (*held[:position], value, *held[position + 1 :])
    elif isinstance(variables.get(name), Cell):
        variables[name].value = value
        return
    variables[name] = value
    if sys.version_info < (3, 13):  # from 3.13 on, f_locals writes through
        ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
