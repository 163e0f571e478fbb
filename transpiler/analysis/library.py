"""The standard library as the analyses know it: which expressions mean its functions, and what those give.

A global such as `print`, or a field such as `string.format`, is taken for the library's own function. That is exact
even though programs may replace these functions: the runtime then changes what compiled code finds under the name
(`runtime/core/mirror.py`). It only has to be told beforehand, so chunks that may do that are found here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cmc.transpiler.analysis.catalogue import LUA, Catalogue, Given
from cmc.transpiler.analysis.scopes import Scopes, Variable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

LIBRARY_TABLES = LUA.libraries
"""The global names of the tables of Lua's own library."""

FUNCTIONS = LUA.functions
"""What each function of Lua's own library gives, by its path."""

CONSTANTS = LUA.constants
"""The kinds of values of Lua's own library that are no functions."""

VERSION_NAME, VERSION = "_VERSION", "Lua 5.4"
"""The global that tells the version of the language, and what it holds."""

EVERYTHING = "*"
"""Stands for all paths among those that a program may alter."""

_READERS = frozenset(
    ("pairs", "ipairs", "next", "type", "rawget", "rawequal", "tostring", "print", "assert", "getmetatable")
)
"""Functions that a table of the library may be handed to without being changed."""


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """The names of one chunk that mean the libraries of a catalogue; none do if `known` is false.

    `imported` has the locals that hold a library and are of little other use than to name its functions. `version` is
    what `_VERSION` holds all the time, if that is sure.
    """

    scopes: Scopes
    known: bool = True
    catalogue: Catalogue = LUA
    imported: Mapping[Variable, str] = field(default_factory=dict)
    version: str | None = None

    def path_of(self, node: lua.Node) -> str | None:
        """The path of the library function or constant that an expression names, None for all others."""
        if not self.known:
            return None
        catalogue = self.catalogue
        if isinstance(node, lua.Name):
            return node.name if node.name in catalogue.functions and self._is_global(node) else None
        if isinstance(node, lua.Index) and isinstance(node.key, lua.String):
            library = self.library_of(node.obj)
            path = f"{library}.{node.key.value}"
            known = library is not None and (path in catalogue.functions or path in catalogue.constants)
            return path if known else None
        return None

    def given(self, call: lua.Node) -> Given | None:
        """What a call gives, if it calls a function of the library."""
        if not isinstance(call, lua.Call):
            return None
        return self.catalogue.functions.get(self.function_of(call.func) or "")

    def function_of(self, node: lua.Node) -> str | None:
        """The path of the library function that an expression means, by its name or as the value of a local."""
        variable = self.scopes.uses.get(node.id) if isinstance(node, lua.Name) else None
        named = node if variable is None else only_value(variable)
        path = self.path_of(named) if isinstance(named, lua.Name | lua.Index) else None
        return path if path in self.catalogue.functions else None

    def version_of(self, node: lua.Node) -> str | None:
        """The version of the language, if an expression gives that."""
        is_version = isinstance(node, lua.Name) and node.name == VERSION_NAME and self._is_global(node)
        return self.version if is_version and self.known else None

    def _is_global(self, node: lua.Name) -> bool:
        return self.scopes.env_uses.get(node.id) is self.scopes.env

    def library_of(self, node: lua.Expression) -> str | None:
        """The library whose table an expression means: `fs`, `net.tcp`, or a local that holds one all the time."""
        libraries = self.catalogue.libraries
        if isinstance(node, lua.Index):
            if not isinstance(node.key, lua.String):
                return None
            path = f"{self.library_of(node.obj)}.{node.key.value}"
            return path if path in libraries else None
        if not isinstance(node, lua.Name):
            return None
        variable = self.scopes.uses.get(node.id)
        if variable is None:
            is_library = node.name in libraries and node.name not in self.catalogue.packages
            return node.name if is_library and self._is_global(node) else None
        if variable in self.imported:
            return self.imported[variable]
        value = only_value(variable)
        if isinstance(value, lua.Name) and value.id not in self.scopes.uses:
            return self.library_of(value)
        return None


def only_value(variable: Variable) -> lua.Expression | None:
    """The expression whose (first) value a local holds all the time, if there is one."""
    declaration = variable.declaration
    if variable.writes or not isinstance(declaration, lua.Local):
        return None
    position = next(i for i, name in enumerate(declaration.names) if name is variable.node)
    return declaration.values[position] if position < len(declaration.values) else None


