"""How a shim says what Lua programs find: the single source of truth of names, signatures, manifest and documentation.

A shim is a module of ordinary typed Python. Decorators add what types cannot say: the Lua path, how the function fails,
whether it may suspend, and which idioms generated code may use. Parameters and results come from the annotations. The
decorated functions stay what they are, for Python code to call; Lua programs get *forms* of them (`lua_form.py`).

    @lua_function("sqlite.open")
    def open(path: str) -> Database: ...

    class Database(HostObject, path="sqlite.Database"):
        @lua_method("sqlite.Database:query", suspends=True)
        def query(self, sql: str, *params: Any) -> Table: ...

`docs/shims.md` tells the rest.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from types import ModuleType
from typing import Any, ClassVar, Generic, Literal, Self, TypeVar, overload

from cmc.runtime.core.frames import METHOD, native_codes
from cmc.runtime.core.iteration import lua_next
from cmc.runtime.core.metatable import MetaTable, first_of, set_metatable
from cmc.runtime.core.table import Table, dict_get, dict_set, drop_nils, raw_delete
from cmc.runtime.core.values import NAMES, Userdata
from cmc.runtime.deferred import nested_tables
from cmc.runtime.lua_form import Bytes, Kind, lua_form
from cmc.runtime.stdlib.library import library

__all__ = [
    "Bytes",
    "Declaration",
    "HostObject",
    "HostTable",
    "Kind",
    "declaration_of",
    "declared_fields",
    "declared_functions",
    "declared_methods",
    "lua_field",
    "lua_function",
    "lua_method",
    "module_library",
]

Function = TypeVar("Function", bound=Callable[..., Any])
T = TypeVar("T")

Failure = Literal["raises", "nil, message"]
Idiom = Literal["decorator", "context manager", "plain data"]

Calls = tuple[tuple[str, ...], ...]
"""Types of arguments, for each way in which a function may be called."""

CONSTANTS = "LUA_CONSTANTS"
"""Name of a shim's dictionary of values that are no functions, by their names in the library."""

CALL = "LUA_CALL"
"""Name of the path of a package's function that a call of its table stands for."""

TABLES = "LUA_TABLES"
"""Name of a package's dictionary of functions that make what is not declared one by one: tables of functions."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What types do not say about a function or method.

    `path` is `library.name` or `library.Class:name`. `failure` says how errors come out: as a Lua error, or as the
    results nil and a message. `suspends` is true when a call may let other requests run. `idioms` names what else
    Python code may do: `decorator` (called without its last function, a method returns a decorator that takes it),
    `context manager` (without its function it is for a `with` statement), `plain data` (dictionaries and lists are
    taken for tables).

    `calls_with` are the types of the values that functions among the arguments are called with, if they are known: a
    list for each number of parameters, the first one also for all other numbers. A class is named by its path.
    `only_reads` says that arguments are neither kept nor changed, and no function among them is called.
    """

    path: str
    failure: Failure = "raises"
    suspends: bool = False
    idioms: tuple[Idiom, ...] = ()
    calls_with: Calls = ()
    only_reads: bool = False

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.replace(":", ".").rpartition(".")[2]


_ATTRIBUTE = "__lua_declaration__"


def lua_function(
    path: str,
    *,
    failure: Failure = "raises",
    suspends: bool = False,
    idioms: tuple[Idiom, ...] = (),
    calls_with: Calls = (),
    only_reads: bool = False,
) -> Callable[[Function], Function]:
    """Declares a function of a library; dots in the path lead through nested tables."""
    return _declare(Declaration(path, failure, suspends, idioms, calls_with, only_reads))


def lua_method(
    path: str,
    *,
    failure: Failure = "raises",
    suspends: bool = False,
    idioms: tuple[Idiom, ...] = (),
    calls_with: Calls = (),
    only_reads: bool = False,
) -> Callable[[Function], Function]:
    """Declares a method of a `HostObject` or `HostTable`, with the path `library.Class:name`."""
    if ":" not in path:
        raise TypeError(f"the path of a method is written library.Class:name, not {path}")
    return _declare(Declaration(path, failure, suspends, idioms, calls_with, only_reads))


