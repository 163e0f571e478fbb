"""Body parsers (HoneyMoon specification, section 9.2): so far `honeymoon.json`."""

import re
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import to_bytes
from cmc.runtime.declare import lua_function
from cmc.runtime.shims import json as json_library
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response
from cmc.runtime.stdlib.library import register

DEFAULT_LIMIT = 1 << 20

_UNITS = {"": 1, "b": 1, "k": 1 << 10, "kb": 1 << 10, "m": 1 << 20, "mb": 1 << 20, "g": 1 << 30, "gb": 1 << 30}
_SIZE = re.compile(r"\s*([0-9]+)\s*([A-Za-z]*)\s*")


def byte_limit(value: Any) -> int:
    """A `limit` option: a number of bytes, or a text as `512kb`; what is neither gives the default."""
    if type(value) is int or type(value) is float:
        return int(value)
    match = _SIZE.fullmatch(value) if isinstance(value, str) else None
    unit = _UNITS.get(match[2].lower()) if match is not None else None
    return DEFAULT_LIMIT if match is None or unit is None else int(match[1]) * unit


@lua_function("honeymoon.json")
def json(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that parses JSON bodies, with the options `limit` and `strict`; `req:json()` gives the result."""
    limit = byte_limit(options["limit"] if options is not None else None)
    strict = options is None or options["strict"] is not False

    def parse_json(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        request: Request = req
        response: Response = res
        if not request.is_json():
            return next_handler()
        body = to_bytes(request.body)
        if len(body) > limit:
            message = f"Request body exceeds {limit} bytes"
            return _refuse(response, 413, "Payload Too Large", message)
        try:
            value = json_library.decode(request.body) if body else Table()
        except LuaError as error:
            detail = str(error.value).removeprefix("JSON decode error: ")
            return _refuse(response, 400, "Bad Request", f"Invalid JSON: {detail}")
        if strict and not isinstance(value, Table):
            return _refuse(response, 400, "Bad Request", "JSON must be an object or array")
        request.parsed_json = value
        return next_handler()

    return register(parse_json)


def _refuse(response: Response, status: int, error: str, message: str) -> Response:
    return response.status(status).json({"error": error, "message": message})
