"""Times of whole processes, taken in turns so that a busy machine is unfair to nobody."""

import os
import subprocess
import time

from bench.programs import BenchmarkError, Command


def fastest(commands: dict[str, Command], repeat: int, clock: str) -> dict[str, float]:
    """The shortest time of each command, in seconds, from start to end of the process.

    Every round runs every command once. `clock` is `wall`, or `cpu` for user and system time together.

    Raises:
        BenchmarkError: a command fails.
    """
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(repeat):
        for kind, command in commands.items():
            best[kind] = min(best[kind], _time(command, clock))
    return best


def _time(command: Command, clock: str) -> float:
    start = time.perf_counter()
    process = subprocess.Popen(command.words, cwd=command.folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BenchmarkError(f"{' '.join(command.words)}: exit status {process.returncode}")
    return wall if clock == "wall" else usage.ru_utime + usage.ru_stime
