"""Tracebacks in Lua's format (manual §6.10, `debug.traceback`; luaL_traceback)."""

from collections.abc import Iterable, Iterator, Mapping

from cmc.runtime.core.arguments import called_as, global_names
from cmc.runtime.core.frames import Level, levels_of, traceback_frames

_FIRST, _LAST = 10, 11


def traceback_text(stack: Iterable[Level]) -> str:
    """`stack traceback:` and a line a level; very deep stacks are shortened in the middle."""
    lines = list(_lines(list(stack)))
    if len(lines) > _FIRST + _LAST + 1:
        # Lua counts one level less than it leaves out.
        skipped = len(lines) - _FIRST - _LAST - 1
        lines[_FIRST:-_LAST] = [f"\n\t...\t(skipping {skipped} levels)"]
    return "stack traceback:" + "".join(lines)


def _lines(stack: list[Level]) -> Iterator[str]:
    names = global_names()
    for position, level in enumerate(stack):
        caller = stack[position + 1] if position + 1 < len(stack) else None
        text = f"\n\t{place(level)}: in {description(level, caller, names)}"
        if level.tail:
            text += "\n\t(...tail calls...)"
        yield text


def place(level: Level) -> str:
    """`file:line` of a level, `file` if its line is not known, `[C]` for library functions."""
    if level.chunk is None:
        return "[C]"
    line = level.lua_line
    return f"{level.chunk.short_name}:{line}" if line > 0 else level.chunk.short_name


def description(level: Level, caller: Level | None, names: Mapping[int, str]) -> str:
    """What a level is: `function 'name'`, `local 'f'`, `main chunk`, `function <file:line>`; `names` are those
    that `global_names` knows."""
    name = names.get(id(level.frame.f_code))
    if name:
        return f"function '{name}'"
    kind, name = name_of(level, caller)
    if kind:
        return f"{kind} '{name}'"
    facts = level.facts
    if facts is not None and facts[5]:
        return "main chunk"
    if level.chunk is not None and facts is not None:
        return f"function <{level.chunk.short_name}:{facts[1]}>"
    return "?"


def name_of(level: Level, caller: Level | None) -> tuple[str, str]:
    """Kind and name by which a level was called, empty when nobody knows."""
    if level.hooked:
        return "hook", "?"
    if level.tail or caller is None:
        return "", ""
    return called_as(caller)


def traceback_of_error(error: BaseException) -> str:
    """The traceback of an uncaught error, from where it was raised to the main chunk."""
    return traceback_text(levels_of(traceback_frames(error.__traceback__)))
