"""Schemas: checking and cleaning of data (HoneyMoon specification, section 12)."""

import re
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.arguments import check_string
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.numbers import format_number, parse_number
from cmc.runtime.core.operators import eq
from cmc.runtime.core.table import Table, array, entries
from cmc.runtime.core.text import byte_length
from cmc.runtime.declare import HostTable, lua_function, lua_method
from cmc.runtime.shims.honeymoon.errors import validation_error
from cmc.runtime.shims.honeymoon.options import list_of, truth
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.string.search import lua_find

EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]+")
URL = re.compile(r"https?://[A-Za-z0-9._%-]+(?::[0-9]+)?(?:[/?#]\S*)?")
UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")

_INVALID = object()


class Schema(HostTable, path="honeymoon.Schema"):
    """Rules for the fields of a table."""

    __slots__ = ("rules",)

    def __init__(self, rules: dict[str, Table]) -> None:
        super().__init__()
        self.rules = rules

    @lua_method("honeymoon.Schema:validate")
    def validate(self, data: Any = None) -> tuple[bool, Any, Any]:
        """True and the cleaned data, or false, nil and the messages by field. Fields without rules are dropped."""
        values, messages = check(self, data)
        return (False, None, messages) if len(messages) else (True, values, None)

    @lua_method("honeymoon.Schema:partial")
    def partial(self, options: Table | None = None) -> "Schema":
        """The schema with all fields optional and, but with the option `keepDefaults`, without defaults."""
        keeps = options is not None and truth(options["keepDefaults"])
        rules = {}
        for name, rule in self.rules.items():
            rules[name] = Table({**rule, "required": False})
            if not keeps:
                rules[name].pop("default", None)
        return Schema(rules)

    @lua_method("honeymoon.Schema:extend")
    def extend(self, fields: Table) -> "Schema":
        """The schema with more fields."""
        return Schema({**self.rules, **_rules(fields)})

    @lua_method("honeymoon.Schema:pick")
    def pick(self, names: Table) -> "Schema":
        """The schema with some of its fields only."""
        chosen = set(list_of(names))
        return Schema({name: rule for name, rule in self.rules.items() if name in chosen})

    @lua_method("honeymoon.Schema:omit")
    def omit(self, names: Table) -> "Schema":
        """The schema without some of its fields."""
        dropped = set(list_of(names))
        return Schema({name: rule for name, rule in self.rules.items() if name not in dropped})


@lua_function("honeymoon.schema")
def schema(definition: Table) -> Schema:
    """A schema, from rules by field."""
    return Schema(_rules(definition))


def _rules(definition: Table) -> dict[str, Table]:
    rules = {}
    for name, rule in entries(definition):
        if isinstance(rule, str):
            rule = Table({"type": rule})
        if not isinstance(rule, Table):
            raise LuaError(f"schema: the rules of field '{to_string(name)}' must be a table")
        kind = rule["type"]
        if kind is not None and kind not in _TYPES:
            raise LuaError(f"schema: field '{to_string(name)}' has the unknown type '{to_string(kind)}'")
        rules[name] = rule
    return rules


def validated(rules: Schema, data: Any) -> Table:
    """Cleaned data.

    Raises:
        LuaError: a `ValidationError`.
    """
    values, messages = check(rules, data)
    if len(messages):
        raise LuaError(validation_error(messages))
    return values


def check(rules: Schema, data: Any) -> tuple[Table, Table]:
    """Cleaned data, and arrays of messages by field."""
    if isinstance(data, str):
        from cmc.runtime.shims.honeymoon.request import body_of_text

        data = body_of_text(data)
    source = data if isinstance(data, Table) else Table()
    values, messages = Table(), Table()
    for name, rule in rules.rules.items():
        found: list[str] = []
        value = _checked(source[name], rule, found)
        if found:
            messages[name] = array(*found)
        elif value is not None:
            values[name] = value
    return values, messages


def _checked(value: Any, rule: Table, messages: list[str]) -> Any:
    """The cleaned value of a field; what is wrong with it goes into `messages`."""
    if isinstance(value, str):
        value = _sanitised(value, rule)
    if value is None or value == "":
        if truth(rule["required"]):
            messages.append("is required")
            return None
        if rule["default"] is not None:
            return rule["default"]
        if value is None:
            return None
    test, complaint = _TYPES[rule["type"] or "any"]
    converted = test(value)
    if converted is _INVALID:
        is_text_type = rule["type"] in ("email", "url", "uuid")
        messages.append("must be a string" if is_text_type and not isinstance(value, str) else complaint)
        converted = value
    messages += _complaints(converted, rule)
    if not messages and callable(rule["transform"]):
        return first_of(rule["transform"](converted))
    return converted


