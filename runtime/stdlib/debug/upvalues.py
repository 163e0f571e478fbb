"""Upvalues: cells of Python closures, or what a function was given by value (manual §6.10)."""

import ctypes
from types import CellType
from typing import Any

from cmc.runtime.core.arguments import MISSING, argument_error, check_any, check_integer, type_mismatch
from cmc.runtime.core.calls import Cell
from cmc.runtime.core.errors import located
from cmc.runtime.core.state import state
from cmc.runtime.core.values import Userdata, type_name
from cmc.runtime.stdlib.debug.info import chunk_of


class LightUserdata(Userdata):
    """An opaque identity, as `debug.upvalueid` returns it."""

    __slots__ = ("held",)

    def __init__(self, held: Any) -> None:
        super().__init__()
        self.held = held


_identities: dict[int, LightUserdata] = {}


class ModuleVariable:
    """A local of a chunk that is a module, which other functions find among the module's names; read like a cell."""

    __slots__ = ("name", "namespace")

    def __init__(self, namespace: dict[str, Any], name: str) -> None:
        self.namespace = namespace
        self.name = name

    @property
    def cell_contents(self) -> Any:
        """The variable's value."""
        return self.namespace[self.name]

    @cell_contents.setter
    def cell_contents(self, value: Any) -> None:
        self.namespace[self.name] = value


_module_variables: dict[tuple[int, str], ModuleVariable] = {}
"""By the identity of the module's namespace, which lives as long as the entry does: an upvalue has one identity."""


def _upvalue(function: Any, position: int) -> tuple[str, Any] | None:
    """Name and storage of an upvalue: a cell, a `Cell`, a `ModuleVariable`, or the name that a value has."""
    chunk, facts = chunk_of(function)
    if facts is None:
        # A library function: its upvalues have no names.
        cells = getattr(function, "__closure__", None) or ()
        return ("", cells[position - 1]) if 0 < position <= len(cells) else None
    if not 0 < position <= len(facts[6]):
        return None
    lua_name, python_name, bound, boxed = facts[6][position - 1]
    if chunk is not None and "<module>" in chunk.functions:
        # The chunk is the module itself: what it declares are the module's variables, and its `_ENV` is `_G`.
        namespace = function.__globals__
        if lua_name != "_ENV" and python_name in namespace and python_name not in function.__code__.co_freevars:
            variable = ModuleVariable(namespace, python_name)
            return lua_name, _module_variables.setdefault((id(namespace), python_name), variable)
        bound = bound and function.__kwdefaults__ is not None
    if bound:
        held = function.__kwdefaults__[python_name]
        return lua_name, held if boxed else python_name
    free = function.__code__.co_freevars
    if python_name not in free:
        return lua_name, _unused(function)[lua_name]
    return lua_name, function.__closure__[free.index(python_name)]


class _Unused(dict[str, CellType]):
    """Upvalues of a function without code that uses them; `_ENV` of a chunk that mentions no global is one of them."""

    def __init__(self, environment: Any) -> None:
        self.environment = environment

    def __missing__(self, name: str) -> CellType:
        cell = self[name] = CellType(self.environment if name == "_ENV" else None)
        return cell


def _unused(function: Any) -> _Unused:
    attributes: dict[str, Any] = function.__dict__
    if "unused" not in attributes:
        attributes["unused"] = _Unused(attributes.pop("environment", state.globals))
    return attributes["unused"]  # type: ignore[no-any-return]


def _check(function: Any, number: Any) -> int:
    position = check_integer(number, 2)
    if type_name(function) != "function":
        raise type_mismatch(1, function, "function")
    return position


def lua_getupvalue(function: Any = MISSING, number: Any = MISSING, *_: Any) -> Any:
    """`debug.getupvalue(f, up)`"""
    found = _upvalue(function, _check(function, number))
    if found is None:
        return ()
    name, storage = found
    return name, _read(function, storage)


def _read(function: Any, storage: Any) -> Any:
    if isinstance(storage, Cell):
        return storage.value
    if isinstance(storage, str):
        return function.__kwdefaults__[storage]
    try:
        return storage.cell_contents
    except ValueError:
        return None


def lua_setupvalue(function: Any = MISSING, number: Any = MISSING, value: Any = MISSING, *_: Any) -> Any:
    """`debug.setupvalue(f, up, value)`"""
    check_any(value, 3)
    found = _upvalue(function, _check(function, number))
    if found is None:
        return ()
    name, storage = found
    if isinstance(storage, Cell):
        storage.value = value
    elif isinstance(storage, str):
        function.__kwdefaults__[storage] = value
    else:
        storage.cell_contents = value
    return name


def lua_upvalueid(function: Any = MISSING, number: Any = MISSING, *_: Any) -> Any:
    """`debug.upvalueid(f, n)`"""
    found = _upvalue(function, _check(function, number))
    if found is None:
        return None
    storage = found[1]
    if isinstance(storage, str):
        storage = (function, storage)
    identity = _identities.get(id(storage))
    if identity is None:
        identity = _identities[id(storage)] = LightUserdata(storage)
    return identity


def lua_upvaluejoin(
    first: Any = MISSING, n1: Any = MISSING, second: Any = MISSING, n2: Any = MISSING, *_: Any
) -> tuple[()]:
    """`debug.upvaluejoin(f1, n1, f2, n2)`"""
    position, other_position = check_integer(n1, 2), check_integer(n2, 4)
    target, source = _joined(first, position, 1), _joined(second, other_position, 3)
    lua_name, python_name, *_ = chunk_of(first)[1][6][position - 1]
    if isinstance(source, str) or (lua_name == "_ENV" and isinstance(source, Cell)):
        # A variable that is never assigned, of which closures have copies; or what all do who bring back `setfenv`:
        # `_ENV` is joined with a variable of no interest, which nobody looks at after it has been set.
        value = _read(second, source)
        source = Cell(value) if isinstance(target, Cell) else CellType(value)
    if isinstance(target, CellType) and isinstance(source, CellType):
        _replace_cell(first, lua_name, python_name, source)
    elif isinstance(target, Cell) and isinstance(source, Cell):
        first.__kwdefaults__[python_name] = source
    else:
        raise located("these upvalues are kept in different ways and cannot be joined")
    return ()


def _joined(function: Any, position: int, argument: int) -> Any:
    if type_name(function) != "function":
        raise type_mismatch(argument, function, "function")
    found = _upvalue(function, position)
    if found is None:
        raise argument_error(argument + 1, "invalid upvalue index")
    if chunk_of(function)[0] is None:
        raise argument_error(argument, "Lua function expected")
    return found[1]


def _replace_cell(function: Any, lua_name: str, name: str, cell: CellType) -> None:
    free = function.__code__.co_freevars
    if name not in free:
        _unused(function)[lua_name] = cell
        return
    cells = list(function.__closure__)
    cells[free.index(name)] = cell
    ctypes.pythonapi.PyFunction_SetClosure(ctypes.py_object(function), ctypes.py_object(tuple(cells)))
