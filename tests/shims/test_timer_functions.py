"""`setTimeout` and its like (CopperMoon specification, section 5)."""

import http.client
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_ids_and_order(output: Callable[..., list[str]]) -> None:
    assert (
        output("""
        print(setTimeout(function(...) print("late", select("#", ...)) end, 30, "extra"))
        print(setInterval(function() end, 60000), clearInterval(2))
        for i = 1, 20 do setTimeout(function() io.write(i, " ") end, 5) end
        setTimeout(function() io.write("none ") end)
        print("main")
        """)
        == [
            "1",
            "2",
            "main",
            "none " + "".join(f"{i} " for i in range(1, 21)) + "late\t0",
        ]
    )


def test_clearing(output: Callable[..., list[str]]) -> None:
    assert (
        output("""
        clearTimeout() clearTimeout(nil) clearInterval(99) clearTimeout(1.7)
        clearTimeout(3)
        print(pcall(clearTimeout, "x"))
        print(setTimeout(function() print("one") end, 1))
        local id
        id = setInterval(function() print("two") clearTimeout(id) clearTimeout(id) end, 3)
        setTimeout(function() print("three") end, 8)
        """)
        == [
            "false\tbad argument #1 to 'clearTimeout' (number expected, got string)",
            "1",
            "one",
            "two",
            "three",
        ]
    )


def test_errors_are_reported_and_the_program_goes_on(lua: Callable[..., Any]) -> None:
    done = lua("""
        setTimeout(function() error("plain") end, 1)
        setTimeout(function() error({}) end, 2)
        setTimeout(function() error(setmetatable({}, { __tostring = function() return "shown" end })) end, 3)
        setTimeout(function() local t t.x = 1 end, 4)
        setTimeout(function() print("end") end, 5)
        """)
    lines = done.stderr.splitlines()
    assert (done.stdout, done.returncode) == ("end\n", 0)
    assert lines[0] == "Timer callback error: main.lua:2: plain"
    assert lines[1].startswith("Timer callback error: table: 0x")
    assert lines[2] == "Timer callback error: shown"
    assert lines[3] == "Timer callback error: main.lua:5: attempt to index a nil value (local 't')"


def test_an_error_of_the_main_chunk_discards_timers(lua: Callable[..., Any]) -> None:
    done = lua('setTimeout(function() print("never") end, 0) error("main")')
    assert (done.stdout, done.returncode) == ("", 1)


def test_timers_fire_while_the_program_sleeps_and_serves(serve: Callable[..., Any]) -> None:
    service = serve("""
        local ticks = 0
        setInterval(function() ticks = ticks + 1 end, 10)
        app:get("/ticks", function(req, res) res:send(tostring(ticks)) end)
        app:get("/sleep", function(req, res) time.sleep(300) res:send("slept") end)
        """)
    sleeper = http.client.HTTPConnection("127.0.0.1", service.port, timeout=20)
    sleeper.request("GET", "/sleep")
    time.sleep(0.1)
    first = int(service.get("/ticks").text)
    time.sleep(0.1)
    assert int(service.get("/ticks").text) > first > 0
    assert sleeper.getresponse().read() == b"slept"
    sleeper.close()


def test_the_program_ends_when_nobody_reads_its_output(tmp_path: Path) -> None:
    (tmp_path / "main.lua").write_text("""
        setInterval(function() print(("x"):rep(1000)) end, 1)
        setTimeout(function() io.stderr:write("still there") process.exit(0) end, 20000)
    """)
    with subprocess.Popen(
        [sys.executable, "-m", "cmc.cli", "run", "main.lua"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == "x" * 1000 + "\n"
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=30) == 1
