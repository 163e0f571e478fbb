"""What compiled code finds under the names of library functions (`print`, `string.format`).

Such code takes the functions from here, not from the tables of the program, so that a call costs no lookups. Programs
may replace them all the same. A chunk whose text shows that it might is announced by `watch_library`; from then on what
is written to these tables is carried over to all compiled code. The compiler relies on what functions return
(`core/results.py`), so a replacement that is not the library's own is held to it.
"""

import sys
from collections.abc import Callable
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


def mirror_library(builtins: dict[str, Any]) -> None:
    """Adds the library's functions to the builtins of generated code, where changes will be carried over to."""
    for path in (*RESULTS, *CONSTANTS):
        builtins[PREFIX + path] = _value(path)
    _targets.append(builtins)


def _value(path: str) -> Any:
    """What the program's tables hold under a path now."""
    root, _, name = path.partition(".")
    value = dict_get(state.globals, root)
    if not name:
        return value
    if not isinstance(value, Table):
        return _Lost(root, type_name(value))
    found = dict_get(value, name)
    return _inherited(value, name, root) if found is None else found


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
    return call(index(dict_get(state.globals, library), name), *args)


def library_name(name: str) -> Any:
    """A function of the library, or one of its tables as a namespace, for modules that are written down.

    Raises:
        AttributeError: the library has no such name.
    """
    if name in LIBRARIES:
        if name not in _namespaces:
            paths = (path for path in (*RESULTS, *CONSTANTS) if path.startswith(f"{name}."))
            _namespaces[name] = SimpleNamespace(
                **{_python_name(path.removeprefix(f"{name}.")): _current(path) for path in paths}
            )
        return _namespaces[name]
    path = name.removesuffix("_")
    if path not in RESULTS:
        raise AttributeError(f"the library has no function {name!r}")
    return _current(path)


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
    _originals.update((path, _value(path)) for path in RESULTS)
    _watch("", state.globals)
    for name in LIBRARIES:
        table = dict_get(state.globals, name)
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
    if path in RESULTS or path in CONSTANTS:
        _replace(path, _value(path))
    elif path in LIBRARIES:
        other = dict_get(table, k)
        if isinstance(other, Table):
            _watch(f"{path}.", other)
        for inner in (*RESULTS, *CONSTANTS):
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
    new = value if value is None or path in CONSTANTS else _held_to(path, value)
    _replacements[path] = new
    for builtins in _targets:
        builtins[PREFIX + path] = new
    for name, each in _LOOPS.get(path, {}).items():
        _replace_loop(name, partial(_looped, each, new))
    root, _, name = path.partition(".")
    if not name:
        _rebind("cmc.runtime.lib", _python_name(path), new)
    elif root in _namespaces:
        setattr(_namespaces[root], _python_name(name), new)


_KINDS: dict[str, Callable[[Any], bool]] = {
    "any": lambda value: True,
    "small": lambda value: type(value) is int and abs(value) <= 1 << 31,
    "integer": lambda value: type(value) is int,
    "float": lambda value: type(value) is float,
}


class _Held:
    """A replacement for a library function that returns nothing else than that does; it equals what it calls."""

    __slots__ = ("function", "path")

    def __init__(self, path: str, function: Any) -> None:
        self.path, self.function = path, function

    def __call__(self, *args: Any) -> Any:
        value = first_of(call(self.function, *args))
        kinds = RESULTS[self.path]
        for kind in kinds.split("|"):
            test = _KINDS.get(kind)
            if test(value) if test is not None else type_name(value) == kind:
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
        raise runtime_error(f"attempt to index a {self.kind} value (global '{self.library}')")


def _held_to(path: str, function: Any) -> Any:
    if RESULTS[path] in ("many", "nothing") or isinstance(function, _Lost) or function is _originals.get(path):
        return function
    return _Held(path, function)
