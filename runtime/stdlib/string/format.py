"""`string.format` (manual §6.4).

A format string is taken apart once. Where the arguments have the types that its directives expect, Python's `%` does
the rest, else each directive is formatted by itself, and what is wrong shows up in the order in which Lua finds it.
"""

import re
import sys
from functools import lru_cache
from typing import Any

from cmc.runtime.core.arguments import MISSING, argument_error, check_integer, check_number, check_string
from cmc.runtime.core.errors import located
from cmc.runtime.core.numbers import MIN_INTEGER
from cmc.runtime.core.text import BYTE, canonical, from_bytes, join_all, to_bytes
from cmc.runtime.core.values import address, type_name
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.string.printf import Directive, format_bytes, format_float, format_integer, hexadecimal_float

_DIRECTIVE = re.compile("%([-+# 0-9.]*)(.?)", re.DOTALL)
_MAX_LENGTH = 21
_LONG_STRING = 100
_SHORT_STRING = 40

_FLAGS = dict.fromkeys("di", "-+0 ") | {"u": "-0"} | dict.fromkeys("oxX", "-#0") | dict.fromkeys("cps", "-")
_FLAGS |= dict.fromkeys("aAeEfgG", "-+#0 ")
_SPECIFICATION = {
    conversion: re.compile(rf"%([{flags}]*)([1-9][0-9]?)?(?:\.([0-9]?[0-9]?))?") for conversion, flags in _FLAGS.items()
}
_WITHOUT_PRECISION = frozenset("cp")


class Format:
    """A format string taken apart.

    `items` are texts and directives in turn. `template` is the format string for Python's `%`, None where C differs. It
    takes arguments of the given `types`, of which those at `floats` have to be finite and those at `unsigned` must not
    be negative. `counts_bytes` says whether a width or precision refers to the bytes of a string, `has_conditions`
    whether any of the three matters.
    """

    __slots__ = ("count", "counts_bytes", "floats", "has_conditions", "items", "template", "types", "unsigned")

    def __init__(self, text: str) -> None:
        self.items: list[str | Directive] = []
        position = 0
        for found in _DIRECTIVE.finditer(text):
            if found.start() > position:
                self.items.append(text[position : found.start()])
            self.items.append("%" if found[0] == "%%" else _directive("%" + found[1], found[2]))
            position = found.end()
        if position < len(text):
            self.items.append(text[position:])
        directives = [item for item in self.items if isinstance(item, Directive)]
        self.count = len(directives)
        self.floats = tuple(n for n, item in enumerate(directives) if item.conversion in "eEfgG")
        self.unsigned = tuple(n for n, item in enumerate(directives) if item.conversion in "uoxX")
        self.counts_bytes = any(item.conversion == "s" and item.text != "%s" for item in directives)
        self.has_conditions = bool(self.floats or self.unsigned or self.counts_bytes)
        types = list(map(_python_type, directives))
        self.types: tuple[type | None, ...] = tuple(types)
        self.template = None if None in types else "".join(map(_in_template, self.items))


format_of = lru_cache(1024)(Format)


def _directive(modifiers: str, conversion: str) -> Directive:
    """The directive of a `%` with what modifies it, and a conversion character."""
    specification = _SPECIFICATION.get(conversion)
    found = specification.fullmatch(modifiers) if specification else None
    if found is None or (found[3] is not None and conversion in _WITHOUT_PRECISION):
        return Directive(modifiers, conversion, is_valid=False)
    flags, width, precision = found.groups()
    return Directive(
        modifiers,
        conversion,
        is_valid=True,
        flags=flags,
        width=int(width or 0),
        precision=None if precision is None else int(precision or 0),
    )


def _python_type(directive: Directive) -> type | None:
    """The type whose values Python's `%` formats as C does under a directive."""
    if not directive.is_valid or len(directive.modifiers) > _MAX_LENGTH:
        return None
    precision, flags = directive.precision, directive.flags
    match directive.conversion:
        case "d" | "i" if precision is None or (precision and "0" not in flags):
            return int
        case "u" | "o" | "x" | "X" if precision is None and "#" not in flags:
            return int
        case "e" | "E" | "f" | "g" | "G":
            return float
        case "s":
            return str
    return None


def _in_template(item: str | Directive) -> str:
    return item.replace("%", "%%") if isinstance(item, str) else item.text


def lua_format(text: Any = MISSING, *args: Any) -> str:
    """`string.format(formatstring, ···)`"""
    if type(text) is not str:
        text = check_string(text, 1)
    form = format_of(text)
    if form.template is None or len(args) != form.count:
        return _one_by_one(form, args)
    for value, kind in zip(args, form.types):  # noqa: B905
        if type(value) is not kind:
            if form.counts_bytes:
                return _one_by_one(form, args)
            args = _converted(form, args)
            break
    if form.has_conditions:
        for n in form.floats:
            if args[n] - args[n] != 0.0:
                return _one_by_one(form, args)
        for n in form.unsigned:
            if args[n] < 0:
                return _one_by_one(form, args)
        if form.counts_bytes and not all(map(_is_plain, args)):
            return _one_by_one(form, args)
    result = form.template % args
    return result if result.isascii() else canonical(result)


