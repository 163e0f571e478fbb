"""Headers that make browsers careful (HoneyMoon specification, section 9.4)."""

from collections.abc import Callable
from typing import Any

from cmc.runtime.core.table import Table, entries
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.honeymoon.options import joined, middleware, option, truth
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response
from cmc.runtime.stdlib.base import to_string

Setter = Callable[[Request, Response], object]

_REFERRER_POLICY = "strict-origin-when-cross-origin"


def _setting(*setters: Setter) -> Callable[..., Any]:
    """A middleware that sets headers."""

    def set_headers(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        for setter in setters:
            setter(req, res)
        return next_handler()

    return middleware(set_headers)


def _header(name: str, value: str) -> Setter:
    return lambda request, response: response.set(name, value)


def _without(name: str) -> Setter:
    return lambda request, response: response.remove(name)


def _hsts_header(options: Any) -> Setter:
    table = options if isinstance(options, Table) else None
    value = f"max-age={to_string(option(table, 'maxAge', 31536000))}"
    if truth(option(table, "includeSubDomains")):
        value += "; includeSubDomains"
    if truth(option(table, "preload")):
        value += "; preload"
    return _header("Strict-Transport-Security", value)


def _if_secure(setter: Setter) -> Setter:
    return lambda request, response: setter(request, response) if request.secure else None


def _policy_text(value: Any) -> str:
    """The text of a content security policy: directives with their sources."""
    if not isinstance(value, Table):
        return to_string(value)
    parts = []
    for name, sources in entries(value):
        if truth(sources):
            parts.append(to_string(name) if sources is True else f"{to_string(name)} {joined(sources, ' ')}")
    return "; ".join(parts)


def _permissions_text(value: Any) -> str:
    if not isinstance(value, Table):
        return to_string(value)
    return ", ".join(f"{to_string(feature)}={_allowlist(rule)}" for feature, rule in entries(value))


def _allowlist(rule: Any) -> str:
    if rule is True:
        return "*"
    if rule is False:
        return "()"
    return f"({joined(rule, ' ')})" if isinstance(rule, Table) else to_string(rule)


@lua_function("honeymoon.helmet")
def helmet(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that sets the headers of this module; each has an option, which false disables."""
    setters: list[Setter] = []
    for name, default, make in _HELMET:
        value = option(options, name, default)
        if value is not None and value is not False:
            setters.append(make(value))
    prefetch = option(options, "dnsPrefetch")
    if prefetch is not None:
        setters.append(_header("X-DNS-Prefetch-Control", "on" if prefetch is True or prefetch == "on" else "off"))
    return _setting(*setters)


def _hsts_of_helmet(value: Any) -> Setter:
    # By default the header is for secure requests alone; one that is asked for is always sent.
    return _if_secure(_hsts_header(None)) if value == "secure" else _hsts_header(value)


def _literal(name: str, default: str) -> Callable[[Any], Setter]:
    """A header whose option is its value, or true for the default."""
    return lambda value: _header(name, default if value is True else to_string(value))


_HELMET: tuple[tuple[str, Any, Callable[[Any], Setter]], ...] = (
    ("noSniff", True, lambda _: _header("X-Content-Type-Options", "nosniff")),
    ("frameguard", True, _literal("X-Frame-Options", "SAMEORIGIN")),
    ("xssFilter", True, lambda _: _header("X-XSS-Protection", "1; mode=block")),
    ("ieNoOpen", True, lambda _: _header("X-Download-Options", "noopen")),
    ("hsts", "secure", _hsts_of_helmet),
    ("contentSecurityPolicy", None, lambda value: _header("Content-Security-Policy", _csp_of_helmet(value))),
    ("referrerPolicy", True, _literal("Referrer-Policy", _REFERRER_POLICY)),
    ("permissionsPolicy", None, lambda value: _header("Permissions-Policy", _permissions_text(value))),
    ("crossDomain", None, _literal("X-Permitted-Cross-Domain-Policies", "none")),
    ("hidePoweredBy", True, lambda _: _without("X-Powered-By")),
)


def _csp_of_helmet(value: Any) -> str:
    return "default-src 'self'" if value is True else _policy_text(value)


@lua_function("honeymoon.noSniff")
def noSniff() -> Callable[..., Any]:
    """A middleware for `X-Content-Type-Options`."""
    return _setting(_header("X-Content-Type-Options", "nosniff"))


@lua_function("honeymoon.xssFilter")
def xssFilter() -> Callable[..., Any]:
    """A middleware for `X-XSS-Protection`."""
    return _setting(_header("X-XSS-Protection", "1; mode=block"))


@lua_function("honeymoon.hidePoweredBy")
def hidePoweredBy() -> Callable[..., Any]:
    """A middleware that removes `X-Powered-By`."""
    return _setting(_without("X-Powered-By"))


@lua_function("honeymoon.frameguard")
def frameguard(value: str = "SAMEORIGIN") -> Callable[..., Any]:
    """A middleware for `X-Frame-Options`."""
    return _setting(_header("X-Frame-Options", value))


@lua_function("honeymoon.hsts")
def hsts(options: Table | None = None) -> Callable[..., Any]:
    """A middleware for `Strict-Transport-Security`, on secure requests."""
    return _setting(_if_secure(_hsts_header(options)))


@lua_function("honeymoon.csp")
def csp(policy: str | Table) -> Callable[..., Any]:
    """A middleware for `Content-Security-Policy`."""
    return _setting(_header("Content-Security-Policy", _policy_text(policy)))


@lua_function("honeymoon.cspReportOnly")
def cspReportOnly(policy: str | Table) -> Callable[..., Any]:
    """A middleware for `Content-Security-Policy-Report-Only`."""
    return _setting(_header("Content-Security-Policy-Report-Only", _policy_text(policy)))


@lua_function("honeymoon.referrerPolicy")
def referrerPolicy(value: str = _REFERRER_POLICY) -> Callable[..., Any]:
    """A middleware for `Referrer-Policy`."""
    return _setting(_header("Referrer-Policy", value))


@lua_function("honeymoon.permissionsPolicy")
def permissionsPolicy(features: Table) -> Callable[..., Any]:
    """A middleware for `Permissions-Policy`."""
    return _setting(_header("Permissions-Policy", _permissions_text(features)))
