"""The `http` client (CopperMoon specification, section 22), on one pool of connections an event loop.

A request lets other requests and timers go on; the results are tables with the fields `status`, `status_text`, `ok`,
`url`, `body`, `headers` and `cookies`.
"""

from typing import Any

from cmc.runtime.bridge import wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.numbers import format_number
from cmc.runtime.core.table import Table, entries
from cmc.runtime.core.text import from_bytes, to_bytes
from cmc.runtime.declare import Bytes, HostTable, lua_function, lua_method
from cmc.runtime.shims import json as json_library
from cmc.runtime.shims.http.exchange import METHODS, Reply, Wish, exchange

DEFAULT_TIMEOUT = 30.0
"""Seconds for a whole request, redirects and body included."""


class Response(HostTable, path="http.Response"):
    """What a server has answered."""

    __slots__ = ()

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self["status"] = reply.status
        self["status_text"] = reply.reason
        self["ok"] = 200 <= reply.status <= 299
        self["url"] = reply.url
        self["body"] = from_bytes(reply.content)
        self["headers"] = Table((name.lower(), value) for name, value in reply.headers)
        self["cookies"] = Table(reply.cookies)

    @lua_method("http.Response:json")
    def json(self) -> Any:
        """The value of a JSON body.

        Raises:
            LuaError: the body is no JSON.
        """
        return json_library.decode(self["body"])


@lua_function("http.get", suspends=True)
def get(url: str, opts: Table | None = None) -> Response:
    """Sends a GET request; options are `headers`, `cookies`, `timeout` in milliseconds, `body` and `json`."""
    return send("GET", url, None, opts)


@lua_function("http.delete", suspends=True)
def delete(url: str, opts: Table | None = None) -> Response:
    """Sends a DELETE request."""
    return send("DELETE", url, None, opts)


@lua_function("http.post", suspends=True)
def post(url: str, body: Bytes | None = None, opts: Table | None = None) -> Response:
    """Sends a POST request."""
    return send("POST", url, body, opts)


@lua_function("http.put", suspends=True)
def put(url: str, body: Bytes | None = None, opts: Table | None = None) -> Response:
    """Sends a PUT request."""
    return send("PUT", url, body, opts)


@lua_function("http.patch", suspends=True)
def patch(url: str, body: Bytes | None = None, opts: Table | None = None) -> Response:
    """Sends a PATCH request."""
    return send("PATCH", url, body, opts)


@lua_function("http.request", suspends=True)
def request(opts: Table) -> Response:
    """Sends a request with the options `url`, `method` (default `GET`) and those of `get`."""
    method, url = method_and_url(opts)
    return send(method, url, None, opts)


def method_and_url(options: Table) -> tuple[str, str]:
    """What `request` is asked for.

    Raises:
        LuaError: there is no URL, or the method is none of those that can be sent.
    """
    url = text_option(options["url"])
    if url is None:
        raise LuaError("Missing 'url' in request options")
    method = text_option(options["method"]) or "GET"
    if method.upper() not in METHODS:
        raise LuaError(f"Unsupported HTTP method: {method}")
    return method.upper(), url


def send(method: str, url: str, body: str | None, options: Table | None) -> Response:
    """Sends a request and waits for the answer."""
    return Response(wait(exchange(wish_of(method, url, body, options))))


def wish_of(method: str, url: str, body: str | None, options: Table | None) -> Wish:
    """A request as it is to be sent. Options of the wrong type count as absent."""
    options = Table() if options is None else options
    headers = _texts(options["headers"])
    if body is None and options["json"] is not None:
        body = json_library.encode(options["json"])
        headers = {"Content-Type": "application/json", **headers}
    if body is None:
        body = text_option(options["body"])
    timeout = options["timeout"]
    return Wish(
        method,
        url,
        headers,
        _texts(options["cookies"]),
        None if body is None else to_bytes(body),
        max(timeout, 0) / 1000 if type(timeout) in (int, float) else DEFAULT_TIMEOUT,
    )


def text_option(value: Any) -> str | None:
    """A text option: strings, and numbers as text; None for everything else."""
    if type(value) in (int, float):
        return format_number(value)
    return value if isinstance(value, str) else None


def _texts(value: Any) -> dict[str, str]:
    """The entries of a table of texts."""
    found: dict[str, str] = {}
    for name, item in entries(value) if isinstance(value, Table) else ():
        text = text_option(item)
        if isinstance(name, str) and text is not None:
            found[name] = text
    return found
