"""What it takes to connect to a Redis server, from a URL or from host and port."""

from dataclasses import dataclass
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims.sql.options import Options, flag_option, integer_option, options_of_url, seconds_option

_KNOWN = frozenset(
    (
        "scheme", "user", "password", "host", "port", "database", "db", "timeout", "connect_timeout", "pool",
        "pool_timeout", "ssl_ca", "ssl_cert", "ssl_key", "ssl_verify", "sentinel_password",
    )
)  # fmt: skip


@dataclass(slots=True)
class Settings:
    """Settings of a client; those that log in and select change them.

    Attributes:
        scheme: `redis`, `rediss` (TLS) or `unix`.
        kind: what the servers are: `sentinel`, `cluster`, or nothing for a single one.
        arguments: redis-py's arguments for a connection.
        place: where the server is, without user and password.
        nodes: the sentinels, or some servers of the cluster, as host and port.
        service: what the sentinels call the servers that they watch over.
        timeout: seconds that an answer may take, None for no limit; the same for the other two.
    """

    scheme: str
    kind: str
    arguments: dict[str, Any]
    place: str
    database: int
    timeout: float | None
    connect_timeout: float | None
    pool: int
    pool_timeout: float | None
    nodes: list[tuple[str, int]]
    service: str
    sentinel_password: str

    @property
    def is_encrypted(self) -> bool:
        """Whether connections use TLS."""
        return self.scheme == "rediss"


def settings_of(url: str) -> Settings:
    """The settings of a URL: `redis://[user][:password]@host[:port][/database][?options]`, `rediss://`, `unix://path`.

    `redis+sentinel://host[:port],…/service[/database]` finds the master by sentinels, `redis+cluster://host[:port],…`
    is a cluster; both may be `rediss+…`.

    Raises:
        LuaError: it is none of them. The message never has the password in it.
    """
    try:
        options = options_of_url(url)
    except ValueError as error:
        raise LuaError(f"Redis error: invalid URL: {error}") from None
    scheme, _, kind = options["scheme"].partition("+")
    if scheme not in ("redis", "rediss", "unix") or kind not in (
        ("", "sentinel", "cluster") if scheme != "unix" else ("",)
    ):
        raise LuaError(f"Redis error: URL scheme `{options['scheme']}` is not supported")
    unknown = sorted(set(options) - _KNOWN)
    if unknown:
        raise LuaError(f"Redis error: unknown URL parameter `{unknown[0]}`")
    service = ""
    if kind == "sentinel":
        service, _, options["database"] = options.get("database", "").partition("/")
        if not service:
            raise LuaError("Redis error: the URL names no service of the sentinels: redis+sentinel://host/service")
    arguments, place = _unix(options) if scheme == "unix" else _tcp(options)
    nodes = _nodes(options, 26379 if kind == "sentinel" else 6379) if kind else []
    if kind == "cluster":
        arguments = {}
    database = options.get("db") if scheme == "unix" else options.get("db") or options.get("database")
    if database and (not database.isdecimal() or (kind == "cluster" and int(database))):
        wanted = "a cluster has database 0 only" if kind == "cluster" else "the database must be a number"
        raise LuaError(f"Redis error: {wanted}, not `{database}`")
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
        kind,
        arguments,
        place,
        int(database or 0),
        seconds_option(options, "timeout", 30.0),
        seconds_option(options, "connect_timeout", 5.0),
        max(1, integer_option(options, "pool", 50)),
        seconds_option(options, "pool_timeout", 30.0),
        nodes,
        service,
        options.get("sentinel_password", ""),
    )


def _nodes(options: Options, port: int) -> list[tuple[str, int]]:
    """The servers of a URL with several."""
    hosts = options.get("host", "127.0.0.1").split(",")
    ports = options.get("port", "").split(",")
    ports += [""] * (len(hosts) - len(ports))
    return [(host, integer_option({"port": each}, "port", port)) for host, each in zip(hosts, ports, strict=True)]


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
