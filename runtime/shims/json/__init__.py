"""`json`: texts and values (CopperMoon specification, section 8). orjson does the work."""

from typing import Any

from cmc.runtime.declare import lua_function
from cmc.runtime.shims.json.decoder import decode_text
from cmc.runtime.shims.json.encoder import encode_value


@lua_function("json.encode", idioms=("plain data",), only_reads=True)
def encode(value: Any = None) -> str:
    """The compact JSON text of a value, object keys in order of their bytes.

    A table whose keys are all integers from 1 on is an array, with null where one is missing; others are objects. An
    empty table is `[]`, but `{}` if it comes from decoding `{}`. Python's own dictionaries and lists are taken as
    objects and arrays; None in a dictionary is an absent field.

    Raises:
        LuaError: there is no JSON for something in it: NaN, infinities, functions, userdata, strings that are no UTF-8,
            keys that are neither strings nor numbers, tables that contain themselves.
    """
    return encode_value(value, indent=False)


@lua_function("json.pretty", idioms=("plain data",), only_reads=True)
def pretty(value: Any = None) -> str:
    """The JSON text of a value with an indentation of two blanks; otherwise like `encode`.

    Raises:
        LuaError: there is no JSON for something in it.
    """
    return encode_value(value, indent=True)


@lua_function("json.decode")
def decode(text: str) -> Any:
    """The value of a JSON document; null becomes nil, integers that do not fit into 64 bits become floats.

    Raises:
        LuaError: `JSON decode error: <reason> at line L column C`.
    """
    return decode_text(text)
