"""Options of `cmc run` for programs that serve HTTP.

The options reach the program as environment variables (`runtime/shims/http/options.py`), which can also be set
directly, for `python -m PACKAGE` too.
"""

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

PREFIX = "CMC_SERVER_"
_OPTIONS = (
    click.Option(["--workers"], type=click.IntRange(1), help="Serve in so many processes, which share the port."),
    click.Option(["--access-log"], is_flag=True, help="Write a line to the standard output for each request."),
    click.Option(["--tls-cert"], metavar="PEM", help="Serve HTTPS with this certificate."),
    click.Option(["--tls-key"], metavar="PEM", help="The certificate's key, if it is in a file of its own."),
    click.Option(["--unix"], metavar="PATH", help="Listen on a UNIX socket instead of the program's port."),
)
_VARIABLES = {
    "access_log": "ACCESS_LOG",
    "tls_cert": "TLS_CERTIFICATE",
    "tls_key": "TLS_KEY",
    "unix": "UNIX_SOCKET",
}


def server_options(command: F) -> F:
    """Adds the options to a command."""
    params: list[Any] = command.params  # type: ignore[attr-defined]
    params[:0] = _OPTIONS
    return command


def options_after_file(args: list[str]) -> tuple[dict[str, Any], list[str]]:
    """The options that stand right after the program's file, and the arguments that are left for the program.

    The first argument that is none of the options ends them; so does `--`, which is left out.
    """
    by_name = {option.opts[0]: option for option in _OPTIONS}
    found: dict[str, Any] = {}
    position = 0
    while position < len(args):
        name, equals, value = args[position].partition("=")
        option = by_name.get(name)
        if option is None or option.name is None:
            break
        if option.is_flag:
            found[option.name] = True
        else:
            if not equals:
                position += 1
                if position >= len(args):
                    raise click.UsageError(f"Option '{name}' requires an argument.")
                value = args[position]
            found[option.name] = option.type.convert(value, option, None)
        position += 1
    if args[position : position + 1] == ["--"]:
        position += 1
    return found, args[position:]


def export(options: dict[str, Any]) -> None:
    """Puts options where the program's server looks for them."""
    for name, variable in _VARIABLES.items():
        value = options.get(name)
        if value:
            os.environ[PREFIX + variable] = "1" if value is True else os.path.abspath(value)
