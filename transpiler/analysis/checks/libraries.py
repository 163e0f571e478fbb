"""CopperMoon's libraries as the checks know them: names, numbers of arguments, classes; from the manifest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cmc.runtime.core.results import CONSTANTS, LIBRARIES, RESULTS

_WITHOUT_RESULTS = (
    *("io.flush", "io.input", "io.output", "io.stderr", "io.stdin", "io.stdout"),
    *("math.atan2", "math.cosh", "math.frexp", "math.ldexp", "math.log10", "math.pow", "math.sinh", "math.tanh"),
    *("os.setlocale", "string.dump"),
)
"""What Lua's libraries have beside the functions whose results the compiler makes use of."""

_WITHOUT_DECLARATION = (
    *("ember.formatters", "ember.levels", "ember.transports"),
    *("vein.cache", "vein.compiler", "vein.filters", "vein.fragment", "vein.loader", "vein.metrics", "vein.runtime"),
)
"""Tables of packages that the manifest does not describe."""

_VARIABLES = frozenset(("_COPPERMOON_VERSION", "_ENV", "_G", "_VERSION", "arg", "debug", "package"))

_TAKE_NIL = frozenset(("any", "boolean"))
"""Types of parameters that accept a missing argument: a boolean is the truth of any value."""


@dataclass(frozen=True, slots=True)
class Function:
    """How many arguments a function takes, `most` None for any number, and the class of its first result or ``."""

    least: int
    most: int | None
    result: str


@dataclass(frozen=True, slots=True)
class Class:
    """The methods of a library's objects, without `self` among their arguments, and their fields.

    `open` objects are tables, to which programs may add.
    """

    methods: Mapping[str, Function]
    fields: frozenset[str]
    open: bool


@dataclass(frozen=True, slots=True)
class Libraries:
    """What programs find without writing it.

    `functions` are those with known arguments, by path (`json.encode`); `tables` hold the names of each table by its
    path (`json`, `archive.zip`); `classes` are by path too. `variables` are the names of all global variables,
    `modules` the libraries that `require` finds.
    """

    functions: Mapping[str, Function]
    tables: Mapping[str, frozenset[str]]
    classes: Mapping[str, Class]
    variables: frozenset[str]
    modules: frozenset[str]


def libraries_of(manifest: Mapping[str, Any], own_modules: frozenset[str] = frozenset()) -> Libraries:
    """The libraries of a manifest; modules of the program itself (`own_modules`) hide those of their names."""
    classes: Mapping[str, Any] = manifest["classes"]
    functions = {path: _function(entry, classes) for path, entry in manifest["functions"].items()}
    standard = [path for path in (*RESULTS, *CONSTANTS, *_WITHOUT_RESULTS, *_WITHOUT_DECLARATION) if "." in path]
    libraries = frozenset(manifest["globals"]) | LIBRARIES
    return Libraries(
        functions,
        _tables((*functions, *manifest["constants"], *standard)),
        {path: _class(entry, classes) for path, entry in classes.items()},
        libraries | _VARIABLES | {path for path in (*RESULTS, *manifest["global_functions"]) if "." not in path},
        (libraries | frozenset(manifest["packages"])) - own_modules,
    )


def _function(entry: Mapping[str, Any], classes: Mapping[str, Any], bound: int = 0) -> Function:
    """One entry of the manifest; the first `bound` parameters are none of the call's arguments."""
    parameters = entry["parameters"][bound:]
    needed = [
        position
        for position, parameter in enumerate(parameters, 1)
        if not (parameter.get("optional") or parameter.get("rest") or parameter["type"] in _TAKE_NIL)
    ]
    most = None if any(parameter.get("rest") for parameter in parameters) else len(parameters)
    result = str((entry["results"] or [""])[0]).removesuffix("|nil")
    return Function(max(needed, default=0), most, result if result in classes else "")


def _class(entry: Mapping[str, Any], classes: Mapping[str, Any]) -> Class:
    methods = {name: _function(method, classes, 1) for name, method in entry["methods"].items()}
    return Class(methods, frozenset(entry.get("fields", ())), entry["kind"] == "table")


def _tables(paths: Iterable[str]) -> dict[str, frozenset[str]]:
    """The names in every table on the way to some paths."""
    tables: dict[str, set[str]] = {}
    for path in paths:
        while "." in path:
            table, _, name = path.rpartition(".")
            tables.setdefault(table, set()).add(name)
            path = table
    return {path: frozenset(names) for path, names in tables.items()}
