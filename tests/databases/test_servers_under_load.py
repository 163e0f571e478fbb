"""Programs that serve HTTP: many clients at once, each request with transactions of its own."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from cmc.runtime.shims import redis
from tests.databases.servers import NUMBERED, REDIS, handle_for
from tests.databases.serving import Served, served

HEAD = """
local app = require("honeymoon").new()
local name = os_ext.env("TABLE")
local options = {
    host = "127.0.0.1", port = tonumber(os_ext.env("PORT")), database = os_ext.env("DATABASE"),
    pool = tonumber(os_ext.env("POOL")), timeout = 5, connect_timeout = 2, pool_timeout = 4,
}
local db = os_ext.env("ENGINE") == "mysql" and mysql.connect(options) or postgresql.connect(options)
"""
LISTEN = """
app:listen(0, function(port) print("port " .. port) end)
"""
PORTS = {"mysql": "3306", "postgresql": "5432"}


def environment(engine: str, table: str, pool: int = 6) -> dict[str, str]:
    """What `HEAD` asks for, with the servers of the machine."""
    return {"ENGINE": engine, "TABLE": table, "PORT": PORTS[engine], "DATABASE": "test", "POOL": str(pool)}


@pytest.fixture
def rows(server_engine: str) -> Iterator[tuple[Any, str]]:
    """A handle, and a table of numbered rows."""
    name = f"t_{uuid4().hex[:10]}"
    db = handle_for(server_engine)
    db.exec(f"CREATE TABLE {name} (id {NUMBERED[server_engine]}, n INT, tag VARCHAR(40))")
    yield db, name
    db.exec(f"DROP TABLE {name}")
    db.close()
    client = redis.new(REDIS)
    client.delete(f"{name}:steps", f"{name}:inserts")
    client.close()


TRANSFERS = """
local client = require("redis").new("redis://127.0.0.1:6379/7")

app:post("/transfer", function(req, res)
    local from, to, amount = req.body.from, req.body.to, req.body.amount
    local ok, err = pcall(db.transaction, db, function()
        for _, id in ipairs(from < to and { from, to } or { to, from }) do -- always in the same order
            db:query("SELECT id FROM " .. name .. " WHERE id = ? FOR UPDATE", id)
        end
        if db:query_row("SELECT n FROM " .. name .. " WHERE id = ?", from).n < amount then error("too little", 0) end
        db:execute("UPDATE " .. name .. " SET n = n - ? WHERE id = ?", amount, from)
        client:incr(name .. ":steps")
        db:execute("UPDATE " .. name .. " SET n = n + ? WHERE id = ?", amount, to)
    end)
    res:json({ ok = ok, error = err ~= true and err or nil })
end)

app:post("/insert", function(req, res)
    db:execute("INSERT INTO " .. name .. " (n, tag) VALUES (0, ?)", req.body.tag)
    client:incr(name .. ":inserts")
    local id = db:last_insert_id()
    res:json({ tag = db:query_row("SELECT tag FROM " .. name .. " WHERE id = ?", id).tag, id = id })
end)

app:post("/undone", function(req, res)
    local ok, err = pcall(db.transaction, db, function()
        db:execute("INSERT INTO " .. name .. " (n, tag) VALUES (0, ?)", req.body.tag)
        local mine = db:last_insert_id()
        assert(db:query_row("SELECT tag FROM " .. name .. " WHERE id = ?", mine).tag == req.body.tag)
        error("undo", 0)
    end)
    res:json({ ok = ok, error = err })
end)

