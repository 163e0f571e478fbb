"""Processes as files (manual §6.8, `io.popen`), and commands of the shell."""

import subprocess
import sys
from typing import Any

from cmc.runtime.stdlib.io.files import File, flush_all, written
from cmc.runtime.stdlib.io.outcome import exit_result, failure, path_bytes


class ProcessFile(File):
    """One end of a pipe to a process."""

    __slots__ = ("process",)

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        super().__init__(process.stdout or process.stdin)
        self.process = process

    def close(self) -> Any:
        """Closes the pipe and waits for the process; returns how it ended."""
        if super().close() is not True:  # the process did not take all that was written
            self.failed = True
        return exit_result(self.process.wait())


def open_process(command: str, mode: str) -> Any:
    """Starts a command of the shell whose output is to be read (`r`) or whose input to be written (`w`).

    Returns the file, or what a failure returns.
    """
    sys.stdout.flush()
    flush_all()
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(
            ["/bin/sh", "-c", path_bytes(command)],
            stdin=pipe if mode == "w" else None,
            stdout=pipe if mode == "r" else None,
        )
    except OSError as error:
        return failure(error, command)
    file = ProcessFile(process)
    return written(file) if mode == "w" else file


def run_shell(command: str) -> int:
    """Runs a command of the shell; returns its exit status, negative for the signal that ended it.

    Raises:
        OSError: there is no shell.
    """
    return subprocess.call(["/bin/sh", "-c", path_bytes(command)])
