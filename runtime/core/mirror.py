"""What compiled code finds under the names of library functions (`print`, `string.format`).

Such code takes the functions from here, not from the tables of the program, so that a call costs no lookups. Programs
may replace them all the same. A chunk whose text shows that it might is announced by `watch_library`; from then on what
is written to these tables is carried over to all compiled code. The compiler relies on what functions return
(`core/results.py`), so a replacement that is not the library's own is held to it.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from keyword import iskeyword
from types import SimpleNamespace
from typing import Any

from cmc.runtime.core.calls import call
from cmc.runtime.core.errors import LuaError, runtime_error
from cmc.runtime.core.iteration import each1, each2
from cmc.runtime.core.metamethods import MAX_LOOPS, first_of
from cmc.runtime.core.metatable import classify, is_finalized
from cmc.runtime.core.operators import index
from cmc.runtime.core.results import CONSTANTS, LIBRARIES, RESULTS
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table, dict_get
from cmc.runtime.core.values import NAMES, type_name

PREFIX = "$lib."
"""What the names of library functions begin with among the builtins of generated code."""

_targets: list[dict[str, Any]] = []
"""The builtins of generated code, once there are any."""

_namespaces: dict[str, SimpleNamespace] = {}
"""The library's tables as modules see them that are written down."""

_replacements: dict[str, Any] = {}
"""What the program has put in place of library functions, by path."""

_originals: dict[str, Any] = {}
"""The library's own functions, by path."""

_watched: dict[int, tuple[str, Table]] = {}
"""The tables of the library by identity, with what the paths of their fields begin with."""


_results = dict(RESULTS)
_constants = dict(CONSTANTS)
_libraries = set(LIBRARIES)
"""What is known of functions, constants and tables: those of Lua, and what `extend_library` adds."""

_packages: dict[str, Table] = {}
"""The libraries that are no global variables, by name."""


def extend_library(results: Mapping[str, str], constants: Mapping[str, str], packages: Mapping[str, Table]) -> None:
    """Makes more functions known, which are described as in `core/results.py`; `packages` are no global variables."""
    _results.update(results)
    _constants.update(constants)
    _packages.update(packages)
    for path in (*results, *constants):
        folder = path.rpartition(".")[0]
        while folder:
            _libraries.add(folder)
            folder = folder.rpartition(".")[0]
    for builtins in _targets:
        builtins.update((PREFIX + path, _value(path)) for path in (*results, *constants))
    if state.library_changed is not None:
        _originals.update((path, _value(path)) for path in results)
        for name in packages:
            _watch_library(name)


def mirror_library(builtins: dict[str, Any]) -> None:
    """Adds the library's functions to the builtins of generated code, where changes will be carried over to."""
    for path in (*_results, *_constants):
        builtins[PREFIX + path] = _value(path)
    _targets.append(builtins)


def _value(path: str) -> Any:
    """What the program's tables hold under a path now."""
    folder, _, name = path.rpartition(".")
    if not folder:
        return _packages[name] if name in _packages else dict_get(state.globals, name)
    value = _value(folder)
    if not isinstance(value, Table):
        return value if isinstance(value, _Lost) else _Lost(folder, type_name(value))
    found = dict_get(value, name)
    return _inherited(value, name, folder) if found is None else found


def _inherited(table: Table, name: str, library: str) -> Any:
    """A field that a table in a library's place has from its metatable; a function gives it call by call."""
    for _ in range(MAX_LOOPS):
        handler = None if not table.has_metatable else dict_get(table.metatable, "__index")
        if handler is None:
            return None
        if not isinstance(handler, Table):
            break
        found = dict_get(handler, name)
        if found is not None:
            return found
        table = handler
    return partial(_call_field, library, name)


def _call_field(library: str, name: str, *args: Any) -> Any:
    return call(index(_value(library), name), *args)


def library_name(name: str) -> Any:
    """A function of the library, or one of its tables as a namespace, for modules that are written down.

    Raises:
        AttributeError: the library has no such name.
    """
    if name in _libraries:
        return _namespace(name)
    path = name.removesuffix("_")
    if path not in _results:
        raise AttributeError(f"the library has no function {name!r}")
    return _current(path)


def _namespace(library: str) -> SimpleNamespace:
    """A table of the library as modules see it that are written down."""
    found = _namespaces.get(library)
    if found is None:
        found = _namespaces[library] = SimpleNamespace()
        for path in (*_results, *_constants):
            if path.rpartition(".")[0] == library:
                setattr(found, _python_name(path.rpartition(".")[2]), _current(path))
        for folder in _libraries:
            if folder.rpartition(".")[0] == library:
                setattr(found, _python_name(folder.rpartition(".")[2]), _namespace(folder))
    return found


