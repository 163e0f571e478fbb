"""IR to a libcst tree: the only stage that knows precedence, parentheses and white space."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.identifiers import identifier
from cmc.transpiler.passes.names import Names
from cmc.transpiler.source import printable

# Precedence of Python's expressions, loosest first (language reference, 6.17).
(
    _YIELD,
    _WALRUS,
    _CONDITIONAL,
    _OR,
    _AND,
    _NOT,
    _COMPARE,
    _BITOR,
    _BITXOR,
    _BITAND,
    _SHIFT,
    _SUM,
    _PRODUCT,
    _SIGN,
    _POWER,
    _ATOM,
) = range(16)

_BINARY: dict[str, tuple[int, Callable[[], cst.BaseBinaryOp]]] = {
    "+": (_SUM, cst.Add), "-": (_SUM, cst.Subtract), "*": (_PRODUCT, cst.Multiply), "/": (_PRODUCT, cst.Divide),
    "//": (_PRODUCT, cst.FloorDivide), "%": (_PRODUCT, cst.Modulo), "**": (_POWER, cst.Power),
    "&": (_BITAND, cst.BitAnd), "|": (_BITOR, cst.BitOr), "^": (_BITXOR, cst.BitXor),
    "<<": (_SHIFT, cst.LeftShift), ">>": (_SHIFT, cst.RightShift),
}  # fmt: skip

_AUGMENTED: dict[str, Callable[[], cst.BaseAugOp]] = {
    "+": cst.AddAssign, "-": cst.SubtractAssign, "*": cst.MultiplyAssign, "/": cst.DivideAssign,
    "//": cst.FloorDivideAssign, "%": cst.ModuloAssign, "**": cst.PowerAssign, "&": cst.BitAndAssign,
    "|": cst.BitOrAssign, "^": cst.BitXorAssign, "<<": cst.LeftShiftAssign, ">>": cst.RightShiftAssign,
}  # fmt: skip

_COMPARISONS: dict[str, Callable[[], cst.BaseCompOp]] = {
    "==": cst.Equal, "!=": cst.NotEqual, "<": cst.LessThan, "<=": cst.LessThanEqual, ">": cst.GreaterThan,
    ">=": cst.GreaterThanEqual, "is": cst.Is, "is not": cst.IsNot, "in": cst.In, "not in": cst.NotIn,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Emitter:
    """What every part needs to know: `helpers` maps the runtime's names to what they are called in this module."""

    names: Names
    helpers: dict[str, str]
    lambdas: dict[ir.Symbol, ir.FunctionDef] = field(default_factory=dict)


def emit_module(module: ir.Module, names: Names, helpers: dict[str, str]) -> cst.Module:
    """The libcst tree of a module, in a layout that Black will put right."""
    emitter = _Emitter(names, helpers)
    body: list[Any] = []
    if module.doc:
        body.append(_statement_line(cst.Expr(cst.SimpleString(_docstring(module.doc)))))
    body += _block(emitter, module.body)
    return cst.Module(body, footer=_footer(module.body))


# Expressions


def _expression(emitter: _Emitter, node: ir.Expression, context: int = _WALRUS) -> Any:
    """The tree of an expression for a place that takes precedences from `context` on; parenthesised otherwise."""
    precedence, tree = _EXPRESSIONS[type(node)](emitter, node)
    if precedence < context:
        return tree.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    return tree


Emitted = tuple[int, Any]


def _constant(emitter: _Emitter, node: ir.Constant) -> Emitted:
    value = node.value
    if value is None or isinstance(value, bool):
        return _ATOM, cst.Name(str(value))
    if isinstance(value, str):
        return _ATOM, cst.SimpleString(text_literal(value) if _is_text(value) else string_literal(value))
    if isinstance(value, int):
        digits = cst.Integer(str(abs(value)))
        return (_SIGN, cst.UnaryOperation(cst.Minus(), digits)) if value < 0 else (_ATOM, digits)
    return _float(value)


def _float(value: float) -> Emitted:
    text = repr(abs(value))
    number: Any = cst.Float(text) if text[0].isdigit() else None
    if number is None:
        # Infinities have no literal, but a numeral that is too large for a float means one.
        number = cst.Float("1e999")
    negative = value < 0 or (value == 0 and str(value)[0] == "-")
    return (_SIGN, cst.UnaryOperation(cst.Minus(), number)) if negative else (_ATOM, number)


