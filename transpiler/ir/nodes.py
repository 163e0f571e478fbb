"""The Python subset that the compiler emits.

Names are symbols until `passes/names.py` spells them. What an expression needs from the runtime is a `Helper` node, so
imports are a pass over data. Nodes that can fail carry an `origin`: the Lua line, and what Lua would call the operands.
"""

from dataclasses import dataclass, field

Describe = tuple[str, str]
"""How a message names an operand: kind (`local`, `upvalue`, `global`, `field`, `method`, `constant`) and name."""


@dataclass(slots=True, frozen=True)
class Origin:
    """Where a node comes from.

    `line` is the line that Lua reports, `offset` the place in the text. `operation` says which Lua operation can
    fail there (`call`, `for`, the name of a metamethod without underscores, empty for none) and `operands` how to name
    its operands; `tail` marks a call in tail position, whose frame Lua would have dropped.
    """

    line: int
    offset: int
    operation: str = ""
    operands: tuple[Describe | None, ...] = ()
    tail: bool = False


@dataclass(slots=True, eq=False)
class Symbol:
    """A Python variable: the name it would like, and the one it gets.

    `owner` is the function (or module) whose variable it is. `lua_name` is set for variables of the program, so that
    `debug` can list them, with the offsets between which they are visible. `boxed` variables hold a `Cell`; `alone`
    ones share their name with no other variable of the function, `defined` ones have a `def`. `made_up` ones leave
    their name to variables of the program. `hidden` ones are Lua variables that Python lacks, `constant` ones the
    other way round; `held_in` says in which item of a tuple a hidden one is all the same. `inlined` stands for a
    function that has no name: where it is read, it is written as a `lambda`.
    """

    hint: str
    owner: "FunctionDef | Module | None" = None
    lua_name: str | None = None
    boxed: bool = False
    captured: bool = False
    alone: bool = False
    defined: bool = False
    made_up: bool = False
    inlined: bool = False
    parameter: bool = False
    hidden: bool = False
    constant: bool = False
    held_in: "tuple[Symbol, int] | None" = None
    first_offset: int = 0
    last_offset: int = 0
    name: str = ""


class Expression:
    """An expression of Python."""

    __slots__ = ("origin",)

    origin: Origin | None


@dataclass(slots=True, eq=False)
class Constant(Expression):
    """`None`, a boolean, a number or a string."""

    value: None | bool | int | float | str
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Variable(Expression):
    """A read of a symbol."""

    symbol: Symbol
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Helper(Expression):
    """A name of `cmc.runtime`."""

    name: str
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Library(Expression):
    """A function or constant of the standard library by its path: `print`, `string.format`."""

    path: str
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Builtin(Expression):
    """A builtin of Python, such as `range`."""

    name: str
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Attribute(Expression):
    """`value.name`"""

    value: Expression
    name: str
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Item(Expression):
    """`value[key]`"""

    value: Expression
    key: Expression
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Call(Expression):
    """`function(args, *rest, name=value)`"""

    function: Expression
    args: list[Expression]
    keywords: list[tuple[str, Expression]] = field(default_factory=list)
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Star(Expression):
    """`*value` among arguments or in a display."""

    value: Expression
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Binary(Expression):
    """`left op right` for the arithmetic and bitwise operators of Python."""

    op: str
    left: Expression
    right: Expression
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Unary(Expression):
    """`-x`, `~x` or `not x`"""

    op: str
    operand: Expression
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Compare(Expression):
    """`left op right` for one comparison, `is` and `in` included."""

    op: str
    left: Expression
    right: Expression
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Boolean(Expression):
    """`a and b …` or `a or b …`"""

    op: str
    values: list[Expression]
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Conditional(Expression):
    """`body if test else orelse`"""

    test: Expression
    body: Expression
    orelse: Expression
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Walrus(Expression):
    """`(symbol := value)`"""

    symbol: Symbol
    value: Expression
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Tuple(Expression):
    """`(a, b)`"""

    items: list[Expression]
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class List(Expression):
    """`[a, b]`"""

    items: list[Expression]
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Dict(Expression):
    """`{k: v, **rest}`; a key of None stands for `**`."""

    items: list[tuple[Expression | None, Expression]]
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Yield(Expression):
    """`yield value`, or `yield from value` if `delegates`; its function is a generator."""

    value: Expression
    delegates: bool = False
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Format(Expression):
    """An f-string: text and expressions with optional format specifications."""

    parts: list["str | tuple[Expression, str]"]
    origin: Origin | None = None


