"""Finding the versions of locals: one walk over each function, in the order in which it runs (`versions.py`).

Only what its own function assigns is followed, and what nobody assigns at all: between a guard and a use, any call may
run the function that assigns another variable.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cmc.transpiler.analysis.flow.conditions import Facts, Reader, Trust
from cmc.transpiler.analysis.flow.guards import INDEXABLE
from cmc.transpiler.analysis.flow.versions import EVERYTHING, Root, State, Version, Versions, join
from cmc.transpiler.analysis.library import Library
from cmc.transpiler.analysis.scopes import LabelSite, Scopes, Variable
from cmc.transpiler.syntax import nodes as lua


def find_versions(scopes: Scopes, library: Library, trust: Trust) -> Versions:
    """The versions of the locals of a chunk."""
    found = Versions()
    whole: dict[Variable, Version] = {}
    for scope in scopes.functions.values():
        _Splitter(scope, scopes, library, trust, found, whole).run()
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Splitter(Reader):
    """The walk over the statements of one function.

    `leaving` are the states at the `break`s of a loop, `coming` those at the jumps to a label further down, and `heads`
    the roots at labels that are jumped back to.
    """

    leaving: dict[lua.Node, list[State]] = field(default_factory=dict)
    coming: dict[LabelSite, list[State]] = field(default_factory=dict)
    heads: dict[LabelSite, dict[Variable, Root]] = field(default_factory=dict)

    def run(self) -> None:
        node = self.scope.node
        state = State(self.found.guarded.get(node.id, {}))
        if isinstance(node, lua.Function):
            state = self.declare(state, node.params)
        self.block(state, node.body)

    def block(self, state: State, block: lua.Block) -> State:
        """The state at the end of a block."""
        for statement in block.statements:
            state = _STATEMENTS[type(statement)](self, state, statement)
        return state

    def local(self, state: State, node: lua.Local) -> State:
        first = node.values[0] if len(node.values) == 1 and len(node.names) == 1 else None
        typed = self.type_call(first) if first is not None else None
        facts: tuple[Facts, Facts] | None = None
        if isinstance(first, lua.Binary | lua.Unary):
            before = state
            yes, no = self.condition(state, first)
            state = join((yes, no))
            facts = self.told(before, yes), self.told(before, no)
        else:
            for value in node.values:
                state = self.expression(state, value)
        state = self.declare(state, node.names)
        if typed is not None or facts is not None:
            version = state.locals.get(self.scopes.declares[node.names[0].id])
            if version is not None and typed is not None:
                subject = self.version_of(state, typed[1])
                if subject is not None:
                    self.types[version[0]] = (*typed, subject[0])
            if version is not None and facts is not None and (facts[0] or facts[1]):
                self.tests[version[0]] = facts
        return state

    def told(self, before: State, after: State) -> Facts:
        """What a test tells of variables."""
        if not after.is_live:
            return []
        return [
            (variable, version)
            for variable, version in after.locals.items()
            if version is not before.locals.get(variable) and version[1] != EVERYTHING
        ]

    def local_function(self, state: State, node: lua.LocalFunction) -> State:
        self.found.guard(node.function.id, state)
        return self.declare(state, [node.name])

    def assignment(self, state: State, node: lua.Assign) -> State:
        for expression in (*node.targets, *node.values):
            if not isinstance(expression, lua.Name) or expression not in node.targets:
                state = self.expression(state, expression)
        if not self.trust.mentions("__newindex"):
            for target in node.targets:
                if isinstance(target, lua.Index):
                    state = self.narrow_name(state, target.obj, INDEXABLE)
        # Of targets that are the same local, the first one is written last.
        for target in reversed(node.targets):
            state = self.assign_name(state, target)
        return state

    def function_statement(self, state: State, node: lua.FunctionStatement) -> State:
        self.found.guard(node.function.id, state)
        if not isinstance(node.target, lua.Name):
            return self.expression(state, node.target)
        return self.assign_name(state, node.target)

    def assign_name(self, state: State, target: lua.Expression) -> State:
        variable = self.scopes.uses.get(target.id) if isinstance(target, lua.Name) else None
        return state if variable is None else self.assign(state, variable, target.id)

    def call_statement(self, state: State, node: lua.CallStatement) -> State:
        return self.expression(state, node.call)

    def do(self, state: State, node: lua.Do) -> State:
        return self.left(state, self.block(state, node.body))

    def if_(self, state: State, node: lua.If) -> State:
        ends = []
        for condition, body in node.arms:
            holds, state = self.condition(state, condition)
            ends.append(self.left(holds, self.block(holds, body)))
        ends.append(self.left(state, self.block(state, node.orelse)) if node.orelse is not None else state)
        return join(ends)

    def left(self, before: State, after: State) -> State:
        """The state behind a block, without the locals that are declared in it."""
        if len(after.locals) <= len(before.locals):
            return after
        kept = {
            variable: version
            for variable, version in after.locals.items()
            if variable in before.locals or variable.function is not self.scope
        }
        return State(kept, after.is_live)

    def while_(self, state: State, node: lua.While) -> State:
        head, roots = self.head(state, node)
        holds, ends = self.condition(head, node.condition)
        self.back(self.block(holds, node.body), roots)
        return self.behind(node, ends)

    def repeat(self, state: State, node: lua.Repeat) -> State:
        head, roots = self.head(state, node)
        ends, again = self.condition(self.block(head, node.body), node.condition)
        self.back(again, roots)
        return self.left(head, self.behind(node, ends))

    def numeric_for(self, state: State, node: lua.NumericFor) -> State:
        for value in (node.first, node.limit, node.step):
            if value is not None:
                state = self.expression(state, value)
        return self.counted(state, node, [node.var], node.body)

    def generic_for(self, state: State, node: lua.GenericFor) -> State:
        for value in node.values:
            state = self.expression(state, value)
        first = node.values[0]
        path = self.library.function_of(first.func) if isinstance(first, lua.Call) else None
        if path == "pairs" and self.trust.library and not self.trust.mentions("__pairs"):
            assert isinstance(first, lua.Call)
            if len(first.args) == 1:
                state = self.narrow_name(state, first.args[0], INDEXABLE)
        return self.counted(state, node, node.names, node.body)

    def counted(self, state: State, node: lua.Node, names: list[lua.Binding], body: lua.Block) -> State:
        head, roots = self.head(state, node)
        self.back(self.block(self.declare(head, names), body), roots)
        return self.left(head, self.behind(node, head))

    def head(self, state: State, loop: lua.Node) -> tuple[State, dict[Variable, Root]]:
        """The state at the beginning of each iteration, and the roots of what the loop assigns."""
        roots = {
            variable: Root(variable, sources=[version] if state.is_live else [])
            for variable, version in state.locals.items()
            if any(loop.start <= write.start < loop.end for write in variable.writes)
        }
        if roots:
            versions = {variable: (root, EVERYTHING) for variable, root in roots.items()}
            state = State({**state.locals, **versions}, state.is_live)
        return state, roots

    def back(self, state: State, roots: dict[Variable, Root]) -> None:
        """Control comes back to where some roots are."""
        if state.is_live:
            for variable, root in roots.items():
                root.sources.append(state.locals.get(variable) or (Root(variable, is_whole=True), EVERYTHING))

    def behind(self, loop: lua.Node, ends: State) -> State:
        return join((ends, *self.leaving.pop(loop, ())))

    def return_(self, state: State, node: lua.Return) -> State:
        for value in node.values:
            state = self.expression(state, value)
        return state.ended()

    def break_(self, state: State, node: lua.Break) -> State:
        self.leaving.setdefault(self.scopes.breaks[node.id], []).append(state)
        return state.ended()

    def goto(self, state: State, node: lua.Goto) -> State:
        site = self.scopes.jumps[node.id].label
        if site in self.heads:
            self.back(state, self.heads[site])
        else:
            self.coming.setdefault(site, []).append(state)
        return state.ended()

    def label(self, state: State, node: lua.Label) -> State:
        site = self.scopes.labels[node.id]
        state = join((state, *self.coming.pop(site, ())))
        if not site.backward:
            return state
        # Control may come here from anywhere that sees the same locals, with whatever they are there.
        roots: dict[Variable, Root] = {}
        versions: dict[Variable, Version] = {}
        for variable, version in state.locals.items():
            if variable.writes:
                roots[variable] = Root(variable, sources=[version] if state.is_live else [])
                versions[variable] = roots[variable], EVERYTHING
        self.heads[site] = roots
        # It may also be the only way here.
        return State(versions)


_STATEMENTS: dict[type, Callable[[_Splitter, State, Any], State]] = {
    lua.Local: _Splitter.local,
    lua.LocalFunction: _Splitter.local_function,
    lua.Assign: _Splitter.assignment,
    lua.FunctionStatement: _Splitter.function_statement,
    lua.CallStatement: _Splitter.call_statement,
    lua.Do: _Splitter.do,
    lua.While: _Splitter.while_,
    lua.Repeat: _Splitter.repeat,
    lua.If: _Splitter.if_,
    lua.NumericFor: _Splitter.numeric_for,
    lua.GenericFor: _Splitter.generic_for,
    lua.Return: _Splitter.return_,
    lua.Break: _Splitter.break_,
    lua.Goto: _Splitter.goto,
    lua.Label: _Splitter.label,
}
