"""The names in the libraries that are globals. Written by `python -m cmc.runtime.manifest`."""

from typing import Any

NAMES: dict[str, tuple[str, ...]] = {
    "json": (
        "decode",
        "encode",
        "pretty",
    ),
    "os_ext": (
        "arch",
        "chdir",
        "cpus",
        "cwd",
        "env",
        "homedir",
        "hostname",
        "platform",
        "setenv",
        "tmpdir",
        "unsetenv",
    ),
    "sqlite": (
        "memory",
        "open",
        "version",
    ),
}

CONSTANTS: dict[str, dict[str, Any]] = {}
