"""Lua forms: through them Lua programs call typed Python functions.

A shim is written as ordinary Python. Lua calls it with any number of arguments, of any type, and counts them from 1 in
its messages. The Lua form stands between: a function that is written out for one signature, so that a call does what
the annotations ask for and nothing else. For `def query(self, sql: str, *params: Any) -> Table` it is

    def lua_form(a1=None, a2=None, *rest):
        if not (isinstance(a1, class1)): a1 = convert1(a1, 1, name)
        if not (type(a2) is str and a2.isascii()): a2 = convert2(a2, 2, name)
        return function(a1, a2, *rest)

The rules of conversion are those of the CopperMoon specification, section 0.1; the messages are Lua's.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType, FunctionType, NoneType, UnionType
from typing import Annotated, Any, Self, Union, get_args, get_origin, get_type_hints

from cmc.runtime.core.arguments import MISSING, argument_error
from cmc.runtime.core.errors import LuaError, object_type_name
from cmc.runtime.core.numbers import MAX_INTEGER, MIN_INTEGER, format_number, parse_number
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import has_escaped, to_bytes
from cmc.runtime.core.values import type_name
from cmc.runtime.stdlib.library import register

Convert = Callable[[Any, int, str], Any]
"""Converts a value that did not pass a kind's test; gets the argument's number and the function's name for messages."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How arguments of one annotation are checked.

    `lua` is the type as messages and the manifest call it. `test` is the source of an expression over `{x}` that is
    true for values that need no conversion; it may use `Table`, `FunctionType` and `{cls}`. A shim makes a kind of its
    own with `Annotated[str, Kind(…)]`.
    """

    lua: str
    test: str
    convert: Convert
    cls: type | None = None


# Messages


def bad_argument(number: int, message: str, name: str) -> LuaError:
    """`bad argument #1 to 'decode' (message)`; `name` is used where the call site does not tell one."""
    error = argument_error(number, message)
    return LuaError(error.value.replace(" to '?' (", f" to '{name}' (", 1))


def mismatch(value: Any, number: int, name: str, expected: str) -> LuaError:
    """`bad argument #1 to 'decode' (string expected, got nil)`"""
    return bad_argument(number, f"{expected} expected, got {object_type_name(value)}", name)


def utf8_problem(text: str) -> str:
    """What keeps a Lua string from being UTF-8 text, empty if nothing does."""
    if not has_escaped(text):
        return ""
    try:
        to_bytes(text).decode()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return f"incomplete utf-8 byte sequence from index {error.start}"
        return f"invalid utf-8 sequence of {error.end - error.start} bytes from index {error.start}"
    return ""


# Conversions


def to_byte_string(value: Any, number: int, name: str) -> str:
    """A string, or a number as a string."""
    if type(value) is str:
        return value
    if type(value) is int or type(value) is float:
        return format_number(value)
    raise mismatch(value, number, name, "string")


def to_text(value: Any, number: int, name: str) -> str:
    """A string that is UTF-8 text, or a number as a string."""
    text = to_byte_string(value, number, name)
    problem = utf8_problem(text)
    if problem:
        raise bad_argument(number, problem, name)
    return text


def to_number(value: Any, number: int, name: str) -> int | float:
    """A number, or a string that spells one."""
    parsed = parse_number(value) if type(value) is str else value
    if type(parsed) is int or type(parsed) is float:
        return parsed
    raise mismatch(value, number, name, "number")


def to_float(value: Any, number: int, name: str) -> float:
    """A number as a float."""
    return float(to_number(value, number, name))


def to_integer(value: Any, number: int, name: str) -> int:
    """A number as an integer; fractions are cut off."""
    parsed = to_number(value, number, name)
    if type(parsed) is float:
        if parsed - parsed != 0.0 or not MIN_INTEGER <= parsed <= MAX_INTEGER:
            raise bad_argument(number, "number has no integer representation", name)
        return int(parsed)
    return int(parsed)


def to_boolean(value: Any, number: int, name: str) -> bool:
    """Lua's truth of any value."""
    return value is not None and value is not False


def to_table(value: Any, number: int, name: str) -> Table:
    """A table; nothing converts to one."""
    if isinstance(value, Table):
        return value
    raise mismatch(value, number, name, "table")


