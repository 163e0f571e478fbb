"""The reference of the shims for users: a page for each library, and annotations for Lua editors.

`docs/shims/NAME.md` and `docs/coppermoon.lua` are made from the declarations by `python -m cmc.runtime.reference`; a
test compares the two. Each page ends with a program from `reference_examples/`, which a test runs: what follows `-->`
is what it prints, what follows `--<` is what it reads.
"""

import inspect
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from cmc.runtime.manifest import manifest

PAGES = Path(__file__).parents[1] / "docs" / "shims"
ANNOTATIONS = Path(__file__).parents[1] / "docs" / "coppermoon.lua"
EXAMPLES = Path(__file__).parent / "reference_examples"

_KEYWORDS = frozenset(
    ["and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil"]
    + ["not", "or", "repeat", "return", "then", "true", "until", "while"]
)
_PYTHON_WORDS = {"None": "nil", "True": "true", "False": "false"}
_PYTHON_WORD = re.compile(r"\b(None|True|False)\b")
_FAILURE = "What fails raises an error, unless something else is said."
_FAILURES = {"nil, message": "When it fails, it returns nil and a message."}


# What there is


def libraries(data: dict[str, Any]) -> dict[str, str]:
    """The Python modules of everything that gets a page, by its name.

    Functions that are global variables themselves share the page of their module, called as its last part.
    """
    grouped = {module.rpartition(".")[2]: module for module in data["global_functions"].values()}
    return dict(sorted({**data["globals"], **data["packages"], **data["extensions"], **grouped}.items()))


def _functions(data: dict[str, Any], name: str) -> dict[str, Any]:
    """The functions on a page, by path."""
    module = libraries(data)[name]
    own = {path for path, place in data["global_functions"].items() if place == module}
    return {path: entry for path, entry in data["functions"].items() if path.startswith(f"{name}.") or path in own}


