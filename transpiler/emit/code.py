"""IR straight to code objects, for programs that run without being written down (`cmc run`, `load`).

The trees of the standard library's `ast` are compiled with positions of our own: the line of a node is its Lua line,
the column the number of its entry in the operations table plus one. So a frame knows its Lua line without a source
map, and which Lua operation failed can be read off the failing instruction (docs/architecture.md, errors).
"""

import ast
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.identifiers import identifier
from cmc.transpiler.passes.names import Names

Operation = tuple[int, int, str, tuple[tuple[str, str] | None, ...], bool]
"""One entry of the operations table: line, offset, operation, operand descriptions, tail position."""

FunctionEntry = tuple[str, int, int, int, bool, bool, list[Any], list[Any], str]
"""Facts of one function: name, lines, parameters, vararg, main, upvalues, locals, where the extra arguments are."""


@dataclass(frozen=True, slots=True)
class CodeOutput:
    """A compiled chunk: the code of the module that defines `chunk`, and the tables that errors and `debug` read."""

    code: CodeType
    operations: list[Operation]
    functions: dict[str, FunctionEntry]


def emit_code(module: ir.Module, names: Names, filename: str) -> CodeOutput:
    """Compiles a module whose symbols have names."""
    emitter = _Emitter(names, None)
    tree = ast.Module([_opening(emitter, name) for name in module.packages] + emitter.block(module.body, ""), [])
    with warnings.catch_warnings():
        # Python warns of code that can only fail or compares literals, which a Lua program may well mean.
        warnings.simplefilter("ignore", SyntaxWarning)
        code = compile(tree, filename, "exec", dont_inherit=True)
    return CodeOutput(code, emitter.operations, emitter.functions)


def _opening(emitter: "_Emitter", package: str) -> ast.stmt:
    """What makes the functions of a package known; in written modules their import does."""
    position = emitter.position
    function = ast.Name("$open_package", ast.Load(), **position)
    return ast.Expr(ast.Call(function, [ast.Constant(package, **position)], [], **position), **position)


def expected_tree(
    module: ir.Module, names: Names, helpers: dict[str, str]
) -> tuple[ast.Module, list[Operation], dict[str, FunctionEntry], dict[int, tuple[str, FunctionEntry]]]:
    """The tree that the text of a module has to parse to, with our positions in it, and the two tables.

    The last value has the qualified names and facts of functions without a name, by their entries in the operations.
    """
    emitter = _Emitter(names, helpers)
    body = [_doc_statement(emitter, module.doc)] if module.doc else []
    body += emitter.block(module.body, "")
    if module.facts is not None:
        emitter.functions["<module>"] = function_entry(module, module.facts)
    return ast.Module(body, []), emitter.operations, emitter.functions, emitter.inlined


def _doc_statement(emitter: "_Emitter", text: str) -> Any:
    return ast.Expr(ast.Constant(text, **emitter.position), **emitter.position)


@dataclass(slots=True, eq=False)
class _Emitter:
    """The tables being filled, and the position that nodes without an origin inherit."""

    names: Names
    helpers: dict[str, str] | None
    lambdas: dict[ir.Symbol, tuple[ir.FunctionDef, str]] = field(default_factory=dict)
    inlined: dict[int, tuple[str, FunctionEntry]] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)
    functions: dict[str, FunctionEntry] = field(default_factory=dict)
    position: dict[str, Any] = field(
        default_factory=lambda: {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 0}
    )

    def at(self, origin: ir.Origin) -> dict[str, Any]:
        """The position of something with an origin, which gets an entry in the table."""
        self.operations.append((origin.line, origin.offset, origin.operation, origin.operands, origin.tail))
        line, column = max(origin.line, 1), len(self.operations)
        return {"lineno": line, "col_offset": column, "end_lineno": line, "end_col_offset": column}

    def expression(self, node: ir.Expression) -> Any:
        if node.origin is None:
            return _EXPRESSIONS[type(node)](self, node)
        outer, self.position = self.position, self.at(node.origin)
        result = _EXPRESSIONS[type(node)](self, node)
        self.position = outer
        return result

    def expressions(self, nodes: list[ir.Expression]) -> list[Any]:
        return [self.expression(node) for node in nodes]

    def target(self, node: ir.Expression) -> Any:
        tree = self.expression(node)
        for part in [tree, *getattr(tree, "elts", ())]:
            part.ctx = ast.Store()
        return tree

    def block(self, body: list[ir.Statement], qualname: str) -> list[Any]:
        built = []
        for statement in body:
            if isinstance(statement, ir.FunctionDef) and statement.symbol.inlined:
                self.lambdas[statement.symbol] = statement, f"{qualname}.<locals>." if qualname else ""
            else:
                built.append(self.statement(statement, qualname))
        return built

    def statement(self, node: ir.Statement, qualname: str) -> Any:
        outer = self.position
        if node.origin is not None:
            self.position = self.at(node.origin)
        result = _STATEMENTS[type(node)](self, node, qualname)
        self.position = outer
        return result

    def name(self, symbol: ir.Symbol, context: ast.expr_context) -> Any:
        return ast.Name(symbol.name, context, **self.position)


