"""`fs.glob`: file names by patterns (CopperMoon specification, section 15).

`*`, `?` and `[…]` stand for characters of one component of a path, `**` for any number of directories, `{a,b}` for one
of some texts.
"""

import os
import re
from collections.abc import Iterator

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table, array
from cmc.runtime.core.text import has_escaped
from cmc.runtime.declare import lua_function
from cmc.runtime.threads import in_thread

_WILDCARDS = "wildcards are either regular `*` or recursive `**`"
_RECURSIVE = "recursive wildcards must form a single path component"
_RANGE = "invalid range pattern"


class PatternError(ValueError):
    """A pattern is malformed at `position`, counted from 0 in characters."""

    def __init__(self, position: int, message: str) -> None:
        super().__init__(f"Pattern syntax error near position {position}: {message}")


@lua_function("fs.glob", suspends=True)
def glob(pattern: str) -> Table:
    """The paths of what exists and matches a pattern, alphabetically in each directory.

    Raises:
        LuaError: the pattern is malformed.
    """
    try:
        patterns = [_components(each) for each in _alternatives(pattern)]
    except PatternError as error:
        raise LuaError(f"Invalid glob pattern '{pattern}': {error}") from error
    found = in_thread(lambda: {path for parts in patterns for path in _search(parts)})
    return array(*sorted((path for path in found if not has_escaped(path)), key=lambda path: path.split("/")))


# Patterns

Component = str | re.Pattern[str] | None
"""A literal name, a pattern for names, or None for any number of directories."""


def _alternatives(pattern: str) -> list[str]:
    """The patterns that one with braces stands for. Braces without a comma, or in brackets, are plain characters."""
    position = 0
    while position < len(pattern):
        if pattern[position] == "[":
            position = max(position, _end_of_class(pattern, position))
        elif pattern[position] == "{" and (group := _brace_group(pattern, position)) is not None:
            texts, end = group
            return [each for text in texts for each in _alternatives(pattern[:position] + text + pattern[end:])]
        position += 1
    return [pattern]


def _brace_group(pattern: str, start: int) -> tuple[list[str], int] | None:
    """The texts between the commas of a group that begins at `start`, and where it ends."""
    texts, depth, begin = [], 0, start + 1
    for position in range(start, len(pattern)):
        character = pattern[position]
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        if depth == 0 or (depth == 1 and character == ","):
            texts.append(pattern[begin:position])
            begin = position + 1
        if depth == 0:
            return (texts, begin) if len(texts) > 1 else None
    return None


def _end_of_class(pattern: str, start: int) -> int:
    """Where the `]` of a class is; its first character is never the end. -1 without one."""
    return pattern.find("]", start + (3 if pattern[start + 1 : start + 2] == "!" else 2))


def _components(pattern: str) -> list[Component]:
    """The components of a pattern without braces; the first is empty for an absolute one.

    Raises:
        PatternError: it is malformed.
    """
    parts: list[Component] = []
    source, is_literal, begin, position = "", True, 0, 0
    while position <= len(pattern):
        character = pattern[position] if position < len(pattern) else "/"
        if character == "/":
            text = pattern[begin:position]
            parts.append(None if text == "**" else text if is_literal else re.compile(source, re.DOTALL))
            source, is_literal, begin = "", True, position + 1
        elif character == "*":
            count = len(pattern) - position - len(pattern[position:].lstrip("*"))
            _check_stars(pattern, position, count)
            source, is_literal = source + ".*", False
            position += count - 1
        elif character == "?":
            source, is_literal = source + ".", False
        elif character == "[":
            end = _end_of_class(pattern, position)
            if end < 0:
                raise PatternError(position, _RANGE)
            source, is_literal = source + _class_source(pattern[position + 1 : end]), False
            position = end
        else:
            source += re.escape(character)
        position += 1
    return parts


def _check_stars(pattern: str, start: int, count: int) -> None:
    if count > 2:
        raise PatternError(start + 2, _WILDCARDS)
    if count == 2 and start > 0 and pattern[start - 1] != "/":
        raise PatternError(start - 1, _RECURSIVE)
    if count == 2 and pattern[start + 2 : start + 3] not in ("", "/"):
        raise PatternError(start + 2, _RECURSIVE)


def _class_source(text: str) -> str:
    """The regular expression of a class, from what is in its brackets."""
    negated, text = text.startswith("!"), text.removeprefix("!")
    items, position = [], 0
    while position < len(text):
        if text[position + 1 : position + 2] == "-" and position + 2 < len(text):
            first, last = text[position], text[position + 2]
            items += [f"{re.escape(first)}-{re.escape(last)}"] if first <= last else []
            position += 3
        else:
            items.append(re.escape(text[position]))
            position += 1
    if not items:  # a reversed range matches nothing
        return "." if negated else r"(?!)"
    return f"[{'^' * negated}{''.join(items)}]"


# Searching


def _search(parts: list[Component]) -> Iterator[str]:
    """The paths that match; a slash at the end of a pattern asks for directories."""
    if parts == [""]:
        return
    only_directories = parts[-1] == "" or parts[-1] is None
    while len(parts) > 1 and parts[-1] == "":
        parts = parts[:-1]
    root = ""
    if parts[0] == "":
        root, parts = "/", [part for part in parts if part != ""]
    while parts and parts[0] == ".":
        parts = parts[1:]
    for path in _descend(root, [part for part in parts if part != ""]):
        if path and (not only_directories or os.path.isdir(path)):
            yield path


def _descend(folder: str, parts: list[Component]) -> Iterator[str]:
    """The paths below a folder that match the components."""
    if not parts:
        yield folder
        return
    part, *rest = parts
    if part is None:
        if rest:
            yield from _descend(folder, rest)
        for name in _names(folder):
            path = os.path.join(folder, name)
            if os.path.isdir(path) and not os.path.islink(path):
                if not rest:
                    yield path
                yield from _descend(path, parts)
    elif isinstance(part, str):
        path = os.path.join(folder, part)
        if os.path.exists(path):
            yield from _descend(path, rest)
    else:
        for name in _names(folder):
            path = os.path.join(folder, name)
            if part.fullmatch(name) and (not rest or os.path.isdir(path)):
                yield from _descend(path, rest)


def _names(folder: str) -> list[str]:
    """The names in a directory, none if it cannot be read."""
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []
