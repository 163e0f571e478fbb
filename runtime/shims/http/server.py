"""`http.server`: routes by exact path, a context table for each request (CopperMoon specification, section 23)."""

import sys
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Self

from cmc.runtime.core.errors import LuaError, error_text, error_value
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.table import Table, entries
from cmc.runtime.core.text import from_bytes, to_bytes
from cmc.runtime.core.traceback import traceback_of_error
from cmc.runtime.declare import HostTable, lua_field, lua_function, lua_method
from cmc.runtime.shims.http.context_json import encode_context_value
from cmc.runtime.shims.http.headers import header_name, header_value
from cmc.runtime.shims.http.queries import parse_pairs
from cmc.runtime.shims.http.visits import SPECIAL_HEADERS, SPECIAL_STATUSES, Incoming, answer_bytes
from cmc.runtime.shims.kinds import U16
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.timers import paused_timers

if TYPE_CHECKING:
    from aiohttp import web
    from multidict import CIMultiDictProxy

    from cmc.runtime.shims.http.serving import Listener

Handler = Callable[..., Any]

# The server writes these itself.
_OWN_HEADERS = frozenset(("content-type", "content-length", "connection", "transfer-encoding"))


class Server(HostTable, path="http.Server"):
    """A server: routes, and `listen`. The field `_routes` maps `METHOD:path` to handlers."""

    __slots__ = ("_listener",)

    def __init__(self) -> None:
        super().__init__()
        self._listener: Listener | None = None

    @lua_field
    def _routes(self) -> Table:
        """Handlers by method and path."""
        return Table()

    @lua_field
    def _port(self) -> int:
        """The port that the server listens on."""
        return 3000

    def _route(self, method: str, path: str, handler: Handler) -> Self:
        self._routes[f"{method}:{path}"] = handler
        return self

    @lua_method("http.Server:get", calls_with=(("http.Context",),), idioms=("decorator",))
    def get(self, path: str, handler: Handler) -> Self:  # type: ignore[override]
        """Registers the handler for GET; a later one for the same path replaces it."""
        return self._route("GET", path, handler)

    @lua_method("http.Server:post", calls_with=(("http.Context",),), idioms=("decorator",))
    def post(self, path: str, handler: Handler) -> Self:
        """Registers the handler for POST."""
        return self._route("POST", path, handler)

    @lua_method("http.Server:put", calls_with=(("http.Context",),), idioms=("decorator",))
    def put(self, path: str, handler: Handler) -> Self:
        """Registers the handler for PUT."""
        return self._route("PUT", path, handler)

    @lua_method("http.Server:delete", calls_with=(("http.Context",),), idioms=("decorator",))
    def delete(self, path: str, handler: Handler) -> Self:
        """Registers the handler for DELETE."""
        return self._route("DELETE", path, handler)

    @lua_method("http.Server:patch", calls_with=(("http.Context",),), idioms=("decorator",))
    def patch(self, path: str, handler: Handler) -> Self:
        """Registers the handler for PATCH."""
        return self._route("PATCH", path, handler)

    @lua_method("http.Server:head", calls_with=(("http.Context",),), idioms=("decorator",))
    def head(self, path: str, handler: Handler) -> Self:
        """Registers the handler for HEAD."""
        return self._route("HEAD", path, handler)

    @lua_method("http.Server:options", calls_with=(("http.Context",),), idioms=("decorator",))
    def options(self, path: str, handler: Handler) -> Self:
        """Registers the handler for OPTIONS."""
        return self._route("OPTIONS", path, handler)

    @lua_method("http.Server:all", calls_with=(("http.Context",),), idioms=("decorator",))
    def all(self, path: str, handler: Handler) -> Self:
        """Registers the handler for every method that has none of its own."""
        return self._route("ALL", path, handler)

    @lua_method("http.Server:listen", suspends=True)
    def listen(self, port: U16, *rest: str | Handler) -> None:
        """Serves requests until `close` or until the program is told to stop: `listen(port [, host] [, callback])`.

        The host is the loopback interface if none is given. The callback gets the port once the server accepts
        connections; with port 0 the system chooses a free one.

        Raises:
            LuaError: the address cannot be used.
        """
        with paused_timers():
            from cmc.runtime.shims.http.serving import serve

        host = next((value for value in rest[:1] if isinstance(value, str)), "127.0.0.1")
        callback = next((value for value in rest if not isinstance(value, str)), None)

        def announce(listener: "Listener") -> None:
            self._listener = listener
            self["_port"] = listener.port
            if callback is not None:
                callback(listener.port)
            print(f"CopperMoon server listening on http://{host}:{listener.port}")

        try:
            serve(self, host, port, announce)
        finally:
            self._listener = None

    @lua_method("http.Server:close")
    def close(self) -> None:
        """Ends `listen` when the requests that are being handled have been answered; may be called by a handler."""
        if self._listener is not None:
            self._listener.request_stop()

    def visit(
        self, method: str, target: str, headers: "CIMultiDictProxy[str]", data: bytes, connection: "web.RequestHandler"
    ) -> "ContextVisit":
        """What answers one request."""
        path, _, query = target.partition("?")
        return ContextVisit(self._handler(method, path), Context(method, path, query, headers, data))

    def _handler(self, method: str, path: str) -> Any:
        """The handler for a request: methods of their own go before `ALL`, exact paths before `*`."""
        routes = self._routes
        found = routes[f"{method}:{path}"] or routes[f"{method}:*"] or routes[f"ALL:{path}"] or routes["ALL:*"]
        if found is None and method == "HEAD":
            found = routes[f"GET:{path}"] or routes["GET:*"]
        return found


class Context(HostTable, path="http.Context"):
    """A request and its answer, as handlers get them.

    `code`, `content` and `sent_headers` are the answer once the handler has ended.
    """

    __slots__ = ("_data", "_header_items", "_query", "code", "content", "sent_headers")

    def __init__(self, method: str, path: str, query: str, headers: "CIMultiDictProxy[str]", data: bytes) -> None:
        super().__init__()
        self._header_items = headers.items()
        self._query = query
        self._data = data
        self["method"] = method
        self["path"] = path
        self["_status"] = 200
        self["_content_type"] = "text/plain"
        self["_body"] = ""

    @lua_field
    def body(self) -> str:
        """The body as a byte string."""
        return from_bytes(self._data)

    @lua_field
    def headers(self) -> Table:
        """The headers, with names in small letters; of several with one name, the last."""
        return Table((name.lower(), value) for name, value in self._header_items)

    @lua_field
    def query(self) -> Table:
        """The parameters of the query, decoded."""
        return parse_pairs(self._query)

    @lua_method("http.Context:status")
    def status(self, code: int) -> Self:
        """Sets the status."""
        self["_status"] = code
        return self

    @lua_method("http.Context:json", only_reads=True, idioms=("plain data",))
    def json(self, value: Any = None) -> Self:
        """Answers with JSON."""
        return self._send("application/json", encode_context_value(value))

    @lua_method("http.Context:text")
    def text(self, text: str) -> Self:
        """Answers with plain text."""
        return self._send("text/plain", text)

    @lua_method("http.Context:html")
    def html(self, text: str) -> Self:
        """Answers with HTML."""
        return self._send("text/html", text)

    def _send(self, content_type: str, body: str) -> Self:
        self["_content_type"] = content_type
        self["_body"] = body
        return self

    def finish(self, returned: Any) -> None:
        """Takes the answer from the fields that handlers write, or from what the handler returned.

        Raises:
            LuaError: the fields make no answer.
        """
        body = self["_body"]
        if type(body) is str and body == "" and type(returned) is str:
            body = returned
        if type(body) is not str and type(body) not in (int, float):
            body = returned if type(returned) is str or returned is None else encode_context_value(returned)
        self.content = b"" if body is None else to_bytes(to_string(body))
        status = self["_status"]
        if type(status) not in (int, float) or not 200 <= status <= 999:
            raise LuaError(f"invalid status: {to_string(status)}")
        self.code = int(status)
        content_type = self["_content_type"]
        headers = [("Content-Type", header_value(to_string("text/plain" if content_type is None else content_type)))]
        extra = self["_headers"]
        if isinstance(extra, Table):
            for name, value in entries(extra):
                headers += _header_lines(to_string(name), value)
        self.sent_headers = headers


def _header_lines(name: str, value: Any) -> list[tuple[str, str]]:
    """The header lines for an entry of `_headers`: one for each element of an array."""
    if name.lower() in _OWN_HEADERS or not header_name(name):
        return []
    values = [item for _, item in entries(value)] if isinstance(value, Table) else [value]
    return [(header_name(name), header_value(to_string(item))) for item in values]


class ContextVisit:
    """A request that is being answered by a handler, or by none."""

    __slots__ = ("_content", "_context", "_handler", "_headers", "_status")

    def __init__(self, handler: Handler | None, context: Context) -> None:
        self._handler = handler
        self._context = context

    def handle(self) -> None:
        """Runs the handler; its failure is reported."""
        context = self._context
        if self._handler is None:
            self._answer(404, [("Content-Type", "text/plain")], b"Not Found")
            return
        try:
            context.finish(first_of(self._handler(context)))
        except Exception as error:
            sys.stdout.flush()
            sys.stderr.write(f"Handler error: {error_text(error_value(error))}\n{traceback_of_error(error)}\n")
            sys.stderr.flush()
            self._answer(500, [("Content-Type", "text/plain")], b"Internal Server Error")
        else:
            self._answer(context.code, context.sent_headers, context.content)

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self._status = status
        self._headers = headers
        self._content = content

    def is_socket(self) -> bool:
        """There are no WebSockets here."""
        return False

    async def drive(self, incoming: Incoming, job: Coroutine[Any, Any, None]) -> None:
        """Has the handler come to its end."""
        await job

    def complete(self, *, has_body: bool) -> bytes | None:
        """The whole answer as bytes, if it is an ordinary one."""
        if self._status in SPECIAL_STATUSES or not SPECIAL_HEADERS.isdisjoint(n.lower() for n, _ in self._headers):
            return None
        return answer_bytes(self._status, self._headers, self._content, has_body=has_body)

    async def respond(self, incoming: "web.BaseRequest") -> "web.StreamResponse":
        """Any other answer."""
        from cmc.runtime.shims.http.serving import plain_response

        return plain_response(self._status, self._headers, self._content)


@lua_function("http.server.new")
def new() -> Server:
    """A new server without routes."""
    return Server()