def _python_name(name: str) -> str:
    """What a function is called in Python, whose keywords get an underscore."""
    return f"{name}_" if iskeyword(name) else name


def _current(path: str) -> Any:
    """What compiled code finds under a path."""
    return _replacements[path] if path in _replacements else _value(path)


def watch_library() -> None:
    """From now on, what the program writes to the tables of the library is what compiled code finds."""
    if state.library_changed is not None:
        return
    state.library_changed = _library_changed
    _originals.update((path, _value(path)) for path in _results)
    _watch("", state.globals)
    for name in _libraries:
        _watch_library(name)


def _watch_library(name: str) -> None:
    table = _value(name)
    if isinstance(table, Table):
        _watch(f"{name}.", table)


def _watch(prefix: str, table: Table) -> None:
    _watched[id(table)] = (prefix, table)
    metatable = table.metatable if table.has_metatable else None
    classify(table, metatable, watched=True, finalized=is_finalized(table))


def _library_changed(table: Table, k: Any) -> None:
    """Carries a field of a watched table over."""
    prefix = _watched.get(id(table), ("", None))
    if prefix[1] is not table or type(k) is not str:
        return
    path = prefix[0] + k
    if path in _results or path in _constants:
        _replace(path, _value(path))
    elif path in _libraries:
        for name in _libraries:
            if name == path or name.startswith(f"{path}."):
                _watch_library(name)
        for inner in (*_results, *_constants):
            if inner.startswith(f"{path}."):
                _replace(inner, _value(inner))


_LOOPS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "pairs": {"pairs": each2, "keys": each1},
    "ipairs": {"ipairs": each2, "values": lambda results: (value for _, value in each2(results))},
}
"""The helpers for loops over the iterators of the library, with what a loop does with the results of another one."""


def _looped(each: Callable[[Any], Any], function: Any, table: Any) -> Any:
    return each(call(function, table))


def _replace_loop(name: str, helper: Any) -> None:
    for builtins in _targets:
        builtins[f"${name}"] = helper
    _rebind("cmc.runtime", name, helper)
    setattr(sys.modules["cmc.runtime"], name, helper)


def _rebind(source: str, name: str, value: Any) -> None:
    """Gives the variables of written modules that hold what they imported another value."""
    if state.packages:
        from cmc.runtime.core.bindings import rebind

        rebind(source, name, value)


def _replace(path: str, value: Any) -> None:
    new = value if value is None or path in _constants else _held_to(path, value)
    _replacements[path] = new
    for builtins in _targets:
        builtins[PREFIX + path] = new
    for name, each in _LOOPS.get(path, {}).items():
        _replace_loop(name, partial(_looped, each, new))
    folder, _, name = path.rpartition(".")
    if not folder:
        _rebind("cmc.runtime.lib", _python_name(path), new)
    elif folder in _namespaces:
        setattr(_namespaces[folder], _python_name(name), new)


_KINDS: dict[str, Callable[[Any], bool]] = {
    "any": lambda value: True,
    "small": lambda value: type(value) is int and abs(value) <= 1 << 31,
    "integer": lambda value: type(value) is int,
    "float": lambda value: type(value) is float,
}


def _paths_of(value: Any) -> Iterator[str]:
    """The classes of an object of the runtime, as types name them."""
    return (cls.lua_path for cls in type(value).__mro__ if hasattr(cls, "lua_path"))


class _Held:
    """A replacement for a library function that returns nothing else than that does; it equals what it calls."""

    __slots__ = ("function", "path")

    def __init__(self, path: str, function: Any) -> None:
        self.path, self.function = path, function

    def __call__(self, *args: Any) -> Any:
        value = first_of(call(self.function, *args))
        kinds = _results[self.path]
        for kind in kinds.split("|"):
            test = _KINDS.get(kind)
            if test(value) if test is not None else kind in (type_name(value), *_paths_of(value)):
                return value
        raise LuaError(f"the replacement of '{self.path}' returned a {type_name(value)} ({kinds} expected)")

    def __eq__(self, other: object) -> bool:
        return other is self or other is self.function

    def __hash__(self) -> int:
        return hash(self.function)


NAMES[_Held] = "function"


class _Lost:
    """A function of a library whose table the program has taken away."""

    __slots__ = ("kind", "library")

    def __init__(self, library: str, kind: str) -> None:
        self.library, self.kind = library, kind

    def __call__(self, *args: Any) -> Any:
        folder, _, name = self.library.rpartition(".")
        raise runtime_error(f"attempt to index a {self.kind} value ({'field' if folder else 'global'} '{name}')")


def _held_to(path: str, function: Any) -> Any:
    if _results[path] in ("many", "nothing") or isinstance(function, _Lost) or function is _originals.get(path):
        return function
    return _Held(path, function)
