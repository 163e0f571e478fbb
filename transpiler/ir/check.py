"""What every module of IR must hold to: a list of complaints, empty for a good one.

Lowering and the passes rely on each other to keep these rules, so that the emitters need not look. The tests run the
check over every module they compile; a compilation does not.
"""

import builtins
import keyword
from dataclasses import dataclass, field

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.dump import dump_expression, dump_statement
from cmc.transpiler.ir.walk import bodies, children, expressions_of, walk

Owner = ir.FunctionDef | ir.Module

ARITHMETIC = frozenset(("+", "-", "*", "/", "//", "%", "**", "&", "|", "^", "<<", ">>"))
COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in"))
OPERATIONS = frozenset(
    ("", "call", "close", "concat", "for", "index", "len", "newindex", "eq", "lt", "le", "unm")
    + ("add", "sub", "mul", "div", "mod", "idiv", "pow", "band", "bor", "bxor", "bnot", "shl", "shr")
)
"""What an origin may say that its node does: events of metatables, and what else Lua has messages for."""

_OPERAND_KINDS = frozenset(("local", "upvalue", "global", "field", "method", "constant"))
_BUILTINS = frozenset(dir(builtins))


def check_module(module: ir.Module, helpers: frozenset[str], lines: int | None = None) -> list[str]:
    """What is wrong with a module.

    `helpers` are the names that the runtime offers to generated code; `lines` is the number of lines of the Lua text,
    None where it is not known.
    """
    checker = _Checker(helpers, lines)
    checker.owner(module, ())
    checker.unbound_symbols()
    return checker.complaints


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a statement stands: the owners around it, innermost last, and whether a loop of its owner is open."""

    owners: tuple[Owner, ...]
    in_loop: bool = False

    @property
    def owner(self) -> Owner:
        return self.owners[-1]


@dataclass(slots=True, eq=False)
class _Checker:
    """The complaints so far, and what has been met: nodes by identity, symbols bound and read."""

    helpers: frozenset[str]
    lines: int | None
    complaints: list[str] = field(default_factory=list)
    met: dict[int, ir.Expression | ir.Statement] = field(default_factory=dict)
    listed: dict[ir.Symbol, Owner] = field(default_factory=dict)
    bound: set[ir.Symbol] = field(default_factory=set)
    read: dict[ir.Symbol, str] = field(default_factory=dict)

    def complain(self, message: str, node: ir.Expression | ir.Statement | None = None) -> None:
        if isinstance(node, ir.Statement):
            message = f"{message}: {dump_statement(node).partition(chr(10))[0]}"
        elif node is not None:
            message = f"{message}: {dump_expression(node)}"
        self.complaints.append(message)

    def meet(self, node: ir.Expression | ir.Statement) -> None:
        """Notes a node, which must not have been met before; a pass that rewrites one place would rewrite the other.

        Plain reads have no parts that a pass could rewrite, and may be shared.
        """
        if isinstance(node, ir.Expression) and _is_plain_read(node):
            return
        if id(node) in self.met:
            self.complain("a node stands in two places", node)
        self.met[id(node)] = node

    # Owners and symbols

    def owner(self, owner: Owner, outer: tuple[Owner, ...]) -> None:
        """A function or the module, with everything in it."""
        for symbol in owner.locals:
            if symbol.owner is not owner:
                self.complain(f"'{symbol.hint}' is listed by {_title(owner)}, which does not own it")
            if symbol in self.listed:
                self.complain(f"'{symbol.hint}' is listed twice")
            self.listed[symbol] = owner
        place = _Place((*outer, owner))
        if isinstance(owner, ir.FunctionDef):
            self.signature(owner, place)
            self.body(owner.body, place, f"the body of {_title(owner)}")
        else:
            self.statements(owner.body, place)
        if owner.facts is not None:
            for name, symbol in owner.facts.upvalues:
                self.visible(symbol, place, f"upvalue '{name}' of {_title(owner)}")
            self.line(owner.facts.first_line, _title(owner))
            self.line(owner.facts.last_line, _title(owner))

    def signature(self, function: ir.FunctionDef, place: _Place) -> None:
        """Parameters belong to their function, and those with defaults come last."""
        symbols = [parameter.symbol for parameter in (*function.parameters, *function.keyword_only)]
        if function.rest is not None:
            symbols.append(function.rest)
        for symbol in symbols:
            self.bound.add(symbol)
            if symbol.owner is not function or symbol not in self.listed:
                self.complain(f"parameter '{symbol.hint}' is no variable of {_title(function)}")
        if len(set(symbols)) != len(symbols):
            self.complain(f"{_title(function)} has a parameter twice")
        has_default = [parameter.default is not None for parameter in function.parameters]
        if sorted(has_default) != has_default:
            self.complain(f"{_title(function)} has a parameter without default behind one that has")
        if function.parent is not place.owners[-2]:
            self.complain(f"the parent of {_title(function)} is not what it stands in")
        if function.facts is not None and function.facts.parameters > len(function.parameters):
            self.complain(f"{_title(function)} has fewer parameters than its facts say")

    def visible(self, symbol: ir.Symbol, place: _Place, what: str) -> None:
        """A symbol must belong to the function it is used in, or to one around it."""
        if symbol.owner is None:
            self.complain(f"{what} has no owner")
        elif not any(symbol.owner is owner for owner in place.owners):
            self.complain(f"{what} belongs to {_title(symbol.owner)}, which is not around {_title(place.owner)}")
        elif symbol not in self.listed:
            self.complain(f"{what} is not listed by {_title(symbol.owner)}")

    def unbound_symbols(self) -> None:
        """Variables that are read somewhere and get a value nowhere."""
        for symbol, what in self.read.items():
            if symbol not in self.bound:
                self.complain(f"{what} never gets a value")

    # Statements

    def body(self, body: list[ir.Statement], place: _Place, what: str) -> None:
        if not body:
            self.complain(f"{what} is empty")
        self.statements(body, place)

    def statements(self, body: list[ir.Statement], place: _Place) -> None:
        for statement in body:
            self.statement(statement, place)

    def statement(self, node: ir.Statement, place: _Place) -> None:
        self.meet(node)
        self.origin(node.origin, node)
        for expression in expressions_of(node):
            self.expression(expression, node, place)
        match node:
            case ir.FunctionDef():
                self.bind(node.symbol, place, node)
                self.owner(node, place.owners)
            case ir.ClassDef():
                self.bind(node.symbol, place, node)
                names = [field.name for field in node.fields] + [method.symbol.name for method in node.methods]
                if len(set(names)) != len(names):
                    self.complain("a class has two members of one name", node)
                for method in node.methods:
                    self.meet(method)
                    self.origin(method.origin, method)
                    self.owner(method, place.owners)
            case ir.Assign() | ir.For():
                self.target(node.target, place, node)
            case ir.AugmentedAssign():
                if node.op not in ARITHMETIC:
                    self.complain(f"'{node.op}=' is no operator", node)
                if isinstance(node.target, ir.Tuple):
                    self.complain("only one place can be changed", node)
                self.target(node.target, place, node)
            case ir.Return():
                if not isinstance(place.owner, ir.FunctionDef):
                    self.complain("return outside a function", node)
            case ir.Break() | ir.Continue():
                if not place.in_loop:
                    self.complain("jump outside a loop", node)
            case ir.With() | ir.Try():
                if node.symbol is not None:
                    self.bind(node.symbol, place, node)
            case ir.ImportFrom():
                for _, spelled in node.names:
                    if isinstance(spelled, ir.Symbol):
                        self.bind(spelled, place, node)
        self.blocks(node, place)

    def blocks(self, node: ir.Statement, place: _Place) -> None:
        """The statement lists inside a statement."""
        inner = _Place(place.owners, place.in_loop or isinstance(node, ir.While | ir.For))
        optional: tuple[list[ir.Statement], ...] = (node.orelse,) if isinstance(node, ir.If) else ()
        if isinstance(node, ir.Try):
            optional = (node.handler, node.orelse, node.final)
            if not node.handler and not node.final:
                self.complain("nothing is caught and nothing is done at the end", node)
            if node.orelse and not node.handler:
                self.complain("else without a handler", node)
        for body in bodies(node):
            if any(body is other for other in optional):
                self.statements(body, inner)
            else:
                self.body(body, inner, f"a block of {type(node).__name__}")

    def bind(self, symbol: ir.Symbol, place: _Place, node: ir.Statement | ir.Expression) -> None:
        self.bound.add(symbol)
        self.visible(symbol, place, f"'{symbol.hint}', bound by {type(node).__name__},")

    def target(self, node: ir.Expression, place: _Place, statement: ir.Statement) -> None:
        """What stands left of `=` or after `for`."""
        match node:
            case ir.Variable():
                self.bound.add(node.symbol)
            case ir.Item() | ir.Attribute():
                pass
            case ir.Tuple():
                if not node.items:
                    self.complain("nothing is assigned to", statement)
                if sum(isinstance(item, ir.Star) for item in node.items) > 1:
                    self.complain("two rests among the targets", statement)
                for item in node.items:
                    self.target(item.value if isinstance(item, ir.Star) else item, place, statement)
            case _:
                self.complain(f"{type(node).__name__} cannot be assigned to", statement)

    # Expressions

    def expression(self, root: ir.Expression, statement: ir.Statement, place: _Place) -> None:
        """An expression of a statement, with everything below it."""
        # Defaults and decorators are evaluated where the definition stands.
        if isinstance(root, ir.Star):
            self.complain("a rest stands alone", statement)
        for node in walk(root):
            self.meet(node)
            self.origin(node.origin, node)
            if not isinstance(node, ir.Call | ir.Tuple | ir.List):
                for part in children(node):
                    if isinstance(part, ir.Star):
                        self.complain(f"a rest stands in {type(node).__name__}", node)
            self.node(node, place)

    def node(self, node: ir.Expression, place: _Place) -> None:
        """One expression, its parts excepted."""
        match node:
            case ir.Variable(symbol=symbol):
                self.read.setdefault(symbol, f"'{symbol.hint}' of {_title(symbol.owner)}")
                self.visible(symbol, place, f"'{symbol.hint}'")
            case ir.Walrus(symbol=symbol):
                self.bind(symbol, place, node)
            case ir.Helper(name=name):
                if name not in self.helpers:
                    self.complain(f"the runtime has no helper '{name}'")
            case ir.Library(path=path):
                if path.count(".") > 2 or not all(part.isidentifier() for part in path.split(".")):
                    self.complain(f"the library has no '{path}'")
            case ir.Builtin(name=name):
                if name not in _BUILTINS:
                    self.complain(f"Python has no builtin '{name}'")
            case ir.Attribute(name=name):
                self.identifier(name, node)
            case ir.Call(function=function, keywords=keywords):
                if isinstance(function, ir.Star) or any(isinstance(value, ir.Star) for _, value in keywords):
                    self.complain("a rest is no argument", node)
                names = [name for name, _ in keywords]
                if len(set(names)) != len(names):
                    self.complain("a keyword comes twice", node)
                for name in names:
                    self.identifier(name, node)
            case ir.Binary(op=op) if op not in ARITHMETIC:
                self.complain(f"'{op}' is no operator", node)
            case ir.Compare(op=op) if op not in COMPARISONS:
                self.complain(f"'{op}' is no comparison", node)
            case ir.Unary(op=op) if op not in ("-", "~", "not"):
                self.complain(f"'{op}' is no sign", node)
            case ir.Boolean(op=op, values=values):
                if op not in ("and", "or"):
                    self.complain(f"'{op}' is no boolean operator", node)
                if len(values) < 2:
                    self.complain("a boolean operator needs two operands", node)
            case ir.Constant(value=value):
                if not (value is None or type(value) in (bool, int, float, str)):
                    self.complain(f"{type(value).__name__} has no literal")

    def identifier(self, name: str, node: ir.Expression) -> None:
        if not name.isidentifier() or keyword.iskeyword(name):
            self.complain(f"'{name}' is no name of Python", node)

    # Origins

    def origin(self, origin: ir.Origin | None, node: ir.Expression | ir.Statement) -> None:
        if origin is None:
            return
        if origin.offset < 0:
            self.complain(f"offset {origin.offset} is before the text", node)
        if origin.operation not in OPERATIONS:
            self.complain(f"nothing in Lua is called '{origin.operation}'", node)
        for described in origin.operands:
            if described is not None and described[0] not in _OPERAND_KINDS:
                self.complain(f"no message calls an operand '{described[0]}'", node)
        if origin.tail and not isinstance(node, ir.Call | ir.Return):
            self.complain("only a call that is returned can be in tail position", node)
        self.line(origin.line, type(node).__name__)

    def line(self, line: int, what: str) -> None:
        if line < 0 or (self.lines is not None and line > self.lines):
            self.complain(f"{what} comes from line {line} of a text with {self.lines} lines")


def _is_plain_read(node: ir.Expression) -> bool:
    """Whether an expression is a constant or reads a variable, in its cell or as it is."""
    if isinstance(node, ir.Attribute):
        return _is_plain_read(node.value)
    return isinstance(node, ir.Constant | ir.Variable | ir.Helper | ir.Library | ir.Builtin)


def _title(owner: Owner | None) -> str:
    if owner is None:
        return "nobody"
    return f"function '{owner.symbol.hint}'" if isinstance(owner, ir.FunctionDef) else "the module"
