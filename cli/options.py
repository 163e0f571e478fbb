"""Options that several commands share."""

import click

from cmc.transpiler.options import DIALECTS

dialect_option = click.option(
    "--dialect",
    type=click.Choice(DIALECTS),
    default="coppermoon",
    show_default=True,
    help="Which globals a program finds: CopperMoon's or those of plain Lua 5.4.",
)

parser_option = click.option(
    "--parser",
    "front_end",
    type=click.Choice(("native", "luaparser")),
    default="native",
    show_default=True,
    help="What reads the Lua text: cmc itself, or the luaparser package.",
)
