"""Compares compiled Lua applications with the same application written by hand on aiohttp: `python -m bench.http`.

The candidates take turns, so that what else the machine does meets all of them. The load comes from `wrk`; without it
from `load.py`, which takes so much of the processor itself that the figures are lower for all candidates.
"""

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent

CANDIDATES = {
    "aiohttp": [sys.executable, str(HERE / "baseline.py")],
    "raw aiohttp": [sys.executable, str(HERE / "baseline.py"), "raw"],
    "honeymoon": [sys.executable, "-m", "cmc.cli", "run", str(HERE / "app.lua")],
    "http.server": [sys.executable, "-m", "cmc.cli", "run", str(HERE / "server.lua")],
}

LOADS = {
    "text": ("GET", "/text", ""),
    "json": ("GET", "/users/42", ""),
    "echo": ("POST", "/echo", '{"name":"Ann","items":[1,2,3],"nested":{"a":true}}'),
    "static": ("GET", "/static/site.css", ""),
    "10 middlewares": ("GET", "/ten/steps", ""),
    "wait 20 ms": ("GET", "/wait", ""),
}

CLIENTS = {"wait 20 ms": 100}
"""The loads with a number of connections of their own."""

ONLY = {"http.server": {"text"}, "raw aiohttp": {"text"}}
"""The loads that a candidate has handlers for, where these are not all."""


def main() -> None:
    """Runs the comparison and prints a table of requests per second."""
    parser = argparse.ArgumentParser(description="Requests per second of compiled and hand-written applications.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--connections", type=int, default=32)
    options = parser.parse_args()
    figures: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for _ in range(options.rounds):
        for candidate, command in CANDIDATES.items():
            with serving(command) as (port, process):
                for load in LOADS:
                    if load in ONLY.get(candidate, LOADS):
                        connections = CLIENTS.get(load, options.connections)
                        measured = measure(port, process, load, options.seconds, connections)
                        figures.setdefault((candidate, load), []).append(measured)
    rates = {key: statistics.median(rate for rate, _ in values) for key, values in figures.items()}
    costs = {key: statistics.median(cost for _, cost in values) for key, values in figures.items()}
    print_table("requests/s", rates)
    print_table("CPU us/request", costs)


@contextmanager
def serving(command: list[str]) -> Iterator[tuple[int, int]]:
    """A candidate that runs: its port and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(command, env={**os.environ, "PORT": str(port)}, stdout=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Waits until somebody listens."""
    for _ in range(500):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.02)
    raise SystemExit(f"{process.args!r} does not serve")


def measure(port: int, process: int, load: str, seconds: float, connections: int) -> tuple[float, float]:
    """Requests per second, and microseconds of processor time for each; those that warm everything up do not count."""
    send(port, load, 0.3, connections)
    before = processor_time(process)
    count, rate = send(port, load, seconds, connections)
    return rate, (processor_time(process) - before) / count * 1e6


def processor_time(process: int) -> float:
    """The seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def send(port: int, load: str, seconds: float, connections: int) -> tuple[int, float]:
    """Sends requests for some time; how many were answered, and how many in a second."""
    method, path, body = LOADS[load]
    url = f"http://127.0.0.1:{port}{path}"
    if shutil.which("wrk") is None:
        script = [sys.executable, str(HERE / "load.py"), method, url, body, str(seconds), str(connections)]
        count, rate = subprocess.run(script, check=True, capture_output=True, text=True).stdout.split()
        return int(count), float(rate)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{max(round(seconds), 1)}s", "-s", str(HERE / "load.lua"), url]
    env = {**os.environ, "WRK_METHOD": method, "WRK_BODY": body}
    out = subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit(out)
    found = re.search(r"(\d+) requests in .*?Requests/sec:\s*([\d.]+)", out, re.DOTALL)
    assert found is not None, out
    return int(found[1]), float(found[2])


def print_table(title: str, figures: dict[tuple[str, str], float]) -> None:
    """Prints figures, with the share of aiohttp's."""
    sys.stdout.write(f"{title:<16}" + "".join(f"{load:>18}" for load in LOADS) + "\n")
    for candidate in CANDIDATES:
        cells = []
        for load in LOADS:
            figure = figures.get((candidate, load))
            base = figures["aiohttp", load]
            cells.append("" if figure is None else f"{figure:,.0f} ({figure / base:.0%})")
        sys.stdout.write(f"{candidate:<16}" + "".join(f"{cell:>18}" for cell in cells) + "\n")


if __name__ == "__main__":
    main()
