"""Expressions that nest deeper than CPython reads or compiles: inner parts move to functions of their own.

    def part():
        return a + b + …

    x = part() + y + …

A call of `part` stands where the expression stood, so nothing changes in the order of evaluation.
"""

from collections.abc import Callable

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.walk import bodies, children, functions_of, walk

MAX_HEIGHT = 36

Rewrite = Callable[[ir.Expression], ir.Expression]


def limit_depth(module: ir.Module) -> None:
    """Cuts every expression of a module that is too high."""
    owners: list[ir.FunctionDef | ir.Module] = [module, *functions_of(module)]
    for owner in owners:
        _limit_body(owner.body, owner)
    for function in functions_of(module):
        if len(function.body) != 1:
            function.symbol.inlined = False


def _limit_body(body: list[ir.Statement], owner: ir.FunctionDef | ir.Module) -> None:
    position = 0
    while position < len(body):
        statement = body[position]
        parts: list[ir.Statement] = []
        cutter = _Cutter(owner, parts)
        _rewrite_statement(statement, cutter.cut)
        body[position:position] = parts
        position += len(parts) + 1
        for inner in bodies(statement):
            _limit_body(inner, owner)


class _Cutter:
    """Rewrites expressions bottom up, with the height of each at hand."""

    def __init__(self, owner: ir.FunctionDef | ir.Module, parts: list[ir.Statement]) -> None:
        self.owner = owner
        self.parts = parts

    def cut(self, root: ir.Expression) -> ir.Expression:
        """The expression with parts that are too high replaced by calls."""
        # Post-order without recursion: a chain may be as long as the file.
        order: list[ir.Expression] = []
        pending = [root]
        while pending:
            node = pending.pop()
            order.append(node)
            pending.extend(children(node))
        heights: dict[int, int] = {}
        replaced: dict[int, ir.Expression] = {}
        for node in reversed(order):
            height = 0
            for part in children(node):
                height = max(height, heights[id(part)])
            _replace_parts(node, replaced)
            heights[id(node)] = height + 1
            if height + 1 >= MAX_HEIGHT and node is not root and not isinstance(node, ir.Star):
                replaced[id(node)] = self.outline(node)
                heights[id(node)] = 1
        return root

    def outline(self, node: ir.Expression) -> ir.Expression:
        for inner in walk(node):
            if isinstance(inner, ir.Variable):
                # A function moves no more than its name does.
                inner.symbol.inlined = False
        symbol = ir.Symbol("part", self.owner, alone=True)
        self.owner.locals.append(symbol)
        body: list[ir.Statement] = [ir.Return(node)]
        self.parts.append(ir.FunctionDef(symbol, [], None, [], body, parent=self.owner, origin=node.origin))
        return ir.Call(ir.Variable(symbol), [], origin=node.origin)


def _replace_parts(node: ir.Expression, replaced: dict[int, ir.Expression]) -> None:
    """Puts replacements in the place of the direct parts that have one."""
    if not replaced:
        return
    for name in _FIELDS.get(type(node), ()):
        value = getattr(node, name)
        if isinstance(value, list):
            value[:] = [_replaced(item, replaced) for item in value]
        else:
            setattr(node, name, replaced.get(id(value), value))


def _replaced(item: object, replaced: dict[int, ir.Expression]) -> object:
    if isinstance(item, tuple):
        return tuple(replaced.get(id(part), part) for part in item)
    return replaced.get(id(item), item)


_FIELDS: dict[type, tuple[str, ...]] = {
    ir.Attribute: ("value",),
    ir.Item: ("value", "key"),
    ir.Call: ("function", "args", "keywords"),
    ir.Star: ("value",),
    ir.Binary: ("left", "right"),
    ir.Unary: ("operand",),
    ir.Compare: ("left", "right"),
    ir.Boolean: ("values",),
    ir.Conditional: ("test", "body", "orelse"),
    ir.Walrus: ("value",),
    ir.Yield: ("value",),
    ir.Tuple: ("items",),
    ir.List: ("items",),
    ir.Dict: ("items",),
    ir.Format: ("parts",),
}


def _rewrite_statement(statement: ir.Statement, rewrite: Rewrite) -> None:
    """Rewrites the expressions that a statement itself evaluates."""
    match statement:
        case ir.ExpressionStatement() | ir.Raise():
            statement.value = rewrite(statement.value)
        case ir.Assign() | ir.AugmentedAssign():
            statement.value = rewrite(statement.value)
            statement.target = rewrite(statement.target)
        case ir.If() | ir.While():
            statement.test = rewrite(statement.test)
        case ir.For():
            statement.iterable = rewrite(statement.iterable)
        case ir.With():
            statement.context = rewrite(statement.context)
        case ir.Return() if statement.value is not None:
            statement.value = rewrite(statement.value)
