"""The engine: options, templates and what they may use (Vein specification, sections 1 and 5)."""

import os
import sys
import time
from collections import OrderedDict
from typing import Any, Self

from cmc.runtime.core.chunks import compile_text, instantiate
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.frames import ChunkInfo
from cmc.runtime.core.metatable import set_metatable
from cmc.runtime.core.table import Table, array, entries
from cmc.runtime.core.text import from_bytes
from cmc.runtime.declare import HostTable, lua_field, lua_method
from cmc.runtime.shims.vein.compiler import lua_source
from cmc.runtime.shims.vein.filters import default_filters
from cmc.runtime.shims.vein.fragment import Fragment, is_fragment, new_fragment
from cmc.runtime.shims.vein.lexer import DEFAULT_DELIMITERS
from cmc.runtime.shims.vein.metrics import Metrics
from cmc.runtime.shims.vein.rendering import Chunk, failure_text, render_chunk
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.library import register

DEFAULTS: dict[str, Any] = {
    "views": "./views",
    "partials": "./views/partials",
    "layouts": "./views/layouts",
    "components": "./views/components",
    "extension": ".vein",
    "cache": True,
    "cacheLimit": 100,
    "debug": False,
    "autoEscape": True,
    "metrics": False,
    "fragments": False,
    "sourceMap": False,
}


