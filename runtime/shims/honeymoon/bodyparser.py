"""Body parsers (HoneyMoon specification, section 9.2)."""

import re
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import byte_length
from cmc.runtime.declare import lua_function
from cmc.runtime.shims import json as json_library
from cmc.runtime.shims.honeymoon.forms import parse_flat, parse_nested
from cmc.runtime.shims.honeymoon.options import Middleware, middleware, option
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response

DEFAULT_LIMIT = 1 << 20

_UNITS = {"": 1, "b": 1, "k": 1 << 10, "kb": 1 << 10, "m": 1 << 20, "mb": 1 << 20, "g": 1 << 30, "gb": 1 << 30}
_SIZE = re.compile(r"\s*([0-9]+)\s*([A-Za-z]*)\s*")

Parse = Callable[[Request, Response], bool]
"""Parses the body of a request; false if it has answered with an error instead."""


def byte_limit(value: Any) -> int:
    """A `limit` option: a number of bytes, or a text as `512kb`; what is neither gives the default."""
    if type(value) is int or type(value) is float:
        return int(value)
    match = _SIZE.fullmatch(value) if isinstance(value, str) else None
    unit = _UNITS.get(match[2].lower()) if match is not None else None
    return DEFAULT_LIMIT if match is None or unit is None else int(match[1]) * unit


@lua_function("honeymoon.json")
def json(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that parses JSON bodies, with the options `limit` and `strict`."""
    return _middleware(_json_parser(options))


@lua_function("honeymoon.urlencoded")
def urlencoded(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that parses forms, with the options `limit` and `extended` (names in brackets)."""
    return _middleware(_form_parser(options))


@lua_function("honeymoon.bodyParser")
def bodyParser(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that parses JSON bodies and forms, with the options of both."""
    return _middleware(_json_parser(options), _form_parser(options))


@lua_function("honeymoon.raw")
def raw(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that leaves bodies of the type `type` as they are, for `req:json()` too."""
    wanted = str(option(options, "type", "application/octet-stream"))
    return _middleware(_text_parser(options, lambda kind: wanted == "*" or wanted.lower() in kind))


@lua_function("honeymoon.text")
def text(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that leaves texts as they are, for `req:json()` too."""
    wanted = str(option(options, "type", "text/plain"))
    return _middleware(_text_parser(options, lambda kind: wanted.lower() in kind or kind.startswith("text/")))


def _middleware(*parsers: Parse) -> Middleware:
    def parse_body(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        for parse in parsers:
            if not parse(req, res):
                return ()
        return next_handler()

    return middleware(parse_body)


def _json_parser(options: Table | None) -> Parse:
    limit = byte_limit(option(options, "limit"))
    strict = option(options, "strict", True) is not False

    def parse(request: Request, response: Response) -> bool:
        if not request.is_json():
            return True
        body = request.body
        if byte_length(body) > limit:
            return _too_large(response, limit)
        try:
            value = json_library.decode(body) if body else Table()
        except LuaError as error:
            detail = str(error.value).removeprefix("JSON decode error: ")
            return _refuse(response, 400, "Bad Request", f"Invalid JSON: {detail}")
        if strict and not isinstance(value, Table):
            return _refuse(response, 400, "Bad Request", "JSON must be an object or array")
        request.parsed_json = value
        return True

    return parse


def _form_parser(options: Table | None) -> Parse:
    limit = byte_limit(option(options, "limit"))
    parse_pairs = parse_flat if option(options, "extended", True) is False else parse_nested

    def parse(request: Request, response: Response) -> bool:
        if not request.is_form():
            return True
        if byte_length(request.body) > limit:
            return _too_large(response, limit)
        request.parsed_form = parse_pairs(request.body)
        return True

    return parse


def _text_parser(options: Table | None, is_wanted: Callable[[str], bool]) -> Parse:
    limit = byte_limit(option(options, "limit"))

    def parse(request: Request, response: Response) -> bool:
        if not is_wanted((request.get("content-type") or "").lower()):
            return True
        if byte_length(request.body) > limit:
            response.status(413).json({"error": "Payload Too Large"})
            return False
        request.parsed_json = request.body
        return True

    return parse


def _too_large(response: Response, limit: int) -> bool:
    return _refuse(response, 413, "Payload Too Large", f"Request body exceeds {limit} bytes")


def _refuse(response: Response, status: int, error: str, message: str) -> bool:
    response.status(status).json({"error": error, "message": message})
    return False
