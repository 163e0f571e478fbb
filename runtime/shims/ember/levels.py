"""Levels (Ember specification, section 2)."""

from typing import Any

from cmc.runtime.core.table import Table, array
from cmc.runtime.stdlib.library import library

VALUES = {"trace": 10, "debug": 20, "info": 30, "warn": 40, "error": 50, "fatal": 60}
NAMES = {number: name for name, number in VALUES.items()}
LABELS = {"trace": "TRC", "debug": "DBG", "info": "INF", "warn": "WRN", "error": "ERR", "fatal": "FTL"}
COLOURS = {"trace": "90", "debug": "36", "info": "32", "warn": "33", "error": "31", "fatal": "91"}

_DEFAULT = VALUES["info"]


def resolve(level: Any = None, *_: Any) -> int | float:
    """The number of a level: names in any case, `warning` for `warn`, 30 for what is none."""
    if type(level) in (int, float):
        number: int | float = level
        return number
    name = level.lower() if isinstance(level, str) else ""
    return VALUES.get("warn" if name == "warning" else name, _DEFAULT)


def name_of(number: Any = None, *_: Any) -> str:
    """The name of a number, `unknown` for those without."""
    return NAMES.get(number, "unknown")


def _is_valid(level: Any = None, *_: Any) -> bool:
    return level.lower() in VALUES if isinstance(level, str) else level in NAMES


def _should_log(message: Any = None, least: Any = None, *_: Any) -> bool:
    return resolve(message) >= resolve(least)


def levels_library() -> Table:
    """The table `ember.levels`."""
    functions = {"resolve": resolve, "toName": name_of, "shouldLog": _should_log, "isValid": _is_valid}
    tables = {"values": Table(VALUES), "names": Table(NAMES), "ordered": array(*VALUES)}
    return Table({**library(functions), **tables})
