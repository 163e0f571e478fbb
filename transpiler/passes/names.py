"""Spelling the variables (docs/architecture.md): as the author wrote them, changed where Python must tell two apart.

Two Lua locals of one Python function may share a name when nobody can see the difference: neither is captured, and they
live in places that do not overlap, or the second hides the first for good.
"""

import builtins
from dataclasses import dataclass, field

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.identifiers import KEYWORDS, identifier
from cmc.transpiler.ir.walk import functions_in, statements_of, symbols_of

_PRIVATE_TO_PYTHON = frozenset(name for name in dir(builtins) if name.startswith("_"))


@dataclass(slots=True, eq=False)
class _Usage:
    """What a Python function refers to: symbols of its own and of outer functions, and builtins."""

    symbols: dict[ir.Symbol, None] = field(default_factory=dict)
    assigned: set[ir.Symbol] = field(default_factory=set)
    builtins: set[str] = field(default_factory=set)
    nested: list[ir.FunctionDef] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outer:
    """The variables that a function assigns without owning them: of functions around it, and of the module."""

    outer: tuple[str, ...]
    module: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The result: `nonlocals` for every function, and all names that the module uses for variables."""

    nonlocals: dict[ir.FunctionDef, Outer]
    taken: frozenset[str]


def assign_names(module: ir.Module) -> Names:
    """Gives every symbol of a module its name."""
    usages: dict[ir.FunctionDef | ir.Module, _Usage] = {}
    _collect(module, usages)
    _bind_orphans(usages)
    free: dict[ir.FunctionDef | ir.Module, set[ir.Symbol]] = {}
    used_builtins: dict[ir.FunctionDef | ir.Module, set[str]] = {}
    for owner in reversed(list(usages)):
        usage = usages[owner]
        symbols = set(usage.symbols)
        names = set(usage.builtins)
        for nested in usage.nested:
            symbols |= free[nested]
            names |= used_builtins[nested]
        free[owner] = {symbol for symbol in symbols if symbol.owner is not owner}
        used_builtins[owner] = names
    nonlocals = {}
    taken = set()
    for owner, usage in usages.items():
        forbidden = {symbol.name for symbol in free[owner]} | used_builtins[owner]
        _name_locals(owner.locals, forbidden)
        taken |= {symbol.name for symbol in owner.locals if symbol.name}
        if isinstance(owner, ir.FunctionDef):
            foreign = [symbol for symbol in usage.assigned if symbol.owner is not owner]
            outer = sorted({symbol.name for symbol in foreign if symbol.owner is not module})
            of_module = sorted({symbol.name for symbol in foreign if symbol.owner is module})
            nonlocals[owner] = Outer(tuple(outer), tuple(of_module))
    return Names(nonlocals, frozenset(taken))


def _bind_orphans(usages: dict[ir.FunctionDef | ir.Module, _Usage]) -> None:
    """Gives a first value to variables that only functions inside their owner assign; `nonlocal` asks for a binding."""
    orphans: dict[ir.FunctionDef, dict[ir.Symbol, None]] = {}
    for owner, usage in usages.items():
        for symbol in usage.symbols:
            holder = symbol.owner
            if symbol not in usage.assigned or holder is owner or not isinstance(holder, ir.FunctionDef):
                continue
            parameters = {p.symbol for p in (*holder.parameters, *holder.keyword_only)} | {holder.rest}
            if symbol not in usages[holder].assigned and symbol not in parameters:
                orphans.setdefault(holder, {})[symbol] = None
    for holder, symbols in orphans.items():
        holder.body[:0] = [ir.Assign(ir.Variable(symbol), ir.Constant(None)) for symbol in symbols]
        usages[holder].symbols.update(symbols)
        usages[holder].assigned.update(symbols)


def _collect(owner: ir.FunctionDef | ir.Module, usages: dict[ir.FunctionDef | ir.Module, _Usage]) -> None:
    usage = usages[owner] = _Usage()
    for statement in statements_of(owner.body):
        for symbol, is_write in symbols_of(statement):
            if isinstance(symbol, str):
                usage.builtins.add(symbol)
                continue
            usage.symbols[symbol] = None
            if is_write:
                usage.assigned.add(symbol)
        usage.nested += functions_in(statement)
    for nested in usage.nested:
        _collect(nested, usages)


def _name_locals(symbols: list[ir.Symbol], forbidden: set[str]) -> None:
    holders: dict[str, list[ir.Symbol]] = {}
    for symbol in sorted(symbols, key=lambda symbol: symbol.made_up):
        if symbol.hidden or symbol.inlined:
            continue
        base = _spelling(symbol.hint)
        name = base
        number = 1
        while name in forbidden or any(not _may_share(symbol, other) for other in holders.get(name, ())):
            number += 1
            name = f"{base}_{number}" if not base.endswith("_") else f"{base}{number}"
        symbol.name = name
        holders.setdefault(name, []).append(symbol)


def _spelling(hint: str) -> str:
    """A Python identifier as close to `hint` as can be."""
    if hint in KEYWORDS:
        return identifier(hint)
    if hint in _PRIVATE_TO_PYTHON or hint == "__class__":
        return hint.strip("_") + "_"
    if hint.startswith("__") and hint.strip("_"):
        # Python would put the name of the class before such a name in a method.
        return "_" + hint.lstrip("_")
    return hint


def _may_share(symbol: ir.Symbol, other: ir.Symbol) -> bool:
    """Whether two variables of one function can be one Python variable; `other` was declared first."""
    if symbol.captured or other.captured or symbol.alone or other.alone:
        return False
    if symbol.parameter and other.parameter:
        return False
    if symbol.lua_name is None or other.lua_name is None:
        return False
    apart = symbol.first_offset >= other.last_offset or other.first_offset >= symbol.last_offset
    hides = symbol.lua_name == other.lua_name and symbol.last_offset == other.last_offset
    return apart or (hides and symbol.boxed == other.boxed)
