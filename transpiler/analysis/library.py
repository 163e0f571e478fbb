"""The standard library as the analyses know it: which expressions mean its functions, and what those give.

A global such as `print`, or a field such as `string.format`, is taken for the library's own function. That is exact
even though programs may replace these functions: the runtime then changes what compiled code finds under the name
(`runtime/core/mirror.py`). It only has to be told beforehand, so chunks that may do that are found here.
"""

from dataclasses import dataclass

from cmc.runtime.core.results import CONSTANTS as VALUES
from cmc.runtime.core.results import LIBRARIES, RESULTS
from cmc.transpiler.analysis.kinds import ANY, BOOLEAN, FLOAT, FUNCTION, INTEGER, NIL, NUMBER, SMALL, TABLE, TEXT
from cmc.transpiler.analysis.scopes import Scopes, Variable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

LIBRARY_TABLES = LIBRARIES
"""The global names of the library's tables."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a library function returns: the kinds of its one result; `count` is None if there may be other than one."""

    kind: int = ANY
    count: int | None = 1


_KINDS = {
    "any": ANY, "boolean": BOOLEAN, "float": FLOAT, "function": FUNCTION, "integer": INTEGER, "nil": NIL,
    "number": NUMBER, "small": SMALL, "string": TEXT, "table": TABLE,
}  # fmt: skip


def _kind(names: str) -> int:
    """The kinds that a list of names in `core/results.py` stands for."""
    kind = 0
    for name in names.split("|"):
        kind |= _KINDS[name]
    return kind


_COUNTS: dict[str, Given] = {"many": Given(ANY, None), "nothing": Given(NIL, 0)}

FUNCTIONS = {path: _COUNTS.get(results) or Given(_kind(results)) for path, results in RESULTS.items()}
"""What each function of the library gives, by its path."""

CONSTANTS = {path: _kind(kind) for path, kind in VALUES.items()}
"""The kinds of values of the library that are no functions."""

_READERS = frozenset(
    ("pairs", "ipairs", "next", "type", "rawget", "rawequal", "tostring", "print", "assert", "getmetatable")
)
"""Functions that a table of the library may be handed to without being changed."""


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """The names of one chunk that mean the standard library; none do if `known` is false."""

    scopes: Scopes
    known: bool = True

    def path_of(self, node: lua.Node) -> str | None:
        """The path of the library function or constant that an expression names, None for all others."""
        if not self.known:
            return None
        if isinstance(node, lua.Name):
            return node.name if node.name in FUNCTIONS and self._is_global(node) else None
        if isinstance(node, lua.Index) and isinstance(node.key, lua.String) and isinstance(node.obj, lua.Name):
            library = self._library_of(node.obj)
            path = f"{library}.{node.key.value}"
            return path if library is not None and (path in FUNCTIONS or path in CONSTANTS) else None
        return None

    def given(self, call: lua.Node) -> Given | None:
        """What a call gives, if it calls a function of the library."""
        if not isinstance(call, lua.Call):
            return None
        return FUNCTIONS.get(self.function_of(call.func) or "")

    def function_of(self, node: lua.Node) -> str | None:
        """The path of the library function that an expression means, by its name or as the value of a local."""
        variable = self.scopes.uses.get(node.id) if isinstance(node, lua.Name) else None
        named = node if variable is None else only_value(variable)
        path = self.path_of(named) if isinstance(named, lua.Name | lua.Index) else None
        return path if path in FUNCTIONS else None

    def _is_global(self, node: lua.Name) -> bool:
        return self.scopes.env_uses.get(node.id) is self.scopes.env

    def _library_of(self, node: lua.Name) -> str | None:
        """The library whose table a name means."""
        variable = self.scopes.uses.get(node.id)
        if variable is None:
            return node.name if node.name in LIBRARIES and self._is_global(node) else None
        value = only_value(variable)
        if isinstance(value, lua.Name) and value.name in LIBRARIES and self._is_global(value):
            return value.name
        return None


def only_value(variable: Variable) -> lua.Expression | None:
    """The expression whose (first) value a local holds all the time, if there is one."""
    declaration = variable.declaration
    if variable.writes or not isinstance(declaration, lua.Local):
        return None
    position = next(i for i, name in enumerate(declaration.names) if name is variable.node)
    return declaration.values[position] if position < len(declaration.values) else None


