"""`local` and assignment (manual §3.3.3, §3.3.7)."""

from dataclasses import dataclass

from cmc.transpiler.analysis.flow.heap import NUMBERS
from cmc.transpiler.analysis.kinds import ASCII, INTEGER, NIL, STRING, TEXT
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.calls import MULTIPLE, count_of, gives_one
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.describe import describe
from cmc.transpiler.lower.order import appends_plainly, stores_plainly
from cmc.transpiler.lower.registry import lower_expression, lower_results
from cmc.transpiler.lower.values import attribute_name, constant, helper, is_simple, read
from cmc.transpiler.syntax import nodes as lua


@dataclass(slots=True, eq=False)
class Place:
    """What an assignment writes to: a variable, or a field with its object and key already evaluated.

    `plain` says that the key can be used in a bare subscript, `holds_none` that None may be stored like any value.
    `attribute` is the name of a field of a class or instance, `decorator` what a function is wrapped in that is stored
    there.
    """

    symbol: ir.Symbol | None = None
    obj: ir.Expression | None = None
    key: ir.Expression | None = None
    plain: bool = False
    holds_none: bool = False
    described: ir.Describe | None = None
    attribute: str = ""
    decorator: str = ""


def bind(ctx: Context, target: lua.Expression) -> Place:
    """Evaluates the parts of an assignment target."""
    if isinstance(target, lua.Name):
        variable = ctx.unit.scopes.uses.get(target.id)
        if variable is not None:
            return Place(ctx.resolve(variable))
        env = ctx.unit.scopes.env_uses[target.id]
        kind = "upvalue" if env.function is not ctx.scope else "local"
        return Place(None, read(ctx.resolve(env)), constant(target.name), True, False, (kind, "_ENV"))
    assert isinstance(target, lua.Index)
    obj = lower_expression(ctx, target.obj)
    key = lower_expression(ctx, target.key)
    kinds = ctx.unit.types.of(target.key)
    plain = not kinds & ~(ASCII | STRING | INTEGER)
    holds_none = False
    if isinstance(target.key, lua.String):
        holds_none = ctx.unit.shapes.may_hold_none(target.obj, target.key.value)
    elif not kinds & ~INTEGER:
        holds_none = ctx.unit.shapes.may_hold_none(target.obj, NUMBERS)
    place = Place(None, obj, key, plain, holds_none, describe(ctx, target.obj))
    if target.id in ctx.unit.classes.attributes and isinstance(target.key, lua.String):
        place.attribute = attribute_name(target.key.value)
        place.decorator = ctx.unit.classes.wrapped.get(target.id, "")
    return place


def store(ctx: Context, place: Place, value: ir.Expression, *, nilable: bool, origin: ir.Origin) -> None:
    """Emits the statement that writes `value` to a place."""
    if place.symbol is not None:
        ctx.emit(ir.Assign(read(place.symbol), value, origin))
        return
    assert place.obj is not None and place.key is not None
    origin = ir.Origin(origin.line, origin.offset, "newindex", (place.described,))
    if place.decorator:
        value = ir.Call(ir.Builtin(place.decorator), [value])
    if place.attribute and not nilable:
        ctx.emit(ir.Assign(ir.Attribute(place.obj, place.attribute, origin), value, origin))
    elif place.plain and not nilable:
        ctx.emit(ir.Assign(ir.Item(place.obj, place.key, origin), value, origin))
    else:
        call = helper("setindex", place.obj, place.key, value, origin=origin)
        ctx.emit(ir.ExpressionStatement(call, origin))


def _may_delete(ctx: Context, place: Place, target: lua.Expression, value: lua.Expression) -> bool:
    """Whether an assignment may have to take the field out of the table.

    Where None is as good as nothing, fields that have names may keep it; so may elements, unless nil is what the text
    says: queues would never shrink.
    """
    if not place.holds_none:
        return may_be_nil(ctx, value)
    return isinstance(value, lua.Nil) and isinstance(target, lua.Index) and not isinstance(target.key, lua.String)


def may_be_nil(ctx: Context, value: lua.Expression) -> bool:
    """Whether an expression, cut to one value, may be nil."""
    return bool(ctx.unit.types.of(value) & NIL)


