"""What a module imports: exactly the runtime names it uses, each under a name that no variable has."""

from collections.abc import Iterator

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.walk import expressions_of, functions_of, statements_of, walk


def helpers_of(module: ir.Module) -> list[str]:
    """The names of `cmc.runtime` that a module uses, sorted."""
    used = set()
    for statement in _all_statements(module):
        for expression in expressions_of(statement):
            used |= {node.name for node in walk(expression) if isinstance(node, ir.Helper)}
    return sorted(used)


def _all_statements(module: ir.Module) -> Iterator[ir.Statement]:
    yield from statements_of(module.body)
    for function in functions_of(module):
        yield from statements_of(function.body)


def spell_helpers(used: list[str], taken: frozenset[str]) -> dict[str, str]:
    """A name for each helper; `lua_add` where the program has a variable `add`."""
    spelled = {}
    for name in used:
        candidate = name
        while candidate in taken:
            candidate = f"lua_{candidate}"
        spelled[name] = candidate
    return spelled


def add_imports(module: ir.Module, helpers: dict[str, str]) -> None:
    """Puts the import of the runtime at the top of a module."""
    if helpers:
        module.body.insert(0, ir.ImportFrom("cmc.runtime", list(helpers.items())))
