"""From a project to the files of a Python package, as text; nothing is written here."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from cmc import __version__
from cmc.transpiler.analysis.library import LIBRARY_TABLES
from cmc.transpiler.diagnostics import Diagnostic
from cmc.transpiler.options import Options
from cmc.transpiler.pipeline import Front, Program, analyse_program, plain_name, to_diagnostics
from cmc.transpiler.project.discover import ModuleFile, Project, computed_names
from cmc.transpiler.project.incremental import Memory
from cmc.transpiler.project.names import identifier
from cmc.transpiler.project.program_text import changes_modules, facts_of, strings_in

FILES_KEY = "files"


@dataclass(frozen=True, slots=True)
class PackageFiles:
    """The package: its import name, its files by relative path, and what was wrong with the project."""

    name: str
    files: dict[str, str]
    diagnostics: tuple[Diagnostic, ...]


def compile_package(project: Project, options: Options, name: str = "", memory: Memory | None = None) -> PackageFiles:
    """Compiles every module of a project, knowing all others."""
    memory = memory or Memory()
    name = identifier(name or project.name)
    files: dict[str, str] = {}
    alters = False
    reading = read_project(project, options, memory)
    if reading.diagnostics:
        return PackageFiles(name, files, reading.diagnostics)
    program = analyse_project(project, reading)
    for module in project.modules.values():
        output = memory.build(program, module.source)
        path = file_of(module)
        files[path] = output.text
        alters = alters or output.may_alter
        files[f"_cmc/{path}.json"] = _json(output.source_map.to_json(module.source.name))
    _add_frame(project, options, name, files, alters, reading.expected)
    return PackageFiles(name, files, ())


@dataclass(frozen=True, slots=True)
class Reading:
    """The chunks of a project with the names of each, and what was wrong with them.

    `expected` are the modules that `require` may find under computed names, None where these may be any; `is_known`
    says that no such name is computed, or that all are expected.
    """

    fronts: tuple[tuple[str, Front, tuple[str, ...]], ...]
    options: Options
    expected: frozenset[str] | None
    is_known: bool
    diagnostics: tuple[Diagnostic, ...] = ()


def read_project(project: Project, options: Options, memory: Memory) -> Reading:
    """Reads every module of a project."""
    diagnostics: list[Diagnostic] = []
    facts = facts_of(module.source.text for module in project.modules.values())
    options = replace(
        options,
        basic_metatables=facts.basic_metatables,
        metamethods=facts.metamethods,
        library=facts.library,
        natives=project.native,
    )
    fronts = []
    for module in project.modules.values():
        front = memory.read(module.source, options)
        if isinstance(front, Front):
            fronts.append((module.source.name, front, module.names))
        else:
            diagnostics += to_diagnostics(front, module.source, str(project.root / module.relative))
    computes = any(computed_names(front.chunk) for _, front, _ in fronts)
    expected = _expected(project) if computes else None
    return Reading(tuple(fronts), options, expected, expected is not None or not computes, tuple(diagnostics))


def analyse_project(project: Project, reading: Reading) -> Program:
    """What is known of the values of a project's modules."""
    return analyse_program(
        reading.fronts,
        reading.options,
        is_closed=True,
        is_complete=reading.is_known,
        knows_computed=reading.is_known,
        library=project.modules[project.entry].source.name,
    )


def _expected(project: Project) -> frozenset[str] | None:
    """The modules that `require` may find under names that are computed; None where these may be any."""
    texts = [module.source.text for module in project.modules.values()]
    if not project.has_all_files or any(map(changes_modules, texts)):
        return None
    spelt = {word for text in texts for word in strings_in(text)}
    if spelt & (project.native - LIBRARY_TABLES):
        return None
    return frozenset(name for module in project.modules.values() for name in (*module.names, *module.requires))


def file_of(module: ModuleFile) -> str:
    """The file of a module below the package."""
    path = module.python.replace(".", "/")
    return f"{path}/__init__.py" if module.is_package else f"{path}.py"


def _add_frame(
    project: Project, options: Options, name: str, files: dict[str, str], alters: bool, expected: frozenset[str] | None
) -> None:
    """The files that make modules a package: `__init__.py`, `__main__.py`, the manifest and `pyproject.toml`.

    `alters` says that a module may replace functions of the library, `expected` which modules computed names may mean.
    """
    entry = project.modules[project.entry]
    script = project.entry.as_posix()
    modules = {lua_name: module.python for module in project.modules.values() for lua_name in module.names}
    for path in list(files):
        for parent in Path(path).parents:
            if path.endswith(".py") and str(parent) != ".":
                files.setdefault(f"{parent.as_posix()}/__init__.py", "")
    files["__init__.py"] = _INIT.format(script=plain_name(script), version=__version__)
    files["__main__.py"] = _MAIN.format(script=plain_name(script), version=__version__)
    packages = sorted({".".join((name, *Path(path).parent.parts)) for path in files if path.endswith("__init__.py")})
    files["pyproject.toml"] = _PYPROJECT.format(
        name=name.replace("_", "-").strip("-") or name,
        module=name,
        version=json.dumps(project.version),
        cmc=__version__,
        packages=json.dumps(packages),
    )
    manifest = {
        "cmc": __version__,
        "dialect": options.dialect,
        "alters_library": alters,
        "entry": entry.python,
        "script": script,
        "expected_modules": None if expected is None else sorted(expected),
        "source_packages": sorted(project.from_source),
        "modules": dict(sorted(modules.items())),
        FILES_KEY: sorted([*files, "_cmc/package.json"]),
    }
    files["_cmc/package.json"] = json.dumps(manifest, indent=1, ensure_ascii=True) + "\n"


def _json(data: object) -> str:
    return json.dumps(data, separators=(",", ":"), ensure_ascii=True) + "\n"


_INIT = '''"""Compiled from {script} by cmc {version}."""

from cmc.runtime.program import open_package

open_package(__name__, __path__[0])
'''

_MAIN = '''"""Runs the program compiled from {script} by cmc {version}."""

import sys

if not __package__:  # started as `python FOLDER`, whose modules are no modules of their own
    del sys.path[0]

from cmc.runtime.program import run_package  # noqa: E402


def main() -> int:
    return run_package(__file__)


if __name__ == "__main__":
    sys.exit(main())
'''

_PYPROJECT = """\
[build-system]
requires = ["setuptools>=69"]
build-backend = "setuptools.build_meta"

[project]
name = "{name}"
version = {version}
requires-python = ">=3.11"
dependencies = ["coppermoon-cmc>={cmc}"]

[project.scripts]
{name} = "{module}.__main__:main"

[tool.setuptools]
packages = {packages}
package-dir = {{ "{module}" = "." }}

[tool.setuptools.package-data]
{module} = ["_cmc/**/*.json", "_cmc/*.json"]
"""
