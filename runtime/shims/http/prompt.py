"""Answering requests in the callback that has read them.

aiohttp has a task for each connection and makes another for each request. Most requests need neither: their handlers
do not wait, or wait once for a database, and what they answer is short. `PromptHandler` lets aiohttp parse, and answers
such requests itself while aiohttp's task sleeps. All others it leaves to that task, which finds them in the queue of
messages: bodies that are still on their way, WebSockets, streams, files, large answers, HTTP/1.0, the last request of a
connection.
"""

import asyncio
from functools import partial
from typing import Any

from aiohttp import web
from aiohttp.http_parser import HttpRequestParser, RawRequestMessage
from aiohttp.streams import EMPTY_PAYLOAD

from cmc.runtime.bridge import Begun, begin
from cmc.runtime.shims.http.visits import Service, Visit

_PARTS = (
    "_buffer_paused",
    "_close",
    "_force_close",
    "_handler_waiter",
    "_keepalive_handle",
    "_keepalive_timeout",
    "_messages",
    "_next_keepalive_close_time",
    "_parser",
    "_paused",
    "_reading_paused",
    "_request_in_progress",
    "_resume_reading_if_drained",
    "_task_handler",
    "_upgraded",
    "_waiter",
)
IS_POSSIBLE = hasattr(HttpRequestParser, "message_consumed") and all(hasattr(web.RequestHandler, p) for p in _PARTS)
"""Whether this aiohttp is built as what follows takes for granted; else its task answers all requests."""

HTTP_11 = (1, 1)

BUFFERED = 1 << 16
"""So many bytes the transport takes at any time, however slow the client is."""


