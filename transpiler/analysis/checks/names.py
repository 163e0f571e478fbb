"""Which expressions of a chunk mean a library's table or function, or an object that a library has made."""

from cmc.transpiler.analysis.checks.libraries import Libraries
from cmc.transpiler.analysis.library import only_value
from cmc.transpiler.analysis.scopes import Scopes
from cmc.transpiler.syntax import nodes as lua


class Names:
    """The names of one chunk."""

    def __init__(self, scopes: Scopes, libraries: Libraries) -> None:
        self.scopes = scopes
        self.libraries = libraries
        self._paths: dict[int, str | None] = {}
        self._classes: dict[int, str] = {}

    def global_name(self, node: lua.Node) -> str | None:
        """The global variable that an expression is."""
        if isinstance(node, lua.Name) and self.scopes.env_uses.get(node.id) is self.scopes.env:
            return node.name
        return None

    def path_of(self, node: lua.Node | None) -> str | None:
        """The path in a library that an expression names, directly or by a local; its last name need not exist."""
        if not isinstance(node, lua.Name | lua.Index | lua.Paren | lua.Call):
            return None
        if node.id not in self._paths:
            self._paths[node.id] = self._find_path(node)
        return self._paths[node.id]

    def _find_path(self, node: lua.Expression) -> str | None:
        tables = self.libraries.tables
        if isinstance(node, lua.Name):
            variable = self.scopes.uses.get(node.id)
            if variable is not None:
                return self.path_of(only_value(variable))
            name = self.global_name(node)
            return name if name in self.libraries.variables else None
        if isinstance(node, lua.Index) and isinstance(node.key, lua.String):
            path = self.path_of(node.obj)
            if path == "_G":
                return node.key.value if node.key.value in self.libraries.variables else None
            return f"{path}.{node.key.value}" if path in tables else None
        if isinstance(node, lua.Paren):
            return self.path_of(node.inner)
        if isinstance(node, lua.Call) and self.global_name(node.func) == "require" and len(node.args) == 1:
            name = node.args[0].value if isinstance(node.args[0], lua.String) else None
            return name if name in self.libraries.modules else None
        return None

    def table_of(self, node: lua.Node) -> str | None:
        """The path of the library's table that an expression means."""
        path = self.path_of(node)
        return path if path in self.libraries.tables else None

    def class_of(self, node: lua.Node | None) -> str:
        """The path of the class of an expression's value, empty if it is not known."""
        if node is None:
            return ""
        known = self._classes.get(node.id)
        if known is None:
            known = self._classes[node.id] = self._find_class(node)
        return known

    def _find_class(self, node: lua.Node) -> str:
        if isinstance(node, lua.Name):
            variable = self.scopes.uses.get(node.id)
            return "" if variable is None else self.class_of(only_value(variable))
        if isinstance(node, lua.Paren):
            return self.class_of(node.inner)
        if isinstance(node, lua.Call):
            function = self.libraries.functions.get(self.path_of(node.func) or "")
            return "" if function is None else function.result
        if isinstance(node, lua.MethodCall):
            cls = self.libraries.classes.get(self.class_of(node.obj))
            method = None if cls is None else cls.methods.get(node.name)
            return "" if method is None else method.result
        return ""
