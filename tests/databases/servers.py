"""The database servers of the machine, and servers of our own that tests may stop and kill."""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from cmc.runtime.core.table import Table
from cmc.runtime.shims import mysql, postgresql, sqlite

POSTGRESQL: dict[str, Any] = {
    "host": "127.0.0.1",
    "port": int(os.environ.get("POSTGRESQL_PORT") or 5432),
    "user": "postgres",
    "database": "test",
}
MYSQL: dict[str, Any] = {
    "host": "127.0.0.1",
    "port": int(os.environ.get("MARIADB_PORT") or 3306),
    "user": "root",
    "database": "test",
}
REDIS = "redis://127.0.0.1:6379/7"

ENGINES = ("sqlite", "mysql", "postgresql")

NUMBERED = {
    "sqlite": "INTEGER PRIMARY KEY", "mysql": "INT AUTO_INCREMENT PRIMARY KEY", "postgresql": "SERIAL PRIMARY KEY",
}  # fmt: skip
"""The type of a column that numbers the rows of its table."""


def handle_for(engine: str, **options: Any) -> Any:
    """A handle of an engine, with options of `connect`."""
    if engine == "sqlite":
        return sqlite.memory()
    if engine == "mysql":
        return mysql.connect(Table({**MYSQL, **options}))
    return postgresql.connect(Table({**POSTGRESQL, **options}))


def free_port() -> int:
    """A port that nobody uses now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


IS_ROOT = os.geteuid() == 0


class Server:
    """A server of our own, in a directory of its own."""

    user = ""
    end = signal.SIGKILL

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        if IS_ROOT:
            shutil.chown(folder, self.user)
        self.prepare()

    def prepare(self) -> None:
        """Makes what the server needs before it is started."""

    def command(self) -> list[str]:
        """The command that is the server."""
        raise NotImplementedError

    def as_user(self, command: list[str]) -> list[str]:
        return (
            ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups", *command]
            if IS_ROOT
            else command
        )

    def start(self) -> None:
        """Starts the server and waits until it takes connections."""
        log = (self.folder.parent / f"{self.folder.name}.log").open("ab")
        with log:
            self.process = subprocess.Popen(self.as_user(self.command()), stdout=log, stderr=log, cwd="/")
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if self.is_ready():
                return
            time.sleep(0.05)
        raise AssertionError(f"{self.command()[0]} does not start: {log.name}")

    def is_ready(self) -> bool:
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", self.port), 1)):
            return True
        return False

    def stop(self) -> None:
        """Ends the server at once, as a machine that loses power."""
        if self.process is not None:
            self.process.send_signal(self.end)
            self.process.wait()
            self.process = None


class PostgresqlServer(Server):
    user = "postgres"
    end = signal.SIGQUIT  # at once, but with all its processes

    def program(self, name: str) -> str:
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
        return str(found[-1]) if found else name

    def prepare(self) -> None:
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync"]
        command = [self.program("initdb"), "-D", str(self.folder / "data"), *options]
        subprocess.run(self.as_user(command), check=True, capture_output=True, cwd="/")

    def command(self) -> list[str]:
        options = ["-c", "fsync=off", "-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.folder)]
        return [self.program("postgres"), "-D", str(self.folder / "data"), *options]

    def is_ready(self) -> bool:
        command = [self.program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command).returncode == 0

    def options(self) -> Table:
        return Table(host="127.0.0.1", port=self.port, user="postgres", database="postgres")


class MysqlServer(Server):
    user = "mysql"

    def prepare(self) -> None:
        options = ["--auth-root-authentication-method=normal", "--skip-test-db"]
        data = self.folder / "data"
        command = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", *options]
        for _ in range(3):  # now and then one of several that run at the same time fails
            done = subprocess.run(self.as_user(command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd="/")
            if done.returncode == 0:
                return
            shutil.rmtree(data, ignore_errors=True)
        raise AssertionError(done.stdout.decode(errors="replace"))

    def command(self) -> list[str]:
        options = [f"--datadir={self.folder / 'data'}", f"--port={self.port}", f"--socket={self.folder / 'socket'}"]
        small = ["--bind-address=127.0.0.1", "--innodb-buffer-pool-size=16M", "--innodb-flush-log-at-trx-commit=2"]
        return ["mariadbd", "--no-defaults", *options, *small]

    def options(self) -> Table:
        return Table(host="127.0.0.1", port=self.port, user="root", database="mysql")


class RedisServer(Server):
    user = "redis"
    password = ""

    def command(self) -> list[str]:
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        return ["redis-server", *options, *(["--requirepass", self.password] if self.password else [])]

    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"