def imported_locals(
    chunk: lua.Chunk, scopes: Scopes, catalogue: Catalogue, required: frozenset[str]
) -> dict[Variable, str]:
    """The locals of `local fs = require("fs")` that mostly name functions; `required` are names that give libraries.

    Packages are looked for at the top level of the chunk only, as importing one takes its time.
    """
    found: dict[Variable, str] = {}
    at_top = set(map(id, chunk.body.statements))
    for node in walk(chunk.body):
        if isinstance(node, lua.Local) and len(node.names) == len(node.values) == 1:
            name = _required_name(node.values[0], scopes)
            variable = scopes.declares[node.names[0].id]
            is_constant = not variable.writes and not variable.attribute
            is_found = name in required and name in catalogue.libraries
            if name is not None and is_found and is_constant and (name not in catalogue.packages or id(node) in at_top):
                found[variable] = name
    if not found:
        return found
    named: set[int] = set()
    for node in walk(chunk.body):
        root = node
        tail = ""
        while isinstance(root, lua.Index):
            key = root.key
            tail = f".{key.value}{tail}" if isinstance(key, lua.String) else "."
            root = root.obj
        if tail and isinstance(root, lua.Name) and root.id in scopes.uses:
            path = f"{found.get(scopes.uses[root.id])}{tail}"
            if path in catalogue.functions or path in catalogue.constants:
                named.add(root.id)
    others: Counter[Variable] = Counter()
    for use, variable in scopes.uses.items():
        others[variable] += 1 if use not in named else -1
    for variable in list(found):
        # What little use there is of the table itself gets it from `require` again.
        if others[variable] > 0:
            del found[variable]
    return found


def extends_strings(chunk: lua.Chunk, scopes: Scopes) -> bool:
    """Whether a chunk may give strings functions, as far as its text shows: it uses `string` but to read from it.

    Who hands `_G` on may do so as well (`altered_paths`).
    """
    names_modules = any(isinstance(node, lua.String) and node.value == "loaded" for node in walk(chunk.body))
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
            if names_modules or _is_global_table(node.obj, scopes):
                return True
        elif isinstance(node, lua.Call) and isinstance(node.func, lua.Name) and node.args:
            first = node.args[0]
            name = node.func.name if isinstance(first, lua.String) else ""
            if name == "getmetatable" or (name == "require" and getattr(first, "value", "") in ("string", "_G")):
                return True
    return False


def _is_global_table(node: lua.Expression, scopes: Scopes) -> bool:
    """Whether an expression is `_G` or `_ENV`, or a local that holds one of these from the beginning."""
    variable = scopes.uses.get(node.id) if isinstance(node, lua.Name) else None
    value = node if variable is None else only_value(variable)
    return isinstance(value, lua.Name) and value.name in ("_G", "_ENV")


def altered_paths(chunk: lua.Chunk, scopes: Scopes, catalogue: Catalogue = LUA) -> frozenset[str]:
    """The library functions and libraries whose names a chunk may give other values, as far as its text shows.

    That is so where it assigns such a global or field, and where the tables of the library, `_G` or `_ENV` get to
    places that the text does not show; `EVERYTHING` stands for whatever these reach.
    """
    return frozenset(_altered(chunk, scopes, catalogue))


def may_alter(chunk: lua.Chunk, scopes: Scopes, catalogue: Catalogue = LUA) -> bool:
    """Whether a chunk may give the name of a library function another value, as far as its text shows."""
    return any(True for _ in _altered(chunk, scopes, catalogue))


def alters_lua(paths: frozenset[str]) -> bool:
    """Whether functions of Lua's own library are among what a program alters."""
    return any(path == EVERYTHING or path in LUA.functions or path in LUA.libraries for path in paths)


def _altered(chunk: lua.Chunk, scopes: Scopes, catalogue: Catalogue) -> Iterator[str]:
    harmless = _harmless_uses(chunk, scopes)
    library = Library(scopes, True, catalogue)
    for node in walk(chunk.body):
        if isinstance(node, lua.Assign):
            for target in node.targets:
                yield from _named(target, library)
        elif isinstance(node, lua.FunctionStatement):
            yield from _named(node.target, library)
        elif isinstance(node, lua.Name) and node.id not in scopes.uses and node.id not in harmless:
            if node.name in ("_G", "_ENV"):
                yield EVERYTHING
            elif node.name in catalogue.libraries:
                yield node.name
        elif isinstance(node, lua.Index) and node.id not in harmless and library.library_of(node) is not None:
            # A table inside a library: `local t = net.tcp` is no alias that is followed.
            yield library.library_of(node) or EVERYTHING
        elif isinstance(node, lua.Call) and node.id not in harmless and _required_name(node, scopes) is not None:
            name = _required_name(node, scopes) or ""
            if name in catalogue.libraries:
                yield name
        elif isinstance(node, lua.Name | lua.Binding) and node.name == "_ENV":
            yield EVERYTHING


