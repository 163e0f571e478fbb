"""Libraries that a program requires: `local fs = require("fs")` is an import (manual §6.3)."""

from cmc.transpiler.lower.context import Context, Unit
from cmc.transpiler.syntax import nodes as lua


def lower_imported_library(ctx: Context, node: lua.Local) -> bool:
    """A local that holds a library, and of which nothing but functions are used, needs no variable."""
    variable = ctx.unit.scopes.declares[node.names[0].id]
    return variable in ctx.unit.functions.library.imported


def imported_packages(unit: Unit) -> list[str]:
    """The packages that a chunk imports, sorted."""
    library = unit.functions.library
    return sorted(set(library.imported.values()) & library.catalogue.packages)
