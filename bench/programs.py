"""The benchmark programs on disk, and the commands that build and run them.

`pairs/NAME` holds `NAME.lua` beside the same program in hand-written Python, `NAME.py`; `dynamic/NAME` holds a larger
`NAME.lua` only. A folder with a `cmc.toml` is built as a folder (its modules have computed names), the others by file.
"""

import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent

START_UP = "empty"
"""The pair that does nothing: its times are those of starting and ending."""


class BenchmarkError(Exception):
    """A benchmark that cannot be measured; the message says why."""


@dataclass(frozen=True, slots=True)
class Program:
    """A benchmark: name and folder; `small` is a size (`arg[1]`) that takes no time, for tests."""

    name: str
    folder: Path
    small: str

    @property
    def lua(self) -> Path:
        return self.folder / f"{self.name}.lua"

    @property
    def hand_written(self) -> Path | None:
        """The same program in Python, if there is one."""
        path = self.folder / f"{self.name}.py"
        return path if path.is_file() else None

    @property
    def target(self) -> Path:
        """What `cmc build` is given."""
        return self.folder if (self.folder / "cmc.toml").is_file() else self.lua


@dataclass(frozen=True, slots=True)
class Command:
    """A command line and the folder that it runs in."""

    words: tuple[str, ...]
    folder: Path

    def output(self) -> str:
        """What the command prints.

        Raises:
            BenchmarkError: it fails, or says something on the standard error.
        """
        completed = subprocess.run(self.words, cwd=self.folder, capture_output=True, text=True, check=False)
        if completed.returncode or completed.stderr:
            raise BenchmarkError(f"{' '.join(self.words)}: exit status {completed.returncode}\n{completed.stderr}")
        return completed.stdout


def pairs() -> list[Program]:
    """The programs that have a hand-written counterpart, by name."""
    return _programs(_HERE / "pairs")


def dynamic() -> list[Program]:
    """The larger programs that are measured against the reference interpreter only, by name."""
    return _programs(_HERE / "dynamic")


def _programs(folder: Path) -> list[Program]:
    small = tomllib.loads((folder / "small_sizes.toml").read_text(encoding="utf-8"))
    names = sorted(path.parent.name for path in folder.glob("*/*.lua") if path.stem == path.parent.name)
    if set(names) != small.keys():
        raise BenchmarkError(f"{folder / 'small_sizes.toml'}: needs exactly one entry for each of {', '.join(names)}")
    return [Program(name, folder / name, str(small[name])) for name in names]


def build(program: Program, output: Path) -> Path:
    """Compiles a program by `cmc build` into a package below the folder `output`; returns the package's folder.

    Raises:
        BenchmarkError: it does not compile.
    """
    package = output / f"{program.name}_package"
    command = [sys.executable, "-m", "cmc.cli", "build", str(program.target), "-o", str(package)]
    completed = subprocess.run(command, capture_output=True, text=True, check=False)
    if completed.returncode:
        raise BenchmarkError(f"{program.name} does not compile:\n{completed.stdout}{completed.stderr}")
    return package


def commands(program: Program, package: Path, python: str, lua: str, size: str | None = None) -> dict[str, Command]:
    """How each kind of a program is started: `generated`, `hand` (if there is one) and `lua`."""
    arguments = () if size is None else (size,)
    kinds = {
        "generated": Command((python, "-m", package.name, *arguments), package.parent),
        "lua": Command((lua, program.lua.name, *arguments), program.folder),
    }
    if program.hand_written is not None:
        kinds["hand"] = Command((python, program.hand_written.name, *arguments), program.folder)
    return kinds


def check_outputs(program: Program, kinds: dict[str, Command]) -> str:
    """Runs every kind once and returns what they all print.

    Raises:
        BenchmarkError: one fails or prints something else than the reference interpreter.
    """
    expected = kinds["lua"].output()
    for kind, command in kinds.items():
        actual = expected if kind == "lua" else command.output()
        if actual != expected:
            raise BenchmarkError(f"{program.name}: {kind} prints\n{actual}but the reference interpreter\n{expected}")
    return expected
