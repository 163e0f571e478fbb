"""From places in the Python text to Lua: built by walking the text's syntax tree beside the one that the IR means.

The walk is a check as well: a text that does not say what the IR says is an internal error, never an output.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

from cmc.transpiler.emit.code import Operation, expected_tree
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.passes.names import Names

Span = tuple[int, int, int, int]
"""Line, column, end line and end column, as `co_positions` gives them: lines from 1, columns in bytes from 0."""


@dataclass(frozen=True, slots=True)
class SourceMap:
    """The map of one module.

    `spans` leads from the span of an expression or statement to its entry in `operations`; `functions` has the facts of
    each function by qualified name.
    """

    spans: dict[Span, int]
    operations: list[Operation]
    functions: dict[str, Any]

    def to_json(self, name: str) -> dict[str, Any]:
        """The map as plain data: what `runtime/core/maps.py` reads."""
        return {
            "name": name,
            "spans": [[*span, operation] for span, operation in self.spans.items()],
            "operations": self.operations,
            "functions": self.functions,
        }


class Mismatch(Exception):
    """The text says something else than the IR."""


def map_module(module: ir.Module, names: Names, helpers: dict[str, str], text: str) -> SourceMap:
    """The source map of a module and its final text.

    Raises:
        Mismatch: the text is not the Python that the IR stands for.
    """
    tree, operations, functions, inlined = expected_tree(module, names, helpers)
    spans: dict[Span, int] = {}
    for span, entry in _pair(tree, ast.parse(text)):
        if entry in inlined:
            name, facts = inlined[entry]
            functions[f"{name}:{span[0]}"] = facts
        # A statement that is one call has the span of the call, which says more.
        if span not in spans or not operations[spans[span]][2]:
            spans[span] = entry
    return SourceMap(spans, operations, functions)


def _pair(expected: Any, actual: Any) -> Iterator[tuple[Span, int]]:
    """The places of our entries in the actual tree, which must be equal to the expected one."""
    if type(expected) is not type(actual):
        # Python reads `-1` as the minus sign and a numeral.
        if isinstance(expected, ast.Constant) and isinstance(actual, ast.UnaryOp):
            return
        raise Mismatch(f"{ast.dump(expected)} became {ast.dump(actual)}")
    text = _text_of(expected)
    if text is not None:
        # Black indents docstrings like the code around them, and keeps their quotes apart from others.
        if cleandoc(text).strip() != cleandoc(_text_of(actual) or "").strip():
            raise Mismatch(f"{ast.dump(expected)} became {ast.dump(actual)}")
        return
    column = getattr(expected, "col_offset", 0)
    if column:
        yield (actual.lineno, actual.col_offset, actual.end_lineno, actual.end_col_offset), column - 1
    for name, value in ast.iter_fields(expected):
        other = getattr(actual, name)
        if isinstance(value, list):
            if len(value) != len(other):
                raise Mismatch(f"{type(expected).__name__}.{name} has {len(other)} parts instead of {len(value)}")
            for left, right in zip(value, other, strict=True):
                yield from _pair_field(left, right)
        else:
            yield from _pair_field(value, other)


def _text_of(node: Any) -> str | None:
    """The text of a statement that is nothing but a text."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return node.value.value
    return None


def _pair_field(expected: Any, actual: Any) -> Iterator[tuple[Span, int]]:
    if isinstance(expected, ast.AST):
        yield from _pair(expected, actual)
    elif expected != actual and not (expected != expected and actual != actual):
        raise Mismatch(f"{expected!r} became {actual!r}")
