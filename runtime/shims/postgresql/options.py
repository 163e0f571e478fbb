"""Options of `postgresql.connect`: tables, URLs and libpq's `key=value` texts."""

import re
from dataclasses import dataclass
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.shims.sql.options import Options, integer_option, options_of_table, options_of_url, seconds_option

_KNOWN = frozenset(
    (
        "host", "hostaddr", "port", "user", "password", "database", "dbname", "sslmode", "connect_timeout",
        "application_name", "options", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_retries",
        "target_session_attrs", "channel_binding", "sslrootcert", "sslcert", "sslkey", "tcp_user_timeout",
        "load_balance_hosts", "pool", "pool_timeout", "timeout",
    )
)  # fmt: skip
_VERIFYING = frozenset(("verify-ca", "verify-full"))
_SSL_MODES = frozenset(("disable", "allow", "prefer", "require", "verify-ca", "verify-full"))
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
_PAIR = re.compile(r"\s*(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s'\\]|\\.)*))(?=\s|\Z)")


@dataclass(frozen=True, slots=True)
class Settings:
    """What it takes to connect. `arguments` are asyncpg's, times are seconds, None is no limit."""

    arguments: dict[str, Any]
    connect_timeout: float | None
    timeout: float | None
    pool: int
    pool_timeout: float | None


def settings_of(source: Any) -> Settings:
    """The settings out of what a program gives to `connect`: a table, a URL or a `key=value` text.

    Raises:
        LuaError: it is none of them, or asks for something unknown.
    """
    if isinstance(source, Table):
        return _settings(options_of_table(source))
    if type(source) is not str:
        raise LuaError("connect() requires options table or URL string")
    try:
        options = _of_url(source) if "://" in source else _of_pairs(source)
    except ValueError as error:
        raise LuaError(f"PostgreSQL error: invalid connection string: {error}") from error
    unknown = sorted(set(options) - _KNOWN)
    if unknown:
        raise LuaError(f"PostgreSQL error: invalid connection string: unknown option `{unknown[0]}`")
    return _settings(options)


def _of_url(url: str) -> Options:
    options = options_of_url(url)
    scheme = options.pop("scheme")
    if scheme not in ("postgres", "postgresql"):
        raise ValueError(f"URL scheme `{scheme}` is not supported")
    return options


def _of_pairs(text: str) -> Options:
    """libpq's form: `host=localhost dbname='my data'`."""
    options: Options = {}
    position = 0
    text = text.strip()
    while position < len(text):
        match = _PAIR.match(text, position)
        if match is None:
            raise ValueError(f"expected key=value at {text[position:position + 20]!r}")
        value = match[2] if match[2] is not None else match[3]
        options[match[1]] = re.sub(r"\\(.)", r"\1", value)
        position = match.end()
    return options


def _settings(options: Options) -> Settings:
    hosts = (options.get("hostaddr") or options.get("host") or "localhost").split(",")
    ports = [integer_option({"port": port}, "port", 5432) for port in options.get("port", "").split(",")]
    user = options.get("user") or "postgres"
    # On the way to the same machine nobody listens, so TLS is for servers that insist on it.
    mode = options.get("sslmode") or ("allow" if _LOOPBACK.issuperset(hosts) else "prefer")
    if mode not in _SSL_MODES:
        raise LuaError(f"PostgreSQL error: invalid connection string: invalid value `{mode}` of sslmode")
    arguments: dict[str, Any] = {
        "host": hosts if len(hosts) > 1 else hosts[0],
        "port": ports if len(ports) > 1 else ports[0],
        "user": user,
        "database": options.get("database") or options.get("dbname") or user,
        "ssl": _ssl_context(mode, options) if mode in _VERIFYING or options.get("sslcert") else mode,
        "server_settings": {name: options[name] for name in ("application_name", "options") if options.get(name)},
    }
    if "password" in options:
        arguments["password"] = options["password"]
    if "target_session_attrs" in options:
        arguments["target_session_attrs"] = options["target_session_attrs"]
    return Settings(
        arguments,
        seconds_option(options, "connect_timeout", 10.0),
        seconds_option(options, "timeout", 300.0),
        max(1, integer_option(options, "pool", 10)),
        seconds_option(options, "pool_timeout", 30.0),
    )


def _ssl_context(mode: str, options: Options) -> Any:
    """The context for TLS that checks the server's certificate, or shows one of our own."""
    import ssl

    try:
        context = ssl.create_default_context(cafile=options.get("sslrootcert"))
        if options.get("sslcert"):
            context.load_cert_chain(options["sslcert"], options.get("sslkey"))
    except OSError as error:
        raise LuaError(f"PostgreSQL error: TLS: {error}") from error
    context.check_hostname = mode == "verify-full"
    if mode not in _VERIFYING:
        context.verify_mode = ssl.CERT_NONE
    return context
