"""Error values: `HttpError`, `ValidationError` and the factories (HoneyMoon specification, section 6)."""

from collections.abc import Callable
from typing import Any

from cmc.runtime.core.metatable import set_metatable
from cmc.runtime.core.table import Table, entries
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.honeymoon.options import joined
from cmc.runtime.shims.honeymoon.statuses import status_text
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.library import register


def _class_of(name: str, text: Callable[..., str]) -> Table:
    """The table that programs find under a name in the package, made the metatable of the errors of its kind."""
    from cmc.runtime.shims.catalogue import native_library

    package = native_library("honeymoon")
    assert package is not None
    found = package[name]
    cls: Table = found if isinstance(found, Table) else Table()
    if cls["__index"] is None:
        cls["__index"] = cls
        cls["__tostring"] = register(text)
    return cls


def http_error(status: Any, message: Any, code: Any) -> Table:
    """An `HttpError`."""
    text = status_text(status) if message is None else message
    fields = {
        "status": 500 if status is None else status,
        "message": text,
        "code": "HTTP_ERROR" if code is None else code,
    }
    return set_metatable(Table(fields), _class_of("HttpError", _text_of_http_error))


def _text_of_http_error(error: Any = None, *_: Any) -> str:
    return f"HttpError({to_string(error['status'])}): {to_string(error['message'])}"


def validation_error(errors: Any) -> Table:
    """A `ValidationError` with arrays of messages by field."""
    fields = {"errors": Table() if errors is None else errors, "message": "Validation failed", "status": 422}
    return set_metatable(Table(fields), _class_of("ValidationError", _text_of_validation_error))


def _text_of_validation_error(error: Any = None, *_: Any) -> str:
    errors = error["errors"]
    if not isinstance(errors, Table):
        return f"ValidationError: {to_string(errors)}"
    fields = [f"{to_string(name)}: {joined(messages, ', ')}" for name, messages in entries(errors)]
    return f"ValidationError: {'; '.join(fields)}"


@lua_function("honeymoon.HttpError.new")
def new_http_error(status: Any = None, message: Any = None, code: Any = None) -> Table:
    """An error with a status (default 500), a message (default the status' name) and a code."""
    return http_error(status, message, code)


@lua_function("honeymoon.ValidationError.new")
def new_validation_error(errors: Any = None) -> Table:
    """An error with arrays of messages by field."""
    return validation_error(errors)


@lua_function("honeymoon.errors.badRequest")
def badRequest(message: Any = None) -> Table:
    """An error of status 400."""
    return http_error(400, message, "BAD_REQUEST")


@lua_function("honeymoon.errors.unauthorized")
def unauthorized(message: Any = None) -> Table:
    """An error of status 401."""
    return http_error(401, message, "UNAUTHORIZED")


@lua_function("honeymoon.errors.forbidden")
def forbidden(message: Any = None) -> Table:
    """An error of status 403."""
    return http_error(403, message, "FORBIDDEN")


@lua_function("honeymoon.errors.notFound")
def notFound(message: Any = None) -> Table:
    """An error of status 404."""
    return http_error(404, message, "NOT_FOUND")


@lua_function("honeymoon.errors.methodNotAllowed")
def methodNotAllowed(message: Any = None) -> Table:
    """An error of status 405."""
    return http_error(405, message, "METHOD_NOT_ALLOWED")


@lua_function("honeymoon.errors.conflict")
def conflict(message: Any = None) -> Table:
    """An error of status 409."""
    return http_error(409, message, "CONFLICT")


@lua_function("honeymoon.errors.unprocessable")
def unprocessable(message: Any = None) -> Table:
    """An error of status 422."""
    return http_error(422, message, "UNPROCESSABLE")


@lua_function("honeymoon.errors.tooManyRequests")
def tooManyRequests(message: Any = None) -> Table:
    """An error of status 429."""
    return http_error(429, message, "RATE_LIMITED")


@lua_function("honeymoon.errors.internal")
def internal(message: Any = None) -> Table:
    """An error of status 500."""
    return http_error(500, message, "INTERNAL_ERROR")
