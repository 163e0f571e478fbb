"""Freight: the same programs with the same output on all engines."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from cmc.runtime.core.table import Table
from cmc.runtime.shims import freight, sqlite
from cmc.runtime.shims.freight.dialects import plain_time
from cmc.runtime.shims.freight.naming import getter, singular
from tests.databases.conftest import problem
from tests.databases.servers import handle_for

PROGRAMS = Path(__file__).parent / "programs"
DRIVERS = {"sqlite": "sqlite", "mysql": "mysql", "postgresql": "postgres"}


@pytest.fixture
def run(engine: str) -> Iterator[Callable[[str], str]]:
    """Runs a program on the engine, with names of tables of its own."""
    prefix = f"t{uuid4().hex[:8]}_"

    def started(name: str) -> str:
        command = [sys.executable, "-m", "cmc.cli", "run", name, DRIVERS[engine], prefix]
        done = subprocess.run(command, cwd=PROGRAMS, capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.replace(prefix, "")

    yield started
    if engine != "sqlite":
        db = handle_for(engine)
        names = {"mysql": "SHOW TABLES", "postgresql": "SELECT tablename FROM pg_tables"}[engine]
        left = [name for row in db.query(names).values() for name in row.values() if name.startswith(prefix)]
        for name in left:
            db.exec(f"DROP TABLE {name}" + (" CASCADE" if engine == "postgresql" else ""))
        db.close()
        assert left == []


def test_everything(run: Callable[[str], str]) -> None:
    assert run("orm.lua").splitlines() == (PROGRAMS / "orm.out").read_text().splitlines()


def test_eager_loading_soft_deletes_scopes_and_validation(run: Callable[[str], str]) -> None:
    assert run("records.lua").splitlines() == (PROGRAMS / "records.out").read_text().splitlines()


def test_values_are_never_sql(run: Callable[[str], str]) -> None:
    assert run("safety.lua") == "safe\t20\n"


def test_sql_of_queries() -> None:
    db = freight.open("sqlite", Table(database=":memory:"))
    users = db.model("users", Table(id=freight.primary_key(), age=freight.integer(), group=freight.text()))
    query = users.where("age > ?", 18).order_by("age").limit(10)
    assert query.to_sql()[0] == "SELECT * FROM users WHERE age > ? ORDER BY age ASC LIMIT 10"
    assert dict(query.to_sql()[1]) == {1: 18}
    query = users.where("a = ? OR b = ?", 1, 2).where(Table(group="x")).offset(5)
    assert query.to_sql()[0] == 'SELECT * FROM users WHERE (a = ? OR b = ?) AND "group" = ? LIMIT -1 OFFSET 5'
    assert users.where(Table()).to_sql()[0] == "SELECT * FROM users WHERE 1 = 1"
    db.close()


@pytest.fixture
def own_database(db: Any, engine: str) -> Iterator[Any]:
    """A handle whose tables are out of the way of everybody else's."""
    name = f"t{uuid4().hex[:8]}_own"
    if engine != "sqlite":
        db.exec(f"CREATE SCHEMA {name}")
        db.exec(f"USE {name}" if engine == "mysql" else f"SET search_path TO {name}")
    yield db
    if engine != "sqlite":
        db.exec(f"DROP SCHEMA {name}" + (" CASCADE" if engine == "postgresql" else ""))


def test_named_migrations(own_database: Any) -> None:
    orm = freight.init(own_database)
    ran: list[str] = []
    up = lambda d: ran.append("up") or d.execute("CREATE TABLE of_migration (a INT)")  # noqa: E731
    down = lambda d: ran.append("down") or d.execute("DROP TABLE of_migration")  # noqa: E731
    assert orm.migrate("first", up, down) is True
    assert orm.migrate("first", up, down) is False
    assert orm.migrate("second", lambda d: None) is True
    status = orm.migrationStatus()
    assert (status["current_batch"], status["total_migrations"]) == (1, 2)
    assert orm.rollbackMigrations(Table())[0] is False
    assert "second" in orm.rollbackMigrations(Table())[1]
    assert orm.rollbackMigrations(Table(second=Table(down=lambda d: ran.append("second down")))) == (True,)
    assert ran == ["up", "second down", "down"]
    assert orm.migrationStatus()["total_migrations"] == 0
    failing = lambda d: problem(d.execute, "SELEC") and d.execute("SELEC")  # noqa: E731
    problem(orm.migrate, "third", failing)
    assert orm.reset() == (False, "Reset requires confirmation")
    assert orm.reset(True) == (True,)
    assert len(orm.tables()) == 0


