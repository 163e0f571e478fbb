"""The files of the project, and what they import."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("transpiler", "runtime", "cli")


@cache
def python_files() -> list[Path]:
    """Every file of the package."""
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def module_of(path: Path) -> str:
    """The name that a file is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(("cmc", *parts)).removesuffix(".__init__")


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def strings_in(path: Path) -> frozenset[str]:
    """The constant strings of a file."""
    nodes = ast.walk(tree_of(path))
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


@cache
def imports_of(path: Path) -> tuple[str, ...]:
    """Every module that a file imports, wherever it does so."""
    found: dict[str, None] = {}
    for node in ast.walk(tree_of(path)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            assert node.module is not None
            # `from cmc.runtime.core import text` imports a module.
            parts = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [part if is_own_module(part) else node.module for part in parts]
        found.update(dict.fromkeys(names))
    return tuple(found)


@cache
def is_own_module(name: str) -> bool:
    """Whether a dotted name is a module of the project."""
    parts = name.split(".")
    if parts[0] != "cmc":
        return False
    path = ROOT.joinpath(*parts[1:])
    return path.is_dir() or path.with_suffix(".py").is_file()


def project_files() -> list[Path]:
    """The files that make up the project: what is under version control, or would be after the next commit."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if done.returncode == 0 and done.stdout:
        return [path for name in done.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]
    # A copy without its history.
    skipped = ("build", "dist", "__pycache__")
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not any(
            part in skipped or part.startswith(".") or part.endswith(".egg-info")
            for part in path.relative_to(ROOT).parts
        )
    ]
