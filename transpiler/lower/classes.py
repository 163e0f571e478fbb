"""Tables that are Python classes, and their instances (docs/architecture.md, idioms).

    local Stack = {}                            class Stack(LuaObject):
    Stack.__index = Stack                           top: Any = None
    function Stack.new()                            @staticmethod
        return setmetatable({}, Stack)              def new():
    end                                                 return Stack()
    function Stack:push(value) … end                def push(self, value): …

Members that are there before anybody can look stand in the body of the class; what comes later is assigned.
"""

from cmc.runtime.core.events import METHODS_OF_EVENTS
from cmc.transpiler.analysis.classes.result import METHOD, STATIC, ClassShape
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.identifiers import camel_case, identifier
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.describe import describe
from cmc.transpiler.lower.functions import build_function
from cmc.transpiler.lower.registry import lower_expression
from cmc.transpiler.lower.values import attribute_name, constant
from cmc.transpiler.syntax import nodes as lua


def lower_class(ctx: Context, node: lua.Local) -> bool:
    """`local C = { … }`"""
    shape = ctx.unit.classes.declared.get(node.id)
    if shape is None:
        return False
    base = lower_expression(ctx, shape.base) if shape.base is not None else ir.Helper("LuaObject")
    symbol = ctx.declare(shape.variable)
    symbol.alone = True
    of = _class_of(ctx, symbol) if shape.is_singleton else symbol
    made = ir.ClassDef(of, [base], [], [], origin=ctx.origin(node))
    ctx.classes[shape.variable] = made
    for name in shape.filled:
        made.fields.append(ir.ClassField(attribute_name(name), None, "Any"))
    for name in shape.nones:
        made.fields.append(ir.ClassField(identifier(name), constant(None), "Any"))
    if shape.initial:
        made.methods.append(_initializer(ctx, shape, node))
    later: list[tuple[str, ir.Expression]] = []
    for field in shape.constructor.fields:
        assert isinstance(field.key, lua.String)
        name = field.key.value
        if isinstance(field.value, lua.Function):
            _add_method(ctx, made, shape, name, field.value)
        elif _is_literal(field.value) and not shape.is_singleton:
            made.fields.append(ir.ClassField(identifier(name), lower_expression(ctx, field.value), "Any"))
        else:
            later.append((name, lower_expression(ctx, field.value)))
    ctx.emit(made)
    if shape.is_singleton:
        created = ir.Call(ir.Variable(of), [], origin=ctx.origin(node))
        if shape.inherited:
            created = ir.Call(ir.Helper("instance"), [ir.Variable(of)], origin=ctx.origin(node))
        ctx.emit(ir.Assign(ir.Variable(symbol), created, ctx.origin(node)))
    if shape.caller is not None:
        made.metaclass = ir.Helper("LuaFactory")
        if node.id not in ctx.unit.classes.callers and isinstance(node.values[0], lua.Call):
            _add_caller(ctx, made, shape.caller, ctx.origin(node))
    for name, value in later:
        target = ir.Attribute(ir.Variable(symbol), identifier(name))
        ctx.emit(ir.Assign(target, _wrapped(value, shape.modes.get(name, METHOD)), ctx.origin(node)))
    return True


def _class_of(ctx: Context, instance: ir.Symbol) -> ir.Symbol:
    """What the class of a table is called that is the only instance of it: `queue` is a `Queue`."""
    symbol = ctx.symbol(camel_case(instance.hint))
    symbol.alone = True
    return symbol


def _is_literal(node: lua.Expression) -> bool:
    """Whether an expression means the same in the body of a class."""
    if isinstance(node, lua.Table):
        return all(_is_literal(field.value) and (field.key is None or _is_literal(field.key)) for field in node.fields)
    if isinstance(node, lua.Unary):
        return node.op == "-" and isinstance(node.operand, lua.Number)
    return isinstance(node, lua.Nil | lua.Boolean | lua.Number | lua.String)