class Engine(HostTable, path="vein.Engine"):
    """A template engine."""

    __slots__ = ("_compiled", "globals")

    def __init__(self, options: Table | None) -> None:
        super().__init__()
        self.globals = Table()
        self._compiled: OrderedDict[tuple[str, str], tuple[float, Chunk]] = OrderedDict()
        for name, value in entries(options) if options is not None else ():
            self.set(to_string(name), value)

    @lua_field
    def options(self) -> Table:
        """The options."""
        return Table(DEFAULTS)

    @lua_field
    def filters(self) -> Table:
        """The filters by their names; called, it defines those of a table."""
        table = default_filters()

        def define(_self: Any = None, *args: Any) -> "Engine":
            for name, function in entries(args[-1]) if args and isinstance(args[-1], Table) else ():
                self.filter(to_string(name), function)
            return self

        return set_metatable(table, Table({"__call": register(define)}))

    @lua_field
    def components(self) -> Table:
        """The components by their names."""
        return Table()

    @lua_field
    def helpers(self) -> Table:
        """The helpers by their names."""
        return Table()

    @lua_field
    def metrics(self) -> Metrics | None:
        """What collects figures, with the option `metrics`."""
        return None

    # Settings

    @lua_method("vein.Engine:set")
    def set(self, key: str | Table, value: Any = None) -> Self:
        """Sets an option, or several."""
        for name, item in list(entries(key)) if isinstance(key, Table) else [(key, value)]:
            self.options[name] = item
            if name == "globals" and isinstance(item, Table):
                self.global_(item)
            if name == "metrics":
                wants_metrics = item is not None and item is not False
                self["metrics"] = (self.metrics or Metrics()) if wants_metrics else None
        self._compiled.clear()
        return self

    @lua_method("vein.Engine:global")
    def global_(self, key: str | Table, value: Any = None) -> Self:
        """Defines a value, or several, for all templates."""
        for name, item in list(entries(key)) if isinstance(key, Table) else [(key, value)]:
            self.globals[name] = item
        return self

    @lua_method("vein.Engine:filter")
    def filter(self, name: str, function: Any) -> Self:
        """Defines a filter: a function of the value and the filter's arguments."""
        if not callable(function):
            raise LuaError(f"filter '{name}' must be a function")
        self.filters[name] = function
        return self

    @lua_method("vein.Engine:helper")
    def helper(self, name: str, function: Any) -> Self:
        """Defines a function that templates may call."""
        self.helpers[name] = function
        return self

    @lua_method("vein.Engine:component")
    def component(self, name: str, template: Any) -> Self:
        """Defines a component: a template, the path of one, or a function of the context."""
        if not isinstance(template, str) and not callable(template):
            raise LuaError(f"component '{name}' must be a template or a function")
        self.components[name] = template
        return self

    @lua_method("vein.Engine:clearCache")
    def clearCache(self) -> None:
        """Has templates read and compiled again."""
        self._compiled.clear()

    # Rendering

    @lua_method("vein.Engine:render", suspends=True)
    def render(self, name: str, data: Table | None = None, options: Table | None = None) -> Any:
        """The text of a template file.

        Raises:
            LuaError: there is no such file, or something in it fails.
        """
        chunk = self.load(name)
        return self._rendered(chunk, name, data, options, f" in '{name}'", f": {name}")

    @lua_method("vein.Engine:renderString", suspends=True)
    def renderString(self, template: str, data: Table | None = None, options: Table | None = None) -> Any:
        """The text of a template that is given itself.

        Raises:
            LuaError: something in it fails.
        """
        name = "inline" if options is None or options["templateName"] is None else to_string(options["templateName"])
        return self._rendered(self.compile_text(template, name), name, data, options, "", "")

    def _rendered(
        self, chunk: Chunk, name: str, data: Table | None, options: Table | None, where: str, shown: str
    ) -> Any:
        """The text of a template; a fragment with the option `fragments`."""
        begin = time.perf_counter()
        try:
            text = render_chunk(self, chunk, name, Table() if data is None else data)
        except Exception as error:
            if self.metrics is not None:
                self.metrics.recordError(name, failure_text(error))
            raise self._failure(error, where, shown) from error
        if self.metrics is not None:
            self.metrics.recordRender(name, begin, time.perf_counter(), data)
        wants_fragment = self.options["fragments"] if options is None else options["fragments"]
        return Fragment().raw(text) if wants_fragment is True else text

    @lua_method("vein.Engine:compile", suspends=True)
    def compile(self, name: str, options: Table | None = None) -> tuple[Any, Table]:
        """A function of a context (`_createContext`) that gives the text of a template file, and facts about it."""
        return self._function(self.load(name), name), Table({"name": name})

    @lua_method("vein.Engine:compileString", suspends=True)
    def compileString(self, template: str, options: Table | None = None) -> tuple[Any, Any]:
        """The same for a template that is given itself; facts only with the option `returnMetadata`."""
        function = self._function(self.compile_text(template, "inline"), "inline")
        wants_facts = options is not None and options["returnMetadata"] is True
        return function, Table({"name": "inline", "lineCount": template.count("\n") + 1}) if wants_facts else None

    def _function(self, chunk: Chunk, name: str) -> Any:
        def render_context(context: Any = None, *_: Any) -> str:
            return render_chunk(self, chunk, name, context if isinstance(context, Table) else Table())

        return register(render_context)

    @lua_method("vein.Engine:_createContext")
    def _createContext(self, data: Table | None = None, name: str | None = None) -> Table:
        """A context for compiled templates."""
        return Table({} if data is None else dict(data))

    @lua_method("vein.Engine:createFragment")
    def createFragment(self, parts: Table | None = None) -> Fragment:
        """A fragment."""
        return new_fragment(parts)

    @lua_method("vein.Engine:isFragment")
    def isFragment(self, value: Any = None) -> bool:
        """Whether a value is a fragment."""
        return is_fragment(value)

    # Figures

    @lua_method("vein.Engine:getMetrics")
    def getMetrics(self) -> Metrics | None:
        """What collects figures, nil without the option `metrics`."""
        return self.metrics

    @lua_method("vein.Engine:getMetricsSummary")
    def getMetricsSummary(self) -> Table | None:
        """The figures of all templates together."""
        return None if self.metrics is None else self.metrics.getSummary()

    @lua_method("vein.Engine:exportMetrics")
    def exportMetrics(self) -> Table | None:
        """All figures."""
        return None if self.metrics is None else self.metrics.export()

    @lua_method("vein.Engine:resetMetrics")
    def resetMetrics(self) -> None:
        """Forgets all figures."""
        if self.metrics is not None:
            self.metrics.reset()

    @lua_method("vein.Engine:enableMetrics")
    def enableMetrics(self) -> None:
        """Collects figures."""
        self.set("metrics", True)
        if self.metrics is not None:
            self.metrics.enable()

    @lua_method("vein.Engine:disableMetrics")
    def disableMetrics(self) -> None:
        """Stops collecting figures; those that there are stay."""
        self.options["metrics"] = False
        if self.metrics is not None:
            self.metrics.disable()

    def _failure(self, error: Exception, where: str, name: str) -> LuaError:
        """The error for the program; without the option `debug`, its details go to the standard error stream."""
        detail = failure_text(error)
        if self.options["debug"]:
            return LuaError(f"Vein render error{where}: {detail}")
        sys.stdout.flush()
        sys.stderr.write(f"Vein render error{where}: {detail}\n")
        return LuaError(f"Template render error{name}")

    @lua_method("vein.Engine:getDebugInfo")
    def getDebugInfo(self, name: str) -> Table:
        """What is known of a template."""
        path = self._path_of(name, str(self.options["views"]))
        is_cached = any(place == path for _, place in self._compiled)
        return Table({"name": name, "cached": is_cached, "sourceMap": False})

    @lua_method("vein.Engine:getAllDebugInfo")
    def getAllDebugInfo(self) -> Table:
        """What is known of the engine."""
        tables = {"filters": self.filters, "components": self.components, "helpers": self.helpers}
        names = {name: array(*sorted(str(k) for k, _ in entries(table))) for name, table in tables.items()}
        templates = array(*[place for kind, place in self._compiled if kind == "file"])
        return Table({"options": self.options, "cachedTemplates": templates, **names})

    # Templates

    def load(self, name: str) -> Chunk:
        """The function of a template file."""
        return self._load(name, "views")

    def load_layout(self, name: str) -> Chunk:
        """The function of a layout, in the folder of the templates or in that of the layouts."""
        return self._load(name, "views", "layouts")

    def load_partial(self, name: str) -> Chunk:
        """The function of a partial, in the folder of the partials or in that of the templates."""
        return self._load(name, "partials", "views")

    def find_component(self, name: str) -> tuple[Any, Chunk | None]:
        """A component as a function of the program, or as a template.

        Raises:
            LuaError: there is none of that name.
        """
        found = self.components[name]
        if callable(found):
            return found, None
        if isinstance(found, str):
            is_file = found.endswith(str(self.options["extension"])) and "{" not in found and "\n" not in found
            return None, self._load(found, "components", "views") if is_file else self.compile_text(found, name)
        try:
            return None, self._load(name, "components")
        except LuaError as error:
            if not failure_text(error).startswith("Template not found"):
                raise
            raise LuaError(f"Component not found: {name}") from error

    def _path_of(self, name: str, folder: str) -> str:
        """The path of a template; one that leads out of its folder is none."""
        extension = str(self.options["extension"])
        leaf = name if "." in name.replace("\\", "/").rpartition("/")[2] else name + extension
        path = os.path.normpath(os.path.join(folder, leaf.replace("\\", "/")))
        root = os.path.normpath(folder)
        if root != "." and path != root and not path.startswith(root.rstrip("/") + "/"):
            raise LuaError(f"Template not found: {name} (it is not below {folder})")
        if root == "." and (os.path.isabs(path) or path.startswith("..")):
            raise LuaError(f"Template not found: {name} (it is not below {folder})")
        return path

    def _load(self, name: str, *folders: str) -> Chunk:
        loader = self.options["loader"]
        if callable(loader):
            from cmc.runtime.core.metatable import first_of

            source = first_of(loader(name, self.options))
            if source is None:
                raise LuaError(f"Template not found: {name}")
            return self.compile_text(to_string(source), name)
        tried = [self._path_of(name, str(self.options[folder])) for folder in folders]
        for path in tried:
            if os.path.isfile(path):
                return self._compiled_file(name, path)
        raise LuaError(f"Template not found: {name} (tried: {', '.join(tried)})")

    def _compiled_file(self, name: str, path: str) -> Chunk:
        modified = os.stat(path).st_mtime
        known = self._compiled.get(("file", path))
        if known is not None and known[0] == modified:
            self._compiled.move_to_end(("file", path))
            if self.metrics is not None:
                self.metrics.recordCacheHit(name)
            return known[1]
        if self.metrics is not None:
            self.metrics.recordCacheMiss(name)
        try:
            with open(path, "rb") as file:
                text = from_bytes(file.read())
        except OSError as error:
            raise LuaError(f"Template not found: {name} (tried: {path}: {error.strerror})") from error
        return self._keep(("file", path), modified, self._compile(text, name))

    def compile_text(self, template: str, name: str) -> Chunk:
        """The function of a template that is given itself."""
        known = self._compiled.get((name, template))
        return known[1] if known is not None else self._keep((name, template), 0.0, self._compile(template, name))

    def _keep(self, key: tuple[str, str], modified: float, chunk: Chunk) -> Chunk:
        if self.options["cache"]:
            limit = self.options["cacheLimit"]
            self._compiled[key] = modified, chunk
            while type(limit) is int and len(self._compiled) > max(limit, 1):
                self._compiled.popitem(last=False)
        return chunk

    def _compile(self, template: str, name: str) -> Chunk:
        begin = time.perf_counter()
        names = {str(k) for k, _ in entries(self.filters)}
        word = "Vein" if self.options["debug"] else "Template"
        source = lua_source(
            template,
            names,
            auto_escape=self.options["autoEscape"] is not False,
            delimiters=self._delimiters(),
            strict=self.options["debug"] is True,
        )
        try:
            result = compile_text(source, f"={name}", is_file=False, is_program=False)
        except LuaError as error:
            raise LuaError(f"{word} compilation error: {failure_text(error)}") from error
        if self.metrics is not None:
            self.metrics.recordCompilation(name, begin, time.perf_counter())
        info = ChunkInfo(f"={name}", result.operations, result.functions, source)
        return lambda environment: instantiate(result.code, info, environment)

    def _delimiters(self) -> dict[str, tuple[str, str]]:
        own = self.options["delimiters"]
        if not isinstance(own, Table):
            return DEFAULT_DELIMITERS
        pairs = {kind: own[kind] for kind in DEFAULT_DELIMITERS if isinstance(own[kind], Table)}
        return {**DEFAULT_DELIMITERS, **{kind: (str(pair[1]), str(pair[2])) for kind, pair in pairs.items()}}
