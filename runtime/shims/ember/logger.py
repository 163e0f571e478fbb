"""The logger (Ember specification, section 3)."""

import sys
import time
from typing import Any

from cmc.runtime.core.errors import error_text, error_value
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.table import Table, array, entries
from cmc.runtime.declare import HostTable, lua_function, lua_method
from cmc.runtime.shims.ember.levels import name_of, resolve
from cmc.runtime.shims.ember.transports import OWN_FORMATTER, console_transport
from cmc.runtime.shims.honeymoon.options import list_of, option
from cmc.runtime.stdlib.base import to_string


class Logger(HostTable, path="ember.Logger"):
    """Writes entries to its transports, which its children share."""

    __slots__ = ("_context", "_formatter", "_level", "_name", "_secrets", "_transports")

    def __init__(
        self,
        name: Any,
        level: int | float,
        context: Table,
        transports: Table,
        formatter: Any,
        secrets: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__()
        self._secrets = secrets
        self._name = name
        self._level = level
        self._context = context
        self._transports = transports
        self._formatter = formatter

    @lua_method("ember.Logger:trace")
    def trace(self, message: Any = None, context: Any = None) -> None:
        """Writes an entry of the level `trace`."""
        self._write(10, message, context)

    @lua_method("ember.Logger:debug")
    def debug(self, message: Any = None, context: Any = None) -> None:
        """Writes an entry of the level `debug`."""
        self._write(20, message, context)

    @lua_method("ember.Logger:info")
    def info(self, message: Any = None, context: Any = None) -> None:
        """Writes an entry of the level `info`."""
        self._write(30, message, context)

    @lua_method("ember.Logger:warn")
    def warn(self, message: Any = None, context: Any = None) -> None:
        """Writes an entry of the level `warn`."""
        self._write(40, message, context)

    @lua_method("ember.Logger:error")
    def error(self, message: Any = None, context: Any = None) -> None:
        """Writes an entry of the level `error`."""
        self._write(50, message, context)

    @lua_method("ember.Logger:fatal")
    def fatal(self, message: Any = None, context: Any = None) -> None:
        """Writes an entry of the level `fatal`."""
        self._write(60, message, context)

    @lua_method("ember.Logger:log")
    def log(self, level: Any, message: Any = None, context: Any = None) -> None:
        """Writes an entry of a level."""
        self._write(resolve(level), message, context)

    def _write(self, level: int | float, message: Any, context: Any) -> None:
        if level < self._level:
            return
        merged = self._context
        if isinstance(context, Table) and next(entries(context), None) is not None:
            merged = Table({**self._context, **Table(entries(context))})
        if self._secrets:
            merged = _redacted(merged, self._secrets)
        now = time.time()
        entry = Table({"level": name_of(level), "levelNumber": level, "timestamp": int(now), "context": merged})
        entry["timestamp_ms"] = int(now * 1000)
        for name, value in (("message", message), ("name", self._name)):
            if value is not None:
                entry[name] = value
        for transport in list_of(self._transports):
            least = transport["levelNumber"]
            if level >= (self._level if least is None else least):
                self._send(transport, entry)

    def _send(self, transport: Table, entry: Table) -> None:
        """Hands an entry to a transport; one that fails is reported, and the others get it all the same."""
        try:
            transport["write"](entry, self._formatted(transport, entry))
        except Exception as error:
            text = error_text(error_value(error)).partition("\n")[0]
            sys.stdout.write(f"[ember] Transport '{to_string(transport['name'])}' error: {text}\n")

    def _formatted(self, transport: Table, entry: Table) -> Any:
        formatter = transport["formatter"]
        if self._formatter is not None and (formatter is None or transport[OWN_FORMATTER]):
            formatter = self._formatter
        if formatter is None:
            message = "" if entry["message"] is None else to_string(entry["message"])
            return f"[{to_string(entry['level']).upper()}] {message}"
        write = formatter["format"] if isinstance(formatter, Table) else formatter
        return first_of(write(entry))

    @lua_method("ember.Logger:child")
    def child(self, context: Table | None = None) -> "Logger":
        """A logger with more context."""
        merged = Table({**self._context, **({} if context is None else Table(entries(context)))})
        return Logger(self._name, self._level, merged, self._transports, self._formatter, self._secrets)

    @lua_method("ember.Logger:setLevel")
    def setLevel(self, level: Any) -> None:
        """Sets the least level that is written."""
        self._level = resolve(level)

    @lua_method("ember.Logger:getLevel")
    def getLevel(self) -> str:
        """The name of that level."""
        return name_of(self._level)

    @lua_method("ember.Logger:isLevelEnabled")
    def isLevelEnabled(self, level: Any) -> bool:
        """Whether entries of a level are written."""
        return resolve(level) >= self._level

    @lua_method("ember.Logger:addTransport")
    def addTransport(self, transport: Table) -> None:
        """Adds a transport to this logger and all that share its transports."""
        self._transports[len(list_of(self._transports)) + 1] = transport

    @lua_method("ember.Logger:removeTransport")
    def removeTransport(self, name: str) -> bool:
        """Removes the last transport of a name; false if there is none."""
        kept = list_of(self._transports)
        for position in range(len(kept) - 1, -1, -1):
            if kept[position]["name"] == name:
                del kept[position]
                self._transports.clear()
                self._transports.update(enumerate(kept, 1))
                return True
        return False

    @lua_method("ember.Logger:getTransports")
    def getTransports(self) -> Table:
        """The transports, as the array that is shared."""
        return self._transports

    @lua_method("ember.Logger:close")
    def close(self) -> None:
        """Closes all transports."""
        for transport in list_of(self._transports):
            if callable(transport["close"]):
                try:
                    transport["close"]()
                except Exception as error:
                    text = error_text(error_value(error)).partition("\n")[0]
                    sys.stderr.write(f"[ember] Transport '{to_string(transport['name'])}' error: {text}\n")

    def with_own_transports(self, *more: Table) -> None:
        """Gives the logger transports that nobody shares, with some more."""
        self._transports = array(*list_of(self._transports), *more)


REDACTED = "[redacted]"


def _redacted(context: Table, secrets: frozenset[str]) -> Table:
    """A context without the values of secret fields, in whatever case their names are, in nested tables too."""
    return Table((k, _shown(k, value, secrets)) for k, value in entries(context))


def _shown(k: Any, value: Any, secrets: frozenset[str]) -> Any:
    if isinstance(k, str) and k.lower() in secrets:
        return REDACTED
    return _redacted(value, secrets) if type(value) is Table else value


@lua_function("ember.new")
def new(options: Table | None = None) -> Logger:
    """A logger with the options `level`, `name`, `context`, `transports`, `formatter`, and `redact`: names of fields
    whose values are not to be written.
    """
    transports = option(options, "transports")
    context = option(options, "context")
    return Logger(
        option(options, "name"),
        resolve(option(options, "level")),
        Table(entries(context)) if isinstance(context, Table) else Table(),
        transports if isinstance(transports, Table) else array(console_transport()),
        option(options, "formatter"),
        frozenset(to_string(name).lower() for name in list_of(option(options, "redact"))),
    )
