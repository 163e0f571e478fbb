"""Serving an application over HTTP (HoneyMoon specification, section 2.4)."""

import asyncio
import sys
from collections.abc import Callable
from typing import Any, BinaryIO
from weakref import WeakKeyDictionary

from aiohttp import web

from cmc.runtime.bridge import run
from cmc.runtime.shims.honeymoon.application import Application
from cmc.runtime.shims.honeymoon.dispatch import handle
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import FilePart, Response
from cmc.runtime.shims.honeymoon.sockets import answer_socket
from cmc.runtime.shims.http.serving import SERVER_NAME, Listener, plain_response, refusal, serve, write_piece
from cmc.runtime.shims.http.statuses import reason_of

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

    async def answer(incoming: web.BaseRequest, data: bytes) -> web.StreamResponse:
        return await _answer(application, incoming, data)

    try:
        serve(answer, host, port, announce, cancels=application.enabled("cancel_on_disconnect"))
    finally:
        _listeners.pop(application, None)


def stop_application(application: Application) -> None:
    """Ends serving an application, if it is being served."""
    listener = _listeners.get(application)
    if listener is not None:
        listener.request_stop()


async def _answer(application: Application, incoming: web.BaseRequest, data: bytes) -> web.StreamResponse:
    """Answers one request."""
    request = Request(
        application,
        incoming.method,
        incoming.raw_path,
        incoming.headers.items(),
        data,
        incoming.remote or "",
        is_encrypted=incoming.protocol.ssl_context is not None,
    )
    if application.has_sockets and incoming.headers.get("Upgrade", "").lower() == "websocket":
        for route, params in application.sockets.matches("GET", request.path):
            request["params"] = params
            return await answer_socket(incoming, request, route.handlers[0])
    response = Response(application, request)
    response.incoming = incoming
    try:
        await run(handle, application, request, response)
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if not response.is_late or task is None:
            raise
        task.uncancel()
        await run(_answer_late, response)
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

    def __init__(self, incoming: web.BaseRequest, head: Response) -> None:
        self._incoming = incoming
        self.response = _stream_response(head)

    async def begin(self) -> None:
        """Sends status and headers."""
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
