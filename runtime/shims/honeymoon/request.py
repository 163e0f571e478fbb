"""The request object (HoneyMoon specification, section 7): a table that fills itself as it is read."""

from typing import TYPE_CHECKING, Any

from cmc.runtime.bridge import current_job
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table, array, dict_set, key
from cmc.runtime.core.text import from_bytes, has_escaped
from cmc.runtime.declare import HostTable, lua_field, lua_method
from cmc.runtime.shims import json as json_library
from cmc.runtime.shims.honeymoon.cookies import parse_cookies
from cmc.runtime.shims.honeymoon.forms import parse_flat, parse_nested
from cmc.runtime.shims.honeymoon.negotiation import accepts
from cmc.runtime.shims.honeymoon.options import list_of
from cmc.runtime.shims.honeymoon.ranges import parse_ranges
from cmc.runtime.shims.honeymoon.routing import strip_slash
from cmc.runtime.shims.honeymoon.schema import Schema, validated
from cmc.runtime.shims.http.queries import parse_pairs

if TYPE_CHECKING:
    from aiohttp.web import RequestHandler
    from multidict import CIMultiDictProxy

    from cmc.runtime.shims.honeymoon.application import Application

_SHORT_CONTENT = {
    "json": "application/json",
    "html": "text/html",
    "form": "application/x-www-form-urlencoded",
    "multipart": "multipart/form-data",
}