def lower_local(ctx: Context, node: lua.Local) -> bool:
    """`local a, b = …`; names with `<close>` are the block's business."""
    names, values = node.names, node.values
    lowered = lower_values(ctx, values, len(names))
    symbols = [ctx.declare(ctx.unit.scopes.declares[name.id]) for name in names]
    origin = ctx.origin(node)
    if len(names) == 1 and len(lowered) == 1:
        ctx.emit(ir.Assign(ir.Variable(symbols[0]), _initial(symbols[0], lowered[0]), origin))
        return True
    if not any(symbol.boxed for symbol in symbols):
        targets: list[ir.Expression] = [ir.Variable(symbol) for symbol in symbols]
        _assign_tuple(ctx, targets, lowered, origin)
        return True
    temporaries = [ctx.temporary("value") for _ in symbols]
    _assign_tuple(ctx, [ir.Variable(symbol) for symbol in temporaries], lowered, origin)
    for symbol, temporary in zip(symbols, temporaries, strict=True):
        ctx.emit(ir.Assign(ir.Variable(symbol), _initial(symbol, ir.Variable(temporary)), origin))
    return True


def _initial(symbol: ir.Symbol, value: ir.Expression) -> ir.Expression:
    return helper("Cell", value) if symbol.boxed else value


def _assign_tuple(ctx: Context, targets: list[ir.Expression], values: list[ir.Expression], origin: ir.Origin) -> None:
    """`a, b = x, y`; values beyond the targets are evaluated and dropped."""
    spare = len(values) - len(targets)
    if spare > 0 and not isinstance(values[-1], ir.Star):
        targets = targets + [ir.Variable(ctx.temporary("_")) for _ in range(spare)]
    if len(targets) == 1 and len(values) == 1 and not isinstance(values[0], ir.Star):
        ctx.emit(ir.Assign(targets[0], values[0], origin))
        return
    value = values[0].value if len(values) == 1 and isinstance(values[0], ir.Star) else ir.Tuple(values)
    ctx.emit(ir.Assign(ir.Tuple(targets), value, origin))


def lower_values(ctx: Context, values: list[lua.Expression], count: int) -> list[ir.Expression]:
    """Values for `count` targets: missing ones are None, a last call is cut or filled up to what is still needed."""
    lowered: list[ir.Expression] = []
    for position, value in enumerate(values):
        is_last = position == len(values) - 1
        needed = count - position
        if is_last and needed > 1 and isinstance(value, MULTIPLE) and not gives_one(ctx, value):
            results = lower_results(ctx, value)
            is_exact = count_of(ctx, value) == needed
            lowered.append(ir.Star(results if is_exact else helper("adjust", results, constant(needed))))
            return lowered
        lowered.append(lower_expression(ctx, value))
    lowered += [constant(None) for _ in range(count - len(values))]
    return lowered


def lower_append(ctx: Context, node: lua.Assign) -> bool:
    """`t[#t + 1] = v` is `append(t, v)` where it does not matter whether `#t` is taken before `v`."""
    if len(node.targets) != 1 or len(node.values) != 1:
        return False
    target, value = node.targets[0], node.values[0]
    if not isinstance(target, lua.Index) or not isinstance(target.obj, lua.Name) or not _is_inert(value):
        return False
    key = target.key
    if not isinstance(key, lua.Binary) or key.op != "+" or not isinstance(key.left, lua.Unary) or key.left.op != "#":
        return False
    counted, one = key.left.operand, key.right
    variable = ctx.unit.scopes.uses.get(target.obj.id)
    if variable is None or not isinstance(counted, lua.Name) or ctx.unit.scopes.uses.get(counted.id) is not variable:
        return False
    if not isinstance(one, lua.Number) or one.value != 1 or ctx.unit.types.may_have("__len"):
        return False
    if ctx.unit.types.of(target.obj) & TEXT:
        # What is wrong with a string would have to be said of its length.
        return False
    if appends_plainly(ctx, target, value) and not may_be_nil(ctx, value):
        return False
    origin = ctx.origin(node, "newindex", describe(ctx, target.obj))
    call = helper("append", read(ctx.resolve(variable)), lower_expression(ctx, value), origin=origin)
    ctx.emit(ir.ExpressionStatement(call, origin))
    return True


def _is_inert(node: lua.Expression) -> bool:
    """Whether evaluating an expression runs no code that could see or change a table."""
    if isinstance(node, lua.Table):
        return all(_is_inert(part.value) and (part.key is None or _is_inert(part.key)) for part in node.fields)
    return isinstance(node, lua.Nil | lua.Boolean | lua.Number | lua.String | lua.Function | lua.Name)