def _initializer(ctx: Context, shape: ClassShape, node: lua.Node) -> ir.FunctionDef:
    """`def __init__(self, a, b): self.a = a …`"""
    symbol = ir.Symbol("__init__", alone=True, name="__init__")
    function = ir.FunctionDef(symbol, [], None, [], [], parent=ctx.function, origin=ctx.origin(node))
    receiver = ir.Symbol("self", function, alone=True, parameter=True)
    function.locals.append(receiver)
    function.parameters.append(ir.Parameter(receiver))
    for name in shape.initial:
        value = ir.Symbol(identifier(name) if name != "self" else "self_", function, alone=True, parameter=True)
        function.locals.append(value)
        function.parameters.append(ir.Parameter(value))
        function.body.append(ir.Assign(ir.Attribute(ir.Variable(receiver), identifier(name)), ir.Variable(value)))
    return function


def lower_member_function(ctx: Context, node: lua.FunctionStatement) -> bool:
    """`function C.name() … end`, `function C:name() … end` in the body of the class."""
    return _lower_member(ctx, node.target, node.function)


def lower_member_value(ctx: Context, node: lua.Assign) -> bool:
    """`C.name = function() … end`, `C.limit = 10`"""
    if len(node.targets) != 1 or len(node.values) != 1:
        return False
    return _lower_member(ctx, node.targets[0], node.values[0])


def _lower_member(ctx: Context, target: lua.Expression, value: lua.Expression) -> bool:
    if not isinstance(target, lua.Index) or not isinstance(target.obj, lua.Name):
        return False
    variable = ctx.unit.scopes.uses.get(target.obj.id)
    made = ctx.classes.get(variable) if variable is not None else None
    if made is None or variable is None or not isinstance(target.key, lua.String):
        return False
    name = target.key.value
    shape = ctx.unit.classes.by_variable[variable]
    if ctx.out and ctx.out[-1] is made and _is_event_of_base(ctx, name, value):
        # `C.__tostring = Base.__tostring`
        made.fields.append(ir.ClassField(attribute_name(name), lower_expression(ctx, value)))
        ctx.placed = made
        return True
    if target.id not in shape.firsts or attribute_name(name) in _members(made):
        return False
    if isinstance(value, lua.Function):
        ctx.placed = _add_method(ctx, made, shape, name, value)
        return True
    if shape.is_singleton or not _is_literal(value) or isinstance(value, lua.Table | lua.Nil):
        # A nil would hide what the base has.
        return False
    made.fields.append(ir.ClassField(identifier(name), lower_expression(ctx, value), "Any"))
    ctx.placed = made
    return True


def _is_event_of_base(ctx: Context, name: str, value: lua.Expression) -> bool:
    """Whether an expression reads a metamethod of that name from a class that has had it from the beginning."""
    if name not in METHODS_OF_EVENTS or not isinstance(value, lua.Index) or not isinstance(value.obj, lua.Name):
        return False
    variable = ctx.unit.scopes.uses.get(value.obj.id)
    shape = ctx.unit.classes.by_variable.get(variable) if variable is not None else None
    return shape is not None and isinstance(value.key, lua.String) and value.key.value == name in shape.definite


def _members(made: ir.ClassDef) -> set[str]:
    return {field.name for field in made.fields} | {method.symbol.name for method in made.methods}


def _add_method(ctx: Context, made: ir.ClassDef, shape: ClassShape, name: str, node: lua.Function) -> ir.FunctionDef:
    spelled = attribute_name(name)
    function = build_function(ctx, node, ir.Symbol(spelled, alone=True, name=spelled))
    mode = shape.modes.get(name, METHOD)
    if name in METHODS_OF_EVENTS and function.parameters:
        # Nobody calls a metamethod without its operand.
        function.parameters[0].default = None
    if mode != METHOD and name not in METHODS_OF_EVENTS:
        function.decorators.append(ir.Builtin(mode))
    made.methods.append(function)
    return function


