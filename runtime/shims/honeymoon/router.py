"""Routers: routes and middleware that are mounted below a path (HoneyMoon specification, sections 2.3 and 3.2)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.frames import chunk_of_globals
from cmc.runtime.core.table import Table, array
from cmc.runtime.core.values import type_name
from cmc.runtime.declare import HostTable, lua_function, lua_method
from cmc.runtime.shims.honeymoon.options import list_of
from cmc.runtime.shims.honeymoon.routing import ANY_METHOD, compile_path, join_paths, strip_slash

Function = Callable[..., Any]

HANDLER = (("honeymoon.Request", "honeymoon.Response", "function"),)
"""What handlers of routes are called with."""

MIDDLEWARE = (*HANDLER, ("any", *HANDLER[0]))
"""What middleware is called with: functions with four parameters get an error first."""

ON_ERROR = (("any", "honeymoon.Request", "honeymoon.Response", "any"),)
"""What error handlers are called with."""


class Verbs(HostTable, path="honeymoon.Verbs"):
    """What applications and routers have in common: a method for each verb."""

    __slots__ = ()

    @lua_method("honeymoon.Verbs:route", calls_with=HANDLER)
    def route(self, method: str, path: str, *handlers: Any) -> Self:
        """Registers handlers for a method and a path."""
        raise NotImplementedError

    @lua_method("honeymoon.Verbs:get", calls_with=HANDLER, idioms=("decorator",))
    def get(self, path: str, *handlers: Any) -> Self:  # type: ignore[override]
        """Registers handlers for GET."""
        return self.route("GET", path, *handlers)

    @lua_method("honeymoon.Verbs:post", calls_with=HANDLER, idioms=("decorator",))
    def post(self, path: str, *handlers: Any) -> Self:
        """Registers handlers for POST."""
        return self.route("POST", path, *handlers)

    @lua_method("honeymoon.Verbs:put", calls_with=HANDLER, idioms=("decorator",))
    def put(self, path: str, *handlers: Any) -> Self:
        """Registers handlers for PUT."""
        return self.route("PUT", path, *handlers)

    @lua_method("honeymoon.Verbs:delete", calls_with=HANDLER, idioms=("decorator",))
    def delete(self, path: str, *handlers: Any) -> Self:
        """Registers handlers for DELETE."""
        return self.route("DELETE", path, *handlers)

    @lua_method("honeymoon.Verbs:patch", calls_with=HANDLER, idioms=("decorator",))
    def patch(self, path: str, *handlers: Any) -> Self:
        """Registers handlers for PATCH."""
        return self.route("PATCH", path, *handlers)

    @lua_method("honeymoon.Verbs:options", calls_with=HANDLER, idioms=("decorator",))
    def options(self, path: str, *handlers: Any) -> Self:
        """Registers handlers for OPTIONS."""
        return self.route("OPTIONS", path, *handlers)

    @lua_method("honeymoon.Verbs:head", calls_with=HANDLER, idioms=("decorator",))
    def head(self, path: str, *handlers: Any) -> Self:
        """Registers handlers for HEAD."""
        return self.route("HEAD", path, *handlers)

    @lua_method("honeymoon.Verbs:all", calls_with=HANDLER, idioms=("decorator",))
    def all(self, path: str, *handlers: Any) -> Self:
        """Registers handlers for every method."""
        return self.route(ANY_METHOD, path, *handlers)


@dataclass(frozen=True, slots=True)
class Use:
    """What `use` was given: a path, empty for all, and a function or router."""

    path: str
    target: "Function | Router"


@dataclass(frozen=True, slots=True)
class RouteEntry:
    """A route of a router."""

    method: str
    path: str
    handlers: tuple[Function, ...]


class Router(Verbs, path="honeymoon.Router"):
    """Routes and middleware, to be mounted on an application or another router."""

    __slots__ = ("entries", "uses")

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[RouteEntry] = []
        self.uses: list[Use] = []

    @lua_method("honeymoon.Router:route", calls_with=HANDLER)
    def route(self, method: str, path: str, *handlers: Any) -> Self:
        """Registers handlers for a method and a path."""
        self.entries.append(RouteEntry(method.upper(), path, handler_list(handlers)))
        return self

    @lua_method("honeymoon.Router:use", calls_with=MIDDLEWARE)
    def use(self, *arguments: Any) -> Self:
        """Registers middleware or routers, for all paths or below one."""
        self.uses += parse_use(arguments)
        return self

    @lua_method("honeymoon.Router:mount")
    def mount(self, path: str, router: Any) -> Self:
        """Mounts another router below a path."""
        return self.use(path, router)

    @lua_method("honeymoon.Router:routePath")
    def routePath(self, path: str) -> "RouteBuilder":
        """An object whose methods register handlers for one path."""
        return RouteBuilder(self, path)

    @lua_method("honeymoon.Router:getRoutes")
    def getRoutes(self) -> Table:
        """The routes as an array of tables."""
        return array(*[described_route(e.method, e.path, e.handlers) for e in self.entries])

    @lua_method("honeymoon.Router:getMiddleware")
    def getMiddleware(self) -> Table:
        """The middleware as an array of tables."""
        return array(
            *[
                Table({"handler": use.target, **({"path": use.path} if use.path else {})})
                for use in self.uses
                if not isinstance(use.target, Router)
            ]
        )


class RouteBuilder(HostTable, path="honeymoon.RouteBuilder"):
    """Registers handlers for one path of a router."""

    __slots__ = ("_path", "_router")

    def __init__(self, router: Router, path: str) -> None:
        super().__init__()
        self._router = router
        self._path = path

    def _add(self, method: str, handlers: tuple[Any, ...]) -> Self:
        self._router.route(method, self._path, *handlers)
        return self

    @lua_method("honeymoon.RouteBuilder:get", calls_with=HANDLER)
    def get(self, *handlers: Any) -> Self:  # type: ignore[override]
        """Registers handlers for GET."""
        return self._add("GET", handlers)

    @lua_method("honeymoon.RouteBuilder:post", calls_with=HANDLER)
    def post(self, *handlers: Any) -> Self:
        """Registers handlers for POST."""
        return self._add("POST", handlers)

    @lua_method("honeymoon.RouteBuilder:put", calls_with=HANDLER)
    def put(self, *handlers: Any) -> Self:
        """Registers handlers for PUT."""
        return self._add("PUT", handlers)

    @lua_method("honeymoon.RouteBuilder:delete", calls_with=HANDLER)
    def delete(self, *handlers: Any) -> Self:
        """Registers handlers for DELETE."""
        return self._add("DELETE", handlers)

    @lua_method("honeymoon.RouteBuilder:patch", calls_with=HANDLER)
    def patch(self, *handlers: Any) -> Self:
        """Registers handlers for PATCH."""
        return self._add("PATCH", handlers)

    @lua_method("honeymoon.RouteBuilder:options", calls_with=HANDLER)
    def options(self, *handlers: Any) -> Self:
        """Registers handlers for OPTIONS."""
        return self._add("OPTIONS", handlers)

    @lua_method("honeymoon.RouteBuilder:head", calls_with=HANDLER)
    def head(self, *handlers: Any) -> Self:
        """Registers handlers for HEAD."""
        return self._add("HEAD", handlers)

    @lua_method("honeymoon.RouteBuilder:all", calls_with=HANDLER)
    def all(self, *handlers: Any) -> Self:
        """Registers handlers for every method."""
        return self._add(ANY_METHOD, handlers)


@lua_function("honeymoon.Router")
def make_router() -> Router:
    """A new router."""
    return Router()


@lua_function("honeymoon.Router.new")
def new_router() -> Router:
    """A new router."""
    return Router()


def handler_list(handlers: tuple[Any, ...]) -> tuple[Function, ...]:
    """The handlers of a route, out of functions and arrays of functions.

    Raises:
        LuaError: one of them cannot be called.
    """
    return tuple(item for handler in _targets(handlers) for item in _functions(handler))


def parse_use(arguments: tuple[Any, ...]) -> list[Use]:
    """What the arguments of `use` register: `([path,] function, router, or array of those, …)`.

    Raises:
        LuaError: one of them is neither.
    """
    path = ""
    if arguments and isinstance(arguments[0], str):
        path, arguments = arguments[0], arguments[1:]
    if not arguments:
        raise LuaError("use: a function or a router is missing")
    targets = [item for argument in _targets(arguments) for item in _functions(argument, takes_routers=True)]
    return [Use(path, target) for target in targets]


def _targets(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Arguments without the string that `require` gives as its second result."""
    return arguments[:-1] if len(arguments) > 1 and isinstance(arguments[-1], str) else arguments


