"""`console` (CopperMoon specification, section 16), with pipes and on a real terminal."""

import os
import shlex
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.shims.conftest import RUN
from tests.shims.terminals import Terminal

UP, DOWN = "\x1b[A", "\x1b[B"


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Starts programs on terminals: `terminal(text, env={…})`."""
    opened: list[Terminal] = []

    def start(text: str, **options: Any) -> Terminal:
        opened.append(Terminal(tmp_path, text, **options))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def piped(folder: Path, text: str, answers: bytes) -> list[str]:
    """The lines that a program prints whose input is a pipe."""
    (folder / "main.lua").write_text(text)
    done = subprocess.run([*RUN, "main.lua"], cwd=folder, input=answers, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8", "surrogateescape").splitlines()


def test_answers_from_a_pipe(tmp_path: Path) -> None:
    program = """
        print("", console.prompt("a? "), console.prompt("b?", "B"), console.prompt("c? "))
        print("", console.password("secret? "))
        print("", console.select("Which?", table.freeze and table.freeze({"x", 2}) or {"x", 2}))
        local numbers, texts = console.multiselect("Which?", {"x", "y"})
        print("", #numbers, numbers[1], texts[2])
        print("", io.read("l"))
        print("", console.confirm("Yes?"), console.prompt("end? "), console.prompt("end?", "d"))
        print("", pcall(console.select, "Which?", {"x"}))
        print("", pcall(console.multiselect, "Which?", {"x"}))
        print("", pcall(console.select, "Which?", {}))
        """
    lines = piped(tmp_path, program, b"one\r\n\nt\xc3hree\npass\nx\n 2 \n2, x;9 1\nraw\nYES\n")
    values = [line.partition("\t")[2] for line in lines if "\t" in line]
    assert values == [
        "one\tB\t<invalid utf8>",
        "pass",
        "2\t2",
        "2\t2\tx",
        "raw",
        "true\t\td",
        "false\tIO error: the input has ended",
        "false\tIO error: the input has ended",
        "false\tthere are no options to choose from",
    ]
    assert ">   Please enter a number between 1 and 2" in lines


def test_timers_go_on_while_a_question_waits(tmp_path: Path) -> None:
    (tmp_path / "main.lua").write_text(
        'local n = 0\nlocal id = setInterval(function() n = n + 1 if n == 3 then print("three") end end, 5)\n'
        'print(console.prompt("? "), io.read("l"), n >= 3)\nclearInterval(id)\n'
    )
    process = subprocess.Popen([*RUN, "main.lua"], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None
    assert process.stdout.readline() == b"? three\n"
    out, _ = process.communicate(b"answer\nmore\n", timeout=60)
    assert out == b"answer\tmore\ttrue\n"


def test_requests_ask_one_after_the_other(tmp_path: Path) -> None:
    program = """
        setTimeout(function() print("first", console.prompt("1? ")) end, 0)
        setTimeout(function() print("second", console.prompt("2? ")) end, 1)
        """
    (tmp_path / "main.lua").write_text(program)
    process = subprocess.Popen([*RUN, "main.lua"], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None
    assert process.stdout.read(3) == b"1? "
    out, _ = process.communicate(b"a\nb\n", timeout=60)
    assert out == b"first\ta\n2? second\tb\n"


def test_lines_on_a_terminal(terminal: Callable[..., Terminal]) -> None:
    screen = terminal("""
        print("name " .. console.prompt("Name? "))
        print("sure " .. tostring(console.confirm("Sure?", true)))
        print("ended " .. console.prompt("More?", "no"))
        """)
    screen.answer("Name? ", "Ada\n")
    screen.wait_for("name Ada\n")
    screen.answer("Sure? [Y/n] ", "\n")
    screen.wait_for("sure true\n")
    screen.answer("More? [no] ", "\x04")
    screen.wait_for("ended no\n")
    assert screen.end() == 0


def test_passwords_are_not_shown(terminal: Callable[..., Terminal]) -> None:
    screen = terminal("""
        print("got " .. console.password("Password: "))
        print(pcall(console.password, "Again: "))
        print("line " .. console.prompt("Line: "))
        """)
    screen.wait_for("Password: ")
    screen.wait_until_raw()
    screen.type("wrong\x15s3x\x7fcr\u00e9t\x1b[D\x01\r")
    assert screen.wait_for("got s3cr\u00e9t\n") == "\n"
    screen.wait_for("Again: ")
    screen.wait_until_raw()
    screen.type("abc\x03")
    assert screen.wait_for("false\tInterrupted\n") == "\n"
    screen.answer("Line: ", "shown\n")
    screen.wait_for("shown\nline shown\n")
    assert screen.end() == 0
    assert "wrong" not in screen.screen


def test_ctrl_c_at_a_prompt_ends_the_program(terminal: Callable[..., Terminal]) -> None:
    screen = terminal("local name = console.prompt('Name? ') print('never')")
    screen.wait_for("Name? ")
    screen.type("\x03")
    screen.wait_for("interrupted!")
    assert screen.end() == 128 + signal.SIGINT
    assert "never" not in screen.screen


MENU = """
    local ok, number, text = pcall(console.select, "Pick:", { "red", "green", "blue" })
    print("chosen", ok, number, text)
    """


@pytest.mark.parametrize(
    ("keys", "result"),
    [
        ("\r", "true\t1\tred"),
        (DOWN + "\r", "true\t2\tgreen"),
        (UP + "\r", "true\t3\tblue"),
        (DOWN + DOWN + "\x1bOA" + "\r", "true\t2\tgreen"),
        ("2\r", "true\t2\tgreen"),
        ("23\x7f\n", "true\t2\tgreen"),
        ("9\r" + DOWN + "\r", "true\t2\tgreen"),
        ("\x03", "false\tInterrupted\tnil"),
        ("\x04", "false\tIO error: the input has ended\tnil"),
    ],
)
def test_menus(terminal: Callable[..., Terminal], keys: str, result: str) -> None:
    screen = terminal(MENU)
    screen.wait_for("blue\n")
    screen.wait_until_raw()
    for part in keys.split("\r")[:-1] if "\r" in keys else [keys]:
        screen.wait_until_raw()
        screen.type(part + ("\r" if "\r" in keys else ""))
        if keys.startswith("9") and part == "9":
            screen.wait_for("Please enter a number between 1 and 3\n")
    screen.wait_for(f"chosen\t{result}\n")
    assert screen.end() == 0


def test_menus_with_several_choices(terminal: Callable[..., Terminal]) -> None:
    screen = terminal("""
        for _ = 1, 2 do
            local numbers, texts = console.multiselect("Pick:", { "a", "b", "c" })
            print("chosen " .. table.concat(numbers, ",") .. " " .. table.concat(texts, ","))
        end
        """)
    screen.wait_for("Pick:\n")
    screen.wait_until_raw()
    screen.type(DOWN + DOWN + " " + UP + UP + " " + DOWN + "  \r")
    screen.wait_for("chosen 1,3 a,c\n")
    screen.wait_for("Pick:\n")
    screen.wait_until_raw()
    screen.type("\r")
    screen.wait_for("Please enter at least one valid number (1-3)\n")
    screen.wait_until_raw()
    screen.type("3, 1\r")
    screen.wait_for("chosen 3,1 c,a\n")
    assert screen.end() == 0
    assert "> [ ] 1) a" in screen.text and "[x] 3) c" in screen.text


@pytest.mark.parametrize(("env", "colour"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_menus_without_colour(terminal: Callable[..., Terminal], env: dict[str, str], colour: bool) -> None:
    screen = terminal(MENU, env=env)
    screen.wait_for("blue\n")
    screen.wait_until_raw()
    screen.type("\r")
    assert screen.end() == 0
    assert ("\x1b[36m> 1) red\x1b[0m" in screen.screen) is colour
    assert "> 1) red\n" in screen.text


@pytest.mark.parametrize(("env", "rows"), [({"TERM": "dumb"}, 24), ({}, 5)])
def test_terminals_that_cannot_show_a_menu(terminal: Callable[..., Terminal], env: dict[str, str], rows: int) -> None:
    screen = terminal(MENU, env=env, rows=rows)
    screen.answer("  3) blue\n> ", "2\n")
    screen.wait_for("chosen\ttrue\t2\tgreen\n")
    assert screen.end() == 0


def test_a_closed_input(tmp_path: Path) -> None:
    (tmp_path / "main.lua").write_text('print(console.prompt("? ", "d"))')
    with open(os.devnull) as nothing:
        done = subprocess.run([*RUN, "main.lua"], cwd=tmp_path, stdin=nothing, capture_output=True, timeout=60)
    assert done.stdout == b"?  [d] d\n"
    command = f"exec {shlex.join(RUN)} main.lua <&-"
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, timeout=60)
    assert (done.stdout, done.stderr) == (b"?  [d] d\n", b"")
