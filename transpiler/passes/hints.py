"""Which type hints stay: those of functions in which a type checker finds nothing to complain of.

Checkers look only into functions that have hints, and take a variable for what its first value is. Lua's authors change
their minds, so each function that has hints is gone through as a checker would, with much less knowledge: wherever it
is not obvious that the types fit, the hints of the function are dropped. The docstring says the types all the same.
"""

from dataclasses import dataclass, field

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.walk import expressions_of, functions_of, statements_of, walk
from cmc.transpiler.passes.names import Names

Type = frozenset[str]
"""Alternatives: the names of Python's types, `any` for what is not checked, `?` for what is not known."""

_ANY: Type = frozenset(("any",))
_UNKNOWN: Type = frozenset(("?",))
_FLOAT: Type = frozenset(("float",))
_TEXT: Type = frozenset(("str",))
_TRUTH: Type = frozenset(("bool",))
_TABLE: Type = frozenset(("Table",))
_WHOLE: Type = frozenset(("int",))
_NUMBERS = frozenset(("int", "float", "bool", "any"))
_FIELDS = frozenset(("Table", "any"))
_WORDS = frozenset(("int", "float", "str", "bool", "Table"))
_TESTS = frozenset(("lt", "le", "gt", "ge", "eq", "truthy"))


class _Doubt(Exception):
    """A checker might complain."""


@dataclass(slots=True, eq=False)
class _Scope:
    """The types of the variables of a function or module by name, and what is known outside."""

    hinted: dict[ir.Symbol, ir.FunctionDef]
    outer: dict[ir.Symbol, Type]
    owner: ir.FunctionDef | ir.Module
    types: dict[str, Type] = field(default_factory=dict)


def settle_hints(module: ir.Module, names: Names) -> list[ir.FunctionDef]:
    """Drops the hints that a type checker might complain of, now that the names are known; returns who has some."""
    hinted = {function.symbol: function for function in functions_of(module) if _has_hints(function)}
    for function in hinted.values():
        for parameter in function.parameters:
            if parameter.default is not None and "None" not in parameter.annotation:
                parameter.annotation = ""
    if names.taken & _WORDS:
        for function in hinted.values():
            _drop(function)
        return []
    outer = _variables_of(module)
    changed = True
    while changed:
        changed = False
        _check_calls(module.body, _Scope(hinted, outer, module))
        for function in hinted.values():
            if _has_hints(function):
                try:
                    _check_function(_Scope(hinted, outer, function), function)
                except _Doubt:
                    _drop(function)
                    changed = True
    return [function for function in hinted.values() if _has_hints(function)]


def _has_hints(function: ir.FunctionDef) -> bool:
    return bool(function.returns) or any(parameter.annotation for parameter in function.parameters)


def _drop(function: ir.FunctionDef) -> None:
    function.returns = ""
    for parameter in function.parameters:
        parameter.annotation = ""


def _type_of(annotation: str) -> Type:
    return frozenset(annotation.split(" | ")) if annotation else _ANY


def _fits(value: Type, wanted: Type) -> bool:
    """Whether a value may be stored where a type is wanted."""
    if "any" in wanted:
        return "?" not in value
    return value == _ANY or all(
        each in wanted or (each == "int" and "float" in wanted) or (each == "bool" and wanted & {"int", "float"})
        for each in value
    )


def _variables_of(module: ir.Module) -> dict[ir.Symbol, Type]:
    """The types of a module's variables by their first values, where they are obvious."""
    types: dict[ir.Symbol, Type] = {}
    for statement in statements_of(module.body):
        if isinstance(statement, ir.ImportFrom):
            types.update({spelled: _ANY for _, spelled in statement.names if isinstance(spelled, ir.Symbol)})
        elif isinstance(statement, ir.Assign) and isinstance(statement.target, ir.Variable):
            types.setdefault(statement.target.symbol, _obvious(statement.value))
    return types


def _obvious(value: ir.Expression) -> Type:
    """The type of a value that can be seen without its context."""
    if isinstance(value, ir.Item):
        return _ANY
    if isinstance(value, ir.Call) and isinstance(value.function, ir.Helper):
        return _TABLE if value.function.name == "Table" else _ANY
    return _ANY if isinstance(value, ir.Call) and isinstance(value.function, ir.Library) else _UNKNOWN


