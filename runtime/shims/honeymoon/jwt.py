"""JSON Web Tokens, signed with a secret (RFC 7515, 7519; HoneyMoon specification, section 11)."""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes, to_bytes
from cmc.runtime.declare import lua_function
from cmc.runtime.shims import json as json_library
from cmc.runtime.shims.honeymoon.auth import bearer_token, refuse
from cmc.runtime.shims.honeymoon.options import (
    function_option,
    list_of,
    middleware,
    number_option,
    option,
    truth,
)

_ALGORITHMS = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}


class _Refused(Exception):
    """A token is not valid; the text is for the client."""


@lua_function("honeymoon.jwtAuth")
def jwtAuth(options: Table) -> Callable[..., Any]:
    """A middleware that wants a signed token and puts its payload into `req.user`.

    Raises:
        LuaError: there is no secret, or an algorithm is not known.
    """
    secret = option(options, "secret")
    if not isinstance(secret, str) or not secret:
        raise LuaError("jwtAuth: the option 'secret' is missing")
    names = [str(name) for name in list_of(option(options, "algorithms"))] or ["HS256"]
    unknown = [name for name in names if name not in _ALGORITHMS]
    if unknown:
        raise LuaError(f"jwtAuth: unknown algorithm '{unknown[0]}'")
    validate = function_option(options, "validate", "verify")
    leeway = number_option(options, "leeway", 0)
    claims = {"iss": option(options, "issuer"), "aud": option(options, "audience")}

    def check(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        token = bearer_token(req)
        if token is None:
            return refuse(res, 401, "JWT token required")
        try:
            payload = _verified(token, to_bytes(secret), names)
            _check_claims(payload, leeway, claims)
        except _Refused as reason:
            return refuse(res, 401, str(reason))
        user = payload if validate is None else first_of(validate(payload, req))
        if not truth(user):
            return refuse(res, 401, "Token validation failed")
        req["user"] = user
        return next_handler()

    return middleware(check)


def _verified(token: str, secret: bytes, names: list[str]) -> Table:
    """The payload of a token with a right signature of one of the algorithms."""
    parts = token.split(".")
    if len(parts) != 3:
        raise _Refused("Invalid JWT format")
    raw = _decoded(parts[1])
    if raw is None:
        raise _Refused("Invalid JWT payload")
    payload = _table_of(raw)
    if payload is None:
        raise _Refused("Invalid JWT payload JSON")
    head = _decoded(parts[0])
    header = None if head is None else _table_of(head)
    name = None if header is None else header["alg"]
    if name not in names:
        raise _Refused("Invalid JWT signature")
    expected = hmac.new(secret, to_bytes(f"{parts[0]}.{parts[1]}"), _ALGORITHMS[str(name)]).digest()
    given = _decoded(parts[2])
    if given is None or not hmac.compare_digest(expected, given):
        raise _Refused("Invalid JWT signature")
    return payload


def _decoded(part: str) -> bytes | None:
    """The bytes of base64url text without padding, None if it is none."""
    data = to_bytes(part).rstrip(b"=")
    try:
        if not data or b"+" in data or b"/" in data:
            return None
        return base64.b64decode(data + b"=" * (-len(data) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None


def _table_of(data: bytes) -> Table | None:
    try:
        value = json_library.decode(from_bytes(data))
    except LuaError:
        return None
    return value if isinstance(value, Table) else None


def _check_claims(payload: Table, leeway: float, claims: dict[str, Any]) -> None:
    now = time.time()
    expires, begins = payload["exp"], payload["nbf"]
    if expires is not None and (type(expires) not in (int, float) or expires + leeway < now):
        raise _Refused("Token has expired")
    if begins is not None and (type(begins) not in (int, float) or begins - leeway > now):
        raise _Refused("Token is not valid yet")
    for name, wanted in claims.items():
        if wanted is not None and not set(list_of(wanted)) & set(list_of(payload[name])):
            raise _Refused("Token validation failed")
