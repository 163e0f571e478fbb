"""Status, headers and cookies of a response (HoneyMoon specification, section 8)."""

from typing import Any, Self

from cmc.runtime.core.table import Table, array, entries
from cmc.runtime.declare import HostTable, lua_method
from cmc.runtime.shims.honeymoon.cookies import EXPIRED, cookie_line, http_date
from cmc.runtime.shims.honeymoon.options import joined, list_of, truth
from cmc.runtime.shims.http.headers import header_name, header_value
from cmc.runtime.stdlib.base import to_string

_SHORT_TYPES = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "text": "text/plain; charset=utf-8",
    "xml": "application/xml",
}

_CONTENT_TYPES = {name: ("Content-Type", value) for name, value in _SHORT_TYPES.items()}
_PLAIN_TEXT = _CONTENT_TYPES["text"]

_CACHE_FLAGS = {"public": "public", "private": "private", "noCache": "no-cache", "noStore": "no-store"}
_CACHE_TIMES = {"maxAge": "max-age", "sMaxAge": "s-maxage"}
_CACHE_ENDS = {"mustRevalidate": "must-revalidate", "immutable": "immutable"}


class ResponseHead(HostTable, path="honeymoon.ResponseHead"):
    """What comes before the body of a response.

    Attributes:
        code: the status.
        sent_headers: by names in small letters, with the name's spelling and one or more values.
    """

    __slots__ = ("_cookie_lines", "code", "sent_headers")

    def __init__(self) -> None:
        self.metatable = type(self).lua_metatable()
        self._cookie_lines: dict[str, str] = {}
        self.code = 200
        self.sent_headers: dict[str, tuple[str, str | list[str]]] = {"content-type": _PLAIN_TEXT}

    # Status and headers

    @lua_method("honeymoon.Response:status")
    def status(self, code: int) -> Self:
        """Sets the status."""
        self.code = code
        return self

    @lua_method("honeymoon.Response:getStatus")
    def getStatus(self) -> int:
        """The status."""
        return self.code

    @lua_method("honeymoon.Response:set")
    def set(self, name: str, value: Any) -> Self:
        """Sets a header; an array gives it several values."""
        name = header_name(name)
        lower = name.lower()
        headers = self.sent_headers
        if not name or value is None:
            headers.pop(lower, None)
            return self
        known = headers.get(lower)
        spelling = name if known is None else known[0]
        if type(value) is str:
            headers[lower] = spelling, header_value(value)
        elif isinstance(value, Table) and not has_text(value):
            headers[lower] = spelling, [header_value(to_string(item)) for item in list_of(value)]
        else:
            headers[lower] = spelling, header_value(to_string(value))
        return self

    @lua_method("honeymoon.Response:header")
    def header(self, name: str, value: Any = None) -> Any:
        """Sets a header; without a value, gives it."""
        return self.get(name) if value is None else self.set(name, value)

    @lua_method("honeymoon.Response:get")
    def get(self, name: str) -> Any:  # type: ignore[override]
        """A header that is set: a string, or an array if it has several values."""
        found = self.sent_headers.get(name.lower())
        if found is None:
            return None
        return array(*found[1]) if isinstance(found[1], list) else found[1]

    @lua_method("honeymoon.Response:append")
    def append(self, name: str, value: Any) -> Self:
        """Gives a header one more value."""
        found = self.sent_headers.get(name.lower())
        if found is None:
            return self.set(name, value)
        values = found[1] if isinstance(found[1], list) else [found[1]]
        more = [header_value(to_string(item)) for item in list_of(value)]
        self.sent_headers[name.lower()] = found[0], [*values, *more]
        return self

    @lua_method("honeymoon.Response:remove")
    def remove(self, name: str) -> Self:
        """Removes a header."""
        self.sent_headers.pop(name.lower(), None)
        return self

    @lua_method("honeymoon.Response:headers")
    def headers(self, values: Table) -> Self:
        """Sets several headers."""
        for name, value in entries(values):
            self.set(to_string(name), value)
        return self

    @lua_method("honeymoon.Response:type")
    def type(self, name: str) -> Self:
        """Sets the content type, by its name or as `json`, `html`, `text`, `xml`."""
        return self.set("Content-Type", _SHORT_TYPES.get(name, name))

    def typed(self, name: str) -> Self:
        """Sets the content type to one of those with short names."""
        self.sent_headers["content-type"] = _CONTENT_TYPES[name]
        return self

    def header_lines(self) -> list[tuple[str, str]]:
        """All headers as they go to the client, one for each value and cookie."""
        lines: list[tuple[str, str]] = []
        for header in self.sent_headers.values():
            value = header[1]
            if type(value) is str:
                lines.append(header)  # type: ignore[arg-type]
            else:
                lines += [(header[0], item) for item in value]
        if self._cookie_lines:
            lines += [("Set-Cookie", line) for line in self._cookie_lines.values()]
        return lines

    # Cookies

    @lua_method("honeymoon.Response:cookie")
    def cookie(self, name: str, value: Any, options: Table | None = None) -> Self:
        """Sets a cookie; of several with one name, the last goes to the client."""
        self._cookie_lines[name] = cookie_line(name, value, options)
        return self

    @lua_method("honeymoon.Response:clearCookie")
    def clearCookie(self, name: str, options: Table | None = None) -> Self:
        """Has the client remove a cookie; path and domain must be those that it was set with."""
        return self.cookie(name, "", Table({**(options or {}), **EXPIRED}))

    def sets_cookies(self) -> bool:
        """Whether the response has cookies."""
        return bool(self._cookie_lines) or "set-cookie" in self.sent_headers

    # Headers for caches

    @lua_method("honeymoon.Response:cache")
    def cache(self, options: str | Table) -> Self:
        """Sets `Cache-Control`, by its text or from options."""
        if isinstance(options, str):
            return self.set("Cache-Control", options)
        parts = [text for name, text in _CACHE_FLAGS.items() if truth(options[name])]
        parts += [f"{text}={to_string(options[name])}" for name, text in _CACHE_TIMES.items() if truth(options[name])]
        parts += [text for name, text in _CACHE_ENDS.items() if truth(options[name])]
        return self.set("Cache-Control", ", ".join(parts))

    @lua_method("honeymoon.Response:noCache")
    def noCache(self) -> Self:
        """Forbids caches to keep the response."""
        return self.set("Cache-Control", "no-store, no-cache, must-revalidate, proxy-revalidate")

    @lua_method("honeymoon.Response:etag")
    def etag(self, tag: str, weak: bool = False) -> Self:
        """Sets the entity tag."""
        text = tag.replace('"', "")
        return self.set("ETag", f'W/"{text}"' if weak else f'"{text}"')

    @lua_method("honeymoon.Response:lastModified")
    def lastModified(self, seconds: float) -> Self:
        """Sets the time of the last change, in seconds since the epoch."""
        return self.set("Last-Modified", http_date(seconds))

    @lua_method("honeymoon.Response:vary")
    def vary(self, fields: str | Table) -> Self:
        """Adds request headers on which the response depends."""
        found = self.get("Vary")
        names = [name.strip() for name in joined(found, ",").split(",")] if found else []
        for name in map(to_string, list_of(fields)):
            if name.lower() not in (known.lower() for known in names):
                names.append(name)
        return self.set("Vary", ", ".join(names))

    @lua_method("honeymoon.Response:links")
    def links(self, values: Table) -> Self:
        """Sets `Link`, from addresses by relation."""
        text = ", ".join(f'<{to_string(url)}>; rel="{to_string(rel)}"' for rel, url in entries(values))
        return self.set("Link", text)


def has_text(value: Any) -> bool:
    """Whether a table says itself how it looks as text."""
    return isinstance(value, Table) and value.has_metatable and value.metatable["__tostring"] is not None
