"""What the files of a program call, for the checks: the runtime's manifest, and the program's own modules."""

import os
from collections.abc import Iterable
from itertools import product
from pathlib import Path

from cmc.transpiler.project.config import ALL_PACKAGES, source_packages
from cmc.transpiler.project.discover import Project, read_file, required_names
from cmc.transpiler.project.native import native_libraries
from cmc.transpiler.source import Source
from cmc.transpiler.syntax.parser import parse


def hidden_libraries(folders: Iterable[Path]) -> frozenset[str]:
    """The libraries of the runtime that `require` finds as files instead, in a program with modules in some folders.

    Raises:
        ConfigError: see `source_packages`.
    """
    hidden: set[str] = set()
    for folder in folders:
        chosen = source_packages(folder)
        hidden |= native_libraries() if ALL_PACKAGES in chosen else chosen
        project = Project(folder, "", "", Path(), native=native_libraries())
        hidden |= {name for name in native_libraries() if project.resolve(name) is not None}
    return frozenset(hidden)


def required_sources(roots: Iterable[Path], sources: Iterable[Source]) -> list[Source]:
    """The files below some folders that others require, and those that these require, without the given ones.

    Raises:
        ConfigError: see `source_packages`.
        DiscoveryError: a file cannot be read.
    """
    native = native_libraries()
    projects = [Project(root, "", "", Path(), native=native, from_source=source_packages(root)) for root in roots]
    pending = list(sources)
    given = len(pending)
    seen = {os.path.normpath(source.name.removeprefix("@")) for source in pending}
    asked: set[str] = set()
    # The list grows while it is gone through.
    for source in pending:
        names = [name for name in required_names(parse(source, recover=True).chunk) if name not in asked]
        asked.update(names)
        for project, name in product(projects, names):
            relative = project.resolve(name)
            if relative is not None and os.path.normpath(project.root / relative) not in seen:
                seen.add(os.path.normpath(project.root / relative))
                pending.append(source_of(project.root / relative))
    return pending[given:]


def source_of(path: Path) -> Source:
    """A file, named by its path.

    Raises:
        DiscoveryError: the file cannot be read.
    """
    return Source.from_bytes(f"@{path}", read_file(path))
