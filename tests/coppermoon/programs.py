"""Programs with a record of what CopperMoon does with them, and the rules by which runs are compared with it.

A program is a file `NAME.lua`, or a folder NAME with a `main.lua`. Beside it lie its arguments (`NAME.args`, a line
each) and standard input (`NAME.stdin`), and the record: standard output (`NAME.out`), and if it failed its exit status
(`NAME.exit`) and standard error (`NAME.err`).
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "fixtures" / "lua" / "coppermoon"
DEVIATIONS = Path(__file__).with_name("deviations.toml")
CMC = (sys.executable, "-m", "cmc.cli", "run")
TIME_LIMIT = 60

_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")
_CHUNK = re.compile(r'\[string "(?:/app/)?([^"\n]*)"\]')
_PREFIXES = re.compile(r"^(?:error: |Lua error: |lua: )+")
_SERVERS = {"mysql": "mysql", "postgresql": "postgresql", "pg": "postgresql", "redis": "redis"}


def programs() -> list[str]:
    """The names of all programs: paths below the folder, without extension."""
    files = [path.relative_to(FOLDER) for path in FOLDER.rglob("*.lua")]
    folders = {path.parent for path in files if path.name == "main.lua"}
    single = [path.with_suffix("") for path in files if not folders.intersection([path.parent, *path.parents])]
    return sorted(map(str, [*folders, *single]))


@dataclass(frozen=True)
class Outcome:
    """What a run shows: lines of the standard output, exit status, lines of the standard error."""

    output: list[str]
    status: int
    error: list[str]


def beside(program: str, extension: str) -> Path:
    """A file that belongs to a program."""
    return FOLDER / f"{program}.{extension}"


def record_of(program: str) -> Outcome:
    """What the reference did."""
    status, error = beside(program, "exit"), beside(program, "err")
    return Outcome(
        comparable(beside(program, "out").read_bytes()),
        int(status.read_text()) if status.exists() else 0,
        comparable(error.read_bytes()) if error.exists() else [],
    )


def run(program: str, folder: Path) -> Outcome:
    """Runs a program in a copy of its folder."""
    work = folder / "w"
    if (FOLDER / program).is_dir():
        shutil.copytree(FOLDER / program, work)
        main = "main.lua"
    else:
        work.mkdir()
        main = beside(program, "lua").name
        shutil.copy(beside(program, "lua"), work)
    args, stdin = beside(program, "args"), beside(program, "stdin")
    with _alone_with_servers(program):
        done = subprocess.run(
            [*CMC, main, *(args.read_text("utf-8").splitlines() if args.exists() else [])],
            cwd=work,
            input=stdin.read_bytes() if stdin.exists() else b"",
            capture_output=True,
            timeout=TIME_LIMIT,
            env={**os.environ, "NO_COLOR": "1", "TZ": "UTC"},
            check=False,
        )
    place = str(work).encode()
    output, error = (stream.replace(place, b"/app") for stream in (done.stdout, done.stderr))
    return Outcome(comparable(output), done.returncode, comparable(error))


@contextmanager
def _alone_with_servers(program: str) -> Iterator[None]:
    """While the context is open, no other test process runs a program on the same server: they share its database."""
    words = re.split(r"[^a-z]+", program)
    with ExitStack() as stack:
        for server in sorted({_SERVERS[word] for word in words if word in _SERVERS}):
            lock = stack.enter_context(open(Path(tempfile.gettempdir()) / f"cmc-programs-{server}.lock", "w"))
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def comparable(data: bytes) -> list[str]:
    """The lines that count, with positions and messages in one form.

    Lines that begin with `quirk` show weaknesses of the reference. Its texts for arguments of wrong types are not
    compared beyond `bad argument`; `runtime error: ` is a prefix of its own.
    """
    text = data.decode("utf-8", "surrogateescape")
    lines = [line for line in text.splitlines() if not line.startswith("quirk")]
    return [_comparable_line(line) for line in lines]


def _comparable_line(line: str) -> str:
    line = _CHUNK.sub(r"\1", _ADDRESS.sub("0xADDR", line)).replace("/app/", "").replace("runtime error: ", "")
    return re.sub("bad argument .*", "bad argument", line)


def message(error: list[str]) -> str:
    """The text of an uncaught error, without prefixes."""
    return _PREFIXES.sub("", error[0]) if error else ""


@dataclass(frozen=True)
class Deviation:
    """Lines of a record that are not followed, the lines in their place, and why."""

    record: tuple[str, ...]
    instead: tuple[str, ...]
    reason: str


def deviations() -> dict[str, list[Deviation]]:
    """The deviations by program."""
    found: dict[str, list[Deviation]] = {}
    for entry in tomllib.loads(DEVIATIONS.read_text("utf-8")).get("deviation", []):
        deviation = Deviation(tuple(entry.get("record", ())), tuple(entry.get("instead", ())), entry["reason"])
        found.setdefault(entry["program"], []).append(deviation)
    return found


def without(lines: list[str], removed: list[str]) -> list[str]:
    """Lines without some of them, each of which must be there."""
    rest = list(lines)
    for line in removed:
        assert line in rest, f"a deviation is out of date, there is no line {line!r}"
        rest.remove(line)
    return rest
