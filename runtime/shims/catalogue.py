"""Which shims there are, and how programs come by them: as globals, and by `require`.

A module is imported when one of its functions is first called, so that a program pays for nothing that it does not use.
"""

import time
from importlib import import_module
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.mirror import extend_library
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table
from cmc.runtime.deferred import deferred_functions, deferred_library
from cmc.runtime.shims.names import CONSTANTS, NAMES
from cmc.runtime.shims.names import FUNCTIONS as RESULTS
from cmc.runtime.stdlib.library import register
from cmc.runtime.stdlib.print import lua_print

GLOBALS: dict[str, str] = {
    "console": "cmc.runtime.shims.console",
    "archive": "cmc.runtime.shims.archive",
    "buffer": "cmc.runtime.shims.buffer",
    "crypto": "cmc.runtime.shims.crypto",
    "fs": "cmc.runtime.shims.fs",
    "http": "cmc.runtime.shims.http",
    "json": "cmc.runtime.shims.json",
    "mysql": "cmc.runtime.shims.mysql",
    "net": "cmc.runtime.shims.net",
    "os_ext": "cmc.runtime.shims.os_ext",
    "path": "cmc.runtime.shims.path",
    "postgresql": "cmc.runtime.shims.postgresql",
    "process": "cmc.runtime.shims.process",
    "re": "cmc.runtime.shims.re",
    "sqlite": "cmc.runtime.shims.sqlite",
    "term": "cmc.runtime.shims.term",
    "time": "cmc.runtime.shims.time",
}
"""The modules of the libraries that are global variables; `require` finds them too."""

EXTENSIONS: dict[str, str] = {
    "string": "cmc.runtime.shims.strings",
    "table": "cmc.runtime.shims.tables",
}
"""The modules that add functions to libraries of Lua."""

FUNCTIONS: dict[str, str] = {
    "clearInterval": "cmc.runtime.shims.timers",
    "clearTimeout": "cmc.runtime.shims.timers",
    "setInterval": "cmc.runtime.shims.timers",
    "setTimeout": "cmc.runtime.shims.timers",
}
"""The modules of functions that are global variables themselves."""

PACKAGES: dict[str, str] = {
    "ember": "cmc.runtime.shims.ember",
    "freight": "cmc.runtime.shims.freight",
    "honeymoon": "cmc.runtime.shims.honeymoon",
    "vein": "cmc.runtime.shims.vein",
    "redis": "cmc.runtime.shims.redis",
}
"""The modules of the packages that only `require` finds."""

SUBMODULES: dict[str, str] = {
    "ember.lib.integrations.freight": "cmc.runtime.shims.ember.freight_module",
}
"""The modules of parts of packages that programs require by names of their own; they declare nothing new."""

VERSION = "0.1.61"
"""`_COPPERMOON_VERSION`: the version whose behaviour the shims follow."""

STARTED = time.monotonic_ns()
"""When the program was started, for clocks that count from there."""

_LIBRARIES = "_COPPERMOON"


def native_library(name: str) -> Any:
    """What `require` gives for a shim, nearly always a table and the same one in a program; None if there is none."""
    libraries = state.registry[_LIBRARIES]
    if not isinstance(libraries, Table):
        libraries = state.registry[_LIBRARIES] = Table()
    library = libraries[name]
    if library is None:
        library = _make_library(name)
        if library is not None:
            libraries[name] = library
    return library


def _make_library(name: str) -> Any:
    if name in GLOBALS:
        return deferred_library(name, GLOBALS[name], NAMES.get(name, ()), CONSTANTS.get(name, {}))
    module_name = PACKAGES.get(name) or SUBMODULES.get(name)
    if module_name is not None:
        from cmc.runtime.declare import module_library

        return module_library(name, import_module(module_name))
    return _make_part(name) if "." in name else None


def _make_part(name: str) -> Any:
    """A module of a package, None if the package has none of that name."""
    package = name.partition(".")[0]
    if package not in PACKAGES:
        return None
    from cmc.runtime.shims.parts import PARTS, part_of

    return part_of(native_library(package), PARTS[name]) if name in PARTS else None


def add_globals(environment: Table) -> None:
    """Puts CopperMoon's own globals into `_G`, which holds the standard library already."""
    environment["print"] = register(lua_print)
    environment["_COPPERMOON_VERSION"] = VERSION
    for name in GLOBALS:
        environment[name] = native_library(name)
    for name, module_name in EXTENSIONS.items():
        environment[name].update(deferred_functions(module_name, [f"{name}.{leaf}" for leaf in NAMES.get(name, ())]))
    for module_name in set(FUNCTIONS.values()):
        names = [name for name in FUNCTIONS if FUNCTIONS[name] == module_name]
        environment.update(deferred_functions(module_name, names))
    results = {f"{library}.{name}": text for library, names in NAMES.items() for name, text in names.items()}
    constants = (f"{library}.{name}" for library, values in CONSTANTS.items() for name in values)
    extend_library({**results, **RESULTS}, dict.fromkeys(constants, "any"), {})


def open_package(name: str) -> None:
    """Makes the functions of a package known to compiled code that imports it, as `require` does for the program.

    Raises:
        LuaError: the program finds another module under the name.
    """
    if name in _opened:
        return
    from cmc.runtime.declare import declared_functions
    from cmc.runtime.lua_form import results_text, signature_of

    library = first_of(state.globals["require"](name))
    if library is not native_library(name):
        raise LuaError(
            f"'require' finds another package '{name}' than the runtime's, which this code was compiled for: "
            "compile it again with the same choice of packages (CMC_PACKAGES)"
        )
    declared = {d.path: function for d, function in declared_functions(import_module(PACKAGES[name]))}
    plain = {path for path in declared if path.rpartition(".")[0] not in declared}
    results = {path: results_text(signature_of(declared[path]).results) for path in plain}
    constants = [key for key, value in library.items() if isinstance(value, str | int | float)]
    extend_library(results, {f"{name}.{key}": "any" for key in constants}, {name: library})
    _opened.add(name)


_opened: set[str] = set()
"""The packages that compiled code has imported."""


def search_native(name: Any = None, *_: Any) -> Any:
    """The searcher of `require` for packages that the runtime brings along."""
    library = native_library(name) if isinstance(name, str) else None
    if library is None:
        return f"no native package '{name}'"

    def load(*_: Any) -> Any:
        return library

    return register(load), ":native:"
