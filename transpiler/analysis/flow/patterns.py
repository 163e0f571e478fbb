"""What searching for a constant pattern gives: its captures say how many results there are, and of which kinds.

A function of the library with such a pattern is a library object of its own, whose path tells the captures: `s` for
each that gives a string, `p` for each that gives a position.
"""

from functools import partial

from cmc.transpiler.analysis.flow.calling import models
from cmc.transpiler.analysis.flow.packs import Pack, Stepping
from cmc.transpiler.analysis.flow.state import Flow
from cmc.transpiler.analysis.kinds import ANY, ASCII, NIL, NUMBER, SMALL, TEXT
from cmc.transpiler.analysis.library import only_value
from cmc.transpiler.analysis.scopes import Scopes
from cmc.transpiler.syntax import nodes as lua

_MAX_CAPTURES = 32


def captures_of(pattern: str) -> str | None:
    """A letter for each capture of a pattern; None if it is malformed (manual §6.4.1)."""
    found: list[str] = []
    opened = 0
    position = 0
    while position < len(pattern):
        char = pattern[position]
        position += 1
        if char == "%":
            if position == len(pattern):
                return None
            # What follows `%b` is two characters, what follows `%f` a set.
            position += 3 if pattern[position] == "b" else 1
        elif char == "[":
            end = _end_of_set(pattern, position)
            if end is None:
                return None
            position = end
        elif char == "(":
            is_position = pattern[position : position + 1] == ")"
            found.append("p" if is_position else "s")
            opened += 1
        elif char == ")":
            opened -= 1
            if opened < 0:
                return None
    return "".join(found) if not opened and position == len(pattern) and len(found) <= _MAX_CAPTURES else None


def _end_of_set(pattern: str, position: int) -> int | None:
    """The position behind the `]` of a set that begins before `position`."""
    if pattern[position : position + 1] == "^":
        position += 1
    is_first = True
    while position < len(pattern):
        char = pattern[position]
        if char == "]" and not is_first:
            return position + 1
        position += 2 if char == "%" else 1
        is_first = False
    return None


def special_path(path: str | None, pattern: lua.Expression | None, scopes: Scopes) -> str | None:
    """The path of a function of the library with a constant pattern, if more is known of that."""
    if path not in _MODELS:
        return None
    variable = scopes.uses.get(pattern.id) if isinstance(pattern, lua.Name) else None
    if variable is not None:
        pattern = only_value(variable)
    captures = captures_of(pattern.value) if isinstance(pattern, lua.String) else None
    if captures is None:
        return None
    special = f"${path} {captures or 's'}"
    models.setdefault(special, partial(_MODELS[path], captures or "s"))
    return special


def gives_one(path: str) -> bool:
    """Whether a function with a constant pattern always gives one result: what it finds or nil, or an iterator."""
    name, _, captures = path.partition(" ")
    return name == "$string.gmatch" or (name == "$string.match" and len(captures) == 1)


def _match(captures: str, flow: Flow, args: Pack, results: Pack) -> None:
    """`string.match`: pieces of a string of one byte a character are such strings."""
    piece = flow.graph.node(NIL)
    flow.graph.watch(args.at(0), lambda bits: flow.graph.add(piece, TEXT if bits & ANY & ~(ASCII | NUMBER) else ASCII))
    position = flow.constant(SMALL | NIL)
    results.add_source(Pack(flow.graph, tuple(piece if each == "s" else position for each in captures), is_closed=True))


def _iterate(captures: str, flow: Flow, args: Pack, results: Pack) -> None:
    """`string.gmatch`: a function that does the same again and again."""
    made = flow.library_object(f"$matches {captures}")
    models.setdefault(made.path, partial(_matches, captures))
    results.add_source(Pack(flow.graph, (flow.of_object(made),), is_closed=True))


def _matches(captures: str, flow: Flow, args: Pack, results: Pack) -> None:
    """What the function that `string.gmatch` returns gives."""
    kinds = [TEXT if each == "s" else SMALL for each in captures]
    # A loop ends with the first nil; the other values are there as long as the first one is.
    ends = [NIL] + [0 if isinstance(args, Stepping) else NIL] * (len(kinds) - 1)
    given = tuple(flow.constant(kind | end) for kind, end in zip(kinds, ends, strict=True))
    results.add_source(Pack(flow.graph, given, is_closed=True))


_MODELS = {"string.match": _match, "string.gmatch": _iterate}
