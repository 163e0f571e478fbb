"""Interpreters that stay up and run one program after the other (see driver.lua).

Starting an interpreter costs more than running a generated program, so the thousands of programs of a fuzzing run share
two processes. A program that ends its process, or does not end in time, costs a new process.
"""

import re
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from .reducer import reduce
from .runner import cmc_command, environment, reference_command, text_difference

_DRIVER = Path(__file__).parent / "driver.lua"
_TIMEOUT = 20.0
_PARTICULAR = re.compile(r"\d+|'[^']*'")


class Session:
    """One interpreter that runs the driver."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._command = [*command, str(_DRIVER)]
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, program: str) -> bytes:
        """What the program prints, with how it ended in the last line."""
        process = self._process or self._start()
        assert process.stdin and process.stdout
        source = program.encode("utf-8", "surrogateescape")
        watchdog = threading.Timer(_TIMEOUT, process.kill)
        watchdog.start()
        try:
            process.stdin.write(b"%d\n%b" % (len(source), source))
            process.stdin.flush()
            size = process.stdout.readline()
            answer = process.stdout.read(int(size)) if size else b""
        except BrokenPipeError:
            size = b""
        finally:
            watchdog.cancel()
        return answer if size else self._lost()

    def _start(self) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            self._command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=self._folder, env=environment()
        )
        return self._process

    def _lost(self) -> bytes:
        """The answer when the process has gone: how it went."""
        assert self._process
        _, errors = self._process.communicate()
        status = self._process.returncode
        self._process = None
        return b"the process ended with status %d\n%b" % (status, errors)

    def close(self) -> None:
        """Ends the interpreter."""
        if self._process:
            self._process.communicate()
            self._process = None


def kind_of(differs: str) -> tuple[str, ...]:
    """What is common to differences with one cause: the first changed lines without their numbers and names."""
    changed = [line for line in differs.splitlines()[2:] if line.startswith(("-", "+"))]
    firsts = [next((line for line in changed if line.startswith(sign)), "") for sign in "-+"]
    return tuple(_PARTICULAR.sub("", line) for line in firsts)


@dataclass
class Pair:
    """The reference interpreter and cmc, each in a process of its own."""

    reference: Session
    cmc: Session

    @classmethod
    def started_in(cls, folder: Path) -> "Pair":
        """Two interpreters that have `folder` as theirs."""
        return cls(Session(reference_command(), folder), Session(cmc_command(), folder))

    def difference(self, program: str) -> str:
        """How the two differ over a program; empty when they agree."""
        expected, found = self.reference.run(program), self.cmc.run(program)
        return "" if expected == found else text_difference(expected, found, "output")

    def smallest(self, program: str) -> str:
        """A smaller program over which the two differ in the same way."""
        kind = kind_of(self.difference(program))
        return reduce(program, lambda smaller: kind_of(self.difference(smaller)) == kind)

    def __enter__(self) -> "Pair":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.reference.close()
        self.cmc.close()
