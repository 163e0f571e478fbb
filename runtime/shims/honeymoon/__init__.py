"""HoneyMoon, the web framework: `require("honeymoon")` (HoneyMoon specification).

Routing, requests, responses and middleware; the server runs on aiohttp, which is imported by `app:listen`.
"""

from cmc.runtime.core.table import Table
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.honeymoon.application import Application
from cmc.runtime.shims.honeymoon.auth import (
    any_of,
    apiKeyAuth,
    auth_api_key,
    auth_basic,
    auth_bearer,
    auth_can,
    auth_jwt,
    auth_required,
    auth_roles,
    basicAuth,
    bearerAuth,
    requireAuth,
    requirePermission,
    requireRoles,
)
from cmc.runtime.shims.honeymoon.bodyparser import bodyParser, json, raw, text, urlencoded
from cmc.runtime.shims.honeymoon.cache import cache, cacheApi, cachePage
from cmc.runtime.shims.honeymoon.cors import allow_all, cors, origins
from cmc.runtime.shims.honeymoon.csrf import csrf
from cmc.runtime.shims.honeymoon.errors import (
    badRequest,
    conflict,
    forbidden,
    internal,
    methodNotAllowed,
    new_http_error,
    new_validation_error,
    notFound,
    tooManyRequests,
    unauthorized,
    unprocessable,
)
from cmc.runtime.shims.honeymoon.jwt import jwtAuth
from cmc.runtime.shims.honeymoon.logger import logger, loggerFormat
from cmc.runtime.shims.honeymoon.mime import MIME_TYPES
from cmc.runtime.shims.honeymoon.ratelimit import by_api_key, by_key, by_user, rateLimit, sliding
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response
from cmc.runtime.shims.honeymoon.router import RouteBuilder, Router, make_router, new_router
from cmc.runtime.shims.honeymoon.schema import PRESETS, Schema, preset, schema
from cmc.runtime.shims.honeymoon.security import (
    csp,
    cspReportOnly,
    frameguard,
    helmet,
    hidePoweredBy,
    hsts,
    noSniff,
    permissionsPolicy,
    referrerPolicy,
    xssFilter,
)
from cmc.runtime.shims.honeymoon.session import Session, flash, session
from cmc.runtime.shims.honeymoon.small import (
    compression,
    favicon,
    methodOverride,
    requestId,
    responseTime,
    timeout,
)
from cmc.runtime.shims.honeymoon.static import directory, static
from cmc.runtime.shims.honeymoon.statuses import STATUS_TEXTS
from cmc.runtime.shims.honeymoon.store import MemoryStore, make_store
from cmc.runtime.shims.honeymoon.streaming import BodyWriter, EventWriter
from cmc.runtime.shims.honeymoon.utils import (
    base64Decode,
    base64Encode,
    deepCopy,
    getMimeType,
    getStatusText,
    isEmail,
    isSafePath,
    isUrl,
    isUuid,
    joinPath,
    merge,
    normalizePath,
    randomString,
    split,
    trim,
    urlDecode,
    urlEncode,
)
from cmc.runtime.shims.honeymoon.views import ViewEngine

__all__ = [
    "Application",
    "BodyWriter",
    "EventWriter",
    "MemoryStore",
    "Request",
    "Response",
    "RouteBuilder",
    "Router",
    "Schema",
    "Session",
    "ViewEngine",
    "allow_all",
    "any_of",
    "apiKeyAuth",
    "auth_api_key",
    "auth_basic",
    "auth_bearer",
    "auth_can",
    "auth_jwt",
    "auth_required",
    "auth_roles",
    "badRequest",
    "base64Decode",
    "base64Encode",
    "basicAuth",
    "bearerAuth",
    "bodyParser",
    "by_api_key",
    "by_key",
    "by_user",
    "cache",
    "cacheApi",
    "cachePage",
    "compression",
    "conflict",
    "cors",
    "csp",
    "cspReportOnly",
    "csrf",
    "deepCopy",
    "directory",
    "favicon",
    "flash",
    "forbidden",
    "frameguard",
    "getMimeType",
    "getStatusText",
    "helmet",
    "hidePoweredBy",
    "hsts",
    "internal",
    "isEmail",
    "isSafePath",
    "isUrl",
    "isUuid",
    "joinPath",
    "json",
    "jwtAuth",
    "logger",
    "loggerFormat",
    "make_router",
    "make_store",
    "merge",
    "methodNotAllowed",
    "methodOverride",
    "new",
    "new_http_error",
    "new_router",
    "new_validation_error",
    "noSniff",
    "normalizePath",
    "notFound",
    "origins",
    "permissionsPolicy",
    "preset",
    "randomString",
    "rateLimit",
    "raw",
    "referrerPolicy",
    "requestId",
    "requireAuth",
    "requirePermission",
    "requireRoles",
    "responseTime",
    "schema",
    "session",
    "sliding",
    "split",
    "static",
    "text",
    "timeout",
    "tooManyRequests",
    "trim",
    "unauthorized",
    "unprocessable",
    "urlDecode",
    "urlEncode",
    "urlencoded",
    "xssFilter",
]

LUA_CONSTANTS = {
    "_VERSION": "0.2.0",
    "_DESCRIPTION": "Express-style web framework",
    "mimeTypes": Table(MIME_TYPES),
    "statusCodes": Table(STATUS_TEXTS),
    "schemaPresets": Table((name, Table(rules)) for name, rules in PRESETS.items()),
}


@lua_function("honeymoon.new")
def new() -> Application:
    """A new application without routes."""
    return Application()
