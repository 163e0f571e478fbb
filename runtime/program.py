"""Compiled packages: how generated modules find each other, and how `python -m NAME` runs one.

A package made by `cmc build` carries `_cmc/package.json` (its Lua modules and options) and one map a module, which
leads from Python lines back to Lua; both are read only when they are needed.
"""

import json
import os
import sys
from dataclasses import dataclass
from importlib import import_module, util
from types import ModuleType
from typing import Any

from cmc.runtime.core.mirror import watch_library
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import canonical
from cmc.runtime.launch import run_program
from cmc.runtime.stdlib.library import register


@dataclass(frozen=True, slots=True)
class Package:
    """A compiled package: import name, folder, and what `_cmc/package.json` says.

    `modules` maps the names that `require` takes to import names below the package.
    """

    name: str
    folder: str
    entry: str
    script: str
    dialect: str
    modules: dict[str, str]


_packages: dict[str, Package] = {}

G: Table
"""The globals of the program; there from the import of the first compiled package on."""


def __getattr__(name: str) -> Any:
    if name == "G":
        return state.globals
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def open_package(name: str, folder: str) -> None:
    """Called when a compiled package is imported: makes its modules known to `require`."""
    with open(os.path.join(folder, "_cmc", "package.json"), encoding="utf-8") as file:
        data = json.load(file)
    package = Package(name, folder, data["entry"], data["script"], data["dialect"], data["modules"])
    _packages[name] = package
    state.packages[name] = folder
    state.source_packages |= _source_packages(data)
    expected = data.get("expected_modules")
    # Of several packages in one process, each may require what the others know.
    state.expected_modules = None if expected is None or len(_packages) > 1 else frozenset(expected)
    if not state.is_open:
        from cmc.runtime.stdlib.environment import open_libraries

        open_libraries(package.dialect)
    if data.get("alters_library", True):
        watch_library()
    _add_searcher(package)


def _source_packages(data: dict[str, Any]) -> frozenset[str]:
    """The packages that come from `harbor_modules/` although the runtime brings them along; `*` for all."""
    chosen = os.environ.get("CMC_PACKAGES")
    if chosen:
        return frozenset(("*",) if chosen == "source" else ())
    return frozenset(data.get("source_packages", ()))


def _add_searcher(package: Package) -> None:
    """Lets `require` find the package's modules right after `package.preload`."""
    searchers = state.loaded["package"]["searchers"]

    def search_package(name: Any = None, *_: Any) -> Any:
        python_name = package.modules.get(name)
        if python_name is None:
            return None  # so that the message of `require` is Lua's

        def load(*args: Any) -> Any:
            return run_module(f"{package.name}.{python_name}", args)

        return register(load), ":compiled:"

    position = len(searchers)
    while position >= 2:
        searchers[position + 1] = searchers[position]
        position -= 1
    searchers[2] = register(search_package)


def run_module(name: str, args: tuple[Any, ...]) -> Any:
    """Runs a generated module and returns what its chunk returns; a second run gets a namespace of its own."""
    module = _fresh_module(name) if name in sys.modules else import_module(name)
    chunk = getattr(module, "chunk", None)
    if chunk is not None:
        return chunk(state.globals)(*args)
    return getattr(module, "exports", ())


def _fresh_module(name: str) -> ModuleType:
    from cmc.runtime.core.bindings import note_module

    spec = util.find_spec(name)
    assert spec is not None and spec.loader is not None
    module = util.module_from_spec(spec)
    note_module(module)
    spec.loader.exec_module(module)
    return module


def run_package(main_file: str) -> int:
    """Runs a package as a program, by the path of its `__main__.py`; returns the exit status."""
    folder = os.path.dirname(os.path.abspath(main_file))
    name = os.path.basename(folder)
    if name not in sys.modules:
        # Started as `python FOLDER`: the package itself is not yet on the path.
        sys.path.insert(0, os.path.dirname(folder))
        import_module(name)
    package = _packages[name]
    args = [canonical(argument) for argument in sys.argv[1:]]

    def start() -> None:
        table = Table(enumerate(args, 1))
        table[0] = package.script
        state.globals["arg"] = table
        state.arguments = tuple(args)
        run_module(f"{name}.{package.entry}", tuple(args))

    return run_program(start)
