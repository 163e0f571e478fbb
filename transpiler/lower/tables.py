"""Table constructors (manual §3.4.9)."""

from cmc.transpiler.analysis.kinds import ASCII, FUNCTION, INTEGER, NIL, STRING, TABLE
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.calls import gives_many, lower_arguments
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.registry import lower_expression, lower_results
from cmc.transpiler.lower.values import constant, helper
from cmc.transpiler.syntax import nodes as lua

_DISPLAY_KEYS = ASCII | STRING | INTEGER | TABLE | FUNCTION
_LONG_SEQUENCE = 16


def lower_empty_table(ctx: Context, node: lua.Table) -> ir.Expression | None:
    return None if node.fields else helper("Table")


def lower_sequence(ctx: Context, node: lua.Table) -> ir.Expression | None:
    """`{a, b, f()}`: `array(a, b, *results(f()))`, unless a short display says the same faster."""
    if any(field.key is not None for field in node.fields):
        return None
    if len(node.fields) <= _LONG_SEQUENCE and not gives_many(ctx, node.fields[-1].value):
        return None
    return helper("array", *lower_arguments(ctx, [field.value for field in node.fields]))


def lower_display(ctx: Context, node: lua.Table) -> ir.Expression | None:
    """`Table({"name": name, 1: first})` where no key can be refused and no entry comes twice."""
    positional = [field for field in node.fields if field.key is None]
    keyed = [field for field in node.fields if field.key is not None]
    if positional and gives_many(ctx, positional[-1].value) and node.fields[-1] is positional[-1]:
        return None
    for field in keyed:
        assert field.key is not None
        kind = ctx.unit.types.of(field.key)
        if not kind or kind & ~_DISPLAY_KEYS or (positional and kind & INTEGER):
            return None
    items: list[tuple[ir.Expression | None, ir.Expression]] = []
    count = 0
    for field in node.fields:
        if field.key is None:
            count += 1
            items.append((constant(count), lower_expression(ctx, field.value)))
        else:
            key = lower_expression(ctx, field.key)
            items.append((key, lower_expression(ctx, field.value)))
    table = helper("Table", ir.Dict(items))
    if keyed and any(ctx.unit.types.of(field.value) & NIL for field in positional):
        # The border of a table with holes depends on how many positions the constructor had.
        return helper("sized", table, constant(count))
    return table


def lower_table(ctx: Context, node: lua.Table) -> ir.Expression:
    """`construct((key, value), (item,), …)`: entries in order, positional ones last to be stored, as Lua does."""
    entries: list[ir.Expression] = []
    last = node.fields[-1]
    rest = last.key is None and gives_many(ctx, last.value)
    for field in node.fields[:-1] if rest else node.fields:
        if field.key is None:
            entries.append(ir.Tuple([lower_expression(ctx, field.value)]))
        else:
            key = lower_expression(ctx, field.key)
            entries.append(ir.Tuple([key, lower_expression(ctx, field.value)]))
    if rest:
        entries.append(ir.List([ir.Star(helper("results", lower_results(ctx, last.value)))]))
    return helper("construct", *entries, origin=ctx.origin(node))
