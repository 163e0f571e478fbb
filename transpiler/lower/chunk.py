"""A chunk as a whole (manual §3.3.2): a function for code that is loaded, a Python module for code that is built.

As a function:

    def chunk(G):
        def main(*args): …
        return main

The environment is a variable of the outer function, so that it is an upvalue of `main` that `debug` can reach. As a
module, the locals of the chunk are the module's variables, and what the chunk returns is called `exports`.
"""

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.walk import functions_of, statements_of, symbols_of
from cmc.transpiler.lower.blocks import leaves, lower_block, lower_statements
from cmc.transpiler.lower.context import Context, Unit
from cmc.transpiler.lower.libraries import imported_packages
from cmc.transpiler.lower.returns import lower_value
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


def lower_chunk(unit: Unit) -> ir.Module:
    """The module that defines `chunk`."""
    module = ir.Module([])
    origin = ir.Origin(0, 0)
    chunk = ir.FunctionDef(ir.Symbol("chunk", module, alone=True), [], None, [], [], parent=module, origin=origin)
    module.locals.append(chunk.symbol)
    outer = Context(unit, unit.scopes.root, chunk, chunk.body)
    environment = outer.symbol("G", "_ENV")
    environment.captured = True
    outer.symbols[unit.scopes.env] = environment
    chunk.parameters.append(ir.Parameter(environment))
    symbol = outer.symbol("main")
    symbol.alone = True
    main = ir.FunctionDef(symbol, [], None, [], [], parent=chunk, origin=origin)
    inner = Context(unit, unit.scopes.root, main, main.body, outer)
    main.rest = inner.vararg = inner.symbol("args")
    lower_block(inner, unit.chunk.body)
    if not leaves(main.body):
        main.body.append(ir.Return(ir.Tuple([]), _end_of(unit)))
    main.facts = ir.FunctionFacts("", 0, 0, 0, True, [("_ENV", environment)], main=True)
    chunk.body += [main, ir.Return(ir.Variable(symbol))]
    module.body.append(chunk)
    module.packages = imported_packages(unit)
    return module


def _end_of(unit: Unit) -> ir.Origin:
    """Where the chunk returns when nothing else does: at its last token."""
    statements = unit.chunk.body.statements
    end = statements[-1].end if statements else unit.chunk.start
    return ir.Origin(unit.source.line_and_column(max(end - 1, 0))[0], end)


def lower_module(unit: Unit) -> ir.Module:
    """The module for a chunk that is written down: at module level where that is the same."""
    unit.is_written = True
    return _lower_to_module_level(unit) if _fits_module_level(unit) else lower_chunk(unit)


def _fits_module_level(unit: Unit) -> bool:
    """Whether the chunk returns only at its end, takes no arguments, and nobody looks at its locals from outside."""
    if unit.uses_debug or unit.scopes.root.uses_vararg:
        return False
    statements = unit.chunk.body.statements
    last = statements[-1] if statements else None
    return not any(
        isinstance(node, lua.Return) and node is not last for node in walk(unit.chunk.body, into_functions=False)
    ) and not any(isinstance(s, lua.Local) and any(n.attribute == "close" for n in s.names) for s in statements)


def _lower_to_module_level(unit: Unit) -> ir.Module:
    module = ir.Module([])
    ctx = Context(unit, unit.scopes.root, module, module.body)
    # The names that the runtime asks a module for are not to be those of variables.
    exports, chunk = ctx.symbol("exports"), ctx.symbol("chunk")
    exports.alone = chunk.alone = True
    environment = ctx.symbol("G")
    environment.captured = environment.alone = True
    ctx.symbols[unit.scopes.env] = environment
    body = unit.chunk.body
    last = body.statements[-1] if body.statements else None
    if isinstance(last, lua.Return):
        lower_statements(ctx, body, 0, len(body.statements) - 1)
        ctx.temporaries_used = 0
        ctx.emit(ir.Assign(ir.Variable(exports), lower_value(ctx, last), ctx.origin(last)))
    else:
        lower_block(ctx, body)
    module.facts = ir.FunctionFacts("", 0, 0, 0, True, [("_ENV", environment)], main=True)
    if _uses(module, environment):
        module.body.insert(0, ir.ImportFrom("cmc.runtime.program", [("G", environment)]))
    return module


def _uses(module: ir.Module, symbol: ir.Symbol) -> bool:
    bodies = [module.body, *(function.body for function in functions_of(module))]
    return any(used is symbol for body in bodies for each in statements_of(body) for used, _ in symbols_of(each))
