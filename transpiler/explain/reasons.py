"""Why a node of the Lua text needs a helper: which kinds of values the plain form of Python would get wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import (
    ANY,
    BIG,
    BOOLEAN,
    COUNTER,
    FLOAT,
    FUNCTION,
    INTEGER,
    NIL,
    NUMBER,
    OTHER,
    SMALL,
    STRING,
    TABLE,
    TEXT,
)
from cmc.transpiler.analysis.library import FUNCTIONS
from cmc.transpiler.explain.uses import Use
from cmc.transpiler.explain.view import View
from cmc.transpiler.explain.words import kinds_in_words, with_article
from cmc.transpiler.lower.operators.arithmetic import HELPERS
from cmc.transpiler.lower.operators.concat import operands_of
from cmc.transpiler.syntax import nodes as lua


@dataclass(frozen=True, slots=True)
class Cause:
    """A part of a reason: what is said, the expression at fault with the kinds that are, and what would be better.

    `wanted` is the LuaLS type that a parameter at the root of it would have to be annotated with.
    """

    text: str
    expression: lua.Expression | None = None
    bad: int = 0
    wanted: str = ""


PLAIN = {
    "Table": "a new table",
    "Namespace": "a table that is there once, as an object with attributes",
    "LuaObject": "the base of all classes",
    "LuaFactory": "the class is called by a function of its own",
    "instance": "a new instance, whose class takes its fields in more than one way",
    "reclass": "an instance gets another class",
    "require": "another module of the program",
    "array": "a new table of values in order",
    "pairs": "the loop over `pairs` itself",
    "keys": "the loop over the keys of `pairs` itself",
    "ipairs": "the loop over `ipairs` itself",
    "values": "the loop over the values of `ipairs` itself",
    "append": "the element goes to the end of a Lua table",
    "to_close": "the variable is closed at the end of its block",
}
"""Helpers that are the plain way to say something: nothing would be better, whatever were known."""


def causes_of(view: View, use: Use) -> list[Cause]:
    """Why a helper is used, the main cause first; never empty."""
    if use.helper in PLAIN:
        return [Cause(PLAIN[use.helper])]
    rule = _RULES.get(use.helper, _of_kinds)
    return list(rule(view, use)) or [Cause(_REMARKS.get(use.helper, "no form of Python is known to do the same"))]


_REMARKS = {
    "wrap": "the result may go beyond 64 bits, where Lua wraps around",
    "power": "Python's `**` raises, or gives an integer, where Lua gives a float",
    "div": "a division by zero raises in Python, and gives inf or nan in Lua",
    "mod": "of floats, Python's `%` differs for infinities and zero",
    "idiv": "of floats, Python's `//` differs for infinities and zero",
    "shl": "bits beyond 64 are dropped in Lua",
    "shr": "Lua shifts zeros in, and takes any count",
    "bnot": "Lua takes floats with integral values as well",
    "neg": "the smallest integer is its own opposite",
    "length": "the length of a table is a border of it, which Python's `len` does not know",
    "concat": "the braces of an f-string hold no literals before Python 3.12",
    "steps": "whether the loop counts integers or floats is found when it runs",
    "tail": "calls in tail position may build a chain without end, which must not grow the stack",
    "truthy": "the program watches the collector, which a variable for the value would be noticed by",
    "sized": "a value may be nil, and the border of such a table depends on how it was written",
    "construct": "keys and positions may meet, or a key may be nil",
    "call": "values that are no functions may have been made callable",
    "closing_values": "the loop may get a fourth value, which is closed when it ends",
    "Cell": "closures share the variable, it is fresh in every iteration, and it is assigned",
    "setindex": "the value is evaluated after the table and key in Lua, before them in Python",
    "index": "a boolean as a key would meet the numbers 0 and 1 in Python",
    "method": "strings have methods as well",
}
"""What there is to say of a helper where no operand is at fault."""


def _may_be(view: View, expression: lua.Expression, bad: int, wanted: str = "") -> Iterator[Cause]:
    """The cause that an expression may have some kinds, if it may."""
    kinds = view.kinds(expression)
    found = kinds & bad
    if found and not view.bits(expression) & ANY:
        yield Cause(f"nothing is seen to come to `{view.text(expression)}`, so that nothing is assumed of it")
    elif found:
        words = with_article(kinds_in_words(found if kinds != ANY else ANY))
        yield Cause(f"`{view.text(expression)}` may be {words}", expression, found, wanted)


def _of_kinds(view: View, use: Use) -> Iterator[Cause]:
    """For helpers without a rule of their own: what the operands may be."""
    node = use.node
    operands: list[lua.Expression] = []
    if isinstance(node, lua.Binary):
        operands = [node.left, node.right]
    elif isinstance(node, lua.Unary):
        operands = [node.operand]
    elif isinstance(node, lua.Index):
        operands = [node.obj, node.key]
    for operand in operands:
        yield from _may_be(view, operand, ANY)


def _arithmetic(view: View, use: Use) -> Iterator[Cause]:
    node = use.node
    if not isinstance(node, lua.Binary | lua.Unary):
        return
    operands = [node.left, node.right] if isinstance(node, lua.Binary) else [node.operand]
    bad = ANY & ~NUMBER if view.unit.basic_metatables else ANY & ~(NUMBER | NIL)
    is_bitwise = node.op in ("&", "|", "~", "<<", ">>")
    if is_bitwise:
        bad |= FLOAT | NIL
    floats = any(view.kinds(operand) & ~NIL == FLOAT for operand in operands)
    wanted = "integer" if is_bitwise or not (floats or node.op in ("/", "^")) else "number"
    for operand in operands:
        yield from _may_be(view, operand, bad, wanted)
    if is_bitwise or node.op in ("+", "-", "*"):
        return
    for operand in operands:
        if node.op in ("%", "//") and not any(view.kinds(each) & bad for each in operands):
            yield from _may_be(view, operand, FLOAT | NIL, "integer")
        elif use.helper == "neg":
            yield from _may_be(view, operand, BIG)


def _wrapped(view: View, use: Use) -> Iterator[Cause]:
    node = use.node
    if isinstance(node, lua.Binary):
        too_big = BIG | COUNTER if node.op == "*" else BIG
        for operand in (node.left, node.right):
            for cause in _may_be(view, operand, too_big):
                yield Cause(
                    f"`{view.text(operand)}` may be an integer of any size, and the result go beyond 64 bits",
                    cause.expression, cause.bad,
                )  # fmt: skip


def _concat(view: View, use: Use) -> Iterator[Cause]:
    node = use.node
    if not isinstance(node, lua.Binary):
        return
    operands = operands_of(node)
    for operand in operands:
        yield from _may_be(view, operand, ANY & ~(TEXT | INTEGER), "string")
    texts = [operand for operand in operands if view.kinds(operand) & STRING]
    if len(texts) > 1:
        yield Cause(f"`{view.text(texts[0])}` and `{view.text(texts[1])}` may end and begin with halves of a character")


def _equality(view: View, use: Use) -> Iterator[Cause]:
    node = use.node
    if not isinstance(node, lua.Binary):
        return
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if view.kinds(one) & BOOLEAN and view.kinds(other) & NUMBER:
            yield Cause(
                f"`{view.text(one)}` may be a boolean and `{view.text(other)}` a number, which Python takes for equal",
                one, BOOLEAN, "number" if view.kinds(other) & ~NUMBER == 0 else "string",
            )  # fmt: skip
            return


def _order(view: View, use: Use) -> Iterator[Cause]:
    node = use.node
    if not isinstance(node, lua.Binary):
        return
    sides = (node.left, node.right)
    kinds = [view.kinds(side) & ~NIL for side in sides]
    wanted = "string" if any(kind and not kind & ~TEXT for kind in kinds) else "number"
    good = NIL | (TEXT if wanted == "string" else NUMBER)
    for side in sides:
        yield from _may_be(view, side, ANY & ~good, wanted)
    if not any(kind & ~TEXT for kind in kinds):
        for side in sides:
            if view.kinds(side) & STRING:
                text = f"`{view.text(side)}` may hold bytes that are no characters, which Python orders differently"
                yield Cause(text, side, STRING)


def _index(view: View, use: Use) -> Iterator[Cause]:
    node = use.node
    if view.unit.basic_metatables:
        yield Cause("values that are no tables may have been given fields")
    if isinstance(node, lua.Index):
        yield from _may_be(view, node.obj, TEXT, "table")
        for cause in _may_be(view, node.key, BOOLEAN | OTHER, "integer"):
            yield Cause(f"{cause.text}, which Python takes for a number", cause.expression, cause.bad, cause.wanted)
    elif isinstance(node, lua.MethodCall):
        yield from _may_be(view, node.obj, TEXT, "table")
    elif isinstance(node, lua.Name):
        yield Cause("`_ENV` is a variable of the program")


def _set_index(view: View, use: Use) -> Iterator[Cause]:
    node = use.node
    targets: list[lua.Expression] = []
    values: list[lua.Expression] = []
    if isinstance(node, lua.Assign):
        targets, values = node.targets, node.values
    elif isinstance(node, lua.FunctionStatement):
        targets = [node.target]
    for target in targets:
        if isinstance(target, lua.Index):
            for cause in _may_be(view, target.key, ANY & ~(TEXT | INTEGER), "integer"):
                yield Cause(f"the key {cause.text}", cause.expression, cause.bad, cause.wanted)
    for value in values:
        if view.kinds(value) & NIL:
            yield Cause(f"`{view.text(value)}` may be nil, which clears the field", value, NIL, "any")
    if len(values) < len(targets):
        yield Cause("how many values there are is not known")


def _results(view: View, use: Use) -> Iterator[Cause]:
    node: lua.Node = use.node
    listed: list[lua.Expression] = []
    if use.helper == "first" and isinstance(node, lua.Call | lua.MethodCall | lua.Vararg):
        listed = [node]
    elif isinstance(node, lua.Call | lua.MethodCall):
        listed = node.args
    elif isinstance(node, lua.CallStatement):
        listed = node.call.args
    elif isinstance(node, lua.Local | lua.Assign | lua.Return | lua.GenericFor):
        listed = node.values
    elif isinstance(node, lua.Table):
        listed = [field.value for field in node.fields]
    if listed:
        yield _number_of_results(view, listed[-1])


def _number_of_results(view: View, node: lua.Expression) -> Cause:
    """Why it is not known how many values an expression gives."""
    if isinstance(node, lua.Vararg):
        return Cause("`...` stands for any number of values")
    if not isinstance(node, lua.Call | lua.MethodCall):
        return Cause("how many values there are is not known")
    text = view.text(node.func) if isinstance(node, lua.Call) else f"{view.text(node.obj)}:{node.name}"
    if isinstance(node, lua.Call) and view.unit.functions.library.given(node) is not None:
        return Cause(f"`{text}` gives any number of results")
    chunk = view.unit.types.unit
    bits = chunk.bits_of_callee(view.flow, node.id) if chunk is not None and view.flow is not None else UNKNOWN
    if bits & (UNKNOWN | OTHER):
        callee = node.func if isinstance(node, lua.Call) else node.obj
        return Cause(f"`{text}` may be a function that is not known, with any number of results", callee, FUNCTION)
    for made in view.objects(bits):
        if made.sort == "library":
            given = FUNCTIONS.get(made.path)
            if given is None or given.count != 1:
                return Cause(f"`{text}` may be `{made.path.lstrip('$')}`, which gives any number of results")
        elif made.sort in ("wrapped", "thread"):
            return Cause(f"`{text}` resumes a coroutine, which may yield any number of values")
        elif made.sort == "function" and not _is_single(view, made):
            return Cause(f"`{text}` may give no result, or several: {_returns(view, made)}")
    return Cause(f"how many results `{text}` gives is not known")


def _is_single(view: View, callee: Object) -> bool:
    arity = view.unit.functions.arity
    return arity is not None and (callee.node in arity.single or callee.node in arity.settled)


def _returns(view: View, callee: Object) -> str:
    """Which `return` of a function gives other than one result."""
    unit = callee.home
    source = view.source_of(unit)
    assert callee.node is not None
    for node in unit.returns[callee.node.id]:
        if len(node.values) != 1:
            return f"`{view.text(node, source)}` ({view.place(node, source)})"
    for node in unit.returns[callee.node.id]:
        if isinstance(node.values[0], lua.Call | lua.MethodCall | lua.Vararg):
            return f"`{view.text(node, source)}` hands on what it gets ({view.place(node, source)})"
    return f"it may end without a `return` ({view.place(callee.node, source)})"


def _steps(view: View, use: Use) -> Iterator[Cause]:
    node = use.node
    if isinstance(node, lua.NumericFor):
        for part in (node.first, node.limit, *([node.step] if node.step is not None else [])):
            yield from _may_be(view, part, ANY & ~INTEGER, "integer")
        if node.step is not None and not isinstance(node.step, lua.Number | lua.Unary):
            yield Cause(f"the step `{view.text(node.step)}` is no literal: it may be negative, or zero")


def _loop(view: View, use: Use) -> Iterator[Cause]:
    node = use.node
    if isinstance(node, lua.GenericFor):
        yield Cause(f"`{view.text(node.values[0])}` gives an iterator that Python has no loop for")


def _length(view: View, use: Use) -> Iterator[Cause]:
    node = use.node
    if isinstance(node, lua.Unary) and not view.kinds(node.operand) & ~TEXT:
        yield Cause(f"`{view.text(node.operand)}` may hold characters of several bytes, of which Lua counts the bytes")
    elif isinstance(node, lua.Unary) and view.kinds(node.operand) & ~(TABLE | NIL):
        yield from _may_be(view, node.operand, ANY & ~TABLE, "table")


def _sized(view: View, use: Use) -> Iterator[Cause]:
    if isinstance(use.node, lua.Table):
        for field in use.node.fields:
            if field.key is None:
                yield from _may_be(view, field.value, NIL)


def _quotient(view: View, use: Use) -> Iterator[Cause]:
    yield from _arithmetic(view, use)
    node = use.node
    if isinstance(node, lua.Binary) and not isinstance(node.right, lua.Number):
        yield Cause(f"`{view.text(node.right)}` may be zero, which Python does not divide by")
    elif isinstance(node, lua.Binary):
        yield from _may_be(view, node.left, ANY & INTEGER & ~SMALL)


_RULES: dict[str, Callable[[View, Use], Iterator[Cause]]] = {
    **dict.fromkeys((*HELPERS.values(), "neg", "bnot"), _arithmetic),
    "div": _quotient, "wrap": _wrapped, "concat": _concat, "eq": _equality,
    **dict.fromkeys(("lt", "le", "gt", "ge"), _order),
    "index": _index, "method": _index, "setindex": _set_index,
    **dict.fromkeys(("first", "results", "adjust"), _results),
    "steps": _steps, **dict.fromkeys(("each", "each1", "each2"), _loop), "length": _length, "sized": _sized,
    **dict.fromkeys(("call", "tail", "truthy", "construct", "closing_values", "Cell"), lambda view, use: iter(())),
}  # fmt: skip
