"""What a project says of itself: `Shipyard.toml`, `harbor.toml` and `cmc.toml` (tooling specification, 1.2 and 2.3)."""

import tomllib
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


def _read(path: Path) -> dict[str, Any]:
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
