"""The Lua call stack, read off Python's frames (manual §4.7).

Two kinds of frame are levels of the Lua stack: functions of a chunk, whose globals hold the chunk's tables, and library
functions, whose code objects are registered. All others (helpers, generators, the launcher) are seen through. A frame
whose current call is a tail call is no level any more, unless it called a library function.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from types import CodeType, FrameType, TracebackType
from typing import Any, ClassVar

from cmc.runtime.core.chunkname import short_source
from cmc.runtime.core.state import state

CHUNK_KEY = "$chunk"
"""The global of generated code that holds its `ChunkInfo`."""

NO_OPERATION = (0, 0, "", (), False)


@dataclass(slots=True, eq=False)
class ChunkInfo:
    """What the compiler knows of a chunk beyond its code: see `transpiler/emit/code.py` for the tables."""

    name: str
    operations: list[Any]
    functions: dict[str, Any]
    text: str = ""

    is_written: ClassVar[bool] = False
    """Whether the chunk is a Python module that was written down."""

    @property
    def short_name(self) -> str:
        """The name that messages show."""
        return short_source(self.name)

    def line(self, code: CodeType, instruction: int, python_line: int) -> int:
        """The Lua line of an instruction; code that was never written down carries it itself."""
        return python_line or -1

    def operation(self, code: CodeType, instruction: int) -> Any:
        """The operations table's entry for an instruction (byte offset) of `code`."""
        position = next(islice(code.co_positions(), instruction // 2, None), None)
        if position is None or not position[2]:
            return NO_OPERATION
        return self.operations[position[2] - 1]

    def facts_of(self, code: CodeType) -> Any:
        """The compiler's facts of a function, None if it knows none; functions without a name have them by line."""
        facts = None
        if code.co_name == "<lambda>":
            facts = self.functions.get(f"{code.co_qualname}:{code.co_firstlineno}")
        return facts or self.functions.get(code.co_qualname)


LEVEL, PROTECTED, HANDLING, UNWINDING, HOOKING, METHOD = range(6)
"""What a registered code object is: a library function, one that catches errors, or no level at all but the place where
a message handler runs for an error, where variables are closed because of one, or where a hook is called; or a method
in Python, which is a level where a chunk has called it itself, and not through its form."""

native_codes: dict[CodeType, int] = {}
"""Code objects of library functions; filled when libraries are built."""


@dataclass(slots=True, eq=False)
class Level:
    """One level of the Lua stack.

    `line` is Python's until `lua_line` is asked. `code` and `instruction` say where it stands; the code is not that of
    `frame` where a part of the function was moved to a function of its own. `tail` says that the level was
    entered by a tail call, `hooked` that it is a hook.
    """

    frame: FrameType
    code: CodeType
    instruction: int
    line: int
    chunk: ChunkInfo | None
    tail: bool = False
    hooked: bool = False

    @property
    def lua_line(self) -> int:
        """The line of the Lua text where the level stands, -1 for library functions."""
        return self.chunk.line(self.code, self.instruction, self.line) if self.chunk is not None else -1

    @property
    def is_lua(self) -> bool:
        """Whether the level is a function of a chunk, not of a library."""
        return self.chunk is not None

    @property
    def facts(self) -> Any:
        """The compiler's facts of the function, None for library functions."""
        return self.chunk.facts_of(self.frame.f_code) if self.chunk else None

    @property
    def operation(self) -> Any:
        """What the level is doing: the entry of the operations table."""
        if self.chunk is None:
            return NO_OPERATION
        return self.chunk.operation(self.code, self.instruction)


def _raw_frames(frame: FrameType | None) -> Iterator[tuple[FrameType, int, int]]:
    """Frames from `frame` outwards, with instruction and line; where a message handler runs, the stack of the error."""
    while frame is not None:
        yield frame, frame.f_lasti, frame.f_lineno
        if native_codes.get(frame.f_code) == HANDLING:
            traceback = frame.f_locals["error"].__traceback__
            if traceback is not None:
                yield from traceback_frames(traceback)
                # The outermost frame of the error is still running; it stands where the error passed it.
                while frame.f_back is not None and frame is not traceback.tb_frame:
                    frame = frame.f_back
        frame = frame.f_back


def traceback_frames(traceback: TracebackType | None) -> Iterator[tuple[FrameType, int, int]]:
    """The frames that an exception went through, innermost first."""
    entries = []
    while traceback is not None:
        entries.append((traceback.tb_frame, traceback.tb_lasti, traceback.tb_lineno))
        traceback = traceback.tb_next
    return reversed(entries)


def levels(frame: FrameType | None) -> Iterator[Level]:
    """The levels of the Lua stack from a Python frame outwards."""
    return levels_of(_raw_frames(frame))


def levels_of(frames: Iterator[tuple[FrameType, int, int]]) -> Iterator[Level]:
    """The levels among some frames, innermost first.

    Where variables are closed because of an error, the functions that the error has left are no levels.
    """
    inner: Level | None = None
    part: tuple[CodeType, int, int] | None = None
    left = False
    method: Level | None = None
    for frame, instruction, line in frames:
        code = frame.f_code
        chunk = chunk_of_globals(frame.f_globals)
        kind = native_codes.get(code) if chunk is None else LEVEL
        if method is not None:
            if chunk is not None and not left:
                if inner is not None:
                    yield inner
                inner = method
            method = None
        if kind == METHOD:
            method = Level(frame, code, instruction, line, None)
            continue
        if kind == UNWINDING:
            left = True
        elif kind == HOOKING and inner is not None:
            inner.hooked = True
        if kind is None or kind >= HANDLING or (left and kind != PROTECTED):
            continue
        left = False
        if chunk is None:
            level = Level(frame, code, instruction, line, None)
        else:
            if code.co_qualname not in chunk.functions:
                part = part or (code, instruction, line)
                continue
            level = Level(frame, *(part or (code, instruction, line)), chunk)
            part = None
            if inner is not None and inner.is_lua and not inner.hooked and level.operation[4]:
                inner.tail = True
                continue
        if inner is not None:
            yield inner
        inner = level
    if inner is not None:
        yield inner


def chunk_of_globals(namespace: dict[str, Any]) -> ChunkInfo | None:
    """The chunk that generated code belongs to, by its globals; None for all other code."""
    chunk: ChunkInfo | None = namespace.get(CHUNK_KEY)
    if chunk is None and state.packages:
        folder = state.packages.get(str(namespace.get("__name__")).partition(".")[0])
        if folder is not None:
            from cmc.runtime.core.maps import mapped_chunk

            chunk = namespace[CHUNK_KEY] = mapped_chunk(namespace, folder)
    return chunk


def running_level(depth: int = 1) -> Level | None:
    """The innermost level of the caller's stack; `depth` Python frames above this function are left out."""
    return next(levels(sys._getframe(depth + 1)), None)


def level_at(frame: FrameType | None, number: int) -> Level | None:
    """The `number`th level from a frame outwards, the innermost being 0."""
    return next(islice(levels(frame), number, None), None)


def where(level: Level | None) -> str:
    """`file:line: ` of a level whose line is known, nothing for others (luaL_where)."""
    return position(level) if level is not None and level.lua_line > 0 else ""


def position(level: Level | None) -> str:
    """`file:line: ` of a function of a chunk, nothing for library functions (luaG_addinfo)."""
    if level is None or level.chunk is None:
        return ""
    return f"{level.chunk.short_name}:{level.lua_line}: "