def to_function(value: Any, number: int, name: str) -> Callable[..., Any]:
    """A function of any Python kind; callable tables are none."""
    if type_name(value) == "function":
        return value  # type: ignore[no-any-return]
    raise mismatch(value, number, name, "function")


def _to_instance(lua_name: str) -> Convert:
    def convert(value: Any, number: int, name: str) -> Any:
        if number > 1 and type_name(value) == "userdata":
            raise LuaError("userdata is not expected type")
        raise mismatch(value, number, name, lua_name)

    return convert


_KINDS: dict[Any, Kind] = {
    Any: Kind("any", "True", lambda value, number, name: value),
    bool: Kind("boolean", "type({x}) is bool", to_boolean),
    int: Kind("integer", "type({x}) is int", to_integer),
    float: Kind("number", "type({x}) is float", to_float),
    str: Kind("string", "type({x}) is str and {x}.isascii()", to_text),
    Table: Kind("table", "isinstance({x}, Table)", to_table),
    Callable: Kind("function", "type({x}) is FunctionType", to_function),
}

Bytes = Annotated[str, Kind("string", "type({x}) is str", to_byte_string)]
"""Annotation of parameters that take any byte string; `str` stands for text, which must be UTF-8."""

_NUMBER = Kind("number", "type({x}) is int or type({x}) is float", to_number)


def kind_of(annotation: Any) -> Kind:
    """The kind of an annotation without its None.

    Raises:
        TypeError: arguments of that annotation cannot come from Lua.
    """
    if get_origin(annotation) is Annotated:
        own = next((note for note in get_args(annotation)[1:] if isinstance(note, Kind)), None)
        return own or kind_of(get_args(annotation)[0])
    if get_origin(annotation) is Callable or annotation is Callable:
        return _KINDS[Callable]
    found = _KINDS.get(annotation)
    if found is not None:
        return found
    if get_origin(annotation) in (Union, UnionType):
        members = [member for member in get_args(annotation) if member is not NoneType]
        return kind_of(members[0]) if len(members) == 1 else _union_kind(members)
    if isinstance(annotation, type) and hasattr(annotation, "lua_path"):
        path: str = annotation.lua_path
        return Kind(path, "isinstance({x}, {cls})", _to_instance(path.rpartition(".")[2]), annotation)
    raise TypeError(f"no arguments from Lua can be had for the annotation {annotation!r}")


def _union_kind(members: list[Any]) -> Kind:
    """The kind of a union: the member of the value's own type decides; nothing is converted from one to another."""
    if set(members) == {int, float}:
        return _NUMBER
    kinds = [kind_of(member) for member in members]
    lua = "|".join(kind.lua for kind in kinds)

    def convert(value: Any, number: int, name: str) -> Any:
        found = type_name(value)
        for kind in kinds:
            if kind.lua == found or (kind.cls is not None and isinstance(value, kind.cls)):
                return value if kind.cls is not None else kind.convert(value, number, name)
        raise mismatch(value, number, name, " or ".join(kind.lua for kind in kinds))

    return Kind(lua, "False", convert)


# Signatures


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter as Lua sees it."""

    name: str
    kind: Kind
    optional: bool
    default: Any
    rest: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """Parameters and results of a shim function, from its annotations. `results` is None where the number varies."""

    parameters: tuple[Parameter, ...]
    results: tuple[str, ...] | None


def signature_of(function: Callable[..., Any], owner: type | None = None) -> Signature:
    """The signature of a shim function; `owner` is the class of a method.

    Raises:
        TypeError: an annotation is missing, or of no use to Lua.
    """
    hints = get_type_hints(function, include_extras=True)
    parameters = []
    for position, parameter in enumerate(inspect.signature(function).parameters.values()):
        if parameter.kind is parameter.KEYWORD_ONLY:
            continue
        if position == 0 and owner is not None:
            annotation: Any = owner
        elif parameter.name in hints:
            annotation = hints[parameter.name]
        else:
            raise TypeError(f"{function.__qualname__}: the parameter {parameter.name} has no annotation")
        has_default = parameter.default is not parameter.empty
        parameters.append(
            Parameter(
                parameter.name,
                kind_of(annotation),
                has_default or _takes_none(annotation),
                parameter.default if has_default else None,
                parameter.kind is parameter.VAR_POSITIONAL,
            )
        )
    if "return" not in hints:
        raise TypeError(f"{function.__qualname__} has no annotation of its result")
    return Signature(tuple(parameters), _results(hints["return"], owner))


def _takes_none(annotation: Any) -> bool:
    return annotation is Any or NoneType in get_args(annotation)


def _results(annotation: Any, owner: type | None) -> tuple[str, ...] | None:
    if annotation is NoneType:
        return ()
    if get_origin(annotation) is tuple:
        items = get_args(annotation)
        return None if Ellipsis in items else tuple(lua_type(item, owner) for item in items)
    return (lua_type(annotation, owner),)


def lua_type(annotation: Any, owner: type | None = None) -> str:
    """The name of an annotation's type for the manifest, as `string|nil`."""
    if annotation is Self and owner is not None:
        annotation = owner
    name = "nil" if annotation is NoneType else kind_of(annotation).lua
    return f"{name}|nil" if name not in ("nil", "any") and _takes_none(annotation) else name


