"""What is visible at a point of a program that is being generated, and where its choices come from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

T = TypeVar("T")

INTEGER = "integer"
FLOAT = "float"
STRING = "string"
BOOLEAN = "boolean"
RECORD = "record"
FUNCTION = "function"
CLASS = "class"
OBJECT = "object"
ANY = "any"

# Names that mean something to Python, and few of them, so that shadowing happens.
NAMES = ["a", "b", "n", "s", "x", "item", "list", "class", "self", "len", "None", "value", "_", "def", "text", "index"]


@cache
def _below(limit: int) -> SearchStrategy[int]:
    return st.integers(0, limit - 1)


@dataclass(frozen=True)
class Variable:
    """A local variable; `detail` is the Signature of a function, the ClassShape of a class or of an object."""

    name: str
    kind: str
    assignable: bool = True
    detail: Any = None


@dataclass(frozen=True)
class Signature:
    """What a generated function takes and gives; `recursive` when the first argument is a depth."""

    parameters: tuple[str, ...]
    results: tuple[str, ...]
    varargs: bool = False
    recursive: bool = False


@dataclass(frozen=True)
class ClassShape:
    """The methods and metamethods of a generated class."""

    methods: tuple[str, ...]
    events: tuple[str, ...]


@dataclass
class Function:
    """A function body that is being generated."""

    varargs: bool = False
    yields: bool = False
    results: tuple[str, ...] | None = None
    blocks: list[dict[str, Variable]] = field(default_factory=lambda: [{}])
    loops: int = 0


class Scope:
    """The functions around a point, with the choices that hypothesis makes for it."""

    def __init__(self, draw: DrawFn) -> None:
        self.draw = draw
        self.functions = [Function(varargs=True)]
        self.labels = 0

    @property
    def function(self) -> Function:
        """The innermost function."""
        return self.functions[-1]

    def choose(self, options: Sequence[T]) -> T:
        """One of the options; the first is the simplest."""
        return options[self.below(len(options))]

    def below(self, limit: int) -> int:
        """A whole number from 0 up to `limit`, which is left out."""
        return self.draw(_below(limit))

    def chance(self, percent: int) -> bool:
        """True so many times in a hundred."""
        return self.below(100) >= 100 - percent

    def visible(self) -> Iterator[Variable]:
        """The variables that a name reaches, innermost first."""
        seen = set()
        for function in reversed(self.functions):
            for block in reversed(function.blocks):
                for variable in reversed(block.values()):
                    if variable.name not in seen:
                        seen.add(variable.name)
                        yield variable

    def find(self, kind: str, assignable: bool = False) -> list[Variable]:
        """The visible variables of a kind."""
        return [
            variable for variable in self.visible() if variable.kind == kind and (variable.assignable or not assignable)
        ]

    def declare(self, name: str, kind: str, *, assignable: bool = True, detail: Any = None) -> Variable:
        """A new local variable from here on."""
        variable = Variable(name, kind, assignable, detail)
        block = self.function.blocks[-1]
        block.pop(name, None)
        block[name] = variable
        return variable

    def fresh_name(self) -> str:
        """A name for a variable that may hide another."""
        return self.choose(NAMES)

    def fresh_label(self) -> str:
        """A label or a helper variable that nothing else is called."""
        self.labels += 1
        return f"L{self.labels}"
