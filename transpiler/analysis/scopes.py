"""Who a name is: locals, upvalues and globals of a chunk, captures, labels and gotos (manual §3.3.4, §3.5).

The result is a set of side tables by node id. What the reference implementation finds at this level (assignment to a
constant, a goto into a scope) becomes a finding with its wording.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cmc.transpiler.analysis.constants import Constant, declared_constant
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.parser import SyntaxFinding


@dataclass(slots=True, eq=False)
class Variable:
    """A local variable.

    `kind` is `local`, `param`, `for`, `function` or `env`. `loop` is the innermost loop of its function in whose body
    it is declared (a fresh variable per iteration), None outside loops; `nested` says that it is declared in a block
    inside its function. `writes` holds the statements that assign it
    after its declaration; `closure_writes` says that one of them stands in another function than the declaration.
    `constant` is the value of a compile-time constant.
    """

    name: str
    kind: str
    function: "FunctionScope"
    node: lua.Node
    attribute: str | None
    loop: lua.Node | None
    start: int
    end: int = 0
    nested: bool = False
    declaration: lua.Node | None = None
    writes: list[lua.Node] = field(default_factory=list)
    reads: int = 0
    captured_by: list["FunctionScope"] = field(default_factory=list)
    closure_writes: bool = False
    constant: Constant | None = None

    @property
    def captured(self) -> bool:
        """Whether a nested function uses the variable."""
        return bool(self.captured_by)


@dataclass(slots=True, eq=False)
class FunctionScope:
    """A function, or the chunk itself, with what it declares and what it takes from outside.

    `upvalues` is in order of first use, as `debug.getupvalue` counts them.
    """

    node: lua.Function | lua.Chunk
    parent: "FunctionScope | None"
    loop: lua.Node | None
    variables: list[Variable] = field(default_factory=list)
    upvalues: list[Variable] = field(default_factory=list)
    children: list["FunctionScope"] = field(default_factory=list)
    uses_vararg: bool = False
    gotos: list["Jump"] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class LabelSite:
    """A label: the block it stands in, its index there, and whether only labels follow it."""

    node: lua.Label
    block: lua.Block
    index: int
    at_end: bool
    targeted: bool = False
    backward: bool = False


@dataclass(slots=True, eq=False)
class Jump:
    """A goto with the label it reaches."""

    node: lua.Goto
    label: LabelSite


@dataclass(slots=True, eq=False)
class Scopes:
    """The side tables of one chunk.

    `uses` maps the id of a `Name` to its variable; names that are not in it are fields of `_ENV`, and `env_uses` maps
    those to the variable that `_ENV` is there. `declares` maps a `Binding` id to its variable. `functions` maps the id
    of a `Function` or of the chunk to its scope. `jumps` maps a `Goto` id to its jump, `labels` a `Label` id to its
    site, and `breaks` a `Break` id to its loop.
    """

    root: FunctionScope
    env: Variable
    uses: dict[int, Variable] = field(default_factory=dict)
    env_uses: dict[int, Variable] = field(default_factory=dict)
    declares: dict[int, Variable] = field(default_factory=dict)
    functions: dict[int, FunctionScope] = field(default_factory=dict)
    jumps: dict[int, Jump] = field(default_factory=dict)
    labels: dict[int, LabelSite] = field(default_factory=dict)
    breaks: dict[int, lua.Node] = field(default_factory=dict)
    findings: list[SyntaxFinding] = field(default_factory=list)


def resolve(chunk: lua.Chunk) -> Scopes:
    """Resolves every name, label and break of a chunk."""
    root = FunctionScope(chunk, None, None)
    env_owner = FunctionScope(chunk, None, None)
    env = Variable("_ENV", "env", env_owner, chunk, None, None, chunk.start, chunk.end)
    resolver = _Resolver(Scopes(root, env))
    resolver.run(chunk, root, env)
    return resolver.scopes


class _Resolver:
    """Walks the tree once, with the visible names in a stack."""

    def __init__(self, scopes: Scopes) -> None:
        self.scopes = scopes
        self.function = scopes.root
        self.visible: dict[str, list[Variable]] = {}
        self.declared: list[Variable] = []
        self.labels: list[LabelSite] = []
        self.first_label = 0
        self.pending: list[tuple[lua.Goto, int]] = []
        self.loops: list[lua.Node] = []
        self.depth = 0

    def run(self, chunk: lua.Chunk, root: FunctionScope, env: Variable) -> None:
        self.scopes.functions[chunk.id] = root
        self.visible["_ENV"] = [env]
        self.function_body(chunk.body, [])

    def problem(self, code: str, message: str, node: lua.Node, noticed: int) -> None:
        self.scopes.findings.append(SyntaxFinding(code, message, node.start, node.end, node.line, noticed))

    # Declarations

    def declare(self, binding: lua.Binding, kind: str, start: int, declaration: lua.Node | None) -> Variable:
        loop = self.loops[-1] if self.loops else None
        variable = Variable(binding.name, kind, self.function, binding, binding.attribute, loop, start)
        variable.declaration = declaration
        variable.nested = self.depth > 1
        self.scopes.declares[binding.id] = variable
        self.function.variables.append(variable)
        self.visible.setdefault(binding.name, []).append(variable)
        self.declared.append(variable)
        return variable

    def close_scope(self, mark: int, end: int) -> None:
        """Forgets the names declared since `mark`."""
        while len(self.declared) > mark:
            variable = self.declared.pop()
            variable.end = end
            self.visible[variable.name].pop()

    def lookup(self, name: str) -> Variable | None:
        stack = self.visible.get(name)
        return stack[-1] if stack else None

    def use(self, variable: Variable) -> None:
        """Notes a use from the current function: an upvalue of it and of the functions in between."""
        function: FunctionScope | None = self.function
        if variable.function is function:
            return
        while function is not None and function is not variable.function:
            if variable in function.upvalues:
                break
            function.upvalues.append(variable)
            function = function.parent
        if self.function not in variable.captured_by:
            variable.captured_by.append(self.function)

    def reference(self, node: lua.Name) -> Variable | None:
        variable = self.lookup(node.name)
        if variable is not None:
            self.scopes.uses[node.id] = variable
            self.use(variable)
            return variable
        env = self.lookup("_ENV")
        assert env is not None
        self.scopes.env_uses[node.id] = env
        env.reads += 1
        self.use(env)
        return None

    def write(self, target: lua.Expression, statement: lua.Node) -> None:
        if not isinstance(target, lua.Name):
            self.expression(target)
            return
        variable = self.reference(target)
        if variable is None:
            return
        if variable.attribute is not None:
            noticed = (statement if isinstance(statement, lua.FunctionStatement) else target).end
            self.problem("L003", f"attempt to assign to const variable '{variable.name}'", target, noticed)
        variable.writes.append(statement)
        if variable.function is not self.function:
            variable.closure_writes = True

    # Functions and blocks

    def function_body(self, body: lua.Block, params: list[lua.Binding]) -> None:
        outer = (self.labels, self.first_label, self.pending, self.loops, self.depth)
        self.labels, self.first_label, self.pending, self.loops, self.depth = [], 0, [], [], 0
        mark = len(self.declared)
        for param in params:
            self.declare(param, "param", body.start, None)
        self.block(body)
        self.close_scope(mark, body.end)
        for goto, _ in self.pending:
            message = f"no visible label '{goto.label}' for <goto> at line {goto.line}"
            self.problem("L004", message, goto, self.after_function())
        self.labels, self.first_label, self.pending, self.loops, self.depth = outer

    def after_function(self) -> int:
        """Where jumps without a target are noticed: behind a function, and behind all that can be read of a chunk."""
        node = self.function.node
        return node.end + 1 if isinstance(node, lua.Chunk) else node.end

    def block(self, block: lua.Block, before_close: lua.Expression | None = None) -> None:
        """A block with its scope; `before_close` is the condition of `until`, which sees the block's names."""
        mark = len(self.declared)
        self.depth += 1
        first_label = len(self.labels)
        first_pending = len(self.pending)
        count = len(block.statements)
        # Labels only at the end count as outside the scope of the block's locals, except before `until`.
        tail = count
        while tail and isinstance(block.statements[tail - 1], lua.Label):
            tail -= 1
        for index, statement in enumerate(block.statements):
            if isinstance(statement, lua.Label):
                self.label(statement, block, index, index >= tail and before_close is None, mark, first_pending)
            else:
                _STATEMENTS[type(statement)](self, statement)
        if before_close is not None:
            self.expression(before_close)
        # Gotos that leave the block see as many locals as were active before it.
        self.pending[first_pending:] = [(goto, min(seen, mark)) for goto, seen in self.pending[first_pending:]]
        del self.labels[first_label:]
        self.close_scope(mark, block.end)
        self.depth -= 1

    def label(self, node: lua.Label, block: lua.Block, index: int, at_end: bool, mark: int, first_pending: int) -> None:
        for other in self.labels:
            if other.node.name == node.name:
                # Of labels side by side, the reference defines the last one first.
                between = block.statements[other.index : index] if other.block is block else [block]
                line = (node if all(isinstance(each, lua.Label) for each in between) else other.node).line
                message = f"label '{node.name}' already defined on line {line}"
                self.problem("L004", message, node, node.end)
                return
        site = LabelSite(node, block, index, at_end)
        self.scopes.labels[node.id] = site
        self.labels.append(site)
        active = mark if at_end else len(self.declared)
        kept = []
        for position, (goto, seen) in enumerate(self.pending):
            if position < first_pending or goto.label != node.name:
                kept.append((goto, seen))
                continue
            if seen < active:
                name = self.declared[seen].name
                message = f"<goto {goto.label}> at line {goto.line} jumps into the scope of local '{name}'"
                self.problem("L004", message, goto, node.end)
                continue
            self.connect(goto, site)
        self.pending = kept

    def connect(self, goto: lua.Goto, site: LabelSite) -> None:
        jump = Jump(goto, site)
        site.targeted = True
        site.backward = site.backward or goto.start > site.node.start
        self.scopes.jumps[goto.id] = jump
        self.function.gotos.append(jump)

    # Statements

    def local(self, node: lua.Local) -> None:
        for value in node.values:
            self.expression(value)
        constant = declared_constant(node, self.scopes.uses)
        for binding in node.names:
            self.declare(binding, "local", node.end, node).constant = constant if binding is node.names[-1] else None

    def local_function(self, node: lua.LocalFunction) -> None:
        self.declare(node.name, "function", node.start, node)
        self.expression(node.function)

    def function_statement(self, node: lua.FunctionStatement) -> None:
        self.write(node.target, node)
        self.expression(node.function)

    def assign(self, node: lua.Assign) -> None:
        for target in node.targets:
            self.write(target, node)
        for value in node.values:
            self.expression(value)

    def call_statement(self, node: lua.CallStatement) -> None:
        self.expression(node.call)

    def do(self, node: lua.Do) -> None:
        self.block(node.body)

    def while_(self, node: lua.While) -> None:
        self.loops.append(node)
        self.expression(node.condition)
        self.block(node.body)
        self.loops.pop()

    def repeat(self, node: lua.Repeat) -> None:
        self.loops.append(node)
        self.block(node.body, node.condition)
        self.loops.pop()

    def if_(self, node: lua.If) -> None:
        for condition, body in node.arms:
            self.expression(condition)
            self.block(body)
        if node.orelse is not None:
            self.block(node.orelse)

    def numeric_for(self, node: lua.NumericFor) -> None:
        self.expression(node.first)
        self.expression(node.limit)
        if node.step is not None:
            self.expression(node.step)
        self.loop_with_names(node, [node.var], node.body)

    def generic_for(self, node: lua.GenericFor) -> None:
        for value in node.values:
            self.expression(value)
        self.loop_with_names(node, node.names, node.body)

    def loop_with_names(self, node: lua.Node, names: list[lua.Binding], body: lua.Block) -> None:
        mark = len(self.declared)
        self.loops.append(node)
        for binding in names:
            self.declare(binding, "for", body.start, node)
        self.block(body)
        self.loops.pop()
        self.close_scope(mark, body.end)

    def return_(self, node: lua.Return) -> None:
        for value in node.values:
            self.expression(value)

    def break_(self, node: lua.Break) -> None:
        if not self.loops:
            self.problem("L005", f"break outside loop at line {node.line}", node, self.after_function())
        else:
            self.scopes.breaks[node.id] = self.loops[-1]

    def goto(self, node: lua.Goto) -> None:
        for site in self.labels:
            if site.node.name == node.label:
                self.connect(node, site)
                return
        self.pending.append((node, len(self.declared)))

    # Expressions

    def expression(self, node: lua.Expression) -> None:
        handler = _EXPRESSIONS.get(type(node))
        if handler is not None:
            handler(self, node)

    def name(self, node: lua.Name) -> None:
        variable = self.reference(node)
        if variable is not None:
            variable.reads += 1

    def index(self, node: lua.Index) -> None:
        self.expression(node.obj)
        self.expression(node.key)

    def call(self, node: lua.Call) -> None:
        self.expression(node.func)
        for argument in node.args:
            self.expression(argument)

    def method_call(self, node: lua.MethodCall) -> None:
        self.expression(node.obj)
        for argument in node.args:
            self.expression(argument)

    def binary(self, node: lua.Binary) -> None:
        # Left-deep chains may be as long as the file; only the right side nests within Lua's limit.
        operands = []
        current: lua.Expression = node
        while isinstance(current, lua.Binary):
            operands.append(current.right)
            current = current.left
        self.expression(current)
        for operand in reversed(operands):
            self.expression(operand)

    def unary(self, node: lua.Unary) -> None:
        self.expression(node.operand)

    def paren(self, node: lua.Paren) -> None:
        self.expression(node.inner)

    def table(self, node: lua.Table) -> None:
        for entry in node.fields:
            if entry.key is not None:
                self.expression(entry.key)
            self.expression(entry.value)

    def vararg(self, node: lua.Vararg) -> None:
        self.function.uses_vararg = True

    def nested(self, node: lua.Function) -> None:
        outer = self.function
        scope = FunctionScope(node, outer, self.loops[-1] if self.loops else None)
        outer.children.append(scope)
        self.scopes.functions[node.id] = scope
        self.function = scope
        self.function_body(node.body, node.params)
        self.function = outer


