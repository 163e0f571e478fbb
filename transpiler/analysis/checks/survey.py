"""Uses of CopperMoon's libraries that cannot work: wrong numbers of arguments, and names that do not exist.

A library may be extended, replaced or hidden in any file of a program. So files are surveyed one after the other, and
what was suspect in them is told at the end, if no file has changed what it rests on (`changes.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache

from cmc.transpiler.analysis.checks.changes import Changes, note_changes
from cmc.transpiler.analysis.checks.libraries import Function, Libraries
from cmc.transpiler.analysis.checks.names import Names
from cmc.transpiler.analysis.scopes import Scopes
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.parser import SyntaxFinding
from cmc.transpiler.syntax.walk import walk

_CLOSE_GLOBAL = 0.8
"""How alike a global and a known one must be (`difflib`): a hint is the only reason to say something."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A finding, and what it rests on.

    `name` is the global variable or library, `path` what a program may test before it uses it, `member` the name that
    it may give to an object's method, or empty.
    """

    finding: SyntaxFinding
    name: str
    path: str
    member: str = ""


class Survey:
    """The files of a program, as far as they have been looked at."""

    def __init__(self, libraries: Libraries) -> None:
        self.libraries = libraries
        self.changes = Changes()
        self._suspicions: dict[str, list[Suspicion]] = {}

    def add(self, file: str, text: str, chunk: lua.Chunk, scopes: Scopes) -> None:
        """Looks at one file; `file` is any name that findings are asked for by."""
        names = Names(scopes, self.libraries)
        nodes = list(walk(chunk.body))
        note_changes(nodes, names, self.changes)
        self._suspicions[file] = [each for node in nodes for each in _suspicions(node, names, text)]

    def add_unreadable(self, text: str) -> None:
        """Takes note of a file with errors: it may change whatever it names."""
        self.changes.add_words(text)

    def findings(self, file: str) -> tuple[SyntaxFinding, ...]:
        """What is wrong in a file, when all files have been added."""
        return tuple(each.finding for each in self._suspicions.get(file, ()) if self._is_sure(each))

    def _is_sure(self, suspicion: Suspicion) -> bool:
        changes = self.changes
        return not (
            changes.everything
            or suspicion.name in changes.names
            or suspicion.path in changes.tested
            or (suspicion.member and suspicion.member in changes.members)
            or (suspicion.finding.code == "W004" and changes.foreign_globals)
        )


def _suspicions(node: lua.Node, names: Names, text: str) -> Iterable[Suspicion]:
    """What may be wrong with one node."""
    if isinstance(node, lua.Index):
        return _check_field(node, names)
    if isinstance(node, lua.Call):
        path = names.path_of(node.func) or ""
        function = names.libraries.functions.get(path)
        if function is not None:
            return _check_arguments(node, function, Suspicion(_finding("W001", path, node), _root(path), path))
    elif isinstance(node, lua.MethodCall):
        return _check_method(node, names, text)
    elif isinstance(node, lua.Name):
        return _check_global(node, names)
    return ()


def _check_field(node: lua.Index, names: Names) -> Iterable[Suspicion]:
    table = names.table_of(node.obj)
    if table is None or not isinstance(node.key, lua.String):
        return
    key, known = node.key.value, names.libraries.tables[table]
    if key not in known:
        message = f"'{table}' has no field '{key}'{_did_you_mean(key, known)}"
        yield Suspicion(_finding("W002", message, node.key), _root(table), f"{table}.{key}")


def _check_method(node: lua.MethodCall, names: Names, text: str) -> Iterable[Suspicion]:
    start = text.find(node.name, node.obj.end)
    place = lua.Node(node.id, start, start + len(node.name), node.name_line)
    table = names.table_of(node.obj)
    if table is not None:
        known = names.libraries.tables[table]
        if node.name not in known:
            message = f"'{table}' has no field '{node.name}'{_did_you_mean(node.name, known)}"
            yield Suspicion(_finding("W002", message, place), _root(table), f"{table}.{node.name}")
        return
    path = names.class_of(node.obj)
    cls = names.libraries.classes.get(path)
    if cls is None or node.name in cls.fields:
        return
    method = cls.methods.get(node.name)
    if method is None:
        hint = _did_you_mean(node.name, frozenset(cls.methods))
        # Relations of records and the like have methods that are made while the program runs, by names in its text.
        if hint or not cls.open:
            message = f"'{path}' has no method '{node.name}'{hint}"
            yield Suspicion(_finding("W003", message, place), _root(path), "", node.name)
    else:
        member = node.name if cls.open else ""
        found = Suspicion(_finding("W001", f"{path}:{node.name}", place), _root(path), "", member)
        yield from _check_arguments(node, method, found)


def _check_arguments(node: lua.Call | lua.MethodCall, function: Function, found: Suspicion) -> Iterable[Suspicion]:
    """Completes a finding, whose message is the function's path, if the number of arguments is wrong."""
    count = len(node.args)
    spreads = count > 0 and isinstance(node.args[-1], lua.Call | lua.MethodCall | lua.Vararg)
    sure = count - 1 if spreads else count
    too_many = function.most is not None and sure > function.most
    if not too_many and (spreads or count >= function.least):
        return
    given = f"at least {sure}" if spreads else str(count)
    message = f"'{found.finding.message}' takes {_expected(function)}, not {given}"
    yield replace(found, finding=replace(found.finding, message=message))


def _expected(function: Function) -> str:
    """The number of arguments that a function takes, in words."""
    least, most = function.least, function.most
    if most is None:
        return f"at least {least} argument{'s' if least != 1 else ''}"
    if least == most:
        return f"{most or 'no'} argument{'s' if most != 1 else ''}"
    if least == 0:
        return f"at most {most} argument{'s' if most != 1 else ''}"
    return f"{least} {'or' if most == least + 1 else 'to'} {most} arguments"


def _check_global(node: lua.Name, names: Names) -> Iterable[Suspicion]:
    name = names.global_name(node)
    known = names.libraries.variables
    if name is None or name in known:
        return
    hint = _did_you_mean(name, known, _CLOSE_GLOBAL)
    if hint:
        yield Suspicion(_finding("W004", f"nothing assigns the global '{name}'{hint}", node), name, name)


@lru_cache(4096)
def _did_you_mean(name: str, known: frozenset[str], likeness: float = 0.6) -> str:
    """The known name that is most like another one, as the end of a message; empty if none is."""
    matches = get_close_matches(name, sorted(known), 1, likeness)
    return f"; did you mean '{matches[0]}'?" if matches else ""


def _root(path: str) -> str:
    """The library of a path."""
    return path.partition(".")[0]


def _finding(code: str, message: str, node: lua.Node) -> SyntaxFinding:
    return SyntaxFinding(code, message, node.start, node.end, node.line, node.end)
