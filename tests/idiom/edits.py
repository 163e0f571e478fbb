"""Small edits of Lua programs, as somebody makes them who works on one, and how much of the Python follows."""

import ast
import difflib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from cmc.transpiler.lower.context import Unit
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk
from tests.compiling import HELPERS, unit_of


@dataclass(frozen=True)
class Edit:
    """A changed program: the new text, and the lines of the old one that differ or stand beside an added line."""

    text: str
    lines: frozenset[int]
    difference: str


@dataclass(frozen=True)
class Change:
    """What follows in the Python: how many lines were added or removed, and where in the old text."""

    count: int
    hunks: tuple[range, ...]
    difference: str


def edits(text: str, kind: str) -> list[Edit]:
    """All edits of a kind that a program allows, by place."""
    return [_edit(text, new) for new in KINDS[kind](unit_of(text)) if new != text]


def _edit(before: str, after: str) -> Edit:
    difference = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    lines = frozenset(line for hunk in _hunks(before, after) for line in hunk)
    return Edit(after, lines, "\n".join(difference))


def change(before: str, after: str) -> Change:
    """How two Python modules differ. Imports, which list what is used anywhere, and blank lines do not count."""
    old, new = (_without_imports(text) for text in (before, after))
    difference = [
        line for line in difflib.unified_diff(old, new, lineterm="", n=0) if line[1:] and line[:3] not in ("---", "+++")
    ]
    count = sum(line[0] in "+-" for line in difference)
    return Change(count, tuple(_hunks("\n".join(old), "\n".join(new))), "\n".join(difference))


def _without_imports(text: str) -> list[str]:
    lines = text.splitlines()
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom) and node.end_lineno is not None:
            lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    return lines


def _hunks(before: str, after: str) -> Iterator[range]:
    """Where texts differ, as line numbers of the first: at least the line before and the line after an addition.

    Differences in blank lines alone are none.
    """
    old, new = before.splitlines(), after.splitlines()
    for tag, first, last, new_first, new_last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal" and any(line.strip() for line in old[first:last] + new[new_first:new_last]):
            yield range(first + 1, last + 1) if first < last else range(first, first + 2)


def _literals(unit: Unit) -> Iterator[str]:
    """A number one higher, a string with a letter more; another module would be another program."""
    text = unit.source.text
    modules = {
        argument.id
        for node in walk(unit.chunk)
        if isinstance(node, lua.Call) and isinstance(node.func, lua.Name) and node.func.name == "require"
        for argument in node.args
    }
    for node in walk(unit.chunk):
        if isinstance(node, lua.Number) and text[node.start : node.end].isdigit():
            yield text[: node.start] + str(int(node.value) + 1) + text[node.end :]
        elif (
            isinstance(node, lua.String)
            and node.id not in modules
            and text[node.start] in "\"'"
            and node.end - node.start > 2
        ):
            yield f"{text[: node.end - 1]}x{text[node.end - 1 :]}"


def _renames(unit: Unit) -> Iterator[str]:
    """A local variable with another name of the same length, if no other has its name."""
    text = unit.source.text
    declared = Counter(variable.name for variable in unit.scopes.declares.values())
    names = {node.name for node in walk(unit.chunk) if isinstance(node, lua.Name | lua.Binding)}
    for variable in unit.scopes.declares.values():
        fresh = _fresh(variable.name, names)
        # A helper of the same name is imported under another one, which is to be seen wherever it is used.
        if fresh is None or variable.name in HELPERS or declared[variable.name] > 1:
            continue
        places = [variable.node.start] + [
            node.start
            for node in walk(unit.chunk)
            if isinstance(node, lua.Name) and unit.scopes.uses.get(node.id) is variable
        ]
        # Without a place in the text, as `self` of methods, there is nothing to rename.
        if all(text.startswith(variable.name, place) for place in places):
            new = text
            for place in places:
                new = new[:place] + fresh + new[place + len(fresh) :]
            yield new


def _fresh(name: str, taken: set[str]) -> str | None:
    """An unused name of the same length; None for names that are too short for one."""
    candidates = (name[:-1] + letter for letter in "zqkw")
    return next((new for new in candidates if len(name) > 2 and new not in taken), None)


def _statements(unit: Unit) -> Iterator[tuple[lua.Statement, int]]:
    """The statements that begin a line, with the offset of the line."""
    text = unit.source.text
    for node in walk(unit.chunk):
        if isinstance(node, lua.Block):
            for statement in node.statements:
                start = text.rfind("\n", 0, statement.start) + 1
                if not text[start : statement.start].strip():
                    yield statement, start


def _additions(unit: Unit) -> Iterator[str]:
    """A line that prints something, before a statement."""
    text = unit.source.text
    for statement, start in _statements(unit):
        yield f'{text[:start]}{text[start : statement.start]}print("here")\n{text[start:]}'


def _deletions(unit: Unit) -> Iterator[str]:
    """A line less, which called a function of the library: other calls and assignments tell what values there are."""
    text = unit.source.text
    for statement, start in _statements(unit):
        end = text.find("\n", statement.start) + 1
        whole = statement.end <= end and not text[statement.end : end].strip()
        if isinstance(statement, lua.CallStatement) and whole and all(map(_is_plain, walk(statement))):
            yield text[:start] + text[end:]


def _is_plain(node: lua.Node) -> bool:
    """Whether a part of a call tells nothing about the rest of the program, and comes back.

    Operators may be the only use of a metamethod.
    """
    if isinstance(node, lua.Call):
        return isinstance(node.func, lua.Name) and node.func.name in ("print", "tostring", "type")
    return not isinstance(node, lua.Function | lua.MethodCall | lua.Binary | lua.Unary)


KINDS: dict[str, Callable[[Unit], Iterator[str]]] = {
    "literal": _literals,
    "rename": _renames,
    "addition": _additions,
    "deletion": _deletions,
}
