"""The libraries that the runtime brings along, read off its manifest; no shim is imported."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any


@cache
def manifest() -> dict[str, Any]:
    """The manifest of the runtime's libraries (`runtime/manifest.py`); no shim is imported."""
    spec = find_spec("cmc.runtime")
    folders = None if spec is None else spec.submodule_search_locations
    assert folders, "the compiler comes with the runtime"
    data: dict[str, Any] = json.loads(Path(next(iter(folders)), "manifest.json").read_text("utf-8"))
    return data


def native_libraries() -> frozenset[str]:
    """The names by which `require` finds libraries of the runtime."""
    return frozenset((*manifest()["globals"], *manifest()["packages"]))
