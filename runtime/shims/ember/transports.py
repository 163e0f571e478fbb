"""Transports: where entries go (Ember specification, section 4)."""

import os
import sys
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import byte_length, to_bytes
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.ember.formatters import json_formatter, pretty_formatter, text_formatter
from cmc.runtime.shims.ember.levels import resolve
from cmc.runtime.shims.honeymoon.options import option, truth
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.library import library, register

OWN_FORMATTER = "_isDefaultFormatter"
"""Field of a transport whose formatter is the factory's, so that a logger's goes before it."""


@lua_function("ember.transport")
def custom_transport(definition: Any = None) -> Table:
    """`ember.transport`: a transport from a table with `name` and `write`.

    Raises:
        LuaError: one of them is missing.
    """
    if not isinstance(definition, Table) or definition["name"] is None:
        raise LuaError("Transport must have a 'name'")
    if not callable(definition["write"]):
        raise LuaError("Transport must have a 'write' function")
    return _transport(definition, to_string(definition["name"]), definition["write"], definition["close"])


def _transport(options: Table | None, name: str, write: Any, close: Any = None) -> Table:
    table = Table({"name": name, "write": write, "close": close if callable(close) else register(lambda *_: ())})
    level = option(options, "level")
    if level is not None:
        table["level"], table["levelNumber"] = level, resolve(level)
    if option(options, "formatter") is not None:
        table["formatter"] = option(options, "formatter")
    return table


def _with_default(table: Table, formatter: Table) -> Table:
    if table["formatter"] is None:
        table["formatter"], table[OWN_FORMATTER] = formatter, True
    return table


def _print_line(line: Any) -> None:
    sys.stdout.write(to_string(line) + "\n")


def _to_stream(options: Table | None) -> Callable[..., Any]:
    stream = option(options, "stream") or _print_line

    def write(_entry: Any = None, formatted: Any = None, *_: Any) -> tuple[()]:
        first_of(stream(formatted))
        return ()

    return register(write)


def console_transport(options: Any = None, *_: Any) -> Table:
    """`ember.transports.console`"""
    settings = options if isinstance(options, Table) else None
    has_colours = truth(option(settings, "colors", True))
    default = pretty_formatter() if has_colours else text_formatter()
    return _with_default(_transport(settings, "console", _to_stream(settings)), default)


def json_transport(options: Any = None, *_: Any) -> Table:
    """`ember.transports.json`"""
    settings = options if isinstance(options, Table) else None
    table = _transport(settings, "json", _to_stream(settings))
    if table["formatter"] is None:
        table["formatter"] = json_formatter(settings)
    return table


def file_transport(options: Any = None, *_: Any) -> Table:
    """`ember.transports.file`: appends to a file, with rotation.

    Raises:
        LuaError: there is no path.
    """
    settings = options if isinstance(options, Table) else None
    path = option(settings, "path")
    if path is None:
        raise LuaError("File transport requires a 'path' option")
    file = _LogFile(
        to_string(path), option(settings, "maxSize"), int(option(settings, "maxFiles", 5)), option(settings, "mkdir")
    )
    table = _transport(settings, "file", register(file.write), register(file.close))
    return _with_default(table, text_formatter())


class _LogFile:
    """A file that grows to a size, and then becomes an old one."""

    def __init__(self, path: str, max_size: Any, max_files: int, makes_folder: Any) -> None:
        self._path = path
        self._max_size = max_size if type(max_size) in (int, float) else None
        self._max_files = max_files
        if makes_folder is not False and os.path.dirname(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
        self._file: Any = None

    def write(self, _entry: Any = None, formatted: Any = None, *_: Any) -> tuple[()]:
        """Appends a line, which is in the file when the call ends."""
        line = to_string(formatted) + "\n"
        try:
            if self._file is None:
                self._file = open(self._path, "ab")  # noqa: SIM115
            if self._max_size is not None and self._file.tell() + byte_length(line) > self._max_size:
                self._rotate()
            self._file.write(to_bytes(line))
            self._file.flush()
        except OSError as error:
            raise LuaError(f"Failed to write '{self._path}': {error.strerror}") from error
        return ()

    def _rotate(self) -> None:
        self._file.close()
        for number in range(self._max_files - 1, 0, -1):
            if os.path.exists(f"{self._path}.{number}"):
                os.replace(f"{self._path}.{number}", f"{self._path}.{number + 1}")
        if os.path.exists(self._path):
            os.replace(self._path, f"{self._path}.1")
        self._file = open(self._path, "ab")  # noqa: SIM115

    def close(self, *_: Any) -> tuple[()]:
        """Closes the file; a later line opens it again."""
        if self._file is not None:
            self._file.close()
            self._file = None
        return ()


def transports_library() -> Table:
    """The table `ember.transports`."""
    return library({"console": console_transport, "file": file_transport, "json": json_transport})
