"""Which files make up a program: what `require` reaches from the entry, and for a folder everything under it."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from glob import escape
from pathlib import Path

from cmc.transpiler.options import Options
from cmc.transpiler.pipeline import Front, read_front
from cmc.transpiler.project.config import ALL_PACKAGES, read_config, source_packages
from cmc.transpiler.project.names import module_name, python_path
from cmc.transpiler.project.native import native_libraries
from cmc.transpiler.project.program_text import MAX_COMPUTED, MAX_FOLDERS
from cmc.transpiler.source import Source
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.parser import parse
from cmc.transpiler.syntax.walk import walk

_SKIPPED_FOLDERS = frozenset(("build", "dist", "harbor_modules", "node_modules", "__pycache__"))


class DiscoveryError(Exception):
    """A project that cannot be read: catalogue code and message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True, eq=False)
class ModuleFile:
    """One Lua file of a project.

    `relative` is its path below the root; `names` are what `require` may call it; `requires` are the names that it
    requires itself, `prefixes` the constant beginnings of names that it computes (`require("plugins." .. name)`).
    `computes` says that there are names which are not constant.
    `python` is the import path below the package (`routes.users`), `is_package` says that its file is
    an `__init__.py`.
    """

    relative: Path
    source: Source
    names: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    computes: bool = False
    python: str = ""
    is_package: bool = False


@dataclass(slots=True, eq=False)
class Project:
    """A program to compile: its root folder, name, version, entry file and modules by relative path.

    `has_all_files` says that all files below the root that are sound belong to it. `native` are the libraries that the
    runtime brings along, `from_source` the packages among them that come from `harbor_modules/` all the same, `*` for
    all.
    """

    root: Path
    name: str
    version: str
    entry: Path
    modules: dict[Path, ModuleFile] = field(default_factory=dict)
    has_all_files: bool = False
    native: frozenset[str] = frozenset()
    from_source: frozenset[str] = frozenset()

    def resolve(self, name: str) -> Path | None:
        """The file that `require(name)` means, relative to the root."""
        path = name.replace(".", "/").lstrip("/")
        for folder in ("",) if self._is_native(path.partition("/")[0]) else ("", "harbor_modules/"):
            for candidate in (f"{path}.lua", f"{path}/init.lua"):
                relative = Path(folder + candidate)
                if os.path.isfile(self.root / relative):
                    return relative
        return None

    def _is_native(self, package: str) -> bool:
        """Whether a package comes from the runtime, unless the program has files of that name itself."""
        return package in self.native and package not in self.from_source and ALL_PACKAGES not in self.from_source


def discover(target: Path, dialect: str = "coppermoon") -> Project:
    """The project that a file or folder stands for.

    Raises:
        DiscoveryError: something cannot be read, or there is no entry.
        ConfigError: see `read_config`.
    """
    project, files = _folder_project(target) if os.path.isdir(target) else (_file_project(target), [])
    if dialect == "coppermoon":
        project.native, project.from_source = native_libraries(), source_packages(project.root)
    _follow(project, [project.entry, *files])
    if not project.has_all_files and any(module.computes for module in project.modules.values()):
        _guess(project)
    _place(project)
    return project


def _file_project(target: Path) -> Project:
    """The project of a program in one file and what it requires."""
    if not os.path.exists(target):
        read_file(target)
    project = Project(target.parent, "", "0.1.0", Path(target.name))
    config = read_config(target.parent)
    configured = config.name if config.entry in ("", target.name) else ""
    project.name = configured or target.stem
    project.version = config.version
    return project


def _folder_project(folder: Path) -> tuple[Project, list[Path]]:
    """The project of a folder, and its files."""
    config = read_config(folder)
    entry = config.entry or next((n for n in ("app.lua", "main.lua", "init.lua") if (folder / n).is_file()), "")
    if not entry:
        raise DiscoveryError("P002", f"{folder} has no entry: no app.lua or main.lua, and no configuration names one")
    entry = os.path.normpath(entry)
    if os.path.isabs(entry) or Path(entry).parts[0] == "..":
        raise DiscoveryError("P003", f"the entry {entry} lies outside of {folder}")
    if not os.path.isfile(folder / entry):
        raise DiscoveryError("P002", f"the entry {entry} of {folder} does not exist")
    project = Project(folder, config.name or folder.resolve().name, config.version, Path(entry), has_all_files=True)
    return project, lua_files(folder)


def lua_files(folder: Path) -> list[Path]:
    """The Lua files of a project, relative to its folder.

    What lies in output, packages or hidden folders is none of its sources.

    Raises:
        DiscoveryError: a folder cannot be read.
    """
    return sorted(path for found in _files_by_folder(folder, _refuse) for path in found)


def _files_by_folder(folder: Path, onerror: Callable[[OSError], None] | None) -> Iterator[list[Path]]:
    """The Lua files of each folder below one that may hold sources, relative to that one."""
    for parent, folders, names in os.walk(folder, onerror=onerror):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS and not name.startswith("."))
        paths = (Path(parent, name).relative_to(folder) for name in sorted(names) if name.endswith(".lua"))
        yield [path for path in paths if os.path.isfile(folder / path)]


