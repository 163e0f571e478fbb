"""What it takes to connect to a Redis server, from a URL or from host and port."""

from dataclasses import dataclass
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims.sql.options import Options, flag_option, integer_option, options_of_url, seconds_option

_KNOWN = frozenset(
    (
        "scheme", "user", "password", "host", "port", "database", "db", "timeout", "connect_timeout", "pool",
        "pool_timeout", "ssl_ca", "ssl_cert", "ssl_key", "ssl_verify",
    )
)  # fmt: skip


@dataclass(slots=True)
class Settings:
    """Settings of a client; those that log in and select change them.

    Attributes:
        scheme: `redis`, `rediss` (TLS) or `unix`.
        arguments: redis-py's arguments for a connection.
        place: where the server is, without user and password.
        timeout: seconds that an answer may take, None for no limit; the same for the other two.
    """

    scheme: str
    arguments: dict[str, Any]
    place: str
    database: int
    timeout: float | None
    connect_timeout: float | None
    pool: int
    pool_timeout: float | None


def settings_of(url: str) -> Settings:
    """The settings of a URL: `redis://[user][:password]@host[:port][/database][?options]`, `rediss://`, `unix://path`.

    Raises:
        LuaError: it is none of them. The message never has the password in it.
    """
    try:
        options = options_of_url(url)
    except ValueError as error:
        raise LuaError(f"Redis error: invalid URL: {error}") from None
    scheme = options["scheme"]
    if scheme not in ("redis", "rediss", "unix"):
        raise LuaError(f"Redis error: URL scheme `{scheme}` is not supported")
    unknown = sorted(set(options) - _KNOWN)
    if unknown:
        raise LuaError(f"Redis error: unknown URL parameter `{unknown[0]}`")
    arguments, place = _unix(options) if scheme == "unix" else _tcp(options)
    database = options.get("db") if scheme == "unix" else options.get("db") or options.get("database")
    if database and not database.isdecimal():
        raise LuaError(f"Redis error: the database must be a number, not `{database}`")
    if options.get("password"):
        arguments["password"] = options["password"]
        arguments["username"] = options.get("user") or None
    elif options.get("user"):
        raise LuaError(
            "Redis error: the URL has a user without a password; `redis://:password@host` is one without user"
        )
    if scheme == "rediss":
        arguments |= _tls(options)
    return Settings(
        scheme,
        arguments,
        place,
        int(database or 0),
        seconds_option(options, "timeout", 30.0),
        seconds_option(options, "connect_timeout", 5.0),
        max(1, integer_option(options, "pool", 50)),
        seconds_option(options, "pool_timeout", 30.0),
    )


def _tcp(options: Options) -> tuple[dict[str, Any], str]:
    host = options.get("host") or "127.0.0.1"
    port = integer_option(options, "port", 6379)
    return {"host": host, "port": port}, f"{host}:{port}"


def _unix(options: Options) -> tuple[dict[str, Any], str]:
    path = "/".join(part for part in (options.get("host", ""), options.get("database", "")) if part)
    path = path if options.get("host") else f"/{path}"
    return {"path": path}, path


def _tls(options: Options) -> dict[str, Any]:
    verifies = flag_option(options, "ssl_verify", True)
    found: dict[str, Any] = {"ssl_cert_reqs": "required" if verifies else "none", "ssl_check_hostname": verifies}
    for name, argument in (("ssl_ca", "ssl_ca_certs"), ("ssl_cert", "ssl_certfile"), ("ssl_key", "ssl_keyfile")):
        if options.get(name):
            found[argument] = options[name]
    return found


def url_of(host: str, port: int) -> str:
    """The URL of a server by host and port."""
    return f"redis://[{host}]:{port}" if ":" in host else f"redis://{host}:{port}"