def lower_assign(ctx: Context, node: lua.Assign) -> bool:
    """One target, one value."""
    if len(node.targets) != 1 or len(node.values) != 1:
        return False
    target, value = node.targets[0], node.values[0]
    place = bind(ctx, target)
    # A bare subscript evaluates the value first; the helper takes its arguments in Lua's order.
    nilable = _may_delete(ctx, place, target, value) or not _reads_late(ctx, target, value)
    lowered = lower_expression(ctx, value)
    symbol = place.symbol
    if symbol is not None and isinstance(lowered, ir.Variable) and lowered.symbol is symbol and not symbol.boxed:
        # `options = options or {}` where there are always some.
        return True
    if symbol is not None and not symbol.boxed and isinstance(lowered, ir.Binary):
        left = lowered.left
        if isinstance(left, ir.Variable) and left.symbol is symbol:
            ctx.emit(ir.AugmentedAssign(ir.Variable(symbol), lowered.op, lowered.right, lowered.origin))
            return True
    if not nilable and _reads_itself(place, lowered):
        assert isinstance(lowered, ir.Binary) and isinstance(lowered.left, ir.Attribute)
        target_again = ir.Attribute(lowered.left.value, place.attribute, lowered.left.origin)
        ctx.emit(ir.AugmentedAssign(target_again, lowered.op, lowered.right, lowered.origin))
        return True
    store(ctx, place, lowered, nilable=nilable, origin=ctx.origin(node))
    return True


def _reads_itself(place: Place, value: ir.Expression) -> bool:
    """Whether `x.name = x.name + …` may be written `x.name += …`."""
    if not place.attribute or place.decorator or not isinstance(value, ir.Binary):
        return False
    left = value.left
    if not isinstance(left, ir.Attribute) or left.name != place.attribute:
        return False
    read_from, written_to = left.value, place.obj
    return (
        isinstance(read_from, ir.Variable)
        and isinstance(written_to, ir.Variable)
        and read_from.symbol is written_to.symbol
    )


def _reads_late(ctx: Context, target: lua.Expression, value: lua.Expression) -> bool:
    """Whether Python, which evaluates the value before the target, does what Lua does."""
    if isinstance(target, lua.Name) or is_quiet(ctx, value):
        return True
    assert isinstance(target, lua.Index)
    if is_quiet(ctx, target.key) and (is_quiet(ctx, target.obj) or stores_plainly(ctx, target, value)):
        return True
    return appends_plainly(ctx, target, value)


def is_quiet(ctx: Context, node: lua.Expression) -> bool:
    """Whether it does not matter when an expression is evaluated: no effect, and nobody changes it meanwhile.

    Lua itself reads a local as late as Python does, an upvalue or global at its place in the statement.
    """
    if isinstance(node, lua.Paren):
        return is_quiet(ctx, node.inner)
    if isinstance(node, lua.Name):
        variable = ctx.unit.scopes.uses.get(node.id)
        return variable is not None and (variable.function is ctx.scope or not variable.writes)
    return isinstance(node, lua.Nil | lua.Boolean | lua.Number | lua.String | lua.Function | lua.Vararg)


def _keep(ctx: Context, expression: ir.Expression, assigned: set[ir.Symbol | None]) -> ir.Expression:
    """The value of an expression as it is now, whatever happens to the variables that are assigned."""
    inner = expression.value if isinstance(expression, ir.Attribute) else expression
    if is_simple(expression) and not (isinstance(inner, ir.Variable) and inner.symbol in assigned):
        return expression
    symbol = ctx.temporary("value")
    ctx.emit(ir.Assign(ir.Variable(symbol), expression))
    return ir.Variable(symbol)


def lower_multiple_assign(ctx: Context, node: lua.Assign) -> bool:
    """`a, b.c = x, y`: targets are evaluated first, then the values, and the last target is written first."""
    origin = ctx.origin(node)
    places = [bind(ctx, target) for target in node.targets]
    if _are_distinct_locals(places):
        values = lower_values(ctx, node.values, len(places))
        if ctx.unit.watches_collector and all(isinstance(value, ir.Constant) for value in values):
            # A finalizer may run as soon as a variable is overwritten, and Lua overwrites the last one first.
            places, values = places[::-1], values[::-1]
        _assign_tuple(ctx, [read(place.symbol) for place in places if place.symbol is not None], values, origin)
        return True
    assigned = {place.symbol for place in places}
    for place in places:
        if place.obj is not None and place.key is not None:
            place.obj, place.key = _keep(ctx, place.obj, assigned), _keep(ctx, place.key, assigned)
    values = lower_values(ctx, node.values, len(places))
    temporaries: list[ir.Expression] = [ir.Variable(ctx.temporary("value")) for _ in places]
    _assign_tuple(ctx, temporaries, values, origin)
    for position in reversed(range(len(places))):
        nilable = position >= len(node.values) and not places[position].holds_none
        if position < len(node.values):
            nilable = _may_delete(ctx, places[position], node.targets[position], node.values[position])
        store(ctx, places[position], temporaries[position], nilable=nilable, origin=origin)
    return True


def _are_distinct_locals(places: list[Place]) -> bool:
    symbols = {place.symbol for place in places}
    return None not in symbols and len(symbols) == len(places)
