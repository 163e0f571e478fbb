"""Running Lua programs as users do, and talking to those that serve HTTP."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

RUN = [sys.executable, "-m", "cmc.cli", "run"]


@pytest.fixture
def lua(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a program: `lua(text, *args, files={…}, env={…}, options=[…])`."""

    def run(
        text: str,
        *args: str,
        files: dict[str, str] | None = None,
        env: dict[str, str] | None = None,
        options: tuple[str, ...] = (),
    ) -> subprocess.CompletedProcess[str]:
        for name, content in {"main.lua": text, **(files or {})}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return subprocess.run(
            [*RUN, *options, "main.lua", *args],
            cwd=tmp_path,
            env={**os.environ, **(env or {})},
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


@pytest.fixture
def output(lua: Callable[..., subprocess.CompletedProcess[str]]) -> Callable[..., list[str]]:
    """The lines that a program prints; it must end well."""

    def run(text: str, *args: str, **options: Any) -> list[str]:
        done = lua(text, *args, **options)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    return run


class Answer:
    """What a server has answered."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def data(self) -> Any:
        return json.loads(self.body)


class Service:
    """A program that serves HTTP, and one connection to it."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def request(
        self, method: str, path: str, body: str | bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Sends a request on the connection, which stays open."""
        self.connection.request(method, path, body, {"Accept": "application/json", **(headers or {})})
        return Answer(self.connection.getresponse())

    def get(self, path: str, **headers: str) -> Answer:
        """A GET request; underscores in header names stand for hyphens."""
        return self.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str, str]:
        """Tells the program to end; returns its status and what it has written."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out, err


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Service]]:
    """Starts a program that makes `app`: `serve(text)` has it listen on a free port."""
    services: list[Service] = []

    def start(text: str, env: dict[str, str] | None = None, listen: str = "") -> Service:
        head = 'local honeymoon = require("honeymoon")\nlocal app = honeymoon.new()\n'
        foot = listen or 'app:listen(0, function(port) print("port " .. port) end)\n'
        (tmp_path / "app.lua").write_text(f"{head}{text}\n{foot}")
        process = subprocess.Popen(
            [*RUN, "app.lua"],
            cwd=tmp_path,
            env={**os.environ, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.startswith("port "):
            process.kill()
            raise AssertionError(line + "".join(process.communicate()))
        service = Service(process, int(line.split()[1]))
        services.append(service)
        return service

    yield start
    for service in services:
        service.connection.close()
        if service.process.poll() is None:
            service.process.kill()
        service.process.communicate()
