"""The golden pairs: `fixtures/lua/NAME.lua` and what cmc makes of it, `fixtures/expected_py/NAME.py`.

The programs run in plain Lua 5.4. Folders below `fixtures/lua` hold other programs, without an expected text.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cmc.transpiler.options import Options
from cmc.transpiler.project.discover import discover
from cmc.transpiler.project.package import PackageFiles, compile_package

FIXTURES = Path(__file__).parents[2] / "fixtures"
LUA = FIXTURES / "lua"
EXPECTED = FIXTURES / "expected_py"
OPTIONS = Options("lua54")


@dataclass(frozen=True)
class Pair:
    """One fixture."""

    name: str

    @property
    def lua(self) -> Path:
        """The Lua program."""
        return LUA / f"{self.name}.lua"

    @property
    def python(self) -> Path:
        """What is expected of cmc."""
        return EXPECTED / f"{self.name}.py"


def pairs() -> list[Pair]:
    """All fixtures, by name."""
    return [Pair(path.stem) for path in sorted(LUA.glob("*.lua"))]


@cache
def package_of(pair: Pair) -> PackageFiles:
    """The package that cmc makes of a program and the modules that it requires."""
    package = compile_package(discover(pair.lua), OPTIONS, pair.name)
    assert package.diagnostics == (), package.diagnostics
    return package


def text_of(pair: Pair) -> str:
    """The Python module that cmc makes of a fixture."""
    return package_of(pair).files[f"{pair.name}.py"]
