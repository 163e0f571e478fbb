"""The check of IR: good modules pass, and each rule finds what breaks it."""

from collections.abc import Callable

import pytest

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.check import check_module
from tests.compiling import HELPERS, complaints, lowered, named

EVERYTHING = """
-- a comment
local a <const>, b = 1, {1, x = 2, [b] = 3, f()}
local function f(x, ...)
  local y <close> = x
  a_global.field, b[1] = b, a
  if x then return f(...) elseif y then return ... else goto out end
  for i = 1, 3 do b = function() i = i + b; return b end end
  for k, v in pairs(b), nil, nil, x do while k do repeat local z = v until z; break end end
  ::out::
  return -a + (x or b) .. "text", not y, #b, x:method(1)
end
function b.c:d() return self end
return f
"""


@pytest.mark.parametrize("chunk", [False, True])
def test_lowered_modules_are_valid(chunk: bool) -> None:
    """A text with every construct gives valid IR, before the passes and after them."""
    assert complaints(lowered(EVERYTHING, chunk=chunk)) == []
    assert complaints(named(EVERYTHING, chunk=chunk)[0]) == []


def _module(*body: ir.Statement) -> ir.Module:
    return ir.Module(list(body))


def _variable(owner: ir.Module | ir.FunctionDef, hint: str = "x") -> ir.Symbol:
    symbol = ir.Symbol(hint, owner)
    owner.locals.append(symbol)
    return symbol


def _function(module: ir.Module, *body: ir.Statement) -> ir.FunctionDef:
    function = ir.FunctionDef(_variable(module, "f"), [], None, [], list(body), parent=module)
    module.body.append(function)
    return function


def _set(symbol: ir.Symbol, value: ir.Expression | None = None) -> ir.Assign:
    return ir.Assign(ir.Variable(symbol), value or ir.Constant(1))


def _do(value: ir.Expression) -> ir.ExpressionStatement:
    return ir.ExpressionStatement(value)


# Ways to break a rule


def _unlisted_symbol() -> ir.Module:
    module = _module()
    module.body.append(_set(ir.Symbol("x", module)))
    return module


def _orphan_symbol() -> ir.Module:
    return _module(_set(ir.Symbol("x")))


def _symbol_of_a_function_inside() -> ir.Module:
    module = _module()
    function = _function(module)
    inner = _variable(function)
    function.body.append(_set(inner))
    module.body.append(_do(ir.Variable(inner)))
    return module


def _symbol_of_another_owner() -> ir.Module:
    module = _module()
    _variable(module).owner = _module()
    return module


def _symbol_listed_twice() -> ir.Module:
    module = _module()
    module.locals.append(_variable(module))
    return module


def _symbol_without_value() -> ir.Module:
    module = _module()
    module.body.append(_do(ir.Variable(_variable(module))))
    return module


def _foreign_parameter() -> ir.Module:
    module = _module()
    function = _function(module, ir.Pass())
    function.parameters.append(ir.Parameter(_variable(module)))
    return module


def _default_before_none() -> ir.Module:
    module = _module()
    function = _function(module, ir.Pass())
    function.parameters.append(ir.Parameter(_variable(function, "x"), ir.Constant(None)))
    function.parameters.append(ir.Parameter(_variable(function, "y")))
    return module


def _wrong_parent() -> ir.Module:
    module = _module()
    _function(module, ir.Pass()).parent = None
    return module


def _shared_node() -> ir.Module:
    shared = ir.Call(ir.Builtin("len"), [])
    return _module(_do(shared), _do(shared))


def _shared_statement() -> ir.Module:
    statement = ir.Pass()
    return _module(statement, statement)


def _empty_body() -> ir.Module:
    return _module(ir.While(ir.Constant(True), []))


def _empty_function() -> ir.Module:
    module = _module()
    _function(module)
    return module


def _break_in_a_function_in_a_loop() -> ir.Module:
    module = _module()
    function = ir.FunctionDef(_variable(module, "f"), [], None, [], [ir.Break()], parent=module)
    module.body.append(ir.While(ir.Constant(True), [function]))
    return module


def _unknown_helper() -> ir.Module:
    return _module(_do(ir.Helper("frobnicate")))


def _bad_tail() -> ir.Module:
    origin = ir.Origin(1, 0, tail=True)
    return _module(_do(ir.Item(ir.Constant("x"), ir.Constant(1), origin)))


