"""Which variables of written modules hold functions of the runtime: those that their import statements bind.

A variable of the program may hold the same function (`local old = print`); it is not among them. The statements are
read from the code of the module, once for each module, when the program first replaces a function.
"""

import dis
import sys
from collections.abc import Iterator
from itertools import takewhile
from types import CodeType, ModuleType
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from cmc.runtime.core.state import state

# Imports are the first statements of a module, after its docstring.
_OF_IMPORTS = frozenset((
    "EXTENDED_ARG", "IMPORT_FROM", "IMPORT_NAME", "LOAD_CONST", "LOAD_SMALL_INT", "NOP", "POP_TOP", "RESUME",
    "STORE_NAME",
))  # fmt: skip

_again: WeakSet[ModuleType] = WeakSet()
"""Modules that were run once more, which `sys.modules` does not have."""

_imports: WeakKeyDictionary[ModuleType, dict[tuple[str, str], str]] = WeakKeyDictionary()


def note_module(module: ModuleType) -> None:
    """Has a module that is not in `sys.modules` found here as long as its functions live."""
    vars(module)["$module"] = module
    _again.add(module)


def rebind(source: str, name: str, value: Any) -> None:
    """Gives the variables that hold what was imported as `name` from the module `source` another value."""
    for module in list(_written_modules()):
        imports = _imports.get(module)
        if imports is None:
            imports = _imports[module] = _imports_of(module)
        variable = imports.get((source, name))
        if variable is not None:
            setattr(module, variable, value)


def _written_modules() -> Iterator[ModuleType]:
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in state.packages:
            yield module
    yield from _again


def _imports_of(module: ModuleType) -> dict[tuple[str, str], str]:
    """The variables of a module that `from … import …` binds, by the module and the name that they come from."""
    spec = module.__spec__
    code = getattr(spec.loader, "get_code", lambda name: None)(spec.name) if spec is not None else None
    return dict(_bound_by_imports(code)) if isinstance(code, CodeType) else {}


def _bound_by_imports(code: CodeType) -> Iterator[tuple[tuple[str, str], str]]:
    source = name = ""
    for instruction in takewhile(lambda instruction: instruction.opname in _OF_IMPORTS, dis.get_instructions(code)):
        if instruction.opname == "IMPORT_NAME":
            source = instruction.argval
        elif instruction.opname == "IMPORT_FROM":
            name = instruction.argval
        elif instruction.opname == "STORE_NAME" and name:
            yield (source, name), instruction.argval
            name = ""
