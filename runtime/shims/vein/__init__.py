"""Vein, the template engine: `require("vein")` (Vein specification)."""

from collections.abc import Callable
from typing import Any

from cmc.runtime.core.errors import LuaError, error_value
from cmc.runtime.core.table import Table
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.vein.compiler import compiler_library
from cmc.runtime.shims.vein.engine import Engine
from cmc.runtime.shims.vein.filters import filters_library
from cmc.runtime.shims.vein.fragment import Fragment, FragmentStream, fragment_library
from cmc.runtime.shims.vein.helpers import runtime_library
from cmc.runtime.shims.vein.loader import loader_library
from cmc.runtime.shims.vein.lru import TemplateCache, cache_library
from cmc.runtime.shims.vein.metrics import Metrics, metrics_library
from cmc.runtime.stdlib.library import register

__all__ = ["Engine", "Fragment", "FragmentStream", "Metrics", "TemplateCache", "express", "new", "render"]

LUA_TABLES = {
    "cache": cache_library,
    "compiler": compiler_library,
    "filters": filters_library,
    "fragment": fragment_library,
    "loader": loader_library,
    "metrics": metrics_library,
    "runtime": runtime_library,
}

LUA_CONSTANTS = {"_VERSION": "0.2.0", "_DESCRIPTION": "Template engine"}


@lua_function("vein.new")
def new(options: Table | None = None) -> Engine:
    """A new engine."""
    return Engine(options)


@lua_function("vein.render", suspends=True)
def render(template: str, data: Table | None = None) -> Any:
    """The text of a template that is given itself."""
    return Engine(Table({"cache": False})).renderString(template, data)


@lua_function("vein.express")
def express(options: Table | None = None) -> Callable[..., Any]:
    """A function `(path, data, callback)` that renders a file, as view engines of Express do."""
    engine = Engine(options)

    def render_file(path: Any = None, data: Any = None, callback: Any = None, *_: Any) -> Any:
        if callback is None:
            return engine.render(path, data)
        try:
            html = engine.render(path, data)
        except LuaError as error:
            return callback(error_value(error))
        return callback(None, html)

    return register(render_file)
