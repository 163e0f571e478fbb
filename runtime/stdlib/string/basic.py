"""Lengths, pieces, bytes, case and repetition of strings, and `dump` (manual §6.4)."""

from types import FunctionType
from typing import Any

from cmc.runtime.core.arguments import (
    MISSING,
    argument_error,
    check_integer,
    check_string,
    optional_integer,
    optional_string,
    type_mismatch,
)
from cmc.runtime.core.chunks import dump
from cmc.runtime.core.errors import located
from cmc.runtime.core.frames import chunk_of_globals
from cmc.runtime.core.text import BYTE, byte_length, cached_bytes, from_bytes, to_bytes
from cmc.runtime.core.values import type_name

MAX_SIZE = 0x7FFFFFFF
"""The longest string that the library makes (MAXSIZE in lstrlib.c)."""

MAX_RESULTS = 999_977
"""How many results a function can give a main program: the size of Lua's stack, less what is in use."""


def lua_len(s: Any = MISSING, *_: Any) -> int:
    """`string.len(s)`"""
    if type(s) is not str:
        s = check_string(s, 1)
    return len(s) if s.isascii() else byte_length(s)


def lua_sub(s: Any = MISSING, i: Any = MISSING, j: Any = None, *_: Any) -> str:
    """`string.sub(s, i [, j])`"""
    if type(s) is not str:
        s = check_string(s, 1)
    if type(i) is not int:
        i = check_integer(i, 2)
    end = None
    if j is not None:
        if type(j) is not int:
            j = check_integer(j, 3)
        if i == j and i > 0 and s.isascii():
            return s[i - 1] if i <= len(s) else ""  # type: ignore[no-any-return]
        # Negative ends mean to Python what they mean to Lua, but for the one place by which ends differ.
        if j != -1:
            end = j if j >= 0 else j + 1
    if i > 0:
        i -= 1
    if s.isascii():
        return s[i:end]  # type: ignore[no-any-return]
    piece = cached_bytes(s)[i:end]
    return BYTE[piece[0]] if len(piece) == 1 else from_bytes(piece)


def lua_byte(s: Any = MISSING, i: Any = None, j: Any = None, *_: Any) -> Any:
    """`string.byte(s [, i [, j]])`"""
    if type(s) is not str:
        s = check_string(s, 1)
    if i is None:
        i = 1
    elif type(i) is not int:
        i = optional_integer(i, 2, 1)
    if j is None and i > 0:
        if s.isascii():
            return ord(s[i - 1]) if i <= len(s) else ()
        data = cached_bytes(s)
        return data[i - 1] if i <= len(data) else ()
    data = cached_bytes(s)
    last = optional_integer(j, 3, i)
    first = i if i >= 0 else max(len(data) + i, 0) + 1
    if last < 0:
        last = len(data) + last + 1
    codes = data[max(first, 1) - 1 : max(last, 0)]
    if len(codes) > MAX_RESULTS:
        raise located("stack overflow (string slice too long)")
    return codes[0] if len(codes) == 1 else tuple(codes)


def lua_char(*codes: Any) -> str:
    """`string.char(···)`"""
    if len(codes) == 1:
        code = codes[0]
        if type(code) is int and 0 <= code <= 255:
            return BYTE[code]
    if bool not in map(type, codes):
        try:
            return from_bytes(bytes(codes))
        except (TypeError, ValueError):
            pass  # something is no integer, or none of a byte
    data = bytearray()
    for number, code in enumerate(codes, 1):
        if type(code) is not int:
            code = check_integer(code, number)
        if not 0 <= code <= 255:
            raise argument_error(number, "value out of range")
        data.append(code)
    return from_bytes(bytes(data))


def lua_upper(s: Any = MISSING, *_: Any) -> str:
    """`string.upper(s)`, of ASCII letters as in the C locale"""
    if type(s) is not str:
        s = check_string(s, 1)
    return s.upper() if s.isascii() else from_bytes(to_bytes(s).upper())


def lua_lower(s: Any = MISSING, *_: Any) -> str:
    """`string.lower(s)`, of ASCII letters as in the C locale"""
    if type(s) is not str:
        s = check_string(s, 1)
    return s.lower() if s.isascii() else from_bytes(to_bytes(s).lower())


def lua_reverse(s: Any = MISSING, *_: Any) -> str:
    """`string.reverse(s)`"""
    if type(s) is not str:
        s = check_string(s, 1)
    return s[::-1] if s.isascii() else from_bytes(to_bytes(s)[::-1])


def lua_rep(s: Any = MISSING, n: Any = MISSING, sep: Any = None, *_: Any) -> str:
    """`string.rep(s, n [, sep])`"""
    if type(s) is not str:
        s = check_string(s, 1)
    if type(n) is not int:
        n = check_integer(n, 2)
    separator = "" if sep is None else optional_string(sep, 3, "")
    if n <= 0:
        return ""
    if (byte_length(s) + byte_length(separator)) * n > MAX_SIZE:
        raise located("resulting string too large")
    if s.isascii() and separator.isascii():
        return (s + separator) * (n - 1) + s if separator else s * n  # type: ignore[no-any-return]
    data, between = to_bytes(s), to_bytes(separator)
    return from_bytes((data + between) * (n - 1) + data)


def lua_dump(function: Any = MISSING, strip: Any = None, *_: Any) -> str:
    """`string.dump(function [, strip])`"""
    if type_name(function) != "function":
        raise type_mismatch(1, function, "function")
    chunk = chunk_of_globals(function.__globals__) if isinstance(function, FunctionType) else None
    if chunk is None or chunk.facts_of(function.__code__) is None:
        raise located("unable to dump given function")
    return dump(function, strip is not None and strip is not False)
