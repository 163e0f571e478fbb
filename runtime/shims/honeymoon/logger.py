"""Logging of requests (HoneyMoon specification, section 9.1)."""

import re
import sys
import time
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.table import Table
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.honeymoon.options import function_option, middleware, option, truth
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response

_COMBINED = (
    ':remote-addr - - [:date] ":method :url HTTP/:http-version" :status :content-length ":referrer" ":user-agent"'
)
FORMATS = {
    "combined": _COMBINED,
    "common": _COMBINED.partition(' ":referrer"')[0],
    "dev": ":method :path :status :response-time ms - :content-length",
    "short": ":remote-addr :method :url :status :response-time ms - :content-length",
    "tiny": ":method :url :status :response-time ms",
}
"""Formats by name."""

_DEFAULT = ":method :path :status :response-time ms"

_METHOD_COLOURS = {"GET": 32, "POST": 34, "PUT": 33, "DELETE": 31, "PATCH": 35, "OPTIONS": 36, "HEAD": 2}

_TOKENS = (
    "res[content-length]", "content-length", "response-time", "http-version", "remote-addr", "user-agent", "referrer",
    "method", "status", "path", "date", "url", "ip",
)  # fmt: skip
_TOKEN = re.compile(":(" + "|".join(re.escape(name) for name in _TOKENS) + ")")


@lua_function("honeymoon.logger")
def logger(options: str | Table | None = None) -> Callable[..., Any]:
    """A middleware that writes a line for each request; a text names one of the formats."""
    if isinstance(options, str):
        return _logging(FORMATS.get(options, FORMATS["dev"]), None)
    text = option(options, "format", _DEFAULT)
    return _logging(FORMATS.get(str(text), str(text)), options)


@lua_function("honeymoon.loggerFormat")
def loggerFormat(name: str, options: Table | None = None) -> Callable[..., Any]:
    """A middleware that writes lines in one of the formats."""
    return _logging(FORMATS.get(name, FORMATS["dev"]), options)


def _logging(template: str, options: Table | None) -> Callable[..., Any]:
    colours = truth(option(options, "colors", True))
    immediate = truth(option(options, "immediate"))
    skip = function_option(options, "skip")
    stream = function_option(options, "stream") or _print_line

    def log(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        request: Request = req
        response: Response = res
        begin = time.perf_counter()
        date = time.strftime("%Y-%m-%d %H:%M:%S")

        def write(sent: Response | None) -> None:
            if skip is None or not truth(first_of(skip(request, response))):
                stream(_line(template, request, sent, begin, date, colours=colours))

        if immediate:
            write(None)
        else:
            response.before_send.append(write)
        return next_handler()

    return middleware(log)


def _print_line(line: str) -> None:
    sys.stdout.write(line + "\n")


def _line(template: str, request: Request, response: Response | None, begin: float, date: str, *, colours: bool) -> str:
    """The line of a request; without a response, what is known before it."""
    values: dict[str, str] = {
        "method": str(request.method),
        "path": str(request.path),
        "url": request.originalUrl(),
        "date": date,
        "ip": str(request.ip),
        "remote-addr": str(request.ip),
        "user-agent": request.get("user-agent") or "-",
        "referrer": request.get("referer") or "-",
        "http-version": "1.1",
    }
    if response is not None:
        size = response.file.length if response.file is not None else len(response.content)
        values["status"] = str(response.code)
        values["response-time"] = f"{(time.perf_counter() - begin) * 1000:.2f}"
        values["content-length"] = values["res[content-length]"] = _size(size)
    if colours:
        _colour(values, response)
    return _TOKEN.sub(lambda token: values.get(token[1], "-"), template)


def _size(size: int) -> str:
    if size < 1024:
        return f"{size}B"
    return f"{size / 1024:.1f}KB" if size < 1 << 20 else f"{size / (1 << 20):.1f}MB"


def _colour(values: dict[str, str], response: Response | None) -> None:
    values["method"] = _painted(values["method"], _METHOD_COLOURS.get(values["method"], 37))
    if response is not None:
        code = response.code
        shade = 31 if code >= 500 else 33 if code >= 400 else 36 if code >= 300 else 32 if code >= 200 else 37
        values["status"] = _painted(values["status"], shade)
        values["response-time"] = _painted(values["response-time"], 2)


def _painted(text: str, colour: int) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m"
