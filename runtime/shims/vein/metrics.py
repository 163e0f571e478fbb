"""Figures about rendering (Vein specification, section 8). Times are in milliseconds of a monotonic clock."""

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from cmc.runtime.core.table import Table, array
from cmc.runtime.declare import HostTable, lua_method
from cmc.runtime.stdlib.library import library

MAX_LIST = 1000
"""So many entries of includes are kept for a template."""


@dataclass(slots=True)
class _Renders:
    """What is known of the renderings of one template."""

    times: deque[float]
    count: int = 0
    total: float = 0.0
    least: float = float("inf")
    most: float = 0.0
    last: Table = field(default_factory=Table)


class Metrics(HostTable, path="vein.Metrics"):
    """Collects figures while it is enabled."""

    __slots__ = (
        "_blocks", "_cache", "_compilations", "_compile_time", "_error_total", "_errors", "_filters", "_history",
        "_includes", "_is_enabled", "_renders",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._history = 100
        self._is_enabled = True
        self.reset()

    @lua_method("vein.Metrics:reset")
    def reset(self) -> None:
        """Forgets everything."""
        self._renders: dict[str, _Renders] = {}
        self._compilations = 0
        self._compile_time = 0.0
        self._cache = {"hits": 0, "misses": 0}
        self._errors: deque[Table] = deque(maxlen=self._history)
        self._error_total = 0
        self._filters: dict[str, int] = {}
        self._includes: dict[str, deque[Table]] = {}
        self._blocks: dict[str, dict[str, int]] = {}

    @lua_method("vein.Metrics:enable")
    def enable(self) -> None:
        """Goes on collecting."""
        self._is_enabled = True

    @lua_method("vein.Metrics:disable")
    def disable(self) -> None:
        """Stops collecting."""
        self._is_enabled = False

    @lua_method("vein.Metrics:setMaxHistory")
    def setMaxHistory(self, size: int) -> None:
        """Sets how many renderings and errors are kept."""
        self._history = max(size, 1)
        self._errors = deque(self._errors, maxlen=self._history)

    # Recording

    @lua_method("vein.Metrics:recordRender")
    def recordRender(self, name: str, begin: float, end: float, data: Any = None) -> None:
        """Counts a rendering from `begin` to `end`, in seconds."""
        if not self._is_enabled:
            return
        duration = (end - begin) * 1000
        found = self._renders.setdefault(name, _Renders(deque(maxlen=self._history)))
        found.times.append(duration)
        found.count += 1
        found.total += duration
        found.least, found.most = min(found.least, duration), max(found.most, duration)
        keys = len(data) if isinstance(data, Table) else 0
        found.last = Table({"name": name, "duration": duration, "timestamp": int(time.time()), "dataKeys": keys})

    @lua_method("vein.Metrics:recordCompilation")
    def recordCompilation(self, name: str, begin: float, end: float, tokens: Any = None, lines: Any = None) -> None:
        """Counts a compilation from `begin` to `end`, in seconds."""
        if self._is_enabled:
            self._compilations += 1
            self._compile_time += (end - begin) * 1000

    @lua_method("vein.Metrics:recordCacheHit")
    def recordCacheHit(self, name: str) -> None:
        """Counts a template that was there already."""
        self._cache["hits"] += self._is_enabled

    @lua_method("vein.Metrics:recordCacheMiss")
    def recordCacheMiss(self, name: str) -> None:
        """Counts a template that had to be compiled."""
        self._cache["misses"] += self._is_enabled

    @lua_method("vein.Metrics:recordError")
    def recordError(self, name: str, error: Any, line: Any = None, source: Any = None) -> None:
        """Counts an error."""
        if self._is_enabled:
            self._error_total += 1
            facts = {"name": name, "error": error, "line": line, "source": source, "timestamp": int(time.time())}
            self._errors.append(Table({k: value for k, value in facts.items() if value is not None}))

    @lua_method("vein.Metrics:recordFilterUsage")
    def recordFilterUsage(self, name: str) -> None:
        """Counts a use of a filter."""
        if self._is_enabled:
            self._filters[name] = self._filters.get(name, 0) + 1

    @lua_method("vein.Metrics:recordInclude")
    def recordInclude(self, parent: str, child: str, milliseconds: float) -> None:
        """Notes that a template has included another."""
        if self._is_enabled:
            entry = Table({"child": child, "duration": milliseconds, "timestamp": int(time.time())})
            self._includes.setdefault(parent, deque(maxlen=MAX_LIST)).append(entry)

    @lua_method("vein.Metrics:recordBlock")
    def recordBlock(self, template: str, block: str, overridden: bool = False) -> None:
        """Counts a block."""
        if self._is_enabled:
            blocks = self._blocks.setdefault(template, {})
            blocks[block] = blocks.get(block, 0) + 1

    # Figures

    @lua_method("vein.Metrics:getSummary")
    def getSummary(self) -> Table:
        """The figures of all templates together."""
        total = sum(found.count for found in self._renders.values())
        spent = sum(found.total for found in self._renders.values())
        looked = sum(self._cache.values())
        renders = {"total": total, "totalTime": spent, "avgTime": spent / total if total else 0}
        compile_time = self._compile_time
        mean = compile_time / self._compilations if self._compilations else 0
        rate = 100 * self._cache["hits"] / looked if looked else 0
        return Table(
            {
                "renders": Table({**renders, "uniqueTemplates": len(self._renders)}),
                "compilations": Table({"total": self._compilations, "totalTime": compile_time, "avgTime": mean}),
                "cache": Table({**self._cache, "hitRate": rate}),
                "errors": Table({"total": self._error_total, "recent": len(self._errors)}),
                "memory": _memory_kilobytes(),
            }
        )

    @lua_method("vein.Metrics:getRenderStats")
    def getRenderStats(self, name: str) -> Table | None:
        """The figures of one template, nil if it was not rendered."""
        found = self._renders.get(name)
        if found is None:
            return None
        times = {"totalTime": found.total, "avgTime": found.total / found.count}
        times |= {"minTime": found.least, "maxTime": found.most}
        return Table({"count": found.count, **times, "lastRender": found.last, "historyCount": len(found.times)})

    @lua_method("vein.Metrics:getAllRenderStats")
    def getAllRenderStats(self) -> Table:
        """The figures of all templates by their names."""
        return Table((name, self.getRenderStats(name)) for name in self._renders)

    @lua_method("vein.Metrics:getRecentErrors")
    def getRecentErrors(self, limit: int = 10) -> Table:
        """The last errors."""
        return array(*list(self._errors)[-limit:])

    @lua_method("vein.Metrics:getFilterUsage")
    def getFilterUsage(self) -> Table:
        """Names of filters and how often they were used, those used most first."""
        ranked = sorted(self._filters.items(), key=lambda item: -item[1])
        return array(*[Table({"name": name, "count": count}) for name, count in ranked])

    @lua_method("vein.Metrics:getSlowestTemplates")
    def getSlowestTemplates(self, limit: int = 10) -> Table:
        """Templates by their mean time, the slowest first."""
        ranked = sorted(self._renders.items(), key=lambda item: -item[1].total / item[1].count)[:limit]
        facts = [{"name": name, "avgTime": found.total / found.count, "count": found.count} for name, found in ranked]
        return array(*map(Table, facts))

    @lua_method("vein.Metrics:getIncludeTree")
    def getIncludeTree(self, name: str) -> Table:
        """What a template has included."""
        return array(*self._includes.get(name, ()))

    @lua_method("vein.Metrics:export")
    def export(self) -> Table:
        """Everything."""
        includes = Table((name, array(*found)) for name, found in self._includes.items())
        return Table(
            {
                "summary": self.getSummary(),
                "renders": self.getAllRenderStats(),
                "compilations": self._compilations,
                "errors": array(*self._errors),
                "filterUsage": self.getFilterUsage(),
                "includes": includes,
                "blocks": Table((name, Table(found)) for name, found in self._blocks.items()),
                "enabled": self._is_enabled,
                "exportTime": int(time.time()),
            }
        )


def _memory_kilobytes() -> float:
    import resource

    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


_global: list[Metrics] = []


def _get_global(*_: Any) -> Metrics:
    if not _global:
        _global.append(Metrics())
    return _global[0]


def metrics_library() -> Table:
    """The table `vein.metrics`."""
    return library({"new": lambda *_: Metrics(), "getGlobal": _get_global})
