"""The example service: compiled by `cmc build`, run as a Python package, and used over HTTP."""

import ast
import http.client
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "users"
CMC = [sys.executable, "-m", "cmc.cli"]
TOKEN = "secret-token"


class Client:
    """A client of the running service."""

    def __init__(self, process: "subprocess.Popen[str]", port: int, database: Path) -> None:
        self.process = process
        self.port = port
        self.database = database
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def request(
        self, method: str, path: str, data: Any = None, *, actor: str | None = "ada", token: str | None = TOKEN
    ) -> tuple[int, Any, http.client.HTTPMessage]:
        """Status, decoded body and headers of an answer."""
        headers = {"Accept": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if actor is not None:
            headers["X-Actor"] = actor
        body = None
        if data is not None:
            headers["Content-Type"] = "application/json"
            body = (data if isinstance(data, str) else json.dumps(data)).encode()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read()
        return response.status, json.loads(text) if text else None, response.headers

    def create(self, name: str) -> dict[str, Any]:
        status, body, _ = self.request("POST", "/users", {"name": name, "email": f"{name}@example.com"})
        assert status == 201, body
        user: dict[str, Any] = body["data"]
        return user


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the package that `cmc build` makes of a copy of the example."""
    folder = tmp_path_factory.mktemp("users")
    shutil.copytree(EXAMPLE, folder / "source", ignore=shutil.ignore_patterns("build", "*.db*"))
    done = subprocess.run(
        [*CMC, "build", "source", "-o", "out/users"], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "out" / "users"


def start(command: list[str], folder: Path, tmp_path: Path) -> Client:
    """Starts the service on a free port."""
    database = tmp_path / "users.db"
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PORT": "0", "DATABASE_PATH": str(database), "API_TOKEN": TOKEN},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line.startswith("users service is listening on port "):
        process.kill()
        raise AssertionError(line + "".join(process.communicate()))
    return Client(process, int(line.split()[-1]), database)


@pytest.fixture
def client(package: Path, tmp_path: Path) -> Iterator[Client]:
    """A client of the compiled service, which has an empty database."""
    client = start([sys.executable, "-m", "users"], package.parent, tmp_path)
    yield client
    client.connection.close()
    if client.process.poll() is None:
        client.process.kill()
    client.process.communicate()


def test_the_package_imports_nothing_but_the_runtime_and_itself(package: Path) -> None:
    files = sorted(package.rglob("*.py"))
    assert {file.relative_to(package).as_posix() for file in files} >= {
        "__main__.py", "app.py", "config.py", "models/user.py", "middleware/auth.py", "routes/users.py",
    }  # fmt: skip
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""] if not node.level else [package.name]
            for name in names:
                root = name.partition(".")[0]
                is_runtime = name == "cmc.runtime" or name.startswith("cmc.runtime.")
                assert is_runtime or root == package.name or root in sys.stdlib_module_names, f"{file}: {name}"


def test_health_needs_no_token(client: Client) -> None:
    status, body, headers = client.request("GET", "/health", token=None)
    assert (status, body) == (200, {"status": "ok", "users": 0})
    assert headers["Content-Type"] == "application/json"


def test_everything_else_needs_the_token(client: Client) -> None:
    for token in (None, "wrong", TOKEN + "x", TOKEN[:-1] + "?"):
        status, body, headers = client.request("GET", "/users", token=token)
        assert (status, body) == (401, {"error": "Unauthorized"})
        assert headers["WWW-Authenticate"] == "Bearer"
    assert client.request("DELETE", "/users/1", token=None)[0] == 401
    assert client.request("GET", "/users")[0] == 200


def test_create_and_get(client: Client) -> None:
    status, body, headers = client.request("POST", "/users", {"name": "  Zo\u00eb ", "email": "ZOE@example.com"})
    user = body["data"]
    assert status == 201
    assert headers["Location"] == "/users/1"
    assert user.pop("created_at")
    assert user == {"id": 1, "name": "Zo\u00eb", "email": "zoe@example.com", "active": True}
    status, body, _ = client.request("GET", "/users/1")
    assert (status, body["data"]["name"]) == (200, "Zo\u00eb")
    with sqlite3.connect(client.database) as connection:
        assert connection.execute("SELECT user_id, action, actor FROM audit").fetchall() == [(1, "create", "ada")]
    connection.close()


def test_sql_in_values_is_only_text(client: Client) -> None:
    name = "Robert'); DROP TABLE users; --"
    status, body, _ = client.request("POST", "/users", {"name": name, "email": "bobby@example.com", "active": False})
    assert (status, body["data"]["name"], body["data"]["active"]) == (201, name, False)
    assert client.request("GET", "/users")[1]["total"] == 1


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({}, {"name": "is required", "email": "must be a valid email address"}),
        ({"name": " ", "email": "ada@example.com"}, {"name": "is required"}),
        ({"name": 7, "email": "nobody"}, {"name": "is required", "email": "must be a valid email address"}),
        ({"name": "x" * 101, "email": "a@b.c"}, {"name": "must be at most 100 characters"}),
        ({"name": "Ada", "email": "a@b.c", "active": "yes"}, {"active": "must be a boolean"}),
    ],
)
def test_validation(client: Client, data: Any, fields: dict[str, str]) -> None:
    status, body, _ = client.request("POST", "/users", data)
    assert (status, body) == (422, {"error": "Validation failed", "details": fields})
    assert client.request("GET", "/health")[1]["users"] == 0


def test_bodies_that_are_no_json(client: Client) -> None:
    status, body, _ = client.request("POST", "/users", '{"name": ')
    assert status == 400
    assert body["message"].startswith("Invalid JSON: EOF while parsing a value")
    status, body, _ = client.request("POST", "/users", {"name": "x" * (64 << 10)})
    assert (status, body["error"]) == (413, "Payload Too Large")
    assert client.request("POST", "/users")[0] == 422


def test_paging(client: Client) -> None:
    for number in range(1, 6):
        client.create(f"user{number}")
    status, body, _ = client.request("GET", "/users?page=2&size=2")
    assert status == 200
    assert [user["name"] for user in body.pop("data")] == ["user3", "user4"]
    assert body == {"page": 2, "size": 2, "total": 5, "pages": 3}
    status, body, _ = client.request("GET", "/users?page=9")
    assert (body["data"], body["pages"]) == ([], 1)
    for query in ("page=0", "size=101", "page=x", "size=1.5"):
        assert client.request("GET", f"/users?{query}")[0] == 422


def test_unique_addresses(client: Client) -> None:
    client.create("ada")
    grace = client.create("grace")
    answer = client.request("POST", "/users", {"name": "Ada", "email": "ADA@example.com"})
    assert answer[:2] == (409, {"error": "Email is already in use"})
    assert client.request("PUT", f"/users/{grace['id']}", {"email": "ada@example.com"})[0] == 409
    assert client.request("PUT", f"/users/{grace['id']}", {"email": "grace@example.com"})[0] == 200


def test_update(client: Client) -> None:
    user = client.create("ada")
    status, body, _ = client.request("PUT", "/users/1", {"name": "Ada L.", "active": False}, actor="grace")
    assert (status, body["data"]) == (200, {**user, "name": "Ada L.", "active": False})
    assert client.request("PUT", "/users/1", {"active": "no"})[0] == 422
    assert client.request("PUT", "/users/99", {"name": "x"})[:2] == (404, {"error": "User not found"})
    history = client.request("GET", "/users/1/history")[1]["data"]
    assert [(entry["action"], entry["actor"]) for entry in history] == [("create", "ada"), ("update", "grace")]


def test_delete(client: Client) -> None:
    client.create("ada")
    status, body, _ = client.request("DELETE", "/users/1")
    assert (status, body) == (204, None)
    assert client.request("DELETE", "/users/1")[0] == 404
    assert client.request("GET", "/users/1")[0] == 404
    assert [entry["action"] for entry in client.request("GET", "/users/1/history")[1]["data"]] == ["create", "delete"]


def test_what_is_not_there(client: Client) -> None:
    for path in ("/users/99", "/users/x", "/users/1.5", "/users/-1", "/users/99999999999999999999"):
        assert client.request("GET", path)[:2] == (404, {"error": "User not found"})
    status, body, _ = client.request("GET", "/nothing")
    assert (status, body["path"]) == (404, "/nothing")
    assert client.request("PATCH", "/users/1", {})[0] == 404


def test_without_an_actor_nothing_is_written(client: Client) -> None:
    status, body, _ = client.request("POST", "/users", {"name": "Ada", "email": "ada@example.com"}, actor=None)
    assert (status, body["error"]["code"]) == (400, "ACTOR_REQUIRED")
    assert client.request("GET", "/health")[1]["users"] == 0
    client.create("ada")
    assert client.request("PUT", "/users/1", {"name": "Changed"}, actor=None)[0] == 400
    assert client.request("DELETE", "/users/1", actor=None)[0] == 400
    assert client.request("GET", "/users/1")[1]["data"]["name"] == "ada"
    assert len(client.request("GET", "/users/1/history")[1]["data"]) == 1


def test_unexpected_errors_are_logged_and_the_connection_stays(client: Client) -> None:
    with sqlite3.connect(client.database) as connection:
        connection.execute("ALTER TABLE users RENAME TO hidden")
    status, body, _ = client.request("GET", "/users")
    assert (status, body) == (500, {"error": "Internal Server Error"})
    with sqlite3.connect(client.database) as connection:
        connection.execute("ALTER TABLE hidden RENAME TO users")
    connection.close()
    assert client.request("GET", "/users")[0] == 200
    client.process.send_signal(signal.SIGTERM)
    out, err = client.process.communicate(timeout=30)
    assert "error in GET /users: no such table: users" in out
    assert err == ""


def test_two_clients_at_once(client: Client) -> None:
    others = [Client(client.process, client.port, client.database) for _ in range(2)]

    def work(number: int) -> list[int]:
        return [others[number].create(f"client{number}-{count}")["id"] for count in range(20)]

    with ThreadPoolExecutor(2) as executor:
        ids = [user for result in executor.map(work, range(2)) for user in result]
    for other in others:
        other.connection.close()
    assert sorted(ids) == list(range(1, 41))
    with sqlite3.connect(client.database) as connection:
        rows = connection.execute("SELECT name FROM users JOIN audit ON users.id = user_id ORDER BY name").fetchall()
    connection.close()
    assert len(rows) == 40


def test_sigterm_ends_the_service_well(client: Client) -> None:
    client.create("ada")
    client.process.send_signal(signal.SIGTERM)
    out, err = client.process.communicate(timeout=30)
    assert (client.process.returncode, out, err) == (0, "users service has stopped\n", "")
    assert not client.database.with_name("users.db-wal").exists()


def test_the_token_is_required_at_the_start(package: Path, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "API_TOKEN"}
    done = subprocess.run(
        [sys.executable, "-m", "users"], cwd=package.parent, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.startswith("error: API_TOKEN is not set: nobody could use this service\n")


def test_cmc_run(package: Path, tmp_path: Path) -> None:
    client = start([*CMC, "run", "app.lua"], package.parents[1] / "source", tmp_path)
    try:
        assert client.create("ada")["id"] == 1
        assert client.request("GET", "/users")[1]["total"] == 1
        client.process.send_signal(signal.SIGINT)
        out, err = client.process.communicate(timeout=30)
        assert (client.process.returncode, out, err) == (0, "users service has stopped\n", "")
    finally:
        client.connection.close()
        client.process.kill()
        client.process.communicate()
