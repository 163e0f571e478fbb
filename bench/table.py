"""The table of results: a row a program, and geometric means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import geometric_mean

HEADER = ("name", "generated s", "hand s", "lua5.4 s", "gen/hand", "gen/lua")


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds that each kind of a program took; `hand` is None where there is no hand-written one."""

    name: str
    generated: float
    hand: float | None
    lua: float

    @property
    def against_hand(self) -> float | None:
        return None if self.hand is None else self.generated / self.hand

    @property
    def against_lua(self) -> float:
        return self.generated / self.lua


def rows(results: Sequence[Result], start_up: str) -> list[tuple[str, ...]]:
    """The cells of a table, header first; the row of `start_up` comes before the means and counts in none."""
    counted = [result for result in results if result.name != start_up]
    others = [result for result in results if result.name == start_up]
    table = [HEADER, *(_cells(result) for result in (*counted, *others))]
    if len(counted) > 1:
        against_hand = _mean(result.against_hand for result in counted)
        against_lua = _mean(result.against_lua for result in counted)
        table.append(("geometric mean", "", "", "", _ratio(against_hand), _ratio(against_lua)))
    return table


def _cells(result: Result) -> tuple[str, ...]:
    return (
        result.name,
        f"{result.generated:.3f}",
        "-" if result.hand is None else f"{result.hand:.3f}",
        f"{result.lua:.3f}",
        _ratio(result.against_hand),
        _ratio(result.against_lua),
    )


def _mean(ratios: Iterable[float | None]) -> float | None:
    known = [ratio for ratio in ratios if ratio is not None]
    return geometric_mean(known) if known else None


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def as_text(table: Sequence[tuple[str, ...]]) -> str:
    """Columns aligned by spaces."""
    widths = _widths(table)
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]).rstrip()
        for row in table
    )


def as_markdown(table: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    widths = _widths(table)
    lines = [
        "| "
        + " | ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))])
        + " |"
        for row in table
    ]
    rule = "|" + "|".join(["-" * (widths[0] + 2), *("-" * (width + 1) + ":" for width in widths[1:])]) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _widths(table: Sequence[tuple[str, ...]]) -> list[int]:
    return [max(len(row[column]) for row in table) for column in range(len(table[0]))]
