"""The standard library of Lua for modules that are written down: `from cmc.runtime.lib import print, string`.

Functions that the program replaces are replaced in these modules, too (`core/mirror.py`).
"""

from typing import Any

from cmc.runtime.core.mirror import library_name


def __getattr__(name: str) -> Any:
    return library_name(name)
