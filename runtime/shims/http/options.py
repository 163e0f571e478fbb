"""How servers are run: limits, timeouts, TLS, sockets. The command line hands its options down in the environment."""

import os
from dataclasses import dataclass, fields
from typing import Any, Self

from cmc.runtime.core.errors import LuaError

PREFIX = "CMC_SERVER_"
"""Every option of `ServerOptions` can be set by the environment variable of its name in capital letters after this."""


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Limits are in bytes, times in seconds; the defaults are those of the CopperMoon specification, section 23.3.

    Attributes:
        line_size: longest request line, else 414.
        header_size: longest header line, else 431.
        header_count: most headers of a request, else 431.
        body_size: largest body, else 413.
        head_seconds: time for request line and headers, else 408.
        body_seconds: time for the body, else 408.
        idle_seconds: how long a connection may wait for its next request.
        write_seconds: how long a client may take for an answer before its connection is dropped.
        connections: most connections at a time, else 503.
        concurrency: most handlers at a time, 0 for no limit; 1 serves one request after the other.
        grace_seconds: time that requests have to end when the program is told to stop.
        blocked_seconds: handlers that keep the others waiting that long are reported; 0 for never.
        access_log: whether each request is written to the standard output.
        reuse_port: whether several processes share the port.
        unix_socket: path of a UNIX socket to listen on instead of an address.
        tls_certificate, tls_key: files in PEM format; with them, the server speaks HTTPS.
    """

    line_size: int = 8192
    header_size: int = 8192
    header_count: int = 100
    body_size: int = 10 << 20
    head_seconds: float = 30.0
    body_seconds: float = 30.0
    idle_seconds: float = 75.0
    write_seconds: float = 60.0
    connections: int = 10_000
    concurrency: int = 0
    grace_seconds: float = 10.0
    blocked_seconds: float = 0.2
    access_log: bool = False
    reuse_port: bool = False
    unix_socket: str = ""
    tls_certificate: str = ""
    tls_key: str = ""

    @classmethod
    def from_environment(cls) -> Self:
        """The options that environment variables set, defaults for the others.

        Raises:
            LuaError: a variable has a value of the wrong kind.
        """
        values: dict[str, Any] = {}
        for field in fields(cls):
            name = PREFIX + field.name.upper()
            text = os.environ.get(name)
            if text:
                values[field.name] = _parse(name, text, field.default)
        return cls(**values)


def _parse(name: str, text: str, default: Any) -> Any:
    """The value of a variable, of the type of the default."""
    if isinstance(default, bool):
        return text not in ("0", "false", "no")
    if isinstance(default, str):
        return text
    try:
        value = type(default)(text)
    except ValueError:
        raise LuaError(f"{name} must be a number, not '{text}'") from None
    if value < 0:
        raise LuaError(f"{name} must not be negative")
    return value
