"""Where a generated program spends its time: `python -m bench.profiling PACKAGE [ARGS]` runs one under cProfile."""

import cProfile
import pstats
import sys
from pathlib import Path
from typing import Any

LINES = 15


def show_sources(package: Path) -> None:
    """Prints the generated Python of a package, module by module."""
    for path in sorted(package.rglob("*.py")):
        if path.name not in ("__init__.py", "__main__.py"):
            print(f"# {path.relative_to(package)}")
            print(path.read_text(encoding="utf-8"))


def profile(package: Path, arguments: list[str]) -> int:
    """Runs a package to its end, prints what took longest and returns its exit status.

    The program runs in a thread of its own, so that the profiler is started there, around its entry module.
    """
    from cmc.runtime import program

    profiler = cProfile.Profile()
    run_module = program.run_module

    def profiled(name: str, args: tuple[Any, ...]) -> Any:
        program.run_module = run_module
        return profiler.runcall(run_module, name, args)

    program.run_module = profiled
    sys.argv[1:] = arguments
    status = program.run_package(str(package / "__main__.py"))
    pstats.Stats(profiler).sort_stats("tottime").print_stats(LINES)
    return status


if __name__ == "__main__":
    sys.exit(profile(Path(sys.argv[1]), sys.argv[2:]))
