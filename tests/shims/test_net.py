"""`net`: TCP, UDP and names (CopperMoon specification, sections 21.1 and 21.2), with real sockets."""

import asyncio
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cmc.runtime.bridge import run, wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.lua_form import lua_form
from cmc.runtime.shims import net
from cmc.runtime.shims.net import TcpConnection, TcpServer


def problem(function: Callable[..., Any], *args: Any) -> str:
    with pytest.raises(LuaError) as caught:
        function(*args)
    return str(caught.value)


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


@pytest.fixture
def server() -> Iterator[TcpServer]:
    listening = net.listen_tcp("127.0.0.1", 0)
    yield listening
    listening.close()


@pytest.fixture
def pair(server: TcpServer) -> Iterator[tuple[TcpConnection, TcpConnection]]:
    """Both ends of a connection."""
    client = net.connect_tcp("127.0.0.1", port_of(server.local_addr()))
    other = server.accept()
    for end in (client, other):
        end.set_timeout(5000)
    yield client, other
    client.close()
    other.close()


def test_what_one_method_reads_ahead_the_others_find(pair: tuple[TcpConnection, TcpConnection]) -> None:
    client, other = pair
    client.write_all("one\r\ntwo\nthree" + "\udcff\n" + "rest")
    assert other.read_line() == "one\r\n"
    assert other.read(2) == "tw"
    assert other.read(0) == ""
    assert other.read_line() == "o\n"
    assert other.read_line() == "three\udcff\n"
    client.close()
    assert other.read_all() == "rest"
    assert (other.read(), other.read_line(), other.read_all()) == ("", "", "")


def test_timeouts_lose_nothing(pair: tuple[TcpConnection, TcpConnection]) -> None:
    client, other = pair
    other.set_timeout(20)
    client.write_all("half a ")
    assert problem(other.read_line) == "Read error: Resource temporarily unavailable (os error 11)"
    assert problem(other.read_all) == "Read error: Resource temporarily unavailable (os error 11)"
    client.write_all("line\nmore")
    assert other.read_line() == "half a line\n"
    assert problem(other.set_timeout, 0) == "Set timeout error: cannot set a 0 duration timeout"
    other.set_timeout(None)
    assert other.read() == "more"


def test_lines_that_are_too_long(pair: tuple[TcpConnection, TcpConnection]) -> None:
    client, other = pair
    client.write_all("x" * 100 + "\n")
    assert problem(other.read_line, 10) == "Read error: the line is too long"
    assert other.read_line() == "x" * 100 + "\n"


def test_a_peer_that_does_not_read(pair: tuple[TcpConnection, TcpConnection]) -> None:
    client, other = pair
    client.set_timeout(50)
    written = 0
    with pytest.raises(LuaError, match="Write error: Resource temporarily unavailable"):
        while True:
            written += client.write("x" * 1_000_000)
    client.set_timeout(5000)

    def read_everything() -> str:
        text = ""
        while len(text) < written + 3_000_000:
            text += other.read(1 << 20)
        return text

    async def both() -> str:
        _, text = await asyncio.gather(run(client.write_all, "y" * 3_000_000), run(read_everything))
        return text

    assert asyncio.run(both()) == "x" * written + "y" * 3_000_000


def test_closed_connections(pair: tuple[TcpConnection, TcpConnection]) -> None:
    client, other = pair
    other.write_all("never read")
    client.close()
    client.close()
    assert (client.read(), client.read_line()) == ("", "")
    assert problem(client.write, "x") == "Write error: Broken pipe (os error 32)"
    assert problem(client.write_all, "x") == "Write error: Broken pipe (os error 32)"
    assert client.peer_addr() == other.local_addr()
    assert client.local_addr() == other.peer_addr()


def test_servers(server: TcpServer) -> None:
    port = port_of(server.local_addr())
    assert problem(net.listen_tcp, "127.0.0.1", port) == "Bind error: Address already in use (os error 98)"
    server.set_nonblocking(True)
    assert problem(server.accept) == "Accept error: Resource temporarily unavailable (os error 11)"
    server.set_nonblocking(False)
    server.close()
    assert problem(net.connect_tcp, "127.0.0.1", port) == "Connect error: Connection refused (os error 111)"
    assert problem(server.accept) == "Accept error: Bad file descriptor (os error 9)"


def test_a_port_alone() -> None:
    server = net.listen_tcp(0)
    assert server.local_addr().startswith("0.0.0.0:")
    client = net.connect_tcp("localhost", port_of(server.local_addr()))
    server.accept().close()
    client.close()
    server.close()
    socket_of_udp = net.bind_udp(0)
    assert socket_of_udp.local_addr().startswith("0.0.0.0:")
    socket_of_udp.close()
    listen = lua_form(net.listen_tcp, "net.tcp.listen")
    for arguments in [("127.0.0.1",), ("127.0.0.1", None), ("127.0.0.1", 70000), (-1,), (None, None), ({}, 0)]:
        with pytest.raises(LuaError, match="bad argument"):
            listen(*arguments)


def test_ipv6() -> None:
    try:
        server = net.listen_tcp("::1", 0)
    except LuaError:
        assert not socket.has_ipv6 or "Cannot assign" in problem(net.listen_tcp, "::1", 0)
        return
    assert server.local_addr().startswith("[::1]:")
    client = net.connect_tcp("[::1]", port_of(server.local_addr()))
    assert client.peer_addr() == server.local_addr()
    client.close()
    server.close()


