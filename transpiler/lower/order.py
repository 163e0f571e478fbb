"""Whether it matters when an expression is evaluated: Python evaluates the value of an assignment before the target."""

from cmc.transpiler.analysis.kinds import NIL, NUMBER, OTHER, TABLE, TEXT
from cmc.transpiler.lower.context import Context
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

_CALM_CALLS = frozenset((
    "math.abs", "math.ceil", "math.floor", "math.max", "math.min", "math.random", "math.sqrt", "math.tointeger",
    "math.type", "string.byte", "string.char", "string.len", "string.lower", "string.rep", "string.reverse",
    "string.sub", "string.upper", "tonumber", "type",
))  # fmt: skip
"""Functions of the library that call nobody and change nothing."""

_CALM = lua.Nil | lua.Boolean | lua.Number | lua.String | lua.Name | lua.Function | lua.Paren | lua.Table | lua.Field
_COMPOSITE = TABLE | OTHER


def runs_no_code(ctx: Context, node: lua.Expression) -> bool:
    """Whether an expression runs no function of the program, and changes nothing. It may fail."""
    if ctx.unit.basic_metatables:
        return False
    return all(_is_calm(ctx, part) for part in walk(node, into_functions=False) if not _is_of_function(part))


def _is_of_function(node: lua.Node) -> bool:
    """Parameters and body come with a function; they are not entered."""
    return isinstance(node, lua.Binding | lua.Block)


def _is_calm(ctx: Context, node: lua.Node) -> bool:
    types = ctx.unit.types
    if isinstance(node, lua.Name):
        return node.id in ctx.unit.scopes.uses
    if isinstance(node, _CALM):
        return True
    if isinstance(node, lua.Index):
        return not _may_run_index(ctx, node) or ctx.unit.functions.library.path_of(node) is not None
    if isinstance(node, lua.Binary):
        return node.op in ("and", "or") or not (types.of(node.left) | types.of(node.right)) & ~(NUMBER | TEXT)
    if isinstance(node, lua.Unary):
        return (
            node.op == "not" or not types.of(node.operand) & _COMPOSITE or ctx.unit.shapes.are_sequences(node.operand)
        )
    if ctx.unit.library_may_change:
        return False
    if isinstance(node, lua.Call):
        return ctx.unit.functions.library.function_of(node.func) in _CALM_CALLS
    if isinstance(node, lua.MethodCall):
        return f"string.{node.name}" in _CALM_CALLS and not types.of(node.obj) & ~TEXT
    return False


def _may_run_index(ctx: Context, node: lua.Index) -> bool:
    """Whether reading a field may run a function under `__index`."""
    if node.id in ctx.unit.classes.attributes or not ctx.unit.types.may_have("__index"):
        return False
    return ctx.unit.shapes.index_runs_code


def stores_plainly(ctx: Context, target: lua.Index, value: lua.Expression) -> bool:
    """Whether `x.y.name = value` may look `x.y` up after the value: it is there, and nobody changes it meanwhile."""
    return (_is_place(ctx, target.obj) or _fails_alike(ctx, target.obj, value)) and runs_no_code(ctx, value)


def _fails_alike(ctx: Context, place: lua.Expression, value: lua.Expression) -> bool:
    """Whether `x.y`, if `x` is no table, is the same error as the value: that reads a field of `x` first."""
    uses = ctx.unit.scopes.uses
    if not isinstance(place, lua.Index) or not isinstance(place.obj, lua.Name) or _may_run_index(ctx, place):
        return False
    if not isinstance(place.key, lua.String) or ctx.unit.types.of(place.obj) & ~(TABLE | NIL):
        return False
    if not isinstance(value, lua.Index):
        return False
    first: lua.Expression = value
    while isinstance(first, lua.Index):
        if not isinstance(first.key, lua.String):
            return False
        first = first.obj
    variable = uses.get(place.obj.id)
    return variable is not None and isinstance(first, lua.Name) and uses.get(first.id) is variable


def appends_plainly(ctx: Context, target: lua.Index, value: lua.Expression) -> bool:
    """Whether `t[#t + 1] = value` may take `#t` after the value: the table is there, and counts its entries."""
    key = target.key
    if not isinstance(key, lua.Binary) or not isinstance(key.left, lua.Unary) or key.left.op != "#":
        return False
    if not isinstance(key.right, lua.Number) or key.op != "+" or not _is_place(ctx, target.obj):
        return False
    if not _is_place(ctx, key.left.operand) or ctx.unit.types.of(key.left.operand) != TABLE:
        return False
    are_there = ctx.unit.types.of(target.obj) == TABLE and ctx.unit.shapes.are_sequences(key.left.operand)
    return are_there and runs_no_code(ctx, value)


def _is_place(ctx: Context, node: lua.Expression) -> bool:
    """A local, or a field of one that no metamethod answers for."""
    while isinstance(node, lua.Index) and isinstance(node.key, lua.String) and not _may_run_index(ctx, node):
        if ctx.unit.types.of(node.obj) & ~TABLE:
            return False
        node = node.obj
    return isinstance(node, lua.Name) and node.id in ctx.unit.scopes.uses
