"""Serving an application over HTTP, on aiohttp's low-level server.

Each request is a job: its handlers run in a greenlet of their own, so that other requests go on while one waits.
"""

import asyncio
import os
from collections.abc import Callable
from typing import Any

from aiohttp import web
from multidict import CIMultiDict

from cmc.runtime.bridge import run, wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.launch import on_stop
from cmc.runtime.shims.honeymoon.application import Application
from cmc.runtime.shims.honeymoon.dispatch import handle
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response

MAX_BODY_BYTES = 10 << 20
GRACE_SECONDS = 10.0
"""How long requests that are being handled may take when the program is told to stop."""

_VERSION = "0.2.0"


def serve(application: Application, host: str, port: int, callback: Callable[..., Any] | None) -> None:
    """Serves an application until the program is told to stop.

    Raises:
        LuaError: the address cannot be used.
    """
    server = wait(_start(application, host, port))
    with on_stop(server.request_stop):
        try:
            if callback is not None:
                callback(server.port)
            else:
                print(f"HoneyMoon v{_VERSION} listening on http://{host}:{server.port}")
            wait(server.stop_requested.wait())
        finally:
            wait(server.runner.cleanup())


class _Server:
    """A server that accepts connections."""

    def __init__(self, runner: web.ServerRunner) -> None:
        self.runner = runner
        self.port: int = runner.addresses[0][1]
        self.stop_requested = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def request_stop(self) -> None:
        """Asks the server to end; called in another thread."""
        self._loop.call_soon_threadsafe(self.stop_requested.set)


async def _start(application: Application, host: str, port: int) -> _Server:
    async def answer(incoming: web.BaseRequest) -> web.StreamResponse:
        return await _answer(application, incoming)

    # `web.Server` makes requests with a body limit of 1 MB.
    server = web.Server(answer, request_factory=_make_request, access_log=None)
    runner = web.ServerRunner(server, shutdown_timeout=GRACE_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise LuaError(f"Failed to bind to {host}:{port}: {_reason(error)}") from error
    return _Server(runner)


def _reason(error: OSError) -> str:
    if error.errno is None or error.errno < 0:
        return error.strerror or str(error)
    return f"{os.strerror(error.errno)} (os error {error.errno})"


def _make_request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MAX_BODY_BYTES)


async def _answer(application: Application, incoming: web.BaseRequest) -> web.StreamResponse:
    """Answers one request."""
    try:
        data = await incoming.read() if incoming.body_exists else b""
    except web.HTTPRequestEntityTooLarge:
        return web.Response(status=413, text="Payload Too Large")
    peer = incoming.remote or ""
    request = Request(application, incoming.method, incoming.raw_path, incoming.headers.items(), data, peer)
    response = Response(application)
    await run(handle, application, request, response)
    headers: CIMultiDict[str] = CIMultiDict(response.sent_headers.values())
    headers.setdefault("Server", "CopperMoon")
    return web.Response(status=response.code, body=response.content, headers=headers)
