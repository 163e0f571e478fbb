"""`http`: the client and `http.server` (CopperMoon specification, sections 22 and 23)."""

from cmc.runtime.shims.http.client import Response, delete, get, patch, post, put, request
from cmc.runtime.shims.http.server import Context, Server, new
from cmc.runtime.shims.http.session import HttpSession, create_session

__all__ = [
    "Context",
    "HttpSession",
    "Response",
    "Server",
    "create_session",
    "delete",
    "get",
    "new",
    "patch",
    "post",
    "put",
    "request",
]