BROKEN: dict[str, tuple[Callable[[], ir.Module], str]] = {
    "unlisted symbol": (_unlisted_symbol, "is not listed by the module"),
    "orphan symbol": (_orphan_symbol, "has no owner"),
    "inner symbol": (_symbol_of_a_function_inside, "belongs to function 'f', which is not around the module"),
    "other owner": (_symbol_of_another_owner, "which does not own it"),
    "listed twice": (_symbol_listed_twice, "is listed twice"),
    "no value": (_symbol_without_value, "'x' of the module never gets a value"),
    "foreign parameter": (_foreign_parameter, "parameter 'x' is no variable of function 'f'"),
    "defaults": (_default_before_none, "a parameter without default behind one that has"),
    "parent": (_wrong_parent, "the parent of function 'f' is not what it stands in"),
    "shared node": (_shared_node, "a node stands in two places: len()"),
    "shared statement": (_shared_statement, "a node stands in two places: pass"),
    "empty loop": (_empty_body, "a block of While is empty"),
    "empty function": (_empty_function, "the body of function 'f' is empty"),
    "break through a function": (_break_in_a_function_in_a_loop, "jump outside a loop: break"),
    "helper": (_unknown_helper, "the runtime has no helper 'frobnicate'"),
    "tail": (_bad_tail, "only a call that is returned can be in tail position"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_rule(name: str) -> None:
    """What breaks one rule is told of, and nothing else is."""
    make, message = BROKEN[name]
    (complaint,) = complaints(make())
    assert message in complaint


ONE = ir.Constant(1)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (ir.Return(None), "return outside a function: return"),
        (ir.Continue(), "jump outside a loop: continue"),
        (ir.Assign(ONE, ONE), "Constant cannot be assigned to: 1 = 1"),
        (ir.Assign(ir.Tuple([]), ONE), "nothing is assigned to"),
        (ir.AugmentedAssign(ir.Item(ONE, ONE), "<", ONE), "'<=' is no operator"),
        (ir.Try([ir.Pass()], None, [], [], []), "nothing is caught"),
        (ir.Try([ir.Pass()], None, [], [ir.Pass()], [ir.Pass()]), "else without a handler"),
        (_do(ir.Star(ONE)), "a rest stands alone"),
        (_do(ir.Binary("+", ONE, ir.Star(ONE))), "a rest stands in Binary: (1 + *1)"),
        (_do(ir.Call(ir.Builtin("len"), [], [("a", ONE), ("a", ONE)])), "a keyword comes twice"),
        (_do(ir.Call(ir.Builtin("len"), [], [("if", ONE)])), "'if' is no name of Python"),
        (_do(ir.Attribute(ONE, "a b")), "'a b' is no name of Python"),
        (_do(ir.Builtin("lenght")), "Python has no builtin 'lenght'"),
        (_do(ir.Library("string.a.b.c")), "the library has no 'string.a.b.c'"),
        (_do(ir.Binary("..", ONE, ONE)), "'..' is no operator"),
        (_do(ir.Compare("~=", ONE, ONE)), "'~=' is no comparison"),
        (_do(ir.Unary("#", ONE)), "'#' is no sign"),
        (_do(ir.Boolean("xor", [ONE, ONE])), "'xor' is no boolean operator"),
        (_do(ir.Boolean("and", [ONE])), "needs two operands"),
        (_do(ir.Constant(b"x")), "bytes has no literal"),  # type: ignore[arg-type]  # the defect to be found
        (ir.Pass(ir.Origin(11, 0)), "Pass comes from line 11 of a text with 10 lines"),
        (ir.Pass(ir.Origin(1, -1)), "offset -1 is before the text"),
        (_do(ir.Call(ONE, [], [], ir.Origin(1, 0, "juggle"))), "nothing in Lua is called 'juggle'"),
        (_do(ir.Call(ONE, [], [], ir.Origin(1, 0, "call", (("thing", "x"),)))), "no message calls an operand 'thing'"),
    ],
)
def test_rules_for_one_statement(statement: ir.Statement, message: str) -> None:
    """What is wrong with a statement by itself."""
    (complaint,) = check_module(_module(statement), HELPERS, 10)
    assert message in complaint


def test_plain_reads_may_be_shared() -> None:
    """A variable that is read twice may be one node: there is nothing in it that a pass could rewrite."""
    module = _module()
    read = ir.Attribute(ir.Variable(_variable(module)), "value")
    module.body += [_set(module.locals[0]), _do(read), _do(read)]
    assert complaints(module) == []