def _functions(value: Any, *, takes_routers: bool = False) -> list[Any]:
    if takes_routers and isinstance(value, Router):
        return [value]
    if isinstance(value, Table) and not callable(value):
        return [item for inner in list_of(value) for item in _functions(inner, takes_routers=takes_routers)]
    if not callable(value):
        raise LuaError(f"a handler must be a function, not {type_name(value)}")
    return [value]


def handles_errors(function: Any) -> bool:
    """Whether a function is an error middleware: one written in Lua with exactly four parameters."""
    code = getattr(function, "__code__", None)
    return code is not None and code.co_argcount == 4 and chunk_of_globals(function.__globals__) is not None


def flattened(router: Router, base: str) -> tuple[list[Use], list[tuple[str, RouteEntry]]]:
    """Middleware and routes of a router below a path, those of routers in it included, with their whole paths.

    Each route comes with the path that its own router is mounted at.
    """
    uses: list[Use] = []
    routes = [
        (base, RouteEntry(entry.method, join_paths(base, entry.path), entry.handlers)) for entry in router.entries
    ]
    for use in router.uses:
        place = join_paths(base, "" if use.path == "*" else use.path)
        if isinstance(use.target, Router):
            inner_uses, inner_routes = flattened(use.target, place)
            uses += inner_uses
            routes += inner_routes
        else:
            uses.append(Use(place, use.target))
    return uses, routes


def described_route(method: str, path: str, handlers: tuple[Function, ...]) -> Table:
    """A route as programs see it."""
    pattern, names = compile_path(strip_slash(path))
    return Table(
        {
            "method": method,
            "path": path,
            "pattern": f"^{pattern.pattern}$",
            "param_names": array(*[name for name in names if name != "*"]),
            "has_wildcard": "*" in names,
            "handlers": array(*handlers),
        }
    )