def results_text(results: Sequence[str] | None) -> str:
    """Results as the compiled code relies on them (`core/results.py`): one type, `nothing` or `many`."""
    if results is None or len(results) > 1:
        return "many"
    return results[0] if results else "nothing"


# Writing forms


def lua_form(
    function: Callable[..., Any], name: str, owner: type | None = None, into: FunctionType | None = None
) -> Callable[..., Any]:
    """The function that Lua programs call; `name` is what messages and tracebacks call it.

    With `into`, that function becomes the form (`deferred.py`).
    """
    signature = signature_of(function, owner)
    namespace: dict[str, Any] = {"function": function, "name": name, "Table": Table, "FunctionType": FunctionType}
    namespace.update(MISSING=MISSING, __name__=__name__, __builtins__=__builtins__)
    for position, parameter in enumerate(signature.parameters, 1):
        namespace[f"convert{position}"] = parameter.kind.convert
        namespace[f"class{position}"] = parameter.kind.cls
        namespace[f"default{position}"] = parameter.default
    shape = tuple((parameter.kind.test, _mode(parameter)) for parameter in signature.parameters)
    exec(_compile_form(shape, signature.results == ()), namespace)
    form: FunctionType = namespace["lua_form"]
    # Every form has a code object of its own, by which the call stack knows it.
    form.__code__ = form.__code__.replace(co_name=name, co_qualname=name)
    form.__name__ = form.__qualname__ = name
    form.__doc__ = function.__doc__
    if into is not None:
        into.__globals__.update(namespace)
        into.__code__, into.__defaults__, into.__doc__ = form.__code__, form.__defaults__, form.__doc__
    return register(into or form)


def _mode(parameter: Parameter) -> str:
    if parameter.rest:
        return "rest"
    if parameter.default is MISSING:
        return "missing"
    if not parameter.optional:
        return "required"
    return "optional" if parameter.default is None else "default"


@lru_cache(maxsize=512)
def _compile_form(shape: tuple[tuple[str, str], ...], nothing: bool) -> CodeType:
    """The code that defines `lua_form` for test and mode of each parameter; `nothing` means that there is no result."""
    heads, lines, passed = [], [], []
    tail = "*_"
    for position, (pattern, mode) in enumerate(shape, 1):
        x = "x" if mode == "rest" else f"a{position}"
        test = pattern.replace("{x}", x).replace("{cls}", f"class{position}")
        convert = f"{x} = convert{position}({x}, {position}, name)"
        if mode == "rest":
            tail = "*rest"
            passed.append("*rest")
            if test != "True":
                items = f"x if {test} else convert{position}(x, n, name)"
                lines.append(f"rest = [{items} for n, x in enumerate(rest, {position})]")
            continue
        heads.append(f"{x}=MISSING" if mode == "missing" else f"{x}=None")
        passed.append(x)
        if mode == "default":
            lines.append(f"if {x} is None: {x} = default{position}")
            lines.append(f"elif not ({test}): {convert}")
        elif test != "True":
            guard = {"missing": f"{x} is not MISSING and ", "optional": f"{x} is not None and "}.get(mode, "")
            lines.append(f"if {guard}not ({test}): {convert}")
    call = f"function({', '.join(passed)})"
    lines += [call, "return ()"] if nothing else [f"return {call}"]
    source = f"def lua_form({', '.join([*heads, tail])}):\n    " + "\n    ".join(lines)
    return compile(source, "<lua form>", "exec")