def _check_calls(body: list[ir.Statement], scope: _Scope) -> None:
    """Drops the hints of functions that code outside functions calls with what they may not be meant for.

    What they return must not matter there either: it goes to the runtime, which takes anything, or nowhere.
    """
    for statement in statements_of(body):
        for expression in expressions_of(statement):
            taken = {id(expression)} if isinstance(statement, ir.ExpressionStatement) else set()
            for node in walk(expression):
                if not isinstance(node, ir.Call):
                    continue
                if isinstance(node.function, ir.Helper | ir.Library):
                    taken.update(map(id, node.args))
                function = scope.hinted.get(node.function.symbol) if isinstance(node.function, ir.Variable) else None
                if function is None:
                    continue
                if id(node) not in taken:
                    function.returns = ""
                try:
                    _call(scope, node)
                except _Doubt:
                    _drop(function)


def _check_function(scope: _Scope, function: ir.FunctionDef) -> None:
    if function.keyword_only:
        raise _Doubt
    for parameter in function.parameters:
        scope.types[parameter.symbol.name] = _type_of(parameter.annotation)
    if function.rest is not None:
        scope.types[function.rest.name] = frozenset(("tuple",))
    _check_body(scope, function.body)
    if function.returns and not _always_returns(function.body):
        function.returns = ""


def _always_returns(body: list[ir.Statement]) -> bool:
    last = body[-1] if body else None
    if isinstance(last, ir.If):
        return _always_returns(last.body) and _always_returns(last.orelse)
    return isinstance(last, ir.Return)


def _check_body(scope: _Scope, body: list[ir.Statement]) -> None:
    for statement in body:
        _check_statement(scope, statement)


def _check_statement(scope: _Scope, statement: ir.Statement) -> None:
    match statement:
        case ir.ExpressionStatement(value=value):
            _eval(scope, value)
        case ir.Assign(target=target, value=value):
            _store(scope, target, _eval(scope, value), value)
        case ir.AugmentedAssign(target=target, op=op, value=value):
            _store(scope, target, _arithmetic(op, _eval(scope, target), _eval(scope, value)), value)
        case ir.If(test=test, body=body, orelse=orelse):
            _eval(scope, test)
            _check_body(scope, body)
            _check_body(scope, orelse)
        case ir.While(test=test, body=body):
            _eval(scope, test)
            _check_body(scope, body)
        case ir.For(target=target, iterable=iterable, body=body):
            whole = isinstance(iterable, ir.Call) and isinstance(iterable.function, ir.Builtin)
            _eval(scope, iterable)
            for each in target.items if isinstance(target, ir.Tuple) else [target]:
                _store(scope, each, _WHOLE if whole else _ANY, each)
            _check_body(scope, body)
        case ir.Return(value=value):
            _check_return(scope, value)
        case ir.FunctionDef(symbol=symbol):
            # A function without hints of its own is not looked into.
            if _has_hints(statement) or symbol.name in scope.types:
                raise _Doubt
            scope.types[symbol.name] = _ANY
        case ir.Break() | ir.Continue() | ir.Pass():
            pass
        case _:
            raise _Doubt


def _check_return(scope: _Scope, value: ir.Expression | None) -> None:
    owner = scope.owner
    assert isinstance(owner, ir.FunctionDef)
    found = _eval(scope, value) if value is not None else frozenset(("None",))
    if owner.returns and not _fits(found, _type_of(owner.returns)):
        owner.returns = ""


def _store(scope: _Scope, target: ir.Expression, value: Type, source: ir.Expression) -> None:
    if isinstance(target, ir.Tuple):
        parts = source.items if isinstance(source, ir.Tuple) else []
        if any(isinstance(part, ir.Star) for part in parts) or len(parts) not in (0, len(target.items)):
            raise _Doubt
        for position, each in enumerate(target.items):
            _store(scope, each, _eval(scope, parts[position]) if parts else _ANY, each)
    elif isinstance(target, ir.Variable):
        if target.symbol.owner is not scope.owner:
            raise _Doubt
        _bind(scope, target.symbol.name, value)
    else:
        _eval(scope, target)


def _bind(scope: _Scope, name: str, value: Type) -> None:
    known = scope.types.get(name)
    if known is None:
        if len(value) != 1 or value & {"None", "?"}:
            raise _Doubt
        scope.types[name] = value
    elif not _fits(value, known):
        raise _Doubt


