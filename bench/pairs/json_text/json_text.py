"""A JSON reader and writer, written with regular expressions and a table of functions by first character."""

import re
import sys
from collections.abc import Callable
from typing import Any

ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "/": "/"}
SPACE = re.compile(r"[ \t\r\n]*")
CHUNK = re.compile(r'([^"\\]*)(["\\])')
NUMBER = re.compile(r"(-?\d+)(\.\d*)?([eE][+-]?\d+)?")


class ParseError(ValueError):
    def __init__(self, text: str, position: int, expected: str) -> None:
        super().__init__(f"expected {expected} at {position + 1} near '{text[position : position + 6]}'")


def skip(text: str, position: int) -> int:
    return SPACE.match(text, position).end()


def parse_string(text: str, position: int) -> tuple[str, int]:
    parts = []
    position += 1
    while True:
        match = CHUNK.match(text, position)
        if match is None:
            raise ParseError(text, position, "end of string")
        chunk, stop = match.groups()
        after = match.end()
        parts.append(chunk)
        if stop == '"':
            return "".join(parts), after
        letter = text[after]
        if letter == "u":
            parts.append(chr(int(text[after + 1 : after + 5], 16)))
            position = after + 5
        else:
            if letter not in ESCAPES:
                raise ParseError(text, after, "escape")
            parts.append(ESCAPES[letter])
            position = after + 1


def parse_number(text: str, position: int) -> tuple[int | float, int]:
    match = NUMBER.match(text, position)
    if match is None:
        raise ParseError(text, position, "number")
    whole, fraction, exponent = match.groups()
    return (int(whole) if fraction is None and exponent is None else float(match[0])), match.end()


def parse_array(text: str, position: int) -> tuple[list[Any], int]:
    array: list[Any] = []
    position = skip(text, position + 1)
    if text[position] == "]":
        return array, position + 1
    while True:
        value, position = parse_value(text, position)
        array.append(value)
        position = skip(text, position)
        char = text[position]
        if char == "]":
            return array, position + 1
        if char != ",":
            raise ParseError(text, position, "',' or ']'")
        position += 1


def parse_object(text: str, position: int) -> tuple[dict[str, Any], int]:
    result: dict[str, Any] = {}
    position = skip(text, position + 1)
    if text[position] == "}":
        return result, position + 1
    while True:
        position = skip(text, position)
        if text[position] != '"':
            raise ParseError(text, position, "key")
        key, position = parse_string(text, position)
        position = skip(text, position)
        if text[position] != ":":
            raise ParseError(text, position, "':'")
        result[key], position = parse_value(text, position + 1)
        position = skip(text, position)
        char = text[position]
        if char == "}":
            return result, position + 1
        if char != ",":
            raise ParseError(text, position, "',' or '}'")
        position += 1


def parse_literal(literal: str, value: bool | None) -> Callable[[str, int], tuple[Any, int]]:
    def parse(text: str, position: int) -> tuple[Any, int]:
        if not text.startswith(literal, position):
            raise ParseError(text, position, literal)
        return value, position + len(literal)

    return parse


PARSERS: dict[str, Callable[[str, int], tuple[Any, int]]] = {
    "{": parse_object,
    "[": parse_array,
    '"': parse_string,
    "t": parse_literal("true", True),
    "f": parse_literal("false", False),
    "n": parse_literal("null", None),
}


def parse_value(text: str, position: int) -> tuple[Any, int]:
    position = skip(text, position)
    return PARSERS.get(text[position], parse_number)(text, position)


def decode(text: str) -> Any:
    value, position = parse_value(text, 0)
    position = skip(text, position)
    if position < len(text):
        raise ParseError(text, position, "end of text")
    return value


NAMED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
SPECIAL = re.compile(r'[\x00-\x1f\x7f"\\]')


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    return NAMED.get(char) or f"\\u{ord(char):04x}"


def quote(text: str) -> str:
    return f'"{SPECIAL.sub(_escape, text)}"'


def write(value: Any, out: list[str]) -> None:
    if isinstance(value, list):
        out.append("[")
        for i, each in enumerate(value):
            if i:
                out.append(",")
            write(each, out)
        out.append("]")
    elif isinstance(value, dict):
        out.append("{")
        for i, key in enumerate(sorted(value)):
            if i:
                out.append(",")
            out.append(quote(key))
            out.append(":")
            write(value[key], out)
        out.append("}")
    elif isinstance(value, str):
        out.append(quote(value))
    elif isinstance(value, bool):
        out.append("true" if value else "false")
    elif value is None:
        out.append("null")
    else:
        out.append(str(value))


def encode(value: Any) -> str:
    out: list[str] = []
    write(value, out)
    return "".join(out)


def sample(count: int) -> dict[str, Any]:
    users = [
        {
            "id": i,
            "name": f"user {i}",
            "email": f"user{i}@example.org",
            "active": i % 3 != 0,
            "score": i * 0.5,
            "tags": [f"a{i % 7}", 'quoted "tag"', "tab\there"],
            "address": {"street": f"{i} Main Street", "city": f"Town {i % 10}", "location": [i / 4, -i / 8]},
        }
        for i in range(1, count + 1)
    ]
    return {"users": users, "total": count, "version": "1.0"}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 700
    text = encode(sample(count))
    length = same = 0
    for _ in range(10):
        again = encode(decode(text))
        length += len(again)
        same += again == text
    print(length, same, sep="\t")
    print(decode('{"a": [1, 2.5, -3e2, true, null], "b": "\\u00e9\\n"}')["b"])
    try:
        decode('{"a": [1 2]}')
    except ParseError as problem:
        print("false", problem, sep="\t")


if __name__ == "__main__":
    main()
