"""One client's connection: aiohttp's protocol with the limits and answers of the specification (section 23.3)."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.http_exceptions import LineTooLong
from aiohttp.http_parser import HttpRequestParserPy

from cmc.runtime.shims.http.options import ServerOptions
from cmc.runtime.shims.http.prompt import BUFFERED, PromptHandler
from cmc.runtime.shims.http.statuses import reason_of

if TYPE_CHECKING:
    from cmc.runtime.shims.http.serving import Listener

_USUAL = (b"GET ", b"POST ", b"PUT ", b"DELETE ", b"HEAD ", b"OPTIONS ", b"PATCH ")
_METHOD = re.compile(rb"[A-Za-z0-9!#$%&'*+.^_`|~-]+ /")


class Connection(PromptHandler):
    """Reads requests from a connection and has them answered, one after the other."""

    __slots__ = ("_answered", "_has_partial_head", "_head_timer", "_is_half_closed", "_listener", "_options")

    def __init__(self, manager: web.Server, listener: "Listener", options: ServerOptions, **settings: Any) -> None:
        super().__init__(
            manager,
            listener.service,
            line_size=options.line_size,
            body_size=options.body_size,
            prompt=not options.access_log and not options.concurrency,
            keepalive_timeout=options.idle_seconds,
            max_line_size=_line_limit(options),
            max_field_size=_field_limit(options),
            max_headers=options.header_count,
            lingering_time=2.0,
            **settings,
        )
        self._listener = listener
        self._options = options
        self._head_timer: asyncio.TimerHandle | None = None
        self._has_partial_head = False
        self._is_half_closed = False
        self._answered = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begins a connection, if there may be one more."""
        super().connection_made(transport)
        if len(self._listener.server.connections) > self._options.connections:
            self._refuse(503)
        else:
            self._start_head_timer()

    def connection_lost(self, error: BaseException | None) -> None:
        """Ends a connection."""
        self._stop_head_timer()
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Takes what the client has sent; from the first byte of a request on, its head must be there in time."""
        before = self._request_count
        if not data.startswith(_USUAL) and before == self._answered and not self._has_partial_head:
            self._prepare_for(data)
        super().data_received(data)
        if self._request_count != before:
            self._stop_head_timer()
        elif data and self._current_request is None and not self._messages:
            self._has_partial_head = True
            self._start_head_timer()

    def _prepare_for(self, data: bytes) -> None:
        """Has Python's parser read a request with a method that aiohttp's faster one may not know."""
        if _METHOD.match(data) is not None and type(self._parser) is not HttpRequestParserPy:
            self._parser = HttpRequestParserPy(
                self,
                self._loop,
                self._read_bufsize,
                max_line_size=self.max_line_size,
                max_field_size=self.max_field_size,
                max_headers=self.max_headers,
                payload_exception=web.RequestPayloadError,
                max_msg_queue_size=self._max_msg_queue_size,
            )

    def answered(self) -> None:
        """Counts the answers, the last of which ends the connection if the client has said that nothing more comes."""
        self._answered += 1
        if self._is_half_closed and not self._messages:
            self.force_close()

    def eof_received(self) -> bool | None:  # type: ignore[override]
        """Answers what has come when the client says that there is no more, and then closes the connection."""
        is_gone = self._manager is None or self._manager.handler_cancellation
        if is_gone or self.ssl_context is not None or self._answered == self._request_count:
            return None
        self._is_half_closed = True
        request = self._current_request
        if request is not None and self.has_lost_body(request):
            request.content.set_exception(web.RequestPayloadError("the body ends too early"))
        return True

    def has_lost_body(self, request: web.BaseRequest) -> bool:
        """Whether a request's body is not complete and never will be."""
        return self._is_half_closed and not self._reading_paused and not request.content.is_eof()

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Sends an answer, the last one if the client has said that nothing more comes."""
        if self._is_half_closed and not self._messages and not resp.prepared:
            resp.force_close()
        try:
            if not isinstance(resp, web.Response) or resp.prepared or len(resp.body or b"") <= BUFFERED:  # type: ignore[arg-type]
                return await super().finish_response(request, resp, start_time)
            async with self.write_timeout():
                return await super().finish_response(request, resp, start_time)
        finally:
            self._answered += 1

    @asynccontextmanager
    async def write_timeout(self) -> AsyncIterator[None]:
        """Drops the connection if the client does not take in time what is written in the context.

        Raises:
            ConnectionResetError: it did not.
        """
        try:
            async with asyncio.timeout(self._options.write_seconds):
                yield
        except TimeoutError:
            if self.transport is not None:
                self.transport.abort()
            raise ConnectionResetError("the client takes too long") from None

    def _start_head_timer(self) -> None:
        if self._head_timer is None:
            self._head_timer = self._loop.call_later(self._options.head_seconds, self._head_is_late)

    def _stop_head_timer(self) -> None:
        self._has_partial_head = False
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _head_is_late(self) -> None:
        self._head_timer = None
        if self._has_partial_head:
            self._refuse(408)
        else:
            self.force_close()

    def _refuse(self, status: int) -> None:
        """Answers without a request and closes the connection."""
        if self.transport is not None:
            text = reason_of(status)
            head = f"HTTP/1.1 {status} {text}\r\nContent-Type: text/plain\r\nContent-Length: {len(text)}"
            self.transport.write(f"{head}\r\nConnection: close\r\n\r\n{text}".encode())  # type: ignore[attr-defined]
        self.force_close()

    def log_exception(self, *args: Any, **options: Any) -> None:
        """Logs an error of the server; bodies that end too early are the client's matter."""
        if not isinstance(options.get("exc_info"), web.RequestPayloadError):
            super().log_exception(*args, **options)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The answer to what is no request; errors of handlers do not come here."""
        if request.writer.output_size > 0:
            raise ConnectionError("an answer is on its way already")
        status = _status_of_error(exc, self.max_line_size) if status == 400 else status
        if status >= 500 and exc is not None:
            self.log_exception("Error in the server", exc_info=exc)
        response = web.Response(status=status, reason=reason_of(status), text=reason_of(status))
        response.force_close()
        return response


def _field_limit(options: ServerOptions) -> int:
    """aiohttp counts name and value of a header, without what stands between and behind them."""
    return options.header_size - len(": \r\n")


def _line_limit(options: ServerOptions) -> int:
    """aiohttp counts the target alone (`serving.py` looks at the whole line), and its errors tell by the limit what was
    too long, so that the two limits must differ.
    """
    return options.line_size + (options.line_size == _field_limit(options))


def _status_of_error(error: BaseException | None, line_limit: int) -> int:
    """The status for a message that aiohttp could not read."""
    if isinstance(error, LineTooLong):
        return 414 if str(error.args[1]) == str(line_limit) else 431
    return 431 if "Too many headers" in str(error) else 400
