"""What is known of the tables of a program that are written as Python classes and their instances.

A table is written so only where nobody can tell: all its keys are names in the text, it never leaves the program, and
nothing is done to it but reading and writing fields and calling methods.
"""

from dataclasses import dataclass, field

from cmc.transpiler.analysis.scopes import Variable
from cmc.transpiler.syntax import nodes as lua

METHOD, CLASSMETHOD, STATIC = "method", "classmethod", "staticmethod"
"""How a function of a class is found: bound to the instance, to the class, or as it is."""


@dataclass(slots=True, eq=False)
class ClassShape:
    """A table that is a class.

    `variable` is the local that holds it, `base` the expression of what it inherits from. `nones` are the fields that
    may be read before anybody sets them, `initial` those that its `__init__` takes, empty where it has none. `modes`
    tells how each function is found, `definite` are the members that are there before anybody can look, `firsts` the
    targets that set these first, which may do so in the body of the class as well; `caller` is what is called when
    the class is, `filled` are the fields that instances get right after they are made. `is_singleton` says that the
    table is the only instance of the class, `inherited` that a base has an `__init__` which takes something.
    """

    variable: Variable
    constructor: lua.Table
    base: lua.Expression | None
    nones: tuple[str, ...]
    initial: tuple[str, ...]
    modes: dict[str, str]
    definite: frozenset[str]
    firsts: frozenset[int]
    caller: lua.Expression | None = None
    filled: tuple[str, ...] = ()
    is_singleton: bool = False
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Creation:
    """A table constructor that makes an instance: `of` is the expression that gives the class.

    `is_direct` says that `__init__` of the classes takes just the fields of the constructor, in their order.
    """

    of: lua.Expression
    is_direct: bool


@dataclass(frozen=True, slots=True, eq=False)
class NamespaceShape:
    """A table of the top level that is there once: `names` are its fields.

    One that `is_dissolved` has its fields in variables, and is an object only where it is returned. `nones` may be read
    before they are set.
    """

    variable: Variable
    constructor: lua.Table
    is_dissolved: bool
    nones: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """The classes of one chunk, and where it deals with classes and instances of the whole program; all by node id.

    `declared` are the statements `local C = {}` and the class that each makes; `silent` statements have no
    counterpart in Python; `attributes` are fields (and methods) of classes and instances, `bound` the method calls
    where Python finds `self` by itself. `wrapped` has the decorator that a function needs which is stored in a class
    later on. `made` are constructors of instances, `handed` the calls of `setmetatable` that give back what is an
    instance already, `changed` those that give an instance another class, with the expression of that.
    `namespaces` are the statements that make tables which are there once, `callers` those
    that say what is called when a class is, `operators` those whose metamethods Python finds.
    """

    declared: dict[int, ClassShape] = field(default_factory=dict)
    by_variable: dict[Variable, ClassShape] = field(default_factory=dict)
    silent: frozenset[int] = frozenset()
    attributes: frozenset[int] = frozenset()
    bound: frozenset[int] = frozenset()
    wrapped: dict[int, str] = field(default_factory=dict)
    made: dict[int, Creation] = field(default_factory=dict)
    handed: frozenset[int] = frozenset()
    changed: dict[int, lua.Expression] = field(default_factory=dict)
    namespaces: dict[int, NamespaceShape] = field(default_factory=dict)
    callers: dict[int, Variable] = field(default_factory=dict)
    operators: frozenset[int] = frozenset()

    def facts(self) -> str:
        """A text that changes with everything that lowering may ask."""
        declared = [
            (
                id,
                each.base.id if each.base else 0,
                each.nones,
                each.filled,
                each.initial,
                sorted(each.modes.items()),
                sorted(each.firsts),
                each.is_singleton,
            )
            for id, each in self.declared.items()
        ]
        made = sorted((id, creation.of.id, creation.is_direct) for id, creation in self.made.items())
        sets = [sorted(ids) for ids in (self.silent, self.attributes, self.bound, self.handed, self.operators)]
        changed = sorted((id, source.id) for id, source in self.changed.items())
        spaces = [(id, each.is_dissolved, each.nones, each.names) for id, each in self.namespaces.items()]
        return repr((declared, made, sets, sorted(self.wrapped.items()), changed, spaces))