class Request(HostTable, path="honeymoon.Request"):
    """A request as handlers get it.

    Attributes:
        target: the path with the query as the client has sent it.
        parsed_json, parsed_form: what has been made of the body, None before.
    """

    __slots__ = (
        "_application",
        "_connection",
        "_cookies",
        "_data",
        "_sent_headers",
        "parsed_form",
        "parsed_json",
        "target",
    )

    def __init__(
        self,
        application: "Application",
        method: str,
        target: str,
        headers: "CIMultiDictProxy[str]",
        data: bytes,
        connection: "RequestHandler",
    ) -> None:
        self.metatable = Request.lua_metatable()
        self._application = application
        # The fields that every request is asked for.
        dict_set(self, "method", method)
        path = target.partition("?")[0]
        dict_set(self, "path", strip_slash(path) if path[-1:] == "/" else path)
        self.target = target
        self._sent_headers = headers
        self._data = data
        self._connection = connection
        self._cookies: Table | None = None
        self.parsed_json: Any = None
        self.parsed_form: Table | None = None

    # Fields

    @lua_field
    def app(self) -> "Application":
        """The application that serves the request."""
        return self._application

    @lua_field
    def method(self) -> str:
        """The method in capital letters."""
        return "GET"

    @lua_field
    def path(self) -> str:
        """The path as it was sent, without query and without one slash at the end."""
        return "/"

    @lua_field
    def query(self) -> Table:
        """The parameters of the query, decoded; names in brackets are tables, but with the setting `query_parser`."""
        text = self.target.partition("?")[2]
        is_flat = "[" not in text and "%5" not in text
        if is_flat or self._application.get_setting("query_parser") == "simple":
            return parse_pairs(text)
        return parse_nested("&".join(part for part in text.split("&") if "=" in part))

    @lua_field
    def params(self) -> Table:
        """The parameters in the path; empty until a route has been found."""
        return Table()

    @lua_field
    def headers(self) -> Table:
        """The headers, with names in small letters; of several with one name, the last."""
        return Table((name.lower(), value) for name, value in self._sent_headers.items())

    @lua_field
    def body(self) -> str:
        """The body as a byte string. What it lacks as a string are the fields of the parsed body: `req.body.name`."""
        state.string_fields = _field_of_body
        current_job().local[REQUEST] = self
        return from_bytes(self._data)

    @lua_field
    def files(self) -> Table:
        """The files of a form, by the names of their fields: tables with `filename`, `type`, `size` and `data`."""
        return self._parse_multipart()[1]

    @lua_field
    def ip(self) -> str:
        """The client's address; that of a proxy's client with the setting `trust_proxy`."""
        if self._application.enabled("trust_proxy"):
            forwarded = self.get("x-forwarded-for")
            if forwarded is not None:
                return forwarded.partition(",")[0].strip()
            return self.get("x-real-ip") or self._peer()
        return self._peer()

    def _peer(self) -> str:
        """The address of the other end of the connection, empty for UNIX sockets."""
        peer = self._connection.peername
        return peer[0] if isinstance(peer, tuple) else ""

    @lua_field
    def protocol(self) -> str:
        """`http` or `https`; what a proxy says with the setting `trust_proxy`."""
        forwarded = self.get("x-forwarded-proto") if self._application.enabled("trust_proxy") else None
        return forwarded or ("http" if self._connection.ssl_context is None else "https")

    @lua_field
    def secure(self) -> bool:
        """Whether the protocol is `https`."""
        return self.protocol == "https"

    @lua_field
    def hostname(self) -> str:
        """The header Host with its port."""
        return self.get("host") or "localhost"

    @lua_field
    def xhr(self) -> bool:
        """Whether a script has sent the request (`X-Requested-With`)."""
        return (self.get("x-requested-with") or "").lower() == "xmlhttprequest"

    @lua_field
    def baseUrl(self) -> str:
        """The path that the middleware or router that runs is mounted at, empty for all others."""
        return ""

    @lua_field
    def cache(self) -> Table | None:
        """`clear()` and `delete(key)` for all response caches; nil if there are none."""
        from cmc.runtime.shims.honeymoon.cache import cache_control

        return cache_control()

    # Headers

    @lua_method("honeymoon.Request:get")
    def get(self, name: str) -> str | None:  # type: ignore[override]
        """A header, whatever the case of its name."""
        if "headers" not in self:
            values = self._sent_headers.getall(name, None)
            return values[-1] if values else None
        value = self.headers[name.lower()]
        return value if isinstance(value, str) else None

    @lua_method("honeymoon.Request:has")
    def has(self, name: str) -> bool:
        """Whether a header was sent."""
        return self.get(name) is not None

    @lua_method("honeymoon.Request:accepts")
    def accepts(self, types: str | Table) -> str | None:
        """The first of some types that the client accepts; short names stand for `json`, `html`, `text` and `xml`."""
        accept = self.get("accept")
        return next((kind for kind in map(str, list_of(types)) if accepts(accept, kind)), None)

    @lua_method("honeymoon.Request:is")
    def is_(self, types: str | Table) -> str | None:
        """The first of some types that the content type is."""
        content_type = (self.get("content-type") or "").lower()
        for candidate in map(str, list_of(types)):
            if content_type and _SHORT_CONTENT.get(candidate, candidate).lower() in content_type:
                return candidate
        return None

    @lua_method("honeymoon.Request:cookies")
    def cookies(self) -> Table:
        """The cookies by their names."""
        if self._cookies is None:
            self._cookies = parse_cookies(self.get("cookie") or "")
        return self._cookies

    @lua_method("honeymoon.Request:cookie")
    def cookie(self, name: str) -> str | None:
        """The value of a cookie."""
        value = self.cookies()[name]
        return value if isinstance(value, str) else None

    @lua_method("honeymoon.Request:fresh")
    def fresh(self) -> bool:
        """Whether the request is conditional."""
        return self.has("if-none-match") or self.has("if-modified-since")

    @lua_method("honeymoon.Request:stale")
    def stale(self) -> bool:
        """Whether the request is not conditional."""
        return not self.fresh()

    @lua_method("honeymoon.Request:range")
    def range(self, size: int) -> Table | None:
        """The byte ranges that are asked for, as tables with `start` and `end`; nil if there are none."""
        ranges = parse_ranges(self.get("range"), size)
        if not ranges:
            return None
        return array(*[Table({"start": first, "end": last}) for first, last in ranges])

    @lua_method("honeymoon.Request:originalUrl")
    def originalUrl(self) -> str:
        """Path and query as the client has sent them."""
        return self.target

    # Body

    @lua_method("honeymoon.Request:json")
    def json(self) -> Any:
        """The value of a JSON body; an empty table for other content types and for malformed texts."""
        if self.parsed_json is None:
            self.parsed_json = self._decoded_json() if self.is_json() else Table()
        return self.parsed_json

    def _decoded_json(self) -> Any:
        text = from_bytes(self._data)
        if has_escaped(text):
            return Table()
        try:
            value = json_library.decode(text)
        except LuaError:
            return Table()
        return Table() if value is None else value

    @lua_method("honeymoon.Request:form")
    def form(self) -> Any:
        """The pairs of a form, without its files; an empty table for other content types."""
        if self.parsed_form is None:
            if self.is_multipart():
                self.parsed_form = self._parse_multipart()[0]
            else:
                self.parsed_form = parse_flat(from_bytes(self._data)) if self.is_form() else Table()
        return self.parsed_form

    def _parse_multipart(self) -> tuple[Table, Table]:
        """Fields and files of the body."""
        if not self.is_multipart():
            return Table(), Table()
        from cmc.runtime.shims.honeymoon.multipart import parse_multipart

        return parse_multipart(self._data, self.get("content-type") or "")

    def is_json(self) -> bool:
        """Whether the content type is JSON."""
        kind = (self.get("content-type") or "").partition(";")[0].strip().lower()
        return "application/json" in kind or (kind.startswith("application/") and kind.endswith("+json"))

    def is_form(self) -> bool:
        """Whether the content type is that of a form."""
        return "application/x-www-form-urlencoded" in (self.get("content-type") or "").lower()

    def is_multipart(self) -> bool:
        """Whether the content type is that of a form that may have files."""
        return (self.get("content-type") or "").lower().startswith("multipart/form-data")

    def fields(self) -> Any:
        """The body as JSON or as a form, whatever it is."""
        return self.form() if self.is_form() or self.is_multipart() else self.json()

    @lua_method("honeymoon.Request:param")
    def param(self, name: str, default: Any = None) -> Any:
        """A parameter of the path, the query or the parsed body; the default if there is none."""
        for place in (self.params, self.query, self.parsed_json, self.parsed_form):
            value = place[name] if isinstance(place, Table) else None
            if value is not None:
                return value
        return default

    @lua_method("honeymoon.Request:validate")
    def validate(self, schema: Schema) -> Table:
        """The body as a schema has it.

        Raises:
            LuaError: a `ValidationError`.
        """
        return validated(schema, self.fields())

    @lua_method("honeymoon.Request:validateQuery")
    def validateQuery(self, schema: Schema) -> Table:
        """The query as a schema has it; raises as `validate` does."""
        return validated(schema, self.query)

    @lua_method("honeymoon.Request:validateParams")
    def validateParams(self, schema: Schema) -> Table:
        """The parameters of the path as a schema has them; raises as `validate` does."""
        return validated(schema, self.params)


REQUEST = "honeymoon.Request"
"""Where a job keeps the request that it handles."""


def body_of_text(text: str) -> Any:
    """The parsed body of the request that is being handled if `text` is its text, else None."""
    request = current_job().local.get(REQUEST)
    return request.fields() if isinstance(request, Request) and request.body == text else None


def _field_of_body(text: str, k: Any) -> Any:
    """A field that the string `text` does not have: that of the body if the string is the body's text."""
    fields = body_of_text(text) if text else None
    return fields[key(k)] if isinstance(fields, Table) else None