def test_names() -> None:
    assert "127.0.0.1" in net.resolve("localhost").values()
    assert dict(net.resolve("[::1]")) == {1: "::1"}
    assert dict(net.resolve("192.0.2.7")) == {1: "192.0.2.7"}
    for name in ("", "no such host", "x" * 300, "zero\0byte"):
        assert problem(net.resolve, name).startswith("Resolve error: failed to lookup address information: ")
        assert problem(net.connect_tcp, name, 1).startswith("Connect error: failed to lookup address information: ")


def test_connecting_takes_no_longer_than_it_may() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        fillers = []
        for _ in range(8):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(full.getsockname())
            fillers.append(filler)
        begin = time.monotonic()
        text = problem(net.connect_tcp, "127.0.0.1", full.getsockname()[1], Table(timeout=60))
        assert text == "Connect error: Connection timed out (os error 110)"
        assert time.monotonic() - begin < 5
        for filler in fillers:
            filler.close()


def test_requests_are_served_side_by_side(server: TcpServer) -> None:
    """A server in Lua style, one job for each client, with clients that keep each other waiting."""
    port = port_of(server.local_addr())
    log: list[str] = []

    def serve(connection: TcpConnection) -> None:
        while line := connection.read_line():
            log.append(line.strip())
            connection.write_all(line.upper())
        connection.close()

    def client(name: str, pause: float) -> str:
        connection = net.connect_tcp("127.0.0.1", port)
        answers = []
        for number in range(3):
            connection.write_all(f"{name}{number}\n")
            answers.append(connection.read_line().strip())
            wait(asyncio.sleep(pause))
        connection.close()
        return " ".join(answers)

    async def main() -> list[str]:
        async def accept() -> None:
            tasks = [asyncio.create_task(run(serve, await run(server.accept))) for _ in range(2)]
            await asyncio.gather(*tasks)

        serving = asyncio.create_task(accept())
        results = await asyncio.gather(run(client, "a", 0.03), run(client, "b", 0.01))
        await serving
        return list(results)

    assert asyncio.run(main()) == ["A0 A1 A2", "B0 B1 B2"]
    assert log[:2] == ["a0", "b0"] and log[-1] == "a2"


def test_several_jobs_may_wait_for_one_connection(pair: tuple[TcpConnection, TcpConnection]) -> None:
    client, other = pair

    async def main() -> list[str]:
        readers = [asyncio.create_task(run(other.read, 2)) for _ in range(3)]
        await asyncio.sleep(0.02)
        for _ in range(3):
            await run(client.write_all, "ab")
            await asyncio.sleep(0.01)
        first = [task.result() for task in readers]
        closing = asyncio.create_task(run(other.read, 2))
        await asyncio.sleep(0.01)
        await run(other.close)
        return [*first, await closing]

    assert asyncio.run(main()) == ["ab", "ab", "ab", ""]


def test_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, certificate: tuple[Path, Path]) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            for _ in range(2):
                sock, _ = listening.accept()
                try:
                    with context.wrap_socket(sock, server_side=True) as secure:
                        secure.sendall(secure.recv(100).upper())
                except ssl.SSLError:
                    sock.close()

        thread = threading.Thread(target=serve)
        thread.start()
        port = listening.getsockname()[1]
        assert "certificate verify failed" in problem(net.connect_tcp, "localhost", port, Table(tls=True))
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        connection = net.connect_tcp("localhost", port, Table(tls=True))
        connection.write_all("secret")
        assert connection.read() == "SECRET"
        connection.close()
        thread.join()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost and its key."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost "
        f"-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -out {certificate} -keyout {key}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    return certificate, key


def test_udp() -> None:
    first, second = net.bind_udp("127.0.0.1", 0), net.bind_udp("127.0.0.1", 0)
    port = port_of(second.local_addr())
    second.set_timeout(2000)
    assert first.send("a\udcffb", "localhost", port) == 3
    assert second.recv() == ("a\udcffb", "127.0.0.1", port_of(first.local_addr()))
    assert problem(first.send_connected, "x") == "Send error: Destination address required (os error 89)"
    first.connect("127.0.0.1", port)
    assert first.send_connected("longer than that") == 16
    assert second.recv(6)[0] == "longer"
    second.set_timeout(10)
    assert problem(second.recv) == "Recv error: Resource temporarily unavailable (os error 11)"
    assert problem(first.send, "x" * 70000, "127.0.0.1", port) == "Send error: Message too long (os error 90)"
    first.set_broadcast(True)
    second.close()
    assert problem(second.recv) == "Recv error: Bad file descriptor (os error 9)"
    first.close()


def test_programs(output: Callable[..., list[str]]) -> None:
    """Timers fire while a program waits for a connection; errors of sockets are errors of the program."""
    program = """
        local net = require("net")
        local server = net.tcp.listen("127.0.0.1", 0)
        local port = tonumber(server:local_addr():match("%d+$"))
        setTimeout(function()
            local client = net.tcp.connect("127.0.0.1", port)
            client:write_all("from a timer\\n")
            client:close()
        end, 20)
        local connection = server:accept()
        print(connection:read_line())
        print(pcall(connection.write, connection, {}))
        connection:close()
        print(pcall(connection.write, connection, "x"))
        print(type(server), tostring(connection):match("^%a+"))
        """
    lines = output(program)
    assert lines[0] == "from a timer"
    assert lines[2].startswith("false\tbad argument #")
    assert lines[3:] == ["false\tWrite error: Broken pipe (os error 32)", "userdata\tTcpConnection"]


def test_what_is_imported_for_it() -> None:
    heavy = ("asyncio", "ssl", "websockets")
    script = f"import sys, cmc.runtime.shims.net; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("[]\n", "")
