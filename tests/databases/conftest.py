"""Handles for tests, and tables of their own."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from cmc.runtime.core.errors import LuaError
from tests.databases.servers import ENGINES, MysqlServer, PostgresqlServer, RedisServer, Server, free_port, handle_for


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Every engine in turn."""
    return str(request.param)


@pytest.fixture(params=ENGINES[1:])
def server_engine(request: pytest.FixtureRequest) -> str:
    """The engines that run as servers, in turn."""
    return str(request.param)


@pytest.fixture
def open_handle() -> Iterator[Callable[..., Any]]:
    """Opens handles that are closed after the test: `open_handle("mysql", pool=2)`."""
    handles = []

    def opened(engine: str, **options: Any) -> Any:
        handle = handle_for(engine, **options)
        handles.append(handle)
        return handle

    yield opened
    for handle in handles:
        handle.close()


@pytest.fixture
def db(engine: str, open_handle: Callable[..., Any]) -> Any:
    """A handle of the engine."""
    return open_handle(engine)


@pytest.fixture
def table_name(request: pytest.FixtureRequest) -> Iterator[str]:
    """A name for a table that no other test uses; the table is dropped in the end."""
    name = f"t_{uuid4().hex[:12]}"
    yield name
    for engine in ENGINES[1:]:
        if engine in (
            request.getfixturevalue(each) for each in ("engine", "server_engine") if each in request.fixturenames
        ):
            handle = handle_for(engine)
            handle.exec(f"DROP TABLE IF EXISTS {name}")
            handle.close()


@pytest.fixture(scope="session")
def own_folder() -> Iterator[Path]:
    """A directory that servers with users of their own can reach."""
    with tempfile.TemporaryDirectory(prefix="cmc-tests-", ignore_cleanup_errors=True) as folder:
        path = Path(folder)
        path.chmod(0o755)
        yield path


@pytest.fixture
def own_server(own_folder: Path) -> Iterator[Callable[[str], Any]]:
    """Starts a server of our own: `own_server("mysql")`."""
    started: list[Server] = []
    kinds = {"postgresql": PostgresqlServer, "mysql": MysqlServer, "redis": RedisServer}

    def start(engine: str) -> Any:
        port = free_port()
        server = kinds[engine](own_folder / f"{engine}-{port}", port)
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.stop()


def problem(function: Callable[..., Any], *args: Any) -> Any:
    """The value of the error that a call raises."""
    with pytest.raises(LuaError) as caught:
        function(*args)
    return caught.value.value
