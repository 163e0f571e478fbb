"""Serving an application over HTTP (HoneyMoon specification, section 2.4)."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, BinaryIO
from weakref import WeakKeyDictionary

from aiohttp import web

from cmc.runtime.bridge import run
from cmc.runtime.shims.honeymoon.application import Application
from cmc.runtime.shims.honeymoon.dispatch import handle
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import FilePart, Response
from cmc.runtime.shims.honeymoon.sockets import answer_socket
from cmc.runtime.shims.http.serving import Listener, plain_response, refusal, serve, write_piece
from cmc.runtime.shims.http.statuses import reason_of
from cmc.runtime.shims.http.visits import SERVER_NAME, SPECIAL_STATUSES, Incoming, answer_bytes

if TYPE_CHECKING:
    from multidict import CIMultiDictProxy

_VERSION = "0.2.0"
_PIECE = 256 << 10

_listeners: "WeakKeyDictionary[Application, Listener]" = WeakKeyDictionary()


def serve_application(application: Application, host: str, port: int, callback: Callable[..., Any] | None) -> None:
    """Serves an application until the program is told to stop.

    Raises:
        LuaError: the address cannot be used.
    """

    def announce(listener: Listener) -> None:
        _listeners[application] = listener
        if callback is not None:
            callback(listener.port)
        else:
            print(f"HoneyMoon v{_VERSION} listening on http://{host}:{listener.port}")

    try:
        serve(_Service(application), host, port, announce, cancels=application.enabled("cancel_on_disconnect"))
    finally:
        _listeners.pop(application, None)


def stop_application(application: Application) -> None:
    """Ends serving an application, if it is being served."""
    listener = _listeners.get(application)
    if listener is not None:
        listener.request_stop()


class _Service:
    """Answers requests as an application does."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def visit(
        self, method: str, target: str, headers: "CIMultiDictProxy[str]", data: bytes, connection: web.RequestHandler
    ) -> "_Visit":
        """What answers one request."""
        request = Request(self._application, method, target, headers, data, connection)
        return _Visit(self._application, request, Response(self._application, request))


class _Visit:
    """A request that is being answered."""

    __slots__ = ("_application", "_request", "_response", "_socket_handler")

    def __init__(self, application: Application, request: Request, response: Response) -> None:
        self._application = application
        self._request = request
        self._response = response
        self._socket_handler: Callable[..., Any] | None = None

    def handle(self) -> None:
        """Runs middleware and handlers."""
        handle(self._application, self._request, self._response)

    def is_socket(self) -> bool:
        """Whether this is a request for one of the application's WebSockets."""
        request = self._request
        if self._application.has_sockets and (request.get("upgrade") or "").lower() == "websocket":
            for route, params in self._application.sockets.matches("GET", request.path):
                request["params"] = params
                self._socket_handler = route.handlers[0]
                return True
        return False

    async def drive(self, incoming: Incoming, job: Coroutine[Any, Any, None]) -> None:
        """Has the handlers come to their end, or be stopped by `timeout`."""
        response = self._response
        response.incoming = incoming
        response.task = task = asyncio.current_task()
        try:
            await job
        except asyncio.CancelledError:
            if not response.is_late or task is None:
                raise
            task.uncancel()
            await run(_answer_late, response)
        finally:
            response.incoming = response.task = None  # they lead back here

    def complete(self, *, has_body: bool) -> bytes | None:
        """The whole answer as bytes, if it is an ordinary one."""
        response = self._response
        status = response.code
        if response.is_plain() and 200 <= status <= 999 and status not in SPECIAL_STATUSES:
            return answer_bytes(status, response.header_lines(), response.content, has_body=has_body)
        return None

    async def respond(self, incoming: web.BaseRequest) -> web.StreamResponse:
        """Any other answer."""
        request, response = self._request, self._response
        if self._socket_handler is not None:
            return await answer_socket(incoming, request, self._socket_handler)
        if response.opened_stream is not None:
            return response.opened_stream.response
        if not 200 <= response.code <= 999:
            sys.stderr.write(f"{incoming.method} {request.path}: invalid status {response.code}\n")
            return refusal(500)
        if response.file is not None:
            return await _send_file(incoming, response, response.file)
        return plain_response(response.code, response.header_lines(), response.content)


def _answer_late(response: Response) -> None:
    """Answers in place of handlers whose time is over."""
    response.status(503).json({"error": "Service Unavailable", "message": "Request timeout"})


class Stream:
    """The way to the client for handlers that write the body themselves."""

    def __init__(self, head: Response) -> None:
        self._head = head
        self.response = _stream_response(head)

    async def begin(self) -> None:
        """Sends status and headers."""
        assert self._head.incoming is not None
        self._incoming = await self._head.incoming()
        await self.response.prepare(self._incoming)

    async def write(self, data: bytes) -> bool:
        """Sends a piece of the body; false if the client has gone."""
        if self._incoming.transport is None or self._incoming.transport.is_closing():
            return False
        if self._incoming.method == "HEAD":
            return True
        try:
            await write_piece(self._incoming, self.response, data)
        except ConnectionError:
            return False
        return True


def _stream_response(head: Response) -> web.StreamResponse:
    response = web.StreamResponse(status=head.code, reason=reason_of(head.code))
    for name, value in head.header_lines():
        response.headers.add(name, value)
    response.headers.setdefault("Server", SERVER_NAME)
    return response


async def _send_file(incoming: web.BaseRequest, head: Response, part: FilePart) -> web.StreamResponse:
    """Sends a part of a file piece by piece; reading happens in a thread."""
    response = _stream_response(head)
    response.content_length = part.length
    try:
        with open(part.path, "rb") as file:
            file.seek(part.start)
            await response.prepare(incoming)
            await _copy(file, incoming, response, 0 if incoming.method == "HEAD" else part.length)
    except OSError:
        if response.prepared:
            raise
        return refusal(404)
    return response


async def _copy(file: BinaryIO, incoming: web.BaseRequest, response: web.StreamResponse, left: int) -> None:
    loop = asyncio.get_running_loop()
    while left > 0:
        piece = await loop.run_in_executor(None, file.read, min(left, _PIECE))
        if not piece:
            raise ConnectionResetError("a file has become shorter while it was being sent")
        left -= len(piece)
        await write_piece(incoming, response, piece)