def _named(target: lua.Expression, library: Library) -> Iterator[str]:
    """What an assignment target is, or may be, of the library."""
    scopes, catalogue = library.scopes, library.catalogue
    if isinstance(target, lua.Name):
        if target.id not in scopes.uses and _is_known(target.name, catalogue):
            yield target.name
        return
    assert isinstance(target, lua.Index)
    key = target.key.value if isinstance(target.key, lua.String) else None
    obj = target.obj
    root = obj
    variable = scopes.uses.get(obj.id) if isinstance(obj, lua.Name) else None
    if variable is not None:
        value = only_value(variable)
        if value is None or (isinstance(value, lua.Name) and value.id in scopes.uses):
            return
        root = value
    if isinstance(root, lua.Name):
        if root.name == "_G":
            if key is None:
                yield EVERYTHING
            elif _is_known(key, catalogue):
                yield key
        elif root.name in catalogue.libraries and root.name not in catalogue.packages:
            yield from _field_of(root.name, key, catalogue)
        return
    named = library.library_of(root) or _required_name(root, scopes)
    if named is not None:
        if named in catalogue.libraries:
            yield from _field_of(named, key, catalogue)
    elif key is not None and (variable is None or _is_require(root, scopes)):
        # `_G.string.format = …`, `require(name).format = …`
        folder = root.key.value if isinstance(root, lua.Index) and isinstance(root.key, lua.String) else ""
        suffix = f"{folder}.{key}"
        yield from (path for path in (*catalogue.functions, *catalogue.libraries) if f".{path}".endswith(suffix))


def _is_known(name: str, catalogue: Catalogue) -> bool:
    return name in catalogue.functions or name in catalogue.libraries or name == VERSION_NAME


def _field_of(library: str, key: str | None, catalogue: Catalogue) -> Iterator[str]:
    """The field of a library that an assignment changes: the library itself where any may be."""
    if key is None:
        yield library
    else:
        path = f"{library}.{key}"
        if path in catalogue.functions or path in catalogue.libraries:
            yield path


def _is_require(node: lua.Node, scopes: Scopes) -> bool:
    return (
        isinstance(node, lua.Call)
        and isinstance(node.func, lua.Name)
        and node.func.name == "require"
        and node.func.id not in scopes.uses
    )


def _required_name(node: lua.Node, scopes: Scopes) -> str | None:
    """The name in `require("name")`."""
    if not isinstance(node, lua.Call) or not _is_require(node, scopes) or len(node.args) != 1:
        return None
    name = node.args[0]
    return name.value if isinstance(name, lua.String) else None


def _harmless_uses(chunk: lua.Chunk, scopes: Scopes) -> set[int]:
    """Ids of the names that are only read from: `string.format`, `local t = table`, `pairs(_G)`, `_G.arg = 1`."""
    harmless = set()
    aliases: list[tuple[lua.Expression, Variable]] = []
    for node in walk(chunk.body):
        if isinstance(node, lua.Index):
            harmless.add(node.obj.id)
        elif isinstance(node, lua.Local):
            pairs = zip(node.values, node.names, strict=False)
            aliases += [
                (value, scopes.declares[name.id]) for value, name in pairs if isinstance(value, lua.Name | lua.Call)
            ]
        elif isinstance(node, lua.CallStatement):
            harmless.add(node.call.id)
        elif isinstance(node, lua.Call) and isinstance(node.func, lua.Name) and node.func.name in _READERS:
            harmless |= {argument.id for argument in node.args}
        elif isinstance(node, lua.Binary) and node.op in ("==", "~="):
            harmless |= {node.left.id, node.right.id}
        elif isinstance(node, lua.Unary) and node.op == "not":
            harmless.add(node.operand.id)
    if aliases:
        # An alias whose every use is harmless does no harm.
        exposed = {id(used) for use, used in scopes.uses.items() if use not in harmless}
        harmless |= {value.id for value, alias in aliases if not alias.writes and id(alias) not in exposed}
    return harmless
