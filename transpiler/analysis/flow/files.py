"""Files (manual §6.8): what their methods give, as long as nobody gets hold of the table that holds these.

One object stands for all files.
"""

from functools import partial

from cmc.transpiler.analysis.flow.calling import Model
from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.iterators import iterator
from cmc.transpiler.analysis.flow.packs import Pack, Uniform
from cmc.transpiler.analysis.flow.state import Flow
from cmc.transpiler.analysis.kinds import BOOLEAN, INTEGER, NIL, NUMBER, SMALL, TEXT

STREAMS = frozenset(("io.stdin", "io.stdout", "io.stderr"))

TEXT_FORMATS = frozenset(("a", "l", "L", "*a", "*l", "*L"))
"""What asks `read` and `lines` for text."""


def file_of(flow: Flow) -> Object:
    """The object that stands for all files."""
    made = flow.library.get("$file")
    if made is None:
        made = flow.library["$file"] = flow.heap.new("file")
    return made


def file_lookup(flow: Flow, made: Object, key: "str | int") -> int:
    """The node of a field of a file; keys that are not constant are numbers of summaries."""
    if made.is_exposed or not isinstance(key, str):
        return flow.heap.unknown
    node = made.lookups.get(key)
    if node is None:
        is_method = f"$file {key}" in MODELS
        bits = flow.heap.bits(flow.library_object(f"$file {key}")) if is_method else NIL
        node = made.lookups[key] = flow.graph.node(bits)
    return node


def open_files(flow: Flow) -> None:
    """Somebody may look up the metatable of files, and change it."""
    flow.heap.open(file_of(flow))


def _give_file(flow: Flow, args: Pack, results: Pack) -> None:
    """A file, or nil, a message and a number."""
    file = flow.heap.bits(file_of(flow))
    nodes = (flow.constant(file | NIL), flow.constant(TEXT | NIL), flow.constant(SMALL | NIL))
    results.add_source(Pack(flow.graph, nodes, is_closed=True))


def _read(flow: Flow, args: Pack, results: Pack) -> None:
    results.add_source(Uniform(flow.graph, flow.constant(_read_kinds(flow, args))))


def _read_kinds(flow: Flow, args: Pack) -> int:
    """The kinds of what is read in the formats that stand behind the file; `n` asks for a number."""
    is_text = args.is_closed and all(flow.texts.get(each) in TEXT_FORMATS for each in args.explicit[1:])
    return TEXT | NIL if is_text else TEXT | NUMBER | NIL


def _lines(flow: Flow, args: Pack, results: Pack) -> None:
    made = iterator(flow, _read_kinds(flow, args))
    results.add_source(Pack(flow.graph, (flow.of_object(made),), is_closed=True))


def _outcome(kinds: int, flow: Flow, args: Pack, results: Pack) -> None:
    """What a method gives that may fail: nil, a message and a number then."""
    nodes = (flow.constant(kinds | NIL), flow.constant(TEXT | NIL), flow.constant(SMALL | NIL))
    results.add_source(Pack(flow.graph, nodes, is_closed=True))


MODELS: dict[str, Model] = {
    **dict.fromkeys(("io.open", "io.popen", "io.tmpfile", "io.input", "io.output", "io.write"), _give_file),
    "$file write": _give_file, "$file flush": _give_file, "$file close": partial(_outcome, BOOLEAN | TEXT),
    "$file seek": partial(_outcome, INTEGER), "$file setvbuf": partial(_outcome, BOOLEAN), "$file read": _read,
    "$file lines": _lines,
}  # fmt: skip
"""The models of functions that make files, and of the methods of files."""