app:post("/health", function(req, res)
    local begun = db:query_row("SELECT 1 AS one").one
    res:json({ database = db:ping(), redis = client:ping(), one = begun, changes = db:changes() })
end)
"""


def test_two_hundred_requests_at_once(server_engine: str, rows: tuple[Any, str], tmp_path: Path) -> None:
    """Inserts with their ids, transfers, transactions that are undone, health checks: counted."""
    db, name = rows
    for _ in range(5):
        db.execute(f"INSERT INTO {name} (n) VALUES (?)", 100)

    def request(number: int) -> tuple[str, Any]:
        tag = {"tag": f"tag {number}"}
        if number % 4 == 0:
            status, answer = app.post("/insert", tag)
            assert answer["tag"] == tag["tag"]
            kind = "insert"
        elif number % 4 == 1:
            body = {"from": number % 5 + 1, "to": (number * 7 + 1) % 5 + 1, "amount": number % 90}
            status, answer = app.post("/transfer", body)
            assert answer["ok"] or answer["error"] == "too little"
            kind = "transfer"
        elif number % 4 == 2:
            status, answer = app.post("/undone", {"tag": f"undone {number}"})
            assert answer == {"ok": False, "error": "undo"}
            kind = "undone"
        else:
            status, answer = app.post("/health")
            assert (answer["database"], answer["redis"], answer["one"]) == (True, "PONG", 1)
            kind = "health"
        assert status == 200
        return kind, answer.get("id")

    values = environment(server_engine, name)
    with served(tmp_path, HEAD + TRANSFERS + LISTEN, **values) as app, ThreadPoolExecutor(200) as clients:
        answers = list(clients.map(request, range(200)))
    assert Counter(kind for kind, _ in answers) == {"insert": 50, "transfer": 50, "undone": 50, "health": 50}
    ids = [number for kind, number in answers if kind == "insert"]
    assert len(set(ids)) == 50
    found = db.query(f"SELECT id, tag FROM {name} WHERE tag IS NOT NULL")
    assert {row["id"] for row in found.values()} == set(ids)
    assert not [row["tag"] for row in found.values() if row["tag"].startswith("undone")]
    assert int(db.query_row(f"SELECT SUM(n) AS total FROM {name}")["total"]) == 500


WORK = """
app:post("/insert", function(req, res)
    local ok, err = pcall(function()
        db:execute("INSERT INTO " .. name .. " (n) VALUES (?)", 1)
        local id = db:last_insert_id()
        db:transaction(function() db:execute("UPDATE " .. name .. " SET n = n + 1 WHERE id = ?", id) end)
        return db:query_row("SELECT n FROM " .. name .. " WHERE id = ?", id).n
    end)
    res:json({ ok = ok, answer = tostring(err) })
end)
"""

REDIS_WORK = """
local app = require("honeymoon").new()
local client = require("redis").new("redis://127.0.0.1:" .. os_ext.env("PORT") .. "?timeout=3&pool=8")
app:post("/insert", function(req, res)
    local ok, answer = pcall(function()
        client:incr("n")
        client:pipeline(function(p) p:set("a", "1") p:get("a") end)
        return client:get("a")
    end)
    res:json({ ok = ok, answer = tostring(answer) })
end)
"""


@pytest.mark.parametrize("engine", ["postgresql", "mysql", "redis"])
def test_a_server_that_is_killed_under_load(engine: str, own_server: Any, tmp_path: Path) -> None:
    """Each request gets a result or a clear error in time, and all is well when the server is back."""
    server = own_server(engine)
    values = {"ENGINE": engine, "PORT": str(server.port), "POOL": "6", "TABLE": "kept", "DATABASE": ""}
    db: Any = None
    if engine != "redis":
        options = server.options()
        values["DATABASE"] = options["database"]
        db = handle_for(engine, port=server.port, database=options["database"])
        db.exec(f"CREATE TABLE kept (id {NUMBERED[engine]}, n INT)")
    program = REDIS_WORK if engine == "redis" else HEAD + WORK
    answers: list[tuple[float, Any]] = []
    is_over = threading.Event()

    def client(app: Served) -> None:
        while not is_over.is_set():
            begin = time.monotonic()
            status, answer = app.post("/insert", timeout=20)
            assert status == 200
            answers.append((time.monotonic() - begin, answer))
            time.sleep(0.01)

    with served(tmp_path, program + LISTEN, **values) as app:
        with ThreadPoolExecutor(8) as clients:
            running = [clients.submit(client, app) for _ in range(8)]
            try:
                for _ in range(2):
                    time.sleep(0.7)
                    server.stop()
                    time.sleep(0.5)
                    server.start()
                time.sleep(0.7)
            finally:
                is_over.set()
            for each in running:
                each.result()
        assert [app.post("/insert")[1]["ok"] for _ in range(10)] == [True] * 10
    assert max(seconds for seconds, _ in answers) < 12
    done = [answer for _, answer in answers if answer["ok"]]
    failed = [answer["answer"] for _, answer in answers if not answer["ok"]]
    assert done
    assert failed, "the server has not been missed"
    assert {answer["answer"] for answer in done} == {"1" if engine == "redis" else "2"}
    assert not [text for text in failed if not text.strip() or "Traceback" in text or "None" in text]
    if db is not None:
        count = db.query_row("SELECT COUNT(*) AS n FROM kept")["n"]
        assert len(done) + 10 <= count <= len(answers) + 10
        db.close()


ABANDONED = """
app:enable("cancel_on_disconnect")
app:post("/abandoned", function(req, res)
    db:transaction(function()
        db:execute("INSERT INTO " .. name .. " (tag) VALUES ('lost')")
        db:query(os_ext.env("ENGINE") == "mysql" and "SELECT SLEEP(20)" or "SELECT pg_sleep(20)")
    end)
    res:json({})
end)
app:post("/kept", function(req, res)
    db:execute("INSERT INTO " .. name .. " (tag) VALUES ('kept')")
    res:json({ id = db:last_insert_id(), changes = db:changes() })
end)
"""


def test_a_transaction_whose_client_disconnects(server_engine: str, rows: tuple[Any, str], tmp_path: Path) -> None:
    db, name = rows
    with served(tmp_path, HEAD + ABANDONED + LISTEN, **environment(server_engine, name, pool=1)) as app:
        with socket.create_connection(("127.0.0.1", app.port)) as connection:
            connection.sendall(b"POST /abandoned HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
            time.sleep(0.5)
        begin = time.monotonic()
        status, answer = app.post("/kept")
        assert (status, answer["changes"]) == (200, 1)
        assert time.monotonic() - begin < 10  # with one connection: the statement does not run on
    assert [row["tag"] for row in db.query(f"SELECT tag FROM {name}").values()] == ["kept"]
