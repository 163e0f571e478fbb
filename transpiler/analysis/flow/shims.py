"""What functions and objects of the runtime's manifest do: their results have the declared types.

A *host* object stands for all objects of a class of the manifest. Those that are userdata have the declared methods and
no others. Tables have them until the program stores something else under the name, or until code may do so that holds
a table of that class without its being seen: then a lookup may give anything.
"""

from functools import partial

from cmc.transpiler.analysis.catalogue import Callable, kind_of
from cmc.transpiler.analysis.flow.calling import call, models
from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.packs import Pack
from cmc.transpiler.analysis.flow.state import Flow
from cmc.transpiler.analysis.flow.values import ANYTHING, UNKNOWN
from cmc.transpiler.analysis.kinds import FUNCTION, OTHER, TABLE

_COMPOSITE = TABLE | FUNCTION | OTHER
_KEPT = frozenset(("any", "table", "function", "userdata"))
"""Types of parameters that values may be kept or called through; all others are copied or host objects."""


def use_shims(flow: Flow) -> None:
    """Gives each function and method of the manifest its model."""
    for path, shim in flow.catalogue.shims.items():
        models.setdefault(path, partial(_shim, shim))
    for host in flow.catalogue.classes.values():
        for method in host.methods.values():
            models.setdefault(method.path, partial(_shim, method))


def _shim(shim: Callable, flow: Flow, args: Pack, results: Pack) -> None:
    """Hands the arguments out as far as they may be kept, and gives values of the declared types."""
    first = 1 if ":" in shim.path else 0
    _take(flow, shim, args, first)
    if shim.results is None:
        results.add_source(flow.heap.unknown_pack)
    else:
        nodes = tuple(flow.constant(bits_of_type(flow, type)) for type in shim.results)
        results.add_source(Pack(flow.graph, nodes, is_closed=True))


def _take(flow: Flow, shim: Callable, args: Pack, first: int) -> None:
    kept = [
        args.at(first + position)
        for position, type in enumerate(shim.parameters)
        if not _KEPT.isdisjoint(type.split("|"))
    ]
    if shim.rest is not None and not _KEPT.isdisjoint(shim.rest.split("|")):
        kept.append(args.from_position(first + len(shim.parameters)))
    for node in kept:
        if not shim.only_reads or _has_metamethods(flow):
            flow.graph.watch(node, partial(_keep, flow, shim, node))


_READING = ("__index", "__len", "__pairs", "__tostring", "__name", "__call", "__eq", "__lt", "__le")
"""The metamethods that code may call which only reads what it is given."""


def _has_metamethods(flow: Flow) -> bool:
    return any(flow.heap.mentions(event) for event in _READING)


def _keep(flow: Flow, shim: Callable, node: int, bits: int) -> None:
    """Values that a function of the runtime may keep: tables get outside, functions are called."""
    heap = flow.heap
    if bits & UNKNOWN:
        heap.fails()
        _hand_over_unknown(flow, shim)
    for made in heap.among(bits):
        if made.sort == "function" and shim.calls_with:
            _call_back(flow, shim, made)
        elif made.sort not in ("host", "host table", "library"):
            _hand_over(flow, shim, made)


def _call_back(flow: Flow, shim: Callable, made: Object) -> None:
    """A function of the program is called with values of the declared types; what it raises is handed on."""
    count = len(made.params)
    types = next((each for each in shim.calls_with if len(each) == count), shim.calls_with[0])
    given = Pack(flow.graph, tuple(flow.constant(bits_of_type(flow, type)) for type in types), is_closed=True)
    outcome = call(flow, flow.of_object(made), given).everything()
    flow.graph.watch(outcome, partial(_look_inside, flow, shim))
    flow.heap.expose(flow.heap.failures)
    flow.heap.fails()


def _hand_over(flow: Flow, shim: Callable, made: Object) -> None:
    heap = flow.heap
    heap.expose(flow.of_object(made))
    heap.expose(heap.failures)
    heap.fails()
    package = shim.path.partition(".")[0]
    # A function that is called with what is not known may get hold of the package's tables.
    if made.sort != "table":
        if made.sort != "function" or made.params or getattr(made.node, "vararg", False):
            _open_hosts(flow, package)
    elif (made, package) not in flow.handed_tables:
        flow.handed_tables.add((made, package))
        flow.graph.watch(heap.everything(made), partial(_look_inside, flow, shim))


def _hand_over_unknown(flow: Flow, shim: Callable) -> None:
    """What comes from outside may be a function of the program that has got there."""
    package = shim.path.partition(".")[0]
    flow.graph.watch(flow.heap.called_from_outside, lambda _: _open_hosts(flow, package))


def _look_inside(flow: Flow, shim: Callable, bits: int) -> None:
    if bits & UNKNOWN:
        _hand_over_unknown(flow, shim)
    for made in flow.heap.among(bits):
        if made.sort not in ("host", "host table", "library"):
            _hand_over(flow, shim, made)


def _open_hosts(flow: Flow, package: str) -> None:
    """From now on, code that is not seen may change the tables of a package."""
    if package not in flow.open_packages:
        flow.open_packages.add(package)
        for path, made in flow.hosts.items():
            if path.partition(".")[0] == package:
                open_host(flow, made)


def open_host(flow: Flow, made: Object) -> None:
    """The fields of a host table may be anything."""
    if made.sort == "host table":
        flow.heap.open(made)


def bits_of_type(flow: Flow, type: str) -> int:
    """The set of values of a type of the manifest."""
    bits = 0
    for name in type.split("|"):
        if name in flow.catalogue.classes:
            bits |= flow.heap.bits(host_of(flow, name))
        else:
            kind = kind_of(name)
            bits |= kind | (UNKNOWN if kind & _COMPOSITE else 0)
    return bits


def host_of(flow: Flow, path: str) -> Object:
    """The object that stands for those of a class."""
    made = flow.hosts.get(path)
    if made is None:
        is_table = flow.catalogue.classes[path].is_table
        made = flow.hosts[path] = flow.heap.new("host table" if is_table else "host", path=path)
        made.is_exposed = is_table and path.partition(".")[0] in flow.open_packages
    return made


def host_lookup(flow: Flow, made: Object, key: "str | int") -> int:
    """The node of a field of a host object; keys that are not constant are numbers of summaries."""
    if made.is_exposed or not isinstance(key, str):
        return flow.heap.unknown
    node = made.lookups.get(key)
    if node is None:
        method = flow.catalogue.classes[made.path].methods.get(key)
        declared = flow.catalogue.classes[made.path].fields.get(key)
        if method is not None:
            bits = flow.heap.bits(flow.library_object(method.path))
        else:
            bits = ANYTHING if declared is None else bits_of_type(flow, declared)
        node = made.lookups[key] = flow.graph.node(bits)
    return node


def watch_hosts(flow: Flow, operand: int, result: int) -> None:
    """Operators may give anything for objects of the runtime, which have metamethods of their own."""

    def on_operand(bits: int) -> None:
        if any(made.sort in ("host", "host table") for made in flow.heap.among(bits)):
            flow.graph.add(result, ANYTHING)

    flow.graph.watch(operand, on_operand)


def store_in_host(flow: Flow, made: Object, key: "str | int") -> None:
    """The program stores something in a host table."""
    if not isinstance(key, str):
        open_host(flow, made)
    else:
        flow.graph.add(host_lookup(flow, made, key), ANYTHING)
