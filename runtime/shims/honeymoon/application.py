"""The application (HoneyMoon specification, sections 2 and 3): settings, routes, middleware, and `listen`."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.numbers import parse_number
from cmc.runtime.core.table import Table, array
from cmc.runtime.declare import lua_field, lua_method
from cmc.runtime.shims.honeymoon.layers import Layer, Layers
from cmc.runtime.shims.honeymoon.router import (
    HANDLER,
    MIDDLEWARE,
    ON_ERROR,
    Router,
    Verbs,
    described_route,
    flattened,
    handler_list,
    handles_errors,
    parse_use,
)
from cmc.runtime.shims.honeymoon.routing import Prefix, RouteTable
from cmc.runtime.shims.honeymoon.views import ViewEngine


@dataclass(frozen=True, slots=True)
class ErrorHandler:
    """A function that is called after errors; `is_middleware` says that it takes the error first and `next` last."""

    prefix: Prefix
    function: Callable[..., Any]
    is_middleware: bool


class Application(Verbs, path="honeymoon.Application"):
    """A web application.

    `settings` are those by name, `table` holds its routes, `layers` the middleware that runs before them,
    `error_handlers` what runs after errors, `sockets` the routes of WebSockets.
    """

    __slots__ = ("error_handlers", "has_sockets", "layers", "settings", "sockets", "table")

    def __init__(self) -> None:
        super().__init__()
        self.settings = _default_settings()
        self.table = RouteTable()
        self.sockets = RouteTable()
        self.has_sockets = False
        self.layers = Layers()
        self.error_handlers: list[ErrorHandler] = []

    @lua_field
    def _VERSION(self) -> str:
        """The version of the package."""
        return "0.2.0"

    @lua_field
    def _settings(self) -> Table:
        """The settings by their names."""
        return self.settings

    @lua_field
    def _routes(self) -> Table:
        """The routes, in the order of registration."""
        return array(*[described_route(route.method, route.path, route.handlers) for route in self.table.routes()])

    @lua_field
    def _middleware(self) -> Table:
        """The middleware, as tables with `path` and `handler`."""
        return array(*[_described_layer(layer) for layer in self.layers.all])

    @lua_field
    def _error_handlers(self) -> Table:
        """The functions that are called after errors."""
        return array(*[handler.function for handler in self.error_handlers])

    def _has_changed(self) -> None:
        """Forgets what has been said of routes and middleware; it is worked out again when somebody asks."""
        for name in ("_routes", "_middleware", "_error_handlers"):
            self.pop(name, None)

    @lua_field
    def views(self) -> ViewEngine:
        """What renders templates."""
        return ViewEngine(self)

    # Settings

    @lua_method("honeymoon.Application:set")
    def set(self, key: str, value: Any) -> Self:
        """Stores a setting; `views` is the folder of the templates as well."""
        self.settings[key] = value
        if key == "views":
            self.views.set(key, value)
        return self

    @lua_method("honeymoon.Application:get_setting")
    def get_setting(self, key: str) -> Any:
        """A setting, nil if it was never stored."""
        return self.settings[key]

    @lua_method("honeymoon.Application:enable")
    def enable(self, key: str) -> Self:
        """Sets a setting to true."""
        return self.set(key, True)

    @lua_method("honeymoon.Application:disable")
    def disable(self, key: str) -> Self:
        """Sets a setting to false."""
        return self.set(key, False)

    @lua_method("honeymoon.Application:enabled")
    def enabled(self, key: str) -> bool:
        """Whether a setting is true."""
        return self.settings[key] is True

    @lua_method("honeymoon.Application:disabled")
    def disabled(self, key: str) -> bool:
        """Whether a setting is false or was never stored."""
        value = self.settings[key]
        return value is None or value is False

    def is_production(self) -> bool:
        """Whether answers must not tell about the program."""
        return bool(self.settings["env"] == "production")

    # Routes

    @lua_method("honeymoon.Application:route", calls_with=HANDLER)
    def route(self, method: str, path: str, *handlers: Any) -> Self:
        """Registers handlers for a method and a path."""
        self.table.add(method, path, handler_list(handlers))
        self._has_changed()
        return self

    @lua_method("honeymoon.Application:router")
    def router(self) -> Router:
        """A new router, which is not mounted."""
        return Router()

    @lua_method("honeymoon.Application:mount")
    def mount(self, path: str, router: Router) -> Self:
        """Adds what a router has below a path; what it gets later does not count."""
        uses, routes = flattened(router, path)
        for use in uses:
            self._add_layer(use.path, use.target)
        for base, entry in routes:
            self.table.add(entry.method, entry.path, entry.handlers, Prefix(base))
        self._has_changed()
        return self

    @lua_method("honeymoon.Application:use", calls_with=MIDDLEWARE)
    def use(self, *arguments: Any) -> Self:
        """Registers middleware for all paths or those below one, error middleware, or routers."""
        for use in parse_use(arguments):
            if isinstance(use.target, Router):
                self.mount(use.path, use.target)
            else:
                self._add_layer(use.path, use.target)
        return self

    def _add_layer(self, path: str, function: Any) -> None:
        if handles_errors(function):
            self.error_handlers.append(ErrorHandler(Prefix(path), function, True))
        else:
            self.layers.add(Prefix(path), function)
        self._has_changed()

    @lua_method("honeymoon.Application:error", calls_with=ON_ERROR)
    def error(self, handler: Callable[..., Any]) -> Self:
        """Registers a function that answers after errors; it gets error, request, response and traceback."""
        self.error_handlers.append(ErrorHandler(Prefix(""), handler, False))
        self._has_changed()
        return self

    @lua_method("honeymoon.Application:ws", calls_with=(("userdata", "honeymoon.Request"),))
    def ws(self, path: str, handler: Callable[..., Any]) -> Self:
        """Registers a handler for WebSockets: it gets the socket and the request, and the socket closes at its end."""
        self.sockets.add("GET", path, (handler,))
        self.has_sockets = True
        return self

    # Serving

    @lua_method("honeymoon.Application:listen", calls_with=(("integer",),), suspends=True)
    def listen(self, port: int | None = None, *rest: str | Callable[..., Any]) -> None:
        """Serves requests until the program is told to stop: `listen([port [, host]] [, callback])`.

        The callback gets the port once the server accepts connections; without one, a line is printed.

        Raises:
            LuaError: the address cannot be used.
        """
        from cmc.runtime.shims.honeymoon.server import serve_application

        host = next((value for value in rest[:1] if isinstance(value, str)), None) or self.settings["host"]
        callback = next((value for value in rest if not isinstance(value, str)), None)
        chosen = self.settings["port"] if port is None else port
        if isinstance(chosen, str):
            chosen = parse_number(chosen)
        if not isinstance(chosen, int | float) or not 0 <= chosen <= 65535:
            raise LuaError(f"invalid port: {chosen}")
        serve_application(self, str(host), int(chosen), callback)

    @lua_method("honeymoon.Application:close")
    def close(self) -> None:
        """Ends `listen` when the requests that are being handled have been answered; may be called by a handler."""
        from cmc.runtime.shims.honeymoon.server import stop_application

        stop_application(self)


def _described_layer(layer: Layer) -> Table:
    return Table({"path": layer.prefix.text or "*", "handler": layer.function})


def _default_settings() -> Table:
    return Table(
        {
            "port": 3000,
            "host": "127.0.0.1",
            "env": os.environ.get("NODE_ENV") or "development",
            "trust_proxy": False,
            "json_spaces": 0,
            "etag": True,
            "query_parser": "extended",
            "views": "./views",
        }
    )
