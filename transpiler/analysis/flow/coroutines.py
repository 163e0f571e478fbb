"""What the coroutine library does with functions and values (manual §6.2)."""

from cmc.transpiler.analysis.flow.calling import Model, call, call_unknown, one
from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.packs import Pack
from cmc.transpiler.analysis.flow.state import Flow
from cmc.transpiler.analysis.flow.values import ANYTHING, UNKNOWN
from cmc.transpiler.analysis.kinds import BOOLEAN


def _create(flow: Flow, args: Pack, results: Pack) -> None:
    _run(flow, args.at(0))
    one(flow, results, flow.of_object(_single(flow, "thread")))


def _wrap(flow: Flow, args: Pack, results: Pack) -> None:
    _run(flow, args.at(0))
    one(flow, results, flow.of_object(_single(flow, "wrapped")))


def _run(flow: Flow, function: int) -> None:
    flow.heap.passed_out.add_source(call(flow, function, flow.heap.passed_in))


def _single(flow: Flow, sort: str) -> Object:
    made = flow.library.get(f"${sort}")
    if made is None:
        made = flow.library[f"${sort}"] = flow.heap.new(sort)
    return made


def _resume(flow: Flow, args: Pack, results: Pack) -> None:
    flow.graph.watch(args.at(0), lambda bits: call_unknown(flow, args, results) if bits & UNKNOWN else None)
    flow.heap.passed_in.add_source(args, -1)
    pack = Pack(flow.graph, (flow.constant(BOOLEAN),))
    pack.add_source(flow.heap.passed_out, 1)
    pack.add_source(Pack(flow.graph, (flow.heap.failures,), is_closed=True), 1)
    results.add_source(pack)


def _yield(flow: Flow, args: Pack, results: Pack) -> None:
    flow.heap.passed_out.add_source(args)
    results.add_source(flow.heap.passed_in)


def _close_coroutine(flow: Flow, args: Pack, results: Pack) -> None:
    results.add_source(Pack(flow.graph, (flow.constant(BOOLEAN), flow.heap.failures), is_closed=True))


def _running(flow: Flow, args: Pack, results: Pack) -> None:
    results.add_source(Pack(flow.graph, (flow.constant(ANYTHING), flow.constant(BOOLEAN)), is_closed=True))
    flow.heap.expose(flow.of_object(_single(flow, "thread")))


MODELS: dict[str, Model] = {
    "coroutine.create": _create, "coroutine.wrap": _wrap, "coroutine.resume": _resume, "coroutine.yield": _yield,
    "coroutine.close": _close_coroutine, "coroutine.running": _running,
}  # fmt: skip
"""The models of the functions that deal with coroutines."""
