"""IR as text."""

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.dump import dump_expression, dump_module, dump_statement
from tests.compiling import lowered


def test_module() -> None:
    """Names as the program has them, a number where two share one, helpers with `$`, Lua lines behind statements."""
    text = "-- adds\nlocal function add(a, b) return a + b end -- sum\nlocal x = add\ndo local x = x(1) end\n"
    module = lowered(text)
    assert dump_module(module) == (
        "def add(a, b=None):  @2\n" "    return $wrap((a + b)@2:add)  @2\n" "x = add  @3\n" "x.2 = x(1)@4:call  @4\n"
    )


def test_statements() -> None:
    """Blocks are indented below their head."""
    x = ir.Symbol("x")
    loop = ir.While(ir.Constant(True), [ir.If(ir.Variable(x), [ir.Break()], [ir.Continue()])])
    assert dump_statement(loop) == "while True:\n    if x:\n        break\n    else:\n        continue"
    attempt = ir.Try([ir.Pass()], x, [ir.Raise(ir.Variable(x))], [ir.Pass()], [ir.Return(None)])
    assert dump_statement(attempt) == (
        "try:\n    pass\nexcept Exception as x:\n    raise x\nelse:\n    pass\nfinally:\n    return"
    )
    block = ir.With(ir.Helper("to_close"), x, [ir.For(ir.Variable(x), ir.Constant("ab"), [ir.Pass()])])
    assert dump_statement(block) == "with $to_close as x:\n    for x in 'ab':\n        pass"


def test_comments_and_blank_lines() -> None:
    """Trivia stands where it will be printed."""
    trivia = ir.Trivia(True, ("above",), "beside", ("below",))
    assert dump_statement(ir.Pass(trivia=trivia)) == "\n# above\npass  # beside\n# below"


def test_expressions() -> None:
    """Every operation has its parentheses, and shows what can fail in it."""
    one, two = ir.Constant(1), ir.Constant("é")
    assert dump_expression(ir.Binary("+", one, ir.Unary("-", one))) == "(1 + (- 1))"
    assert dump_expression(ir.Boolean("or", [one, ir.Compare("is not", one, two)])) == r"(1 or (1 is not '\xe9'))"
    assert dump_expression(ir.Conditional(one, two, one)) == r"('\xe9' if 1 else 1)"
    assert dump_expression(ir.Dict([(one, one), (None, one)])) == "{1: 1, **1}"
    assert dump_expression(ir.Tuple([ir.Star(ir.List([one]))])) == "(*[1],)"
    assert dump_expression(ir.Walrus(ir.Symbol("y"), one)) == "(y := 1)"
    assert dump_expression(ir.Format(["a", (one, ""), (one, ">3")])) == "f'a{1}{1:>3}'"
    call = ir.Call(ir.Builtin("range"), [one], [("step", one)], ir.Origin(3, 0, "call", tail=True))
    assert dump_expression(call) == "range(1, step=1)@3:tail call"


def test_library_functions() -> None:
    """They are told from helpers and builtins of the same name."""
    call = ir.Call(ir.Library("string.len"), [ir.Call(ir.Builtin("len"), [ir.Helper("length")])])
    assert dump_expression(call) == "$lib.string.len(len($length))"
