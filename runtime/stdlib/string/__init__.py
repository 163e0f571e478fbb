"""String manipulation (manual §6.4)."""

from cmc.runtime.core.table import Table
from cmc.runtime.stdlib.library import library
from cmc.runtime.stdlib.string.basic import (
    lua_byte,
    lua_char,
    lua_dump,
    lua_len,
    lua_lower,
    lua_rep,
    lua_reverse,
    lua_sub,
    lua_upper,
)
from cmc.runtime.stdlib.string.format import lua_format
from cmc.runtime.stdlib.string.pack import lua_pack, lua_packsize, lua_unpack
from cmc.runtime.stdlib.string.search import lua_find, lua_gmatch, lua_match, register_iterators
from cmc.runtime.stdlib.string.substitute import lua_gsub


def string_library() -> Table:
    """A new `string` table."""
    register_iterators()
    return library(
        {
            "byte": lua_byte,
            "char": lua_char,
            "dump": lua_dump,
            "find": lua_find,
            "format": lua_format,
            "gmatch": lua_gmatch,
            "gsub": lua_gsub,
            "len": lua_len,
            "lower": lua_lower,
            "match": lua_match,
            "pack": lua_pack,
            "packsize": lua_packsize,
            "rep": lua_rep,
            "reverse": lua_reverse,
            "sub": lua_sub,
            "unpack": lua_unpack,
            "upper": lua_upper,
        }
    )
