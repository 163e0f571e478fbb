"""`python -m bench.run`: times generated programs beside hand-written Python and the reference interpreter."""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.profiling import show_sources
from bench.programs import START_UP, BenchmarkError, Program, build, check_outputs, commands, dynamic, pairs
from bench.table import Result, as_markdown, as_text, rows
from bench.timing import fastest

_ROOT = Path(__file__).parent.parent


def main() -> int:
    """Measures what the command line asks for; returns the exit status, 1 when a program could not be measured."""
    options = _parse()
    lua = shutil.which("lua5.4")
    if lua is None:
        print("the reference interpreter is missing: apt-get install lua5.4 (or brew install lua@5.4)", file=sys.stderr)
        return 1
    try:
        groups = _chosen(options.only)
        with tempfile.TemporaryDirectory(prefix="cmc-bench-") as folder:
            if options.profile:
                return _profile(options.profile, Path(folder), options.size)
            return _measure(groups, Path(folder), lua, options)
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument("--only", metavar="NAME", action="append", help="measure this program; may be repeated")
    parser.add_argument("--repeat", metavar="N", type=int, default=3, help="rounds, of which the fastest counts [3]")
    parser.add_argument("--size", metavar="N", help="the size handed to the programs instead of their own default")
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall", help="what is timed [wall]")
    parser.add_argument(
        "--pythons", metavar="PYTHON", nargs="+", default=[sys.executable], help="interpreters that have cmc installed"
    )
    parser.add_argument("--markdown", action="store_true", help="write the tables in Markdown")
    parser.add_argument("--profile", metavar="NAME", help="print a program's generated Python and its cProfile instead")
    options = parser.parse_args()
    if options.repeat < 1:
        parser.error("--repeat takes a positive number")
    return options


def _chosen(names: list[str] | None) -> dict[str, list[Program]]:
    """The programs to measure by the title of their table."""
    groups = {"Pairs": pairs(), "Dynamic programs": dynamic()}
    if names is None:
        return groups
    unknown = set(names) - {program.name for programs in groups.values() for program in programs}
    if unknown:
        raise BenchmarkError(f"no such benchmark: {', '.join(sorted(unknown))}")
    chosen = {title: [each for each in programs if each.name in names] for title, programs in groups.items()}
    return {title: programs for title, programs in chosen.items() if programs}


def _measure(groups: dict[str, list[Program]], folder: Path, lua: str, options: argparse.Namespace) -> int:
    status = 0
    packages: dict[str, Path] = {}
    for python in options.pythons:
        title_suffix = f", {_version(python)}"
        for title, programs in groups.items():
            results = []
            for program in programs:
                try:
                    if program.name not in packages:
                        packages[program.name] = build(program, folder)
                    results.append(_result(program, packages[program.name], python, lua, options))
                except BenchmarkError as error:
                    status = 1
                    print(error, file=sys.stderr)
            if results:
                table = rows(results, START_UP)
                text = as_markdown(table) if options.markdown else as_text(table)
                print(f"{'### ' if options.markdown else ''}{title}{title_suffix}\n\n{text}\n", flush=True)
    return status


def _result(program: Program, package: Path, python: str, lua: str, options: argparse.Namespace) -> Result:
    """One row; the first run of each kind, which also writes Python's caches, is for comparing what they print."""
    if sys.stderr.isatty():
        print(f"{program.name} …", file=sys.stderr)
    kinds = commands(program, package, python, lua, options.size)
    check_outputs(program, kinds)
    times = fastest(kinds, options.repeat, options.clock)
    return Result(program.name, times["generated"], times.get("hand"), times["lua"])


def _version(python: str) -> str:
    """What an interpreter calls itself.

    Raises:
        BenchmarkError: it cannot be run, or cmc is not installed for it.
    """
    script = "import platform, cmc.runtime; print(platform.python_implementation(), platform.python_version())"
    try:
        completed = subprocess.run([python, "-c", script], capture_output=True, text=True, check=False)
    except OSError as error:
        raise BenchmarkError(f"{python}: {error.strerror}") from error
    if completed.returncode:
        raise BenchmarkError(f"{python} cannot import cmc.runtime:\n{completed.stderr}")
    return completed.stdout.strip()


def _profile(name: str, folder: Path, size: str | None) -> int:
    program = next((each for each in (*pairs(), *dynamic()) if each.name == name), None)
    if program is None:
        raise BenchmarkError(f"no such benchmark: {name}")
    package = build(program, folder)
    show_sources(package)
    sys.stdout.flush()
    command = [sys.executable, "-m", "bench.profiling", str(package), *([] if size is None else [size])]
    return subprocess.run(command, cwd=_ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
