"""What function literals are for: names for those that the author gave none.

A name follows from what stands around the function alone, never from a count through the file, so that an edit
elsewhere leaves it as it is:

    bus:on("order.paid", function() … end)      on_order_paid
    { run = function() … end }                  run
    local log = options.log or function() … end default_log
    return function() … end                     inner

Functions of one name in one function are told apart by the table that they are stored in, as `queue_push` and
`stack_push`; the naming pass numbers what is left.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from cmc.transpiler.analysis.scopes import FunctionScope, Scopes
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

_WORD = re.compile(r"[A-Za-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_MAX_WORDS = 4

_OF_LIBRARY: dict[str, tuple[str, ...]] = {
    "sort": ("", "compare"), "pcall": ("attempt",), "xpcall": ("attempt", "handle_error"), "wrap": ("producer",),
    "create": ("producer",), "gsub": ("", "", "replace"),
}  # fmt: skip
"""Names for the arguments of functions of the library, by position."""

_FACTORY = re.compile(r"(?:make|new|create|build)_?(?=\w)")


@dataclass(slots=True, eq=False)
class _Purposes:
    """Names by the ids of functions, names of what tables are stored in by the ids of tables, and functions' tables."""

    names: dict[int, str] = field(default_factory=dict)
    tables: dict[int, str] = field(default_factory=dict)
    qualifiers: dict[int, str] = field(default_factory=dict)

    def give(self, value: lua.Expression, name: str, qualifier: str = "") -> None:
        """Notes that `value` is stored under a name."""
        while isinstance(value, lua.Paren) or (isinstance(value, lua.Binary) and value.op in ("and", "or")):
            # Chains are as long as the author likes, and go to the left.
            if isinstance(value, lua.Paren):
                value = value.inner
                continue
            self.give(value.right, f"default_{name}" if value.op == "or" else name, qualifier)
            value = value.left
        if isinstance(value, lua.Function):
            self.names.setdefault(value.id, name)
            if qualifier:
                self.qualifiers.setdefault(value.id, qualifier)
        elif isinstance(value, lua.Table):
            self.tables.setdefault(value.id, name)
        elif isinstance(value, lua.Call) and _last_name(value.func) == "setmetatable":
            for argument in value.args:
                if isinstance(argument, lua.Table):
                    self.tables.setdefault(argument.id, name)


def find_purposes(chunk: lua.Chunk, scopes: Scopes) -> dict[int, str]:
    """A name for every function of a chunk, by the ids of their nodes."""
    found = _Purposes()
    functions = []
    for node in walk(chunk.body):
        _look_at(node, found)
        if isinstance(node, lua.Function):
            functions.append(node.id)
    for scope in scopes.functions.values():
        _name_results(scope.node, found)
    names = {id: found.names.get(id) or "function" for id in functions}
    for scope in scopes.functions.values():
        _tell_apart(scope, names, found.qualifiers)
    return names


def find_arguments(chunk: lua.Chunk) -> frozenset[int]:
    """The ids of functions that are handed to another one and are the only ones in a simple statement."""
    found: set[int] = set()
    for statement in walk(chunk.body):
        if isinstance(statement, lua.Local | lua.Assign | lua.CallStatement | lua.Return):
            parts = list(walk(statement, into_functions=False))
            functions = [part for part in parts if isinstance(part, lua.Function)]
            calls = [part for part in parts if isinstance(part, lua.Call | lua.MethodCall)]
            if len(functions) == 1 and any(functions[0] in call.args for call in calls):
                found.add(functions[0].id)
    return frozenset(found)


def _look_at(node: lua.Node, found: _Purposes) -> None:
    if isinstance(node, lua.FunctionStatement):
        _give_to(node.target, node.function, found)
    elif isinstance(node, lua.LocalFunction):
        found.give(node.function, node.name.name)
    elif isinstance(node, lua.Local):
        for binding, value in zip(node.names, node.values, strict=False):
            found.give(value, binding.name)
    elif isinstance(node, lua.Assign):
        for target, value in zip(node.targets, node.values, strict=False):
            _give_to(target, value, found)
    elif isinstance(node, lua.Table):
        _look_at_fields(node, found)
    elif isinstance(node, lua.Call | lua.MethodCall):
        _look_at_arguments(node, found)


