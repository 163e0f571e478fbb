"""Which of several errors the reference reports, and for which line.

It reads tokens one ahead, checks names while it reads, and stops at the first error. So an error of scopes is reported
with the line of the token after the construct in question, and before all that stands behind.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from cmc.transpiler.syntax.lexer import ERROR, NAME, Tokens, tokenize
from cmc.transpiler.syntax.parser import SyntaxFinding

_SYNTAX = ("L001", "L002", "L006", "L007")


def first_noticed(findings: Iterable[SyntaxFinding], text: str, *, is_file: bool) -> SyntaxFinding:
    """The finding that the reference reports, with its line."""
    tokens = tokenize(text, is_file=is_file)
    placed = [(_position(finding, tokens), finding) for finding in findings]
    position, first = min(placed, key=lambda pair: (pair[0], _rank(pair[0], pair[1], tokens), pair[1].start))
    return first if first.code in _SYNTAX else replace(first, line=tokens.lines[min(position, len(tokens.lines) - 1)])


def _position(finding: SyntaxFinding, tokens: Tokens) -> int:
    """The position of the token that is the current one when a finding is noticed."""
    position = bisect_left(tokens.starts, finding.noticed)
    if finding.code == "L004" and position and tokens.kinds[position - 1] == "::":
        # A label is defined after the void statements behind it.
        while tokens.kinds[position] == ";" or tokens.kinds[position : position + 3] == ["::", NAME, "::"]:
            position += 1 if tokens.kinds[position] == ";" else 3
    return position


def _rank(position: int, finding: SyntaxFinding, tokens: Tokens) -> int:
    """The order of what is noticed with the same token: it is read, then what ended is checked, then what follows."""
    if finding.code in _SYNTAX:
        return 0 if tokens.kinds[position] == ERROR else 3
    return 2 if finding.code == "L003" else 1
