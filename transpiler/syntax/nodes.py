"""The Lua 5.4 syntax tree.

Nodes are plain slotted classes: frozen by convention, not by `frozen=True`, which triples the time of a parse (see
docs/decisions.md). Every node has an integer `id`, dense from 0 within a chunk, for side tables; `start` and `end`,
character offsets into `Source.text`; and `line`, the line that Lua itself would report for an error in the node.
"""

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Node:
    """Anything with a place in the text."""

    id: int
    start: int
    end: int
    line: int


class Expression(Node):
    """A node that has a value."""

    __slots__ = ()


class Statement(Node):
    """A node that is executed."""

    __slots__ = ()


@dataclass(slots=True, frozen=True)
class Comment:
    """A comment: its text without dashes and brackets, and whether it has its line for itself."""

    start: int
    end: int
    text: str
    long: bool
    own_line: bool


@dataclass(slots=True, eq=False)
class Trivia:
    """What a statement owns beside code: blank lines and comments before it, a comment at the end of its line."""

    blank_before: bool = False
    leading: tuple[Comment, ...] = ()
    blank_after_leading: bool = False
    trailing: Comment | None = None


# Expressions


@dataclass(slots=True, eq=False)
class Nil(Expression):
    """`nil`"""


@dataclass(slots=True, eq=False)
class Boolean(Expression):
    """`true` or `false`"""

    value: bool


@dataclass(slots=True, eq=False)
class Number(Expression):
    """A numeral; `value` is `int` (wrapped) or `float`, `text` the spelling."""

    value: int | float
    text: str


@dataclass(slots=True, eq=False)
class String(Expression):
    """A string literal; `long` for the bracket form."""

    value: str
    long: bool


@dataclass(slots=True, eq=False)
class Vararg(Expression):
    """`...`"""


@dataclass(slots=True, eq=False)
class Name(Expression):
    """A variable: local, upvalue or field of `_ENV`; the scopes pass knows which."""

    name: str


@dataclass(slots=True, eq=False)
class Index(Expression):
    """`obj[key]`, or `obj.name` when `dotted`."""

    obj: Expression
    key: Expression
    dotted: bool


@dataclass(slots=True, eq=False)
class Call(Expression):
    """`func(args)`"""

    func: Expression
    args: list[Expression]


@dataclass(slots=True, eq=False)
class MethodCall(Expression):
    """`obj:name(args)`; `name_line` is where looking the method up fails, `line` where the call does."""

    obj: Expression
    name: str
    args: list[Expression]
    name_line: int


@dataclass(slots=True, eq=False)
class Binary(Expression):
    """A binary operation, `and` and `or` included."""

    op: str
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Unary(Expression):
    """`not`, `-`, `#` or `~`"""

    op: str
    operand: Expression


@dataclass(slots=True, eq=False)
class Paren(Expression):
    """`(inner)`: cuts multiple results to one."""

    inner: Expression


@dataclass(slots=True, eq=False)
class Field(Node):
    """One entry of a table constructor: `value`, `name = value` or `[key] = value`."""

    key: Expression | None
    value: Expression
    named: bool


@dataclass(slots=True, eq=False)
class Table(Expression):
    """A table constructor."""

    fields: list[Field]
    comments: list[Comment] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Binding(Node):
    """A name where it is declared, with its attribute (`const`, `close` or None)."""

    name: str
    attribute: str | None = None


@dataclass(slots=True, eq=False)
class Function(Expression):
    """A function body. `name` is a hint from the place it stands; `method` says that `self` is implicit."""

    params: list[Binding]
    vararg: bool
    body: "Block"
    name: str
    method: bool
    end_line: int


# Statements


@dataclass(slots=True, eq=False)
class Block(Node):
    """A sequence of statements; `line` is that of the word before it, `trailing` holds comments after the last one."""

    statements: list[Statement]
    trivia: dict[int, Trivia] = field(default_factory=dict)
    trailing: tuple[Comment, ...] = ()


@dataclass(slots=True, eq=False)
class Local(Statement):
    """`local a <const>, b = …`"""

    names: list[Binding]
    values: list[Expression]


@dataclass(slots=True, eq=False)
class Assign(Statement):
    """`a, b.c = …`"""

    targets: list[Expression]
    values: list[Expression]


@dataclass(slots=True, eq=False)
class CallStatement(Statement):
    """A call whose results are dropped."""

    call: Call | MethodCall


@dataclass(slots=True, eq=False)
class Do(Statement):
    """`do … end`"""

    body: Block


@dataclass(slots=True, eq=False)
class While(Statement):
    """`while condition do … end`"""

    condition: Expression
    body: Block


@dataclass(slots=True, eq=False)
class Repeat(Statement):
    """`repeat … until condition`; the condition sees the locals of the body."""

    body: Block
    condition: Expression


@dataclass(slots=True, eq=False)
class If(Statement):
    """`if … then … elseif … else … end`"""

    arms: list[tuple[Expression, Block]]
    orelse: Block | None


@dataclass(slots=True, eq=False)
class NumericFor(Statement):
    """`for v = first, limit, step do … end`"""

    var: Binding
    first: Expression
    limit: Expression
    step: Expression | None
    body: Block


@dataclass(slots=True, eq=False)
class GenericFor(Statement):
    """`for a, b in … do … end`"""

    names: list[Binding]
    values: list[Expression]
    body: Block


@dataclass(slots=True, eq=False)
class FunctionStatement(Statement):
    """`function a.b:c() … end`; `target` is the variable or field that receives the function."""

    target: Name | Index
    function: Function


@dataclass(slots=True, eq=False)
class LocalFunction(Statement):
    """`local function f() … end`"""

    name: Binding
    function: Function


@dataclass(slots=True, eq=False)
class Return(Statement):
    """`return …`"""

    values: list[Expression]


@dataclass(slots=True, eq=False)
class Break(Statement):
    """`break`"""


@dataclass(slots=True, eq=False)
class Goto(Statement):
    """`goto label`"""

    label: str


@dataclass(slots=True, eq=False)
class Label(Statement):
    """`::name::`"""

    name: str


@dataclass(slots=True, eq=False)
class Chunk(Node):
    """A whole source: its body is a vararg function. `nodes` is the number of ids in use.

    `header` are the comments that are about the file as a whole.
    """

    body: Block
    nodes: int
    comments: list[Comment]
    shebang: str | None = None
    header: tuple[Comment, ...] = ()