def _wrapped(value: ir.Expression, mode: str) -> ir.Expression:
    return value if mode == METHOD else ir.Call(ir.Builtin(mode), [value])


def _add_caller(ctx: Context, made: ir.ClassDef, caller: lua.Expression, origin: ir.Origin) -> None:
    """What is called when the class is: a static method, as it gets the class in any case."""
    name = "__lua_call__"
    if isinstance(caller, lua.Function):
        function = build_function(ctx, caller, ir.Symbol(name, alone=True, name=name))
        function.decorators.append(ir.Builtin(STATIC))
        made.methods.append(function)
    else:
        target = ir.Attribute(ir.Variable(made.symbol), name)
        ctx.emit(ir.Assign(target, _wrapped(lower_expression(ctx, caller), STATIC), origin))


def lower_caller(ctx: Context, node: lua.CallStatement) -> bool:
    """`setmetatable(C, { __call = … })`"""
    variable = ctx.unit.classes.callers.get(node.id)
    made = ctx.classes.get(variable) if variable is not None else None
    caller = ctx.unit.classes.by_variable[variable].caller if variable is not None else None
    if made is None or caller is None:
        return False
    _add_caller(ctx, made, caller, ctx.origin(node))
    if isinstance(caller, lua.Function):
        ctx.placed = made.methods[-1]
    return True


def lower_silent(ctx: Context, node: lua.Statement) -> bool:
    """`C.__index = C` says what a Python class does anyway; so does giving a metatable to what was made as instance."""
    return node.id in ctx.unit.classes.silent


def lower_creation(ctx: Context, node: lua.Table) -> ir.Expression | None:
    """A constructor whose table gets a class at once: `Stack()`, `Point(x, y)`."""
    creation = ctx.unit.classes.made.get(node.id)
    if creation is None:
        return None
    made = lower_expression(ctx, creation.of)
    values = [lower_expression(ctx, field.value) for field in node.fields]
    if creation.is_direct:
        return ir.Call(made, values, origin=ctx.origin(node))
    names = [field.key.value for field in node.fields if isinstance(field.key, lua.String)]
    keywords = list(zip(map(identifier, names), values, strict=True))
    return ir.Call(ir.Helper("instance"), [made], keywords, origin=ctx.origin(node))


def lower_handed(ctx: Context, node: lua.Call) -> ir.Expression | None:
    """`setmetatable(self, C)` where `self` is an instance already."""
    return lower_expression(ctx, node.args[0]) if node.id in ctx.unit.classes.handed else None


def lower_changed(ctx: Context, node: lua.Call) -> ir.Expression | None:
    """`setmetatable(Base.new(), C)`: the instance gets another class."""
    source = ctx.unit.classes.changed.get(node.id)
    if source is None:
        return None
    obj = lower_expression(ctx, node.args[0])
    return ir.Call(ir.Helper("reclass"), [obj, lower_expression(ctx, source)], origin=ctx.origin(node))


def lower_change_statement(ctx: Context, node: lua.CallStatement) -> bool:
    """`setmetatable(self, C)` as a statement: `self.__class__ = C`"""
    source = ctx.unit.classes.changed.get(node.call.id)
    if source is None:
        return False
    obj = lower_expression(ctx, node.call.args[0])
    ctx.emit(ir.Assign(ir.Attribute(obj, "__class__"), lower_expression(ctx, source), ctx.origin(node)))
    return True


def lower_attribute(ctx: Context, node: lua.Index) -> ir.Expression | None:
    """`x.name` of an instance or class."""
    if node.id not in ctx.unit.classes.attributes or not isinstance(node.key, lua.String):
        return None
    obj = lower_expression(ctx, node.obj)
    return ir.Attribute(obj, attribute_name(node.key.value), ctx.origin(node, "index", describe(ctx, node.obj)))
