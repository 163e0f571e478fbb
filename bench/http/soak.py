"""What a server keeps: `python -m bench.http.soak` prints its memory under many requests and many open connections.

Requests of all loads go to the compiled HoneyMoon application in rounds; memory that grows from round to round is lost.
"""

import argparse
import resource
import socket
import sys
import time
from pathlib import Path

from bench.http.__main__ import CANDIDATES, LOADS, send, serving

WARM = 4000


def main() -> None:
    """Prints the memory after each round, and what an idle connection takes."""
    parser = argparse.ArgumentParser(description="Memory of a compiled server.")
    parser.add_argument("--requests", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--idle", type=int, default=1000)
    parser.add_argument("--candidate", choices=CANDIDATES, default="honeymoon")
    options = parser.parse_args()
    with serving(CANDIDATES[options.candidate]) as (port, process):
        burst(port, WARM)
        begin = memory(process)
        sys.stdout.write(f"after {WARM:>9,} requests {begin / 1024:8.1f} MB\n")
        count = 0
        for _ in range(options.rounds):
            count += burst(port, options.requests // options.rounds)
            now = memory(process)
            sys.stdout.write(f"after {count:>9,} more     {now / 1024:8.1f} MB ({(now - begin) / 1024:+.1f})\n")
        idle(port, process, options.idle)


def burst(port: int, wanted: int) -> int:
    """Sends at least so many requests, of all loads; how many it were."""
    count = 0
    while count < wanted:
        for load in LOADS:
            count += send(port, load, 1.0, 32)[0]
    return count


def idle(port: int, process: int, number: int) -> None:
    """Opens connections, sends one request on each, and leaves them open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, number + 100)), hard))
    before = memory(process)
    connections = [socket.create_connection(("127.0.0.1", port), 10) for _ in range(number)]
    for connection in connections:
        connection.sendall(b"GET /text HTTP/1.1\r\nHost: a\r\n\r\n")
        if not connection.recv(4096).endswith(b"hello"):
            raise SystemExit("a connection was not answered")
    time.sleep(0.5)
    taken = memory(process) - before
    sys.stdout.write(f"{number:,} idle connections  {taken / 1024:8.1f} MB ({taken / number:.1f} KB each)\n")
    for connection in connections:
        connection.close()


def memory(process: int) -> int:
    """The resident memory of a process in KB."""
    fields = Path(f"/proc/{process}/status").read_text().partition("VmRSS:")[2].split()
    return int(fields[0])


if __name__ == "__main__":
    main()