def _give_to(target: lua.Expression, value: lua.Expression, found: _Purposes) -> None:
    if isinstance(target, lua.Name):
        found.give(value, target.name)
        return
    assert isinstance(target, lua.Index)
    holder = _last_name(target.obj)
    name = _slug(target.key.value, keep=True) if isinstance(target.key, lua.String) else _of_element(holder)
    qualifier = _snake(holder) if len(holder) > 1 and holder not in ("self", "_G", "_ENV") else ""
    found.give(value, name, qualifier)


def _look_at_fields(table: lua.Table, found: _Purposes) -> None:
    holder = found.tables.get(table.id, "")
    qualifier = _snake(holder) if len(holder) > 1 else ""
    for entry in table.fields:
        name = _slug(entry.key.value, keep=True) if isinstance(entry.key, lua.String) else ""
        found.give(entry.value, name or _of_element(holder), qualifier if name else "")


def _look_at_arguments(node: lua.Call | lua.MethodCall, found: _Purposes) -> None:
    callee = node.name if isinstance(node, lua.MethodCall) else _last_name(node.func)
    if isinstance(node, lua.Call):
        found.give(node.func, "body")
    if not any(isinstance(argument, lua.Function) for argument in node.args):
        return
    known = _OF_LIBRARY.get(callee, ())
    if callee in ("pcall", "xpcall") and node.args and not isinstance(node.args[0], lua.Function):
        callee, known = _last_name(node.args[0]), ("", *known[1:])
    if isinstance(node, lua.MethodCall):
        known = known[1:]
    literal = next((slug for value in node.args if (slug := _literal(value))), "")
    for position, argument in enumerate(node.args):
        given = known[position] if position < len(known) else ""
        found.give(argument, given or _of_callee(callee, literal))


def _of_callee(callee: str, literal: str) -> str:
    """The name of a function that is handed to another one, perhaps together with a text."""
    callee = _snake(callee)
    if literal:
        return f"{callee}_{literal}" if callee else f"on_{literal}"
    if not callee:
        return "callback"
    return "handler" if callee == "on" else f"{callee}_handler" if callee.startswith("on_") else f"on_{callee}"


def _name_results(owner: lua.Function | lua.Chunk, found: _Purposes) -> None:
    """Names for the functions that a function returns."""
    own = found.names.get(owner.id, "") if isinstance(owner, lua.Function) else ""
    product = _FACTORY.sub("", _snake(own), count=1) if _FACTORY.match(_snake(own)) else ""
    for node in walk(owner.body, into_functions=False):
        if isinstance(node, lua.Return):
            for value in node.values:
                found.give(value, (product or "inner") if isinstance(owner, lua.Function) else "exported")


def _tell_apart(scope: FunctionScope, names: dict[int, str], qualifiers: dict[int, str]) -> None:
    """Puts the names of their tables before the names of functions that several functions or variables have."""
    counts = Counter(names[child.node.id] for child in scope.children)
    variables = {variable.name for variable in scope.variables}
    for child in scope.children:
        name, qualifier = names[child.node.id], qualifiers.get(child.node.id, "")
        if qualifier and (counts[name] > 1 or name in variables):
            names[child.node.id] = f"{qualifier}{'' if name.startswith('_') else '_'}{name}"


def _last_name(node: lua.Expression) -> str:
    """The last name of a path, empty for what is none."""
    if isinstance(node, lua.Name):
        return node.name
    if isinstance(node, lua.Index) and isinstance(node.key, lua.String):
        return _slug(node.key.value, keep=True)
    return _last_name(node.inner) if isinstance(node, lua.Paren) else ""


def _of_element(holder: str) -> str:
    """The name of one element of a table: `handler` for one of the `handlers`; empty for a table without a name."""
    holder = _snake(holder)
    if not holder or holder.endswith("_item"):
        return holder
    return holder[:-1] if holder.endswith("s") and not holder.endswith("ss") and len(holder) > 2 else f"{holder}_item"


def _literal(value: lua.Expression) -> str:
    return _slug(value.value) if isinstance(value, lua.String) else ""


def _slug(text: str, *, keep: bool = False) -> str:
    """The words of a text as a name, few of them; with `keep` a name that is one already stays what it is."""
    if keep and text.isascii() and text.isidentifier():
        return text
    words = [word.lower() for word in _WORD.findall(text)]
    slug = "_".join(words[:_MAX_WORDS]) if "".join(words) else ""
    return slug if not keep or not slug[:1].isdigit() else ""


def _snake(name: str) -> str:
    """`EventBus` as `event_bus`."""
    return _HUMP.sub("_", name).lower()