def _eval(scope: _Scope, node: ir.Expression) -> Type:
    """The type of an expression.

    Raises:
        _Doubt: it is not obvious that the parts fit.
    """
    match node:
        case ir.Constant(value=value):
            return frozenset(("None",)) if value is None else frozenset((type(value).__name__,))
        case ir.Variable(symbol=symbol):
            return _variable(scope, symbol)
        case ir.Helper() | ir.Library() | ir.Builtin():
            return _ANY
        case ir.Attribute(value=value):
            return _wanted(_eval(scope, value), _ANY)
        case ir.Item(value=value, key=key):
            _eval(scope, key)
            _wanted(_eval(scope, value), _FIELDS)
            return _ANY
        case ir.Call():
            return _call(scope, node)
        case ir.Binary(op=op, left=left, right=right):
            return _arithmetic(op, _eval(scope, left), _eval(scope, right))
        case ir.Compare(op=op, left=left, right=right):
            both = _eval(scope, left) | _eval(scope, right)
            if op in ("<", "<=", ">", ">=") and not (both <= _NUMBERS or both <= {"str", "any"}):
                raise _Doubt
            return _TRUTH
        case ir.Unary(op=op, operand=operand):
            found = _eval(scope, operand)
            return _TRUTH if op == "not" else _wanted(found, _NUMBERS)
        case ir.Format(parts=parts):
            for part in parts:
                if not isinstance(part, str):
                    _eval(scope, part[0])
            return _TEXT
        case ir.Boolean(values=values):
            return frozenset().union(*(_eval(scope, value) for value in values))
        case ir.Conditional(test=test, body=body, orelse=orelse):
            _eval(scope, test)
            found = _eval(scope, body) | _eval(scope, orelse)
            return found if len(found - {"any", "None"}) <= 1 else _UNKNOWN
        case ir.Walrus(symbol=symbol, value=value):
            found = _eval(scope, value)
            _bind(scope, symbol.name, found)
            return found
        case ir.Star(value=value):
            return _wanted(_eval(scope, value), frozenset(("tuple", "any")))
        case ir.Tuple(items=items) | ir.List(items=items):
            for item in items:
                _eval(scope, item)
            return frozenset(("tuple",))
        case ir.Dict(items=pairs):
            for label, entry in pairs:
                _eval(scope, entry)
                if label is not None:
                    _eval(scope, label)
            return frozenset(("dict",))
    raise _Doubt


def _variable(scope: _Scope, symbol: ir.Symbol) -> Type:
    if symbol.owner is scope.owner and isinstance(scope.owner, ir.FunctionDef):
        return scope.types.get(symbol.name, _UNKNOWN) if not symbol.inlined else _UNKNOWN
    if symbol in scope.outer:
        return scope.outer[symbol]
    return _UNKNOWN


def _wanted(found: Type, wanted: Type) -> Type:
    if not found <= wanted:
        raise _Doubt
    return found


def _arithmetic(op: str, left: Type, right: Type) -> Type:
    both = _wanted(left | right, _NUMBERS)
    if "any" in both or op == "**":
        return _ANY
    return _FLOAT if op == "/" or "float" in both else _WHOLE


def _call(scope: _Scope, node: ir.Call) -> Type:
    found = [_eval(scope, arg) for arg in node.args]
    for _, value in node.keywords:
        _eval(scope, value)
    function = node.function
    if isinstance(function, ir.Builtin):
        if any(not arg <= (_NUMBERS - {"float"} if function.name == "range" else frozenset(("str", "Table", "any")))
               for arg in found):  # fmt: skip
            raise _Doubt
        return _WHOLE
    if isinstance(function, ir.Helper):
        return _TABLE if function.name == "Table" else _TRUTH if function.name in _TESTS else _ANY
    if isinstance(function, ir.Variable) and (callee := scope.hinted.get(function.symbol)) is not None:
        has_star = any(isinstance(arg, ir.Star) for arg in node.args)
        for parameter, arg in zip(callee.parameters, found, strict=False):
            if parameter.annotation and (has_star or not _fits(arg, _type_of(parameter.annotation))):
                raise _Doubt
        return _type_of(callee.returns)
    if isinstance(function, ir.Variable) and function.symbol.alone:
        # A function of the program without hints.
        return _ANY
    return _wanted(_eval(scope, function), _ANY)