def _declare(declaration: Declaration) -> Callable[[Function], Function]:
    def declare(function: Function) -> Function:
        setattr(function, _ATTRIBUTE, declaration)
        return function

    return declare


def declaration_of(value: Any) -> Declaration | None:
    """The declaration of a function or method, None for everything else."""
    found = getattr(value, "__dict__", {}).get(_ATTRIBUTE)
    return found if isinstance(found, Declaration) else None


def declared_functions(module: ModuleType) -> Iterator[tuple[Declaration, Callable[..., Any]]]:
    """The functions that a module declares or takes from its parts."""
    for value in vars(module).values():
        declaration = declaration_of(value)
        if declaration is not None:
            yield declaration, value


def declared_methods(cls: type) -> Iterator[tuple[Declaration, Callable[..., Any]]]:
    """The methods that a class and its bases declare, without what stands before them on a `HostTable`."""
    found: dict[str, tuple[Declaration, Callable[..., Any]]] = {}
    for base in reversed(cls.__mro__):
        for value in vars(base).values():
            declaration = declaration_of(value)
            if declaration is not None:
                found[declaration.name] = declaration, getattr(value, "__wrapped__", value)
    yield from found.values()


# Objects


class _Host:
    """What the classes of both kinds of object have in common: a path, and a metatable made for the first instance."""

    __slots__ = ()

    lua_path: ClassVar[str]

    _metatable: ClassVar[Table | None] = None
    """The metatable, once there is an instance; each subclass begins with None again."""

    @classmethod
    def lua_methods(cls) -> Table:
        """The table of the methods' forms."""
        methods = cls.__dict__.get("_methods")
        if methods is None:
            methods = Table({d.name: lua_form(method, d.name, cls) for d, method in declared_methods(cls)})
            cls._methods = methods  # type: ignore[attr-defined]
        return methods

    @classmethod
    def lua_metatable(cls) -> Table:
        """The metatable of all instances, which programs can neither see nor change."""
        if cls._metatable is None:
            cls._metatable = Table({**cls._metamethods(), "__metatable": False})
        return cls._metatable

    @classmethod
    def _metamethods(cls) -> dict[str, Any]:
        return {"__index": cls.lua_methods(), "__name": cls.lua_path.rpartition(".")[2]}


def _register_methods(cls: type) -> None:
    """Makes the methods of a class known to the call stack, those of its bases included."""
    for base in cls.__mro__:
        for method in vars(base).values():
            if declaration_of(method) is not None:
                native_codes.setdefault(method.__code__, METHOD)


class HostObject(_Host, Userdata):
    """A userdata whose methods are those that its class declares. Subclasses call `super().__init__()`."""

    __slots__ = ()

    lua_name: ClassVar[str]
    """What messages call the objects."""

    def __init_subclass__(cls, path: str = "", **options: Any) -> None:
        super().__init_subclass__(**options)
        if path:
            cls.lua_path = path
            cls.lua_name = path.rpartition(".")[2]
            NAMES[cls] = "userdata"
        cls._metatable = None
        _register_methods(cls)

    def __init__(self) -> None:
        super().__init__(type(self).lua_metatable())


class lua_field(Generic[T]):
    """A field of a `HostTable`, by a method that gives its first value.

    The value is worked out when the program first asks for it and then kept in the table, where the program may change
    it. Python code reads and writes the field as an attribute.
    """

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self.compute = compute
        self.name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: "HostTable", owner: type) -> T: ...
    def __get__(self, instance: Any, owner: type) -> Any:
        return self if instance is None else instance[self.name]

    def __set__(self, instance: "HostTable", value: T) -> None:
        instance[self.name] = value


