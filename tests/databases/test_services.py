"""`scripts/services`: brings servers up where none listen, and says what is wrong where it cannot."""

import os
import shutil
import socket
import subprocess
from contextlib import closing
from pathlib import Path

from tests.databases.servers import free_port

SCRIPT = Path(__file__).parents[2] / "scripts" / "services"


FAILING = """#!/bin/sh
# Fails twice, and leaves half of what it should make.
echo x >> {count}
if [ "$(wc -l < {count})" -le 2 ]; then
    for option; do case $option in --datadir=*) mkdir -p "${{option#--datadir=}}/mysql" ;; esac; done
    exit 1
fi
exec {program} "$@"
"""


def services(folder: Path, ports: dict[str, int], *arguments: str, path: str = "") -> subprocess.Popen[str]:
    environment = {**os.environ, "CMC_SERVICES": str(folder), **{name: str(port) for name, port in ports.items()}}
    environment["PATH"] = path + environment["PATH"]
    return subprocess.Popen([str(SCRIPT), *arguments], env=environment, stderr=subprocess.PIPE, text=True)


def test_servers_of_our_own(own_folder: Path) -> None:
    """Two that are asked for them at the same time, and a step that fails sometimes."""
    folder, bin_folder = own_folder / "services", own_folder / "bin"
    bin_folder.mkdir()
    (own_folder / "count").touch()
    (own_folder / "count").chmod(0o666)
    failing = bin_folder / "mariadb-install-db"
    failing.write_text(FAILING.format(count=own_folder / "count", program=shutil.which("mariadb-install-db")))
    failing.chmod(0o755)
    ports = {f"{name}_PORT": free_port() for name in ("POSTGRESQL", "MARIADB", "REDIS")}
    try:
        running = [services(folder, ports, path=f"{bin_folder}:") for _ in range(2)]
        for each in running:
            _, errors = each.communicate(timeout=120)
            assert (each.returncode, errors) == (0, "")
        assert (own_folder / "count").read_text() == "x\n" * 3
        for port in ports.values():
            socket.create_connection(("127.0.0.1", port), 5).close()
    finally:
        assert services(folder, ports, "stop").wait(30) == 0


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
