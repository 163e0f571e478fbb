"""Queries and forms with nested names: `a[b]=1`, `list[]=x` (HoneyMoon specification, sections 2.2 and 9.2)."""

import re
from typing import Any

from cmc.runtime.core.table import Table
from cmc.runtime.shims.http.queries import decode_plus

MAX_DEPTH = 5
MAX_PAIRS = 1000

_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


def parse_flat(text: str) -> Table:
    """The pairs of a form; of several with one name, the last. Names without value have an empty one."""
    pairs = Table()
    for part in text.split("&")[:MAX_PAIRS]:
        if part:
            name, _, value = part.partition("=")
            pairs[decode_plus(name)] = decode_plus(value)
    return pairs


def parse_nested(text: str) -> Table:
    """The pairs of a form, with names in brackets as tables in tables.

    `a[]` appends, and numbers in brackets count from 0 while the tables count from 1. Where names contradict each
    other the later one wins. What is nested too deep keeps its brackets in the name; too many pairs are left out.
    """
    result = Table()
    if "[" not in text and "%5B" not in text and "%5b" not in text:
        return parse_flat(text)
    for part in text.split("&")[:MAX_PAIRS]:
        if part:
            name, _, value = part.partition("=")
            insert(result, decode_plus(name), decode_plus(value))
    return result


def insert(table: Table, name: str, value: Any) -> None:
    """Puts a value where a name with brackets says."""
    _insert(table, _keys(name), value)


def _keys(name: str) -> list[str]:
    head, bracket, _ = name.partition("[")
    if not head or not bracket:
        return [name]
    inner = _BRACKETS.findall(name[len(head) :])
    if len(inner) > MAX_DEPTH or "".join(f"[{key}]" for key in inner) != name[len(head) :]:
        return [name]
    return [head, *inner]


def _insert(table: Table, keys: list[str], value: Any) -> None:
    for position, key in enumerate(keys):
        place = _place(table, key) if position else key
        if position == len(keys) - 1:
            table[place] = value
            return
        inner = table[place]
        if key == "" and position and keys[position + 1] and isinstance(table[len(table)], Table):
            # `a[][x]=1&a[][y]=2` describes one element until a name comes again.
            last: Table = table[len(table)]
            if last[_place(last, keys[position + 1])] is None:
                inner = last
        if not isinstance(inner, Table):
            inner = table[place] = Table()
        table = inner


def _place(table: Table, key: str) -> str | int:
    """The key in a table for what stands in brackets."""
    if key == "":
        return len(table) + 1
    if key.isascii() and key.isdigit() and len(key) < 5:
        return int(key) + 1
    return key
