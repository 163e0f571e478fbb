"""The request object (HoneyMoon specification, section 7): a table that fills itself as it is read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes, has_escaped, to_bytes
from cmc.runtime.declare import HostTable, lua_field, lua_method
from cmc.runtime.shims import json as json_library
from cmc.runtime.shims.honeymoon.routing import strip_slash

if TYPE_CHECKING:
    from cmc.runtime.shims.honeymoon.application import Application

_SHORT_TYPES = {"json": "application/json", "html": "text/html", "text": "text/plain", "xml": "application/xml"}
_SHORT_CONTENT = {
    "json": "application/json",
    "html": "text/html",
    "form": "application/x-www-form-urlencoded",
    "multipart": "multipart/form-data",
}


class Request(HostTable, path="honeymoon.Request"):
    """A request as handlers get it.

    `target` is the path with the query as the client has sent it, `peer` the client's address. `parsed_json` is what a
    body parser has made of the body, None before.
    """

    __slots__ = ("_application", "_cookies", "_data", "_header_items", "_method", "_peer", "parsed_json", "target")

    def __init__(
        self,
        application: "Application",
        method: str,
        target: str,
        headers: Iterable[tuple[str, str]],
        data: bytes,
        peer: str,
    ) -> None:
        super().__init__()
        self._application = application
        self._method = method
        self.target = target
        self._header_items = headers
        self._data = data
        self._peer = peer
        self._cookies: Table | None = None
        self.parsed_json: Any = None

    # Fields

    @lua_field
    def app(self) -> "Application":
        """The application that serves the request."""
        return self._application

    @lua_field
    def method(self) -> str:
        """The method in capital letters."""
        return self._method

    @lua_field
    def path(self) -> str:
        """The path as it was sent, without query and without one slash at the end."""
        return strip_slash(self.target.partition("?")[0])

    @lua_field
    def query(self) -> Table:
        """The parameters of the query, decoded; of several with one name, the last."""
        return parse_pairs(self.target.partition("?")[2])

    @lua_field
    def params(self) -> Table:
        """The parameters in the path; empty until a route has been found."""
        return Table()

    @lua_field
    def headers(self) -> Table:
        """The headers, with names in small letters; of several with one name, the last."""
        return Table((name.lower(), value) for name, value in self._header_items)

    @lua_field
    def body(self) -> str:
        """The body as a byte string."""
        return from_bytes(self._data)

    @lua_field
    def ip(self) -> str:
        """The client's address; that of a proxy's client with the setting `trust_proxy`."""
        if self._application.enabled("trust_proxy"):
            forwarded = self.get("x-forwarded-for")
            if forwarded is not None:
                return forwarded.partition(",")[0].strip()
            return self.get("x-real-ip") or self._peer
        return self._peer

    @lua_field
    def protocol(self) -> str:
        """`http` or `https`, the latter as a trusted proxy says."""
        forwarded = self.get("x-forwarded-proto") if self._application.enabled("trust_proxy") else None
        return forwarded or "http"

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
        """The prefix of the middleware that runs, empty for those without prefix and for handlers."""
        return ""

    # Methods

    @lua_method("honeymoon.Request:get")
    def get(self, name: str) -> str | None:  # type: ignore[override]
        """A header, whatever the case of its name."""
        value = self.headers[name.lower()]
        return value if isinstance(value, str) else None

    @lua_method("honeymoon.Request:has")
    def has(self, name: str) -> bool:
        """Whether a header was sent."""
        return self.get(name) is not None

    @lua_method("honeymoon.Request:json")
    def json(self) -> Any:
        """The value of a JSON body; an empty table for other content types and for malformed texts."""
        if self.parsed_json is None:
            self.parsed_json = self._decoded_json() if self.is_json() else Table()
        return self.parsed_json

    def _decoded_json(self) -> Any:
        if has_escaped(self.body):
            return Table()
        try:
            return json_library.decode(self.body)
        except LuaError:
            return Table()

    def is_json(self) -> bool:
        """Whether the content type is JSON."""
        kind = (self.get("content-type") or "").partition(";")[0].strip().lower()
        return "application/json" in kind or (kind.startswith("application/") and kind.endswith("+json"))

    @lua_method("honeymoon.Request:param")
    def param(self, name: str, default: Any = None) -> Any:
        """A parameter of the path, the query or the parsed body; the default if there is none."""
        places = [self.params, self.query, self.parsed_json]
        for place in places:
            value = place[name] if isinstance(place, Table) else None
            if value is not None:
                return value
        return default

    @lua_method("honeymoon.Request:accepts")
    def accepts(self, types: str | Table) -> str | None:
        """The first of some types that the client accepts; short names stand for `json`, `html`, `text` and `xml`."""
        accept = self.get("accept")
        for candidate in _texts(types):
            full = _SHORT_TYPES.get(candidate, candidate)
            if accept is None or accept.strip() == "*/*" or full in accept or f"{full.partition('/')[0]}/*" in accept:
                return candidate
        return None

    @lua_method("honeymoon.Request:is")
    def is_(self, types: str | Table) -> str | None:
        """The first of some types that the content type is."""
        content_type = (self.get("content-type") or "").lower()
        for candidate in _texts(types):
            if _SHORT_CONTENT.get(candidate, candidate).lower() in content_type and content_type:
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

    @lua_method("honeymoon.Request:originalUrl")
    def originalUrl(self) -> str:
        """Path and query as the client has sent them."""
        return self.target


def _texts(types: str | Table) -> list[str]:
    if isinstance(types, str):
        return [types]
    texts = []
    position = 1
    while (text := types[position]) is not None:
        texts.append(str(text))
        position += 1
    return texts


def parse_pairs(text: str) -> Table:
    """The pairs of a query: parts without `=` do not count, of several with one name the last one does."""
    pairs = Table()
    for part in text.split("&") if text else ():
        name, equals, value = part.partition("=")
        if equals:
            pairs[decode_plus(name)] = decode_plus(value)
    return pairs


def decode_plus(text: str) -> str:
    """A name or value of a query: `+` is a blank, percent escapes are bytes, malformed ones stay as they are."""
    if "+" in text:
        text = text.replace("+", " ")
    return from_bytes(unquote_to_bytes(to_bytes(text))) if "%" in text else text


def parse_cookies(header: str) -> Table:
    """The cookies of a `Cookie` header."""
    cookies = Table()
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        if equals:
            value = value.strip()
            if len(value) >= 2 and value[0] == value[-1] == '"':
                value = value[1:-1]
            cookies[name.strip()] = decode_plus(value)
    return cookies
