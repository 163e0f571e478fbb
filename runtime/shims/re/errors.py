"""Errors in patterns, shown as the reference shows them: the pattern, marks below it, and a reason."""

Span = tuple[int, int]
"""A part of a pattern: from a position to before another."""

_DIVIDER = "~" * 79


class PatternError(ValueError):
    """A pattern that cannot be used."""


def pattern_error(pattern: str, reason: str, *spans: Span) -> PatternError:
    """The error for a reason, with the places that it is about."""
    lines = pattern.split("\n")
    if lines[-1] == "" and len(lines) > 1:
        lines.pop()
    width = len(str(len(lines))) if "\n" in pattern else 0
    shown, begin = [], 0
    for number, line in enumerate(lines, 1):
        shown.append((f"{number:>{width}}: " if width else "    ") + line)
        marked = [(start, end) for start, end in sorted(spans) if begin <= start <= begin + len(line)]
        if marked:
            shown.append(_marks(marked, begin, width + 2 if width else 4))
        begin += len(line) + 1
    body = "\n".join([_DIVIDER, *shown, _DIVIDER] if width else shown)
    return PatternError(f"regex parse error:\n{body}\nerror: {reason}")


def _marks(spans: list[Span], begin: int, indentation: int) -> str:
    marks = " " * indentation
    for start, end in spans:
        marks = marks.ljust(indentation + start - begin) + "^" * max(1, end - start)
    return marks