class PromptHandler(web.RequestHandler):
    """A connection whose requests are answered at once where that can be done.

    Attributes:
        pending: a visit that aiohttp's task is to take over, and the task that its handlers run in, if they do.
        line_size, body_size: limits in bytes.
    """

    __slots__ = (
        "_answers_promptly",
        "_closes_later",
        "_driver",
        "_is_answering",
        "_is_taken_over",
        "_request_wanted",
        "_service",
        "body_size",
        "line_size",
        "pending",
    )

    def __init__(
        self, manager: web.Server, service: Service, *, line_size: int, body_size: int, prompt: bool, **settings: Any
    ) -> None:
        super().__init__(manager, loop=asyncio.get_running_loop(), **settings)
        self.line_size = line_size
        self.body_size = body_size
        self._service = service
        self._answers_promptly = prompt and IS_POSSIBLE
        self._closes_later = False
        self._is_answering = False
        self._is_taken_over = False
        self._driver: asyncio.Task[None] | None = None
        self._request_wanted: asyncio.Future[web.BaseRequest] | None = None
        self.pending: tuple[Visit, asyncio.Task[None] | None] | None = None

    def data_received(self, data: bytes) -> None:
        """Takes what the client has sent."""
        waiter = self._waiter
        if not self._answers_promptly or waiter is None or waiter.done() or self._upgraded:
            super().data_received(data)
            return
        # The task sleeps until it is needed.
        self._waiter = None
        try:
            super().data_received(data)
        finally:
            self._waiter = waiter
        if self._driver is None:
            self._answer_messages()

    def _answer_messages(self) -> None:
        """Answers what has come, as far as that goes without aiohttp's task."""
        if self._is_answering:
            return  # reading a body may have brought more
        self._is_answering = True
        messages = self._messages
        try:
            while messages and self._driver is None:
                if not self._answer(*messages[0]):
                    self._wake()
                    return
        finally:
            self._is_answering = False

    def _wake(self) -> None:
        """Has aiohttp's task go on with the first message."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _answer(self, message: Any, payload: Any) -> bool:
        """Answers a request or begins to; false if that is a matter for aiohttp's task."""
        if (
            type(message) is not RawRequestMessage
            or message.should_close
            or message.upgrade
            or message.version != HTTP_11
            or self._paused
            or self._close
            or self._force_close
            or len(message.method) + len(message.path) + len("  HTTP/1.1\r\n") > self.line_size
        ):
            return False
        if payload is EMPTY_PAYLOAD:
            data = b""
        elif payload.is_eof() and payload.exception() is None and payload.total_bytes <= self.body_size:
            data = payload.read_nowait()
        else:
            return False
        visit = self._service.visit(message.method, message.path, message.headers, data, self)
        has_body = message.method != "HEAD"
        begun = begin(visit.handle)
        if begun is None:
            return self._finish(visit, has_body=has_body)
        self._request_in_progress = True
        self._driver = self._loop.create_task(self._drive(visit, begun, has_body=has_body))
        return True

    def _finish(self, visit: Visit, *, has_body: bool) -> bool:
        """Sends an answer; false if that is a matter for aiohttp's task."""
        answer = visit.complete(has_body=has_body)
        if answer is None or len(answer) > BUFFERED or self._paused:
            self.pending = visit, None
            return False
        if self.transport is not None:
            self.transport.write(answer)  # type: ignore[attr-defined]
        self._messages.popleft()
        if self._parser is not None:
            self._parser.message_consumed()
        if self._buffer_paused:
            self._resume_reading_if_drained()
        self._next_keepalive_close_time = self._loop.time() + self._keepalive_timeout
        self.answered()
        return True

    def answered(self) -> None:
        """Called when a request has been answered."""

    async def _drive(self, visit: Visit, begun: Begun, *, has_body: bool) -> None:
        """Has handlers that wait come to their end, answers, and goes on with what has come meanwhile."""
        try:
            await visit.drive(partial(self._request_for, visit), begun.finish())
            is_sent = not self._is_taken_over and self._manager is not None and self._finish(visit, has_body=has_body)
        finally:
            self._driver = None
            if not self._is_taken_over:
                self._request_in_progress = False
                if self._handler_waiter is not None:
                    self._handler_waiter.set_result(None)
        if self._is_taken_over or self._manager is None:
            return
        if not is_sent:
            self._close = self._closes_later
            self._wake()
        elif self._closes_later:
            self.close()
            if self.transport is not None:
                self.transport.close()
        else:
            self._answer_messages()

    def close(self) -> None:
        """Ends the connection after the request that is being handled."""
        if self._driver is None:
            super().close()
        else:
            self._closes_later = True

    async def _request_for(self, visit: Visit) -> web.BaseRequest:
        """aiohttp's request for a visit whose handlers wait: from now on, the answer is a matter for aiohttp's task."""
        self.pending = visit, self._driver
        self._is_taken_over = True
        self._request_wanted = self._loop.create_future()
        self._wake()
        return await self._request_wanted

    async def take_pending(self, request: web.BaseRequest) -> Visit | None:
        """The visit that aiohttp's task is to answer, once its handlers are through; None if there is none."""
        if self.pending is None:
            return None
        visit, driver = self.pending
        self.pending = None
        if driver is not None:
            assert self._request_wanted is not None
            self._request_wanted.set_result(request)
            try:
                await driver
            finally:
                self._is_taken_over = False
                self._close = self._close or self._closes_later
        return visit

    def resume_reading(self, *options: Any, **named: Any) -> None:
        """Reads on, if reading was paused: aiohttp asks after each body, and looks for more to parse each time."""
        if self._reading_paused or not self._answers_promptly:
            super().resume_reading(*options, **named)

    def _process_keepalive(self) -> None:
        if self._driver is None:
            super()._process_keepalive()
        else:
            self._keepalive_handle = self._loop.call_later(self._keepalive_timeout, self._process_keepalive)

    async def shutdown(self, timeout: float | None = 15.0) -> None:
        """Ends the connection, with some time for handlers that run."""
        await super().shutdown(timeout)
        if self._driver is not None:
            self._driver.cancel()

    def connection_lost(self, error: BaseException | None) -> None:
        """Ends the connection; handlers that wait are cancelled if the server has been told so."""
        if self._driver is not None and self._manager is not None and self._manager.handler_cancellation:
            self._driver.cancel()
        if self._request_wanted is not None and not self._request_wanted.done():
            self._request_wanted.set_exception(ConnectionResetError("the client has gone"))
        if self.pending is not None and self._task_handler is not None:
            # The task would find a message, but no connection.
            self._task_handler.cancel()
        super().connection_lost(error)
