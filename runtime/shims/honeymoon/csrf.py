"""Protection against requests that other sites make in a user's name (HoneyMoon specification, section 9.5)."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.table import Table
from cmc.runtime.core.text import to_bytes
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.honeymoon.options import middleware, option, truth
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response
from cmc.runtime.stdlib.library import register

_SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))


@lua_function("honeymoon.csrf")
def csrf(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that refuses requests without the token of the client's cookie.

    The token comes in a header or a field of the body, in the query only with the option `allowQuery`. With a secret,
    tokens are signed, for the session if there is one.
    """
    cookie = str(option(options, "cookie", "_csrf"))
    header = str(option(options, "header", "x-csrf-token"))
    field = str(option(options, "field", "_csrf"))
    secret = option(options, "secret")
    key = to_bytes(secret) if isinstance(secret, str) else b""
    takes_query = truth(option(options, "allowQuery"))

    def protect(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        request: Request = req
        response: Response = res
        session = request["sessionID"]
        purpose = to_bytes(session) if isinstance(session, str) and request["session"] is not None else b""
        token = request.cookie(cookie) or ""
        if not _is_ours(token, key, purpose):
            token = _new_token(key, purpose)
            response.cookie(cookie, token, Table({"httpOnly": True, "sameSite": "Strict", "secure": request.secure}))
            is_known = False
        else:
            is_known = True
        request["csrfToken"] = register(lambda *_: token)
        response.locals["csrfToken"] = token
        if request.method in _SAFE_METHODS:
            return next_handler()
        given = request.get(header)
        if given is None:
            given = _from_fields(request, field, takes_query)
        if is_known and isinstance(given, str) and given and _same(given, token):
            return next_handler()
        response.status(403).json({"error": "Forbidden", "message": "Invalid CSRF token"})
        return ()

    return middleware(protect)


def _from_fields(request: Request, field: str, takes_query: bool) -> Any:
    places = [request.params, request.fields(), *([request.query] if takes_query else [])]
    return next((place[field] for place in places if isinstance(place, Table) and place[field] is not None), None)


def _new_token(key: bytes, purpose: bytes) -> str:
    token = secrets.token_hex(16)
    return f"{token}.{_signature(token, key, purpose)}" if key else token


def _signature(token: str, key: bytes, purpose: bytes) -> str:
    return hmac.new(key, to_bytes(token) + b"!" + purpose, hashlib.sha256).hexdigest()


def _is_ours(token: str, key: bytes, purpose: bytes) -> bool:
    """Whether a token was made here; without a secret every one that is not empty may have been."""
    if not key:
        return bool(token)
    text, dot, signature = token.partition(".")
    return bool(dot) and _same(signature, _signature(text, key, purpose))


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(to_bytes(left), to_bytes(right))
