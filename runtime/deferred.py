"""Libraries whose modules are imported when one of their functions is first called.

What a program finds are ordinary tables and functions from the start; nothing in them changes but the code of the
functions.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from types import FunctionType
from typing import Any

from cmc.runtime.core.metatable import set_metatable
from cmc.runtime.core.table import Table
from cmc.runtime.stdlib.library import library


def deferred_library(name: str, module_name: str, names: Iterable[str], constants: Mapping[str, Any]) -> Table:
    """The table of the library `name`, which a module declares, without importing the module."""
    functions = deferred_functions(module_name, [f"{name}.{leaf}" for leaf in names])
    return nested_tables({f"{name}.{leaf}": form for leaf, form in functions.items()}, constants)


def deferred_functions(module_name: str, paths: Sequence[str]) -> dict[str, FunctionType]:
    """Functions that a module declares, by their path without its library, without importing the module."""

    def fill() -> None:
        from cmc.runtime.declare import declared_functions
        from cmc.runtime.lua_form import lua_form

        declared = {d.path: function for d, function in declared_functions(import_module(module_name))}
        for path, form in forms.items():
            lua_form(declared[path], path, into=form)

    forms = {path: _deferred_form(path, fill) for path in paths}
    return {path.partition(".")[2] or path: form for path, form in forms.items()}


_FIRST_CALL = compile("def first_call(*args):\n    fill()\n    return form(*args)", "<lua form>", "exec")


def _deferred_form(name: str, fill: Callable[[], None]) -> FunctionType:
    """A function whose module is imported when it is first called: `fill` must make it a form with `lua_form(…, into)`.

    It is no level of the call stack until then, so that errors of the first call look like those of all others.
    """
    namespace: dict[str, Any] = {"fill": fill, "__name__": __name__, "__builtins__": __builtins__}
    exec(_FIRST_CALL, namespace)
    form: FunctionType = namespace.pop("first_call")
    form.__name__ = form.__qualname__ = name
    namespace["form"] = form
    return form


def nested_tables(functions: Mapping[str, Callable[..., Any]], constants: Mapping[str, Any]) -> Table:
    """The table of a library, from functions by path; the first part of a path is the library itself.

    A function that has others below its path (`honeymoon.cors`, `honeymoon.cors.allowAll`) becomes a callable table.
    """
    root = Table(constants)
    for path in sorted(functions):
        *folders, leaf = path.split(".")[1:]
        table = root
        for folder in folders:
            table = _subtable(table, folder)
        table[leaf] = functions[path]
    return root


def _subtable(table: Table, name: str) -> Table:
    found = table[name]
    if isinstance(found, Table):
        return found
    inner = Table()
    if found is not None:
        call = library({"call": lambda _self=None, *args: found(*args)})["call"]
        set_metatable(inner, Table({"__call": call}))
    table[name] = inner
    return inner