def _sanitised(text: str, rule: Table) -> str:
    if truth(rule["trim"]):
        text = text.strip(" \t\n\r\f\v")
    if truth(rule["lowercase"]):
        text = text.lower()
    return text.upper() if truth(rule["uppercase"]) else text


def _complaints(value: Any, rule: Table) -> list[str]:
    found = []
    if isinstance(value, str):
        found += _sizes(byte_length(value), rule, "min", "max", "be", " characters")
        length = rule["length"]
        if _is_number(length) and byte_length(value) != length:
            found.append(f"must be exactly {format_number(length)} characters")
    elif _is_number(value):
        found += _sizes(value, rule, "minValue", "maxValue", "be", "")
    elif isinstance(value, Table):
        found += _sizes(len(list_of(value)), rule, "minItems", "maxItems", "have", " items")
    pattern = rule["pattern"]
    if isinstance(pattern, str) and isinstance(value, str) and first_of(lua_find(value, pattern)) is None:
        found.append(_text(rule["patternMessage"], "has invalid format"))
    choices = rule["enum"]
    if isinstance(choices, Table) and not any(eq(value, choice) for choice in list_of(choices)):
        found.append(f"must be one of: {', '.join(map(to_string, list_of(choices)))}")
    test = rule["validate"]
    if callable(test):
        results = test(value)
        ok, message = (*results, None, None)[:2] if type(results) is tuple else (results, None)
        if not truth(ok):
            found.append(_text(message, "is invalid"))
    return found


def _sizes(size: int | float, rule: Table, least: str, most: str, verb: str, unit: str) -> list[str]:
    found = []
    if _is_number(rule[least]) and size < rule[least]:
        found.append(f"must {verb} at least {format_number(rule[least])}{unit}")
    if _is_number(rule[most]) and size > rule[most]:
        found.append(f"must {verb} at most {format_number(rule[most])}{unit}")
    return found


def _is_number(value: Any) -> bool:
    return type(value) is int or type(value) is float


def _text(value: Any, default: str) -> str:
    return default if value is None else check_string(value, 1)


# Types: what gives the value, or `_INVALID`, and the message


def _string(value: Any) -> Any:
    return value if isinstance(value, str) else _INVALID


def _number(value: Any) -> Any:
    number = parse_number(value) if isinstance(value, str) else value
    return number if _is_number(number) else _INVALID


def _integer(value: Any) -> Any:
    number = _number(value)
    if number is _INVALID or number != number or number - number != 0 or number != int(number):
        return _INVALID
    return int(number)


def _boolean(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if value in ("true", "1") or (_is_number(value) and value == 1):
        return True
    if value in ("false", "0") or (_is_number(value) and value == 0):
        return False
    return _INVALID


def _matching(pattern: re.Pattern[str]) -> Callable[[Any], Any]:
    return lambda value: value if isinstance(value, str) and pattern.fullmatch(value) else _INVALID


def _array(value: Any) -> Any:
    if not isinstance(value, Table):
        return _INVALID
    keys = {k for k, _ in entries(value)}
    return value if keys == set(range(1, len(keys) + 1)) else _INVALID


_TYPES: dict[Any, tuple[Callable[[Any], Any], str]] = {
    "string": (_string, "must be a string"),
    "number": (_number, "must be a number"),
    "integer": (_integer, "must be an integer"),
    "boolean": (_boolean, "must be a boolean"),
    "email": (_matching(EMAIL), "must be a valid email address"),
    "url": (_matching(URL), "must be a valid URL"),
    "uuid": (_matching(UUID), "must be a valid UUID"),
    "array": (_array, "must be an array"),
    "object": (lambda value: value if isinstance(value, Table) else _INVALID, "must be an object"),
    "any": (lambda value: value, ""),
}


_USERNAME_MESSAGE = "must only contain letters, numbers, underscores, and hyphens"

PRESETS: dict[str, dict[str, Any]] = {
    "email": {"type": "email", "lowercase": True, "trim": True},
    "password": {"type": "string", "required": True, "min": 8, "max": 128},
    "username": {
        "type": "string",
        "required": True,
        "min": 3,
        "max": 32,
        "trim": True,
        "lowercase": True,
        "pattern": "^[%w_%-]+$",
        "patternMessage": _USERNAME_MESSAGE,
    },
    "uuid": {"type": "uuid", "required": True},
    "positiveInt": {"type": "integer", "minValue": 1},
    "limit": {"type": "integer", "default": 20, "minValue": 1, "maxValue": 100},
    "offset": {"type": "integer", "default": 0, "minValue": 0},
    "url": {"type": "url", "trim": True},
    "nonEmptyString": {"type": "string", "required": True, "min": 1, "trim": True},
}
"""Rules by name (section 12.5)."""


@lua_function("honeymoon.preset")
def preset(name: str) -> Table | None:
    """A copy of the rules of a preset, nil if there is none of that name."""
    return Table(PRESETS[name]) if name in PRESETS else None
