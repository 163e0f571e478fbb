"""Caching of responses (HoneyMoon specification, section 9.9)."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakSet

from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.table import Table, entries
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.honeymoon.cookies import encode_component
from cmc.runtime.shims.honeymoon.options import (
    function_option,
    list_of,
    middleware,
    number_option,
    option,
    truth,
)
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.library import register

_OF_ONE_REQUEST = frozenset(("x-request-id", "x-response-time", "set-cookie", "date", "x-cache", "age"))
_NOT_SHARED = re.compile(r"\b(?:private|no-store)\b")


@dataclass(slots=True)
class _Entry:
    """A response that is kept; times are those of a monotonic clock in seconds."""

    status: int
    headers: dict[str, tuple[str, str | list[str]]]
    body: Any
    stored: float


@dataclass(eq=False)
class _Cache:
    """The responses of one middleware, oldest first, and its options."""

    ttl: float
    methods: frozenset[str]
    statuses: frozenset[int]
    keeps_headers: bool
    max_entries: int
    key: Callable[..., Any]
    skip: Callable[..., Any] | None
    force: bool
    entries: dict[str, _Entry] = field(default_factory=dict)

    def find(self, key: str) -> _Entry | None:
        entry = self.entries.get(key)
        if entry is not None and time.monotonic() - entry.stored >= self.ttl:
            del self.entries[key]
            return None
        return entry

    def store(self, key: str, entry: _Entry) -> None:
        self.entries.pop(key, None)
        while len(self.entries) >= self.max_entries:
            del self.entries[next(iter(self.entries))]
        self.entries[key] = entry


_caches: WeakSet[_Cache] = WeakSet()


def cache_control() -> Table | None:
    """What programs find as `req.cache`: functions that work on all caches; None if there are no caches."""
    if not _caches:
        return None
    return Table({"clear": register(_clear), "delete": register(_delete)})


def _clear(*_: Any) -> tuple[()]:
    for each in _caches:
        each.entries.clear()
    return ()


def _delete(*args: Any) -> tuple[()]:
    # `cache.delete(key)` as well as `cache:delete(key)`
    for each in _caches:
        each.entries.pop(args[-1] if args else "", None)
    return ()


@lua_function("honeymoon.cache")
def cache(options: Table | None = None) -> Callable[..., Any]:
    """A middleware or handler that keeps responses and gives them again."""
    return _caching(
        _Cache(
            number_option(options, "ttl", 3600),
            frozenset(str(each).upper() for each in list_of(option(options, "methods")) or ("GET", "HEAD")),
            frozenset(list_of(option(options, "statusCodes")) or (200,)),
            option(options, "headers", True) is not False,
            max(int(number_option(options, "maxEntries", 1000)), 1),
            function_option(options, "keyGenerator") or _key_with_query,
            function_option(options, "skip"),
            truth(option(options, "force")),
        )
    )


@lua_function("honeymoon.cachePage")
def cachePage(ttl: float = 3600) -> Callable[..., Any]:
    """A middleware that keeps pages for some seconds, whatever the query."""
    return _caching(_Cache(ttl, frozenset(("GET",)), frozenset((200,)), True, 1000, _key_of_path, None, False))


@lua_function("honeymoon.cacheApi")
def cacheApi(ttl: float = 60) -> Callable[..., Any]:
    """A middleware that keeps answers for some seconds, each query for itself."""
    return _caching(_Cache(ttl, frozenset(("GET",)), frozenset((200,)), True, 1000, _key_with_query, None, False))


def _key_of_path(request: Request) -> str:
    return f"{request.method}:{request.path}"


def _key_with_query(request: Request) -> str:
    pairs = [f"{encode_component(to_string(k))}={encode_component(_text(v))}" for k, v in entries(request.query)]
    return _key_of_path(request) + ("?" + "&".join(sorted(pairs)) if pairs else "")


def _text(value: Any) -> str:
    if isinstance(value, Table):
        return ",".join(f"{to_string(k)}={_text(v)}" for k, v in entries(value))
    return to_string(value)


def _caching(kept: _Cache) -> Callable[..., Any]:
    _caches.add(kept)

    def answer(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        request: Request = req
        response: Response = res
        if request.method not in kept.methods or (kept.skip is not None and truth(first_of(kept.skip(request)))):
            return next_handler()
        if not kept.force and (request.has("authorization") or _has_session_data(request)):
            return next_handler()
        key = to_string(first_of(kept.key(request)))
        entry = kept.find(key)
        if entry is None:
            _record(kept, key, request, response)
            return next_handler()
        for lower, header in entry.headers.items():
            response.sent_headers[lower] = header
        response.status(entry.status).set("X-Cache", "HIT").set("Age", int(time.monotonic() - entry.stored))
        response.send(entry.body)
        return ()

    return middleware(answer)


def _has_session_data(request: Request) -> bool:
    session = request["session"]
    return isinstance(session, Table) and any(not str(k).startswith("_") for k, _ in entries(session))


def _record(kept: _Cache, key: str, request: Request, response: Response) -> None:
    """Keeps the body that is sent, if the response may be given to others."""
    response.set("X-Cache", "MISS")
    outer = response["send"]

    def send(self: Any = None, body: Any = None, *_: Any) -> Any:
        # Looked at before: outer middleware may add to what is sent, and does so again on a hit.
        if not response.sent() and response.code in kept.statuses and (kept.force or _may_be_shared(response)):
            headers = {
                lower: header
                for lower, header in response.sent_headers.items()
                if lower not in _OF_ONE_REQUEST and (kept.keeps_headers or lower == "content-type")
            }
            kept.store(key, _Entry(response.code, headers, body, time.monotonic()))
        return outer(self, body)

    response["send"] = register(send)


def _may_be_shared(response: Response) -> bool:
    control = response.get("Cache-Control")
    return not response.sets_cookies() and not (isinstance(control, str) and _NOT_SHARED.search(control))