class HostTable(_Host, MetaTable):
    """A table with methods and fields that its class declares, to which programs add what they like.

    A program may replace a method on one object (`res.send = function(self, body) … end`): Python code that calls
    `response.send(body)` then gets the replacement, while the form that Lua code reads with `res.send` beforehand stays
    the original.
    """

    __slots__ = ()

    intercepts = True

    _fields: ClassVar[dict[str, lua_field[Any]]] = {}
    _methods: ClassVar[Table | None] = None

    def __init_subclass__(cls, path: str = "", **options: Any) -> None:
        super().__init_subclass__(**options)
        if path:
            cls.lua_path = path
        cls._fields = declared_fields(cls)
        cls._methods = cls._metatable = None
        for name, method in list(vars(cls).items()):
            declaration = declaration_of(method)
            if declaration is not None:
                setattr(cls, name, _replaceable(declaration, method))
        _register_methods(cls)

    def __init__(self) -> None:
        super().__init__()
        self.metatable = type(self).lua_metatable()

    @classmethod
    def _metamethods(cls) -> dict[str, Any]:
        return library({"__index": _index_of_host, "__pairs": _pairs_of_host})

    def __missing__(self, k: Any) -> Any:  # type: ignore[override]
        methods = self._methods
        value = dict_get(type(self).lua_methods() if methods is None else methods, k)
        if value is None:
            field = self._fields.get(k)
            if field is not None:
                value = field.compute(self)
                dict_set(self, k, value)
        return value

    def __setitem__(self, k: Any, value: Any) -> None:
        if value is None and k not in self._fields:
            raw_delete(self, k)
        else:
            # A field that the program clears keeps its entry, so that it does not come back.
            dict_set(self, k, value)

    def complete(self) -> None:
        """Works out all fields, for whoever goes through the entries."""
        for name in self._fields:
            if name not in self:
                self.__missing__(name)


def _index_of_host(table: Any = None, k: Any = None, *_: Any) -> Any:
    return table.__missing__(k) if isinstance(table, HostTable) else None


def _pairs_of_host(table: Any = None, *_: Any) -> tuple[Any, Any, None]:
    table.complete()
    return lua_next, table, None


def declared_fields(cls: type) -> dict[str, lua_field[Any]]:
    """The fields that a class and its bases declare."""
    members = [member for base in reversed(cls.__mro__) for member in vars(base).items()]
    return {name: value for name, value in members if isinstance(value, lua_field)}


def _replaceable(declaration: Declaration, method: Callable[..., Any]) -> Callable[..., Any]:
    """A method for Python code, which gives way to a function that the program has put into the table under its name.

    Methods that offer the decorator form return a decorator where the last function is missing.
    """
    name = declaration.name

    @wraps(method)
    def call(self: HostTable, *args: Any, **options: Any) -> Any:
        replacement = dict_get(self, name)
        if replacement is None:
            return method(self, *args, **options)
        return first_of(replacement(self, *map(as_table, args)))

    if "decorator" not in declaration.idioms:
        return call

    @wraps(method)
    def call_or_decorate(self: HostTable, *args: Any, **options: Any) -> Any:
        if args and callable(args[-1]):
            return call(self, *args, **options)

        def register_function(function: Function) -> Function:
            call(self, *args, function, **options)
            return function

        return register_function

    return call_or_decorate


def as_table(value: Any) -> Any:
    """Python's dictionaries and lists as tables, for Lua functions; other values as they are."""
    if isinstance(value, Table):
        return value
    if isinstance(value, dict):
        return Table((k, as_table(item)) for k, item in value.items() if item is not None)
    if isinstance(value, list):
        return drop_nils(Table(enumerate(map(as_table, value), 1)))
    return value


# Libraries


def module_library(name: str, module: ModuleType) -> Table:
    """The table that Lua programs find as the library `name`, from what the module declares.

    A function that has others below its path (`honeymoon.cors`, `honeymoon.cors.allowAll`) becomes a callable table.
    """
    functions = {d.path: lua_form(f, d.path) for d, f in declared_functions(module) if d.path.startswith(name + ".")}
    tables = {key: make() for key, make in getattr(module, TABLES, {}).items()}
    table = nested_tables(functions, {**getattr(module, CONSTANTS, {}), **tables})
    called = getattr(module, CALL, None)
    if called is not None:
        form = functions[called]
        call = library({"call": lambda _self=None, *args: form(*args)})["call"]
        set_metatable(table, Table({"__call": call}))
    return table
