"""`---` comments above functions become docstrings, the comment that a file begins with that of the module."""

import ast

import pytest

from tests.compiling import built, named


def docs(text: str) -> dict[str, str | None]:
    """The docstrings of the functions of a module by name, and of the module itself."""
    tree = ast.parse(built(text).text)
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Module)]
    found = {getattr(node, "name", ""): ast.get_docstring(node) for node in nodes}
    return {name: doc.strip() if doc is not None else None for name, doc in found.items()}


@pytest.mark.parametrize(
    ("comment", "doc"),
    [
        ("--- Fills a text.\n", "Fills a text."),
        ("---Fills a text.\n", "Fills a text."),
        ("--- One.\n---\n--- Two.\n", "One.\n\nTwo."),
        ('--- Says """x""" and \\n.\n', 'Says """x""" and \\n.'),
        ('--- Ends in "x"\n', 'Ends in "x"'),
        ("--- Ends in \\\n", "Ends in \\"),
        ("-- No more than a comment.\n", None),
        ("--------------------------\n", None),
        ("--- Far away.\n\n", None),
        ("--- Above.\n-- Between.\n", None),
        ("---@param x string\n", "Args:\n    x (str)"),
        ("---@param x string what\n---@param y? number\n", "Args:\n    x (str): what"),
        ('---@param x "a"|"b"|nil which\n', "Args:\n    x: which"),
        ("---@param x string | Thing[] which\n", "Args:\n    x (str | Table of Thing): which"),
        ("---@param x fun(a: string, b: number): string how\n", "Args:\n    x (Callable): how"),
        ("---@param ... table<string, number> all\n", "Args:\n    *args (Table): all"),
        ("--- Text.\n---@return boolean # whether\n", "Text.\n\nReturns:\n    bool: whether"),
        ("---@return string? problem # why not\n", "Returns:\n    str | None: problem: why not"),
        ("---@return integer count\n", "Returns:\n    int: count"),
        ("--- Text.\n---@nodiscard\n", "Text."),
    ],
)
def test_docstring(comment: str, doc: str | None) -> None:
    """What stands directly above the function, and nothing else."""
    assert docs(f"print(1)\n{comment}local function f(x, y, ...) return x, y, ... end\nprint(f())")["f"] == doc


@pytest.mark.parametrize(
    "statement",
    [
        "function M.f() end",
        "local f = function() end",
        "M.f = function() end",
        "function M:f() end",
        "function f() end",
    ],
)
def test_statements(statement: str) -> None:
    """Every statement that defines a function has one."""
    text = f"local M = {{}}\ndo\n  --- Does it.\n  {statement}\nend\nreturn M"
    assert docs(text)["f"] == "Does it."


def test_other_functions_have_none() -> None:
    """A function in a value is not what the comment is about."""
    assert docs("print(1)\n--- Makes it.\nlocal g = make(function() end)")["on_make"] is None


def test_tags_stay() -> None:
    """Tags that no section is for stay where they were."""
    text = built("print(1)\n--- Text.\n---@deprecated\nfunction f() end").text
    assert "# @deprecated\n" in text


@pytest.mark.parametrize(
    ("text", "doc"),
    [
        ("-- About.\n\nprint(1)", "About.\n\nCompiled"),
        ("#!/usr/bin/lua\n-- About.\n-- More.\n\nprint(1)", "About.\nMore.\n\nCompiled"),
        ("------\n-- About.\n------\n\nprint(1)", "About.\n\nCompiled"),
        ("--[[ About\nit. ]]\n\nprint(1)", "About\nit.\n\nCompiled"),
        ("-- About the statement.\nprint(1)", "Compiled"),
        ("print(1)\n-- Later.\n\nprint(2)", "Compiled"),
        ("---@meta\n\nprint(1)", "Compiled"),
        ("-- Nothing but this.\n", "Compiled"),
        ('-- \xff \x01 """ \\\n\nprint(1)', 'ÿ   """ \\\n\nCompiled'),
    ],
)
def test_module(text: str, doc: str) -> None:
    """The comment at the top of a file, when a blank line ends it."""
    found = docs(text)[""]
    assert found is not None and found.startswith(doc), found


def test_code_that_is_not_written_down_has_none() -> None:
    """`load` makes no docstrings."""
    module, _ = named("--- Text.\nfunction f() end", chunk=True)
    assert all(not getattr(statement, "doc", "") for statement in module.body)
