"""`cmc run` with the options for servers, and the end of a program that serves."""

import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.server.conftest import HEAD, RUN, Start, read_all

GET = b"GET /%s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"


def ask(port: int, path: str = "") -> bytes:
    """The body of an answer."""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(GET % path.encode())
        return read_all(connection).partition(b"\r\n\r\n")[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize("before", [True, False])
def test_workers(tmp_path: Path, before: bool) -> None:
    port = free_port()
    text = f"""
        app:get("/", function(req, res) res:send(process.pid() .. " " .. tostring(arg[1])) end)
        app:get("/die", function(req, res) os.exit(3) end)
        app:listen({port}, function() print("ready") end)
        """
    (tmp_path / "app.lua").write_text(HEAD + text)
    options = ["--workers", "2"]
    command = [*RUN, *options, "app.lua", "own"] if before else [*RUN, "app.lua", *options, "own"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert [process.stdout.readline(), process.stdout.readline()] == ["ready\n", "ready\n"]
        answers = {ask(port) for _ in range(60)}
        assert len(answers) == 2
        assert {answer.split()[1] for answer in answers} == {b"own"}
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(20)
    with pytest.raises(OSError):
        ask(port)


def test_workers_that_cannot_start(tmp_path: Path) -> None:
    (tmp_path / "app.lua").write_text('error("no config", 0)')
    done = subprocess.run([*RUN, "--workers=3", "app.lua"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "no config" in done.stderr


def test_requests_that_run_are_finished_and_timers_end(app: Start) -> None:
    program = app("""
        setInterval(function() end, 5)
        app:get("/slow", function(req, res) time.sleep(300) res:send("finished") end)
        """)
    answers: list[bytes] = []
    thread = threading.Thread(target=lambda: answers.append(ask(program.port, "slow")))
    thread.start()
    time.sleep(0.1)
    begin = time.monotonic()
    status, _ = program.stop()
    thread.join()
    assert (status, answers) == (0, [b"finished"])
    assert time.monotonic() - begin < 5


def test_access_log(app: Start) -> None:
    program = app('app:get("/x", function(req, res) res:send("12345") end)', options=("--access-log",))
    ask(program.port, "x?q=1")
    ask(program.port, "none")
    _, out = program.stop()
    lines = out.splitlines()
    assert re.match(r'127\.0\.0\.1 \[.*\] "GET /x\?q=1 HTTP/1\.1" 200 \d+ "-" "-"', lines[0])
    assert '"GET /none HTTP/1.1" 404' in lines[1]


def test_tls(tmp_path: Path, app: Start) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    text = 'app:get("/", function(req, res) res:send(req.protocol .. " " .. tostring(req.secure)) end)'
    program = app(text, options=("--tls-cert", str(certificate), "--tls-key", str(key)))
    context = ssl.create_default_context(cafile=str(certificate))
    with program.connect() as plain, context.wrap_socket(plain, server_hostname="127.0.0.1") as connection:
        connection.sendall(GET % b"")
        assert read_all(connection).endswith(b"https true")
    with program.connect() as plain:
        plain.sendall(GET % b"")
        assert read_all(plain) == b""


def test_unix_socket(tmp_path: Path) -> None:
    path = tmp_path / "app.socket"
    for _ in range(2):
        (tmp_path / "app.lua").write_text(
            HEAD + 'app:get("/", function(req, res) res:send("unix " .. req.ip) end) app:listen(1, print)'
        )
        process = subprocess.Popen(
            [*RUN, "--unix", str(path), "app.lua"], cwd=tmp_path, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "0\n"
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(path))
            connection.sendall(GET % b"")
            assert read_all(connection).endswith(b"unix ")
        process.terminate()
        assert process.wait(10) == 0
        assert not path.exists()
        # A socket that a killed program has left is no obstacle.
        with socket.socket(socket.AF_UNIX) as stale:
            stale.bind(str(path))


def test_options_in_the_environment_are_checked(tmp_path: Path) -> None:
    (tmp_path / "app.lua").write_text(HEAD + "app:listen(0)")
    import os

    done = subprocess.run(
        [sys.executable, "-m", "cmc.cli", "run", "app.lua"],
        cwd=tmp_path,
        env={**os.environ, "CMC_SERVER_BODY_SIZE": "many"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "CMC_SERVER_BODY_SIZE must be a number, not 'many'" in done.stderr
