"""The globals that a program begins with."""

import gc

from cmc.runtime.core.arithmetic import ARITHMETIC, string_arithmetic
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table
from cmc.runtime.stdlib.base import base_functions
from cmc.runtime.stdlib.coroutine import coroutine_library, main_thread
from cmc.runtime.stdlib.debug import debug_library
from cmc.runtime.stdlib.io import io_library
from cmc.runtime.stdlib.library import library
from cmc.runtime.stdlib.math import math_library
from cmc.runtime.stdlib.os import os_library
from cmc.runtime.stdlib.package import package_library
from cmc.runtime.stdlib.string import string_library
from cmc.runtime.stdlib.table import table_library
from cmc.runtime.stdlib.utf8 import utf8_library


def open_libraries(dialect: str) -> Table:
    """Fills the state with the standard library of a dialect and returns `_G`."""
    # What is there before any Lua value need not be looked at by collections.
    gc.freeze()
    state.dialect = dialect
    table = base_functions()
    state.globals = table
    state.is_open = True
    package, require = package_library(dialect)
    table["require"] = require
    libraries = {
        "coroutine": coroutine_library(),
        "debug": debug_library(),
        "io": io_library(),
        "math": math_library(),
        "os": os_library(),
        "package": package,
        "string": string_library(),
        "table": table_library(),
        "utf8": utf8_library(),
    }
    state.loaded["_G"] = table
    state.registry[1], state.registry[2] = main_thread, table
    state.registry["_LOADED"] = state.loaded
    for name, contents in libraries.items():
        table[name] = contents
        state.loaded[name] = contents
    string_metatable = library({event: string_arithmetic(event, f) for event, f in ARITHMETIC.items()})
    string_metatable["__index"] = libraries["string"]
    state.string_metatable = string_metatable
    if dialect == "coppermoon":
        from cmc.runtime.shims.catalogue import add_globals

        add_globals(table)
    return table