_STATEMENTS: dict[type, Callable[[_Resolver, Any], None]] = {
    lua.Local: _Resolver.local,
    lua.LocalFunction: _Resolver.local_function,
    lua.FunctionStatement: _Resolver.function_statement,
    lua.Assign: _Resolver.assign,
    lua.CallStatement: _Resolver.call_statement,
    lua.Do: _Resolver.do,
    lua.While: _Resolver.while_,
    lua.Repeat: _Resolver.repeat,
    lua.If: _Resolver.if_,
    lua.NumericFor: _Resolver.numeric_for,
    lua.GenericFor: _Resolver.generic_for,
    lua.Return: _Resolver.return_,
    lua.Break: _Resolver.break_,
    lua.Goto: _Resolver.goto,
}

_EXPRESSIONS: dict[type, Callable[[_Resolver, Any], None]] = {
    lua.Name: _Resolver.name,
    lua.Index: _Resolver.index,
    lua.Call: _Resolver.call,
    lua.MethodCall: _Resolver.method_call,
    lua.Binary: _Resolver.binary,
    lua.Unary: _Resolver.unary,
    lua.Paren: _Resolver.paren,
    lua.Table: _Resolver.table,
    lua.Vararg: _Resolver.vararg,
    lua.Function: _Resolver.nested,
}
