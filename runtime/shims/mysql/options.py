"""Options of `mysql.connect`: tables and URLs."""

from dataclasses import dataclass
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.shims.sql.options import (
    Options,
    flag_option,
    integer_option,
    options_of_table,
    options_of_url,
    seconds_option,
)

_OWN = frozenset(
    (
        "host", "port", "user", "password", "database", "socket", "ssl", "ssl_ca", "ssl_cert", "ssl_key", "ssl_verify",
        "connect_timeout", "timeout", "pool", "pool_timeout",
    )
)  # fmt: skip
_OF_DRIVER = frozenset(
    (
        "prefer_socket", "tcp_keepalive_time_ms", "tcp_keepalive_probe_interval_secs", "tcp_keepalive_probe_count",
        "tcp_user_timeout_ms", "compress", "stmt_cache_size", "pool_min", "pool_max", "reset_connection",
        "check_health", "tcp_connect_timeout_ms",
    )
)  # fmt: skip
"""What the URLs of the reference's driver may ask for and what is no matter here, but for the two of them below."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What it takes to connect. `arguments` are aiomysql's, times are seconds, None is no limit."""

    arguments: dict[str, Any]
    connect_timeout: float | None
    timeout: float | None
    pool: int
    pool_timeout: float | None


def settings_of(source: Any) -> Settings:
    """The settings out of what a program gives to `connect`: a table or a URL.

    Raises:
        LuaError: it is neither, or asks for something unknown.
    """
    if isinstance(source, Table):
        return _settings(options_of_table(source))
    if type(source) is not str:
        raise LuaError("connect() requires options table or URL string")
    try:
        options = options_of_url(source)
    except ValueError as error:
        raise LuaError(f"URL parse error: URL ParseError {{ {error} }}") from error
    scheme = options.pop("scheme")
    if scheme not in ("mysql", "mariadb"):
        raise LuaError(f"URL parse error: URL scheme `{scheme}' is not supported")
    unknown = sorted(set(options) - _OWN - _OF_DRIVER)
    if unknown:
        raise LuaError(f"URL parse error: Unknown URL parameter `{unknown[0]}'")
    if "pool_max" in options:
        options.setdefault("pool", options["pool_max"])
    if "tcp_connect_timeout_ms" in options:
        milliseconds = integer_option(options, "tcp_connect_timeout_ms", 10_000)
        options.setdefault("connect_timeout", str(milliseconds / 1000))
    return _settings(options)


def _settings(options: Options) -> Settings:
    arguments: dict[str, Any] = {
        "host": options.get("host") or "localhost",
        "port": integer_option(options, "port", 3306),
        "user": options.get("user") or "root",
        # aiomysql sends the bytes that the text has in Latin 1; passwords are UTF-8.
        "password": options.get("password", "").encode().decode("latin-1"),
    }
    if options.get("database"):
        arguments["db"] = options["database"]
    if options.get("socket"):
        arguments["unix_socket"] = options["socket"]
    if flag_option(options, "ssl", False):
        arguments["ssl"] = _ssl_context(options)
    return Settings(
        arguments,
        seconds_option(options, "connect_timeout", 10.0),
        seconds_option(options, "timeout", 300.0),
        max(1, integer_option(options, "pool", 10)),
        seconds_option(options, "pool_timeout", 30.0),
    )


def _ssl_context(options: Options) -> Any:
    """The context for TLS, which checks the server's certificate unless `ssl_verify` is false."""
    import ssl

    try:
        context = ssl.create_default_context(cafile=options.get("ssl_ca"))
        if options.get("ssl_cert"):
            context.load_cert_chain(options["ssl_cert"], options.get("ssl_key"))
    except OSError as error:
        raise LuaError(f"MySQL error: TLS: {error}") from error
    if not flag_option(options, "ssl_verify", True):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
