"""Arrays of flat records, as queries give them, as JSON: orjson takes such tables for the dictionaries that they are.

That is right as long as nothing in the records is a container itself. Nobody looks at each field for that: a text with
more opening brackets than there are containers is thrown away.
"""

from typing import Any

import orjson

from cmc.runtime.core.table import Table


def records_as_json(items: list[Any]) -> bytes | None:
    """The compact text of an array of records; None if it is something else."""
    if set(map(type, items)) != {Table} or not all(map(len, items)):  # an empty table is an array
        return None
    try:
        data = orjson.dumps(items, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:  # an array among them, for one thing, whose keys orjson does not take
        return None
    return data if data.count(b"{") + data.count(b"[") == 1 + len(items) else None
