"""Source maps of compiled packages: read when an error or `debug` first asks for a place in a module."""

import json
import os
from itertools import islice
from types import CodeType
from typing import Any

from cmc.runtime.core.frames import NO_OPERATION, ChunkInfo

_NO_SPANS: dict[tuple[int, int, int, int], int] = {}


class MappedChunk(ChunkInfo):
    """A chunk that was written down as a Python module: places are looked up by their span in its text."""

    __slots__ = ("lines", "spans")

    is_written = True

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data["name"], data["operations"], data["functions"])
        self.spans = {(a, b, c, d): operation for a, b, c, d, operation in data["spans"]}
        self.lines: dict[int, int] = {}
        for (line, _, _, _), operation in self.spans.items():
            lua_line = self.operations[operation][0]
            if lua_line:
                self.lines.setdefault(line, lua_line)

    def _entry(self, code: CodeType, instruction: int) -> Any:
        position = next(islice(code.co_positions(), instruction // 2, None), (None,) * 4)
        line, end_line, column, end_column = position
        found = self.spans.get((line, column, end_line, end_column))  # type: ignore[arg-type]
        return None if found is None else self.operations[found]

    def operation(self, code: CodeType, instruction: int) -> Any:
        """See `ChunkInfo.operation`."""
        return self._entry(code, instruction) or NO_OPERATION

    def line(self, code: CodeType, instruction: int, python_line: int | None) -> int:
        """See `ChunkInfo.line`; of an instruction without entry, the Lua line of what begins on its line."""
        entry = self._entry(code, instruction)
        if entry is not None and entry[0]:
            return int(entry[0])
        if python_line is None:
            return -1  # the code has been stripped
        while python_line > 0:
            if python_line in self.lines:
                return self.lines[python_line]
            python_line -= 1
        return 0


def mapped_chunk(namespace: dict[str, Any], folder: str) -> ChunkInfo | None:
    """The chunk of a generated module, by the module's globals; None for modules that were not generated."""
    relative = os.path.relpath(str(namespace.get("__file__")), folder)
    path = os.path.join(folder, "_cmc", relative + ".json")
    try:
        with open(path, encoding="utf-8") as file:
            return MappedChunk(json.load(file))
    except OSError:
        return None
