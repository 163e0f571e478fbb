"""Walking over IR."""

from collections.abc import Iterator

from cmc.transpiler.ir import nodes as ir


def bodies(statement: ir.Statement) -> tuple[list[ir.Statement], ...]:
    """The statement lists inside a statement, functions excepted."""
    if isinstance(statement, ir.If):
        return (statement.body, statement.orelse)
    if isinstance(statement, ir.While | ir.For | ir.With):
        return (statement.body,)
    if isinstance(statement, ir.Try):
        return (statement.body, statement.handler, statement.orelse, statement.final)
    return ()


def statements_of(body: list[ir.Statement]) -> Iterator[ir.Statement]:
    """All statements of a list and of the blocks inside it; function definitions are yielded, not entered."""
    for statement in body:
        yield statement
        for inner in bodies(statement):
            yield from statements_of(inner)


def expressions_of(statement: ir.Statement) -> Iterator[ir.Expression]:
    """The expressions that a statement itself evaluates, targets included, blocks inside it excepted."""
    match statement:
        case ir.ExpressionStatement(value=value) | ir.Raise(value=value):
            yield value
        case ir.Assign(target=target, value=value) | ir.AugmentedAssign(target=target, value=value):
            yield value
            yield target
        case ir.If(test=test) | ir.While(test=test):
            yield test
        case ir.For(target=target, iterable=iterable):
            yield iterable
            yield target
        case ir.With(context=context):
            yield context
        case ir.Return(value=value):
            if value is not None:
                yield value
        case ir.ClassDef(bases=bases, fields=fields, methods=methods):
            yield from bases
            if statement.metaclass is not None:
                yield statement.metaclass
            yield from (field.value for field in fields if field.value is not None)
            for method in methods:
                yield from expressions_of(method)
        case ir.FunctionDef():
            for parameter in (*statement.parameters, *statement.keyword_only):
                if parameter.default is not None:
                    yield parameter.default
            yield from statement.decorators


def children(expression: ir.Expression) -> Iterator[ir.Expression]:
    """The direct parts of an expression, in order of evaluation."""
    match expression:
        case ir.Attribute(value=value) | ir.Star(value=value) | ir.Walrus(value=value) | ir.Yield(value=value):
            yield value
        case ir.Item(value=value, key=key):
            yield value
            yield key
        case ir.Call(function=function, args=args, keywords=keywords):
            yield function
            yield from args
            for _, value in keywords:
                yield value
        case ir.Binary(left=left, right=right) | ir.Compare(left=left, right=right):
            yield left
            yield right
        case ir.Unary(operand=operand):
            yield operand
        case ir.Boolean(values=values) | ir.Tuple(items=values) | ir.List(items=values):
            yield from values
        case ir.Conditional(test=test, body=body, orelse=orelse):
            yield test
            yield body
            yield orelse
        case ir.Dict(items=items):
            for name, value in items:
                if name is not None:
                    yield name
                yield value
        case ir.Format(parts=parts):
            for part in parts:
                if not isinstance(part, str):
                    yield part[0]


def walk(expression: ir.Expression) -> Iterator[ir.Expression]:
    """An expression and everything below it."""
    pending = [expression]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(children(current))


def symbols_of(statement: ir.Statement) -> Iterator[tuple[ir.Symbol | str, bool]]:
    """The symbols that a statement itself uses, each with whether it is written; builtins as plain strings."""
    match statement:
        case ir.FunctionDef(symbol=symbol) | ir.ClassDef(symbol=symbol):
            yield symbol, True
        case ir.ImportFrom(names=names):
            yield from ((spelled, True) for _, spelled in names if isinstance(spelled, ir.Symbol))
        case ir.With(symbol=ir.Symbol() as symbol) | ir.Try(symbol=ir.Symbol() as symbol):
            yield symbol, True
    targets = set(_written(statement))
    for expression in expressions_of(statement):
        for node in walk(expression):
            if isinstance(node, ir.Variable):
                yield node.symbol, node in targets
            elif isinstance(node, ir.Walrus):
                yield node.symbol, True
            elif isinstance(node, ir.Builtin):
                yield node.name, False


def _written(statement: ir.Statement) -> Iterator[ir.Variable]:
    """The variables that a statement binds as targets."""
    if not isinstance(statement, ir.Assign | ir.AugmentedAssign | ir.For):
        return
    pending = [statement.target]
    while pending:
        target = pending.pop()
        if isinstance(target, ir.Variable):
            yield target
        elif isinstance(target, ir.Tuple):
            pending.extend(target.items)
        elif isinstance(target, ir.Star):
            pending.append(target.value)


def functions_of(module: ir.Module) -> Iterator[ir.FunctionDef]:
    """Every function definition of a module, outer ones first."""
    pending: list[list[ir.Statement]] = [module.body]
    while pending:
        for statement in statements_of(pending.pop()):
            for function in functions_in(statement):
                yield function
                pending.append(function.body)


def functions_in(statement: ir.Statement) -> list[ir.FunctionDef]:
    """The function that a statement defines, or the methods of a class."""
    if isinstance(statement, ir.ClassDef):
        return statement.methods
    return [statement] if isinstance(statement, ir.FunctionDef) else []
