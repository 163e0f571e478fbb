"""Formatters: from entries to lines (Ember specification, section 5)."""

import re
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table, entries
from cmc.runtime.core.values import type_name
from cmc.runtime.declare import lua_function
from cmc.runtime.shims import json as json_library
from cmc.runtime.shims.ember.levels import COLOURS, LABELS
from cmc.runtime.shims.honeymoon.options import option, truth
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.library import library, register
from cmc.runtime.stdlib.os import lua_date

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NEEDS_QUOTES = re.compile(r'[\s="\x00-\x1f\x7f]')


def formatter(name: str, function: Callable[[Table], str]) -> Table:
    """A formatter as programs see it."""
    return Table({"name": name, "format": register(lambda entry=None, *_: function(entry))})


@lua_function("ember.formatter")
def custom_formatter(definition: Any = None) -> Table:
    """`ember.formatter`: a formatter from a function or a table.

    Raises:
        LuaError: the definition is neither.
    """
    if isinstance(definition, Table) and not callable(definition):
        if not callable(definition["format"]):
            raise LuaError("Formatter must have a 'format' function")
        return Table({"name": option(definition, "name", "custom"), "format": definition["format"]})
    if not callable(definition):
        raise LuaError(f"Formatter must be a function or table, got {type_name(definition)}")
    return Table({"name": "custom", "format": definition})


def _plain(text: str) -> str:
    """A text without control characters, which would begin lines or steer terminals."""
    return _CONTROL.sub(lambda found: _ESCAPES.get(found[0], f"\\x{ord(found[0]):02x}"), text)


def _value(value: Any) -> str:
    if isinstance(value, Table):
        return json_library.encode(value)
    text = to_string(value)
    if isinstance(value, str) and _NEEDS_QUOTES.search(text):
        return '"' + _plain(text).replace('"', '\\"') + '"'
    return text


def _context(entry: Table) -> list[tuple[str, str]]:
    """Names and texts of the context, sorted."""
    context = entry["context"]
    found = [(to_string(k), _value(v)) for k, v in entries(context)] if isinstance(context, Table) else []
    return sorted(found)


def _message(entry: Table) -> str:
    return "" if entry["message"] is None else _plain(to_string(entry["message"]))


def _time(entry: Table, form: str) -> str:
    stamp = entry["timestamp"]
    return to_string(lua_date(form, int(stamp) if type(stamp) in (int, float) else None))


def text_formatter(options: Any = None, *_: Any) -> Table:
    """`ember.formatters.text`: `[time] LEVEL name: message {k=v}`."""
    settings = options if isinstance(options, Table) else None
    has_time = truth(option(settings, "timestamp", True))
    form = to_string(option(settings, "timestampFormat", "!%Y-%m-%dT%H:%M:%SZ"))
    has_name, has_context = truth(option(settings, "showName", True)), truth(option(settings, "showContext", True))

    def write(entry: Table) -> str:
        parts = [f"[{_time(entry, form)}]"] if has_time else []
        parts.append(f"{to_string(entry['level']).upper():<5}")
        if has_name and entry["name"] is not None:
            parts.append(f"{_plain(to_string(entry['name']))}:")
        parts.append(_message(entry))
        context = _context(entry) if has_context else []
        if context:
            parts.append("{" + ", ".join(f"{name}={value}" for name, value in context) + "}")
        return " ".join(parts)

    return formatter("text", write)


def json_formatter(options: Any = None, *_: Any) -> Table:
    """`ember.formatters.json`: an object a line, with the context's fields beside the entry's."""
    settings = options if isinstance(options, Table) else None
    message = to_string(option(settings, "messageKey", "msg"))
    timestamp = to_string(option(settings, "timestampKey", "time"))
    level = to_string(option(settings, "levelKey", "level"))

    def write(entry: Table) -> str:
        context = entry["context"]
        fields = Table(entries(context)) if isinstance(context, Table) else Table()
        for name in ("name", "levelNumber"):
            fields.pop(name, None)
        text = entry["message"]
        fields[level], fields[timestamp] = entry["level"], entry["timestamp"]
        fields[message] = text if text is None or isinstance(text, str) else to_string(text)
        if entry["name"] is not None:
            fields["name"] = entry["name"]
        return json_library.encode(Table((k, v) for k, v in fields.items() if v is not None))

    return formatter("json", write)


def pretty_formatter(options: Any = None, *_: Any) -> Table:
    """`ember.formatters.pretty`: short coloured lines for people."""
    settings = options if isinstance(options, Table) else None
    has_colours = truth(option(settings, "colors", True))
    has_time = truth(option(settings, "timestamp", True))
    form = to_string(option(settings, "timestampFormat", "%H:%M:%S"))

    def painted(text: str, *codes: str) -> str:
        return "".join(f"\x1b[{code}m" for code in codes) + f"{text}\x1b[0m" if has_colours else text

    def write(entry: Table) -> str:
        level = to_string(entry["level"])
        codes = [COLOURS[level]] if level in COLOURS else []
        if level == "fatal":
            codes.append("1")
        parts = [painted(_time(entry, form), "2")] if has_time else []
        parts.append(painted(LABELS.get(level, level[:3].upper()), *codes) if codes else level[:3].upper())
        if entry["name"] is not None:
            parts.append(painted(_plain(to_string(entry["name"])), "35"))
        parts += [painted("\u203a" if has_colours else "-", "2"), _message(entry)]
        fields = [painted(f"{name}=", "2") + value for name, value in _context(entry)]
        return " ".join(parts) + ("  " + " ".join(fields) if fields else "")

    return formatter("pretty", write)


def formatters_library() -> Table:
    """The table `ember.formatters`."""
    return library({"text": text_formatter, "json": json_formatter, "pretty": pretty_formatter})
