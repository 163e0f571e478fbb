"""What the files of a program change, or may change, of what the libraries give them.

In doubt something counts as changed: a check that is silent does less harm than one that is wrong.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cmc.transpiler.analysis.checks.names import Names
from cmc.transpiler.analysis.library import only_value
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)

_READERS = frozenset(
    ("getmetatable", "ipairs", "load", "loadstring", "next", "pairs", "print", "rawequal", "rawget", "rawlen")
    + ("tostring", "type")
)
"""Functions that a table may be handed to without being changed."""

_LOADERS = frozenset(("dofile", "load", "loadfile", "loadstring"))


@dataclass(slots=True)
class Changes:
    """What has been seen to change, in all files together.

    `names` are global variables and libraries, `members` all strings and the names of all fields. `tested` are
    the globals and paths that programs ask for by their truth, as they do before they use what may be missing.
    `foreign_globals` says that texts outside of the files may assign globals, `everything` that nothing is sure.
    """

    names: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    tested: set[str] = field(default_factory=set)
    foreign_globals: bool = False
    everything: bool = False

    def add_words(self, text: str) -> None:
        """Every name in a text counts as changed, because the text cannot be looked into."""
        words = _WORD.findall(text)
        self.names.update(words)
        self.members.update(words)
        self.foreign_globals = True


def note_changes(nodes: list[lua.Node], names: Names, changes: Changes) -> None:
    """Adds what one chunk changes; `nodes` are all of its nodes."""
    chunk = _Chunk(names, changes)
    for node in nodes:
        note = _NOTES.get(type(node))
        if note is not None:
            note(chunk, node)
    for node in nodes:
        if node.id not in chunk.harmless:
            chunk.note_escape(node)
    if chunk.loads:
        changes.foreign_globals = True
        for node in nodes:
            if isinstance(node, lua.String):
                changes.add_words(node.value)


class _Chunk:
    """One chunk; `harmless` has the ids of expressions whose value goes nowhere by which it could be changed."""

    def __init__(self, names: Names, changes: Changes) -> None:
        self.names = names
        self.changes = changes
        self.harmless: set[int] = set()
        self.loads = False

    def note_escape(self, node: lua.Node) -> None:
        """A table that is handed on may be changed at the place that gets it."""
        if isinstance(node, lua.Name):
            if node.name in ("_G", "_ENV") and node.id not in self.names.scopes.uses:
                self.changes.everything = True
            elif node.name in _LOADERS and self.names.global_name(node):
                self.loads = True
        if isinstance(node, lua.Name | lua.Index | lua.Call):
            path = self.names.table_of(node)
            if path is not None and path not in self.names.libraries.functions:
                self.changes.names.add(path.partition(".")[0])

    def note_target(self, target: lua.Expression) -> None:
        """The left side of an assignment."""
        changes = self.changes
        if isinstance(target, lua.Name):
            if target.id not in self.names.scopes.uses:
                changes.names.add(target.name)
                changes.everything |= target.name in ("_ENV", "require")
            self.harmless.add(target.id)
        elif isinstance(target, lua.Index):
            self.note_key(target.obj, target.key)

    def note_key(self, obj: lua.Expression, key: lua.Expression) -> None:
        """A field that is set: whatever library is named on the way to the table may be the one that changes."""
        changes = self.changes
        way = list(walk(obj))
        words = {name for node in way if (name := self.names.global_name(node))}
        if words:
            words |= {node.value for node in way if isinstance(node, lua.String)}
        words |= {path.partition(".")[0] for node in way if (path := self.names.path_of(node))}
        changes.names |= words & (self.names.libraries.variables | self.names.libraries.modules)
        changes.foreign_globals |= {"getmetatable", "_G"} <= words
        is_environment = isinstance(obj, lua.Name) and obj.name in ("_G", "_ENV")
        if isinstance(key, lua.String):
            if is_environment or words & {"loaded", "preload"}:
                changes.names.add(key.value)
        elif is_environment or words & {"loaded", "preload"}:
            changes.everything = True

    def note_test(self, node: lua.Expression) -> None:
        """An expression whose truth is asked for."""
        self.harmless.add(node.id)
        path = self.names.global_name(node) or self.names.path_of(node)
        if path is not None:
            self.changes.tested.add(path)


def _note_assign(chunk: _Chunk, node: lua.Assign) -> None:
    for target in node.targets:
        chunk.note_target(target)


def _note_function(chunk: _Chunk, node: lua.FunctionStatement) -> None:
    chunk.note_target(node.target)


def _note_local(chunk: _Chunk, node: lua.Local) -> None:
    for name, value in zip(node.names, node.values, strict=False):
        # Uses of a local that is never assigned are uses of its value.
        if only_value(chunk.names.scopes.declares[name.id]) is value and chunk.names.table_of(value):
            chunk.harmless.add(value.id)


def _note_index(chunk: _Chunk, node: lua.Index) -> None:
    chunk.harmless.add(node.obj.id)
    name = chunk.names.global_name(node.obj)
    key = node.key.value if isinstance(node.key, lua.String) else None
    # The value may be any library, by a name that one of the strings spells.
    chunk.loads |= (name == "_G" and key is None) or (name == "package" and key in ("loaded", "preload"))


def _note_method_call(chunk: _Chunk, node: lua.MethodCall) -> None:
    chunk.harmless.add(node.obj.id)


def _note_call(chunk: _Chunk, node: lua.Call) -> None:
    function = chunk.names.global_name(node.func)
    path = chunk.names.path_of(node.func)
    if path not in _LOADERS:
        chunk.harmless.add(node.func.id)
    if function in _READERS:
        chunk.harmless.update(argument.id for argument in node.args)
        if function == "type" and node.args:
            chunk.note_test(node.args[0])
    elif function == "rawset" and len(node.args) >= 2:
        chunk.note_key(node.args[0], node.args[1])
        chunk.harmless.add(node.args[0].id)
    elif function == "setmetatable" and node.args and chunk.names.global_name(node.args[0]) == "_G":
        chunk.changes.foreign_globals = True
        chunk.harmless.add(node.args[0].id)
    elif function == "require" and not (node.args and isinstance(node.args[0], lua.String)):
        chunk.loads = True
    if node.args and isinstance(node.args[0], lua.String) and _name_called(node) in ("getmetatable", "setmetatable"):
        chunk.changes.names.add("string")


def _name_called(node: lua.Call) -> str:
    """`f` of `f()`, `a.f()`."""
    if isinstance(node.func, lua.Index) and isinstance(node.func.key, lua.String):
        return node.func.key.value
    return node.func.name if isinstance(node.func, lua.Name) else ""


def _note_call_statement(chunk: _Chunk, node: lua.CallStatement) -> None:
    chunk.harmless.add(node.call.id)


def _note_field(chunk: _Chunk, node: lua.Field) -> None:
    if isinstance(node.key, lua.String) and node.key.value == "__index":
        chunk.harmless.add(node.value.id)


def _note_string(chunk: _Chunk, node: lua.String) -> None:
    chunk.changes.members.add(node.value)


def _note_binary(chunk: _Chunk, node: lua.Binary) -> None:
    if node.op in ("==", "~="):
        chunk.note_test(node.left)
        chunk.note_test(node.right)
    elif node.op in ("and", "or"):
        chunk.note_test(node.left)
        chunk.note_test(node.right)
        chunk.harmless.discard(node.right.id)
        if node.op == "or":
            chunk.harmless.discard(node.left.id)


def _note_unary(chunk: _Chunk, node: lua.Unary) -> None:
    chunk.note_test(node.operand)


def _note_if(chunk: _Chunk, node: lua.If) -> None:
    for condition, _ in node.arms:
        chunk.note_test(condition)


def _note_loop(chunk: _Chunk, node: lua.While | lua.Repeat) -> None:
    chunk.note_test(node.condition)


_NOTES: dict[type, Callable[[_Chunk, Any], None]] = {
    lua.Assign: _note_assign,
    lua.Binary: _note_binary,
    lua.Call: _note_call,
    lua.CallStatement: _note_call_statement,
    lua.Field: _note_field,
    lua.FunctionStatement: _note_function,
    lua.If: _note_if,
    lua.Index: _note_index,
    lua.Local: _note_local,
    lua.MethodCall: _note_method_call,
    lua.Repeat: _note_loop,
    lua.String: _note_string,
    lua.Unary: _note_unary,
    lua.While: _note_loop,
}
