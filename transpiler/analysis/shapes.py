"""What is known of the tables that an expression may give."""

from dataclasses import dataclass

from cmc.transpiler.analysis.catalogue import Callable
from cmc.transpiler.analysis.flow.heap import NUMBERS, STRINGS, Key, Object
from cmc.transpiler.analysis.flow.sequences import is_sequence
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import ANY, FUNCTION, NIL, OTHER, TEXT
from cmc.transpiler.syntax import nodes as lua


@dataclass(slots=True, eq=False)
class Shapes:
    """Questions about tables; nothing is known without `flow`."""

    unit: ChunkFlow | None = None
    flow: Flow | None = None
    runs_index: bool | None = None

    @property
    def index_runs_code(self) -> bool:
        """Whether some metatable has a function under `__index`, or may have one."""
        if self.flow is None:
            return True
        if self.runs_index is None:
            heap, values = self.flow.heap, self.flow.graph.values
            self.runs_index = any(
                values[table.fields[key]] & (FUNCTION | OTHER | UNKNOWN)
                for table in heap.objects
                if table.is_metatable
                for key in ("__index", STRINGS)
                if key in table.fields
            ) or any(table.is_metatable and table.is_exposed for table in heap.objects)
        return self.runs_index

    def tables(self, node: lua.Node) -> list[Object] | None:
        """The tables that an expression may give; None when it may give any, or what is no table but has fields."""
        if self.unit is None or self.flow is None or not self.unit.is_known(node.id):
            return None
        bits = self.unit.bits_of(self.flow, node.id)
        if bits & (UNKNOWN | TEXT | OTHER):
            return None
        return [made for made in self.flow.heap.among(bits) if made.sort == "table"]

    def host_method(self, node: lua.MethodCall) -> Callable | None:
        """The method that a call calls, if its object is of one class of the runtime for certain."""
        if self.unit is None or self.flow is None or not self.unit.is_known(node.obj.id):
            return None
        bits = self.unit.bits_of(self.flow, node.obj.id)
        objects = self.flow.heap.among(bits)
        callees = self.unit.bits_of_callee(self.flow, node.id)
        if len(objects) != 1 or objects[0].sort not in ("host", "host table") or callees & (UNKNOWN | OTHER):
            return None
        if bits != self.flow.heap.bits(objects[0]):
            return None
        method = self.flow.catalogue.classes[objects[0].path].methods.get(node.name)
        is_it = method is not None and [callee.path for callee in self.flow.heap.among(callees)] == [method.path]
        return method if is_it else None

    def is_host_field(self, node: lua.Index) -> bool:
        """Whether a field of a table of the runtime is read that its class declares, whatever its value is."""
        if self.unit is None or self.flow is None or not isinstance(node.key, lua.String):
            return False
        if not self.unit.is_known(node.obj.id):
            return False
        bits = self.unit.bits_of(self.flow, node.obj.id)
        objects = self.flow.heap.among(bits)
        if len(objects) != 1 or objects[0].sort != "host table" or bits != self.flow.heap.bits(objects[0]):
            return False
        return node.key.value in self.flow.catalogue.classes[objects[0].path].fields

    def may_hold_none(self, node: lua.Node, name: Key) -> bool:
        """Whether None, stored in a field, is as good as no field: nothing is inherited under that name.

        Of the summaries, this can be asked of numbers; nobody must look for the end of the table then.
        """
        tables = self.tables(node)
        if name == NUMBERS and any(table.is_measured or table.is_odd for table in tables or ()):
            return False
        if not tables or self.flow is None or self.flow.heap.mentions("__newindex"):
            return False
        return not any(table.is_exposed or self._inherits(table, name, set()) for table in tables)

    def are_sequences(self, node: lua.Node) -> bool:
        """Whether `len()` gives the length of all tables that an expression may give (`flow/sequences.py`)."""
        if self.unit is None or self.flow is None or not self.unit.is_known(node.id):
            return False
        heap, bits = self.flow.heap, self.unit.bits_of(self.flow, node.id)
        return not bits & UNKNOWN and all(is_sequence(heap, made) for made in heap.among(bits) if made.sort == "table")

    def _inherits(self, table: Object, name: Key, seen: set[int]) -> bool:
        """Whether a metatable may give a table a field that it has not got itself."""
        assert self.flow is not None
        graph, heap = self.flow.graph, self.flow.heap
        if table.index in seen:
            return False
        seen.add(table.index)
        bits = graph.values[table.metatables]
        if bits & UNKNOWN:
            return True
        for metatable in heap.among(bits):
            for key in ("__index", STRINGS):
                source = graph.values[metatable.fields[key]] if key in metatable.fields else 0
                if source & UNKNOWN:
                    return True
                for other in heap.among(source):
                    if other.sort != "table" or other.is_exposed or self._has(other, name):
                        return True
                    if self._inherits(other, name, seen):
                        return True
        return False

    def _has(self, table: Object, name: Key) -> bool:
        assert self.flow is not None
        return any(
            key in table.fields and self.flow.graph.values[table.fields[key]] & ANY & ~NIL for key in (name, STRINGS)
        )
