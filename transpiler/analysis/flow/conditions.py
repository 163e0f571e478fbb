"""What reading expressions and testing them tells of the locals of a function (`versions.py`)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cmc.transpiler.analysis.flow.guards import (
    ENDING,
    INDEXABLE,
    TABLE_FUNCTIONS,
    TYPE_FUNCTIONS,
    Guard,
    literal_guard,
)
from cmc.transpiler.analysis.flow.versions import EVERYTHING, Root, State, Version, Versions, join
from cmc.transpiler.analysis.kinds import FALSY, NUMBER
from cmc.transpiler.analysis.library import Library
from cmc.transpiler.analysis.scopes import FunctionScope, Scopes, Variable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import children


@dataclass(frozen=True, slots=True, eq=False)
class Trust:
    """What may be relied on.

    `library` says that names of the library mean its functions, `mentions` whether there may be a metamethod.
    """

    library: bool
    mentions: Callable[[str], bool]


Facts = list[tuple[Variable, Version]]
"""Guards: each holds as long as the variable has the root of the version, and tells its mask."""


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """The walk over the expressions of one function.

    `types` and `tests` remember of which variables a local has the type or the result of a test. `is_silent` says that
    an expression has been looked at before.
    """

    scope: FunctionScope
    scopes: Scopes
    library: Library
    trust: Trust
    found: Versions
    whole: dict[Variable, Version]
    types: dict[Root, tuple[dict[str, Guard], Variable, Root]] = field(default_factory=dict)
    tests: dict[Root, tuple[Facts, Facts]] = field(default_factory=dict)
    is_silent: bool = False

    # Variables

    def version_of(self, state: State, variable: Variable) -> Version | None:
        """What a variable is here; None if others may assign it meanwhile."""
        version = state.locals.get(variable)
        if version is None and not variable.writes:
            version = self.whole.get(variable)
            if version is None:
                version = self.whole[variable] = (Root(variable, is_whole=True), EVERYTHING)
        return version

    def declare(self, state: State, bindings: list[lua.Binding]) -> State:
        for binding in bindings:
            state = self.assign(state, self.scopes.declares[binding.id], binding.id)
        return state

    def assign(self, state: State, variable: Variable, id: int) -> State:
        if variable.function is not self.scope or variable.closure_writes:
            return state
        if not variable.writes:
            # A new one, of which the guards of an earlier iteration do not hold.
            version = self.version_of(State({}), variable)
            assert version is not None
            return state.with_version(variable, version)
        root = self.found.assigned[id] = Root(variable)
        return state.with_version(variable, (root, EVERYTHING))

    def narrow(self, state: State, variable: Variable, mask: int) -> State:
        """The state where the value of a variable is of the kinds of a mask."""
        version = self.version_of(state, variable)
        if version is None or version[1] & mask == version[1]:
            return state
        return state.with_version(variable, (version[0], version[1] & mask))

    def narrow_name(self, state: State, node: lua.Node, mask: int) -> State:
        variable = self.scopes.uses.get(node.id) if isinstance(node, lua.Name) else None
        return state if variable is None else self.narrow(state, variable, mask)

    def apply(self, state: State, facts: Facts) -> State:
        for variable, (root, mask) in facts:
            version = self.version_of(state, variable)
            if version is not None and version[0] is root:
                state = self.narrow(state, variable, mask)
        return state

    # Expressions

    def expression(self, state: State, node: lua.Node) -> State:
        """The state when an expression has been evaluated."""
        pending: list[tuple[lua.Node, bool]] = [(node, False)]
        while pending:
            current, is_done = pending.pop()
            if is_done:
                assert isinstance(current, lua.Call)
                state = self.after_call(state, current)
            elif isinstance(current, lua.Name):
                self.read(state, current)
            elif isinstance(current, lua.Binary) and current.op in ("and", "or"):
                state = join(self.condition(state, current))
            elif isinstance(current, lua.Function):
                self.found.guard(current.id, state)
            else:
                if isinstance(current, lua.Call) and current.args:
                    pending.append((current, True))
                pending += [(child, False) for child in reversed(list(children(current)))]
        return state

    def read(self, state: State, node: lua.Name) -> None:
        variable = self.scopes.uses.get(node.id)
        version = self.version_of(state, variable) if variable is not None else None
        if version is not None:
            self.found.reads[node.id] = version

    def after_call(self, state: State, call: lua.Call) -> State:
        """The state when a call has returned."""
        if not self.trust.library or self.is_silent:
            return state
        path = self.library.function_of(call.func)
        if path in ENDING:
            return state.ended()
        if path == "assert":
            return self.truth(state, call.args[0])
        event = TABLE_FUNCTIONS.get(path or "")
        if event is not None and not (event and self.trust.mentions(event)):
            return self.narrow_name(state, call.args[0], INDEXABLE)
        return state

    def truth(self, state: State, node: lua.Expression) -> State:
        """The state where an expression that has been looked at is true."""
        again = Reader(
            self.scope, self.scopes, self.library, self.trust, Versions(), self.whole, self.types, self.tests, True
        )  # fmt: skip
        return again.condition(state, node)[0]

    def condition(self, state: State, node: lua.Expression) -> tuple[State, State]:
        """The states where an expression is true, and where it is not."""
        is_negated = False
        while isinstance(node, lua.Paren) or (isinstance(node, lua.Unary) and node.op == "not"):
            is_negated ^= isinstance(node, lua.Unary)
            node = node.inner if isinstance(node, lua.Paren) else node.operand
        yes, no = self.test(state, node)
        return (no, yes) if is_negated else (yes, no)

    def test(self, state: State, node: lua.Expression) -> tuple[State, State]:
        if isinstance(node, lua.Binary) and node.op in ("and", "or"):
            return self.chain(state, node)
        after = self.expression(state, node)
        if isinstance(node, lua.Name):
            return self.test_name(after, node)
        if isinstance(node, lua.Binary) and node.op in ("==", "~="):
            equal, different = self.compare(after, node.left, node.right)
            if equal is different:
                equal, different = self.compare(after, node.right, node.left)
            return (equal, different) if node.op == "==" else (different, equal)
        if isinstance(node, lua.Binary) and node.op in ("<", "<=", ">", ">="):
            after = self.order(after, node)
        elif isinstance(node, lua.Nil) or (isinstance(node, lua.Boolean) and not node.value):
            return after.ended(), after
        elif isinstance(node, lua.Boolean | lua.Number | lua.String | lua.Table | lua.Function):
            return after, after.ended()
        return after, after

    def chain(self, state: State, node: lua.Binary) -> tuple[State, State]:
        """`a and b or c …`, which may be as long as the file to the left."""
        operations = []
        first: lua.Expression = node
        while isinstance(first, lua.Binary) and first.op in ("and", "or"):
            operations.append(first)
            first = first.left
        yes, no = self.condition(state, first)
        for operation in reversed(operations):
            if operation.op == "and":
                yes, missed = self.condition(yes, operation.right)
                no = join((no, missed))
            else:
                met, no = self.condition(no, operation.right)
                yes = join((yes, met))
        return yes, no

    def test_name(self, state: State, node: lua.Name) -> tuple[State, State]:
        variable = self.scopes.uses.get(node.id)
        version = self.version_of(state, variable) if variable is not None else None
        if variable is None or version is None:
            return state, state
        yes, no = self.narrow(state, variable, ~FALSY), self.narrow(state, variable, FALSY)
        if version[0] in self.tests:
            held, failed = self.tests[version[0]]
            yes, no = self.apply(yes, held), self.apply(no, failed)
        return yes, no

    def compare(self, state: State, node: lua.Expression, literal: lua.Expression) -> tuple[State, State]:
        """`node == literal`"""
        if isinstance(node, lua.Name):
            variable = self.scopes.uses.get(node.id)
            version = self.version_of(state, variable) if variable is not None else None
            if variable is None or version is None:
                return state, state
            equal, different = state, state
            guard = literal_guard(literal)
            if guard is not None:
                equal, different = self.narrow(state, variable, guard[0]), self.narrow(state, variable, guard[1])
            if version[0] in self.types and isinstance(literal, lua.String):
                types, typed, root = self.types[version[0]]
                yes, no = types.get(literal.value, (EVERYTHING, EVERYTHING))
                equal = self.apply(equal, [(typed, (root, yes))])
                different = self.apply(different, [(typed, (root, no))])
            return equal, different
        typed_by = self.type_call(node)
        if typed_by is not None and isinstance(literal, lua.String):
            yes, no = typed_by[0].get(literal.value, (EVERYTHING, EVERYTHING))
            return self.narrow(state, typed_by[1], yes), self.narrow(state, typed_by[1], no)
        return state, state

    def type_call(self, node: lua.Expression) -> tuple[dict[str, Guard], Variable] | None:
        """The names of types that `type(x)` gives, and the variable `x`."""
        if not self.trust.library or not isinstance(node, lua.Call) or len(node.args) != 1:
            return None
        types = TYPE_FUNCTIONS.get(self.library.function_of(node.func) or "")
        variable = self.scopes.uses.get(node.args[0].id) if isinstance(node.args[0], lua.Name) else None
        return (types, variable) if types is not None and variable is not None else None

    def order(self, state: State, node: lua.Binary) -> State:
        """`x < 1` fails unless `x` is a number, or a table that has a metamethod."""
        if self.trust.mentions("__lt") or (len(node.op) == 2 and self.trust.mentions("__le")):
            return state
        for value, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(other, lua.Number):
                state = self.narrow_name(state, value, NUMBER)
        return state