# Expressions


def _constant(emitter: _Emitter, node: ir.Constant) -> Any:
    return ast.Constant(node.value, **emitter.position)


def _variable(emitter: _Emitter, node: ir.Variable) -> Any:
    if node.symbol.inlined:
        return _lambda(emitter, *emitter.lambdas[node.symbol])
    return emitter.name(node.symbol, ast.Load())


def _lambda(emitter: _Emitter, node: ir.FunctionDef, prefix: str) -> Any:
    last = node.body[0]
    assert isinstance(last, ir.Return) and last.value is not None and node.origin is not None
    assert node.facts is not None
    outer, emitter.position = emitter.position, emitter.at(node.origin)
    entry = function_entry(node, node.facts)
    # Several functions of one function are called `<lambda>`; the source map tells them apart by their lines.
    emitter.functions[prefix + "<lambda>"] = entry
    emitter.inlined[len(emitter.operations) - 1] = prefix + "<lambda>", entry
    tree = ast.Lambda(_arguments(emitter, node), emitter.expression(last.value), **emitter.position)
    emitter.position = outer
    return tree


def _helper(emitter: _Emitter, node: ir.Helper) -> Any:
    # Code that is not written down finds helpers under names that no program can have.
    name = "$" + node.name if emitter.helpers is None else emitter.helpers[node.name]
    return ast.Name(name, ast.Load(), **emitter.position)


def _library(emitter: _Emitter, node: ir.Library) -> Any:
    position = emitter.position
    if emitter.helpers is None:
        return ast.Name("$lib." + node.path, ast.Load(), **position)
    root, *names = node.path.split(".")
    value: Any = ast.Name(emitter.helpers["lib." + root], ast.Load(), **position)
    for name in names:
        value = ast.Attribute(value, identifier(name), ast.Load(), **position)
    return value


def _builtin(emitter: _Emitter, node: ir.Builtin) -> Any:
    return ast.Name(node.name, ast.Load(), **emitter.position)


def _attribute(emitter: _Emitter, node: ir.Attribute) -> Any:
    return ast.Attribute(emitter.expression(node.value), node.name, ast.Load(), **emitter.position)


def _item(emitter: _Emitter, node: ir.Item) -> Any:
    position = emitter.position
    value, key = emitter.expression(node.value), emitter.expression(node.key)
    return ast.Subscript(value, key, ast.Load(), **position)


def _call(emitter: _Emitter, node: ir.Call) -> Any:
    position = emitter.position
    function = emitter.expression(node.function)
    args = emitter.expressions(node.args)
    keywords = [ast.keyword(name, emitter.expression(value), **position) for name, value in node.keywords]
    if isinstance(node.function, ir.Helper):
        _place_loads([function, *args])
    return ast.Call(function, args, keywords, **position)


def _place_loads(operands: list[Any]) -> None:
    """Moves loads to the line of what is evaluated next: they are no code of the program, and must not look like it."""
    for position, operand in enumerate(operands):
        if not isinstance(operand, ast.Name | ast.Constant):
            line = _first_line(operand)
            for load in operands[:position]:
                load.lineno = load.end_lineno = line
            return


def _first_line(tree: Any) -> int:
    """The line of the first instruction of an expression."""
    while True:
        inner = next(
            (part for name in _EVALUATED_FIRST if isinstance(part := getattr(tree, name, None), ast.expr)), None
        )
        if inner is None:
            return int(tree.lineno)
        tree = inner


_EVALUATED_FIRST = ("func", "left", "value", "test", "operand")


def _star(emitter: _Emitter, node: ir.Star) -> Any:
    return ast.Starred(emitter.expression(node.value), ast.Load(), **emitter.position)


