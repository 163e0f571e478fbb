"""Fragments: HTML in parts (Vein specification, section 9)."""

from collections.abc import Callable
from typing import Any, Self

from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.table import Table, array, entries
from cmc.runtime.declare import HostTable, lua_method
from cmc.runtime.shims.vein.rendering import escape_html
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.library import library

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"],
)


class Fragment(HostTable, path="vein.Fragment"):
    """HTML in parts: strings, and tables with a `type`."""

    __slots__ = ("parts",)

    def __init__(self, parts: list[Any] | None = None) -> None:
        super().__init__()
        self.parts: list[Any] = [] if parts is None else parts
        self["metadata"] = Table()

    @classmethod
    def _metamethods(cls) -> dict[str, Any]:
        own = library({"__tostring": _text_of_fragment, "__concat": _joined})
        return {**super()._metamethods(), **own}

    @lua_method("vein.Fragment:add")
    def add(self, value: Any = None) -> Self:
        """Adds a part; those of another fragment one by one, nil not at all."""
        if isinstance(value, Fragment):
            self.parts += value.parts
        elif value is not None:
            self.parts.append(to_string(value))
        return self

    @lua_method("vein.Fragment:raw")
    def raw(self, html: Any) -> Self:
        """Adds HTML."""
        return self._typed("raw", content=to_string(html))

    @lua_method("vein.Fragment:text")
    def text(self, text: Any) -> Self:
        """Adds a text, which is escaped."""
        return self._typed("text", content=to_string(text))

    @lua_method("vein.Fragment:component")
    def component(self, name: str, props: Table | None = None) -> Self:
        """Adds a place for a component."""
        return self._typed("component", name=name, props=Table() if props is None else props)

    @lua_method("vein.Fragment:slot")
    def slot(self, name: str, default: Any = None) -> Self:
        """Adds a place with content for the case that nothing else comes there."""
        return self._typed("slot", name=name, default=default)

    def _typed(self, kind: str, **fields: Any) -> Self:
        values = {name: value for name, value in fields.items() if value is not None}
        self.parts.append(Table({"type": kind, **values}))
        return self

    @lua_method("vein.Fragment:meta")
    def meta(self, key: str, value: Any = None) -> Self:
        """Sets a field of `metadata`."""
        self["metadata"][key] = value
        return self

    @lua_method("vein.Fragment:toString")
    def toString(self, options: Table | None = None) -> str:
        """The HTML; the option `escape` is a function for texts."""
        escape = None if options is None else options["escape"]
        return "".join(_part_text(part, escape) for part in self.parts)

    @lua_method("vein.Fragment:render")
    def render(self, options: Table | None = None) -> str:
        """The HTML."""
        return self.toString(options)

    @lua_method("vein.Fragment:iter")
    def iter(self) -> Any:
        """An iterator over positions and parts."""
        position = 0

        def following(*_: Any) -> Any:
            nonlocal position
            position += 1
            return (position, self.parts[position - 1]) if position <= len(self.parts) else None

        return library({"iter": following})["iter"]

    @lua_method("vein.Fragment:getParts")
    def getParts(self) -> Table:
        """The parts."""
        return array(*self.parts)

    @lua_method("vein.Fragment:count")
    def count(self) -> int:
        """The number of parts."""
        return len(self.parts)

    @lua_method("vein.Fragment:isEmpty")
    def isEmpty(self) -> bool:
        """Whether there are no parts."""
        return not self.parts

    @lua_method("vein.Fragment:map")
    def map(self, function: Callable[..., Any]) -> "Fragment":
        """A fragment of what a function of part and position gives."""
        found = [first_of(function(part, position)) for position, part in enumerate(self.parts, 1)]
        return Fragment([part for part in found if part is not None])

    @lua_method("vein.Fragment:filter")
    def filter(self, function: Callable[..., Any]) -> "Fragment":
        """A fragment of the parts for which a function says yes."""
        kept = [(position, part) for position, part in enumerate(self.parts, 1)]
        return Fragment([part for position, part in kept if _says_yes(function, part, position)])

    @lua_method("vein.Fragment:find")
    def find(self, function: Callable[..., Any]) -> Any:
        """The first part for which a function says yes."""
        numbered = enumerate(self.parts, 1)
        return next((part for position, part in numbered if _says_yes(function, part, position)), None)

    @lua_method("vein.Fragment:build")
    def build(self) -> Self:
        """The fragment itself, for builders."""
        return self


