"""How the command line talks: findings with code frames, colours, exit statuses."""

import os
import sys
from collections.abc import Iterable

import click

from cmc.transpiler.diagnostics import CATALOGUE, Diagnostic

CLEAN, FINDINGS, FAILURE = 0, 1, 2
"""Exit statuses: nothing found, something found, cmc could not do what it was asked."""

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
