"""How the command line talks: findings with code frames, colours, exit statuses."""

import io
import os
import sys
from collections.abc import Iterable

import click

from cmc.transpiler.diagnostics import CATALOGUE, Diagnostic
from cmc.transpiler.project.failures import FAILURE, internal_error_text

__all__ = [
    "CLEAN",
    "FAILURE",
    "FINDINGS",
    "print_diagnostics",
    "print_failure",
    "print_internal_error",
    "print_system_error",
]

CLEAN, FINDINGS = 0, 1
"""Exit statuses beside `FAILURE`: nothing found, something found."""

_CONTEXT_LINES = 1


def print_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Prints findings to the standard error stream, each with the lines around its place."""
    for diagnostic in sorted(diagnostics, key=lambda d: (d.path, d.start)):
        click.echo(format_diagnostic(diagnostic), err=True, color=use_color())


def use_color() -> bool:
    """Whether the standard error stream is a terminal that shall have colours."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def format_diagnostic(diagnostic: Diagnostic) -> str:
    """`path:line:column: severity[code]: message`, a code frame and the hint."""
    rule = diagnostic.rule
    place = f"{diagnostic.path}:{diagnostic.line}:{diagnostic.column}" if diagnostic.line else diagnostic.path
    head = f"{place}: {rule.severity.value}[{rule.code}]: {diagnostic.message}"
    lines = [click.style(head, bold=True), *_frame(diagnostic), f"  hint: {rule.hint}"]
    return "\n".join(lines)


def _frame(diagnostic: Diagnostic) -> list[str]:
    """The line of a finding with its neighbours, and a marker under the place."""
    if not diagnostic.line:
        return []
    try:
        with open(diagnostic.path, encoding="utf-8", errors="replace") as file:
            text = file.read().splitlines()
    except OSError:
        return []
    first = max(1, diagnostic.line - _CONTEXT_LINES)
    last = min(len(text), diagnostic.line + _CONTEXT_LINES)
    width = len(str(last))
    frame = []
    for number in range(first, last + 1):
        frame.append(f"  {number:>{width}} | {text[number - 1]}".rstrip())
        if number == diagnostic.line:
            length = max(1, min(diagnostic.end - diagnostic.start, len(text[number - 1]) - diagnostic.column + 1))
            indent = "".join("\t" if c == "\t" else " " for c in text[number - 1][: diagnostic.column - 1])
            frame.append(f"  {'':>{width}} | {indent}{click.style('^' * length, fg='red')}")
    return frame


def print_failure(code: str, message: str) -> None:
    """Prints why cmc could not do what it was asked."""
    rule = CATALOGUE[code]
    click.echo(click.style(f"error[{code}]: {message}", bold=True), err=True, color=use_color())
    click.echo(f"  hint: {rule.hint}", err=True)


def print_internal_error(error: BaseException) -> None:
    """Prints that cmc has failed, by an exception that nobody has expected."""
    head, rest = internal_error_text(error).split("\n", 1)
    click.echo(f"{click.style(head, bold=True)}\n{rest}", nl=False, err=True, color=use_color())


def tell_failure(error: Exception) -> int:
    """Prints an exception that nobody has expected; returns the exit status."""
    if isinstance(error, OSError):
        print_system_error(error)
    else:
        print_internal_error(error)
    return FAILURE


def print_system_error(error: OSError) -> None:
    """Prints what the system has refused."""
    if error.filename is None:
        print_failure("P005", f"cannot write: {error.strerror or error}")
        if isinstance(sys.stdout, io.TextIOWrapper):
            # Python would try again at its end, and complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    else:
        print_failure("P002", f"cannot use {os.fsdecode(error.filename)}: {error.strerror or error}")
