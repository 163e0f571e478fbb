"""The libraries that a program finds, as the analyses know them: Lua's own, and what the runtime's manifest adds.

A *path* names a function: `print`, `string.format`, `fs.read`, or `sqlite.Database:query` for a method of the objects
of a class. Types are written as in the manifest: names of Lua's types and paths of classes, separated by bars.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cmc.runtime.core.results import CONSTANTS as VALUES
from cmc.runtime.core.results import LIBRARIES, RESULTS
from cmc.transpiler.analysis.kinds import (
    ANY,
    ASCII,
    BOOLEAN,
    FLOAT,
    FUNCTION,
    INTEGER,
    NIL,
    NUMBER,
    OTHER,
    SMALL,
    STRING,
    TABLE,
    TEXT,
)


@dataclass(frozen=True, slots=True)
class Given:
    """What a library function returns: the kinds of its one result; `count` is None if there may be other than one."""

    kind: int = ANY
    count: int | None = 1


@dataclass(frozen=True, slots=True)
class Callable:
    """A function or method of the manifest.

    `parameters` are the types of its parameters, without that of the object, of which `least` must be given, and `rest`
    that of all further arguments, if there may be any. `results` are the types of its results, None if their number
    varies. What it is given it only reads if `only_reads`; functions that it is given are called with values of the
    types in `calls_with`, if these are known: a list for each number of parameters, the first one for all others.
    `python` is the name of the function or method in Python; it returns a decorator where its last argument is no
    function if `is_decorator`.
    """

    path: str
    parameters: tuple[str, ...] = ()
    rest: str | None = None
    results: tuple[str, ...] | None = None
    only_reads: bool = False
    calls_with: tuple[tuple[str, ...], ...] = ()
    least: int = 0
    python: str = ""
    is_decorator: bool = False

    @property
    def given(self) -> Given:
        """What it returns."""
        if self.results is None or len(self.results) > 1:
            return Given(ANY, None)
        return Given(kind_of(self.results[0])) if self.results else Given(NIL, 0)


@dataclass(frozen=True, slots=True)
class HostClass:
    """A class of objects that the runtime makes; its tables have `fields`, by type, and programs may add others."""

    path: str
    is_table: bool
    methods: Mapping[str, Callable]
    fields: Mapping[str, str]


_KINDS = {
    "any": ANY, "boolean": BOOLEAN, "float": FLOAT, "function": FUNCTION, "integer": INTEGER, "nil": NIL,
    "number": NUMBER, "small": SMALL, "string": TEXT, "table": TABLE, "userdata": OTHER,
}  # fmt: skip


def kind_of(type: str) -> int:
    """The kinds that a type stands for; objects of classes may be tables or userdata."""
    kind = 0
    for name in type.split("|"):
        kind |= _KINDS.get(name, TABLE | OTHER)
    return kind


_COUNTS: dict[str, Given] = {"many": Given(ANY, None), "nothing": Given(NIL, 0)}


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """What there is: `functions` and `constants` by path, `libraries` the paths of the tables that hold them.

    `shims` are those of the functions that the manifest declares, `classes` its classes, `packages` the libraries that
    only `require` finds. `globals` are all global variables that there are in the beginning. Those
    of `callable_tables` are functions only for whoever calls them. `operators` are the metamethods that objects of
    packages have; those of all other objects give what the operators give without them.
    """

    functions: Mapping[str, Given]
    constants: Mapping[str, int]
    libraries: frozenset[str]
    globals: frozenset[str]
    shims: Mapping[str, Callable] = field(default_factory=dict)
    classes: Mapping[str, HostClass] = field(default_factory=dict)
    packages: frozenset[str] = frozenset()
    callable_tables: frozenset[str] = frozenset()
    operators: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def without(self, paths: Iterable[str]) -> "Catalogue":
        """The catalogue without some functions and libraries of the manifest; those of Lua itself stay."""
        gone = set(paths)
        if not gone or not self.shims:
            return self

        def stays(path: str) -> bool:
            if path in LUA.functions or path in LUA.constants or path in LUA.libraries:
                return True
            parts = path.split(".")
            return not any(".".join(parts[:end]) in gone for end in range(1, len(parts) + 1))

        return replace(
            self,
            functions={path: given for path, given in self.functions.items() if stays(path)},
            constants={path: kind for path, kind in self.constants.items() if stays(path)},
            libraries=frozenset(path for path in self.libraries if stays(path)),
            shims={path: shim for path, shim in self.shims.items() if stays(path)},
            packages=frozenset(path for path in self.packages if stays(path)),
        )


LUA = Catalogue(
    {path: _COUNTS.get(results) or Given(kind_of(results)) for path, results in RESULTS.items()},
    {path: kind_of(kind) for path, kind in VALUES.items()},
    LIBRARIES,
    frozenset(("_G", "_VERSION", "arg", *LIBRARIES, *(path for path in RESULTS if "." not in path))),
)
"""Lua's own libraries."""


