"""The way of a request through middleware and routes (HoneyMoon specification, sections 3.3, 4 and 5)."""

import sys
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

from cmc.runtime.core.errors import error_value
from cmc.runtime.core.frames import METHOD, native_codes
from cmc.runtime.core.metatable import metamethod
from cmc.runtime.core.table import Table, dict_get, dict_set
from cmc.runtime.core.traceback import traceback_of_error
from cmc.runtime.shims.honeymoon.application import Application
from cmc.runtime.shims.honeymoon.errorpage import known_error, send_error, send_not_found
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response
from cmc.runtime.shims.honeymoon.statuses import status_text
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.library import register

Function = Callable[..., Any]


def handle(application: Application, request: Request, response: Response) -> None:
    """Runs a request through the application; afterwards the response is complete, whatever happened."""
    passage = _Passage(application, request, response)
    try:
        passage.advance()
    except Exception as error:
        passage.fail(error_value(error), traceback_of_error(error))
    if not response.is_sent:
        _answer_unanswered(application, request, response)


class _Passage:
    """One request on its way: the steps that are left, and how many have begun (`position`)."""

    __slots__ = ("application", "position", "request", "response", "steps")

    def __init__(self, application: Application, request: Request, response: Response) -> None:
        self.application = application
        self.request = request
        self.response = response
        self.position = 0
        self.steps = _steps(application, request)

    def advance(self) -> None:
        """Runs the next step; it goes on by the function that it gets as its third argument."""
        request = self.request
        for base, function in self.steps:
            self.position = position = self.position + 1
            dict_set(request, "baseUrl", base)

            def go_on(error: Any = None, *_: Any, base: str = base, position: int = position) -> tuple[()]:
                if self.position == position:  # it works once
                    if error is None:
                        self.advance()
                        # What the middleware does afterwards happens where it is mounted.
                        dict_set(request, "baseUrl", base)
                    else:
                        self.position += 1
                        self.steps = iter(())
                        self.fail(error, "")
                return ()

            function(request, self.response, go_on)
            return
        if not self.response.is_sent:
            _answer_unmatched(self.application, request, self.response)

    def fail(self, value: Any, stack: str) -> None:
        """Answers a request after an error (section 5)."""
        request, response = self.request, self.response
        is_known = not self.application.enabled("error_handlers_first")
        message = _message(value)
        was_sent = response.is_sent
        if is_known and not was_sent and self._answer_known(value, stack):
            return
        for handler in self.application.error_handlers:
            if handler.prefix.matched(request.path) is None:
                continue
            passed_on = _CallNext()
            try:
                if handler.is_middleware:
                    handler.function(value, request, response, register(passed_on.call))
                else:
                    handler.function(value, request, response, stack or message)
            except Exception as error:
                _report("error in an error handler: " + _message(error_value(error)), traceback_of_error(error))
            if passed_on.error is not None:
                value, message = passed_on.error, _message(passed_on.error)
            if response.is_sent and not was_sent:
                return
        if not is_known and not was_sent and self._answer_known(value, stack):
            return
        _report(message, stack)
        if was_sent:
            return
        shown = status_text(500) if self.application.is_production() else message
        send_error(request, response, 500, shown, code="INTERNAL_ERROR", stack=stack)

    def _answer_known(self, value: Any, stack: str) -> bool:
        """Answers after an error that says how (`HttpError`, `ValidationError`)."""
        if isinstance(value, Table) and value["errors"] is not None and value["status"] == 422:
            self.response.validationError(value["errors"])
            return True
        known = known_error(value)
        if known is None:
            return False
        status, message, code = known
        send_error(self.request, self.response, status, message, code=code, stack=stack)
        return True


class _CallNext:
    """The `next` of an error middleware; the following one gets its argument as the error, if there is one."""

    def __init__(self) -> None:
        self.error: Any = None

    def call(self, error: Any = None, *_: Any) -> tuple[()]:
        self.error = error
        return ()


# The functions `next` are levels of the Lua stack where Lua code calls them.
native_codes.update({code: METHOD for code in _Passage.advance.__code__.co_consts if isinstance(code, CodeType)})


def _steps(application: Application, request: Request) -> Iterator[tuple[str, Function]]:
    """All middleware that concerns a path, then the handlers of all routes that match, each in registration order.

    They come with the path that they are mounted at. Routes are looked for behind all middleware, which may change
    method and path.
    """
    path: Any = dict_get(request, "path")
    layers = application.layers.for_path(path)
    while layers:
        remaining, layers = layers, []
        for layer in remaining:
            base = layer.base
            if base is None:
                base = layer.prefix.matched(path)
                if base is None:
                    continue
            elif base and not path.startswith(layer.start) and path != base:
                continue
            yield base, layer.function
            changed: Any = dict_get(request, "path")
            if changed is not path:
                path = changed
                order = layer.order
                layers = [each for each in application.layers.for_path(path) if each.order > order]
                break
    method: Any = dict_get(request, "method")
    found = False
    for route, params in application.table.matches(method, path):
        found = True
        base = route.base.matched(path) or ""
        for function in route.handlers:
            dict_set(request, "params", params)
            yield base, function
    if not found and method == "HEAD":
        for route, params in application.table.matches("GET", path):
            base = route.base.matched(path) or ""
            for function in route.handlers:
                dict_set(request, "params", params)
                yield base, function


def _message(value: Any) -> str:
    """The text of an error value for people."""
    if isinstance(value, Table) and metamethod(value, "__tostring") is None and isinstance(value["message"], str):
        return str(value["message"])
    return to_string(value)


def _report(message: str, stack: str) -> None:
    """Writes an error that the program has not handled to the standard error stream."""
    sys.stdout.flush()
    sys.stderr.write(f"[HoneyMoon Error]\t{message}\n{stack}{chr(10) if stack else ''}")
    sys.stderr.flush()


def _answer_unmatched(application: Application, request: Request, response: Response) -> None:
    """Answers a request that no route is for."""
    if application.enabled("method_not_allowed"):
        methods = application.table.methods(request.path)
        if methods:
            allowed = [*methods, "HEAD"] if "GET" in methods and "HEAD" not in methods else methods
            response.set("Allow", ", ".join(allowed))
            send_error(request, response, 405, status_text(405), code="METHOD_NOT_ALLOWED")
            return
    send_not_found(request, response)


def _answer_unanswered(application: Application, request: Request, response: Response) -> None:
    """Answers in place of handlers that have come to their end without an answer."""
    if not application.is_production():
        _report(f"no handler has answered {request.method} {request.path}", "")
    response.status(500).text(status_text(500))
