"""What is compared: an operation, its function in a Lua file and the one by hand, and the ratio that is the goal."""

from dataclasses import dataclass

from bench.shims import by_hand
from bench.shims.by_hand import Work


@dataclass(frozen=True, slots=True)
class Case:
    """An operation on both sides."""

    name: str
    file: str
    function: str
    hand: Work
    goal: float


def _group(title: str, file: str, functions: dict[str, Work], goal: float) -> list[Case]:
    return [Case(f"{title} {name.replace('_', ' ')}", file, name, work, goal) for name, work in functions.items()]


CASES = [
    *_group("json", "json.lua", {f"decode_{name}": by_hand.decoding(name) for name in by_hand.TEXTS}, 3.0),
    *_group("json", "json.lua", {f"encode_{name}": by_hand.encoding(name) for name in by_hand.TEXTS}, 2.5),
    *_group("sqlite", "sqlite.lua", by_hand.database(), 1.5),
    *_group("pattern", "patterns.lua", by_hand.PATTERNS, 2.0),
    *_group("crypto", "crypto.lua", by_hand.CRYPTO, 1.3),
    *_group("fs", "fs.lua", by_hand.FILES, 1.3),
    *_group("date", "dates.lua", by_hand.DATES, 2.0),
]
