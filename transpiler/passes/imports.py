"""What a module imports: exactly the runtime names it uses, each under a name that no variable has."""

from collections.abc import Iterator

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.identifiers import identifier
from cmc.transpiler.ir.walk import expressions_of, functions_of, statements_of, walk

LIBRARY = "lib."
"""The prefix of names that come from `cmc.runtime.lib`."""


def helpers_of(module: ir.Module) -> list[str]:
    """The names of `cmc.runtime` that a module uses, sorted; those of its `lib` with a prefix."""
    used = set()
    for statement in _all_statements(module):
        for expression in expressions_of(statement):
            for node in walk(expression):
                if isinstance(node, ir.Helper):
                    used.add(node.name)
                elif isinstance(node, ir.Library):
                    used.add(LIBRARY + node.path.partition(".")[0])
    for function in functions_of(module):
        if any("Table" in hint for hint in (function.returns, *(each.annotation for each in function.parameters))):
            used.add("Table")
    return sorted(used)


def _all_statements(module: ir.Module) -> Iterator[ir.Statement]:
    yield from statements_of(module.body)
    for function in functions_of(module):
        yield from statements_of(function.body)


def spell_helpers(used: list[str], taken: frozenset[str]) -> dict[str, str]:
    """A name for each helper; `lua_add` where the program has a variable `add`."""
    spelled: dict[str, str] = {}
    for name in used:
        candidate = identifier(name.removeprefix(LIBRARY))
        while candidate in taken or candidate in spelled.values():
            candidate = f"lua_{candidate}"
        spelled[name] = candidate
    return spelled


def add_imports(module: ir.Module, helpers: dict[str, str]) -> None:
    """Puts the import of the runtime at the top of a module."""
    libraries: list[tuple[str, str | ir.Symbol]] = []
    others: list[tuple[str, str | ir.Symbol]] = []
    for name, spelled in helpers.items():
        if name.startswith(LIBRARY):
            libraries.append((identifier(name.removeprefix(LIBRARY)), spelled))
        else:
            others.append((name, spelled))
    if libraries:
        module.body.insert(0, ir.ImportFrom("cmc.runtime.lib", libraries))
    if others:
        module.body.insert(0, ir.ImportFrom("cmc.runtime", others))
    _annotate_with_any(module, helpers)


def _annotate_with_any(module: ir.Module, helpers: dict[str, str]) -> None:
    """Imports `Any` where fields of classes are annotated with it; the annotation goes where the name is taken."""
    fields = [
        field
        for statement in _all_statements(module)
        if isinstance(statement, ir.ClassDef)
        for field in statement.fields
        if field.annotation == "Any"
    ]
    if not fields:
        return
    taken = {symbol.name for symbol in module.locals} | set(helpers.values())
    if "Any" in taken:
        for field in fields:
            field.annotation = ""
        for statement in _all_statements(module):
            if isinstance(statement, ir.ClassDef):
                statement.fields = [field for field in statement.fields if field.value is not None]
    else:
        module.body[0].trivia = module.body[0].trivia or ir.Trivia(blank_before=True)
        module.body.insert(0, ir.ImportFrom("typing", [("Any", "Any")]))
