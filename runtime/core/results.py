"""What the functions of Lua's standard library return (manual §6), for the compiler, and for replacements of them.

A function with one result has the kinds that this may be of, separated by bars: the names of Lua's types, `integer`,
`float` and `small` (integers up to 2^31) for parts of `number`, and `any`. No result is `nothing`, any number `many`.
"""

_RESULTS: dict[str, dict[str, str]] = {
    "": {
        "assert": "many", "collectgarbage": "many", "dofile": "many", "error": "nothing", "getmetatable": "any",
        "ipairs": "many", "load": "many", "loadfile": "many", "next": "many", "pairs": "many", "pcall": "many",
        "print": "nothing", "rawequal": "boolean", "rawget": "any", "rawlen": "small", "rawset": "table",
        "require": "many", "select": "many", "setmetatable": "table", "tonumber": "number|nil", "tostring": "string",
        "type": "string", "warn": "nothing", "xpcall": "many",
    },
    "coroutine": {
        "close": "many", "create": "any", "isyieldable": "boolean", "resume": "many", "running": "many",
        "status": "string", "wrap": "function", "yield": "many",
    },
    "io": {
        "close": "many", "lines": "many", "open": "many", "popen": "many", "read": "many", "tmpfile": "many",
        "type": "string|nil", "write": "many",
    },
    "math": {
        "abs": "number", "acos": "float", "asin": "float", "atan": "float", "ceil": "number", "cos": "float",
        "deg": "float", "exp": "float", "floor": "number", "fmod": "number", "log": "float", "max": "number",
        "min": "number", "modf": "many", "rad": "float", "random": "number", "randomseed": "many", "sin": "float",
        "sqrt": "float", "tan": "float", "tointeger": "integer|nil", "type": "string|nil", "ult": "boolean",
    },
    "os": {
        "clock": "float", "date": "string|table", "difftime": "float", "execute": "many", "exit": "many",
        "getenv": "string|nil", "remove": "many", "rename": "many", "time": "integer", "tmpname": "string",
    },
    "string": {
        "byte": "many", "char": "string", "find": "many", "format": "string", "gmatch": "function", "gsub": "many",
        "len": "small", "lower": "string", "match": "many", "pack": "string", "packsize": "integer", "rep": "string",
        "reverse": "string", "sub": "string", "unpack": "many", "upper": "string",
    },
    "table": {
        "concat": "string", "insert": "nothing", "move": "table", "pack": "table", "remove": "any", "sort": "nothing",
        "unpack": "many",
    },
    "utf8": {
        "char": "string", "codepoint": "many", "codes": "many", "len": "many", "offset": "integer|nil",
    },
}  # fmt: skip

RESULTS = {
    f"{library}.{name}" if library else name: result
    for library, functions in _RESULTS.items()
    for name, result in functions.items()
}
"""The results of each function by its path: `print`, `string.format`."""

CONSTANTS = {
    "math.huge": "float", "math.maxinteger": "integer", "math.mininteger": "integer", "math.pi": "float",
    "utf8.charpattern": "string",
}  # fmt: skip
"""The kinds of the values in the library that are no functions."""

LIBRARIES = frozenset(name for name in _RESULTS if name)
"""The global names of the library's tables."""