_BINARY: dict[str, Callable[[], ast.operator]] = {
    "+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "//": ast.FloorDiv, "%": ast.Mod, "**": ast.Pow,
    "&": ast.BitAnd, "|": ast.BitOr, "^": ast.BitXor, "<<": ast.LShift, ">>": ast.RShift,
}  # fmt: skip

_COMPARE: dict[str, Callable[[], ast.cmpop]] = {
    "==": ast.Eq, "!=": ast.NotEq, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE,
    "is": ast.Is, "is not": ast.IsNot, "in": ast.In, "not in": ast.NotIn,
}  # fmt: skip

_UNARY: dict[str, Callable[[], ast.unaryop]] = {"-": ast.USub, "~": ast.Invert, "not": ast.Not}


def _binary(emitter: _Emitter, node: ir.Binary) -> Any:
    position = emitter.position
    left, right = emitter.expression(node.left), emitter.expression(node.right)
    return ast.BinOp(left, _BINARY[node.op](), right, **position)


def _unary(emitter: _Emitter, node: ir.Unary) -> Any:
    return ast.UnaryOp(_UNARY[node.op](), emitter.expression(node.operand), **emitter.position)


def _compare(emitter: _Emitter, node: ir.Compare) -> Any:
    position = emitter.position
    left, right = emitter.expression(node.left), emitter.expression(node.right)
    return ast.Compare(left, [_COMPARE[node.op]()], [right], **position)


def _boolean(emitter: _Emitter, node: ir.Boolean) -> Any:
    op = ast.And() if node.op == "and" else ast.Or()
    return ast.BoolOp(op, emitter.expressions(node.values), **emitter.position)


def _conditional(emitter: _Emitter, node: ir.Conditional) -> Any:
    parts = (emitter.expression(node.test), emitter.expression(node.body), emitter.expression(node.orelse))
    return ast.IfExp(*parts, **emitter.position)


def _yield(emitter: _Emitter, node: ir.Yield) -> Any:
    value = emitter.expression(node.value)
    return ast.YieldFrom(value, **emitter.position) if node.delegates else ast.Yield(value, **emitter.position)


def _walrus(emitter: _Emitter, node: ir.Walrus) -> Any:
    target = emitter.name(node.symbol, ast.Store())
    return ast.NamedExpr(target, emitter.expression(node.value), **emitter.position)


def _tuple(emitter: _Emitter, node: ir.Tuple) -> Any:
    return ast.Tuple(emitter.expressions(node.items), ast.Load(), **emitter.position)


def _list(emitter: _Emitter, node: ir.List) -> Any:
    return ast.List(emitter.expressions(node.items), ast.Load(), **emitter.position)


def _dict(emitter: _Emitter, node: ir.Dict) -> Any:
    keys, values = [], []
    for key, value in node.items:
        keys.append(emitter.expression(key) if key is not None else None)
        values.append(emitter.expression(value))
    return ast.Dict(keys, values, **emitter.position)


def _format(emitter: _Emitter, node: ir.Format) -> Any:
    position = emitter.position
    parts: list[ast.expr] = []
    for part in node.parts:
        if isinstance(part, str):
            # Neighbouring pieces of text are one in a parsed f-string, and empty ones are none.
            if parts and isinstance(last := parts[-1], ast.Constant):
                parts[-1] = ast.Constant(str(last.value) + part, **position)
            elif part:
                parts.append(ast.Constant(part, **position))
            continue
        value, specification = part
        spec = ast.JoinedStr([ast.Constant(specification, **position)], **position) if specification else None
        parts.append(ast.FormattedValue(emitter.expression(value), -1, spec, **position))
    return ast.JoinedStr(parts, **position)


_EXPRESSIONS: dict[type, Callable[[_Emitter, Any], Any]] = {
    ir.Constant: _constant,
    ir.Variable: _variable,
    ir.Helper: _helper,
    ir.Builtin: _builtin,
    ir.Library: _library,
    ir.Attribute: _attribute,
    ir.Item: _item,
    ir.Call: _call,
    ir.Star: _star,
    ir.Binary: _binary,
    ir.Unary: _unary,
    ir.Compare: _compare,
    ir.Boolean: _boolean,
    ir.Conditional: _conditional,
    ir.Walrus: _walrus,
    ir.Yield: _yield,
    ir.Tuple: _tuple,
    ir.List: _list,
    ir.Dict: _dict,
    ir.Format: _format,
}

# Statements


def _expression_statement(emitter: _Emitter, node: ir.ExpressionStatement, qualname: str) -> Any:
    return ast.Expr(emitter.expression(node.value), **emitter.position)


