"""Compiled programs that serve HTTP, as processes of their own."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Served:
    """A program that runs, on a port of this machine."""

    def __init__(self, port: int) -> None:
        self.port = port

    def post(self, path: str, body: object = None, timeout: float = 30) -> tuple[int, Any]:
        """Status and JSON of an answer.

        Raises:
            OSError: there is none in so many seconds.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("POST", path, json.dumps(body or {}), {"Content-Type": "application/json"})
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()


@contextmanager
def served(folder: Path, program: str, **environment: str) -> Iterator[Served]:
    """Runs a program until the block ends; it must print its port, end when it is told to, and complain of nothing."""
    (folder / "app.lua").write_text(program)
    process = subprocess.Popen(
        [sys.executable, "-m", "cmc.cli", "run", "app.lua"],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.startswith("port "):
            process.kill()
            raise AssertionError(process.communicate())
        yield Served(int(line.split()[1]))
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
        assert (process.returncode, errors) == (0, "")
    finally:
        process.kill()
        process.communicate()