Target = Variable | Item | Attribute | Tuple
"""What may stand left of `=`."""


@dataclass(slots=True, eq=False)
class Trivia:
    """Blank lines and comments that belong to a statement; `after` stands below it at the end of its block.

    None among the lines of `leading` is a blank one.
    """

    blank_before: bool = False
    leading: tuple[str | None, ...] = ()
    trailing: str = ""
    after: tuple[str, ...] = ()


class Statement:
    """A statement of Python."""

    __slots__ = ("origin", "trivia")

    origin: Origin | None
    trivia: Trivia | None


@dataclass(slots=True, eq=False)
class ExpressionStatement(Statement):
    """An expression evaluated for its effect."""

    value: Expression
    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class Assign(Statement):
    """`target = value`"""

    target: Expression
    value: Expression
    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class AugmentedAssign(Statement):
    """`target op= value`"""

    target: Expression
    op: str
    value: Expression
    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class If(Statement):
    """`if test: … else: …`; an `orelse` of one `If` prints as `elif`."""

    test: Expression
    body: list[Statement]
    orelse: list[Statement]
    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class While(Statement):
    """`while test: …`"""

    test: Expression
    body: list[Statement]
    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class For(Statement):
    """`for target in iterable: …`"""

    target: Expression
    iterable: Expression
    body: list[Statement]
    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class With(Statement):
    """`with context as symbol: …`"""

    context: Expression
    symbol: Symbol | None
    body: list[Statement]
    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class Try(Statement):
    """`try: … except Exception as symbol: … else: … finally: …`"""

    body: list[Statement]
    symbol: Symbol | None
    handler: list[Statement]
    orelse: list[Statement]
    final: list[Statement]
    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class Return(Statement):
    """`return value`"""

    value: Expression | None
    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class Break(Statement):
    """`break`"""

    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class Continue(Statement):
    """`continue`"""

    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class Pass(Statement):
    """`pass`"""

    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class Raise(Statement):
    """`raise value`"""

    value: Expression
    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class Parameter:
    """A parameter: its default, None when a caller must pass it, and its annotation as source text."""

    symbol: Symbol
    default: Expression | None = None
    annotation: str = ""


@dataclass(slots=True, eq=False)
class FunctionFacts:
    """What `debug` tells of a Lua function (manual §4.7): lines, parameters, upvalues in Lua's order."""

    name: str
    first_line: int
    last_line: int
    parameters: int
    vararg: bool
    upvalues: list[tuple[str, Symbol]]
    main: bool = False


@dataclass(slots=True, eq=False)
class FunctionDef(Statement):
    """`def symbol(parameters, *rest, keyword_only): body`

    `facts` is None for functions that the compiler made up. `locals` holds the symbols of the function's variables.
    """

    symbol: Symbol
    parameters: list[Parameter]
    rest: Symbol | None
    keyword_only: list[Parameter]
    body: list[Statement]
    facts: FunctionFacts | None = None
    decorators: list[Expression] = field(default_factory=list)
    returns: str = ""
    doc: str = ""
    packages: list[str] = field(default_factory=list)
    locals: list[Symbol] = field(default_factory=list)
    parent: "FunctionDef | Module | None" = None
    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class ClassField:
    """`name: annotation = value` in the body of a class; without a value, instances get theirs when they are made."""

    name: str
    value: Expression | None
    annotation: str = ""


@dataclass(slots=True, eq=False)
class ClassDef(Statement):
    """`class symbol(bases, metaclass=metaclass): fields, methods`

    The symbols of the methods are attributes: they have their names from the beginning, and belong to no function.
    """

    symbol: Symbol
    bases: list[Expression]
    fields: list[ClassField]
    methods: list[FunctionDef]
    metaclass: Expression | None = None
    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class ImportFrom(Statement):
    """`from module import name as spelled, …`; a symbol is spelled by the naming pass."""

    module: str
    names: list[tuple[str, "str | Symbol"]]

    def spelled(self) -> list[tuple[str, str]]:
        """Imported names and what they are called here."""
        return [(name, spelled.name if isinstance(spelled, Symbol) else spelled) for name, spelled in self.names]

    origin: Origin | None = None
    trivia: Trivia | None = None


@dataclass(slots=True, eq=False)
class Module:
    """One generated module.

    `facts` are those of the chunk, where it is written at module level. `packages` are the libraries among those that
    it names which are there only once they are opened.
    """

    body: list[Statement]
    doc: str = ""
    packages: list[str] = field(default_factory=list)
    locals: list[Symbol] = field(default_factory=list)
    facts: FunctionFacts | None = None
