"""Modules of packages that programs require by names of their own (`require("honeymoon.lib.router")`).

They hold what the packages' own tables hold: nothing is declared twice, and a function is the same one in both places.
"""

from collections.abc import Mapping
from typing import Any

from cmc.runtime.core.table import Table

Contents = str | Mapping[str, str]
"""The path of a value in the package's table, empty for the table itself; or such paths by the names in the module."""


def _named(prefix: str, names: str) -> dict[str, str]:
    """The functions of a table, by their own names and as Lua packages spell them (`url_encode` for `urlEncode`)."""
    paths = {name: prefix + name for name in names.split()}
    return {"".join(f"_{c.lower()}" if c.isupper() else c for c in name): path for name, path in paths.items()} | paths


_UTILS = _named(
    "utils.",
    "base64Decode base64Encode deepCopy getMimeType getStatusText isEmail isSafePath isUrl isUuid joinPath merge"
    " normalizePath randomString split trim urlDecode urlEncode",
)
_ERRORS = _named(
    "errors.",
    "badRequest conflict forbidden internal methodNotAllowed notFound tooManyRequests unauthorized unprocessable",
)
_MIDDLEWARE = {
    "logger": "logger loggerFormat",
    "cors": "cors",
    "bodyparser": "json urlencoded bodyParser raw text",
    "static": "static directory favicon",
    "ratelimit": "rateLimit",
    "auth": "auth basicAuth bearerAuth apiKeyAuth jwtAuth requireAuth requireRoles requirePermission",
    "session": "session flash",
    "security": "helmet noSniff xssFilter hidePoweredBy frameguard hsts csp cspReportOnly referrerPolicy"
    " permissionsPolicy csrf",
}
_SMALL = "requestId timeout compression methodOverride responseTime cache cachePage cacheApi"

PARTS: dict[str, Contents] = {
    "honeymoon.lib.application": {"new": "new"},
    "honeymoon.lib.router": {"new": "Router.new"},
    "honeymoon.lib.schema": {"new": "schema", "preset": "preset", "presets": "schemaPresets"},
    "honeymoon.lib.errors": {"HttpError": "HttpError", "ValidationError": "ValidationError", **_ERRORS},
    "honeymoon.lib.utils": {"mime_types": "mimeTypes", "status_codes": "statusCodes", **_UTILS},
    "honeymoon.lib.session": {"MemoryStore": "MemoryStore"},
    "honeymoon.lib.middleware": {name: name for name in " ".join([*_MIDDLEWARE.values(), _SMALL]).split()},
    **{
        f"honeymoon.lib.middleware.{part}": {name: name for name in names.split()}
        for part, names in _MIDDLEWARE.items()
    },
    **{
        f"vein.lib.{part}": part
        for part in ("cache", "compiler", "filters", "fragment", "loader", "metrics", "runtime")
    },
    "ember.lib.logger": {"new": "new"},
    "ember.lib.levels": "levels",
    "ember.lib.transport": {"create": "transport"},
    "ember.lib.formatter": {"create": "formatter"},
    **{f"ember.lib.transports.{name}": f"transports.{name}" for name in ("console", "file", "json")},
    **{f"ember.lib.formatters.{name}": f"formatters.{name}" for name in ("text", "json", "pretty")},
    "ember.lib.integrations.honeymoon": {"middleware": "honeymoon"},
    "ember.lib.integrations.lantern": {"middleware": "lantern"},
}
"""What the modules hold, by their names; the package is what comes before the first dot."""


def part_of(package: Table, contents: Contents) -> Any:
    """The value of a module, out of its package's table."""
    if isinstance(contents, str):
        return _value(package, contents)
    return Table((name, _value(package, path)) for name, path in contents.items())


def _value(package: Table, path: str) -> Any:
    value: Any = package
    for name in path.split("."):
        value = value[name]
    return value
