"""What is known of a line: the kinds of its expressions, and the functions that it defines."""

from collections.abc import Iterator

from cmc.transpiler.analysis.flow.heap import NUMBERS, OTHERS, STRINGS, Key, Object
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import ANY, FUNCTION, TABLE
from cmc.transpiler.analysis.scopes import Variable
from cmc.transpiler.explain.exposure import through
from cmc.transpiler.explain.view import View, is_anything
from cmc.transpiler.explain.words import counted, joined, kinds_in_words
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

_MAX_FIELDS = 8
_SUMMARIES = {NUMBERS: "[number]", STRINGS: "[string]", OTHERS: "[other]"}
_SAID_BY_THEMSELVES = (lua.Nil, lua.Boolean, lua.Number, lua.String, lua.Paren, lua.Vararg, lua.Function)


def facts_at(view: View, line: int) -> list[tuple[str, str]]:
    """What is known at a line: the text of each expression, and what it may be, in the order of the text."""
    found: dict[str, str] = {}
    for node in sorted(_nodes_at(view, line), key=lambda node: (node.start, -node.end)):
        if isinstance(node, lua.Binding):
            variable = view.unit.scopes.declares[node.id]
            found.setdefault(node.name, f"{_VARIABLES[variable.kind]}: {_of_variable(view, variable)}")
        elif isinstance(node, lua.Function):
            found[_title(node)] = _of_function(view, node)
        elif isinstance(node, lua.Expression) and not isinstance(node, _SAID_BY_THEMSELVES):
            found.setdefault(view.text(node), _of_expression(view, node))
    return list(found.items())


_VARIABLES = {
    "local": "local",
    "param": "parameter",
    "for": "loop variable",
    "function": "local function",
    "env": "_ENV",
}


def _nodes_at(view: View, line: int) -> Iterator[lua.Node]:
    for node in walk(view.unit.chunk.body):
        if not isinstance(node, lua.Statement | lua.Block) and view.line(node) == line:
            yield node


def _title(node: lua.Function) -> str:
    names = ", ".join([*(param.name for param in node.params), *(["..."] if node.vararg else [])])
    return f"function {node.name}({names})" if node.name else f"function({names})"


def _of_variable(view: View, variable: Variable) -> str:
    unit, flow = view.unit.types.unit, view.flow
    if unit is None or flow is None:
        return "anything"
    bits = 0
    for chunk in (unit, *unit.clones):
        node = chunk.variables.get(variable)
        bits |= flow.graph.values[node] if node is not None else 0
    return in_words(view, bits)


def _of_expression(view: View, node: lua.Expression) -> str:
    words = in_words(view, view.bits(node))
    if isinstance(node, lua.Call | lua.MethodCall):
        count = view.unit.functions.count(node)
        results = "an unknown number of results" if count is None else counted(count, "result")
        return results if count != 1 and is_anything(view.bits(node)) else f"{results}: {words}"
    return words


def in_words(view: View, bits: int) -> str:
    """What a set may hold, with the fields of tables and the functions by name."""
    if not bits & (ANY | UNKNOWN):
        return "nothing: the code is never reached"
    words = kinds_in_words(bits)
    if is_anything(bits):
        return "anything"
    objects = view.objects(bits)
    details = {"table": [_table(view, made) for made in objects if made.sort == "table"] if bits & TABLE else []}
    details["function"] = _callees(view, bits) if bits & FUNCTION else []
    if bits & UNKNOWN:
        for known in details.values():
            if known:
                known.append("others")
    return joined([_detailed(word, details.get(word, [])) for word in words])


def _detailed(word: str, details: list[str]) -> str:
    shown = list(dict.fromkeys(details))[:3]
    return f"{word} {'; '.join(shown)}" if shown else word


def _table(view: View, made: Object) -> str:
    if made.is_exposed:
        return f"of any fields ({through(view, made)})"
    names = [str(_SUMMARIES.get(key, key) if isinstance(key, int) else key) for key in _fields(view, made)]
    more = f" and {len(names) - _MAX_FIELDS} more" if len(names) > _MAX_FIELDS else ""
    return f"with {', '.join(names[:_MAX_FIELDS])}{more}" if names else "without fields"


def _fields(view: View, made: Object) -> list[Key]:
    """The keys that something is stored under."""
    assert view.flow is not None
    values = view.flow.graph.values
    return [key for key, node in made.fields.items() if values[node] & (ANY | UNKNOWN)]


def _callees(view: View, bits: int) -> list[str]:
    found = []
    for made in view.objects(bits):
        if made.sort == "library":
            found.append(f"`{made.path.lstrip('$')}`")
        elif isinstance(made.node, lua.Function):
            source = view.source_of(made.home)
            name = f"`{made.node.name}` " if made.node.name else ""
            found.append(f"{name}({view.place(made.node, source)}) with {_number_of_results(view, made)}")
    return found


def _number_of_results(view: View, made: Object) -> str:
    arity = view.unit.functions.arity
    if arity is None:
        return "an unknown number of results"
    if made.node in arity.single:
        return "1 result"
    return "1 result at most" if made.node in arity.settled else "an unknown number of results"


def _of_function(view: View, node: lua.Function) -> str:
    unit, flow = view.unit.types.unit, view.flow
    if unit is None or flow is None:
        return "nothing is known of its calls"
    made = unit.functions[node.id]
    parts = [_number_of_results(view, made)]
    exposed = next(
        (each.functions[node.id] for each in (unit, *unit.clones) if _is_exposed(each.functions, node)), None
    )
    if exposed is not None:
        parts.append(f"exposed, {through(view, exposed)}: it may be called with anything")
        return "; ".join(parts)
    sites = flow.sites.get(node, [])
    if node in flow.handed:
        parts.append("called by functions of the library")
    elif not sites:
        parts.append("closed, and never called")
    else:
        calls = "its only call is" if len(sites) == 1 else f"all of its {len(sites)} calls are"
        parts.append(f"closed: {calls} known")
    least = view.unit.functions.least.get(node.id)
    if least is not None and node.params:
        passed = f"at least {least} of" if least < len(node.params) else "all of"
        parts.append(f"calls pass {passed} its {counted(len(node.params), 'parameter')}")
    return "; ".join(parts)


def _is_exposed(functions: dict[int, Object], node: lua.Function) -> bool:
    return node.id in functions and functions[node.id].is_exposed
