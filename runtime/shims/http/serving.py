"""Serving HTTP for `http.server` and HoneyMoon, on aiohttp's low-level server (CopperMoon specification, section 23).

Each request is a job: its handlers run in a greenlet of their own, so that other requests go on while one waits.
"""

import asyncio
import os
import socket
import ssl
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiohttp import web
from multidict import CIMultiDict

from cmc.runtime.bridge import run, wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.launch import on_stop
from cmc.runtime.shims.http.connection import Connection
from cmc.runtime.shims.http.options import ServerOptions
from cmc.runtime.shims.http.statuses import reason_of
from cmc.runtime.shims.http.visits import SERVER_NAME, Service
from cmc.runtime.shims.http.watchdog import watch_loop
from cmc.runtime.timers import cancel_timers, paused_timers


class Listener:
    """A server that accepts connections, from `start` on until `stop`.

    Attributes:
        service: what answers requests.
        port: the port that it listens on, 0 for a UNIX socket.
    """

    def __init__(self, service: Service, options: ServerOptions, *, cancels: bool = False) -> None:
        self.service = service
        self.options = options
        self.port = 0
        self.server = _Server(self, handler_cancellation=cancels)
        self._runner = web.ServerRunner(self.server, shutdown_timeout=options.grace_seconds)
        self._turn = asyncio.Semaphore(options.concurrency) if options.concurrency else None
        self._stop_requested = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    async def start(self, host: str, port: int) -> None:
        """Begins to listen.

        Raises:
            LuaError: the address cannot be used, or the TLS files cannot.
        """
        options = self.options
        context = _tls_context(options)
        await self._runner.setup()
        try:
            if options.unix_socket:
                _remove_stale_socket(options.unix_socket)
                await web.UnixSite(self._runner, options.unix_socket, ssl_context=context).start()
                return
            site = web.TCPSite(self._runner, host, port, ssl_context=context, reuse_port=options.reuse_port or None)
            await site.start()
        except OSError as error:
            await self._runner.cleanup()
            place = options.unix_socket or f"{host}:{port}"
            raise LuaError(f"Failed to bind to {place}: {_reason(error)}") from error
        self.port = self._runner.addresses[0][1]

    def request_stop(self) -> None:
        """Asks the server to end; may be called in another thread."""
        self._loop.call_soon_threadsafe(self._stop_requested.set)

    async def stopped(self) -> None:
        """Waits until somebody has asked the server to end."""
        await self._stop_requested.wait()

    async def stop(self) -> None:
        """Accepts no more connections, and lets those that are there come to their end."""
        await self._runner.cleanup()
        if self.options.unix_socket:
            with suppress(FileNotFoundError):
                os.unlink(self.options.unix_socket)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answers a request that its connection has left to aiohttp."""
        connection = request.protocol
        assert isinstance(connection, Connection)
        visit = await connection.take_pending(request)
        if visit is not None:
            return await visit.respond(request)
        data = await self._read(request)
        if not isinstance(data, bytes):
            return data
        if self._turn is None:
            return await self._answer(request, data)
        async with self._turn:
            return await self._answer(request, data)

    async def _answer(self, request: web.BaseRequest, data: bytes) -> web.StreamResponse:
        connection: Any = request.protocol
        visit = self.service.visit(request.method, request.raw_path, request.headers, data, connection)
        if not visit.is_socket():

            async def at_hand() -> web.BaseRequest:
                return request

            await visit.drive(at_hand, run(visit.handle))
        return await visit.respond(request)

    async def _read(self, request: web.BaseRequest) -> bytes | web.StreamResponse:
        """A request's body, or the answer to a request that is refused."""
        options = self.options
        if len(request.method) + len(request.raw_path) + len("  HTTP/1.1\r\n") > options.line_size:
            return refusal(414)
        if not request.body_exists:
            return b""
        if (request.content_length or 0) > options.body_size:
            return refusal(413)
        if isinstance(request.protocol, Connection) and request.protocol.has_lost_body(request):
            return refusal(400)
        try:
            if request.content.is_eof():
                return await request.read()
            async with asyncio.timeout(options.body_seconds):
                await _invite_body(request)
                return await request.read()
        except web.HTTPRequestEntityTooLarge:
            return refusal(413)
        except TimeoutError:
            return refusal(408)
        except web.RequestPayloadError:
            return refusal(400)


