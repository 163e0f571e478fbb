"""The libraries that the runtime brings along, read off its manifest; no shim is imported."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def native_libraries() -> frozenset[str]:
    """The names by which `require` finds libraries of the runtime."""
    spec = find_spec("cmc.runtime")
    folders = None if spec is None else spec.submodule_search_locations
    if not folders:
        return frozenset()
    manifest = json.loads(Path(next(iter(folders)), "manifest.json").read_text("utf-8"))
    return frozenset((*manifest["globals"], *manifest["packages"]))
