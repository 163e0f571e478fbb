"""`require` and `package` (manual §6.3; the CopperMoon specification, section 3)."""

import os
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.arguments import MISSING, check_string, optional_string
from cmc.runtime.core.errors import LuaError, located
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.operators import index, setindex
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table, raw_get
from cmc.runtime.core.values import type_name
from cmc.runtime.stdlib.library import library, register

CONFIG = "/\n;\n?\n!\n-\n"

LUA_PATH = (
    "/usr/local/share/lua/5.4/?.lua;/usr/local/share/lua/5.4/?/init.lua;"
    "/usr/local/lib/lua/5.4/?.lua;/usr/local/lib/lua/5.4/?/init.lua;"
    "/usr/share/lua/5.4/?.lua;/usr/share/lua/5.4/?/init.lua;./?.lua;./?/init.lua"
)
LUA_CPATH = (
    "/usr/local/lib/lua/5.4/?.so;/usr/lib/x86_64-linux-gnu/lua/5.4/?.so;/usr/lib/lua/5.4/?.so;"
    "/usr/local/lib/lua/5.4/loadall.so;./?.so"
)


def search_path(name: str, path: str, separator: str = ".", replacement: str = "/") -> tuple[str | None, str]:
    """The first readable file for a name among the templates of a path, or None and the files that were tried."""
    if separator:
        name = name.replace(separator, replacement)
    filenames = path.replace("?", name)
    for filename in filenames.split(";"):
        if filename and os.access(filename, os.R_OK):
            return filename, ""
    tried = filenames.replace(";", "'\n\tno file '")
    return None, f"no file '{tried}'"


def lua_searchpath(
    name: Any = MISSING, path: Any = MISSING, separator: Any = None, replacement: Any = None, *_: Any
) -> Any:
    """`package.searchpath(name, path [, sep [, rep]])`"""
    # Lua checks the last argument first.
    replacement = optional_string(replacement, 4, "/")
    separator = optional_string(separator, 3, ".")
    path = check_string(path, 2)
    found, tried = search_path(check_string(name, 1), path, separator, replacement)
    return found if found is not None else (None, tried)


def lua_loadlib(path: Any = MISSING, function: Any = MISSING, *_: Any) -> tuple[None, str, str]:
    """`package.loadlib(libname, funcname)`: libraries for the C interface cannot be loaded here."""
    check_string(path, 1)
    check_string(function, 2)
    return None, "libraries written for the C interface of Lua cannot be loaded by compiled programs", "absent"


def refuse_loadlib(*_: Any) -> Any:
    """`package.loadlib` of CopperMoon, which allows no libraries of other languages.

    Raises:
        LuaError: always.
    """
    raise LuaError("safety error: package.loadlib is disabled in safe mode")


def package_library(dialect: str) -> tuple[Table, Any]:
    """A new `package` table, and the `require` that goes with it."""
    package = library({"loadlib": lua_loadlib, "searchpath": lua_searchpath, "config": CONFIG})
    package["loaded"] = state.loaded
    package["preload"] = Table()
    if dialect == "lua54":
        package["path"] = _path_from_environment("LUA_PATH", LUA_PATH)
        package["cpath"] = _path_from_environment("LUA_CPATH", LUA_CPATH)
    else:
        base = os.path.abspath(state.script_folder)
        templates = ("?.lua", "?/init.lua", "harbor_modules/?.lua", "harbor_modules/?/init.lua")
        package["path"] = ";".join(f"{base}/{template}" for template in templates)
        package["cpath"] = ""
        package["loadlib"] = register(refuse_loadlib)

    def search_preload(name: Any = MISSING, *_: Any) -> Any:
        loader = index(package["preload"], check_string(name, 1))
        return f"no field package.preload['{name}']" if loader is None else (loader, ":preload:")

    def search_lua(name: Any = MISSING, *_: Any) -> Any:
        path = _path_of(package, "path")
        filename, tried = search_path(check_string(name, 1), path)
        return tried if filename is None else _load(name, filename, filename)

    def search_c(name: Any = MISSING, *_: Any) -> Any:
        path = _path_of(package, "cpath")
        filename, tried = search_path(check_string(name, 1), path)
        return tried if filename is None else _refuse(name, filename)

    def search_root(name: Any = MISSING, *_: Any) -> Any:
        root, dot, _rest = check_string(name, 1).partition(".")
        if not dot:
            return None
        filename, tried = search_path(root, _path_of(package, "cpath"))
        return tried if filename is None else _refuse(name, filename)

    def search_project(name: Any = MISSING, *_: Any) -> Any:
        return _search_project(check_string(name, 1))

    searchers: tuple[Callable[..., Any], ...]
    if dialect == "lua54":
        searchers = (search_preload, search_lua, search_c, search_root)
    else:
        searchers = (search_preload, search_project, search_lua)
    package["searchers"] = Table(enumerate((register(searcher) for searcher in searchers), 1))

    def lua_require(name: Any = MISSING, *_: Any) -> Any:
        """`require(modname)`"""
        name = check_string(name, 1)
        loaded = raw_get(state.loaded, name)
        if loaded is not None and loaded is not False:
            _expect(name)
            return loaded
        loader, data = _find_loader(name, package)
        _expect(name)
        value = first_of(loader(name, data))
        if value is not None:
            setindex(state.loaded, name, value)
        elif raw_get(state.loaded, name) is None:
            setindex(state.loaded, name, True)
        return raw_get(state.loaded, name), data

    return package, register(lua_require)


