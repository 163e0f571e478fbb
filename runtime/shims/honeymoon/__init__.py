"""HoneyMoon, the web framework: `require("honeymoon")` (HoneyMoon specification).

Routing, requests, responses and the JSON body parser; the server runs on aiohttp, which is imported by `app:listen`.
"""

from cmc.runtime.declare import lua_function
from cmc.runtime.shims.honeymoon.application import Application
from cmc.runtime.shims.honeymoon.bodyparser import json
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response

__all__ = ["Application", "Request", "Response", "json", "new"]

LUA_CONSTANTS = {"_VERSION": "0.2.0", "_DESCRIPTION": "Express-style web framework"}


@lua_function("honeymoon.new")
def new() -> Application:
    """A new application without routes."""
    return Application()
