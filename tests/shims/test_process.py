"""`process` (CopperMoon specification, section 13)."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table, array
from cmc.runtime.shims import process


def test_output_is_taken_byte_for_byte() -> None:
    result = process.exec("printf 'a\\377b'; printf '\\200' >&2; exit 3")
    assert dict(result) == {"stdout": "a\udcffb", "stderr": "\udc80", "status": 3, "success": False}


def test_a_signal_is_status_minus_one() -> None:
    assert process.exec("kill -9 $$")["status"] == -1


def test_arguments_are_passed_as_they_are() -> None:
    assert process.spawn("printf", array("[%s]", "a b", "*", "", 1, 2.5))["stdout"] == "[a b][*][][1][2.5]"
    assert process.spawn("true")["success"] is True
    with_hole = Table({1: "a", 3: "b", "n": 3})
    assert process.spawn("echo", with_hole)["stdout"] == "a b\n"


@pytest.mark.parametrize("bad", [True, Table()])
def test_an_argument_that_is_no_text_is_an_error(bad: Any) -> None:
    with pytest.raises(LuaError, match="argument 2 of the program must be a string or a number"):
        process.spawn("echo", array("a", bad, "b"))


def test_what_cannot_be_started() -> None:
    for name in ("/nowhere/program", "no_such_program", ""):
        with pytest.raises(LuaError) as caught:
            process.spawn(name)
        assert str(caught.value) == f"Failed to spawn process '{name}': No such file or directory (os error 2)"
    with pytest.raises(LuaError, match="nul byte found in provided data"):
        process.spawn("echo", array("a\0b"))
    with pytest.raises(LuaError, match="nul byte found in provided data"):
        process.exec("echo a\0b")


def test_what_was_printed_comes_first(lua: Callable[..., Any]) -> None:
    done = lua('io.write("one ") print("two") process.exec("printf three >/dev/stderr; sleep 0.01") print("four")')
    assert (done.stdout, done.stderr) == ("one two\nfour\n", "")


def test_exit_ends_everything(lua: Callable[..., Any]) -> None:
    text = """
        setTimeout(function() print("timer") end, 0)
        local guard <close> = setmetatable({}, { __close = function() print("closed") end })
        coroutine.wrap(function() pcall(function() io.write("out") process.exit(%s) end) end)()
        print("never")
        """
    assert [(done.stdout, done.returncode) for done in (lua(text % "3"), lua(text % ""), lua(text % "258"))] == [
        ("out", 3),
        ("out", 0),
        ("out", 2),
    ]


def test_exit_in_a_timer(lua: Callable[..., Any]) -> None:
    done = lua('setInterval(function() print("tick") process.exit(4) end, 5)')
    assert (done.stdout, done.returncode, done.stderr) == ("tick\n", 4, "")


def test_requests_go_on_while_a_program_runs(serve: Callable[..., Any]) -> None:
    service = serve("""
        app:get("/slow", function(req, res) process.exec("sleep 0.6") res:send("slow") end)
        app:get("/fast", function(req, res) res:send("fast") end)
        """)
    import http.client

    slow = http.client.HTTPConnection("127.0.0.1", service.port, timeout=20)
    slow.request("GET", "/slow")
    time.sleep(0.1)
    begin = time.monotonic()
    assert service.get("/fast").text == "fast"
    assert time.monotonic() - begin < 0.4
    assert slow.getresponse().read() == b"slow"
    slow.close()
