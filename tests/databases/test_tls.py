"""Connections over TLS, with certificates that are checked."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cmc.runtime.core.table import Table
from cmc.runtime.shims import mysql, postgresql, redis
from tests.databases.conftest import problem
from tests.databases.servers import IS_ROOT, MysqlServer, PostgresqlServer, RedisServer, free_port


class _WithCertificate:
    """A server with a certificate for 127.0.0.1 that it has signed itself."""

    user: str
    folder: Path

    def make_certificate(self) -> None:
        name = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
        files = ["-keyout", self.key, "-out", self.certificate]
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *name, *files]
        subprocess.run(command, check=True, capture_output=True)
        Path(self.key).chmod(0o600)
        if IS_ROOT:
            shutil.chown(self.key, self.user)
            shutil.chown(self.certificate, self.user)

    @property
    def certificate(self) -> str:
        return str(self.folder.parent / f"{self.folder.name}-certificate.pem")

    @property
    def key(self) -> str:
        return str(self.folder.parent / f"{self.folder.name}-key.pem")


class TlsPostgresql(_WithCertificate, PostgresqlServer):
    def command(self) -> list[str]:
        files = ["-c", f"ssl_cert_file={self.certificate}", "-c", f"ssl_key_file={self.key}"]
        return [*super().command(), "-c", "ssl=on", *files]


class TlsMysql(_WithCertificate, MysqlServer):
    def command(self) -> list[str]:
        return [*super().command(), f"--ssl-cert={self.certificate}", f"--ssl-key={self.key}"]


class TlsRedis(_WithCertificate, RedisServer):
    def command(self) -> list[str]:
        files = ["--tls-cert-file", self.certificate, "--tls-key-file", self.key, "--tls-auth-clients", "no"]
        return ["redis-server", "--port", "0", "--tls-port", str(self.port), "--save", "", *files]


@pytest.fixture
def start(own_folder: Path) -> Any:
    started = []

    def make(kind: Any) -> Any:
        port = free_port()
        server = kind(own_folder / f"tls-{port}", port)
        server.make_certificate()
        started.append(server)
        server.start()
        return server

    yield make
    for server in started:
        server.stop()


def test_postgresql(start: Any) -> None:
    server = start(TlsPostgresql)
    question = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    for options, expected in (
        ({"sslmode": "require"}, True),
        ({"sslmode": "verify-full", "sslrootcert": server.certificate}, True),
        ({"sslmode": "verify-ca", "sslrootcert": server.certificate}, True),
        ({"sslmode": "disable"}, False),
        ({}, False),
    ):
        db = postgresql.connect(Table({**server.options(), **options}))
        assert db.query_row(question)["ssl"] is expected
        db.close()
    url = f"postgres://postgres@127.0.0.1:{server.port}/postgres?sslmode=verify-full"
    assert "error performing TLS handshake: " in problem(postgresql.open, url)
    db = postgresql.open(f"{url}&sslrootcert={server.certificate}")
    assert db.ping()
    db.close()


def test_mysql(start: Any) -> None:
    server = start(TlsMysql)
    for options, has_cipher in (
        ({"ssl": True, "ssl_ca": server.certificate}, True),
        ({"ssl": True, "ssl_verify": False}, True),
        ({}, False),
    ):
        db = mysql.connect(Table({**server.options(), **options}))
        row = db.query_row("SHOW STATUS LIKE 'Ssl_cipher'")
        assert (row["Value"] != "") is has_cipher
        db.close()
    assert "error performing TLS handshake: " in problem(mysql.connect, Table({**server.options(), "ssl": True}))
    assert "TLS" in problem(mysql.connect, Table({**server.options(), "ssl": True, "ssl_ca": "/no/such/file"}))


def test_redis(start: Any) -> None:
    server = start(TlsRedis)
    client = redis.new(f"rediss://127.0.0.1:{server.port}?ssl_ca={server.certificate}")
    assert client.ping() == "PONG"
    client.close()
    assert redis.new(f"rediss://127.0.0.1:{server.port}?ssl_verify=false").ping() == "PONG"
    assert "certificate verify failed" in problem(redis.new, f"rediss://127.0.0.1:{server.port}")