def _is_text(value: str) -> bool:
    """Whether a string is lines of text, rather than a value that has a line break in it."""
    return value.count("\n") > 1 and len(value) > _LONG and value.replace("\n", "").isprintable()


_LONG = 40


def text_literal(value: str) -> str:
    """A Python literal in three double quotes, with the first line below them."""
    escaped = value.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if escaped.endswith('"'):
        escaped = escaped[:-1] + '\\"'
    return f'"""\\\n{escaped}"""'


def string_literal(value: str) -> str:
    """A Python literal in double quotes; bytes that are no text become escapes."""
    if value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'
    pieces = []
    for character in value:
        if character in _ESCAPES:
            pieces.append(_ESCAPES[character])
        elif character.isprintable():
            pieces.append(character)
        elif character < "\x80":
            pieces.append(f"\\x{ord(character):02x}")
        elif character <= "\uffff":
            pieces.append(f"\\u{ord(character):04x}")
        else:
            pieces.append(f"\\U{ord(character):08x}")
    return '"' + "".join(pieces) + '"'


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _variable(emitter: _Emitter, node: ir.Variable) -> Emitted:
    if node.symbol.inlined:
        function = emitter.lambdas[node.symbol]
        last = function.body[0]
        assert isinstance(last, ir.Return) and last.value is not None
        body = _expression(emitter, last.value, _CONDITIONAL)
        return _CONDITIONAL, cst.Lambda(_parameters(emitter, function), body)
    return _ATOM, cst.Name(node.symbol.name)


def _helper(emitter: _Emitter, node: ir.Helper) -> Emitted:
    return _ATOM, cst.Name(emitter.helpers[node.name])


def _library(emitter: _Emitter, node: ir.Library) -> Emitted:
    root, *names = node.path.split(".")
    value: Any = cst.Name(emitter.helpers["lib." + root])
    for name in names:
        value = cst.Attribute(value, cst.Name(identifier(name)))
    return _ATOM, value


def _builtin(emitter: _Emitter, node: ir.Builtin) -> Emitted:
    return _ATOM, cst.Name(node.name)


def _attribute(emitter: _Emitter, node: ir.Attribute) -> Emitted:
    return _ATOM, cst.Attribute(_expression(emitter, node.value, _ATOM), cst.Name(node.name))


def _item(emitter: _Emitter, node: ir.Item) -> Emitted:
    key = cst.SubscriptElement(cst.Index(_expression(emitter, node.key, _CONDITIONAL)))
    return _ATOM, cst.Subscript(_expression(emitter, node.value, _ATOM), [key])


def _call(emitter: _Emitter, node: ir.Call) -> Emitted:
    args = []
    for arg in node.args:
        if isinstance(arg, ir.Star):
            args.append(cst.Arg(_expression(emitter, arg.value, _OR), star="*"))
        else:
            args.append(cst.Arg(_expression(emitter, arg, _WALRUS)))
    for name, value in node.keywords:
        equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
        args.append(cst.Arg(_expression(emitter, value, _CONDITIONAL), keyword=cst.Name(name), equal=equal))
    return _ATOM, cst.Call(_expression(emitter, node.function, _ATOM), args)


def _binary(emitter: _Emitter, node: ir.Binary) -> Emitted:
    precedence, operator = _BINARY[node.op]
    if node.op == "**":
        left, right = _expression(emitter, node.left, _ATOM), _expression(emitter, node.right, _SIGN)
    else:
        left = _expression(emitter, node.left, precedence)
        right = _expression(emitter, node.right, precedence + 1)
    return precedence, cst.BinaryOperation(left, operator(), right)


def _unary(emitter: _Emitter, node: ir.Unary) -> Emitted:
    if node.op == "not":
        return _NOT, cst.UnaryOperation(cst.Not(), _expression(emitter, node.operand, _NOT))
    operator = cst.Minus() if node.op == "-" else cst.BitInvert()
    return _SIGN, cst.UnaryOperation(operator, _expression(emitter, node.operand, _SIGN))


def _compare(emitter: _Emitter, node: ir.Compare) -> Emitted:
    right = _expression(emitter, node.right, _BITOR)
    target = cst.ComparisonTarget(_COMPARISONS[node.op](), right)
    return _COMPARE, cst.Comparison(_expression(emitter, node.left, _BITOR), [target])


def _boolean(emitter: _Emitter, node: ir.Boolean) -> Emitted:
    precedence, operator = (_AND, cst.And) if node.op == "and" else (_OR, cst.Or)
    tree = _expression(emitter, node.values[0], precedence + 1)
    for value in node.values[1:]:
        tree = cst.BooleanOperation(tree, operator(), _expression(emitter, value, precedence + 1))
    return precedence, tree


