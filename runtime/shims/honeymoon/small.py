"""Small middleware (HoneyMoon specification, section 9.8)."""

import gzip
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.table import Table
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.honeymoon.options import function_option, middleware, number_option, option
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response
from cmc.runtime.stdlib.base import to_string

_REQUEST_ID = re.compile(r"[A-Za-z0-9_.\-]{1,128}")
_COMPRESSIBLE = re.compile(r"text/|application/(?:[\w.+-]*json|javascript|[\w.+-]*xml)|image/svg")
_OVERRIDES = frozenset(("PUT", "DELETE", "PATCH"))


@lua_function("honeymoon.requestId")
def requestId(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that gives every request an id: that of the client's header, or a new one."""
    header = str(option(options, "header", "X-Request-ID"))
    generator = function_option(options, "generator")

    def identify(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        found = req.get(header)
        if found is None or _REQUEST_ID.fullmatch(found) is None:
            found = str(uuid.uuid4()) if generator is None else to_string(first_of(generator(req)))
        req["id"] = found
        res.set(header, found)
        return next_handler()

    return middleware(identify)


@lua_function("honeymoon.responseTime")
def responseTime(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that tells in a header how many milliseconds the answer took."""
    header = str(option(options, "header", "X-Response-Time"))
    suffix = option(options, "suffix", True)
    text = "ms" if suffix is True else "" if suffix is False else to_string(suffix)

    def measure(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        begin = time.perf_counter()

        def tell(response: Response) -> None:
            response.set(header, f"{(time.perf_counter() - begin) * 1000:.3f}{text}")

        res.before_send.append(tell)
        return next_handler()

    return middleware(measure)


@lua_function("honeymoon.favicon")
def favicon(path: str | None = None) -> Callable[..., Any]:
    """A middleware that answers requests for `/favicon.ico`, with status 204 if there is no such file."""
    content: list[bytes] = []

    def answer(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        request: Request = req
        response: Response = res
        if request.path != "/favicon.ico" or request.method not in ("GET", "HEAD"):
            return next_handler()
        if not content:
            content.append(_read(path))
        if not content[0]:
            response.status(204).send("")
        else:
            from cmc.runtime.core.text import from_bytes

            response.type("image/x-icon").set("Cache-Control", "public, max-age=86400").send(from_bytes(content[0]))
        return ()

    return middleware(answer)


def _read(path: str | None) -> bytes:
    """The content of a file, empty if it cannot be read."""
    if path is None:
        return b""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


@lua_function("honeymoon.methodOverride")
def methodOverride(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that lets a POST request be another one, by a header, a field of the body or the query."""
    field = str(option(options, "field", "_method"))
    header = str(option(options, "header", "X-HTTP-Method-Override"))

    def override(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        request: Request = req
        if request.method == "POST":
            places = [place for place in (request.fields(), request.query) if isinstance(place, Table)]
            wanted = [request.get(header), *(place[field] for place in places)]
            method = next((text.upper() for text in wanted if isinstance(text, str)), "")
            if method in _OVERRIDES:
                request["method"] = method
        return next_handler()

    return middleware(override)


@lua_function("honeymoon.timeout")
def timeout(milliseconds: int, options: Table | None = None) -> Callable[..., Any]:
    """A middleware that answers with status 503 when what comes after it takes too long.

    Handlers are stopped where they wait; one that computes is not.
    """

    def limit(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        import asyncio

        response: Response = res

        def stop() -> None:
            if response.task is not None and not response.sent():
                response.is_late = True
                response.task.cancel()

        handle = asyncio.get_running_loop().call_later(milliseconds / 1000, stop)
        try:
            return next_handler()
        finally:
            handle.cancel()

    return middleware(limit)


@lua_function("honeymoon.compression")
def compression(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that compresses texts from `threshold` bytes on (default 1024) with gzip."""
    threshold = number_option(options, "threshold", 1024)

    def compress(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        request: Request = req

        def pack(response: Response) -> None:
            kind = response.get("Content-Type")
            if not isinstance(kind, str) or _COMPRESSIBLE.match(kind.lower()) is None or response.get("Content-Range"):
                return
            response.vary("Accept-Encoding")
            if len(response.content) < threshold or response.get("Content-Encoding") is not None:
                return
            if _takes_gzip(request.get("accept-encoding")):
                response.content = gzip.compress(response.content, 6, mtime=0)
                response.set("Content-Encoding", "gzip")
                tag = response.get("ETag")
                if isinstance(tag, str) and not tag.startswith("W/"):
                    response.set("ETag", f"W/{tag}")

        res.before_send.append(pack)
        return next_handler()

    return middleware(compress)


def _takes_gzip(header: str | None) -> bool:
    for part in (header or "").lower().split(","):
        name, _, parameters = part.partition(";")
        if name.strip() in ("gzip", "*"):
            return "q=0" not in parameters.replace(" ", "") or "q=0." in parameters
    return False
