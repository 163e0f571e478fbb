"""`find`, `match` and `gmatch` (manual §6.4)."""

from types import CodeType
from typing import Any

from cmc.runtime.core.arguments import MISSING, check_string, optional_integer
from cmc.runtime.core.frames import LEVEL, native_codes
from cmc.runtime.core.text import cached_bytes, to_bytes
from cmc.runtime.stdlib.string.compiled import (
    MIXED,
    ONE,
    WHOLE,
    captures_of,
    explicit_captures,
    for_bytes,
    for_text,
    is_plain,
    to_find,
)


def offset(init: Any, size: int) -> int:
    """The position, from 0 on, that the third argument `init` says for a subject of `size` bytes."""
    if type(init) is not int:
        init = optional_integer(init, 3, 1)
    if init > 0:
        return init - 1  # type: ignore[no-any-return]
    return 0 if init == 0 or init < -size else size + init


def lua_find(s: Any = MISSING, pattern: Any = MISSING, init: Any = None, plain: Any = None, *_: Any) -> Any:
    """`string.find(s, pattern [, init [, plain]])`"""
    if type(s) is not str:
        s = check_string(s, 1)
    if type(pattern) is not str:
        pattern = check_string(pattern, 2)
    if not s.isascii():
        return _find_in_bytes(s, pattern, init, plain)
    start = 0
    if init is not None:
        start = offset(init, len(s))
        if start > len(s):
            return None
    compiled = None if plain is not None and plain is not False else to_find(pattern)
    if compiled is None:
        first = s.find(pattern, start)
        return (first + 1, first + len(pattern)) if first >= 0 else None
    found = compiled.find(s, start)
    if found is None:
        return None
    first, last = found.span()
    if compiled.shape == WHOLE:
        return first + 1, last
    if compiled.shape == MIXED:
        return (first + 1, last, *explicit_captures(compiled, found))
    return (first + 1, last, *found.groups())


def _find_in_bytes(s: str, pattern: str, init: Any, plain: Any) -> Any:
    subject = cached_bytes(s)
    start = offset(init, len(subject))
    if start > len(subject):
        return None
    if (plain is not None and plain is not False) or is_plain(pattern):
        text = to_bytes(pattern)
        first = subject.find(text, start)
        return (first + 1, first + len(text)) if first >= 0 else None
    compiled = for_bytes(pattern)
    found = compiled.find(subject, start)
    if found is None:
        return None
    first, last = found.span()
    return (first + 1, last, *explicit_captures(compiled, found))


def lua_match(s: Any = MISSING, pattern: Any = MISSING, init: Any = None, *_: Any) -> Any:
    """`string.match(s, pattern [, init])`"""
    if type(s) is not str:
        s = check_string(s, 1)
    if type(pattern) is not str:
        pattern = check_string(pattern, 2)
    if s.isascii():
        compiled = for_text(pattern)
        if init is None:
            found = compiled.find(s, 0)
        else:
            start = offset(init, len(s))
            found = compiled.find(s, start) if start <= len(s) else None
        if found is None:
            return None
        shape = compiled.shape
        if shape == ONE:
            return found[1]
        if shape == WHOLE:
            return found[0]
        return captures_of(compiled, found) if shape == MIXED else found.groups()
    subject = cached_bytes(s)
    start = offset(init, len(subject))
    if start > len(subject):
        return None
    compiled = for_bytes(pattern)
    found = compiled.find(subject, start)
    return None if found is None else captures_of(compiled, found)


def lua_gmatch(s: Any = MISSING, pattern: Any = MISSING, init: Any = None, *_: Any) -> Any:
    """`string.gmatch(s, pattern [, init])`"""
    if type(s) is not str:
        s = check_string(s, 1)
    if type(pattern) is not str:
        pattern = check_string(pattern, 2)
    if pattern[:1] == "^":  # no anchor here
        pattern = "%" + pattern
    is_text = s.isascii()
    subject = s if is_text else cached_bytes(s)
    start = 0 if init is None else offset(init, len(subject))
    compiled = for_text(pattern) if is_text else for_bytes(pattern)
    values = compiled.results(compiled.matches(subject, start)) if start <= len(subject) else iter(())

    def next_match(_state: Any = None, _control: Any = None, *_: Any) -> Any:
        for value in values:
            return value
        return ()

    if not compiled.raises:
        next_match.rows = values, max(compiled.captures, 1)  # type: ignore[attr-defined]
    return next_match


def register_iterators() -> None:
    """Makes the iterators of `gmatch` levels of the Lua stack."""
    for code in lua_gmatch.__code__.co_consts:
        if isinstance(code, CodeType):
            native_codes.setdefault(code, LEVEL)
