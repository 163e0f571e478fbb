"""The manifest of the shims: what the compiler, the documentation and editors know of them, as data.

`manifest.json` is made from the declarations by `python -m cmc.runtime.manifest`; a test compares the two. The compiler
reads only this file and imports no shim. `shims/names.py` is an extract for the runtime.
"""

import inspect
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

from cmc.runtime.core.table import Table
from cmc.runtime.declare import (
    Declaration,
    HostObject,
    HostTable,
    declared_fields,
    declared_functions,
    declared_methods,
)
from cmc.runtime.lua_form import Signature, kind_of, lua_type, results_text, signature_of
from cmc.runtime.shims.catalogue import EXTENSIONS, FUNCTIONS, GLOBALS, PACKAGES

OPERATORS = frozenset((
    "__add", "__sub", "__mul", "__div", "__mod", "__idiv", "__pow", "__band", "__bor", "__bxor", "__shl", "__shr",
    "__concat", "__unm", "__bnot", "__len",
))  # fmt: skip
"""The metamethods of operators that may give any value."""

MANIFEST = Path(__file__).with_name("manifest.json")
NAMES = Path(__file__).parent / "shims" / "names.py"


def manifest() -> dict[str, Any]:
    """The manifest as data.

    `globals` and `packages` map library names to Python modules, `extensions` those of Lua's own libraries that get
    more functions, `global_functions` the names of functions that are global variables. `functions` are by path; of a
    function it says its Python module and name, parameters, results (null if their number varies), and what its
    declaration says. `classes` are by path too: their kind (`userdata` or `table`), methods and fields,
    whether a function finds others (`dynamic`), and the operators that they have metamethods for.
    """
    functions: dict[str, Any] = {}
    classes: dict[str, Any] = {}
    constants: dict[str, Any] = {}
    for name, module_name in sorted({**GLOBALS, **PACKAGES, **EXTENSIONS, **FUNCTIONS}.items()):
        module = import_module(module_name)
        for declaration, function in declared_functions(module):
            functions[declaration.path] = _entry(
                declaration, signature_of(function), module_name, function.__name__, function
            )
        constants |= {f"{name}.{key}": value for key, value in getattr(module, "LUA_CONSTANTS", {}).items()}
        found = [
            value
            for value in vars(module).values()
            if inspect.isclass(value) and issubclass(value, HostObject | HostTable) and hasattr(value, "lua_path")
        ]
        names = {cls.__name__: cls for cls in found}
        own = [cls for cls in found if cls.lua_path.startswith(name + ".")]
        classes |= {cls.lua_path: _class_entry(cls, module_name, names) for cls in own}
    return {
        "globals": dict(sorted(GLOBALS.items())),
        "packages": dict(sorted(PACKAGES.items())),
        "extensions": dict(sorted(EXTENSIONS.items())),
        "global_functions": dict(sorted(FUNCTIONS.items())),
        "constants": dict(sorted(constants.items())),
        "functions": dict(sorted(functions.items())),
        "classes": dict(sorted(classes.items())),
    }


def _class_entry(cls: Any, module_name: str, names: dict[str, Any]) -> dict[str, Any]:
    """The entry of a class; `names` are the classes that annotations may name before they are defined."""
    methods = {
        declaration.name: _entry(
            declaration, signature_of(method, cls), module_name, f"{cls.__name__}.{method.__name__}", method
        )
        for declaration, method in declared_methods(cls)
    }
    entry: dict[str, Any] = {
        "kind": "table" if issubclass(cls, HostTable) else "userdata",
        "python": f"{module_name}:{cls.__name__}",
        "doc": inspect.cleandoc(cls.__doc__ or "").partition("\n")[0],
        "methods": dict(sorted(methods.items())),
    }
    operators = sorted(OPERATORS.intersection(cls.lua_metatable()))
    if operators:
        entry["operators"] = operators
    if not _has_plain_fields(cls):
        entry["dynamic"] = True
    if issubclass(cls, HostTable):
        entry["fields"] = {
            name: lua_type(get_type_hints(field.compute, localns=names)["return"], cls)
            for name, field in sorted(declared_fields(cls).items())
        }
    return entry


def _has_plain_fields(cls: Any) -> bool:
    """Whether the objects of a class have its methods and fields, and get no others from a function."""
    index = cls.lua_metatable()["__index"]
    return isinstance(index, Table) or (issubclass(cls, HostTable) and index is HostTable._metamethods()["__index"])


def _entry(
    declaration: Declaration, signature: Signature, module: str, python_name: str, function: Any
) -> dict[str, Any]:
    parameters = []
    for parameter in signature.parameters:
        described: dict[str, Any] = {"name": parameter.name, "type": parameter.kind.lua}
        if parameter.optional and not parameter.rest:
            described["optional"] = True
        if parameter.kind.lua == "integer" and parameter.kind is not kind_of(int):
            described["sized"] = True
        if parameter.rest:
            described["rest"] = True
        parameters.append(described)
    entry: dict[str, Any] = {
        "python": f"{module}:{python_name}",
        "doc": inspect.cleandoc(function.__doc__ or "").partition("\n")[0],
        "parameters": parameters,
        "results": None if signature.results is None else list(signature.results),
        "failure": declaration.failure,
    }
    if declaration.suspends:
        entry["suspends"] = True
    if declaration.calls_with:
        entry["calls_with"] = [list(types) for types in declaration.calls_with]
    if declaration.only_reads:
        entry["only_reads"] = True
    if declaration.idioms:
        entry["idioms"] = list(declaration.idioms)
    return entry


def manifest_text() -> str:
    """The text of `manifest.json`."""
    return json.dumps(manifest(), indent=1, ensure_ascii=False) + "\n"


def names_text() -> str:
    """The text of `shims/names.py`: what the globals need to know of their libraries before these are imported."""
    data = manifest()
    lines = [
        '"""The names in the libraries that are globals. Written by `python -m cmc.runtime.manifest`."""',
        "",
        "from typing import Any",
        "",
        "NAMES: dict[str, dict[str, str]] = {",
    ]
    for library in sorted({**data["globals"], **data["extensions"]}):
        functions = {path: entry for path, entry in data["functions"].items() if path.startswith(library + ".")}
        names = {path.partition(".")[2]: results_text(entry["results"]) for path, entry in functions.items()}
        lines += [f'    "{library}": {{', *(f'        "{name}": "{text}",' for name, text in names.items()), "    },"]
    lines += ["}", '"""What functions of libraries return, as in `core/results.py`."""', ""]
    lines += [
        f"PACKAGES = frozenset({json.dumps(sorted(data['packages']))})",
        '"""The libraries that only `require` finds."""',
        "",
    ]
    lines += ["FUNCTIONS: dict[str, str] = {"]
    for name in data["global_functions"]:
        lines.append(f'    "{name}": "{results_text(data["functions"][name]["results"])}",')
    lines += ["}", '"""What functions that are global variables return."""', ""]
    lines += ["CONSTANTS: dict[str, dict[str, Any]] = {"]
    for library in data["globals"]:
        constants = [(path, value) for path, value in data["constants"].items() if path.startswith(library + ".")]
        if constants:
            entries = [f'        "{path.partition(".")[2]}": {json.dumps(value)},' for path, value in constants]
            lines += [f'    "{library}": {{', *entries, "    },"]
    if lines[-1].endswith("= {"):
        lines[-1] += "}"
    else:
        lines.append("}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    MANIFEST.write_text(manifest_text(), "utf-8")
    NAMES.write_text(names_text(), "utf-8")
    sys.stdout.write(f"{MANIFEST}\n{NAMES}\n")