def _assign(emitter: _Emitter, node: ir.Assign, qualname: str) -> Any:
    value = emitter.expression(node.value)
    return ast.Assign([emitter.target(node.target)], value, **emitter.position)


def _augmented(emitter: _Emitter, node: ir.AugmentedAssign, qualname: str) -> Any:
    value = emitter.expression(node.value)
    return ast.AugAssign(emitter.target(node.target), _BINARY[node.op](), value, **emitter.position)


def _if(emitter: _Emitter, node: ir.If, qualname: str) -> Any:
    position = emitter.position
    # A chain of `elseif` may be longer than the stack is deep, so it is built from its end.
    chain = [node]
    while len(chain[-1].orelse) == 1 and isinstance(chain[-1].orelse[0], ir.If):
        chain.append(chain[-1].orelse[0])
    built = []
    for link in chain:
        if link.origin is not None:
            emitter.position = emitter.at(link.origin)
        test = emitter.expression(link.test)
        built.append((test, emitter.block(link.body, qualname), emitter.position))
    orelse = emitter.block(chain[-1].orelse, qualname)
    for test, body, place in reversed(built):
        orelse = [ast.If(test, body, orelse, **place)]
    emitter.position = position
    return orelse[0]


def _while(emitter: _Emitter, node: ir.While, qualname: str) -> Any:
    if isinstance(node.test, ir.Constant) and (first := next((s.origin for s in node.body if s.origin), None)):
        # There is no code for the head of an endless loop; its line must not seem to be passed.
        emitter.position = emitter.at(first)
    test = emitter.expression(node.test)
    return ast.While(test, emitter.block(node.body, qualname), [], **emitter.position)


def _for(emitter: _Emitter, node: ir.For, qualname: str) -> Any:
    iterable = emitter.expression(node.iterable)
    target = emitter.target(node.target)
    return ast.For(target, iterable, emitter.block(node.body, qualname), [], **emitter.position)


def _with(emitter: _Emitter, node: ir.With, qualname: str) -> Any:
    context = emitter.expression(node.context)
    target = emitter.name(node.symbol, ast.Store()) if node.symbol is not None else None
    return ast.With([ast.withitem(context, target)], emitter.block(node.body, qualname), **emitter.position)


def _try(emitter: _Emitter, node: ir.Try, qualname: str) -> Any:
    position = emitter.position
    body = emitter.block(node.body, qualname)
    handlers = []
    if node.handler:
        caught = ast.Name("Exception", ast.Load(), **position)
        name = node.symbol.name if node.symbol is not None else None
        handlers.append(ast.ExceptHandler(caught, name, emitter.block(node.handler, qualname), **position))
    orelse, final = emitter.block(node.orelse, qualname), emitter.block(node.final, qualname)
    return ast.Try(body, handlers, orelse, final, **position)


def _return(emitter: _Emitter, node: ir.Return, qualname: str) -> Any:
    value = emitter.expression(node.value) if node.value is not None else None
    return ast.Return(value, **emitter.position)


def _break(emitter: _Emitter, node: ir.Break, qualname: str) -> Any:
    return ast.Break(**emitter.position)


def _continue(emitter: _Emitter, node: ir.Continue, qualname: str) -> Any:
    return ast.Continue(**emitter.position)


def _pass(emitter: _Emitter, node: ir.Pass, qualname: str) -> Any:
    return ast.Pass(**emitter.position)


def _raise(emitter: _Emitter, node: ir.Raise, qualname: str) -> Any:
    return ast.Raise(emitter.expression(node.value), None, **emitter.position)


def _inside(qualname: str, name: str) -> str:
    """The qualified name of what a function, or the module, defines."""
    return f"{qualname}.<locals>.{name}" if qualname else name


def _class(emitter: _Emitter, node: ir.ClassDef, qualname: str) -> Any:
    position = emitter.position
    own = _inside(qualname, node.symbol.name)
    bases = emitter.expressions(node.bases)
    body: list[Any] = []
    for each in node.fields:
        value = emitter.expression(each.value) if each.value is not None else None
        target = ast.Name(each.name, ast.Store(), **position)
        if each.annotation and emitter.helpers is not None:
            body.append(ast.AnnAssign(target, _annotation(each.annotation), value, 1, **position))
        elif value is not None:
            body.append(ast.Assign([target], value, **position))
    for method in node.methods:
        emitter.position = emitter.at(method.origin) if method.origin is not None else position
        body.append(_define(emitter, method, f"{own}.{method.symbol.name}"))
        emitter.position = position
    keywords = []
    if node.metaclass is not None:
        keywords.append(ast.keyword("metaclass", emitter.expression(node.metaclass), **position))
    definition = ast.ClassDef(node.symbol.name, bases, keywords, body or [ast.Pass(**position)], [], **position)
    definition.type_params = []  # type: ignore[attr-defined]  # a field since Python 3.12
    return definition


