"""A program that serves HTTP: many clients at once, each request with transactions of its own."""

import http.client
import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from tests.databases.servers import handle_for

PROGRAM = """
local honeymoon = require("honeymoon")
local app = honeymoon.new()
local name = os_ext.env("TABLE")
local options = { host = "127.0.0.1", database = "test", pool = 6 }
local db = os_ext.env("ENGINE") == "mysql" and mysql.connect(options) or postgresql.connect(options)
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
    local steps = client:incr(name .. ":inserts")
    local row = db:query_row("SELECT tag FROM " .. name .. " WHERE id = ?", db:last_insert_id())
    res:json({ tag = row.tag, steps = steps })
end)

app:listen(0, function(port) print("port " .. port) end)
"""


def test_transfers_and_inserts(server_engine: str, tmp_path: Path) -> None:
    name = f"t_{uuid4().hex[:10]}"
    db = handle_for(server_engine)
    key = "SERIAL" if server_engine == "postgresql" else "INT AUTO_INCREMENT"
    db.exec(f"CREATE TABLE {name} (id {key} PRIMARY KEY, n INT, tag VARCHAR(40))")
    for _ in range(5):
        db.execute(f"INSERT INTO {name} (n) VALUES (?)", 100)
    (tmp_path / "app.lua").write_text(PROGRAM)
    program = subprocess.Popen(
        [sys.executable, "-m", "cmc.cli", "run", "app.lua"],
        cwd=tmp_path,
        env={**os.environ, "ENGINE": server_engine, "TABLE": name},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stdout is not None
        port = int(program.stdout.readline().split()[1])

        def post(path: str, body: object) -> dict[str, object]:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
            response = connection.getresponse()
            data = json.loads(response.read())
            connection.close()
            assert response.status == 200, data
            return dict(data)

        def request(number: int) -> None:
            if number % 3:
                body = {"from": number % 5 + 1, "to": (number * 7 + 1) % 5 + 1, "amount": number % 90}
                answer = post("/transfer", body)
                assert answer["ok"] or answer["error"] == "too little"
            else:
                assert post("/insert", {"tag": f"tag {number}"})["tag"] == f"tag {number}"

        with ThreadPoolExecutor(16) as clients:
            list(clients.map(request, range(150)))
        assert db.query_row(f"SELECT SUM(n) AS total, COUNT(tag) AS tags FROM {name}")["tags"] == 50
        assert int(db.query_row(f"SELECT SUM(n) AS total FROM {name}")["total"]) == 500
        program.send_signal(signal.SIGTERM)
        _, errors = program.communicate(timeout=30)
        assert (program.returncode, errors) == (0, "")
    finally:
        program.kill()
        program.communicate()
        db.exec(f"DROP TABLE {name}")
        db.close()
