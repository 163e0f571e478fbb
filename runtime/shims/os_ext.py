"""`os_ext`: environment, directories and facts about the machine (CopperMoon specification, section 12)."""

import os
import platform as _platform
import pwd
import socket
import sys
import time
from pathlib import Path

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.text import has_escaped
from cmc.runtime.declare import lua_function

_PLATFORMS = {"darwin": "macos", "win32": "windows"}
_ARCHITECTURES = {"AMD64": "x86_64", "arm64": "aarch64"}


@lua_function("os_ext.env")
def env(name: str) -> str | None:
    """The value of an environment variable, None if it is not set or no UTF-8 text."""
    value = os.environ.get(name)
    return None if value is None or has_escaped(value) else value


@lua_function("os_ext.setenv")
def setenv(name: str, value: str) -> None:
    """Sets an environment variable, for this program and those that it starts."""
    _check_name(name)
    if "\0" in value:
        raise LuaError("an environment variable cannot hold a zero byte")
    os.environ[name] = value
    _notice_zone(name)


@lua_function("os_ext.unsetenv")
def unsetenv(name: str) -> None:
    """Removes an environment variable."""
    _check_name(name)
    os.environ.pop(name, None)
    _notice_zone(name)


def _notice_zone(name: str) -> None:
    """Has a new value of `TZ` count at once for local times."""
    if name == "TZ" and hasattr(time, "tzset"):
        time.tzset()


def _check_name(name: str) -> None:
    if not name or "=" in name or "\0" in name:
        raise LuaError(f"invalid name of an environment variable: '{name}'")


@lua_function("os_ext.cwd")
def cwd() -> str:
    """The working directory."""
    try:
        return os.getcwd()
    except OSError as error:
        raise LuaError(f"Failed to get current directory: {os_error(error)}") from error


@lua_function("os_ext.chdir")
def chdir(path: str) -> bool:
    """Changes the working directory."""
    try:
        os.chdir(path)
    except OSError as error:
        raise LuaError(f"Failed to change directory to '{path}': {os_error(error)}") from error
    return True


def os_error(error: OSError) -> str:
    """The text of an error of the operating system: `No such file or directory (os error 2)`."""
    return f"{os.strerror(error.errno)} (os error {error.errno})" if error.errno is not None else str(error)


@lua_function("os_ext.platform")
def platform() -> str:
    """The operating system: `linux`, `macos`, `windows`."""
    return _PLATFORMS.get(sys.platform, sys.platform)


@lua_function("os_ext.arch")
def arch() -> str:
    """The processor's architecture, as `x86_64` or `aarch64`."""
    machine = _platform.machine()
    return _ARCHITECTURES.get(machine, machine)


@lua_function("os_ext.homedir")
def homedir() -> str | None:
    """The user's home directory."""
    home = os.environ.get("HOME")
    if home:
        return home
    try:
        return pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:
        return None


@lua_function("os_ext.tmpdir")
def tmpdir() -> str:
    """The directory for temporary files."""
    return os.environ.get("TMPDIR") or "/tmp"


@lua_function("os_ext.hostname")
def hostname() -> str:
    """The name of the machine."""
    try:
        return socket.gethostname()
    except OSError as error:
        raise LuaError(f"Failed to get hostname: {os_error(error)}") from error


@lua_function("os_ext.cpus")
def cpus() -> int:
    """How many processors the program may use."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(usable, cgroup_limit(Path("/proc/self/cgroup"), Path("/sys/fs/cgroup"))))


def cgroup_limit(membership: Path, root: Path) -> int:
    """How many whole processors the control groups (version 2) allow, a very large number without a limit.

    `membership` is the file that names the group of a process, `root` where the groups are to be found.
    """
    try:
        lines = membership.read_text().splitlines()
    except OSError:
        return sys.maxsize
    group = next((line[3:].strip("/") for line in lines if line.startswith("0::")), None)
    if group is None:
        return sys.maxsize
    folder = root / group
    limit = _quota(folder)
    while folder != root:
        folder = folder.parent
        limit = min(limit, _quota(folder))
    return limit


def _quota(group: Path) -> int:
    """How many whole processors one group may use; groups that the system does not show have no limit."""
    try:
        quota, _, period = (group / "cpu.max").read_text().partition(" ")
    except OSError:
        return sys.maxsize
    return sys.maxsize if quota == "max" else int(quota) // int(period)
