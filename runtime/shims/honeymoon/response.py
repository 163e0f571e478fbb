"""The response object (HoneyMoon specification, section 8)."""

from typing import TYPE_CHECKING, Any, Self

from cmc.runtime.core.table import Table, entries
from cmc.runtime.core.text import has_escaped, to_bytes
from cmc.runtime.declare import HostTable, lua_field, lua_method
from cmc.runtime.shims import json as json_library
from cmc.runtime.shims.honeymoon.statuses import status_text
from cmc.runtime.stdlib.base import to_string

if TYPE_CHECKING:
    from cmc.runtime.shims.honeymoon.application import Application

_SHORT_TYPES = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "text": "text/plain; charset=utf-8",
    "xml": "application/xml",
}

# Characters that would end a header line and begin another one.
_LINE_ENDS = str.maketrans("", "", "\r\n\0")


class Response(HostTable, path="honeymoon.Response"):
    """A response as handlers fill it; it goes to the client when the handlers have ended.

    `code`, `content` and `sent_headers` are what goes to the client; the latter by names in small letters, with the
    name's spelling.
    """

    __slots__ = ("_application", "_is_sent", "code", "content", "sent_headers")

    def __init__(self, application: "Application") -> None:
        super().__init__()
        self._application = application
        self._is_sent = False
        self.code = 200
        self.content = b""
        self.sent_headers: dict[str, tuple[str, str]] = {
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
        """Sets a header."""
        text = to_string(value)
        if has_escaped(text):
            text = to_bytes(text).decode("utf-8", "replace")
        name = name.translate(_LINE_ENDS)
        lower = name.lower()
        spelling = self.sent_headers[lower][0] if lower in self.sent_headers else name
        self.sent_headers[lower] = spelling, text.translate(_LINE_ENDS)
        return self

    @lua_method("honeymoon.Response:header")
    def header(self, name: str, value: Any = None) -> Any:
        """Sets a header; without a value, gives it."""
        return self.get(name) if value is None else self.set(name, value)

    @lua_method("honeymoon.Response:get")
    def get(self, name: str) -> str | None:  # type: ignore[override]
        """A header that is set."""
        found = self.sent_headers.get(name.lower())
        return None if found is None else found[1]

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
        self._is_sent = True
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

    @lua_method("honeymoon.Response:redirect")
    def redirect(self, url: str, status: int = 302) -> Self:
        """Sends the client to another place."""
        return self.status(status).set("Location", url).send("")

    @lua_method("honeymoon.Response:error")
    def error(self, status: int, message: str | None = None, code: str = "ERROR") -> Self:
        """Sends an error as JSON."""
        text = status_text(status) if message is None else message
        return self.status(status).json({"error": {"status": status, "message": text, "code": code}})


def _has_text(value: Any) -> bool:
    return isinstance(value, Table) and value.has_metatable and value.metatable["__tostring"] is not None
