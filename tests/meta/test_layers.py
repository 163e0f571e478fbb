"""Who may know whom (docs/architecture.md): read off the imports of every file."""

import ast
import subprocess
import sys

import pytest

from tests.meta.sources import ROOT, imports_of, module_of, python_files, strings_in, tree_of

# What the files below a module may import of the project beside each other; the longest name that fits counts.
ALLOWED: dict[str, tuple[str, ...]] = {
    "cmc.cli": ("cmc", "cmc.transpiler", "cmc.runtime"),
    "cmc.runtime": ("cmc",),
    "cmc.transpiler.source": ("cmc.runtime.core.chunkname", "cmc.runtime.core.text"),
    "cmc.transpiler.diagnostics": (),
    "cmc.transpiler.options": (),
    "cmc.transpiler.syntax": (
        "cmc.transpiler.source",
        "cmc.runtime.core.numbers",
        "cmc.runtime.core.text",
    ),
    "cmc.transpiler.analysis": ("cmc.transpiler.syntax", "cmc.runtime.core.events", "cmc.runtime.core.results"),
    "cmc.transpiler.ir": (),
    "cmc.transpiler.lower": (
        "cmc.runtime.core.events",
        "cmc.transpiler.analysis",
        "cmc.transpiler.ir",
        "cmc.transpiler.linkage",
        "cmc.transpiler.options",
        "cmc.transpiler.source",
        "cmc.transpiler.syntax",
    ),
    "cmc.transpiler.explain": (
        "cmc.transpiler.analysis",
        "cmc.transpiler.ir",
        "cmc.transpiler.lower",
        "cmc.transpiler.source",
        "cmc.transpiler.syntax",
    ),
    "cmc.transpiler.passes": ("cmc.transpiler.ir", "cmc.transpiler.linkage"),
    "cmc.transpiler.emit": ("cmc.transpiler.ir", "cmc.transpiler.passes", "cmc.transpiler.source"),
    "cmc.transpiler.linkage": ("cmc.transpiler.analysis", "cmc.transpiler.options"),
    "cmc.transpiler.pipeline": ("cmc", "cmc.transpiler"),
    "cmc.transpiler.project": (
        "cmc",
        "cmc.transpiler.analysis.library",
        "cmc.transpiler.diagnostics",
        "cmc.transpiler.explain",
        "cmc.transpiler.options",
        "cmc.transpiler.pipeline",
        "cmc.transpiler.source",
        "cmc.transpiler.syntax",
    ),
    "cmc.transpiler.dynamic": (
        "cmc.transpiler.diagnostics",
        "cmc.transpiler.options",
        "cmc.transpiler.pipeline",
        "cmc.transpiler.project",
        "cmc.transpiler.source",
    ),
}

# Packages with one place that knows them.
ONE_IMPORTER = {
    "luaparser": ("cmc.transpiler.syntax.from_luaparser",),
    "libcst": ("cmc.transpiler.emit",),
    "black": ("cmc.transpiler.emit.format",),
    "click": ("cmc.cli",),
    "watchfiles": ("cmc.cli",),
}

# The runtime reaches the compiler by this name alone, when a program loads Lua text.
SEAM = {"cmc.runtime.core.chunks": "cmc.transpiler.dynamic"}

COMPILER_PACKAGES = ("black", "click", "libcst", "luaparser", "watchfiles")


def _is_below(name: str, module: str) -> bool:
    return name == module or name.startswith(module + ".")


def _layer(module: str) -> str:
    """The entry of `ALLOWED` for a module."""
    return max((layer for layer in ALLOWED if _is_below(module, layer)), key=len, default="")


def _may_import(module: str, imported: str) -> bool:
    layer = _layer(module)
    if layer and _is_below(imported, layer):
        return True
    # `cmc` itself holds the version and nothing else.
    return any(imported == other if other == "cmc" else _is_below(imported, other) for other in ALLOWED.get(layer, ()))


@pytest.mark.parametrize("layer", ["cmc.cli", "cmc.runtime", "cmc.transpiler"])
def test_layers(layer: str) -> None:
    """No file imports what its layer does not know."""
    wrong = [
        f"{module} imports {imported}"
        for path in python_files()
        if _is_below(module := module_of(path), layer)
        for imported in imports_of(path)
        if _is_below(imported, "cmc") and not _may_import(module, imported)
    ]
    assert wrong == []


def test_every_file_has_a_layer() -> None:
    """The table says of every file what it may import."""
    assert [module for path in python_files() if not _layer(module := module_of(path)) and path.stat().st_size] == []


@pytest.mark.parametrize("package", ONE_IMPORTER)
def test_one_importer(package: str) -> None:
    """A package that can be replaced is known in one place."""
    importers = {
        module_of(path) for path in python_files() for imported in imports_of(path) if _is_below(imported, package)
    }
    assert importers
    assert [name for name in importers if not any(_is_below(name, place) for place in ONE_IMPORTER[package])] == []


def test_the_compiler_is_reached_by_name_in_one_place() -> None:
    """No file imports a module of another layer behind the back of its imports."""
    found = {
        module: name
        for path in python_files()
        if not _is_below(module := module_of(path), "cmc.transpiler")
        for name in strings_in(path)
        if _is_below(name, "cmc.transpiler")
    }
    assert found == SEAM


def test_files_are_read_and_written_in_few_places() -> None:
    """The stages of the compiler know texts, not files."""
    allowed = ("cmc.transpiler.project", "cmc.transpiler.linkage")
    found = [
        f"{module} imports {imported}"
        for path in python_files()
        if _is_below(module := module_of(path), "cmc.transpiler")
        and not any(_is_below(module, place) for place in allowed)
        for imported in imports_of(path)
        if imported.partition(".")[0] in ("io", "os", "pathlib", "shutil", "tempfile")
    ]
    assert found == []


def _loaded_by(statement: str, names: tuple[str, ...]) -> set[str]:
    """Which of some packages a new Python has loaded after a statement."""
    script = f"{statement}\nimport sys\nprint(*[name for name in {names!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["cmc.runtime", "cmc.runtime.program", "cmc.runtime.script", "cmc.runtime.shims"])
def test_the_runtime_loads_no_compiler(module: str) -> None:
    """A program that was built runs without the compiler and what it needs."""
    assert _loaded_by(f"import {module}", (*COMPILER_PACKAGES, "cmc.transpiler")) == set()


def test_the_namespace_is_one() -> None:
    """Nobody imports `transpiler`, `runtime` or `cli` from the project's folder: every class would be there twice."""
    for path in [*python_files(), *sorted((ROOT / "tests").rglob("*.py"))]:
        for node in ast.walk(tree_of(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [str(node.module)]
            wrong = [name for name in names if name.partition(".")[0] in ("transpiler", "runtime", "cli")]
            assert not wrong, f"{path}: {wrong}"
