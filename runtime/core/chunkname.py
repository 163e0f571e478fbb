"""How messages show the name of a chunk (manual §4.7, `short_src`)."""

_LIMIT = 59  # bytes of text in C's LUA_IDSIZE buffer
_STRING_LIMIT = 45  # what is left of it inside `[string "…"]`


def short_source(name: str) -> str:
    """`short_src` of a chunk name: `@file` and `=title` without the mark, other text as `[string "…"]`."""
    mark, rest = name[:1], name[1:]
    if mark == "=":
        return rest[:_LIMIT]
    if mark == "@":
        return rest if len(rest) <= _LIMIT else "..." + rest[3 - _LIMIT :]
    first_line, newline, _ = name.partition("\n")
    if not newline and len(name) < _STRING_LIMIT:
        return f'[string "{name}"]'
    return f'[string "{first_line[:_STRING_LIMIT]}..."]'
