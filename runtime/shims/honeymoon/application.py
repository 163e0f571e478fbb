"""The application (HoneyMoon specification, sections 2 and 3): settings, routes, middleware, and `listen`."""

import os
from collections.abc import Callable
from typing import Any, Self

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.numbers import parse_number
from cmc.runtime.declare import HostTable, lua_method
from cmc.runtime.shims.honeymoon.routing import ANY_METHOD, Router, strip_slash

Middleware = tuple[str, Callable[..., Any]]
"""A prefix, empty for all paths, and the function."""


class Application(HostTable, path="honeymoon.Application"):
    """A web application.

    `router` holds its routes, `middleware` what runs before them, `error_handlers` what runs after errors.
    """

    __slots__ = ("_settings", "error_handlers", "middleware", "router")

    def __init__(self) -> None:
        super().__init__()
        self.router = Router()
        self.middleware: list[Middleware] = []
        self.error_handlers: list[Callable[..., Any]] = []
        self._settings: dict[str, Any] = {
            "port": 3000,
            "host": "127.0.0.1",
            "env": os.environ.get("NODE_ENV") or "development",
            "trust_proxy": False,
            "json_spaces": 0,
        }

    # Settings

    @lua_method("honeymoon.Application:set")
    def set(self, key: str, value: Any) -> Self:
        """Stores a setting."""
        self._settings[key] = value
        return self

    @lua_method("honeymoon.Application:get_setting")
    def get_setting(self, key: str) -> Any:
        """A setting, nil if it was never stored."""
        return self._settings.get(key)

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
        return self._settings.get(key) is True

    @lua_method("honeymoon.Application:disabled")
    def disabled(self, key: str) -> bool:
        """Whether a setting is false or was never stored."""
        value = self._settings.get(key)
        return value is None or value is False

    def is_production(self) -> bool:
        """Whether answers must not tell about the program."""
        return self._settings.get("env") == "production"

    # Routes

    @lua_method("honeymoon.Application:route")
    def route(self, method: str, path: str, *handlers: Callable[..., Any]) -> Self:
        """Registers handlers for a method and a path."""
        self.router.add(method, path, handlers)
        return self

    @lua_method("honeymoon.Application:get", idioms=("decorator",))
    def get(self, path: str, *handlers: Callable[..., Any]) -> Self:  # type: ignore[override]
        """Registers handlers for GET."""
        return self.route("GET", path, *handlers)

    @lua_method("honeymoon.Application:post", idioms=("decorator",))
    def post(self, path: str, *handlers: Callable[..., Any]) -> Self:
        """Registers handlers for POST."""
        return self.route("POST", path, *handlers)

    @lua_method("honeymoon.Application:put", idioms=("decorator",))
    def put(self, path: str, *handlers: Callable[..., Any]) -> Self:
        """Registers handlers for PUT."""
        return self.route("PUT", path, *handlers)

    @lua_method("honeymoon.Application:delete", idioms=("decorator",))
    def delete(self, path: str, *handlers: Callable[..., Any]) -> Self:
        """Registers handlers for DELETE."""
        return self.route("DELETE", path, *handlers)

    @lua_method("honeymoon.Application:patch", idioms=("decorator",))
    def patch(self, path: str, *handlers: Callable[..., Any]) -> Self:
        """Registers handlers for PATCH."""
        return self.route("PATCH", path, *handlers)

    @lua_method("honeymoon.Application:options", idioms=("decorator",))
    def options(self, path: str, *handlers: Callable[..., Any]) -> Self:
        """Registers handlers for OPTIONS."""
        return self.route("OPTIONS", path, *handlers)

    @lua_method("honeymoon.Application:head", idioms=("decorator",))
    def head(self, path: str, *handlers: Callable[..., Any]) -> Self:
        """Registers handlers for HEAD."""
        return self.route("HEAD", path, *handlers)

    @lua_method("honeymoon.Application:all", idioms=("decorator",))
    def all(self, path: str, *handlers: Callable[..., Any]) -> Self:
        """Registers handlers for every method."""
        return self.route(ANY_METHOD, path, *handlers)

    @lua_method("honeymoon.Application:use")
    def use(self, path: str | Callable[..., Any], *functions: Callable[..., Any]) -> Self:
        """Registers middleware for all paths, or for those below a prefix."""
        if isinstance(path, str):
            prefix = "" if path in ("*", "/") else strip_slash(path)
        else:
            prefix, functions = "", (path, *functions)
        self.middleware += [(prefix, function) for function in functions]
        return self

    @lua_method("honeymoon.Application:error")
    def error(self, handler: Callable[..., Any]) -> Self:
        """Registers a function that answers after errors; it gets error, request, response and traceback."""
        self.error_handlers.append(handler)
        return self

    # Serving

    @lua_method("honeymoon.Application:listen", suspends=True)
    def listen(self, port: int | None = None, *rest: str | Callable[..., Any]) -> None:
        """Serves requests until the program is told to stop: `listen([port [, host]] [, callback])`.

        The callback gets the port once the server accepts connections; without one, a line is printed.
        """
        from cmc.runtime.shims.honeymoon.server import serve

        host = next((value for value in rest[:1] if isinstance(value, str)), None) or self._settings.get("host")
        callback = next((value for value in rest if not isinstance(value, str)), None)
        chosen = self._settings.get("port") if port is None else port
        if isinstance(chosen, str):
            chosen = parse_number(chosen)
        if not isinstance(chosen, int | float) or not 0 <= chosen <= 65535:
            raise LuaError(f"invalid port: {chosen}")
        serve(self, str(host), int(chosen), callback)
