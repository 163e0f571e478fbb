"""Replacements: texts with references to groups (CopperMoon specification, section 20)."""

import re
from collections.abc import Sequence

_REFERENCE = re.compile(r"\$(?:(?P<dollar>\$)|(?P<name>[0-9A-Za-z_]+)|\{(?P<braced>[^}]*)\})")


def expand(replacement: str, groups: Sequence[str | None], names: dict[str, int]) -> str:
    """A replacement with `$1`, `${name}`, `$0` and `$$` replaced; groups that do not exist are empty.

    `groups` are the texts of the match and its groups. The longest name after `$` counts: `$1a` is the group `1a`.
    """
    if "$" not in replacement:
        return replacement

    def replace(match: re.Match[str]) -> str:
        if match["dollar"]:
            return "$"
        name: str = match["name"] if match["name"] is not None else match["braced"]
        number = int(name) if name.isascii() and name.isdigit() else names.get(name, -1)
        return (groups[number] or "") if 0 <= number < len(groups) else ""

    return _REFERENCE.sub(replace, replacement)
