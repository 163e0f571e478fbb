"""Chunks that are found or compiled when the program runs (manual §6.1, §6.3)."""

from functools import partial

from cmc.transpiler.analysis.flow.calling import Model, call_unknown
from cmc.transpiler.analysis.flow.packs import Pack
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow
from cmc.transpiler.analysis.kinds import (
    NIL,
    TEXT,
    TRUE,
)


def _require(flow: Flow, args: Pack, results: Pack) -> None:
    """A module that is found when the program runs: one of the program's own, or any other, which finds all globals."""
    for unit in flow.modules.values():
        results.add_source(required(flow, unit))
    if not flow.knows_computed or flow.alters_modules:
        call_unknown(flow, args, results)
        flow.heap.expose(flow.of_object(flow.globals))


def required(flow: Flow, unit: ChunkFlow) -> Pack:
    """What `require` gives for a module: `true` if the module returns nothing."""
    node = flow.graph.node()
    flow.graph.masked(unit.exports.at(0), node, ~NIL)
    flow.graph.watch(unit.exports.at(0), lambda bits: flow.graph.add(node, TRUE) if bits & NIL else None)
    return Pack(flow.graph, (node, flow.constant(TEXT)), is_closed=True)


def _load(path: str, flow: Flow, args: Pack, results: Pack) -> None:
    """Text that is compiled when the program runs finds all globals and modules."""
    call_unknown(flow, args, results)
    flow.heap.expose(flow.of_object(flow.globals))
    for unit in flow.modules.values():
        flow.heap.expose(unit.exports.everything())


MODELS: dict[str, Model] = {
    "require": _require,
    **{path: partial(_load, path) for path in ("load", "loadfile", "dofile")},
}
"""The models of the functions that bring chunks in."""
