"""One request on its way, as `http.server` and HoneyMoon answer it, and answers as the bytes that go to the client."""

import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from email.utils import formatdate
from typing import TYPE_CHECKING, Any, Protocol

from cmc.runtime.core.text import to_bytes
from cmc.runtime.shims.http.statuses import reason_of

if TYPE_CHECKING:
    from aiohttp import web
    from multidict import CIMultiDictProxy

SERVER_NAME = "CopperMoon"

SPECIAL_HEADERS = frozenset(("connection", "content-length", "date", "server", "transfer-encoding", "upgrade"))
"""Headers (small letters) that the server writes itself; answers with one of their own are left to aiohttp."""

SPECIAL_STATUSES = frozenset((204, 205, 304))
"""Statuses above 199 whose answers have no body, and rules of their own for the header that tells its length."""


Incoming = Callable[[], Awaitable["web.BaseRequest"]]


class Visit(Protocol):
    """A request that is being answered: `handle` runs as a job, then there is an answer."""

    def handle(self) -> None:
        """Runs the handlers. What goes wrong in them is answered, not raised."""

    def is_socket(self) -> bool:
        """Whether the request wants a WebSocket: `respond` answers it without `handle`."""

    async def drive(self, incoming: "Incoming", job: Coroutine[Any, Any, None]) -> None:
        """Has handlers that wait, or that may, come to their end: `job` is `handle` or what is left of it.

        `incoming` gives aiohttp's request; from then on, `respond` answers.
        """

    def complete(self, *, has_body: bool) -> bytes | None:
        """The whole answer as bytes; None if it is none that goes to the client in one piece."""

    async def respond(self, incoming: "web.BaseRequest") -> "web.StreamResponse":
        """Any other answer; it may be under way already."""


class Service(Protocol):
    """What a server runs: a maker of visits."""

    def visit(
        self, method: str, target: str, headers: "CIMultiDictProxy[str]", data: bytes, connection: "web.RequestHandler"
    ) -> Visit:
        """What answers a request that has come with its body; `target` is the path with the query."""


def answer_bytes(status: int, headers: Iterable[tuple[str, str]], content: bytes, *, has_body: bool) -> bytes | None:
    """An answer as it goes to the client; None if a header would be more than one line."""
    lines = [_status_line(status)]
    lines += [f"{name}: {value}" for name, value in headers]
    lines.append(f"Content-Length: {len(content)}\r\n{_server_lines()}")
    text = "\r\n".join(lines)
    if text.count("\n") != len(lines) + 3 or text.count("\r") != len(lines) + 3:
        return None
    head = to_bytes(text)
    return head + content if has_body else head


_status_lines: dict[int, str] = {}


def _status_line(status: int) -> str:
    line = _status_lines.get(status)
    if line is None:
        line = _status_lines[status] = f"HTTP/1.1 {status} {reason_of(status)}"
    return line


_stamp = (0, "")


def _server_lines() -> str:
    """The last header lines and the blank one; they change once a second."""
    global _stamp
    now = int(time.time())
    if _stamp[0] != now:
        _stamp = (now, f"Date: {formatdate(now, usegmt=True)}\r\nServer: {SERVER_NAME}\r\n\r\n")
    return _stamp[1]
