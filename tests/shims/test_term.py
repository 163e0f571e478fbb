"""`term` (CopperMoon specification, section 17), with pipes and on a real terminal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cmc.runtime.core.errors import LuaError
from cmc.runtime.declare import declaration_of
from cmc.runtime.lua_form import lua_form
from cmc.runtime.shims import term
from tests.shims.terminals import Terminal


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (term.red("x"), "\x1b[31mx\x1b[0m"),
        (term.bold(term.red("x")), "\x1b[1m\x1b[31mx\x1b[0m\x1b[0m"),
        (term.bold(term.red("in") + " out"), "\x1b[1m\x1b[31min\x1b[0m\x1b[1m out\x1b[0m"),
        (term.red(term.green("a") + term.blue("b")), "\x1b[31m\x1b[32ma\x1b[0m\x1b[31m\x1b[34mb\x1b[0m\x1b[0m"),
        (term.dim(term.bold(term.red("a")) + "b"), "\x1b[2m\x1b[1m\x1b[31ma\x1b[0m\x1b[0m\x1b[2mb\x1b[0m"),
        (term.bold(term.red("a") + "\n"), "\x1b[1m\x1b[31ma\x1b[0m\x1b[1m\n\x1b[0m"),
        (term.bg_rgb(1, 20, 255, "x"), "\x1b[48;2;1;20;255mx\x1b[0m"),
        (term.bg_color256(7, ""), "\x1b[48;5;7m\x1b[0m"),
        (term.grey("x"), term.gray("x")),
    ],
)
def test_styles(text: str, result: str) -> None:
    assert text == result


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\x1b[3~delete", "delete"),
        ("\x1b]8;;http://x\x07name\x1b]8;;\x1b\\", "name"),
        ("\x1b]0;title", "0;title"),
        ("\x1b(Bplain", "plain"),
        ("\x1b[1;31mtext\x1b[0m\x1b[", "text"),
        ("a\x1bcb", "ab"),
        ("\x1b[\u00e9", "\u00e9"),
    ],
)
def test_strip(text: str, plain: str) -> None:
    assert term.strip(text) == plain


def test_components_are_bytes() -> None:
    form = lua_form(term.rgb, "term.rgb")
    assert form(1.9, "2", 3, 4) == "\x1b[38;2;1;2;3m4\x1b[0m"
    for arguments in [(256, 0, 0, "x"), (0, -1, 0, "x"), (0, 0, "red", "x"), (0, 0, 0)]:
        with pytest.raises(LuaError, match="bad argument"):
            form(*arguments)


def test_every_style_is_declared_by_its_name() -> None:
    assert len(term.__all__) == 49
    for name in term.__all__:
        function = getattr(term, name)
        declaration = declaration_of(function)
        assert declaration is not None and declaration.path == f"term.{name}" and function.__name__ == name


def test_without_a_terminal(output: Callable[..., list[str]]) -> None:
    program = """
        print(term.is_tty(), term.size())
        io.write("a") term.cursor_up(2) print("b")
        print((term.red("x"):gsub("\\27", "ESC")))
        print(require("term") == term)
        """
    assert output(program, env={"NO_COLOR": "1", "COLUMNS": "50"}) == [
        "false\t80\t24",
        "a\x1b[2Ab",
        "ESC[31mxESC[0m",
        "true",
    ]


def test_on_a_terminal(tmp_path: Path) -> None:
    program = """
        print(term.is_tty(), term.size())
        term.clear() term.cursor_to(0, 7) term.cursor_hide()
        io.read("l")
        """
    options: dict[str, Any] = {"rows": 30, "env": {"NO_COLOR": "1"}}
    terminal = Terminal(tmp_path, program, **options)
    try:
        terminal.wait_for("true\t80\t30\n")
        terminal.wait_for("\x1b[2J\x1b[1;1H\x1b[7;1H\x1b[?25l")  # at once, before the program reads
        terminal.type("\n")
        assert terminal.end() == 0
    finally:
        terminal.close()
