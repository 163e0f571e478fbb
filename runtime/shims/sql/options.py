"""Options for connecting: from tables and from URLs, to values of their types."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from cmc.runtime.core.numbers import format_number, parse_number
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import has_escaped

Options = dict[str, str]
"""What a program asks for, by name; values are texts, whatever they were."""


def options_of_table(table: Table) -> Options:
    """The options of a table; what is no text, number or boolean is as good as absent."""
    options: Options = {}
    for name, value in table.items():
        if type(name) is not str or name == "":
            continue
        if type(value) is bool:
            options[name] = "true" if value else "false"
        elif type(value) is int or type(value) is float:
            options[name] = format_number(value)
        elif type(value) is str and not has_escaped(value):
            options[name] = value
    return options


def options_of_url(url: str) -> Options:
    """The options of a URL: `scheme`, `user`, `password`, `host`, `port`, `database` and those after the question mark.

    Several hosts, separated by commas, come as such lists in `host` and `port`.

    Raises:
        ValueError: it is no URL.
    """
    parts = urlsplit(url)
    if not parts.scheme or "://" not in url:
        raise ValueError("relative URL without a base")
    options: Options = {"scheme": parts.scheme.lower()}
    credentials, at, address = parts.netloc.rpartition("@")
    if at:
        user, _, password = credentials.partition(":")
        options |= {name: unquote(text) for name, text in (("user", user), ("password", password)) if text}
    hosts, ports = [], []
    for each in address.split(",") if address else []:
        host, port = _host_and_port(each)
        hosts.append(host)
        ports.append(port)
    if any(hosts):
        options["host"] = ",".join(hosts)
    if any(ports):
        options["port"] = ",".join(ports)
    if parts.path.strip("/"):
        options["database"] = unquote(parts.path[1:])
    options |= dict(parse_qsl(parts.query, keep_blank_values=True))
    return options


def _host_and_port(address: str) -> tuple[str, str]:
    if address.startswith("["):
        host, _, rest = address[1:].partition("]")
        return host, rest.removeprefix(":")
    host, _, port = address.partition(":")
    if port and not port.isdecimal():
        raise ValueError("invalid port number")
    return unquote(host), port


def integer_option(options: Mapping[str, str], name: str, default: int) -> int:
    """An option as an integer; one that is none is as good as absent."""
    value: Any = parse_number(options.get(name, ""))
    return default if value is None or value != value or abs(value) == float("inf") else int(value)


def seconds_option(options: Mapping[str, str], name: str, default: float) -> float | None:
    """An option as a number of seconds; None for zero, which means no limit."""
    value: Any = parse_number(options.get(name, ""))
    seconds = default if value is None or not value >= 0 else float(value)
    return seconds or None


def flag_option(options: Mapping[str, str], name: str, default: bool) -> bool:
    """An option as a boolean."""
    text = options.get(name, "").lower()
    return default if not text else text in ("true", "1", "yes", "on", "require", "required")
