"""Running compiled templates: output, blocks, layouts, includes, components (Vein specification, sections 2 to 4)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cmc.runtime.core.errors import LuaError, error_text, error_value
from cmc.runtime.core.iteration import lua_pairs
from cmc.runtime.core.metatable import first_of, metamethod, set_metatable
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table, entries
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.library import register

if TYPE_CHECKING:
    from cmc.runtime.shims.vein.engine import Engine

MAX_DEPTH = 100
"""So deep may templates include each other."""

_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_HTML_TABLE = str.maketrans(_HTML)


def escape_html(text: str) -> str:
    """A text with what means something in HTML written otherwise."""
    return text.translate(_HTML_TABLE)


@dataclass(slots=True)
class _Rendering:
    """What the templates of one page share.

    Attributes:
        safe: strings that are HTML already, by their identity.
        depth: how many templates are being rendered in each other.
    """

    engine: "Engine"
    safe: dict[int, str] = field(default_factory=dict)
    depth: int = 0

    def mark(self, text: str) -> str:
        """Marks a string as HTML."""
        self.safe[id(text)] = text
        return text

    def is_safe(self, value: Any) -> bool:
        return self.safe.get(id(value)) is value


def render_chunk(engine: "Engine", chunk: "Chunk", name: str, data: Table) -> str:
    """The text of a template, within its layouts."""
    return _render(_Rendering(engine), chunk, name, data, {})


Chunk = Callable[[Any], Any]
"""Gives the function of a template for an environment."""


def _render(rendering: _Rendering, chunk: Chunk, name: str, data: Table, blocks: dict[str, str]) -> str:
    """Runs a template and the layouts that it extends."""
    for _ in range(MAX_DEPTH):
        run = _Run(rendering, data, blocks, is_layout=bool(blocks))
        text = run.run(chunk, name)
        if run.layout is None:
            return text
        name, blocks = run.layout, run.blocks
        chunk = rendering.engine.load_layout(name)
    raise LuaError(f"Template '{name}' extends itself")


class _Run:
    """One template that is being run: where its output goes, and what it calls."""

    def __init__(self, rendering: _Rendering, data: Table, blocks: dict[str, str], *, is_layout: bool) -> None:
        self.rendering = rendering
        self.data = data
        self.blocks = dict(blocks)
        self.is_layout = is_layout
        self.layout: str | None = None
        self._parts: list[str] = []
        self._fills: list[dict[str, str]] = []
        self._environment = Table()
        reserved = {
            "include": register(self.include),
            "partial": register(self.partial),
            "component": register(self.component_call),
        }
        scope = _scope(rendering.engine, data, reserved)
        set_metatable(self._environment, Table({"__index": scope}))

    def run(self, chunk: Chunk, name: str) -> str:
        """The output of the template."""
        rendering = self.rendering
        if rendering.depth >= MAX_DEPTH:
            raise LuaError(f"Template '{name}': more than {MAX_DEPTH} templates in each other")
        rendering.depth += 1
        try:
            chunk(self._environment)(self.write, self.output, rendering.engine.filters, self._helpers())
        finally:
            rendering.depth -= 1
        return "".join(self._parts)

    def _helpers(self) -> Table:
        return Table(
            {
                "block": self.block,
                "component": self.component,
                "extends": self.extends,
                "fill": self.fill,
                "named": self.named,
                "pairs": _pairs,
                "slot": self.slot,
                "values": values_of,
            }
        )

    # Output

    def write(self, value: Any = None, *_: Any) -> tuple[()]:
        """Puts a value out as it is."""
        if value is not None:
            self._parts.append(value if type(value) is str else to_string(value))
        return ()

    def output(self, value: Any = None, *_: Any) -> tuple[()]:
        """Puts a value out as text in HTML."""
        if value is not None:
            text = value if type(value) is str else to_string(value)
            self._parts.append(text if self.rendering.is_safe(value) else escape_html(text))
        return ()

    def _captured(self, body: Any) -> str:
        outer, self._parts = self._parts, []
        try:
            body()
            return "".join(self._parts)
        finally:
            self._parts = outer

    # Directives

    def extends(self, name: str, *_: Any) -> tuple[()]:
        """Has the template stand in a layout."""
        self.layout = name
        return ()

    def block(self, name: str, body: Any, *_: Any) -> tuple[()]:
        """Puts a block out: what a template further inside has for it, or its own body."""
        if name not in self.blocks:
            self.blocks[name] = self._captured(body)
        return self.write(self.blocks[name])

    def named(self, name: str, value: Any = None, *_: Any) -> tuple[()]:
        """`{! name !}`: in a layout a block, else a variable."""
        return self.write(self.blocks[name] if self.is_layout and name in self.blocks else value)

    def slot(self, name: str, slots: Any, body: Any, *_: Any) -> tuple[()]:
        """Puts a slot out: what the context has in `slots`, or its own body."""
        given = slots[name] if isinstance(slots, Table) else None
        return self.write(self._captured(body) if given is None else given)

    def fill(self, name: str, body: Any, *_: Any) -> tuple[()]:
        """Gives the component around it the content of a slot."""
        if not self._fills:
            raise LuaError("fill outside of a component")
        self._fills[-1][name] = self._captured(body)
        return ()

    def component(self, name: str, props: Any, body: Any, *_: Any) -> tuple[()]:
        """Puts a component out, with the content that stands in it."""
        self._fills.append({})
        content = self._captured(body)
        fills = self._fills.pop()
        return self.write(self._component(name, props, content, fills))

    def component_call(self, name: Any = None, props: Any = None, content: Any = None, *_: Any) -> str:
        """`component(name, props, content)` in templates: the HTML of a component."""
        text = "" if content is None else to_string(content)
        return self.rendering.mark(self._component(to_string(name), props, text, {}))

    def _component(self, name: str, props: Any, content: str, fills: dict[str, str]) -> str:
        rendering = self.rendering
        context = Table({**self._environment, **self.data})
        for k, value in entries(props) if isinstance(props, Table) else ():
            context[k] = value
        context["slot"] = context["children"] = rendering.mark(content)
        if fills:
            context["slots"] = Table((k, rendering.mark(text)) for k, text in fills.items())
        function, chunk = rendering.engine.find_component(name)
        if function is not None:
            for k, value in entries(rendering.engine.globals):
                if context[k] is None:
                    context[k] = value
            return to_string(first_of(function(context)))
        assert chunk is not None
        return _render(rendering, chunk, name, context, {})

    def include(self, name: Any = None, data: Any = None, *_: Any) -> str:
        """`include(name, data)` in templates: the HTML of another template, with this one's variables by default."""
        rendering = self.rendering
        title = to_string(name)
        context = data if isinstance(data, Table) else Table({**self.data, **self._environment})
        with _naming(title):
            run = _Run(rendering, context, self.blocks, is_layout=self.is_layout)
            text = run.run(rendering.engine.load(title), title)
            if run.layout is not None:
                text = _render(rendering, rendering.engine.load_layout(run.layout), run.layout, context, run.blocks)
            else:
                self.blocks.update(run.blocks)
        return rendering.mark(text)

    def partial(self, name: Any = None, data: Any = None, *_: Any) -> str:
        """`partial(name, data)` in templates: the HTML of a template that sees nothing but the data."""
        title = to_string(name)
        context = data if isinstance(data, Table) else Table()
        with _naming(title):
            text = _render(self.rendering, self.rendering.engine.load_partial(title), title, context, {})
        return self.rendering.mark(text)