def extends_strings(chunk: lua.Chunk, scopes: Scopes) -> bool:
    """Whether a chunk may give strings functions, as far as its text shows: it uses `string` but to read from it."""
    read: set[int] = set()
    written: set[int] = set()
    for node in walk(chunk.body):
        if isinstance(node, lua.Index) and isinstance(node.obj, lua.Name):
            read.add(node.obj.id)
        elif isinstance(node, lua.Assign):
            written |= {target.obj.id for target in node.targets if isinstance(target, lua.Index)}
        elif isinstance(node, lua.FunctionStatement) and isinstance(node.target, lua.Index):
            written.add(node.target.obj.id)
    for node in walk(chunk.body):
        if isinstance(node, lua.Name) and node.name == "string" and node.id not in scopes.uses:
            if node.id in written or node.id not in read:
                return True
        elif isinstance(node, lua.Index) and isinstance(node.key, lua.String) and node.key.value == "string":
            return True
        elif isinstance(node, lua.Call) and isinstance(node.func, lua.Name) and node.args:
            first = node.args[0]
            name = node.func.name if isinstance(first, lua.String) else ""
            if name == "getmetatable" or (name == "require" and getattr(first, "value", "") == "string"):
                return True
    return False


def may_alter(chunk: lua.Chunk, scopes: Scopes) -> bool:
    """Whether a chunk may give the name of a library function another value, as far as its text shows.

    That is so where it assigns such a global or field, and where the tables of the library, `_G` or `_ENV` get to
    places that the text does not show.
    """
    harmless = _harmless_uses(chunk, scopes)
    for node in walk(chunk.body):
        if isinstance(node, lua.Assign):
            if any(_names_library(target, scopes) for target in node.targets):
                return True
        elif isinstance(node, lua.FunctionStatement):
            if _names_library(node.target, scopes):
                return True
        elif isinstance(node, lua.Name) and node.id not in scopes.uses and node.id not in harmless:
            if node.name in LIBRARIES or node.name in ("_G", "_ENV"):
                return True
        elif (
            isinstance(node, lua.Name) and node.name == "_ENV" or isinstance(node, lua.Binding) and node.name == "_ENV"
        ):
            return True
    return False


def _names_library(target: lua.Expression, scopes: Scopes) -> bool:
    """Whether an assignment target is, or may be, a function of the library."""
    if isinstance(target, lua.Name):
        return target.id not in scopes.uses and (target.name in FUNCTIONS or target.name in LIBRARIES)
    assert isinstance(target, lua.Index)
    obj = target.obj
    if not isinstance(obj, lua.Name):
        # `_G.string.format = …`, `require("string").format = …`
        return isinstance(target.key, lua.String) and any(path.endswith(f".{target.key.value}") for path in FUNCTIONS)
    variable = scopes.uses.get(obj.id)
    if variable is not None:
        value = only_value(variable)
        if not isinstance(value, lua.Name) or value.id in scopes.uses:
            return False
        obj = value
    if obj.name == "_G":
        return not isinstance(target.key, lua.String) or target.key.value in FUNCTIONS or target.key.value in LIBRARIES
    if obj.name in LIBRARIES:
        return not isinstance(target.key, lua.String) or f"{obj.name}.{target.key.value}" in FUNCTIONS
    return False


def _harmless_uses(chunk: lua.Chunk, scopes: Scopes) -> set[int]:
    """Ids of the names that are only read from: `string.format`, `local t = table`, `pairs(_G)`, `_G.arg = 1`."""
    harmless = set()
    aliases: list[tuple[lua.Expression, Variable]] = []
    for node in walk(chunk.body):
        if isinstance(node, lua.Index):
            harmless.add(node.obj.id)
        elif isinstance(node, lua.Local):
            pairs = zip(node.values, node.names, strict=False)
            aliases += [(value, scopes.declares[name.id]) for value, name in pairs if isinstance(value, lua.Name)]
        elif isinstance(node, lua.Call) and isinstance(node.func, lua.Name) and node.func.name in _READERS:
            harmless |= {argument.id for argument in node.args}
        elif isinstance(node, lua.Binary) and node.op in ("==", "~="):
            harmless |= {node.left.id, node.right.id}
    if aliases:
        # An alias whose every use is harmless does no harm.
        exposed = {id(used) for use, used in scopes.uses.items() if use not in harmless}
        harmless |= {value.id for value, alias in aliases if not alias.writes and id(alias) not in exposed}
    return harmless
