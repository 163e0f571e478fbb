"""Middleware and the paths that it is for (HoneyMoon specification, section 4)."""

from collections.abc import Callable
from typing import Any

from cmc.runtime.shims.honeymoon.routing import Prefix, first_segment


class Layer:
    """A middleware at its place among all: for `base` and what begins with `start`, or for what `prefix` says.

    `base` is empty for all paths, and None for those with parameters.
    """

    __slots__ = ("base", "function", "order", "prefix", "start")

    def __init__(self, order: int, prefix: Prefix, function: Callable[..., Any]) -> None:
        self.order = order
        self.prefix = prefix
        self.function = function
        self.base = None if prefix.has_parameters else prefix.text
        self.start = prefix.text + "/"


class Layers:
    """All middleware in the order of registration, found by the first segment of a path."""

    def __init__(self) -> None:
        self.all: list[Layer] = []
        self._free: list[Layer] = []
        self._by_segment: dict[str, list[Layer]] = {}

    def add(self, prefix: Prefix, function: Callable[..., Any]) -> None:
        """Registers a middleware for paths that begin with a prefix."""
        self.all.append(Layer(len(self.all), prefix, function))
        self._free = [layer for layer in self.all if not layer.base]
        segments = {first_segment(layer.base) for layer in self.all if layer.base}
        self._by_segment = {
            segment: [each for each in self.all if not each.base or first_segment(each.base) == segment]
            for segment in segments
        }

    def for_path(self, path: str) -> list[Layer]:
        """The middleware that may be for a path; none of the others is."""
        return self._by_segment.get(first_segment(path), self._free)
