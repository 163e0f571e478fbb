"""`app.views`: what renders templates (HoneyMoon specification, section 8.2)."""

from typing import TYPE_CHECKING, Any, Self

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.operators import index
from cmc.runtime.core.table import Table, entries
from cmc.runtime.declare import HostTable, lua_field, lua_method
from cmc.runtime.shims.honeymoon.options import call_method
from cmc.runtime.stdlib.base import to_string

if TYPE_CHECKING:
    from cmc.runtime.shims.honeymoon.application import Application

_DEFAULTS = {
    "views": "./views",
    "layouts": "./views/layouts",
    "partials": "./views/partials",
    "components": "./views/components",
    "cache": True,
    "extension": ".vein",
}


class ViewEngine(HostTable, path="honeymoon.ViewEngine"):
    """Hands templates to an engine: `vein`, or an object of the program with the same methods.

    What is set before there is an engine is told to it when there is one.
    """

    __slots__ = ("_application", "_waiting")

    def __init__(self, application: "Application") -> None:
        super().__init__()
        self._application = application
        self._waiting: list[tuple[str, tuple[Any, ...]]] = []

    @lua_field
    def options(self) -> Table:
        """The engine's options."""
        return Table(_DEFAULTS)

    @lua_method("honeymoon.ViewEngine:use")
    def use(self, name: str, engine: Any = None) -> Self:
        """Chooses the engine."""
        if engine is None:
            if name != "vein":
                raise LuaError(f"Unknown view engine: {name}")
            engine = self._vein()
        self["engine"] = engine
        self["engineName"] = name
        waiting, self._waiting = self._waiting, []
        for method, args in waiting:
            call_method(engine, method, *args)
        return self

    def _vein(self) -> Any:
        from cmc.runtime.core.state import state

        if state.expected_modules is not None:
            # No code of the program sees it by that.
            state.expected_modules |= {"vein"}
        try:
            package = first_of(state.globals["require"]("vein"))
        except LuaError as error:
            message = "Vein templating engine not found. Install it with: harbor install vein"
            raise LuaError(message) from error
        return first_of(index(package, "new")(Table({**self.options})))

    def _tell(self, method: str, *args: Any) -> None:
        if self["engine"] is None:
            self._waiting.append((method, args))
        else:
            call_method(self["engine"], method, *args)

    def _tell_pairs(self, method: str, key: Any, value: Any) -> Self:
        pairs = list(entries(key)) if isinstance(key, Table) else [(key, value)]
        for name, item in pairs:
            self._tell(method, name, item)
        return self

    @lua_method("honeymoon.ViewEngine:set")
    def set(self, key: str | Table, value: Any = None) -> Self:
        """Sets an option, or several."""
        for name, item in list(entries(key)) if isinstance(key, Table) else [(key, value)]:
            self.options[name] = item
            if self["engine"] is not None:
                call_method(self["engine"], "set", name, item)
        return self

    @lua_method("honeymoon.ViewEngine:global")
    def global_(self, key: str | Table, value: Any = None) -> Self:
        """Defines a value, or several, for all templates."""
        return self._tell_pairs("global", key, value)

    @lua_method("honeymoon.ViewEngine:filter")
    def filter(self, name: str | Table, function: Any = None) -> Self:
        """Defines a filter."""
        return self._tell_pairs("filter", name, function)

    @lua_method("honeymoon.ViewEngine:helper")
    def helper(self, name: str | Table, function: Any = None) -> Self:
        """Defines a function for templates."""
        return self._tell_pairs("helper", name, function)

    @lua_method("honeymoon.ViewEngine:component")
    def component(self, name: str | Table, template: Any = None) -> Self:
        """Defines a component."""
        return self._tell_pairs("component", name, template)

    def _engine(self) -> Any:
        if self["engine"] is None:
            try:
                self.use("vein")
            except LuaError as error:
                raise LuaError("No view engine configured. Use app.views:use('vein') first.") from error
        return self["engine"]

    def _context(self, data: Table | None) -> Table:
        return Table({**({} if data is None else data), "app": self._application})

    @lua_method("honeymoon.ViewEngine:render", suspends=True)
    def render(self, name: str, data: Table | None = None) -> str:
        """The text of a template with data; `app` is the application in it."""
        return to_string(call_method(self._engine(), "render", name, self._context(data)))

    @lua_method("honeymoon.ViewEngine:renderString", suspends=True)
    def renderString(self, template: str, data: Table | None = None) -> str:
        """The text of a template that is given itself."""
        return to_string(call_method(self._engine(), "renderString", template, self._context(data)))

    @lua_method("honeymoon.ViewEngine:clearCache")
    def clearCache(self) -> None:
        """Has templates read and compiled again."""
        if self["engine"] is not None:
            call_method(self["engine"], "clearCache")
