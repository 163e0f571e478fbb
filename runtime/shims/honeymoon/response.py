"""The response object (HoneyMoon specification, section 8)."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlsplit

from cmc.runtime.core.table import Table, entries
from cmc.runtime.core.text import from_bytes, to_bytes
from cmc.runtime.declare import lua_field, lua_method
from cmc.runtime.shims import json as json_library
from cmc.runtime.shims.honeymoon import conditional
from cmc.runtime.shims.honeymoon.head import ResponseHead, has_text
from cmc.runtime.shims.honeymoon.mime import mime_type
from cmc.runtime.shims.honeymoon.negotiation import quality
from cmc.runtime.shims.honeymoon.statuses import status_text
from cmc.runtime.shims.http.headers import header_value
from cmc.runtime.shims.http.visits import SPECIAL_HEADERS, Incoming
from cmc.runtime.stdlib.base import to_string

if TYPE_CHECKING:
    import asyncio

    from cmc.runtime.shims.honeymoon.application import Application
    from cmc.runtime.shims.honeymoon.request import Request
    from cmc.runtime.shims.honeymoon.server import Stream

LARGE_FILE = 256 << 10
"""Files from this size on are not read into memory, but sent piece by piece."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """A part of a file that is sent piece by piece."""

    path: str
    start: int
    length: int


class Response(ResponseHead, path="honeymoon.Response"):
    """A response as handlers fill it; it goes to the client when the handlers have ended.

    Attributes:
        content, file: the body, which is `file` instead of `content` if that is not None.
        before_send: functions that are called when the body is there, before the response counts as sent.
        incoming, task: the way to aiohttp's request, and what the handlers run in, from their first wait on;
            `opened_stream` is there when handlers write the body themselves.
        wants_tag: whether the body gets an entity tag.
        is_sent: whether there is a body, or one is on its way.
        is_late: whether the time for the handlers was over before they had answered.
    """

    __slots__ = (
        "application",
        "_request",
        "before_send",
        "content",
        "file",
        "is_late",
        "is_sent",
        "incoming",
        "opened_stream",
        "task",
        "wants_tag",
    )

    def __init__(self, application: "Application", request: "Request | None" = None) -> None:
        super().__init__()
        self.application = application
        self._request = request
        self.is_sent = False
        self.before_send: list[Callable[[Response], None]] = []
        self.content = b""
        self.file: FilePart | None = None
        self.incoming: Incoming | None = None
        self.task: asyncio.Task[Any] | None = None
        self.opened_stream: Stream | None = None
        self.is_late = False
        self.wants_tag = True

    @lua_field
    def app(self) -> "Application":
        """The application that serves the request."""
        return self.application

    @lua_field
    def locals(self) -> Table:
        """What middleware leaves for handlers and templates."""
        return Table()

    # Bodies

    @lua_method("honeymoon.Response:sent")
    def sent(self) -> bool:
        """Whether a body has been given."""
        return self.is_sent

    @lua_method("honeymoon.Response:send", idioms=("plain data",))
    def send(self, body: Any = None) -> Self:
        """Gives the body; only the first time counts. Tables go as JSON, other values as text."""
        if self.is_sent:
            return self
        if type(body) is str:
            self.content = body.encode() if body.isascii() else to_bytes(body)
        else:
            if isinstance(body, dict | list) and not has_text(body):
                self.type("json")
                body = json_library.encode(body)
            self.content = b"" if body is None else to_bytes(to_string(body))
        while self.before_send:
            self.before_send.pop(0)(self)
        self.is_sent = True
        if self._request is not None:
            conditional.apply(self, self._request)
        return self

    @lua_method("honeymoon.Response:json", only_reads=True, idioms=("plain data",))
    def json(self, data: Any = None) -> Self:
        """Sends a value as JSON."""
        spaces = self.application.settings["json_spaces"]
        is_spaced = spaces and type(spaces) in (int, float) and spaces > 0
        text = json_library.pretty(data) if is_spaced else json_library.encode(data)
        return self.typed("json").send(text)

    @lua_method("honeymoon.Response:html")
    def html(self, text: Any = None) -> Self:
        """Sends HTML."""
        return self.typed("html").send(text)

    @lua_method("honeymoon.Response:text")
    def text(self, text: Any = None) -> Self:
        """Sends plain text."""
        return self.typed("text").send(text)

    @lua_method("honeymoon.Response:xml")
    def xml(self, text: Any = None) -> Self:
        """Sends XML."""
        return self.typed("xml").send(text)

    @lua_method("honeymoon.Response:render")
    def render(self, name: str, data: Table | None = None) -> Self:
        """Sends a template as HTML, with `locals` and `data`, whose fields win."""
        context = Table({**self.locals, **({} if data is None else data)})
        return self.html(self.application.views.render(name, context))

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
        return self.status(status).html(error_page(self.application, self._request, status, text, stack))

    def is_plain(self) -> bool:
        """Whether status, headers and `content` are all there is to send."""
        return self.file is None and self.opened_stream is None and SPECIAL_HEADERS.isdisjoint(self.sent_headers)

    def mark_sent(self) -> None:
        """Has the response count as sent, its body having gone to the client already."""
        self.is_sent = True


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
