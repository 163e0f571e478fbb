"""`---` comments directly above a function are its docstring.

    --- Fills a text with blanks.
    ---@param text string what to fill
    ---@return string

is the sentence, a section `Args:` with `text (str): what to fill`, and a section `Returns:` with `str`. Other tags and
other comments stay comments.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cmc.transpiler.analysis.annotations import function_of
from cmc.transpiler.analysis.written_types import as_hint, in_python, split_type
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.source import printable
from cmc.transpiler.syntax import nodes as lua

_PARAM = re.compile(r"@param\s+([A-Za-z_]\w*|\.\.\.)(\??)\s+(.+)$", re.DOTALL)
_RETURN = re.compile(r"@return\s+(.+)$", re.DOTALL)
_NAME_AND_NOTE = re.compile(r"(?:([A-Za-z_]\w*)\s*)?#\s*(.*)$", re.DOTALL)


@dataclass(slots=True, eq=False)
class _Parts:
    """What the comments say: lines of text, and of the two sections; `kept` are comments that stay comments.

    `hints` are types of parameters by their names, `returned` those of the results.
    """

    text: list[str] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    kept: list[lua.Comment] = field(default_factory=list)
    hints: dict[str, str] = field(default_factory=dict)
    returned: list[str] = field(default_factory=list)


def document(
    statement: lua.Statement, made: ir.Statement, comments: Sequence[lua.Comment], text: str
) -> tuple[lua.Comment, ...]:
    """Gives the function that a statement defines its docstring; returns the comments that are none of it.

    `made` is the first Python statement that came from the Lua one.
    """
    function = function_of(statement)
    if function is None or not isinstance(made, ir.FunctionDef) or made.origin is None:
        return tuple(comments)
    if made.origin.offset != function.start:
        return tuple(comments)
    above = [comment for comment in comments if comment.end <= statement.start]
    first = _first_of_run(above, statement.start, text)
    parts = _Parts()
    for comment in above[first:]:
        _read(comment, parts)
    made.doc = _docstring(parts)
    for binding, parameter in zip(function.params, made.parameters, strict=True):
        parameter.annotation = parts.hints.get(binding.name, "")
    made.returns = parts.returned[0] if len(parts.returned) == 1 else ""
    if not made.doc:
        return tuple(comments)
    return (*above[:first], *parts.kept, *comments[len(above) :])


def _first_of_run(comments: list[lua.Comment], end: int, text: str) -> int:
    """Where the `---` comments begin that reach down to `end` without a gap."""
    position = len(comments)
    while position:
        comment = comments[position - 1]
        gap = text[comment.end : end]
        is_rule = not comment.text.strip("-").strip() and len(comment.text) > 1
        if comment.long or is_rule or not comment.text.startswith("-") or gap.strip() or gap.count("\n") > 1:
            break
        position -= 1
        end = comment.start
    return position


def _read(comment: lua.Comment, parts: _Parts) -> None:
    line = printable(comment.text[1:].expandtabs()).rstrip()
    tag = line.strip()
    if match := _PARAM.match(tag):
        name, optional, written = match.groups()
        alternatives, description = split_type(written)
        alternatives += ["nil"] * bool(optional)
        parts.hints.setdefault(name, as_hint(alternatives))
        entry = f"{'*args' if name == '...' else name} ({in_python(alternatives)})"
        parts.arguments.append(f"{entry}: {_note(description)}" if _note(description) else entry)
    elif match := _RETURN.match(tag):
        alternatives, description = split_type(match[1])
        parts.returned.append(as_hint(alternatives))
        note = _note(description)
        parts.results.append(f"{in_python(alternatives)}: {note}" if note else in_python(alternatives))
    elif tag.startswith("@"):
        parts.kept.append(comment)
    else:
        parts.text.append(line.removeprefix(" "))


def _note(description: str) -> str:
    """What a description says; a result may have a name and a note behind `#`."""
    match = _NAME_AND_NOTE.match(description)
    if match is None:
        return description
    return f"{match[1]}: {match[2]}" if match[1] and match[2] else match[1] or match[2]


def _docstring(parts: _Parts) -> str:
    """The text with its sections; empty where the author has said nothing but types."""
    body = "\n".join(parts.text).strip()
    blocks = [body] if body else []
    for title, entries in (("Args", parts.arguments), ("Returns", parts.results)):
        if entries:
            blocks.append("\n".join([f"{title}:", *(f"    {entry}" for entry in entries)]))
    # A section has a line of its own.
    return "\n\n".join(blocks) if body or not blocks else "\n" + "\n\n".join(blocks)


def leave_out_hints(function: ir.FunctionDef) -> None:
    """Takes out of a docstring what the hints of the function say, too."""
    repeated = {f"    {each.symbol.hint} ({each.annotation})" for each in function.parameters if each.annotation}
    blocks = []
    for block in function.doc.strip("\n").split("\n\n"):
        title, *lines = block.split("\n")
        if title == "Args:":
            lines = [_without_type(line, repeated) for line in lines if line not in repeated]
        elif title == "Returns:":
            lines = [line for line in lines if line != f"    {function.returns}"]
        elif not lines:
            lines = [title]
            title = ""
        if lines:
            blocks.append("\n".join([title, *lines] if title else lines))
    doc = "\n\n".join(blocks)
    function.doc = f"\n{doc}" if doc.startswith(("Args:", "Returns:")) else doc


def _without_type(line: str, repeated: set[str]) -> str:
    """`name: what it is` for `name (type): what it is`."""
    head, colon, note = line.partition(": ")
    return f"{head.rpartition(' (')[0]}: {note}" if colon and head in repeated else line
