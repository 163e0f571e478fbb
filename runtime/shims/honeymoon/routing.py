"""Which handlers a path has (HoneyMoon specification, section 3)."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes, to_bytes

Handler = Callable[..., object]

ANY_METHOD = "ALL"

_ELEMENT = re.compile(r":([A-Za-z0-9_]+)|(\*)")


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


@dataclass(frozen=True, slots=True)
class Route:
    """A route: its place among all, method, path as it was written, handlers, and where its router is mounted.

    `pattern` is None for paths without parameters; `names` are those of its groups, `*` for wildcards.
    """

    order: int
    method: str
    path: str
    handlers: tuple[Handler, ...]
    pattern: re.Pattern[str] | None
    names: tuple[str, ...]
    base: "Prefix"

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


class Prefix:
    """The beginning of paths, for middleware and mounted routers; it ends where a segment ends."""

    __slots__ = ("_pattern", "text")

    def __init__(self, text: str) -> None:
        self.text = "" if text in ("*", "/") else strip_slash(text)
        self._pattern = compile_path(self.text)[0] if _ELEMENT.search(self.text) else None

    @property
    def has_parameters(self) -> bool:
        """Whether it stands for more than one beginning."""
        return self._pattern is not None

    def matched(self, path: str) -> str | None:
        """What the prefix covers of a path, None if the path does not begin with it."""
        text = self.text
        if self._pattern is None:
            if not text or path == text or path.startswith(text + "/"):
                return text
            return None
        position = len(path)
        while position > 0:
            if self._pattern.fullmatch(path, 0, position):
                return path[:position]
            position = path.rfind("/", 0, position)
        return None


NO_PREFIX = Prefix("")


class RouteTable:
    """Routes in the order of registration, found by their path or, with parameters, by its first segment."""

    def __init__(self) -> None:
        self._static: dict[str, list[Route]] = {}
        self._patterns: list[Route] = []
        self._by_segment: dict[str, list[Route]] = {}
        self._free: list[Route] = []
        self._count = 0

    def add(self, method: str, path: str, handlers: tuple[Handler, ...], base: Prefix = NO_PREFIX) -> None:
        """Registers handlers; a slash at the end of the path does not matter."""
        path = strip_slash(path)
        self._count += 1
        if _ELEMENT.search(path) is None:
            route = Route(self._count, method.upper(), path, handlers, None, (), base)
            self._static.setdefault(path, []).append(route)
            return
        pattern, names = compile_path(path)
        self._patterns.append(Route(self._count, method.upper(), path, handlers, pattern, names, base))
        self._index()

    def _index(self) -> None:
        """Sorts routes with parameters by their first segment; those that begin with a parameter are in all lists."""
        fixed = {first_segment(route.path) for route in self._patterns}
        segments = {segment for segment in fixed if _ELEMENT.search(segment) is None}
        self._free = [route for route in self._patterns if first_segment(route.path) not in segments]
        self._by_segment = {
            segment: [r for r in self._patterns if r in self._free or first_segment(r.path) == segment]
            for segment in segments
        }

    def matches(self, method: str, path: str) -> Iterator[tuple[Route, Table]]:
        """The routes for a request in the order of registration, with the parameters that each finds in the path."""
        static = self._static.get(path)
        candidates: Iterable[Route] = static or ()
        if self._patterns:
            patterns = self._by_segment.get(first_segment(path), self._free)
            candidates = sorted([*static, *patterns], key=_order) if static and patterns else static or patterns
        for route in candidates:
            if route.method == method or route.method == ANY_METHOD:
                params = route.match(path)
                if params is not None:
                    yield route, params

    def routes(self) -> list[Route]:
        """All routes in the order of registration."""
        static = [route for routes in self._static.values() for route in routes]
        return sorted([*static, *self._patterns], key=_order)

    def methods(self, path: str) -> list[str]:
        """The methods that a path has routes for."""
        found = [r for r in [*self._static.get(path, []), *self._patterns] if r.match(path) is not None]
        return list(dict.fromkeys(route.method for route in sorted(found, key=_order)))


def _order(route: Route) -> int:
    return route.order


def first_segment(path: str) -> str:
    """A path up to its second slash."""
    end = path.find("/", 1)
    return path if end < 0 else path[:end]


_SLASHES = re.compile("//+")


def join_paths(base: str, path: str) -> str:
    """A path below another, without double slashes and without one at the end."""
    return strip_slash(_SLASHES.sub("/", f"/{base}/{path}")) or "/"


_MALFORMED = re.compile("%(?![0-9A-Fa-f]{2})")


def decode_component(raw: str) -> str:
    """A piece of a path without percent escapes; as it is if one of them is malformed."""
    if "%" not in raw or _MALFORMED.search(raw) is not None:
        return raw
    return from_bytes(unquote_to_bytes(to_bytes(raw)))
