"""WebSockets, and what becomes of jobs whose clients go away."""

import asyncio
import socket
import subprocess
import sys
import time
from pathlib import Path

import aiohttp

from tests.server.conftest import Start, read_all


def test_websockets(app: Start) -> None:
    program = app("""
        app:ws("/echo/:name", function(ws, req)
            ws:send("hello " .. req.params.name .. " " .. (req.query.q or ""))
            for message in function() return ws:recv() end do
                if message.type == "close" then
                    print("closed", message.code, message.reason, ws:recv())
                elseif message.data == "wait" then
                    time.sleep(20)
                    ws:send("waited")
                elseif message.data == "fail" then
                    error("no luck")
                elseif message.data == "bye" then
                    ws:close(4000, "enough")
                else
                    ws:send(message.data, message.type)
                end
            end
        end)
        app:get("/echo/:name", function(req, res) res:send("no socket") end)
        app:get("/plain", function(req, res) res:send("plain") end)
        """)
    base = f"http://127.0.0.1:{program.port}"

    async def talk() -> None:
        async with aiohttp.ClientSession() as session:
            async with session.ws_connect(f"{base}/echo/ann?q=1") as ws:
                assert await ws.receive_str() == "hello ann 1"
                await ws.send_str("text \u00e9")
                assert await ws.receive_str() == "text \u00e9"
                await ws.send_bytes(bytes(range(256)))
                assert await ws.receive_bytes() == bytes(range(256))
                await ws.ping()
                await ws.send_str("wait")
                assert await ws.receive_str() == "waited"
                await ws.close(code=4001, message=b"done")
            async with session.ws_connect(f"{base}/echo/b") as ws:
                await ws.receive_str()
                await ws.send_str("bye")
                message = await ws.receive()
                assert (message.type, message.data, message.extra) == (aiohttp.WSMsgType.CLOSE, 4000, "enough")
            async with session.ws_connect(f"{base}/echo/c") as ws:
                await ws.receive_str()
                await ws.send_str("fail")
                message = await ws.receive()
                assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, 1011)
            many = [await session.ws_connect(f"{base}/echo/{n}") for n in range(50)]
            for n, ws in enumerate(many):
                assert await ws.receive_str() == f"hello {n} "
                await ws.send_str("wait")
            for ws in many:
                assert await ws.receive_str() == "waited"
                await ws.close()
            async with session.get(f"{base}/echo/x") as response:
                assert await response.text() == "no socket"
            headers = {"Upgrade": "websocket", "Connection": "Upgrade"}
            async with session.get(f"{base}/plain", headers=headers) as response:
                assert await response.text() == "plain"

    asyncio.run(talk())
    program.wait_for_error("WebSocket handler error: app.lua:13: no luck")
    status, out = program.stop()
    assert status == 0
    assert "closed\t4001\tdone\tnil\n" in out


JOBS = """
import asyncio, gc, sys
from cmc.runtime import bridge
from cmc.runtime.bridge import _pool, _Worker, run_main, wait
from cmc.runtime.shims.http.server import new

server = new()
running = [0]

def slow(ctx):
    running[0] += 1
    try:
        wait(asyncio.sleep(0.1))
    finally:
        running[0] -= 1
    return ctx.text("slow")

def count(ctx):
    gc.collect()
    busy = [w for w in gc.get_objects() if type(w) is _Worker and not w.dead and w not in _pool.idle]
    return ctx.text(f"{running[0]} {len(busy)}")

server.get("/slow", slow)
server.get("/count", count)

def main():
    server.listen(0, lambda port: print("port", port, flush=True))

from cmc.runtime.launch import run_program
sys.exit(run_program(main))
"""


def test_clients_that_disconnect_leave_no_greenlets(tmp_path: Path) -> None:
    (tmp_path / "jobs.py").write_text(JOBS)
    process = subprocess.Popen([sys.executable, "jobs.py"], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline().split()[1])
        for _ in range(60):
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        time.sleep(0.6)
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(b"GET /count HTTP/1.1\r\nHost: a\r\n\r\n")
            body = connection.recv(10000).rpartition(b"\r\n\r\n")[2].decode()
        # The main chunk and the job that counts.
        assert body == "0 2"
    finally:
        process.terminate()
        assert process.wait(10) == 0


def test_cancelling_handlers_of_clients_that_have_gone(app: Start) -> None:
    program = app("""
        app:enable("cancel_on_disconnect")
        local log = {}
        app:get("/slow", function(req, res)
            local guard <close> = setmetatable({}, { __close = function() log[#log + 1] = "closed" end })
            time.sleep(30000)
            log[#log + 1] = "never"
        end)
        app:get("/log", function(req, res) res:json(log) end)
        """)
    with program.connect() as connection:
        connection.sendall(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        time.sleep(0.1)
    time.sleep(0.2)
    with program.connect() as connection:
        connection.sendall(b"GET /log HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert read_all(connection).endswith(b'["closed"]')


def test_streams_notice_that_the_client_has_gone(app: Start) -> None:
    program = app("""
        local log = {}
        app:get("/endless", function(req, res)
            res:stream(function(out)
                local count = 0
                while out:write("tick\\n") do
                    count = count + 1
                    time.sleep(5)
                end
                log[#log + 1] = count > 0
            end)
        end)
        app:get("/log", function(req, res) res:json(log) end)
        """)
    with program.connect() as connection:
        connection.sendall(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b"tick" in connection.recv(1000) + connection.recv(1000)
    time.sleep(0.3)
    answer = program.exchange(b"GET /log HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert answer.endswith(b"[true]")
