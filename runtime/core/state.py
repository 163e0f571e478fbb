"""What a running program shares: one Lua state a process.

Everything mutable that is not reachable from a Lua value lives here, so that there is one place to look.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cmc.runtime.core.table import Table


@dataclass(slots=True, eq=False)
class State:
    """The state of the program.

    `string_metatable` is the metatable of all strings; `basic_metatables` maps other type names (`nil`, `number`, …) to
    what `debug.setmetatable` gave them, `expects_basic_metatables` says that chunks are compiled for a program that may
    do so. `globals` and `loaded` are `_G` and `package.loaded`, `is_open` says that they are filled. `script_folder` is
    where modules are looked for first. `warnings` says whether `warn` prints; `arguments` are those of the program;
    `packages` maps compiled packages to their folders. `expected_modules` are the modules that the program was compiled
    to require, None for any; `source_packages` the packages that come from `harbor_modules/` although the runtime
    brings them along, `*` for all. `protected_calls` counts the protected calls around the code that runs.
    `library_changed` is told what is written to watched tables, once a chunk has come that may replace functions of
    the library (`core/mirror.py`). `string_fields` answers for fields that strings do not have.
    """

    globals: Table = field(default_factory=Table)
    loaded: Table = field(default_factory=Table)
    registry: Table = field(default_factory=Table)
    string_metatable: Table | None = field(default_factory=Table)
    basic_metatables: dict[str, Table] = field(default_factory=dict)
    is_open: bool = False
    dialect: str = "coppermoon"
    script_folder: str = ""
    warnings: bool = False
    packages: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    expects_basic_metatables: bool = False
    expected_modules: frozenset[str] | None = None
    source_packages: frozenset[str] = frozenset()
    protected_calls: int = 0
    library_changed: Callable[[Table, Any], None] | None = None
    string_fields: Callable[[str, Any], Any] | None = None


state = State()