class _Server(web.Server):
    """aiohttp's server with connections of our own kind."""

    def __init__(self, listener: Listener, **settings: Any) -> None:
        super().__init__(listener.handle, request_factory=self._request, access_log=None, **settings)
        self._listener = listener
        self._options = listener.options
        self._settings = {"access_log": _access_log()} if listener.options.access_log else {"access_log": None}

    def __call__(self) -> web.RequestHandler:
        return Connection(self, self._listener, self._options, **self._settings)

    def _request(self, message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
        # The body limit of `web.Server` itself is 1 MB.
        size = self._options.body_size
        return web.BaseRequest(message, payload, protocol, writer, task, self._loop, client_max_size=size)


def serve(
    service: Service, host: str, port: int, announce: Callable[[Listener], None], *, cancels: bool = False
) -> None:
    """Serves until the program is told to stop, or the listener is.

    Args:
        service: answers requests, in the event loop.
        announce: called in the job that serves, once connections are accepted.
        cancels: whether handlers that wait are cancelled when their client goes away.

    Raises:
        LuaError: the address cannot be used.
    """
    with paused_timers():
        listener = wait(_start(service, host, port, cancels=cancels))

    def stop_program() -> None:
        is_told.set()
        listener.request_stop()

    is_told = threading.Event()
    with on_stop(stop_program), watch_loop(listener.options.blocked_seconds):
        try:
            announce(listener)
            wait(listener.stopped())
        finally:
            wait(listener.stop())
            if is_told.is_set():
                cancel_timers()


async def _start(service: Service, host: str, port: int, *, cancels: bool) -> Listener:
    listener = Listener(service, ServerOptions.from_environment(), cancels=cancels)
    await listener.start(host, port)
    return listener


async def _invite_body(request: web.BaseRequest) -> None:
    """Tells a client to send the body if it waits for that (`Expect: 100-continue`)."""
    if request.headers.get("Expect", "").lower() == "100-continue" and request.version >= (1, 1):
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0


async def write_piece(request: web.BaseRequest, response: web.StreamResponse, data: bytes) -> None:
    """Writes a piece of a body.

    Raises:
        ConnectionError: the client has gone, or does not take what is sent.
    """
    if isinstance(request.protocol, Connection):
        async with request.protocol.write_timeout():
            await response.write(data)
    else:
        await response.write(data)


def refusal(status: int) -> web.Response:
    """An answer of the server's own, after which the connection is closed."""
    text = reason_of(status)
    response = plain_response(status, {"Content-Type": "text/plain"}, text.encode())
    response.force_close()
    return response


def plain_response(status: int, headers: Any, content: bytes) -> web.Response:
    """The response of status, headers and body."""
    fields: CIMultiDict[str] = CIMultiDict(headers)
    fields.setdefault("Server", SERVER_NAME)
    return web.Response(status=status, reason=reason_of(status), body=content, headers=fields)


def _reason(error: OSError) -> str:
    if error.errno is None or error.errno < 0:
        return error.strerror or str(error)
    return f"{os.strerror(error.errno)} (os error {error.errno})"


def _tls_context(options: ServerOptions) -> ssl.SSLContext | None:
    if not options.tls_certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(options.tls_certificate, options.tls_key or None)
    except (OSError, ssl.SSLError) as error:
        raise LuaError(f"Failed to load the TLS certificate '{options.tls_certificate}': {error}") from error
    return context


def _remove_stale_socket(path: str) -> None:
    """Removes the socket of a server that has not cleaned up; one that somebody listens on stays."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            os.unlink(path)
        except OSError:
            return


def _access_log() -> Any:
    """A logger that writes lines to the standard output."""
    import logging

    logger = logging.getLogger("cmc.access")
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
    return logger
