"""Styled text: the escape sequences of colours and styles, always written, whatever the output is."""

import re
from collections.abc import Callable

from cmc.runtime.declare import lua_function
from cmc.runtime.shims.kinds import U8

_RESET = "\x1b[0m"

# A reset inside a styled text, if there is text after it that has to get the outer style again.
_INNER_RESET = re.compile(r"\x1b\[0m(?!\x1b\[0m)(?=(?:\x1b\[[0-9;]*m)*[^\x1b])")

# What `strip` removes: links and titles with their text, sequences up to their last character, whether that has come or
# not, and two-character escapes.
_ESCAPE = re.compile(r"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|\[[0-?]*[ -/]*(?:[@-~]|\Z)|[ -/]+[0-~]|.|\Z)", re.DOTALL)


def _styled(codes: str, text: str) -> str:
    start = f"\x1b[{codes}m"
    if _RESET in text:
        text = _INNER_RESET.sub(_RESET + start, text)
    return f"{start}{text}{_RESET}"


def _style(name: str, code: int, doc: str) -> Callable[[str], str]:
    @lua_function(f"term.{name}")
    def style(text: str) -> str:
        return _styled(str(code), text)

    style.__name__ = style.__qualname__ = name
    style.__doc__ = doc
    return style


def _colour(name: str, code: int) -> Callable[[str], str]:
    return _style(name, code, f"The text in {name.replace('_', ' ')}.")


def _background(name: str, code: int) -> Callable[[str], str]:
    return _style(f"bg_{name}", code, f"The text on {name}.")


black = _colour("black", 30)
red = _colour("red", 31)
green = _colour("green", 32)
yellow = _colour("yellow", 33)
blue = _colour("blue", 34)
magenta = _colour("magenta", 35)
cyan = _colour("cyan", 36)
white = _colour("white", 37)
gray = _colour("gray", 90)
grey = _colour("grey", 90)
bright_red = _colour("bright_red", 91)
bright_green = _colour("bright_green", 92)
bright_yellow = _colour("bright_yellow", 93)
bright_blue = _colour("bright_blue", 94)
bright_magenta = _colour("bright_magenta", 95)
bright_cyan = _colour("bright_cyan", 96)
bright_white = _colour("bright_white", 97)

bold = _style("bold", 1, "The text in bold.")
dim = _style("dim", 2, "The text with less intensity.")
italic = _style("italic", 3, "The text in italics.")
underline = _style("underline", 4, "The text underlined.")
strikethrough = _style("strikethrough", 9, "The text crossed out.")

bg_black = _background("black", 40)
bg_red = _background("red", 41)
bg_green = _background("green", 42)
bg_yellow = _background("yellow", 43)
bg_blue = _background("blue", 44)
bg_magenta = _background("magenta", 45)
bg_cyan = _background("cyan", 46)
bg_white = _background("white", 47)


@lua_function("term.rgb")
def rgb(r: U8, g: U8, b: U8, text: str) -> str:
    """The text in a colour given by red, green and blue, each from 0 to 255."""
    return _styled(f"38;2;{r};{g};{b}", text)


@lua_function("term.bg_rgb")
def bg_rgb(r: U8, g: U8, b: U8, text: str) -> str:
    """The text on a colour given by red, green and blue, each from 0 to 255."""
    return _styled(f"48;2;{r};{g};{b}", text)


@lua_function("term.color256")
def color256(n: U8, text: str) -> str:
    """The text in a colour of the palette of 256."""
    return _styled(f"38;5;{n}", text)


@lua_function("term.bg_color256")
def bg_color256(n: U8, text: str) -> str:
    """The text on a colour of the palette of 256."""
    return _styled(f"48;5;{n}", text)


@lua_function("term.reset")
def reset() -> str:
    """The sequence that ends all colours and styles."""
    return _RESET


@lua_function("term.strip")
def strip(text: str) -> str:
    """The text without escape sequences."""
    return _ESCAPE.sub("", text)