def _classes(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {path: entry for path, entry in data["classes"].items() if path.startswith(f"{name}.")}


def _python_object(place: str) -> Any:
    module, _, path = place.partition(":")
    value: Any = import_module(module)
    for part in path.split("."):
        value = getattr(value, part)
    return value


# Texts


def _lua_words(text: str) -> str:
    """A docstring in the words of Lua."""
    return _PYTHON_WORD.sub(lambda match: _PYTHON_WORDS[match[0]], text)


def _documentation(value: Any) -> list[str]:
    """The paragraphs of a docstring; what is raised becomes the paragraph `Errors: …`."""
    text, _, raised = inspect.cleandoc(value.__doc__ or "").partition("\nRaises:\n")
    paragraphs = [part.strip() for part in text.partition("\nAttributes:")[0].split("\n\n") if part.strip()]
    errors = [
        " ".join(entry.split()).removeprefix("LuaError: ")
        for entry in re.findall(r"^    \w+: (?:.*\n?)(?:^ {5,}.*\n?)*", raised, re.MULTILINE)
    ]
    if errors:
        paragraphs.append("Errors: " + " ".join(errors))
    return [_lua_words(paragraph) for paragraph in paragraphs]


def _title(module: str, name: str) -> list[str]:
    """The introduction of a page, from the docstring of the module."""
    paragraphs = _documentation(import_module(module))[:1]
    return [re.sub(rf"^`{name}`: (.)", lambda match: match[1].upper(), paragraph) for paragraph in paragraphs]


def _parameter(parameter: dict[str, Any]) -> str:
    if parameter.get("rest"):
        return f"...: {parameter['type']}"
    return f"{parameter['name']}{'?' if parameter.get('optional') else ''}: {parameter['type']}"


def _results(entry: dict[str, Any]) -> str:
    results = entry["results"]
    if results is None:
        return " -> ..."
    return f" -> {', '.join(results)}" if results else ""


def _signature(name: str, entry: dict[str, Any], *, is_method: bool = False) -> str:
    """`open(path: string) -> sqlite.Database`; without the object of a method."""
    parameters = entry["parameters"][1:] if is_method else entry["parameters"]
    return f"{name}({', '.join(map(_parameter, parameters))}){_results(entry)}"


# Pages


def page(data: dict[str, Any], name: str) -> str:
    """The page of a library, in Markdown."""
    parts = [f"# `{name}`", *_title(libraries(data)[name], name), f"{_how_to_get(data, name)} {_FAILURE}"]
    constants = {path: value for path, value in data["constants"].items() if path.startswith(f"{name}.")}
    if constants:
        parts += ["## Values", "\n".join(f"* `{path}`: {_value(value)}" for path, value in constants.items())]
    functions = _functions(data, name)
    if functions:
        parts.append("## Functions")
    for path, entry in functions.items():
        parts += _entry(_signature(path, entry), entry)
    for path, entry in _classes(data, name).items():
        parts += _class(path, entry)
    example = EXAMPLES / f"{name}.lua"
    if example.exists():
        parts += ["## Example", f"```lua\n{example.read_text('utf-8').rstrip()}\n```"]
    notice = "<!-- Written by `python -m cmc.runtime.reference`. -->"
    return "\n\n".join([notice, *parts]) + "\n"


def _value(value: Any) -> str:
    return f"a table of {len(value)}" if isinstance(value, dict | list) else f"`{value}`"


def _how_to_get(data: dict[str, Any], name: str) -> str:
    if name in data["globals"]:
        return f'The global variable `{name}`; `require("{name}")` gives the same.'
    if name in data["packages"]:
        return f'`local {name} = require("{name}")`.'
    return f"Added to Lua's `{name}`." if name in data["extensions"] else "Global functions."


def _entry(signature: str, entry: dict[str, Any]) -> list[str]:
    """The part of a page about a function or method."""
    notes = [_FAILURES[entry["failure"]]] if entry["failure"] in _FAILURES else []
    if entry.get("suspends"):
        notes.append("While it waits, other requests and timers run.")
    return [f"### `{signature}`", *_documentation(_python_object(entry["python"])), *notes]


def _class(path: str, entry: dict[str, Any]) -> list[str]:
    name = path.rpartition(".")[2]
    parts = [f"## `{name}`", *_documentation(_python_object(entry["python"]))]
    fields = entry.get("fields")
    if fields:
        parts.append("\n".join(["Fields:", "", *(f"* `{field}: {kind}`" for field, kind in fields.items())]))
    for method, described in entry["methods"].items():
        parts += _entry(_signature(f"{name}:{method}", described, is_method=True), described)
    return parts


def index_page(data: dict[str, Any]) -> str:
    """The list of all pages."""
    lines = ["<!-- Written by `python -m cmc.runtime.reference`. -->", "", "# Libraries", ""]
    lines += [
        "What CopperMoon programs find, a page for each library. For editors with the Lua language server,",
        "[coppermoon.lua](../coppermoon.lua) says the same: put its folder into `workspace.library`. For packages, add",
        'their type: `local honeymoon = require("honeymoon") ---@type honeymoon`.',
        "",
    ]
    for name, module in libraries(data).items():
        introduction = " ".join(_title(module, name)).replace("\n", " ")
        lines.append(f"* [`{name}`]({name}.md): {introduction}")
    return "\n".join(lines) + "\n"


# Annotations


def annotations(data: dict[str, Any]) -> str:
    """The annotations that the Lua language server reads."""
    lines = ["---@meta", "", "-- Written by `python -m cmc.runtime.reference`.", ""]
    for path, entry in data["classes"].items():
        lines += _annotated_class(path, entry)
    for name in libraries(data):
        functions = _functions(data, name)
        if name in data["globals"] or name in data["packages"]:
            is_global = name in data["globals"]
            lines += [f"---@class {name}", f"{'' if is_global else 'local '}{name} = {{}}", ""]
        lines += _folders(functions, data["global_functions"])
        for path, value in data["constants"].items():
            if path.startswith(f"{name}."):
                lines += [f"---@type {_type_of(value)}", f"{path} = nil", ""]
        for path, entry in functions.items():
            lines += _annotated(entry, path, entry["parameters"])
    return "\n".join(lines)


def _folders(functions: dict[str, Any], names: dict[str, Any]) -> list[str]:
    """The tables between a library and its functions; those that are functions too can be called."""
    lines: list[str] = []
    found = {path.rpartition(".")[0] for path in functions if path not in names}
    for folder in sorted(folder for folder in found if "." in folder):
        own = functions.get(folder)
        if own is not None:
            lines += [f"---@class {folder}", _overload(own)]
        lines += [f"{folder} = {{}}", ""]
    return lines


def _overload(entry: dict[str, Any]) -> str:
    parameters = ", ".join(_parameter(parameter) for parameter in entry["parameters"])
    results = entry["results"]
    tail = ": ..." if results is None else f": {', '.join(results)}" if results else ""
    return f"---@overload fun({parameters}){tail}"


def _annotated_class(path: str, entry: dict[str, Any]) -> list[str]:
    name = path.rpartition(".")[2]
    lines = [f"---{_lua_words(entry['doc'])}", f"---@class {path}"]
    lines += [f"---@field {field} {kind}" for field, kind in entry.get("fields", {}).items()]
    lines += [f"local {name} = {{}}", ""]
    for method, described in entry["methods"].items():
        lines += _annotated(described, f"{name}:{method}", described["parameters"][1:])
    return ["do", *(f"  {line}" if line else "" for line in lines), "end", ""]


def _annotated(entry: dict[str, Any], path: str, parameters: list[dict[str, Any]]) -> list[str]:
    lines = [f"---{_lua_words(entry['doc'])}"]
    names = []
    for parameter in parameters:
        name = "..." if parameter.get("rest") else _identifier(parameter["name"])
        names.append(name)
        optional = "?" if parameter.get("optional") else ""
        lines.append(f"---@param {name}{optional} {parameter['type']}")
    results = entry["results"]
    lines += ["---@return any ..."] if results is None else [f"---@return {result}" for result in results]
    holder, mark, leaf = re.fullmatch(r"(?:(.*)([.:]))?(\w+)", path).groups()  # type: ignore[union-attr]
    if leaf in _KEYWORDS:
        first = ["self"] if mark == ":" else []
        return [*lines, f'{holder}["{leaf}"] = function({", ".join([*first, *names])}) end', ""]
    return [*lines, f"function {path}({', '.join(names)}) end", ""]


def _identifier(name: str) -> str:
    return f"{name}_" if name in _KEYWORDS else name


def _type_of(value: Any) -> str:
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string"}
    return "table" if isinstance(value, dict | list) else kinds.get(type(value), "any")


# Files


def files() -> dict[Path, str]:
    """All files of the reference and what they should hold."""
    data = manifest()
    pages = {PAGES / f"{name}.md": page(data, name) for name in libraries(data)}
    return {**pages, PAGES / "README.md": index_page(data), ANNOTATIONS: annotations(data)}


def write_files() -> list[Path]:
    """Writes the files that differ, and removes pages of libraries that are gone; returns what it has touched."""
    wanted = files()
    touched = [path for path in PAGES.glob("*.md") if path not in wanted]
    for path in touched:
        path.unlink()
    for path, text in wanted.items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            touched.append(path)
    return touched


if __name__ == "__main__":
    for path in write_files():
        sys.stdout.write(f"{path}\n")