def _conditional(emitter: _Emitter, node: ir.Conditional) -> Emitted:
    test = _expression(emitter, node.test, _OR)
    body, orelse = _expression(emitter, node.body, _OR), _expression(emitter, node.orelse, _CONDITIONAL)
    return _CONDITIONAL, cst.IfExp(test, body, orelse)


def _yield(emitter: _Emitter, node: ir.Yield) -> Emitted:
    if node.delegates:
        return _YIELD, cst.Yield(cst.From(_expression(emitter, node.value)))
    is_nested = isinstance(node.value, ir.Yield)
    return _YIELD, cst.Yield(_expression(emitter, node.value) if is_nested else _bare_tuple(emitter, node.value))


def _walrus(emitter: _Emitter, node: ir.Walrus) -> Emitted:
    # Parenthesised everywhere: the places where it need not be are few and hard to read.
    value = _expression(emitter, node.value, _CONDITIONAL)
    named = cst.NamedExpr(cst.Name(node.symbol.name), value, lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    return _ATOM, named


def _elements(emitter: _Emitter, items: list[ir.Expression]) -> list[Any]:
    elements: list[Any] = []
    for item in items:
        if isinstance(item, ir.Star):
            elements.append(cst.StarredElement(_expression(emitter, item.value, _BITOR)))
        else:
            elements.append(cst.Element(_expression(emitter, item, _CONDITIONAL)))
    return elements


def _tuple(emitter: _Emitter, node: ir.Tuple) -> Emitted:
    return _ATOM, cst.Tuple(_elements(emitter, node.items))


def _list(emitter: _Emitter, node: ir.List) -> Emitted:
    return _ATOM, cst.List(_elements(emitter, node.items))


def _dict(emitter: _Emitter, node: ir.Dict) -> Emitted:
    elements: list[Any] = []
    for key, value in node.items:
        if key is None:
            elements.append(cst.StarredDictElement(_expression(emitter, value, _BITOR)))
        else:
            pair = (_expression(emitter, key, _CONDITIONAL), _expression(emitter, value, _CONDITIONAL))
            elements.append(cst.DictElement(*pair))
    return _ATOM, cst.Dict(elements)


def _format(emitter: _Emitter, node: ir.Format) -> Emitted:
    parts: list[Any] = []
    for part in node.parts:
        if isinstance(part, str):
            text = string_literal(part)[1:-1].replace("{", "{{").replace("}", "}}")
            parts.append(cst.FormattedStringText(text))
            continue
        value, specification = part
        tree = _expression(emitter, value, _OR)
        spec = [cst.FormattedStringText(specification)] if specification else None
        parts.append(cst.FormattedStringExpression(tree, format_spec=spec))
    return _ATOM, cst.FormattedString(parts, start='f"')


_EXPRESSIONS: dict[type, Callable[[_Emitter, Any], Emitted]] = {
    ir.Constant: _constant,
    ir.Variable: _variable,
    ir.Helper: _helper,
    ir.Builtin: _builtin,
    ir.Library: _library,
    ir.Attribute: _attribute,
    ir.Item: _item,
    ir.Call: _call,
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


def _block(emitter: _Emitter, body: list[ir.Statement]) -> list[Any]:
    built = []
    for statement in body:
        if isinstance(statement, ir.FunctionDef) and statement.symbol.inlined:
            emitter.lambdas[statement.symbol] = statement
        else:
            built.append(_statement(emitter, statement))
    return built


def _suite(emitter: _Emitter, body: list[ir.Statement]) -> cst.IndentedBlock:
    return cst.IndentedBlock(_block(emitter, body), footer=_footer(body))


def _footer(body: list[ir.Statement]) -> list[cst.EmptyLine]:
    """The comments below the last statement of a block."""
    trivia = body[-1].trivia if body else None
    return [cst.EmptyLine(comment=cst.Comment(_comment(line))) for line in trivia.after] if trivia else []


def _statement(emitter: _Emitter, node: ir.Statement) -> Any:
    tree = _STATEMENTS[type(node)](emitter, node)
    trivia = node.trivia
    if trivia is None:
        return tree
    above: list[str | None] = list(trivia.leading)
    beside = trivia.trailing.splitlines()
    if len(beside) > 1 or not isinstance(tree, cst.SimpleStatementLine):
        # Only one line fits beside a statement, and a block has no end to stand beside.
        above, beside = [*above, *beside], []
    leading = [cst.EmptyLine()] if trivia.blank_before else []
    leading += [cst.EmptyLine(comment=cst.Comment(_comment(line)) if line is not None else None) for line in above]
    tree = tree.with_changes(leading_lines=leading)
    if beside:
        trailing = cst.TrailingWhitespace(cst.SimpleWhitespace("  "), cst.Comment(_comment(beside[0])))
        tree = tree.with_changes(trailing_whitespace=trailing)
    return tree


def _comment(text: str) -> str:
    """A comment of Python."""
    text = printable(text).strip()
    return f"# {text}" if text else "#"


def _statement_line(small: cst.BaseSmallStatement) -> cst.SimpleStatementLine:
    return cst.SimpleStatementLine([small])


def _expression_statement(emitter: _Emitter, node: ir.ExpressionStatement) -> Any:
    return _statement_line(cst.Expr(_expression(emitter, node.value, _place_of(node.value))))


def _place_of(value: ir.Expression) -> int:
    """What a statement takes as its value without parentheses."""
    return _YIELD if isinstance(value, ir.Yield) else _CONDITIONAL


def _bare_tuple(emitter: _Emitter, node: ir.Expression) -> Any:
    """A tuple where it needs no parentheses."""
    if isinstance(node, ir.Tuple) and len(node.items) > 1:
        return cst.Tuple(_elements(emitter, node.items), lpar=[], rpar=[])
    return _expression(emitter, node, _place_of(node))


def _assign(emitter: _Emitter, node: ir.Assign) -> Any:
    value = _bare_tuple(emitter, node.value)
    return _statement_line(cst.Assign([cst.AssignTarget(_bare_tuple(emitter, node.target))], value))


def _augmented(emitter: _Emitter, node: ir.AugmentedAssign) -> Any:
    target = _expression(emitter, node.target, _ATOM)
    return _statement_line(cst.AugAssign(target, _AUGMENTED[node.op](), _expression(emitter, node.value)))


def _if(emitter: _Emitter, node: ir.If) -> Any:
    # A chain of `elif` is built from its end, as it may be longer than the stack is deep.
    chain = [node]
    while len(chain[-1].orelse) == 1 and isinstance(chain[-1].orelse[0], ir.If) and chain[-1].orelse[0].trivia is None:
        chain.append(chain[-1].orelse[0])
    orelse: Any = cst.Else(_suite(emitter, chain[-1].orelse)) if chain[-1].orelse else None
    for link in reversed(chain):
        orelse = cst.If(_expression(emitter, link.test, _CONDITIONAL), _suite(emitter, link.body), orelse)
    return orelse


def _while(emitter: _Emitter, node: ir.While) -> Any:
    return cst.While(_expression(emitter, node.test, _CONDITIONAL), _suite(emitter, node.body))


def _for(emitter: _Emitter, node: ir.For) -> Any:
    iterable = _expression(emitter, node.iterable, _CONDITIONAL)
    return cst.For(_bare_tuple(emitter, node.target), iterable, _suite(emitter, node.body))


def _with(emitter: _Emitter, node: ir.With) -> Any:
    name = cst.AsName(cst.Name(node.symbol.name)) if node.symbol is not None else None
    item = cst.WithItem(_expression(emitter, node.context, _CONDITIONAL), name)
    return cst.With([item], _suite(emitter, node.body))


def _try(emitter: _Emitter, node: ir.Try) -> Any:
    handlers = []
    if node.handler:
        name = cst.AsName(cst.Name(node.symbol.name)) if node.symbol is not None else None
        handlers.append(cst.ExceptHandler(_suite(emitter, node.handler), cst.Name("Exception"), name))
    orelse = cst.Else(_suite(emitter, node.orelse)) if node.orelse else None
    final = cst.Finally(_suite(emitter, node.final)) if node.final else None
    return cst.Try(_suite(emitter, node.body), handlers, orelse, final)


def _return(emitter: _Emitter, node: ir.Return) -> Any:
    if node.value is None:
        return _statement_line(cst.Return())
    is_yield = isinstance(node.value, ir.Yield)
    return _statement_line(
        cst.Return(_expression(emitter, node.value) if is_yield else _bare_tuple(emitter, node.value))
    )


def _break(emitter: _Emitter, node: ir.Break) -> Any:
    return _statement_line(cst.Break())


def _continue(emitter: _Emitter, node: ir.Continue) -> Any:
    return _statement_line(cst.Continue())


def _pass(emitter: _Emitter, node: ir.Pass) -> Any:
    return _statement_line(cst.Pass())


def _raise(emitter: _Emitter, node: ir.Raise) -> Any:
    return _statement_line(cst.Raise(_expression(emitter, node.value)))


def _import_from(emitter: _Emitter, node: ir.ImportFrom) -> Any:
    module, level = node.module.lstrip("."), len(node.module) - len(node.module.lstrip("."))
    aliases = []
    for name, spelled in node.spelled():
        asname = cst.AsName(cst.Name(spelled)) if spelled != name else None
        aliases.append(cst.ImportAlias(cst.Name(name), asname))
    tree = cst.ImportFrom(_dotted(module) if module else None, aliases, relative=[cst.Dot()] * level)
    return _statement_line(tree)


def _dotted(path: str) -> Any:
    head, _, rest = path.partition(".")
    tree: Any = cst.Name(head)
    for part in rest.split(".") if rest else ():
        tree = cst.Attribute(tree, cst.Name(part))
    return tree


def _function(emitter: _Emitter, node: ir.FunctionDef) -> Any:
    body: list[Any] = []
    if node.doc:
        body.append(_statement_line(cst.Expr(cst.SimpleString(_docstring(node.doc)))))
    nonlocals = emitter.names.nonlocals[node]
    for kind, names in (("nonlocal", nonlocals.outer), ("global", nonlocals.module)):
        if names:
            items = [cst.NameItem(cst.Name(name)) for name in names]
            body.append(_statement_line(cst.Nonlocal(items) if kind == "nonlocal" else cst.Global(items)))
    body += _block(emitter, node.body)
    return cst.FunctionDef(
        cst.Name(node.symbol.name),
        _parameters(emitter, node),
        cst.IndentedBlock(body, footer=_footer(node.body)),
        [cst.Decorator(_expression(emitter, decorator)) for decorator in node.decorators],
        _annotation(node.returns),
    )


def _class(emitter: _Emitter, node: ir.ClassDef) -> Any:
    body: list[Any] = [_class_field(emitter, field) for field in node.fields]
    body += [_statement(emitter, method) for method in node.methods]
    bases = [cst.Arg(_expression(emitter, base)) for base in node.bases]
    keywords = []
    if node.metaclass is not None:
        equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
        keywords.append(cst.Arg(_expression(emitter, node.metaclass), keyword=cst.Name("metaclass"), equal=equal))
    suite = cst.IndentedBlock(body or [_statement_line(cst.Pass())])
    return cst.ClassDef(cst.Name(node.symbol.name), suite, bases, keywords)


def _class_field(emitter: _Emitter, field: ir.ClassField) -> Any:
    target = cst.Name(field.name)
    value = _expression(emitter, field.value, _CONDITIONAL) if field.value is not None else None
    annotation = _annotation(field.annotation)
    if annotation is not None:
        return _statement_line(cst.AnnAssign(target, annotation, value))
    assert value is not None
    return _statement_line(cst.Assign([cst.AssignTarget(target)], value))


def _parameters(emitter: _Emitter, node: ir.FunctionDef) -> cst.Parameters:
    params = [_parameter(emitter, parameter) for parameter in node.parameters]
    keyword_only = [_parameter(emitter, parameter) for parameter in node.keyword_only]
    star: Any = cst.MaybeSentinel.DEFAULT
    if node.rest is not None:
        star = cst.Param(cst.Name(node.rest.name), star="*")
    elif keyword_only:
        star = cst.ParamStar()
    return cst.Parameters(params, star_arg=star, kwonly_params=keyword_only)


def _parameter(emitter: _Emitter, parameter: ir.Parameter) -> cst.Param:
    default = _expression(emitter, parameter.default, _CONDITIONAL) if parameter.default is not None else None
    return cst.Param(cst.Name(parameter.symbol.name), _annotation(parameter.annotation), default=default)


def _annotation(text: str) -> cst.Annotation | None:
    return cst.Annotation(cst.parse_expression(text)) if text else None


def _docstring(text: str) -> str:
    """A docstring literal; Black indents its lines."""
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if escaped.endswith('"'):
        escaped = escaped[:-1] + '\\"'
    return f'"""{escaped}\n"""' if "\n" in escaped else f'"""{escaped}"""'


_STATEMENTS: dict[type, Callable[[_Emitter, Any], Any]] = {
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