def _guess(project: Project) -> None:
    """Adds the files that computed names may mean, all below the root, unless these are too many to mean that.

    Those whose text is wrong are left out: whoever requires them is told so then.
    """
    files: list[Path] = []
    for looked, found in enumerate(_files_by_folder(project.root, None)):
        files += found
        if len(files) > MAX_COMPUTED or looked > MAX_FOLDERS:
            return
    _follow(project, files, only_sound=True)
    project.has_all_files = True


def _refuse(error: OSError) -> None:
    raise DiscoveryError("P002", f"cannot read {error.filename}: {error.strerror}") from error


def _follow(project: Project, pending: list[Path], *, only_sound: bool = False) -> None:
    """Reads files and all that they require, breadth first; with `only_sound` those that the compiler takes."""
    position = 0
    while position < len(pending):
        relative = pending[position]
        position += 1
        if relative in project.modules:
            continue
        module = read_module(project, relative)
        if only_sound and not isinstance(read_front(module.source, Options(), recover=False, is_file=True), Front):
            continue
        project.modules[relative] = module
        for name in module.requires:
            required = project.resolve(name)
            if required is not None and required not in project.modules:
                pending.append(required)
        for prefix in module.prefixes:
            pending += _files_with_prefix(project, prefix)


def _files_with_prefix(project: Project, prefix: str) -> list[Path]:
    """The files that `require(prefix .. name)` may mean, in the folder that the prefix names."""
    folder, _, beginning = prefix.replace(".", "/").lstrip("/").rpartition("/")
    if not folder or ".." in prefix:
        return []
    found = sorted((project.root / folder).glob(f"{escape(beginning)}*.lua"))
    found += sorted((project.root / folder).glob(f"{escape(beginning)}*/init.lua"))
    return [path.relative_to(project.root) for path in found if os.path.isfile(path)]


def read_module(project: Project, relative: Path) -> ModuleFile:
    """One file with the names that it requires.

    Raises:
        DiscoveryError: the file cannot be read.
    """
    data = read_file(project.root / relative)
    source = Source.from_bytes(f"@{relative.as_posix()}", data)
    chunk = parse(source, recover=True).chunk
    return ModuleFile(
        relative,
        source,
        module_name(relative),
        required_names(chunk),
        required_prefixes(chunk),
        bool(computed_names(chunk)),
    )


def read_file(path: Path) -> bytes:
    """What is in a file.

    Raises:
        DiscoveryError: the file cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DiscoveryError("P002", f"cannot read {path}: no such file or folder") from error
    except OSError as error:
        raise DiscoveryError("P002", f"cannot read {path}: {error.strerror}") from error


def required_names(chunk: lua.Chunk) -> tuple[str, ...]:
    """The constant names that a chunk hands to `require`."""
    return tuple(dict.fromkeys(name.value for name in _required(chunk) if isinstance(name, lua.String)))


def required_prefixes(chunk: lua.Chunk) -> tuple[str, ...]:
    """The constant beginnings of the names that a chunk computes for `require`."""
    prefixes = []
    for name in _required(chunk):
        if isinstance(name, lua.Binary) and name.op == ".." and isinstance(name.left, lua.String):
            prefixes.append(name.left.value)
    return tuple(dict.fromkeys(prefixes))


def computed_names(chunk: lua.Chunk) -> list[lua.Node]:
    """Uses of `require` whose names are not constant."""
    known = set()
    for node in walk(chunk.body):
        if isinstance(node, lua.Call) and isinstance(node.func, lua.Name) and node.args:
            if node.func.name == "require" and _is_spelt(node.args[0]):
                known.add(node.func.id)
            elif node.func.name == "pcall" and len(node.args) > 1 and _is_spelt(node.args[1]):
                known.add(node.args[0].id)
    return [
        node
        for node in walk(chunk.body)
        if isinstance(node, lua.Name) and node.name == "require" and node.id not in known
    ]


def _is_spelt(name: lua.Expression) -> bool:
    return isinstance(name, lua.String)


def _required(chunk: lua.Chunk) -> Iterator[lua.Expression]:
    """What a chunk hands to `require`, directly or through `pcall`."""
    for node in walk(chunk.body):
        if not isinstance(node, lua.Call) or not isinstance(node.func, lua.Name):
            continue
        args = node.args
        if node.func.name == "pcall" and args and isinstance(args[0], lua.Name) and args[0].name == "require":
            args = args[1:]
        elif node.func.name != "require":
            continue
        if args:
            yield args[0]


def _place(project: Project) -> None:
    """Gives every module its place in the package.

    Raises:
        DiscoveryError: two files would become one Python module.
    """
    paths = {python_path(relative): relative for relative in project.modules}
    if len(paths) != len(project.modules):
        for relative in project.modules:
            if paths[python_path(relative)] != relative:
                other = paths[python_path(relative)]
                raise DiscoveryError("P004", f"{relative} and {other} would become the same Python module")
    folders = {parent for path in paths for parent in _parents(path)}
    for path, relative in paths.items():
        module = project.modules[relative]
        module.python, module.is_package = path, path in folders
        if path.endswith(".init") and path[: -len(".init")] not in paths:
            module.python, module.is_package = path[: -len(".init")], True


def _parents(path: str) -> list[str]:
    parts = path.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]
