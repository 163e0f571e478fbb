"""Classes of a program that were written as classes of Python, and their instances (docs/decisions.md).

The compiler writes a table so where the program does nothing to it but read and write fields and call methods. What
Python code meets such an object without knowing is answered here: a field by subscript, a metamethod, a type.
"""

from collections.abc import Callable
from keyword import iskeyword, kwlist
from typing import TYPE_CHECKING, Any

from cmc.runtime.core.events import METHODS_OF_EVENTS
from cmc.runtime.core.values import NAMES

_EVENTS_OF_METHODS = {method: event for event, method in METHODS_OF_EVENTS.items()}

_SPELLED = {word: word + "_" for word in kwlist}
"""The attributes whose fields have names that Python keeps for itself."""


class LuaClass(type):
    """The class of generated classes, which are tables for Lua."""

    __lua_events__: dict[str, Callable[..., Any]]
    """The metamethods that instances have; they are not inherited (manual §2.4)."""

    def __getitem__(cls, name: str) -> Any:
        return _found(cls, _SPELLED.get(name, name))

    def __setitem__(cls, name: str, value: Any) -> None:
        name = _SPELLED.get(name, name)
        if value is not None:
            setattr(cls, name, value)
            return
        if name in cls.__dict__:
            delattr(cls, name)
        _keep_nil(cls, name)

    def __setattr__(cls, name: str, value: Any) -> None:
        event = _EVENTS_OF_METHODS.get(name)
        if event is None:
            type.__setattr__(cls, name, value)
        else:
            _set_event(cls, event, value)


class LuaFactory(LuaClass):
    """The class of generated classes that a program calls (`__call` of their metatables)."""

    __lua_call__: Callable[..., Any]

    def __call__(cls, *args: Any) -> Any:
        return cls.__lua_call__(cls, *args)


class LuaObject(metaclass=LuaClass):
    """An instance of a generated class.

    Special methods of a subclass are metamethods, written as Lua calls them: with both operands in their order, and
    any number of results. What Python itself calls is derived from them.
    """

    __lua_events__: dict[str, Callable[..., Any]] = {}

    def __init_subclass__(cls) -> None:
        NAMES[cls] = "table"
        own = dict(cls.__dict__)
        cls.__lua_events__ = {}
        for event, name in METHODS_OF_EVENTS.items():
            if name in own:
                _set_event(cls, event, own[name])

    def __getitem__(self, name: str) -> Any:
        fields = self.__dict__
        name = _SPELLED.get(name, name)
        return fields[name] if name in fields else _found(type(self), name)

    def __setitem__(self, name: str, value: Any) -> None:
        name = _SPELLED.get(name, name)
        if value is not None:
            setattr(self, name, value)
            return
        self.__dict__.pop(name, None)
        _keep_nil(type(self), name)


def _keep_nil(cls: type, name: str) -> None:
    """A field that nobody has is nil: the root of all classes says so, as it hides nothing that comes later."""
    if not any(name in each.__dict__ for each in cls.__mro__):
        type.__setattr__(cls.__mro__[-3], name, None)


def _set_event(cls: LuaClass, event: str, handler: Any) -> None:
    """Gives a class a metamethod, and what Python calls in its place."""
    if handler is None:
        cls.__lua_events__.pop(event, None)
        type.__setattr__(cls, METHODS_OF_EVENTS[event], getattr(object, METHODS_OF_EVENTS[event], None))
        return
    # What another class has was derived there.
    handler = getattr(handler, "__wrapped__", handler)
    cls.__lua_events__[event] = handler
    for name, method in _DERIVED.get(event, _derive_binary)(METHODS_OF_EVENTS[event], handler).items():
        if name != "__hash__":
            method.__wrapped__ = handler
        type.__setattr__(cls, name, method)


class Namespace(LuaObject):
    """A table that a program has once: a module, mostly."""

    def __init__(self, /, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self, name, value)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

        def __setattr__(self, name: str, value: Any) -> None: ...


def _found(cls: type, name: str) -> Any:
    """What a class or one of its bases has under a name, as it was put there."""
    for each in cls.__mro__:
        if name in each.__dict__:
            found = each.__dict__[name]
            return found.__func__ if isinstance(found, staticmethod | classmethod) else found
    return None


def fields_of(value: "LuaObject | LuaClass") -> dict[str, Any]:
    """What a class or instance has itself, under the names that the program gave."""
    fields = {}
    for name, held in vars(value).items():
        if isinstance(held, staticmethod | classmethod):
            held = held.__func__
        fields[_EVENTS_OF_METHODS.get(name) or (name[:-1] if iskeyword(name[:-1]) else name)] = held
    return fields


def instance(cls: type, /, **fields: Any) -> Any:
    """A new instance with some fields, for classes whose constructors do not agree on them."""
    made: Any = object.__new__(cls)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def reclass(made: Any, cls: type) -> Any:
    """An instance, from now on of another class."""
    made.__class__ = cls
    return made


def _first(result: Any) -> Any:
    if type(result) is tuple:
        return result[0] if result else None
    return result


def _derive_binary(name: str, handler: Callable[..., Any]) -> dict[str, Any]:
    def operate(left: Any, right: Any) -> Any:
        return _first(handler(left, right))

    def operate_reflected(right: Any, left: Any) -> Any:
        return _first(handler(left, right))

    return {name: operate, f"__r{name[2:]}": operate_reflected}


def _derive_call(name: str, handler: Callable[..., Any]) -> dict[str, Any]:
    # A call gives whatever the function does.
    return {name: lambda operand, *args: handler(operand, *args)}


def _derive_unary(name: str, handler: Callable[..., Any]) -> dict[str, Any]:
    return {name: lambda operand: _first(handler(operand, operand))}


def _derive_order(name: str, handler: Callable[..., Any]) -> dict[str, Any]:
    def compare(left: Any, right: Any) -> bool:
        result = _first(handler(left, right))
        return result is not None and result is not False

    return {name: compare}


def _derive_equality(name: str, handler: Callable[..., Any]) -> dict[str, Any]:
    def equals(left: Any, right: Any) -> bool:
        from cmc.runtime.core.operators import eq

        return eq(left, right)

    return {name: equals, "__hash__": object.__hash__}


def _derive_text(name: str, handler: Callable[..., Any]) -> dict[str, Any]:
    return {name: lambda operand: str(_first(handler(operand)))}


_DERIVED = {
    "__unm": _derive_unary, "__eq": _derive_equality, "__lt": _derive_order, "__le": _derive_order,
    "__tostring": _derive_text, "__call": _derive_call,
}  # fmt: skip


NAMES[LuaClass] = NAMES[LuaFactory] = "table"
