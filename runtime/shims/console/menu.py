"""Menus: choices with the arrow keys, for terminals. Numbers can be typed as well."""

import os
import sys
from collections.abc import Callable
from typing import TypeVar

from cmc.runtime.shims.console.answers import (
    LIST_HINT,
    complaint_about_one,
    complaint_about_some,
    parse_choice,
    parse_choices,
)
from cmc.runtime.shims.console.terminal import end_of_input, has_terminal, key_presses, show

T = TypeVar("T")

_MARGIN = 8
"""Columns that a line of a menu needs beside the option's text."""


def fits_terminal(items: list[str]) -> bool:
    """Whether a menu of these options can be shown: input and output are one terminal that is large enough."""
    if not items or not (has_terminal() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        return False
    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    if not columns or not rows:
        columns, rows = 80, 24
    wide = max(len(item) for item in items) + _MARGIN + len(str(len(items)))
    return len(items) + 3 <= rows and wide <= columns and all(item.isprintable() for item in items)


def choose_one(items: list[str]) -> int:
    """The number of the option that is chosen, from 1: with arrows and Enter, or by typing it.

    Raises:
        LuaError: Ctrl+C was pressed, or the input has ended.
    """
    menu = _Menu(items, "")

    def answer() -> int | None:
        return parse_choice(menu.typed, len(items)) if menu.typed else menu.current + 1

    return _run(menu, answer, complaint_about_one(len(items)))


def choose_some(items: list[str]) -> list[int]:
    """The numbers of the options that are chosen, from 1: marked with the space bar, or typed.

    Raises:
        LuaError: Ctrl+C was pressed, or the input has ended.
    """
    menu = _Menu(items, LIST_HINT)

    def answer() -> list[int] | None:
        if menu.typed:
            return parse_choices(menu.typed, len(items))
        return [position + 1 for position in sorted(menu.marked)] or None

    return _run(menu, answer, complaint_about_some(len(items)))


class _Menu:
    """What is shown: the options, which of them is the current one and which are marked, and what has been typed."""

    def __init__(self, items: list[str], hint: str) -> None:
        self.items = items
        self.hint = hint
        self.current = 0
        self.marked: set[int] = set()
        self.typed = ""

    def draw(self, *, again: bool = False) -> None:
        """Shows the menu, in place of what it showed before with `again`."""
        lines = [self._line(position) for position in range(len(self.items))]
        up = len(lines) + self.hint.count("\n")
        start = f"\r\x1b[{up}A" if again else ""
        show(start + "".join(f"\x1b[2K{line}\n" for line in lines) + f"{self.hint}\x1b[2K> {self.typed}")

    def _line(self, position: int) -> str:
        box = "" if not self.hint else "[x] " if position in self.marked else "[ ] "
        text = f"{box}{position + 1}) {self.items[position]}"
        if position != self.current:
            return f"  {text}"
        return f"> {text}" if os.environ.get("NO_COLOR") else f"\x1b[36m> {text}\x1b[0m"

    def press(self, key: str) -> None:
        """Does what a key stands for."""
        if key in ("up", "down"):
            self.current = (self.current + (1 if key == "down" else -1)) % len(self.items)
            self.typed = ""
        elif key == "backspace":
            self.typed = self.typed[:-1]
        elif key == "erase":
            self.typed = ""
        elif key == " " and self.hint and not self.typed:
            self.marked ^= {self.current}
        elif key.isdigit() or (self.hint and key in ", "):
            self.typed += key


def _run(menu: _Menu, answer: Callable[[], T | None], complaint: str) -> T:
    """Shows the menu and takes keys until there is an answer."""
    while True:
        menu.draw()
        with key_presses() as keys:
            for key in keys:
                if key == "end":
                    raise end_of_input()
                if key == "enter":
                    break
                menu.press(key)
                menu.draw(again=True)
        chosen = answer()
        if chosen is not None:
            return chosen
        menu.typed = ""
        show(complaint)