def _expect(name: str) -> None:
    """Refuses a module that the program was compiled not to expect: what is known of its values would not hold.

    Raises:
        LuaError: the name was computed, and means no file of the program.
    """
    expected = state.expected_modules
    if expected is not None and name not in expected:
        raise located(
            f"module '{name}' was not known when the program was compiled, as its name is computed and its file lies "
            "outside of the program's folder; put it there, or its folder into LUA_PATH"
        )


def _path_of(package: Table, name: str) -> str:
    """A path that the program may have changed."""
    path = package[name]
    if type(path) not in (str, int, float):
        raise located(f"'package.{name}' must be a string")
    return check_string(path, 1)


def path_templates(dialect: str) -> list[str]:
    """The templates of `package.path` at the start of a program, but for those that lie in its own folder."""
    return _path_from_environment("LUA_PATH", LUA_PATH).split(";") if dialect == "lua54" else []


def _path_from_environment(variable: str, default: str) -> str:
    """The value of `LUA_PATH_5_4` or `LUA_PATH`, in which `;;` stands for the default."""
    value = os.environ.get(variable + "_5_4")
    if value is None:
        value = os.environ.get(variable)
    if value is None:
        return default
    if ";;" not in value:
        return value
    before, _, after = value.partition(";;")
    return ";".join(part for part in (before, default, after) if part)


def _find_loader(name: str, package: Table) -> tuple[Any, Any]:
    """The loader of a module and the data that it gets.

    Raises:
        LuaError: no searcher knows the module.
    """
    searchers = package["searchers"]
    if not isinstance(searchers, Table):
        raise located("'package.searchers' must be a table")
    tried = ""
    position = 1
    while (searcher := raw_get(searchers, position)) is not None:
        result = searcher(name)
        found, data = (*result, None, None)[:2] if type(result) is tuple else (result, None)
        if type_name(found) == "function":
            return found, data
        if type(found) in (str, int, float):
            tried += "\n\t" + check_string(found, 1)
        position += 1
    raise located(f"module '{name}' not found:{tried}")


def _load(name: str, filename: str, chunk_name: str) -> tuple[Any, str]:
    """The loader of a Lua file.

    Raises:
        LuaError: the file cannot be read or compiled.
    """
    from cmc.runtime.stdlib.base import load_file

    try:
        return load_file(filename, "bt", state.globals, is_program=True), chunk_name
    except LuaError as error:
        raise located(f"error loading module '{name}' from file '{filename}':\n\t{error}") from error


def _refuse(name: str, filename: str) -> Any:
    raise located(
        f"error loading module '{name}' from file '{filename}':\n\t"
        "libraries written for the C interface of Lua cannot be loaded by compiled programs"
    )


def _search_project(name: str) -> Any:
    """The loader that CopperMoon finds: a file of the program, a package of the runtime, an installed package."""
    from cmc.runtime.shims.catalogue import search_native

    tried = []
    order = (_search_installed, search_native) if _is_from_source(name) else (search_native, _search_installed)
    for search in (_search_files, *order):
        result = search(name)
        if type(result) is not str:
            return result
        tried.append(result)
    return "\n\t".join(tried)


def _is_from_source(name: str) -> bool:
    """Whether the project wants a package from `harbor_modules/` although the runtime brings it along."""
    package = name.replace("/", ".").partition(".")[0]
    return package in state.source_packages or "*" in state.source_packages


def _search_installed(name: str) -> Any:
    return _search_files(f"harbor_modules/{name}")


def _search_files(name: str) -> Any:
    """The places where CopperMoon looks for files: beside the script, in the project around it, in the cwd."""
    path = name.replace(".", "/")
    candidates = (f"{path}.lua", f"{path}/init.lua")
    tried = []
    for folder in _search_folders():
        for candidate in candidates:
            filename = os.path.join(folder, candidate)
            if os.path.exists(filename):
                loader, _ = _load(name, filename, filename)
                return loader, os.path.abspath(filename)
            tried.append(f"no file '{filename}'")
    return "\n\t".join(tried)


def _search_folders() -> list[str]:
    """The script's folder, the nearest folder around it that holds `harbor_modules` or `harbor.toml`, and the cwd."""
    folders = [state.script_folder]
    folder = os.path.abspath(state.script_folder)
    while True:
        if any(os.path.exists(os.path.join(folder, mark)) for mark in ("harbor_modules", "harbor.toml")):
            folders.append(folder)
            break
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    folders.append("")
    seen = set()
    return [f for f in folders if not (os.path.abspath(f) in seen or seen.add(os.path.abspath(f)))]  # type: ignore[func-returns-value]
