"""Limits of requests (HoneyMoon specification, section 9.10)."""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.operators import index
from cmc.runtime.core.table import Table
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.honeymoon.options import (
    call_method,
    function_option,
    middleware,
    number_option,
    option,
    truth,
)
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response
from cmc.runtime.stdlib.base import to_string

MAX_KEYS = 100_000
"""So many clients does a limiter know; those that have been silent longest are forgotten first."""

_MESSAGE = "Too many requests, please try again later"


class _Hits:
    """The times of hits by key, the last `most` of each: as many as decide whether a client is over the limit."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def hit(self, key: str, seconds: float) -> tuple[int, float]:
        """Counts a hit; the number of hits in the time that ends now, and how long the oldest of them still counts."""
        now = time.monotonic()
        times = self._times.get(key)
        if times is None:
            while len(self._times) >= MAX_KEYS:
                self._times.popitem(last=False)
            times = self._times[key] = deque(maxlen=self._most)
        else:
            self._times.move_to_end(key)
        times.append(now)
        while times[0] <= now - seconds:
            times.popleft()
        return len(times), times[0] + seconds - now

    def take_back(self, key: str) -> None:
        """Undoes the last hit."""
        times = self._times.get(key)
        if times:
            times.pop()


@lua_function("honeymoon.rateLimit")
def rateLimit(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that refuses requests of clients that send too many."""
    return _limiting(options, function_option(options, "keyGenerator") or _key_of_address)


@lua_function("honeymoon.rateLimit.sliding")
def sliding(max: int, seconds: float) -> Callable[..., Any]:
    """A limit of so many requests in so many seconds."""
    return rateLimit(Table({"max": max, "windowMs": seconds * 1000}))


@lua_function("honeymoon.rateLimit.byUser")
def by_user(options: Table | None = None) -> Callable[..., Any]:
    """A limit for each user (`req.user.id`)."""

    def key(request: Request) -> str:
        user = request["user"]
        number = user["id"] if isinstance(user, Table) else None
        return _key_of_ip(request) if number is None else f"user:{to_string(number)}"

    return _limiting(options, key)


@lua_function("honeymoon.rateLimit.byApiKey")
def by_api_key(header: str = "x-api-key", options: Table | None = None) -> Callable[..., Any]:
    """A limit for each value of a header."""

    def key(request: Request) -> str:
        value = request.get(header)
        return _key_of_ip(request) if value is None else f"apikey:{value}"

    return _limiting(options, key)


@lua_function("honeymoon.rateLimit.byKey")
def by_key(key: Callable[..., Any], options: Table | None = None) -> Callable[..., Any]:
    """A limit for each result of a function of the request."""
    return _limiting(options, key)


def _key_of_address(request: Request) -> str:
    return to_string(request.ip)


def _key_of_ip(request: Request) -> str:
    return f"ip:{to_string(request.ip)}"


class _Limiter:
    """One middleware with its options and its counts."""

    def __init__(self, options: Table | None, key: Callable[..., Any]) -> None:
        self.window = number_option(options, "windowMs", 60000)
        self.most = int(number_option(options, "max", 100))
        self.message = option(options, "message", _MESSAGE)
        self.status = int(number_option(options, "statusCode", 429))
        self.headers = truth(option(options, "headers", True))
        self.standard = truth(option(options, "standardHeaders", True))
        self.legacy = truth(option(options, "legacyHeaders", True))
        self.skips_success = truth(option(options, "skipSuccessfulRequests"))
        self.skips_failure = truth(option(options, "skipFailedRequests"))
        self.skip = function_option(options, "skip")
        self.handler = function_option(options, "handler")
        self.store = option(options, "store")
        self.key = key
        self.hits = _Hits(self.most + 1)
        self.options = options

    def hit(self, key: str) -> tuple[int, float]:
        """Counts a request; the count and the seconds until it goes down."""
        if self.store is None:
            return self.hits.hit(key, self.window / 1000)
        count = call_method(self.store, "hit", key, self.window)
        return int(count) if type(count) in (int, float) else 0, self.window / 1000

    def take_back(self, key: str) -> None:
        """Undoes a count."""
        if self.store is None:
            self.hits.take_back(key)
        else:
            has_decrement = index(self.store, "decrement") is not None
            call_method(self.store, "decrement" if has_decrement else "reset", key)

    def config(self) -> Table:
        """The options as a handler of the program gets them."""
        known = {
            "windowMs": self.window,
            "max": self.most,
            "message": self.message,
            "statusCode": self.status,
            "headers": self.headers,
            "standardHeaders": self.standard,
            "legacyHeaders": self.legacy,
        }
        return Table({**(self.options or {}), **known})


def _limiting(options: Table | None, key: Callable[..., Any]) -> Callable[..., Any]:
    limiter = _Limiter(options, key)

    def limit(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        return _limit(limiter, req, res, next_handler)

    return middleware(limit)


def _limit(limiter: _Limiter, request: Request, response: Response, next_handler: Any) -> Any:
    if limiter.skip is not None and truth(first_of(limiter.skip(request))):
        return next_handler()
    key = to_string(first_of(limiter.key(request)))
    count, seconds = limiter.hit(key)
    if limiter.headers:
        _tell(limiter, response, count, seconds)
    if count <= limiter.most:
        if limiter.skips_success or limiter.skips_failure:
            response.before_send.append(lambda sent: _skip(limiter, key, sent))
        return next_handler()
    if limiter.headers:
        response.set("Retry-After", max(math.ceil(seconds), 1))
    if limiter.handler is not None:
        limiter.handler(request, response, next_handler, limiter.config())
    elif request.accepts("html") is not None:
        response.errorPage(limiter.status, to_string(limiter.message))
    else:
        window = math.ceil(limiter.window / 1000)
        body = {"error": "Too Many Requests", "message": limiter.message, "retryAfter": window}
        response.status(limiter.status).json(body)
    return ()


def _tell(limiter: _Limiter, response: Response, count: int, seconds: float) -> None:
    left = max(limiter.most - count, 0)
    if limiter.standard:
        response.set("RateLimit-Limit", limiter.most).set("RateLimit-Remaining", left)
        response.set("RateLimit-Reset", math.ceil(limiter.window / 1000))
    if limiter.legacy:
        response.set("X-RateLimit-Limit", limiter.most).set("X-RateLimit-Remaining", left)
        response.set("X-RateLimit-Reset", math.ceil(time.time() + limiter.window / 1000))


def _skip(limiter: _Limiter, key: str, response: Response) -> None:
    is_failure = response.code >= 400
    if (is_failure and limiter.skips_failure) or (not is_failure and limiter.skips_success):
        limiter.take_back(key)
