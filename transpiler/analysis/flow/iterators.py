"""Functions of the library that give values one after the other, as `string.gmatch` and `io.lines` return them."""

from cmc.transpiler.analysis.flow.calling import models
from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.packs import Uniform
from cmc.transpiler.analysis.flow.state import Flow


def iterator(flow: Flow, kinds: int) -> Object:
    """A function that gives values of some kinds."""
    made = flow.library_object(f"$gives {kinds}")
    models.setdefault(
        made.path, lambda flow, args, results: results.add_source(Uniform(flow.graph, flow.constant(kinds)))
    )
    return made
