"""What a project says of itself: `Shipyard.toml`, `harbor.toml` and `cmc.toml` (tooling specification, 1.2 and 2.3)."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class ConfigError(Exception):
    """A configuration file that cannot be used; the message names file and reason."""


@dataclass(frozen=True, slots=True)
class ProjectConfig:
    """Name, version and entry file of a project; empty where nothing is said."""

    name: str = ""
    version: str = "0.1.0"
    entry: str = ""


def read_config(folder: Path) -> ProjectConfig:
    """The configuration of the project in a folder.

    Raises:
        ConfigError: a file is no TOML, or a key has a value of the wrong type.
    """
    shipyard = _read(folder / "Shipyard.toml")
    harbor = _read(folder / "harbor.toml")
    own = _read(folder / "cmc.toml")
    project, package = _table(shipyard, "project"), _table(harbor, "package")
    lua = _table(shipyard, "lua")
    settings = _table(own, "project")
    name = _first_text("name", settings, shipyard, project, package)
    version = _first_text("version", settings, shipyard, project, package) or "0.1.0"
    entry = (
        _first_text("entry", settings) or _first_text("entry", lua, shipyard, project) or _first_text("main", package)
    )
    return ProjectConfig(name, version, entry)


PACKAGES_VARIABLE = "CMC_PACKAGES"
"""The environment variable that decides for all packages: `source` or `native`."""

ALL_PACKAGES = "*"


def source_packages(folder: Path) -> frozenset[str]:
    """The packages that come from `harbor_modules/` although the runtime brings them along, `*` for all.

    The table `[packages]` of the nearest `cmc.toml` in or above a folder names them; the environment decides over it.

    Raises:
        ConfigError: the file is no TOML, or a value is neither `source` nor `native`.
    """
    chosen = os.environ.get(PACKAGES_VARIABLE)
    if chosen:
        return frozenset((ALL_PACKAGES,)) if _is_source(PACKAGES_VARIABLE, chosen) else frozenset()
    folder = folder.resolve()
    place = next((each for each in (folder, *folder.parents) if (each / "cmc.toml").is_file()), None)
    packages = {} if place is None else _table(_read(place / "cmc.toml"), "packages")
    return frozenset(name for name, value in packages.items() if _is_source(f"[packages] {name}", value))


def _is_source(name: str, value: Any) -> bool:
    if value not in ("source", "native"):
        raise ConfigError(f"{name} must be 'source' or 'native', not {value!r}")
    return bool(value == "source")


def _read(path: Path) -> dict[str, Any]:
    import tomllib  # by programs with such a file only, as `cmc run` is to start fast

    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error


def _table(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise ConfigError(f"[{key}] must be a table")
    return value


def _first_text(key: str, *tables: dict[str, Any]) -> str:
    for table in tables:
        value = table.get(key)
        if value is None:
            continue
        if not isinstance(value, str):
            raise ConfigError(f"'{key}' must be a string, not {value!r}")
        if value:
            return value
    return ""