def _converted(form: Format, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments with the types that the directives ask for."""
    values = []
    for number, (value, kind) in enumerate(zip(args, form.types, strict=True), 2):
        if type(value) is not kind:
            if kind is str:
                value = to_string(value)
            elif kind is int:
                value = check_integer(value, number)
            else:
                value = float(check_number(value, number))
        values.append(value)
    return tuple(values)


def _is_plain(value: Any) -> bool:
    """Whether the characters of an argument are its bytes, up to its end also for C."""
    return type(value) is not str or (value.isascii() and "\0" not in value)


def _one_by_one(form: Format, args: tuple[Any, ...]) -> str:
    """`format` for arguments of any kind."""
    pieces = []
    number = 1
    for item in form.items:
        if isinstance(item, str):
            pieces.append(item)
            continue
        number += 1
        if number > len(args) + 1:
            raise argument_error(number, "no value")
        if len(item.modifiers) > _MAX_LENGTH:
            raise located("invalid format (too long)")
        formatter = _FORMATTERS.get(item.conversion)
        if formatter is None:
            raise located(f"invalid conversion '{_as_c_string(item)}' to 'format'")
        pieces.append(formatter(item, args[number - 2], number))
    return join_all(pieces)


def _as_c_string(directive: Directive) -> str:
    """A directive as C sees it: one byte of conversion, unless that is a zero."""
    last = to_bytes(directive.conversion)[:1]
    return directive.modifiers + ("" if last == b"\0" else from_bytes(last))


def _check_valid(directive: Directive) -> None:
    if not directive.is_valid:
        raise located(f"invalid conversion specification: '{directive.text}'")


def _integer(directive: Directive, value: Any, number: int) -> str:
    value = check_integer(value, number)
    _check_valid(directive)
    return format_integer(directive, value)


def _float(directive: Directive, value: Any, number: int) -> str:
    value = float(check_number(value, number))
    _check_valid(directive)
    return format_float(directive, value)


def _hexadecimal(directive: Directive, value: Any, number: int) -> str:
    _check_valid(directive)
    return format_float(directive, float(check_number(value, number)))


def _character(directive: Directive, value: Any, number: int) -> str:
    _check_valid(directive)
    code = check_integer(value, number) & 0xFF
    return from_bytes(format_bytes(directive, bytes((code,)))) if directive.width else BYTE[code]


def _string(directive: Directive, value: Any, number: int) -> str:
    text = to_string(value)
    if directive.text == "%s":
        return text
    data = to_bytes(text)
    if 0 in data:
        raise argument_error(number, "string contains zeros")
    _check_valid(directive)
    if directive.precision is None and len(data) >= _LONG_STRING:
        return text
    return from_bytes(format_bytes(directive, data))


def _pointer(directive: Directive, value: Any, number: int) -> str:
    _check_valid(directive)
    return from_bytes(format_bytes(directive, pointer(value).encode()))


def pointer(value: Any) -> str:
    """What tells an object from all others while it lives; short strings of the same text are one object."""
    if type_name(value) in ("nil", "boolean", "number"):
        return "(null)"
    if type(value) is str and len(value) <= _SHORT_STRING:
        value = sys.intern(value)
    return f"0x{address(value):012x}"


def _quoted(directive: Directive, value: Any, number: int) -> str:
    if directive.text != "%q":
        raise located("specifier '%q' cannot have modifiers")
    text = literal(value)
    if text is None:
        raise argument_error(number, "value has no literal form")
    return text


_TO_ESCAPE = re.compile('["\\\\\n]|[\0-\x1f\x7f](?=([0-9])?)')


def literal(value: Any) -> str | None:
    """The source text of a basic value, None for others."""
    if value is None or type(value) is bool:
        return to_string(value)
    if type(value) is str:
        return f'"{_TO_ESCAPE.sub(_escape, value)}"'
    if type(value) is int:
        return str(value) if value != MIN_INTEGER else "0x8000000000000000"
    if type(value) is not float:
        return None
    if value - value != 0.0:
        return "(0/0)" if value != value else "1e9999" if value > 0 else "-1e9999"
    return hexadecimal_float(value)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in '"\\\n':
        return "\\" + character
    return f"\\{ord(character):03d}" if found[1] else f"\\{ord(character)}"


_FORMATTERS = (
    dict.fromkeys("diuoxX", _integer)
    | dict.fromkeys("eEfgG", _float)
    | dict.fromkeys("aA", _hexadecimal)
    | {"c": _character, "s": _string, "p": _pointer, "q": _quoted}
)
