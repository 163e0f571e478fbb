"""`json`: texts and values (CopperMoon specification, section 8). orjson does the work."""

from typing import Any

from cmc.runtime.declare import lua_function
from cmc.runtime.shims.json.decoder import decode_text
from cmc.runtime.shims.json.encoder import encode_value


@lua_function("json.encode", idioms=("plain data",))
def encode(value: Any = None) -> str:
    """The compact JSON text of a value, object keys in order of their bytes.

    Python's own dictionaries and lists are taken as objects and arrays; None in a dictionary is an absent field.
    """
    return encode_value(value, indent=False)


@lua_function("json.pretty", idioms=("plain data",))
def pretty(value: Any = None) -> str:
    """The JSON text of a value with an indentation of two blanks."""
    return encode_value(value, indent=True)


@lua_function("json.decode")
def decode(text: str) -> Any:
    """The value of a JSON document; null becomes nil."""
    return decode_text(text)