def _says_yes(function: Callable[..., Any], part: Any, position: int) -> bool:
    answer = first_of(function(part, position))
    return answer is not None and answer is not False


def _part_text(part: Any, escape: Any) -> str:
    if not isinstance(part, Table):
        return to_string(part)
    kind = part["type"]
    if kind == "raw":
        return to_string(part["content"])
    if kind == "text":
        text = to_string(part["content"])
        return escape_html(text) if escape is None else to_string(first_of(escape(text)))
    if kind == "component":
        return f"<!-- component:{to_string(part['name'])} -->"
    default = part["default"]
    return "" if default is None else to_string(default)


def _text_of_fragment(fragment: Any = None, *_: Any) -> str:
    return str(fragment.toString())


def _joined(left: Any = None, right: Any = None, *_: Any) -> Fragment:
    return Fragment().add(left).add(right)


class FragmentStream(HostTable, path="vein.FragmentStream"):
    """Parts that are handed on as they come."""

    __slots__ = ("_callbacks", "_fragment")

    def __init__(self) -> None:
        super().__init__()
        self._fragment = Fragment()
        self._callbacks: list[Callable[..., Any]] = []

    @lua_method("vein.FragmentStream:write")
    def write(self, value: Any = None) -> Self:
        """Adds a part, and shows it to the callbacks."""
        self._fragment.add(value)
        for callback in self._callbacks:
            callback(value)
        return self

    @lua_method("vein.FragmentStream:onPart")
    def onPart(self, callback: Callable[..., Any]) -> Self:
        """Has a function called with every part, and at the end with nil and true."""
        self._callbacks.append(callback)
        return self

    @lua_method("vein.FragmentStream:finish")
    def finish(self) -> Self:
        """Tells the callbacks that there are no more parts."""
        for callback in self._callbacks:
            callback(None, True)
        return self

    @lua_method("vein.FragmentStream:collect")
    def collect(self) -> Fragment:
        """The parts so far as a fragment."""
        return self._fragment

    @lua_method("vein.FragmentStream:toString")
    def toString(self) -> str:
        """The HTML so far."""
        return self._fragment.toString()


def new_fragment(parts: Any = None, *_: Any) -> Fragment:
    """A fragment of the parts in an array."""
    return Fragment([part for k, part in entries(parts) if type(k) is int] if isinstance(parts, Table) else [])


def is_fragment(value: Any = None, *_: Any) -> bool:
    """Whether a value is a fragment."""
    return isinstance(value, Fragment)


def _element(tag: Any = None, attributes: Any = None, content: Any = None, *_: Any) -> Fragment:
    name = to_string(tag)
    written = ""
    for attribute, value in entries(attributes) if isinstance(attributes, Table) else ():
        if value is True:
            written += f" {to_string(attribute)}"
        elif value is not False:
            written += f' {to_string(attribute)}="{escape_html(to_string(value))}"'
    if name in _VOID:
        return Fragment().raw(f"<{name}{written} />")
    if callable(content) and not isinstance(content, Table):
        content = first_of(content())
    inner = "" if content is None else to_string(content)
    return Fragment().raw(f"<{name}{written}>{inner}</{name}>")


def fragment_library() -> Table:
    """The table `vein.fragment`."""
    return library(
        {
            "new": new_fragment,
            "isFragment": is_fragment,
            "builder": new_fragment,
            "stream": lambda *_: FragmentStream(),
            "element": _element,
            "div": lambda attributes=None, content=None, *_: _element("div", attributes, content),
            "span": lambda attributes=None, content=None, *_: _element("span", attributes, content),
        }
    )