@contextmanager
def _naming(title: str) -> Iterator[None]:
    """Has errors in the context tell which template they come from."""
    try:
        yield
    except Exception as error:
        raise LuaError(f"Vein render error in '{title}': {failure_text(error)}") from error


def _scope(engine: "Engine", data: Table, reserved: dict[str, Any]) -> Callable[..., Any]:
    """The `__index` of a template's variables: its data, then globals, helpers, and what the program has."""
    places = (data, engine.globals, engine.helpers, state.globals)

    def look_up(_table: Any = None, k: Any = None, *_: Any) -> Any:
        if k in reserved:
            return reserved[k]
        for place in places:
            value = place[k]
            if value is not None:
                return value
        return None

    return register(look_up)


# Loops


def _pairs(value: Any = None, *rest: Any) -> Any:
    """What `for k, v in value` goes over: a table's entries, nothing, or what an iterator gives."""
    if value is None:
        return _nothing, None, None
    return lua_pairs(value) if isinstance(value, Table) and metamethod(value, "__call") is None else (value, *rest)


def values_of(value: Any = None, *rest: Any) -> Any:
    """What `for v in value` goes over: the elements of an array, nothing, or what an iterator gives."""
    if value is None:
        return _nothing, None, None
    if not isinstance(value, Table) or metamethod(value, "__call") is not None:
        return (value, *rest)
    position = 0

    def following(*_: Any) -> Any:
        nonlocal position
        position += 1
        return value[position]

    return following, None, None


def _nothing(*_: Any) -> None:
    return None


def failure_text(error: BaseException) -> str:
    """What went wrong, with the place in the template."""
    return error_text(error_value(error))
