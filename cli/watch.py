"""`cmc watch [PATH] [--run]`"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
from watchfiles import Change, watch

from cmc.cli.build import Outcome, try_build
from cmc.cli.options import dialect_option
from cmc.cli.report import CLEAN, FAILURE, print_failure
from cmc.transpiler.options import Options
from cmc.transpiler.project.incremental import Memory

_SUFFIXES = (".lua", ".toml")
_GRACE_SECONDS = 5.0


@click.command("watch")
@dialect_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The package's folder.  [default: build/NAME]")
@click.option("--run", "run_program", is_flag=True, help="Run the program, and start it again after each build.")
@click.argument("path", default=".", type=click.Path(path_type=Path))
def command(dialect: str, output: Path | None, run_program: bool, path: Path) -> None:
    """Build PATH (a Lua file or a folder), and again on every save."""
    if not os.path.exists(path):
        print_failure("P002", f"cannot read {path}: no such file or folder")
        sys.exit(FAILURE)
    options = Options(dialect)
    memory = Memory()
    program = _Program(run_program)
    outcome = _rebuild(path, output, options, memory)
    program.restart(outcome)
    root = path if path.is_dir() else path.parent
    try:
        for _ in watch(root, watch_filter=_is_source, debounce=60, step=20, raise_interrupt=True):
            outcome = _rebuild(path, output, options, memory)
            if outcome.changed or not program.is_running():
                program.restart(outcome)
    except KeyboardInterrupt:
        program.stop()
        sys.exit(128 + signal.SIGINT)


def _is_source(change: Change, path: str) -> bool:
    """Whether a file matters to a build; what builds write does not."""
    parts = Path(path).parts
    return path.endswith(_SUFFIXES) and "build" not in parts and not Path(path).name.startswith(".")


def _rebuild(path: Path, output: Path | None, options: Options, memory: Memory) -> Outcome:
    """One build with one line about it; a broken program keeps the last good output."""
    started = time.perf_counter()
    memory.compiled = 0
    outcome = try_build(path, output, options, memory)
    milliseconds = (time.perf_counter() - started) * 1000
    if outcome.status == CLEAN:
        click.echo(f"built {outcome.folder}: {memory.compiled} modules compiled in {milliseconds:.0f} ms")
    else:
        click.echo("not built; the last good output stays", err=True)
    return outcome


class _Program:
    """The program that is run beside the watch."""

    def __init__(self, enabled: bool) -> None:
        self.enabled = enabled
        self.process: subprocess.Popen[bytes] | None = None

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def restart(self, outcome: Outcome) -> None:
        """Starts the program of a good build in place of the one that runs."""
        if not self.enabled or outcome.status != CLEAN:
            return
        self.stop()
        self.process = subprocess.Popen([sys.executable, str(outcome.folder)], env=os.environ)

    def stop(self) -> None:
        """Ends the program: it may finish what it is doing, then it is killed."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
