"""`scripts/services`: brings servers up where none listen, and says what is wrong where it cannot."""

import os
import socket
import subprocess
from contextlib import closing
from pathlib import Path

from tests.databases.servers import free_port

SCRIPT = Path(__file__).parents[2] / "scripts" / "services"


def services(folder: Path, ports: dict[str, int], *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CMC_SERVICES": str(folder), **{name: str(port) for name, port in ports.items()}}
    return subprocess.run([str(SCRIPT), *arguments], env=environment, capture_output=True, text=True, timeout=90)


def test_servers_of_our_own(own_folder: Path) -> None:
    folder = own_folder / "services"
    ports = {f"{name}_PORT": free_port() for name in ("POSTGRESQL", "MARIADB", "REDIS")}
    try:
        for _ in range(2):
            done = services(folder, ports)
            assert (done.returncode, done.stderr) == (0, "")
        for port in ports.values():
            socket.create_connection(("127.0.0.1", port), 5).close()
    finally:
        assert services(folder, ports, "stop").returncode == 0


def test_something_else_on_a_port(own_folder: Path) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen(5)
        other.settimeout(5)
        port = other.getsockname()[1]
        command = [str(SCRIPT)]
        environment = {**os.environ, "CMC_SERVICES": str(own_folder / "none"), "REDIS_PORT": str(port)}
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as running:
            for _ in range(2):
                link, _ = other.accept()
                link.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                link.close()
            _, text = running.communicate(timeout=60)
        assert running.returncode == 1
        assert f"Redis on port {port}: " in text
