"""Ember in other packages (Ember specification, section 6)."""

import time
import uuid
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.errors import LuaError, error_text, error_value
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.operators import index
from cmc.runtime.core.table import Table, array, entries
from cmc.runtime.core.text import byte_length
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.ember.levels import resolve
from cmc.runtime.shims.ember.logger import Logger
from cmc.runtime.shims.ember.transports import custom_transport
from cmc.runtime.shims.honeymoon.options import call_method, function_option, list_of, middleware, option, truth
from cmc.runtime.shims.honeymoon.response import Response
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.library import register

_TYPES = ("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER")
_COLLECTED = {"trace": "debug", "warn": "warning", "fatal": "error"}


@lua_function("ember.honeymoon")
def honeymoon(logger: Logger, options: Table | None = None) -> Callable[..., Any]:
    """A middleware that gives requests a logger (`req.log`) and writes an entry when they are answered."""
    level = resolve(option(options, "level"))
    header = to_string(option(options, "requestIdHeader", "x-request-id")).lower()
    writes = option(options, "autoLog", True) is not False
    ignored = tuple(to_string(path) for path in list_of(option(options, "ignorePaths")))
    make_id, more = function_option(options, "genReqId"), function_option(options, "customProps")

    def log_request(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        begin = time.perf_counter()
        number = req["id"]
        if number is None:
            number = first_of(make_id(req)) if make_id is not None else req["headers"][header]
        context = Table({"method": req["method"], "path": req["path"]})
        context["requestId"] = str(uuid.uuid4()) if number is None else number
        log = logger.child(Table({**context, **_properties(more, req)}))
        req["log"] = log

        def tell(status: int, size: int) -> None:
            rank = 50 if status >= 500 else 40 if status >= 400 else level
            facts = {"status": status, "duration": _milliseconds(begin), "contentLength": size}
            log.log(rank, "request completed", Table(facts))

        if writes and not (ignored and to_string(req["path"]).startswith(ignored)):
            _when_sent(res, tell)
        return next_handler()

    return middleware(log_request)


def _when_sent(response: Any, tell: Callable[[int, int], None]) -> None:
    """Calls a function with status and size of the body when a response is sent, be it one of the program's own."""
    if isinstance(response, Response):
        response.before_send.append(
            lambda sent: tell(sent.code, sent.file.length if sent.file is not None else len(sent.content))
        )
        return
    outer = response["send"]

    def send(self: Any = None, body: Any = None, *_: Any) -> Any:
        status = response["_status"]
        tell(200 if status is None else int(status), byte_length(to_string(body)) if body is not None else 0)
        return outer(self, body)

    response["send"] = register(send)


def _properties(function: Any, request: Any) -> Table:
    """What a function of the program adds to the context, nothing if it fails."""
    if function is None:
        return Table()
    try:
        found = first_of(function(request))
    except LuaError:
        return Table()
    return Table(entries(found)) if isinstance(found, Table) else Table()


def _milliseconds(begin: float) -> float:
    return round((time.perf_counter() - begin) * 1000, 2)


@lua_function("ember.lantern")
def lantern(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that shows what `req.log` writes to `req.lantern`, too."""

    def forward(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        log, collector = req["log"], req["lantern"]
        if isinstance(log, Logger) and collector is not None:

            def write(entry: Any = None, *_: Any) -> tuple[()]:
                name = to_string(entry["level"])
                call_method(collector, "log", _COLLECTED.get(name, name), entry["message"], entry["context"])
                return ()

            log.with_own_transports(custom_transport(Table({"name": "lantern", "write": register(write)})))
        return next_handler()

    return middleware(forward)


@lua_function("ember.freight")
def freight(db: Any, logger: Logger, options: Table | None = None) -> Any:
    """Has a database write an entry for each of its queries; the database."""
    level = resolve(option(options, "level", "debug"))
    slow = option(options, "slowThreshold", 100)
    shows_params = option(options, "includeParams", True) is not False
    originals = Table()
    for name in ("query", "query_row", "execute"):
        original = index(db, name)
        if original is not None:
            originals[name] = original
            db[name] = register(_logged(name, original, logger, level, slow, shows_params=shows_params))
    db["_ember_originals"] = originals
    return db


def unwrap(db: Any = None, *_: Any) -> Any:
    """Gives a database its own functions back."""
    originals = db["_ember_originals"]
    for name, original in entries(originals) if isinstance(originals, Table) else ():
        db[name] = original
    db["_ember_originals"] = None
    return db


def _logged(
    name: str, original: Any, logger: Logger, level: int | float, slow: Any, *, shows_params: bool
) -> Callable[..., Any]:
    def run(db: Any = None, sql: Any = None, *params: Any) -> Any:
        begin = time.perf_counter()
        words = to_string(sql).split(None, 1)
        kind = words[0].upper() if words and words[0].upper() in _TYPES else "EXECUTE"
        facts = Table({"sql": sql, "queryType": kind})
        if shows_params and params:
            facts["params"] = array(*params)
        try:
            result = original(db, sql, *params)
        except Exception as error:
            facts["duration"], facts["error"] = _milliseconds(begin), error_text(error_value(error))
            logger.log(50, "query", facts)
            raise
        facts["duration"] = duration = _milliseconds(begin)
        value = first_of(result)
        if name == "execute":
            facts["affected"] = value if type(value) in (int, float) else 0
        elif name == "query":
            facts["rows"] = len(list_of(value))
        else:
            facts["rows"] = int(truth(value))
        logger.log(40 if duration >= slow else level, "query", facts)
        return result

    return run
