"""The filters that every engine has (Vein specification, section 6)."""

from cmc.runtime.core.table import Table
from cmc.runtime.shims.vein import collection_filters, number_filters, text_filters, time_filters
from cmc.runtime.stdlib.library import register

_ALIASES = {
    "e": "escape", "html": "escape", "urlencode": "url", "uppercase": "upper", "lowercase": "lower",
    "lpad": "padleft", "rpad": "padright", "slugify": "slug", "money": "currency", "filesize": "bytes",
    "ago": "timeago", "count": "length", "size": "length", "d": "default",
}  # fmt: skip


def default_filters() -> Table:
    """A table of all filters."""
    table = Table()
    for module in (text_filters, number_filters, time_filters, collection_filters):
        for name, function in module.FILTERS.items():
            table[name] = register(function)
    for alias, name in _ALIASES.items():
        table[alias] = table[name]
    return table


def filters_library() -> Table:
    """The table `vein.filters`: all filters, and `defaults`, which gives a fresh table of them."""
    table = default_filters()
    table["defaults"] = register(lambda *_: default_filters())
    return table
