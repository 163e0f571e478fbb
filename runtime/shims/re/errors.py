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
    across = [span for span in spans if "\n" in pattern[slice(*span)]]
    shown, begin = [], 0
    for number, line in enumerate(lines, 1):
        shown.append((f"{number:>{width}}: " if width else "    ") + line)
        within = [span for span in sorted(spans) if span not in across and begin <= span[0] <= begin + len(line)]
        if within:
            shown.append(_marks(within, begin, width + 2 if width else 4))
        begin += len(line) + 1
    if width:
        shown = [_DIVIDER, *shown, _DIVIDER, *(_across_lines(pattern, span) for span in across)]
    body = "\n".join(shown)
    return PatternError(f"regex parse error:\n{body}\nerror: {reason}")


def _across_lines(pattern: str, span: Span) -> str:
    """A place that goes over the end of a line, in words."""
    (first, left), (last, right) = (_line_and_column(pattern, position) for position in span)
    return f"on line {first} (column {left}) through line {last} (column {right - 1})"


def _line_and_column(pattern: str, position: int) -> tuple[int, int]:
    before = pattern[:position]
    return before.count("\n") + 1, position - before.rfind("\n")


def _marks(spans: list[Span], begin: int, indentation: int) -> str:
    marks = " " * indentation
    for start, end in spans:
        marks = marks.ljust(indentation + start - begin) + "^" * max(1, end - start)
    return marks
