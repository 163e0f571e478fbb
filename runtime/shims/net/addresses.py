"""Names and addresses: looking up hosts, and the arguments that say where to listen."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from cmc.runtime.core.arguments import MISSING
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.declare import Kind, lua_function
from cmc.runtime.lua_form import kind_of, to_text
from cmc.runtime.shims.kinds import U16
from cmc.runtime.shims.os_ext import os_error
from cmc.runtime.threads import in_thread

Address = tuple[int, Any]
"""A family of addresses, and an address as sockets take it."""

HostOrPort = Annotated[Any, Kind("string|integer", "True", lambda value, number, name: value)]
"""The first argument of functions that listen: a host, nil for all of them, or the port if it is the only argument."""


@lua_function("net.resolve", suspends=True)
def resolve(name: str) -> Table:
    """The IP addresses of a host, as strings."""
    with naming("Resolve error"):
        found = [address[0] for _, address in look_up(name, 0, socket.SOCK_STREAM)]
    return Table(enumerate(dict.fromkeys(found), 1))


def look_up(host: str, port: int, kind: int, *, passive: bool = False) -> list[Address]:
    """The addresses of a host, in the order of the system.

    Raises:
        OSError: there are none.
    """
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    flags = socket.AI_PASSIVE if passive else 0
    try:
        try:
            found = socket.getaddrinfo(host, port, 0, kind, 0, flags | socket.AI_NUMERICHOST)
        except socket.gaierror:
            found = in_thread(socket.getaddrinfo, host, port, 0, kind, 0, flags)
    except ValueError as error:  # no name that could be looked up: too long, or with a zero byte
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from error
    return [(family, address) for family, _, _, _, address in found]


def listening_place(host: Any, port: Any, name: str) -> tuple[str, int]:
    """Host and port from the arguments of a function that listens; a port alone stands for all interfaces."""
    if port is MISSING:
        host, port = (None, host) if type(host) in (int, float) else (host, None)
    number = kind_of(U16).convert(port, 2, name)
    return "0.0.0.0" if host is None else to_text(host, 1, name), number


def address_text(address: Any) -> str:
    """`ip:port`, IPv6 addresses in brackets."""
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def describe(error: OSError) -> str:
    """What an error of a socket says to programs."""
    if isinstance(error, socket.gaierror):
        return f"failed to lookup address information: {error.strerror}"
    # Errors of TLS are errors of the operating system to Python, but their numbers are not.
    return str(error) if type(error).__module__ == "ssl" else os_error(error)


@contextmanager
def naming(what: str) -> Iterator[None]:
    """Has errors of sockets come out as Lua errors that begin with `what`."""
    try:
        yield
    except OSError as error:
        raise LuaError(f"{what}: {describe(error)}") from error
