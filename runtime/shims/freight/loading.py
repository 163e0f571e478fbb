"""Loading relations of many records at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims.freight.record import Record

if TYPE_CHECKING:
    from cmc.runtime.shims.freight.model import Model


def load_relations(model: "Model", records: Sequence[Record], names: Sequence[str]) -> None:
    """Loads relations of records, each with one query; `posts.comments` goes on from what was loaded for `posts`.

    Raises:
        LuaError: there is no such relation.
    """
    inner: dict[str, list[str]] = {}
    for name in names:
        first, _, rest = name.partition(".")
        inner.setdefault(first, []).extend([rest] if rest else [])
    for name, following in inner.items():
        relation = model.relations.get(name)
        if relation is None:
            raise LuaError(f"'{model.table_name}' has no relation '{name}'")
        others = relation.load(records)
        if others and following:
            load_relations(relation.other, others, following)