def catalogue_of(manifest: Mapping[str, Any]) -> Catalogue:
    """Lua's libraries with those of a manifest (`runtime/manifest.py`)."""
    shims = {path: _callable(path, entry) for path, entry in manifest["functions"].items() if _is_plain(path, manifest)}
    classes = {path: _class(path, entry) for path, entry in manifest["classes"].items() if not entry.get("dynamic")}
    folders = {path.rpartition(".")[0] for path in shims} - {""}
    constants = {
        path: kind for path, value in manifest["constants"].items() if (kind := _kind_of_value(value)) is not None
    }
    return Catalogue(
        {**LUA.functions, **{path: shim.given for path, shim in shims.items()}},
        {**LUA.constants, **constants},
        LUA.libraries | folders | {folder.partition(".")[0] for folder in folders},
        LUA.globals | {"_COPPERMOON_VERSION", *manifest["globals"], *manifest["global_functions"]},
        shims,
        classes,
        frozenset(manifest["packages"]),
        frozenset(path.rpartition(".")[0] for path in manifest["functions"]) & shims.keys(),
        _operators(manifest),
    )


def _operators(manifest: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for path, entry in manifest["classes"].items():
        package = path.partition(".")[0]
        if package in manifest["packages"] and "operators" in entry:
            found[package] = found.get(package, frozenset()).union(entry["operators"])
    return found


def _is_plain(path: str, manifest: Mapping[str, Any]) -> bool:
    """Whether a path leads to a function through tables that are nothing else."""
    return path.rpartition(".")[0] not in manifest["functions"]


def _callable(path: str, entry: Mapping[str, Any]) -> Callable:
    parameters = entry["parameters"]
    rest = next((_type_of(each) for each in parameters if each.get("rest")), None)
    results = entry["results"]
    return Callable(
        path,
        tuple(_type_of(each) for each in parameters if not each.get("rest")),
        rest,
        None if results is None else tuple(results),
        entry.get("only_reads", False),
        tuple(map(tuple, entry.get("calls_with", ()))),
        max((at for at, each in enumerate(parameters, 1) if not (each.get("rest") or each.get("optional"))), default=0),
        entry["python"].rpartition(":")[2].rpartition(".")[2],
        "decorator" in entry.get("idioms", ()),
    )


def _type_of(parameter: Mapping[str, Any]) -> str:
    """The type of a parameter; `sized` are integers of which only some are taken."""
    return "sized" if parameter.get("sized") else str(parameter["type"])


def _class(path: str, entry: Mapping[str, Any]) -> HostClass:
    methods = {}
    for name, method in entry["methods"].items():
        found = _callable(f"{path}:{name}", method)
        methods[name] = replace(found, parameters=found.parameters[1:], least=max(found.least - 1, 0))
    return HostClass(path, entry["kind"] == "table", methods, entry.get("fields", {}))


def _kind_of_value(value: Any) -> int | None:
    """The kinds of a constant, None for tables."""
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, int):
        return INTEGER
    if isinstance(value, float):
        return FLOAT
    if isinstance(value, str):
        return ASCII if value.isascii() else STRING
    return None
