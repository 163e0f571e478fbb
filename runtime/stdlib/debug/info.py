"""`debug.getinfo`"""

import sys
from itertools import islice
from types import CodeType
from typing import Any

from cmc.runtime.core.arguments import MISSING, argument_error, check_integer, check_string
from cmc.runtime.core.frames import NO_OPERATION, ChunkInfo, Level, chunk_of_globals
from cmc.runtime.core.table import Table
from cmc.runtime.core.traceback import name_of
from cmc.runtime.core.values import type_name
from cmc.runtime.stdlib.debug.running import running_function
from cmc.runtime.stdlib.debug.stack import stack_of

_OPTIONS = frozenset("SltunfrL")


def lua_getinfo(*args: Any) -> Any:
    """`debug.getinfo([thread,] f [, what])`"""
    from cmc.runtime.stdlib.debug import split_thread

    coroutine, rest = split_thread(args)
    subject, what = (*rest, None, None)[:2] if rest else (MISSING, None)
    offset = len(args) - len(rest)
    options = "flnSrtu" if what is None else check_string(what, offset + 2)
    if options[:1] == ">":
        raise argument_error(offset + 2, "invalid option '>'")
    if not set(options) <= _OPTIONS:
        raise argument_error(offset + 2, "invalid option")
    if type_name(subject) == "function":
        return _describe(options, None, None, subject)
    number = check_integer(subject, offset + 1)
    if number < 0:
        return None
    pair = list(islice(stack_of(coroutine, sys._getframe()), number, number + 2))
    if not pair:
        return None
    return _describe(options, pair[0], pair[1] if len(pair) > 1 else None, None)


def chunk_of(function: Any) -> tuple[ChunkInfo | None, Any]:
    """The chunk that a function was compiled from and the compiler's facts of it; nothing for library functions."""
    chunk = chunk_of_globals(getattr(function, "__globals__", {}))
    if chunk is None:
        return None, None
    return chunk, chunk.facts_of(function.__code__)


def _describe(options: str, level: Level | None, caller: Level | None, function: Any) -> Table:
    chunk, facts = (level.chunk, level.facts) if level is not None else chunk_of(function)
    result = Table()
    if "S" in options:
        _add_source(result, chunk, facts)
    if "l" in options:
        result["currentline"] = level.lua_line if level is not None else -1
    if "u" in options:
        result["nups"] = len(facts[6]) if facts else 0
        result["nparams"] = facts[3] if facts else 0
        result["isvararg"] = facts[4] if facts else True
    if "n" in options:
        kind, name = name_of(level, caller) if level is not None else ("", "")
        result["namewhat"] = kind
        if kind:
            result["name"] = name
    if "t" in options:
        result["istailcall"] = level is not None and level.tail
    if "r" in options:
        result["ftransfer"] = result["ntransfer"] = 0
    if "f" in options:
        found = function if level is None else running_function(level.frame)
        if found is not None:
            result["func"] = found
    if "L" in options and chunk is not None:
        code = level.frame.f_code if level is not None else function.__code__
        result["activelines"] = _active_lines(code, chunk, facts)
    return result


def _add_source(result: Table, chunk: ChunkInfo | None, facts: Any) -> None:
    if chunk is None or facts is None:
        result["source"] = "=[C]"
        result["short_src"] = "[C]"
        result["what"] = "C"
        result["linedefined"] = result["lastlinedefined"] = -1
        return
    result["source"] = chunk.name
    result["short_src"] = chunk.short_name
    result["what"] = "main" if facts[5] else "Lua"
    result["linedefined"], result["lastlinedefined"] = facts[1], facts[2]


def _active_lines(code: CodeType, chunk: ChunkInfo, facts: Any) -> Table:
    """The lines of a function that have code of the program; Lua returns at the `end` of every function."""
    lines = Table()
    if facts is not None and not facts[5]:
        lines[facts[2]] = True
    for instruction, position in enumerate(code.co_positions()):
        if position[0] is None or chunk.operation(code, instruction * 2) is NO_OPERATION:
            continue
        line = chunk.line(code, instruction * 2, position[0])
        if line > 0:
            lines[line] = True
    return lines
