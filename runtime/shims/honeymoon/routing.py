"""Which handlers a path has (HoneyMoon specification, section 3)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes

Handler = Callable[..., object]

ANY_METHOD = "ALL"

_ELEMENT = re.compile(r":([A-Za-z0-9_]+)|(\*)")


@dataclass(frozen=True, slots=True)
class Route:
    """A route: its place among all, method, path as it was written, and handlers.

    `pattern` is None for paths without parameters; `names` are those of its groups, `*` for wildcards.
    """

    order: int
    method: str
    path: str
    handlers: tuple[Handler, ...]
    pattern: re.Pattern[str] | None
    names: tuple[str, ...]

    def match(self, path: str) -> Table | None:
        """The parameters in a path, None if it is not this route's."""
        if self.pattern is None:
            return Table() if path == self.path else None
        match = self.pattern.fullmatch(path)
        if match is None:
            return None
        params = Table()
        for name, raw in zip(self.names, match.groups(), strict=True):
            value = decode_component(raw)
            params[name] = value
            if name == "*":
                params["wildcard"] = value
        return params


class Router:
    """Routes in the order of registration; those without parameters are found by their path."""

    def __init__(self) -> None:
        self._static: dict[str, list[Route]] = {}
        self._patterns: list[Route] = []
        self._count = 0

    def add(self, method: str, path: str, handlers: tuple[Handler, ...]) -> None:
        """Registers handlers; a slash at the end of the path does not matter."""
        path = strip_slash(path)
        self._count += 1
        if _ELEMENT.search(path) is None:
            route = Route(self._count, method.upper(), path, handlers, None, ())
            self._static.setdefault(path, []).append(route)
            return
        pattern, names = compile_path(path)
        self._patterns.append(Route(self._count, method.upper(), path, handlers, pattern, names))

    def matches(self, method: str, path: str) -> Iterator[tuple[Route, Table]]:
        """The routes for a request in the order of registration, with the parameters that each finds in the path."""
        static = self._static.get(path, [])
        candidates = sorted([*static, *self._patterns], key=_order) if static and self._patterns else None
        for route in candidates if candidates is not None else static or self._patterns:
            if route.method in (method, ANY_METHOD):
                params = route.match(path)
                if params is not None:
                    yield route, params


def _order(route: Route) -> int:
    return route.order


def compile_path(path: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The pattern of a path with `:name` (one or more bytes of a segment) and `*` (anything), and its groups' names."""
    parts, names = [], []
    position = 0
    for element in _ELEMENT.finditer(path):
        parts.append(re.escape(path[position : element.start()]))
        parts.append("([^/]+)" if element[1] else "(.*)")
        names.append(element[1] or "*")
        position = element.end()
    parts.append(re.escape(path[position:]))
    return re.compile("".join(parts), re.DOTALL), tuple(names)


def strip_slash(path: str) -> str:
    """A path without one slash at its end."""
    return path[:-1] if len(path) > 1 and path.endswith("/") else path


_MALFORMED = re.compile("%(?![0-9A-Fa-f]{2})")


def decode_component(raw: str) -> str:
    """A piece of a path without percent escapes; as it is if one of them is malformed."""
    if "%" not in raw or _MALFORMED.search(raw) is not None:
        return raw
    return from_bytes(unquote_to_bytes(raw.encode("utf-8", "surrogateescape")))
