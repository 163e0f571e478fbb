"""Makes a program that shows a difference smaller, line by line and block by block.

The lines of generated programs are indented by block, so that a block is a line with what is indented deeper below it
and the line that ends it.
"""

from collections.abc import Callable, Iterator


def reduce(program: str, still_differs: Callable[[str], bool]) -> str:
    """A program from which no line and no block can be taken without losing the difference."""
    lines = program.splitlines()
    shrinking = True
    while shrinking:
        shrinking = False
        position = 0
        while position < len(lines):
            for smaller in _without(lines, position):
                if still_differs("\n".join(smaller) + "\n"):
                    lines, shrinking = smaller, True
                    break
            else:
                position += 1
    return "\n".join(lines) + "\n"


def _without(lines: list[str], start: int) -> Iterator[list[str]]:
    """The program with less of it at a line: half of the rest, the block, what surrounds the block, the line."""
    for size in (32, 8):
        if start + size < len(lines):
            yield lines[:start] + lines[start + size :]
    end = _end_of_block(lines, start)
    if end > start:
        yield lines[:start] + lines[end + 1 :]
        yield lines[:start] + lines[start + 1 : end] + lines[end + 1 :]
    yield lines[:start] + lines[start + 1 :]


def _end_of_block(lines: list[str], start: int) -> int:
    """The line that ends the block which begins at `start`; `start` itself when none does."""
    indentation = _indentation(lines[start])
    for position in range(start + 1, len(lines)):
        if _indentation(lines[position]) <= indentation:
            return position if position > start + 1 and _indentation(lines[position]) == indentation else start
    return start


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())
