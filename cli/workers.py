"""Running a program that serves HTTP in several processes, which share its port."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click

from cmc.cli.serving import PREFIX

MIN_LIFE_SECONDS = 2.0
"""A worker that fails sooner than this will not do better when it is started again."""


def run_workers(count: int, dialect: str, file: str, args: list[str]) -> int:
    """Runs a program in so many processes until all have ended; returns the exit status.

    Workers that fail are started again, unless they fail at once. SIGTERM and SIGINT are passed on to them.
    """
    if os.environ.get(PREFIX + "UNIX_SOCKET"):
        raise click.UsageError("workers cannot share a UNIX socket")
    command = [sys.executable, "-m", "cmc.cli", "run", "--dialect", dialect, file, *args]
    return _Workers(command, count).run()


class _Workers:
    """The processes of a program."""

    def __init__(self, command: list[str], count: int) -> None:
        self._command = command
        self._count = count
        self._is_stopping = False
        self._running: dict[int, tuple[subprocess.Popen[bytes], float]] = {}

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        for worker in range(1, self._count + 1):
            self._start(worker)
        status = 0
        while self._running:
            time.sleep(0.05)
            for worker, (process, begin) in list(self._running.items()):
                code = process.poll()
                if code is None:
                    continue
                del self._running[worker]
                if code == 0 or self._is_stopping:
                    status = status or _shell_status(code)
                elif time.monotonic() - begin < MIN_LIFE_SECONDS:
                    status = status or _shell_status(code)
                    self._stop()
                else:
                    sys.stderr.write(
                        f"cmc: worker {worker} has ended with status {_shell_status(code)}; it is restarted\n"
                    )
                    self._start(worker)
        return status

    def _start(self, worker: int) -> None:
        env = {**os.environ, PREFIX + "REUSE_PORT": "1", "CMC_WORKER": str(worker)}
        # In sessions of their own, as Ctrl-C would reach them twice otherwise.
        process = subprocess.Popen(self._command, env=env, start_new_session=True)
        self._running[worker] = process, time.monotonic()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stop()

    def _stop(self) -> None:
        self._is_stopping = True
        for process, _ in self._running.values():
            if process.poll() is None:
                process.terminate()


def _shell_status(code: int) -> int:
    return code if code >= 0 else 128 - code
