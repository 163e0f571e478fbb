"""Choices by number, in lines of the input: for inputs that are no terminal, and what is typed into menus."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.numbers import format_number
from cmc.runtime.core.values import type_name
from cmc.runtime.lua_form import utf8_problem
from cmc.runtime.shims.console.terminal import end_of_input, read_line, show

T = TypeVar("T")

LIST_HINT = "  (Enter numbers separated by commas, e.g. 1,3)\n"


def item_text(value: Any) -> str:
    """An option as text.

    Raises:
        LuaError: the option is no text and no number.
    """
    if type(value) is int or type(value) is float:
        return format_number(value)
    if type(value) is not str:
        raise LuaError(f"error converting Lua {type_name(value)} to String (expected string or number)")
    problem = utf8_problem(value)
    if problem:
        raise LuaError(f"error converting Lua string to String ({problem})")
    return value


def parse_choice(line: str, count: int) -> int | None:
    """The number from 1 to `count` that a line spells, None if it does not."""
    text = line.strip()
    if not re.fullmatch(r"\+?[0-9]{1,9}", text):
        return None
    number = int(text)
    return number if 1 <= number <= count else None


def parse_choices(line: str, count: int) -> list[int] | None:
    """The numbers from 1 to `count` in a line, None if there are none. What is no such number is passed over."""
    numbers = [parse_choice(part, count) for part in re.split(r"[,\s]+", line)]
    return [number for number in numbers if number is not None] or None


def complaint_about_one(count: int) -> str:
    """What is said to an answer that is no number of an option."""
    return f"  Please enter a number between 1 and {count}\n"


def complaint_about_some(count: int) -> str:
    """What is said to an answer without numbers of options."""
    return f"  Please enter at least one valid number (1-{count})\n"


def ask_for_one(items: list[str]) -> int:
    """Lists the options and asks for the number of one until it is answered."""
    return _ask(items, "", parse_choice, complaint_about_one(len(items)))


def ask_for_some(items: list[str]) -> list[int]:
    """Lists the options and asks for the numbers of some until it is answered."""
    return _ask(items, LIST_HINT, parse_choices, complaint_about_some(len(items)))


def _ask(items: list[str], hint: str, parse: Callable[[str, int], T | None], complaint: str) -> T:
    if not items:
        raise LuaError("there are no options to choose from")
    show("".join(f"  {number}) {item}\n" for number, item in enumerate(items, 1)) + hint)
    while True:
        show("> ")
        line = read_line()
        if line is None:
            raise end_of_input()
        answer = parse(line, len(items))
        if answer is not None:
            return answer
        show(complaint)