def _function(emitter: _Emitter, node: ir.FunctionDef, qualname: str) -> Any:
    return _define(emitter, node, _inside(qualname, node.symbol.name))


def _define(emitter: _Emitter, node: ir.FunctionDef, own: str) -> Any:
    position = emitter.position
    arguments = _arguments(emitter, node)
    nonlocals = emitter.names.nonlocals[node]
    body: list[Any] = [_doc_statement(emitter, node.doc)] if node.doc else []
    if nonlocals.outer:
        body.append(ast.Nonlocal(list(nonlocals.outer), **position))
    if nonlocals.module:
        body.append(ast.Global(list(nonlocals.module), **position))
    body += emitter.block(node.body, own)
    if node.facts is not None:
        emitter.functions[own] = function_entry(node, node.facts)
    decorators = emitter.expressions(node.decorators)
    definition = ast.FunctionDef(
        node.symbol.name, arguments, body, decorators, _annotation(node.returns), None, **position
    )
    definition.type_params = []  # type: ignore[attr-defined]  # a field since Python 3.12
    return definition


def _arguments(emitter: _Emitter, node: ir.FunctionDef) -> ast.arguments:
    position = emitter.position

    def argument(symbol: ir.Symbol, annotation: str = "") -> ast.arg:
        return ast.arg(symbol.name, _annotation(annotation), **position)

    return ast.arguments(
        [],
        [argument(p.symbol, p.annotation) for p in node.parameters],
        argument(node.rest) if node.rest is not None else None,
        [argument(p.symbol, p.annotation) for p in node.keyword_only],
        [emitter.expression(p.default) if p.default is not None else None for p in node.keyword_only],
        None,
        [emitter.expression(p.default) for p in node.parameters if p.default is not None],
    )


def _annotation(text: str) -> Any:
    return ast.parse(text, mode="eval").body if text else None


def _import_from(emitter: _Emitter, node: ir.ImportFrom, qualname: str) -> Any:
    position = emitter.position
    module = node.module.lstrip(".")
    aliases = [ast.alias(name, spelled if spelled != name else None, **position) for name, spelled in node.spelled()]
    return ast.ImportFrom(module or None, aliases, len(node.module) - len(module), **position)


def function_entry(node: ir.FunctionDef | ir.Module, facts: ir.FunctionFacts) -> FunctionEntry:
    """What `debug` needs to know of a function, as plain data."""
    upvalues = [(name, symbol.name, symbol.owner is node, symbol.boxed) for name, symbol in facts.upvalues]
    variables = [
        (symbol.lua_name, _place_of(symbol), symbol.boxed, symbol.first_offset, symbol.last_offset)
        for symbol in node.locals
        if symbol.lua_name is not None and not symbol.constant
    ]
    rest = node.rest.name if isinstance(node, ir.FunctionDef) and node.rest is not None else ""
    return (
        facts.name, facts.first_line, facts.last_line, facts.parameters, facts.vararg, facts.main, upvalues, variables,
        rest,
    )  # fmt: skip


def _place_of(symbol: ir.Symbol) -> str:
    """Where the value of a Lua variable is: a Python variable, an item of a tuple (`name:item`), or nowhere."""
    if symbol.held_in is not None:
        return f"{symbol.held_in[0].name}:{symbol.held_in[1]}"
    return symbol.name


_STATEMENTS: dict[type, Callable[[_Emitter, Any, str], Any]] = {
    ir.ExpressionStatement: _expression_statement,
    ir.Assign: _assign,
    ir.AugmentedAssign: _augmented,
    ir.If: _if,
    ir.While: _while,
    ir.For: _for,
    ir.With: _with,
    ir.Try: _try,
    ir.Return: _return,
    ir.Break: _break,
    ir.Continue: _continue,
    ir.Pass: _pass,
    ir.Raise: _raise,
    ir.FunctionDef: _function,
    ir.ClassDef: _class,
    ir.ImportFrom: _import_from,
}
