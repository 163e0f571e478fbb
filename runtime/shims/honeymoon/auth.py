"""Who a request comes from, and what it may do (HoneyMoon specification, section 11)."""

import base64
import binascii
import hmac
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.table import Table, entries
from cmc.runtime.core.text import from_bytes, to_bytes
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.honeymoon.options import function_option, list_of, middleware, option, truth
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response
from cmc.runtime.shims.honeymoon.statuses import status_text
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.library import register


def refuse(response: Response, status: int, message: str) -> tuple[()]:
    """Answers a request that is not allowed."""
    response.status(status).json({"error": status_text(status), "message": message})
    return ()


def _same(left: str, right: str) -> bool:
    """Whether two secrets are equal, found out in a time that does not tell where they differ."""
    return hmac.compare_digest(to_bytes(left), to_bytes(right))


def _credentials(request: Request, scheme: str) -> str | None:
    """What follows the scheme in the header `Authorization`, None if it is another one."""
    name, _, rest = (request.get("authorization") or "").partition(" ")
    return rest.strip() if name.lower() == scheme and rest.strip() else None


def bearer_token(request: Request) -> str | None:
    """The token in the header `Authorization`."""
    return _credentials(request, "bearer")


@lua_function("honeymoon.basicAuth")
def basicAuth(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that wants name and password."""
    users = option(options, "users")
    validate = function_option(options, "validate", "verify")
    realm = to_string(option(options, "realm", "Restricted")).replace("\\", "").replace('"', "'")
    message = to_string(option(options, "message", "Authentication required"))

    def check(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        text = _credentials(req, "basic")
        if text is None:
            return _challenge(res, realm, message)
        name, colon, password = _decoded(text).partition(":")
        if not colon:
            return _challenge(res, realm, "Invalid credentials format")
        user: Any = None
        if validate is not None:
            user = first_of(validate(name, password, req))
        elif isinstance(users, Table):
            # The comparison takes place for unknown names, too.
            known = users[name]
            user = _same(password, to_string("" if known is None else known)) and known is not None
        if user is True:
            user = Table({"username": name})
        if not isinstance(user, Table):
            return _challenge(res, realm, "Invalid credentials")
        req["user"] = user
        return next_handler()

    return middleware(check)


def _decoded(text: str) -> str:
    try:
        return from_bytes(base64.b64decode(to_bytes(text), validate=True))
    except (binascii.Error, ValueError):
        return ""


def _challenge(response: Response, realm: str, message: str) -> tuple[()]:
    response.set("WWW-Authenticate", f'Basic realm="{realm}"').status(401).text(message)
    return ()


@lua_function("honeymoon.bearerAuth")
def bearerAuth(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that wants a token, which the function `validate` knows."""
    validate = function_option(options, "validate", "verify")
    message = to_string(option(options, "message", "Invalid or expired token"))

    def check(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        token = bearer_token(req)
        if token is None:
            return refuse(res, 401, "Bearer token required")
        user = None if validate is None else first_of(validate(token, req))
        if not truth(user):
            return refuse(res, 401, message)
        req["user"] = user
        return next_handler()

    return middleware(check)


@lua_function("honeymoon.apiKeyAuth")
def apiKeyAuth(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that wants a key, in a header or in the query."""
    header = str(option(options, "header", "x-api-key"))
    query = str(option(options, "query", "api_key"))
    keys = option(options, "keys")
    validate = function_option(options, "validate", "verify")

    def check(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        key = req.get(header)
        if key is None:
            key = req.query[query]
        if not isinstance(key, str) or not key:
            return refuse(res, 401, "API key required")
        user = first_of(validate(key, req)) if validate is not None else _owner(keys, key)
        if not truth(user):
            return refuse(res, 401, "Invalid API key")
        req["user"] = user
        return next_handler()

    return middleware(check)


def _owner(keys: Any, key: str) -> Any:
    """Whom a key belongs to, in an array of keys or in a table of users by key."""
    found: Any = None
    for name, value in entries(keys) if isinstance(keys, Table) else ():
        if isinstance(name, str) and _same(name, key):
            found = value
        elif type(name) is int and isinstance(value, str) and _same(value, key):
            found = Table({"apiKey": key})
    return found


@lua_function("honeymoon.auth.any")
def any_of(methods: Table) -> Callable[..., Any]:
    """A middleware that lets pass whom one of several others lets pass."""
    functions = list_of(methods)
    if not all(callable(function) for function in functions):
        raise LuaError("auth.any: an array of middleware is wanted")

    def check(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        for function in functions:
            # What a method answers goes to a response that nobody gets.
            unseen = Response(req.app)
            unseen["locals"] = res.locals
            if _passes(function, req, unseen):
                for name, (spelling, value) in unseen.sent_headers.items():
                    if name != "content-type":
                        res.sent_headers[name] = spelling, value
                return next_handler()
        return refuse(res, 401, "Authentication required")

    return middleware(check)


def _passes(function: Any, request: Request, response: Response) -> bool:
    passed = False

    def go_on(error: Any = None, *_: Any) -> tuple[()]:
        nonlocal passed
        passed = error is None
        return ()

    function(request, response, register(go_on))
    return passed and truth(request["user"])


@lua_function("honeymoon.requireAuth")
def requireAuth(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that lets pass requests with a user."""
    message = to_string(option(options, "message", "Authentication required"))

    def check(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        return next_handler() if truth(req["user"]) else refuse(res, 401, message)

    return middleware(check)


@lua_function("honeymoon.requireRoles")
def requireRoles(roles: str | Table) -> Callable[..., Any]:
    """A middleware that lets pass users who have one of some roles (`role` or `roles` of the user)."""
    wanted = set(list_of(roles))

    def check(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        user = req["user"]
        if not truth(user):
            return refuse(res, 401, "Authentication required")
        own = {*list_of(user["role"]), *list_of(user["roles"])} if isinstance(user, Table) else set()
        return next_handler() if own & wanted else refuse(res, 403, "Insufficient permissions")

    return middleware(check)


@lua_function("honeymoon.requirePermission")
def requirePermission(check: Callable[..., Any], message: str = "Access denied") -> Callable[..., Any]:
    """A middleware that lets pass requests for which a function says yes."""

    def ask(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        return next_handler() if truth(first_of(check(req))) else refuse(res, 403, message)

    return middleware(ask)


# The same functions under the name `auth`.


@lua_function("honeymoon.auth.basic")
def auth_basic(options: Table | None = None) -> Callable[..., Any]:
    """`basicAuth`"""
    return basicAuth(options)


@lua_function("honeymoon.auth.bearer")
def auth_bearer(options: Table | None = None) -> Callable[..., Any]:
    """`bearerAuth`"""
    return bearerAuth(options)


@lua_function("honeymoon.auth.apiKey")
def auth_api_key(options: Table | None = None) -> Callable[..., Any]:
    """`apiKeyAuth`"""
    return apiKeyAuth(options)


@lua_function("honeymoon.auth.jwt")
def auth_jwt(options: Table) -> Callable[..., Any]:
    """`jwtAuth`"""
    from cmc.runtime.shims.honeymoon.jwt import jwtAuth

    return jwtAuth(options)


@lua_function("honeymoon.auth.required")
def auth_required(options: Table | None = None) -> Callable[..., Any]:
    """`requireAuth`"""
    return requireAuth(options)


@lua_function("honeymoon.auth.roles")
def auth_roles(roles: str | Table) -> Callable[..., Any]:
    """`requireRoles`"""
    return requireRoles(roles)


@lua_function("honeymoon.auth.can")
def auth_can(check: Callable[..., Any], message: str = "Access denied") -> Callable[..., Any]:
    """`requirePermission`"""
    return requirePermission(check, message)
