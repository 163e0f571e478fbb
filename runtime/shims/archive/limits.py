"""How much archives may hold: a few bytes can stand for more than there is memory or disk."""

from cmc.runtime.core.table import Table
from cmc.runtime.shims.time.units import integer_or_none

IN_MEMORY = 256 << 20
"""Bytes that may be read at once unless the program says otherwise."""

ON_DISK = 4 << 30
"""Bytes that may be extracted from one archive unless the program says otherwise."""


class TooLargeError(Exception):
    """There is more in an archive than is wanted; the message is for people."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the content is larger than {limit} bytes (option max_size)")


def limit_of(options: Table | None, default: int) -> int:
    """The option `max_size`, in bytes."""
    given = None if options is None else integer_or_none(options["max_size"])
    return default if given is None else max(given, 0)


def check_size(size: int, limit: int) -> None:
    """Compares a size in bytes with what is wanted.

    Raises:
        TooLargeError: it is larger.
    """
    if size > limit:
        raise TooLargeError(limit)
