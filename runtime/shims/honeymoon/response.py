"""The response object (HoneyMoon specification, section 8)."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlsplit

from cmc.runtime.core.table import Table, array, entries
from cmc.runtime.core.text import from_bytes, to_bytes
from cmc.runtime.declare import HostTable, lua_field, lua_method
from cmc.runtime.shims import json as json_library
from cmc.runtime.shims.honeymoon import conditional
from cmc.runtime.shims.honeymoon.cookies import EXPIRED, cookie_line, http_date
from cmc.runtime.shims.honeymoon.mime import mime_type
from cmc.runtime.shims.honeymoon.negotiation import quality
from cmc.runtime.shims.honeymoon.options import joined, list_of, truth
from cmc.runtime.shims.honeymoon.statuses import status_text
from cmc.runtime.shims.http.headers import header_name, header_value
from cmc.runtime.stdlib.base import to_string

if TYPE_CHECKING:
    from cmc.runtime.shims.honeymoon.application import Application
    from cmc.runtime.shims.honeymoon.request import Request

_SHORT_TYPES = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "text": "text/plain; charset=utf-8",
    "xml": "application/xml",
}

_CACHE_FLAGS = {"public": "public", "private": "private", "noCache": "no-cache", "noStore": "no-store"}
_CACHE_TIMES = {"maxAge": "max-age", "sMaxAge": "s-maxage"}
_CACHE_ENDS = {"mustRevalidate": "must-revalidate", "immutable": "immutable"}

LARGE_FILE = 256 << 10
"""Files from this size on are not read into memory, but sent piece by piece."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """A part of a file that is sent piece by piece."""

    path: str
    start: int
    length: int


class Response(HostTable, path="honeymoon.Response"):
    """A response as handlers fill it; it goes to the client when the handlers have ended.

    Attributes:
        code, content, file: what goes to the client; `file` instead of `content` if it is not None.
        sent_headers: by names in small letters, with the name's spelling and one or more values.
        before_send: functions that are called when the body is there, before the response counts as sent.
        stream_handler: the way to the client for handlers that write the body themselves.
        wants_tag: whether the body gets an entity tag.
        is_late: whether the time for the handlers was over before they had answered.
    """

    __slots__ = (
        "_application",
        "_cookie_lines",
        "_is_sent",
        "_request",
        "before_send",
        "code",
        "content",
        "file",
        "is_late",
        "sent_headers",
        "stream_handler",
        "wants_tag",
    )

    def __init__(self, application: "Application", request: "Request | None" = None) -> None:
        super().__init__()
        self._application = application
        self._request = request
        self._is_sent = False
        self._cookie_lines: dict[str, str] = {}
        self.before_send: list[Callable[[Response], None]] = []
        self.code = 200
        self.content = b""
        self.file: FilePart | None = None
        self.stream_handler: Any = None
        self.is_late = False
        self.wants_tag = True
        self.sent_headers: dict[str, tuple[str, str | list[str]]] = {
            "content-type": ("Content-Type", "text/plain; charset=utf-8"),
        }

    @lua_field
    def app(self) -> "Application":
        """The application that serves the request."""
        return self._application

    @lua_field
    def locals(self) -> Table:
        """What middleware leaves for handlers and templates."""
        return Table()

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
        if not name or value is None:
            self.sent_headers.pop(lower, None)
            return self
        spelling = self.sent_headers[lower][0] if lower in self.sent_headers else name
        if isinstance(value, Table) and not _has_text(value):
            self.sent_headers[lower] = spelling, [header_value(to_string(item)) for item in list_of(value)]
        else:
            self.sent_headers[lower] = spelling, header_value(to_string(value))
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

    def header_lines(self) -> list[tuple[str, str]]:
        """All headers as they go to the client, one for each value and cookie."""
        lines = []
        for name, value in self.sent_headers.values():
            lines += [(name, item) for item in value] if isinstance(value, list) else [(name, value)]
        return lines + [("Set-Cookie", line) for line in self._cookie_lines.values()]

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

    # Bodies

    @lua_method("honeymoon.Response:sent")
    def sent(self) -> bool:
        """Whether a body has been given."""
        return self._is_sent

    @lua_method("honeymoon.Response:send", idioms=("plain data",))
    def send(self, body: Any = None) -> Self:
        """Gives the body; only the first time counts. Tables go as JSON, other values as text."""
        if self._is_sent:
            return self
        if isinstance(body, dict | list) and not _has_text(body):
            self.type("json")
            body = json_library.encode(body)
        self.content = b"" if body is None else to_bytes(to_string(body))
        while self.before_send:
            self.before_send.pop(0)(self)
        self._is_sent = True
        if self._request is not None:
            conditional.apply(self, self._request)
        return self

    @lua_method("honeymoon.Response:json", idioms=("plain data",))
    def json(self, data: Any = None) -> Self:
        """Sends a value as JSON."""
        spaces = self._application.get_setting("json_spaces")
        is_spaced = type(spaces) in (int, float) and spaces > 0
        text = json_library.pretty(data) if is_spaced else json_library.encode(data)
        return self.type("json").send(text)

    @lua_method("honeymoon.Response:html")
    def html(self, text: Any = None) -> Self:
        """Sends HTML."""
        return self.type("html").send(text)

    @lua_method("honeymoon.Response:text")
    def text(self, text: Any = None) -> Self:
        """Sends plain text."""
        return self.type("text").send(text)

    @lua_method("honeymoon.Response:xml")
    def xml(self, text: Any = None) -> Self:
        """Sends XML."""
        return self.type("xml").send(text)

    @lua_method("honeymoon.Response:render")
    def render(self, name: str, data: Table | None = None) -> Self:
        """Sends a template as HTML, with `locals` and `data`, whose fields win."""
        context = Table({**self.locals, **({} if data is None else data)})
        return self.html(self._application.views.render(name, context))

    @lua_method("honeymoon.Response:redirect")
    def redirect(self, url: str, status: int = 302) -> Self:
        """Sends the client to another place."""
        return self.status(status).set("Location", url).send("")

    @lua_method("honeymoon.Response:back")
    def back(self, fallback: str = "/") -> Self:
        """Sends the client back where it came from, if that is on the same host, else to `fallback`."""
        referer = None if self._request is None else self._request.get("referer")
        return self.redirect(_local(referer, self._request) or fallback)

    @lua_method("honeymoon.Response:sendFile")
    def sendFile(self, path: str) -> Self:
        """Sends a file, its content type by its name; 404 if it cannot be read."""
        try:
            size = os.stat(path).st_size if os.path.isfile(path) else -1
        except OSError:
            size = -1
        if size < 0 or not os.access(path, os.R_OK):
            return self.status(404).send("Not Found")
        return self.type(mime_type(path)).send_part(FilePart(path, 0, size))

    def send_part(self, part: FilePart) -> Self:
        """Sends a part of a file. A large one is read piece by piece, unless the program wants to see bodies."""
        if part.length >= LARGE_FILE and dict.get(self, "send") is None:
            self.file = part
            return self.send("")
        with open(part.path, "rb") as file:
            file.seek(part.start)
            return self.send(from_bytes(file.read(part.length)))

    @lua_method("honeymoon.Response:download")
    def download(self, path: str, filename: str | None = None) -> Self:
        """Sends a file that the client is to store."""
        return self._dispose("attachment", filename or os.path.basename(path) or "download").sendFile(path)

    @lua_method("honeymoon.Response:inline")
    def inline(self, path: str, filename: str | None = None) -> Self:
        """Sends a file that the client is to show."""
        return self._dispose("inline", filename or os.path.basename(path) or "file").sendFile(path)

    def _dispose(self, kind: str, filename: str) -> Self:
        plain = header_value(filename).replace("\\", "_").replace('"', "'")
        text = f'{kind}; filename="{plain}"'
        if not plain.isascii():
            text = f"{kind}; filename=\"{plain.encode('ascii', 'replace').decode()}\"; filename*=UTF-8''{quote(plain)}"
        return self.set("Content-Disposition", text)

    @lua_method("honeymoon.Response:format")
    def format(self, handlers: Table) -> Self:
        """Calls the handler for the content type that the client likes best; 406 if it wants none of them."""
        accept = None if self._request is None else self._request.get("accept")
        kinds = [str(kind) for kind, _ in entries(handlers) if kind != "default"]
        rated = sorted(kinds, key=lambda kind: -quality(accept, kind))
        if rated and quality(accept, rated[0]) > 0:
            handlers[rated[0]](self)
        elif handlers["default"] is not None:
            handlers["default"](self)
        else:
            self.status(406).send("Not Acceptable")
        return self

    @lua_method("honeymoon.Response:stream", suspends=True)
    def stream(self, writer: Callable[..., Any]) -> Self:
        """Sends a body while `writer` makes it: the function gets an object with `write(text)`, which waits for slow
        clients and gives false when the client has gone.
        """
        from cmc.runtime.shims.honeymoon.streaming import stream_body

        stream_body(self, writer)
        return self

    @lua_method("honeymoon.Response:sse", suspends=True)
    def sse(self, writer: Callable[..., Any]) -> Self:
        """Sends server-sent events while `writer` runs: the function gets an object with
        `send(data [, event [, id]])`, whose tables go as JSON, and `comment(text)`.
        """
        from cmc.runtime.shims.honeymoon.streaming import stream_events

        stream_events(self, writer)
        return self

    # Errors

    @lua_method("honeymoon.Response:error")
    def error(self, status: int, message: str | None = None, code: str = "ERROR") -> Self:
        """Sends an error as JSON."""
        text = status_text(status) if message is None else message
        return self.status(status).json({"error": {"status": status, "message": text, "code": code}})

    @lua_method("honeymoon.Response:validationError")
    def validationError(self, errors: Any = None) -> Self:
        """Sends messages by field as an error of status 422."""
        details = {"status": 422, "message": "Validation failed", "code": "VALIDATION_ERROR"}
        return self.status(422).json({"error": {**details, "details": Table() if errors is None else errors}})

    @lua_method("honeymoon.Response:errorPage")
    def errorPage(self, status: int, message: str | None = None, stack: str = "") -> Self:
        """Sends an error as a page."""
        from cmc.runtime.shims.honeymoon.errorpage import error_page

        text = status_text(status) if message is None else message
        return self.status(status).html(error_page(self._application, self._request, status, text, stack))

    def mark_sent(self) -> None:
        """Has the response count as sent, its body having gone to the client already."""
        self._is_sent = True


def _has_text(value: Any) -> bool:
    return isinstance(value, Table) and value.has_metatable and value.metatable["__tostring"] is not None


def _local(referer: str | None, request: "Request | None") -> str | None:
    """The address in a `Referer` if it is on the host that was asked, else None."""
    if not referer or request is None or referer.startswith(("//", "/\\")):
        return None
    try:
        parts = urlsplit(referer)
    except ValueError:
        return None
    if not parts.scheme and not parts.netloc:
        return referer if referer.startswith("/") else None
    return referer if parts.scheme in ("http", "https") and parts.netloc == request.hostname else None
