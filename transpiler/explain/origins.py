"""Where a kind of value comes from: the flow graph, followed backwards to where the kind enters it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.state import ChunkFlow
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import NIL, OTHER
from cmc.transpiler.analysis.library import only_value
from cmc.transpiler.analysis.scopes import Variable
from cmc.transpiler.explain.exposure import through
from cmc.transpiler.explain.view import View, nodes_of
from cmc.transpiler.source import Source
from cmc.transpiler.syntax import nodes as lua


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """What a node of the graph stands for: an expression, a local, or a parameter of a function."""

    source: Source
    unit: ChunkFlow
    node: lua.Node
    variable: Variable | None = None
    function: Object | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Why an expression may give a kind: a clause, empty where nothing more is known, and the parameter on the way."""

    clause: str
    parameter: Label | None = None


@dataclass(slots=True, eq=False)
class Origins:
    """The labels of a program's graph."""

    view: View
    _labels: dict[int, Label] = field(default_factory=dict)
    _known: dict[tuple[int, int], Origin] = field(default_factory=dict)

    def why(self, expression: lua.Expression, bad: int) -> Origin:
        """Where some of the kinds `bad` come from that an expression may give."""
        flow, unit = self.view.flow, self.view.unit.types.unit
        if flow is None or unit is None or not bad:
            return Origin("")
        bits = self.view.bits(expression) & bad
        bit = bits & -bits
        key = (expression.id, bit)
        if key not in self._known:
            found = Origin("")
            for chunk in (unit, *unit.clones):
                node = chunk.nodes[expression.id]
                if node >= 0 and flow.graph.values[node] & bit:
                    found = self._explain(node, bit, expression)
                    break
            self._known[key] = found
        return self._known[key]

    def _explain(self, node: int, bit: int, expression: lua.Expression) -> Origin:
        labels = list(self._path(node, bit))
        parameter = next((label for label in labels if label.function is not None), None)
        last = labels[-1] if labels else None
        if last is None or (last.node is expression and last.function is None):
            return Origin(self._of_itself(expression, bit), parameter)
        return Origin(self._clause(last, bit), parameter)

    def _path(self, node: int, bit: int) -> Iterator[Label]:
        """What stands between a node and the nearest place where a kind enters the graph."""
        assert self.view.flow is not None
        values, sources = self.view.flow.graph.values, self.view.sources()
        before: dict[int, int] = {node: -1}
        pending = deque([node])
        labels = self._all_labels()
        while pending:
            current = pending.popleft()
            further = [source for source, mask in sources.get(current, ()) if values[source] & mask & bit]
            label = labels.get(current)
            exposed = label is not None and label.function is not None and label.function.is_exposed
            if not further or exposed:
                path = []
                while current >= 0:
                    path.append(current)
                    current = before[current]
                yield from (labels[each] for each in reversed(path) if each in labels)
                return
            for source in further:
                if source not in before:
                    before[source] = current
                    pending.append(source)

    def _all_labels(self) -> dict[int, Label]:
        if not self._labels:
            assert self.view.flow is not None
            shared = {*self.view.flow.constants.values(), self.view.flow.heap.unknown}
            for source, chunk, unit in self.view.chunks:
                nodes = nodes_of(chunk)
                for flow in (unit, *unit.clones):
                    self._label(source, flow, nodes, shared)
        return self._labels

    def _label(self, source: Source, unit: ChunkFlow, nodes: dict[int, lua.Node], shared: set[int]) -> None:
        for made in unit.functions.values():
            assert isinstance(made.node, lua.Function)
            for binding, node in zip(made.node.params, made.params, strict=True):
                variable = unit.scopes.declares[binding.id]
                self._labels.setdefault(node, Label(source, unit, binding, variable, made))
        for variable, node in unit.variables.items():
            self._labels.setdefault(node, Label(source, unit, variable.node, variable))
        entries = unit.nodes.items() if isinstance(unit.nodes, dict) else enumerate(unit.nodes)
        for id, node in entries:
            if node >= 0 and node not in shared and id in nodes:
                self._labels.setdefault(node, Label(source, unit, nodes[id]))

    def _of_itself(self, expression: lua.Expression, bit: int) -> str:
        """What there is to say of an expression that is where a kind comes from."""
        label = Label(self.view.unit.source, self.view.unit.types.unit, expression)  # type: ignore[arg-type]
        if isinstance(expression, lua.Call | lua.MethodCall):
            return self._of_call(label)
        if isinstance(expression, lua.Index):
            return self._of_field(label, bit)
        if isinstance(expression, lua.Name) and expression.id in self.view.unit.scopes.env_uses:
            return self._of_global(label)
        return ""

    def _clause(self, label: Label, bit: int) -> str:
        """A clause about the place where a kind comes from: `it comes from …`."""
        text = self.view.text(label.node, label.source)
        place = self.view.place(label.node, label.source)
        if label.function is not None:
            return f"it comes from parameter `{text}` of {self._function(label)}, {self._reached(label, bit)}"
        if label.variable is not None:
            return self._of_variable(label.variable, label)
        more = self._of_itself_elsewhere(label, bit)
        return f"it comes from `{text}` ({place}){f'; {more}' if more else ''}"

    def _of_variable(self, variable: Variable, label: Label) -> str:
        """A clause about a local: what is written where it is declared, if that is all it ever holds."""
        value = only_value(variable)
        if value is not None:
            text = self.view.text(value, label.source)
            return f"it comes from `{text}` ({self.view.place(value, label.source)})"
        return f"it comes from the variable `{variable.name}` ({self.view.place(variable.node, label.source)})"

    def _of_itself_elsewhere(self, label: Label, bit: int) -> str:
        if isinstance(label.node, lua.Call | lua.MethodCall):
            return self._of_call(label)
        if isinstance(label.node, lua.Index):
            return self._of_field(label, bit)
        return self._of_global(label) if isinstance(label.node, lua.Name) else ""

    def _function(self, label: Label) -> str:
        assert label.function is not None and isinstance(label.function.node, lua.Function)
        name = label.function.node.name
        named = f"`{name}`" if name else "the function"
        return f"{named} ({self.view.place(label.function.node, label.source)})"

    def _reached(self, label: Label, bit: int) -> str:
        assert label.function is not None
        if label.function.is_exposed:
            return through(self.view, label.function)
        if bit == NIL:
            return "which a call leaves out"
        return "which calls pass it to"

    def _of_call(self, label: Label) -> str:
        call, flow = label.node, self.view.flow
        assert isinstance(call, lua.Call | lua.MethodCall) and flow is not None
        if isinstance(call, lua.Call) and label.unit.library.given(call) is not None:
            return ""
        bits = label.unit.bits_of_callee(flow, call.id)
        name = call.name if isinstance(call, lua.MethodCall) else self.view.text(call.func, label.source)
        return f"`{name}` may be a function that is not known" if bits & (UNKNOWN | OTHER) else ""

    def _of_field(self, label: Label, bit: int) -> str:
        node, flow = label.node, self.view.flow
        assert isinstance(node, lua.Index) and flow is not None
        bits = label.unit.bits_of(flow, node.obj.id) if label.unit.is_known(node.obj.id) else UNKNOWN
        obj = self.view.text(node.obj, label.source)
        if bits & (UNKNOWN | OTHER):
            return f"`{obj}` may be a table of other code"
        exposed = next((made for made in flow.heap.among(bits) if made.is_exposed), None)
        if exposed is not None:
            return f"others may write to the table `{obj}`, {through(self.view, exposed)}"
        return "no such key may be set" if bit == NIL else ""

    def _of_global(self, label: Label) -> str:
        if label.node.id not in label.unit.scopes.env_uses:
            return ""
        return "it is a global variable that other code may assign, or nobody"
