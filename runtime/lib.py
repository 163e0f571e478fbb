"""The libraries for modules that are written down: `from cmc.runtime.lib import print, string, sqlite, honeymoon`.

Functions that the program replaces are replaced in these modules, too (`core/mirror.py`).
"""

from typing import Any

from cmc.runtime.core.mirror import library_name
from cmc.runtime.shims.names import PACKAGES


def __getattr__(name: str) -> Any:
    if name in PACKAGES:
        from cmc.runtime.shims.catalogue import open_package

        open_package(name)
    return library_name(name)
