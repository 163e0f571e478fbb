"""What C's `printf` makes of numbers and bytes (C11 §7.21.6.1), where Python's `%` differs or cannot."""

import math
from dataclasses import dataclass, field

from cmc.runtime.core.numbers import MASK, format_special

MANTISSA_DIGITS = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """A conversion specification such as `%-5.2f`, of which `%-5.2` are the modifiers.

    `is_valid` says whether Lua accepts them. A precision of None is none given.
    """

    modifiers: str = field(kw_only=False)
    conversion: str = field(kw_only=False)
    is_valid: bool
    flags: str = ""
    width: int = 0
    precision: int | None = None

    @property
    def text(self) -> str:
        """The whole specification."""
        return self.modifiers + self.conversion


def format_integer(directive: Directive, value: int) -> str:
    """`%d`, `%i`, `%u`, `%o`, `%x` and `%X` of a 64-bit integer."""
    conversion, precision = directive.conversion, directive.precision
    alternative = "#" in directive.flags
    prefix = ""
    if conversion in "di":
        prefix = _sign(directive.flags, value < 0)
        digits = str(abs(value))
    else:
        digits = format(value & MASK, "d" if conversion == "u" else conversion)
        if alternative and conversion in "xX" and value:
            prefix = "0" + conversion
    if precision is not None:
        digits = digits.zfill(precision) if value or precision else ""
    if alternative and conversion == "o" and not digits.startswith("0"):
        digits = "0" + digits
    return pad(directive, prefix, digits, zeros=precision is None)


def format_float(directive: Directive, value: float) -> str:
    """`%e`, `%E`, `%f`, `%g`, `%G`, `%a` and `%A`."""
    conversion = directive.conversion
    if value - value != 0.0:
        name = format_special(value).lstrip("-")
        negative = math.copysign(1.0, value) < 0
        text = name.upper() if conversion.isupper() else name
        return pad(directive, _sign(directive.flags, negative), text, zeros=False)
    if conversion not in "aA":
        return directive.text % value
    prefix = _sign(directive.flags, math.copysign(1.0, value) < 0) + "0x"
    digits = _hexadecimal(abs(value), directive.precision, point="#" in directive.flags)
    if conversion == "A":
        prefix, digits = prefix.upper(), digits.upper()
    return pad(directive, prefix, digits, zeros=True)


def hexadecimal_float(value: float) -> str:
    """`%a` of a finite float."""
    return ("-0x" if math.copysign(1.0, value) < 0 else "0x") + _hexadecimal(abs(value), None, point=False)


def _hexadecimal(value: float, precision: int | None, *, point: bool) -> str:
    """The digits and the exponent of a float that is not negative; excess digits round to even."""
    head, exponent = value.hex().removeprefix("0x").split("p")
    first, digits = head.split(".")
    digits = digits.ljust(MANTISSA_DIGITS, "0")
    if precision is None:
        digits = digits.rstrip("0")
    elif precision < MANTISSA_DIGITS:
        unit = 16 ** (MANTISSA_DIGITS - precision)
        rounded, excess = divmod(int(first + digits, 16), unit)
        if excess * 2 > unit or (excess * 2 == unit and rounded & 1):
            rounded += 1
        rounded_digits = f"{rounded:0{precision + 1}x}"
        first, digits = rounded_digits[:1], rounded_digits[1:]
    else:
        digits = digits.ljust(precision, "0")
    return f"{first}{'.' if digits or point else ''}{digits}p{exponent}"


def format_bytes(directive: Directive, value: bytes) -> bytes:
    """`%s` and `%c`, which count bytes."""
    value = value[: directive.precision]
    return value.ljust(directive.width) if "-" in directive.flags else value.rjust(directive.width)


def pad(directive: Directive, prefix: str, digits: str, *, zeros: bool) -> str:
    """A number filled up to the width; `zeros` says whether the flag `0` applies."""
    text = prefix + digits
    if "-" in directive.flags:
        return text.ljust(directive.width)
    if zeros and "0" in directive.flags:
        return prefix + digits.rjust(directive.width - len(prefix), "0")
    return text.rjust(directive.width)


def _sign(flags: str, negative: bool) -> str:
    if negative:
        return "-"
    if "+" in flags:
        return "+"
    return " " if " " in flags else ""
