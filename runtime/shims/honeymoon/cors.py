"""Cross-origin requests (HoneyMoon specification, section 9.3; Fetch standard, section 3.2)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.table import Table, array
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.honeymoon.options import joined, list_of, middleware, option, truth
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.string.search import lua_find

_METHODS = "GET,HEAD,PUT,PATCH,POST,DELETE"


@dataclass(frozen=True, slots=True)
class _Policy:
    """The options of a middleware."""

    origin: Any
    methods: str
    allowed_headers: str | None
    exposed_headers: str | None
    credentials: bool
    max_age: Any
    preflight_continue: bool
    success_status: int


@lua_function("honeymoon.cors")
def cors(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that lets pages of other origins use the application."""
    allowed = option(options, "allowedHeaders", option(options, "headers"))
    exposed = option(options, "exposedHeaders")
    policy = _Policy(
        option(options, "origin", "*"),
        joined(option(options, "methods", _METHODS), ","),
        joined(allowed, ",") if truth(allowed) else None,
        joined(exposed, ",") if truth(exposed) else None,
        truth(option(options, "credentials")),
        option(options, "maxAge", 86400),
        truth(option(options, "preflightContinue")),
        int(option(options, "optionsSuccessStatus", 204)),
    )

    def share(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        return _share(policy, req, res, next_handler)

    return middleware(share)


@lua_function("honeymoon.cors.allowAll")
def allow_all() -> Callable[..., Any]:
    """A middleware that lets all origins use everything, without credentials."""
    return cors(Table({"methods": f"{_METHODS},OPTIONS", "allowedHeaders": "*"}))


@lua_function("honeymoon.cors.origins")
def origins(allowed: Table) -> Callable[..., Any]:
    """A middleware that lets some origins use the application, with credentials."""
    return cors(Table({"origin": array(*list_of(allowed)), "credentials": True}))


def _share(policy: _Policy, request: Request, response: Response, next_handler: Any) -> Any:
    origin = request.get("origin")
    shown = None if origin is None else _shown_origin(policy.origin, origin)
    if shown is None or origin is None:
        return next_handler()
    if shown == "*" and policy.credentials:
        # Browsers refuse the wildcard together with credentials.
        shown = origin
    response.set("Access-Control-Allow-Origin", shown)
    if shown != "*":
        response.vary("Origin")
    if policy.credentials:
        response.set("Access-Control-Allow-Credentials", "true")
    if policy.exposed_headers is not None:
        response.set("Access-Control-Expose-Headers", policy.exposed_headers)
    if request.method != "OPTIONS" or not request.has("access-control-request-method"):
        return next_handler()
    response.set("Access-Control-Allow-Methods", policy.methods)
    if policy.allowed_headers is not None:
        response.set("Access-Control-Allow-Headers", policy.allowed_headers)
    elif (wanted := request.get("access-control-request-headers")) is not None:
        response.set("Access-Control-Allow-Headers", wanted)
        response.vary("Access-Control-Request-Headers")
    if truth(policy.max_age):
        response.set("Access-Control-Max-Age", to_string(policy.max_age))
    if policy.preflight_continue:
        return next_handler()
    response.status(policy.success_status).send("")
    return ()


def _shown_origin(rule: Any, origin: str) -> str | None:
    """What a rule answers to an origin: the origin, `*`, or None if it is not allowed."""
    if rule == "*":
        return "*"
    if isinstance(rule, str):
        return origin if rule == origin else None
    if isinstance(rule, Table) and not callable(rule):
        return origin if any(_is_allowed(entry, origin) for entry in list_of(rule)) else None
    if callable(rule):
        found = first_of(rule(origin))
        if found is True:
            return origin
        return found if isinstance(found, str) else None
    return None


def _is_allowed(entry: Any, origin: str) -> bool:
    if entry == "*":
        return True
    if isinstance(entry, str) and len(entry) > 2 and entry[0] == entry[-1] == "/":
        return first_of(lua_find(origin, entry[1:-1])) is not None
    return bool(entry == origin)