@pytest.mark.parametrize("returns", [True, False])
def test_what_the_database_makes_of_a_record(server_engine: str, table_name: str, returns: bool) -> None:
    """The row is read after the INSERT where that cannot give it back, as in MySQL."""
    db = freight.init(handle_for(server_engine))
    assert db.returns_rows() is True  # MariaDB too
    db._returns_rows = returns
    fields = Table(id=freight.primary_key(), name=freight.string(40), state=freight.string(Table(default="new")))
    model = db.model(table_name, fields)
    assert db.autoMigrate(model)["success"] is True
    for number in (1, 2):
        record = model.create(Table(name="x"))
        assert (record["id"], record["name"], record["state"]) == (number, "x", "new")
        assert db.changes() == 1
    db.close()


@pytest.mark.parametrize(
    ("verdict", "message"),
    [
        (True, None),
        (0, None),
        ("", None),
        (False, "invalid value for 'n' of 't'"),
        (None, "invalid value for 'n' of 't'"),
        ((), "invalid value for 'n' of 't'"),
        ((False, 5.0), "invalid value for 'n' of 't': 5.0"),
        ((None, "why", 1), "invalid value for 'n' of 't': why"),
    ],
)
def test_what_validation_says(verdict: Any, message: str | None) -> None:
    db = freight.open("sqlite", Table(database=":memory:"))
    field = freight.integer(Table(validate=lambda value=None, *_: verdict))
    model = db.model("t", Table(id=freight.primary_key(), n=field))
    db.autoMigrate(model)
    assert model.create(Table()).model is model
    if message is None:
        assert model.create(Table(n=1))["n"] == 1
    else:
        assert problem(model.create, Table(n=1)) == message
    broken = Table(id=freight.primary_key(), n=freight.integer(Table(validate=5)))
    assert problem(db.model, "t", broken) == "field 'n': validate must be a function"


def test_files_in_folders_that_are_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "data.db"
    db = freight.open("sqlite", Table(database=str(path)))
    db.execute("CREATE TABLE t (a)")
    assert db.query_row("PRAGMA foreign_keys")["foreign_keys"] == 1
    assert db.reset(True) == (True,)
    assert len(db.tables()) == 0
    db.close()
    assert path.exists()


def test_handles_that_a_program_has_made() -> None:
    inner = sqlite.memory()
    calls: list[str] = []

    def logged(_: Any, sql: str, *params: Any) -> Any:
        calls.append(sql)
        return inner.query(sql, *params)

    handle = Table(
        query=logged,
        query_row=lambda _, sql, *params: inner.query_row(sql, *params),
        execute=lambda _, sql, *params: inner.execute(sql, *params),
    )
    inner.exec("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
    freight.init(handle)
    notes = freight.model("notes", Table(fields=Table(text=Table(type="text", required=True))))
    assert notes.create(Table(text="x"))["id"] == 1
    assert len(notes.all()) == 1
    assert calls == ["SELECT * FROM notes"]


def test_names() -> None:
    plurals = {
        "posts": "post",
        "categories": "category",
        "boxes": "box",
        "classes": "class",
        "glass": "glass",
        "news": "new",
    }
    assert {name: singular(name) for name in plurals} == plurals
    assert [getter(name) for name in ("posts", "blog_posts", "a")] == ["getPosts", "getBlogPosts", "getA"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-02-04T12:00:00Z", "2025-02-04 12:00:00"),
        ("2025-02-04T12:00:00.25+02:00", "2025-02-04 10:00:00.250000"),
        ("2025-02-04 23:30:00-0130", "2025-02-05 01:00:00"),
        ("2025-02-04", "2025-02-04"),
        ("tomorrow", "tomorrow"),
    ],
)
def test_times(text: str, expected: str) -> None:
    assert plain_time(text) == expected
