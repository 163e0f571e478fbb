"""Generated packages need nothing but the runtime and the standard library."""

import ast
import sys
from pathlib import Path

import pytest

from cmc.transpiler.options import Options
from cmc.transpiler.project.discover import discover
from cmc.transpiler.project.package import compile_package
from tests.golden.pairs import package_of, pairs
from tests.meta.sources import ROOT

PROJECTS = sorted(path.parent for path in (ROOT / "examples").glob("*/app.lua"))


def _imported(text: str) -> set[str]:
    """The modules that a Python text imports; relative ones begin with a dot."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


def _is_allowed(imported: str, package: str) -> bool:
    top = imported.partition(".")[0]
    if not top or top == package or top in sys.stdlib_module_names:
        return True
    return imported == "cmc.runtime" or imported.startswith("cmc.runtime.")


def _assert_allowed(files: dict[str, str], package: str) -> None:
    texts = {path: text for path, text in files.items() if path.endswith(".py")}
    assert texts
    for path, text in texts.items():
        wrong = [name for name in _imported(text) if not _is_allowed(name, package)]
        assert wrong == [], path


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair.name)
def test_fixtures(pair) -> None:
    """The golden programs."""
    _assert_allowed(package_of(pair).files, pair.name)


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_examples(project: Path) -> None:
    """Services that use CopperMoon's libraries."""
    package = compile_package(discover(project), Options())
    assert package.diagnostics == ()
    _assert_allowed(package.files, package.name)
