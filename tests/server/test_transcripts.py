"""The applications in `fixtures/lua/coppermoon_http`, compiled, answer what the records say.

The README there tells the format.
"""

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from cmc.cli.build import build
from cmc.transpiler.options import Options

FOLDER = Path(__file__).parents[2] / "fixtures" / "lua" / "coppermoon_http"
CASES = sorted(path.parent for path in FOLDER.glob("*/requests.json"))

Answer = dict[str, Any]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_transcript(case: Path, tmp_path: Path) -> None:
    folder = tmp_path / "app"
    shutil.copytree(case, folder)
    script = json.loads((case / "requests.json").read_text("utf-8"))
    expected = case / "expected.json"
    wanted = json.loads((expected if expected.exists() else case / "responses.json").read_text("utf-8"))
    port = free_port()
    env = {**os.environ, script.get("port_env", "PORT"): str(port), **script.get("env", {}), "TZ": "UTC"}
    log = tmp_path / "log"
    package = tmp_path / "compiled"
    assert build(folder / "app.lua", package, Options()) == 0
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, package], cwd=folder, env=env, stdout=output, stderr=output)
        try:
            wait_for(port, process, log)
            got = replay(script["requests"], port)
        finally:
            process.terminate()
            process.wait(20)
    assert list(got) == list(wanted)
    for name, answer in wanted.items():
        assert compared(got[name], answer) == compared(answer, answer), name


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Waits until the program listens."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(log.read_text(errors="replace"))


def replay(requests: list[dict[str, Any]], port: int) -> dict[str, Answer]:
    """The answers to requests by their names, each on a connection of its own."""
    answers: dict[str, Answer] = {}
    saved: dict[str, str] = {}

    def filled(text: str) -> str:
        return re.sub(r"\$\{(\w+)\}", lambda found: saved.get(found[1], ""), text)

    for request in requests:
        time.sleep(request.get("sleep_ms", 0) / 1000)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        body = request.get("body")
        headers = {name: filled(value) for name, value in (request.get("headers") or {}).items()}
        data = None if body is None else filled(body).encode()
        connection.request(request["method"], filled(request["path"]), data, headers)
        response = connection.getresponse()
        answer = answers[request["name"]] = described(response, response.read(), request.get("expect_headers", []))
        connection.close()
        for name, source in (request.get("save") or {}).items():
            kind, _, key = source.partition(":")
            if kind == "header":
                value = response.getheader(key) or ""
                saved[name] = value.partition(";")[0] if key.lower() == "set-cookie" else value
            elif isinstance(answer.get("json"), dict):
                saved[name] = str(answer["json"].get(key, ""))
    return answers


def described(response: http.client.HTTPResponse, data: bytes, names: list[str]) -> Answer:
    """An answer in the form of the records."""
    headers: dict[str, Any] = {}
    for name in names:
        values: list[Any] = response.headers.get_all(name.removesuffix("?")) or [None]
        if name.endswith("?"):
            headers[name] = values != [None]
        else:
            headers[name] = values[0] if len(values) == 1 else values
    answer: Answer = {"status": response.status, "headers": headers}
    try:
        return {**answer, "json": json.loads(data)}
    except ValueError:
        return {**answer, "body": data.decode("utf-8", "backslashreplace")}


def compared(answer: Answer, wanted: Answer) -> Answer:
    """The parts of an answer that a record has; headers that come several times may come in any order."""
    parts = {name: answer.get(name) for name in wanted}
    if "headers" in parts:
        headers = {name: answer["headers"].get(name) for name in wanted["headers"]}
        parts["headers"] = {name: sorted(v) if isinstance(v, list) else v for name, v in headers.items()}
    return parts
