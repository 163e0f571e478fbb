"""Running Lua programs that serve HTTP, and raw connections to them."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

RUN = [sys.executable, "-m", "cmc.cli", "run"]
HEAD = 'local honeymoon = require("honeymoon")\nlocal app = honeymoon.new()\n'
LISTEN = 'app:listen(0, function(port) print("port " .. port) end)\n'


class Program:
    """A running program that serves on `port`; `errors` is what it has written to the standard error stream."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.port = 0
        self._errors: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        self._errors.extend(iter(self.process.stderr.readline, ""))

    @property
    def errors(self) -> str:
        return "".join(self._errors)

    def wait_for_error(self, text: str) -> str:
        """Waits until something has been written to the standard error stream."""
        deadline = time.monotonic() + 10
        while text not in self.errors and time.monotonic() < deadline:
            time.sleep(0.01)
        assert text in self.errors
        return self.errors

    def connect(self, timeout: float = 10) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def exchange(self, data: bytes, *, timeout: float = 10) -> bytes:
        """Sends bytes on a connection of their own and reads until the server closes it."""
        with self.connect(timeout) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            return read_all(connection)

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Tells the program to end; its status, and the rest of its output."""
        self.process.send_signal(number)
        assert self.process.stdout is not None
        out = self.process.stdout.read()
        status = self.process.wait(30)
        self._reader.join(10)
        return status, out


def read_all(connection: socket.socket) -> bytes:
    """What comes until the connection is closed."""
    data = b""
    try:
        while piece := connection.recv(65536):
            data += piece
    except ConnectionResetError:
        return data
    return data


Start = Callable[..., Program]


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Start]:
    """Starts a program that prints `port N` when it listens: `program(text, env={…}, options=[…])`."""
    programs: list[Program] = []

    def start(text: str, env: dict[str, str] | None = None, options: tuple[str, ...] = ()) -> Program:
        (tmp_path / "app.lua").write_text(text)
        process = subprocess.Popen(
            [*RUN, *options, "app.lua"],
            cwd=tmp_path,
            env={**os.environ, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        started = Program(process)
        programs.append(started)
        line = process.stdout.readline()
        while line and not line.startswith("port "):
            line = process.stdout.readline()
        assert line, started.process.wait(10) or started.errors
        started.port = int(line.split()[1])
        return started

    yield start
    for each in programs:
        if each.process.poll() is None:
            each.process.kill()
        each.process.wait(10)


@pytest.fixture
def app(program: Start) -> Start:
    """Starts a program that has made `app`, and has it listen on a free port."""
    return lambda text, **options: program(f"{HEAD}{text}\n{LISTEN}", **options)


@pytest.fixture
def server(program: Start) -> Start:
    """Starts a program that has made `server` with `http.server`, and has it listen on a free port."""
    foot = 'server:listen(0, function(port) print("port " .. port) end)\n'
    return lambda text, **options: program(f"local server = http.server.new()\n{text}\n{foot}", **options)
