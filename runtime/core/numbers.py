"""Lua numbers: 64-bit wrapping, conversion from and to text (manual §3.1, §3.4.3, §6.4.1).

Pure functions without state, so that the compiler folds and prints constants with the very same rules.
"""

import math
import re
from functools import cache

MAX_INTEGER = 0x7FFFFFFFFFFFFFFF
MIN_INTEGER = -0x8000000000000000
MASK = 0xFFFFFFFFFFFFFFFF

INFINITY = math.inf
# 0/0 on the hardware that Lua runs on gives a quiet NaN with the sign bit set, and C prints the sign.
DEFAULT_NAN = -math.nan if math.copysign(1.0, math.nan) > 0 else math.nan

_SPACE = " \f\n\r\t\v"
_INTEGER = re.compile(r"[+-]?[0-9]+", re.ASCII)
_HEX_INTEGER = re.compile(r"([+-]?)0[xX]([0-9a-fA-F]+)", re.ASCII)
_FLOAT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_HEX_FLOAT = re.compile(r"[+-]?0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)(?:[pP][+-]?[0-9]+)?", re.ASCII)


@cache
def _numeral(base: int) -> re.Pattern[str]:
    """What spells an integer in a base from 2 to 36."""
    return re.compile(f"[+-]?[{'0123456789abcdefghijklmnopqrstuvwxyz'[:base]}]+", re.I)


def wrap(n: int) -> int:
    """The integer `n` reduced to 64 bits, two's complement (manual §3.4.1)."""
    if MIN_INTEGER <= n <= MAX_INTEGER:
        return n
    n &= MASK
    return n - 0x10000000000000000 if n > MAX_INTEGER else n


def parse_number(text: str) -> int | float | None:
    """The number that `text` spells by the rules of the Lua lexer, or None (manual §3.4.3).

    Surrounding white space and a sign are accepted; hexadecimal integers wrap, decimal ones turn into floats when
    they do not fit.
    """
    if len(text) < 19 and text.isdigit() and text.isascii():
        return int(text)
    text = text.strip(_SPACE)
    if _INTEGER.fullmatch(text):
        # 19 digits and a sign always fit, or nearly so; longer ones must not meet CPython's limit on digits.
        if len(text) <= 25:
            n = int(text)
            if MIN_INTEGER <= n <= MAX_INTEGER:
                return n
        return float(text)
    if match := _HEX_INTEGER.fullmatch(text):
        n = int(match[2], 16)
        return wrap(-n if match[1] == "-" else n)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _HEX_FLOAT.fullmatch(text):
        return parse_hex_float(text)
    return None


def parse_hex_float(text: str) -> float:
    """The value of a hexadecimal float numeral that is known to be well formed."""
    try:
        return float.fromhex(text)
    except OverflowError:
        return -INFINITY if text.startswith("-") else INFINITY


def parse_integer_in_base(text: str, base: int) -> int | None:
    """The integer that `text` spells in `base` (2 to 36), wrapped to 64 bits, or None; `tonumber(text, base)`."""
    text = text.strip(_SPACE)
    if not _numeral(base).fullmatch(text):
        return None
    return wrap(int(text, base))


def format_float(x: float) -> str:
    """`tostring` of a float: `%.14g`, with `.0` where the digits would read as an integer (manual §6.4.1)."""
    text = "%.14g" % x  # noqa: UP031 - twice as fast as the other spellings
    if x - x != 0.0:  # infinities and NaN
        return format_special(x)
    if "." in text or "e" in text:
        return text
    return text + ".0"


def format_special(x: float) -> str:
    """The C library's text of an infinity or a NaN, sign of the NaN included."""
    if x != x:
        return "-nan" if math.copysign(1.0, x) < 0 else "nan"
    return "inf" if x > 0 else "-inf"


def format_number(x: int | float) -> str:
    """`tostring` of a number."""
    return str(x) if type(x) is int else format_float(x)


def float_to_integer(x: float) -> int | None:
    """The integer that equals `x`, or None when there is none in 64 bits (manual §3.4.3)."""
    if x.is_integer() and -9223372036854775808.0 <= x < 9223372036854775808.0:
        return int(x)
    return None
